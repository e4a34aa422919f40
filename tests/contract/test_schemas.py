"""Generated files say what the code says, and a standard validator agrees with our decoder."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from shared.contracts import MODELS, TOPICS
from shared.contracts.__main__ import main
from shared.contracts.asyncapi import document
from shared.contracts.generated import GUIDE, HERE, ROOT, schema_path
from shared.contracts.releases import FOLDER, releases
from shared.contracts.samples import load_samples
from shared.contracts.schema import event_schema

SAMPLE = HERE / "samples/nip-issued/v1/terbit.json"
RELEASED = FOLDER / "nip-issued" / "v1" / "0001.json"
NAMES = [topic.name for topic in TOPICS]


def _validator(schema: object, root: dict[str, Any] | None = None) -> Draft202012Validator:
    whole: Any = schema if root is None else {"components": root["components"], "allOf": [schema]}
    Draft202012Validator.check_schema(whole)
    return Draft202012Validator(whole, format_checker=FormatChecker())


@pytest.mark.parametrize("topic", NAMES)
def test_every_sample_satisfies_its_schema(topic: str) -> None:
    validator = _validator(event_schema(MODELS[topic]))
    for sample in load_samples(topic):
        assert [error.message for error in validator.iter_errors(sample.content)] == []


@pytest.mark.parametrize("topic", NAMES)
def test_the_schema_refuses_a_body_without_its_required_fields(topic: str) -> None:
    schema = event_schema(MODELS[topic])
    validator = _validator(schema)
    sample = load_samples(topic)[0]
    for name in schema["required"]:  # type: ignore[attr-defined]
        assert not validator.is_valid({field: value for field, value in sample.content.items() if field != name}), name


@pytest.mark.parametrize("topic", NAMES)
def test_null_is_never_written(topic: str) -> None:
    assert '"null"' not in json.dumps(event_schema(MODELS[topic]))


def test_every_reference_of_the_asyncapi_document_leads_somewhere() -> None:
    whole: Any = document()
    references = _references(whole)
    assert len(references) > len(TOPICS) * 4
    for reference in references:
        found = whole
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]
        assert found


def _references(node: Any) -> set[str]:
    if isinstance(node, list):
        return set().union(*map(_references, node))
    if not isinstance(node, dict):
        return set()
    own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
    return own.union(*map(_references, node.values()))


@pytest.mark.parametrize("topic", NAMES)
def test_examples_in_the_asyncapi_document_satisfy_its_headers_and_payload(topic: str) -> None:
    whole: Any = document()
    message = whole["components"]["messages"][MODELS[topic].__name__]
    headers, payload = _validator(message["headers"], whole), _validator(message["payload"], whole)
    assert message["examples"]
    for example in message["examples"]:
        assert [error.message for error in headers.iter_errors(example["headers"])] == []
        assert [error.message for error in payload.iter_errors(example["payload"])] == []
        assert not headers.is_valid({**example["headers"], "ce_type": "id.go.asn.other.v1"})
        assert not payload.is_valid({})


def test_the_asyncapi_document_states_what_the_catalogue_states() -> None:
    whole: Any = document()
    for topic in TOPICS:
        channel = whole["channels"][topic.name]
        kafka = channel["bindings"]["kafka"]
        assert (channel["address"], channel["x-owner"], channel["x-plane"]) == (topic.name, topic.owner, topic.plane)
        assert (kafka["partitions"], kafka["topicConfiguration"]["retention.ms"]) == (topic.partitions, int(topic.config["retention.ms"]))


def test_committed_files_are_current() -> None:
    assert main(["check"]) == 0


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The generated files, their samples and the guide, to be spoiled."""
    shutil.copytree(ROOT / HERE, tmp_path / HERE, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (tmp_path / GUIDE).parent.mkdir()
    shutil.copy(ROOT / GUIDE, tmp_path / GUIDE)
    assert main(["check", "--root", str(tmp_path)]) == 0
    return tmp_path


def _spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoiled", "complaint"),
    [
        ((schema_path("nip-issued"), '"tmt"', '"tmt_cpns"'), '+    "tmt": {'),
        ((HERE / "asyncapi.json", '"partitions": 6', '"partitions": 7'), '+          "partitions": 6'),
        ((GUIDE, "| `nip-issued` | agency |", "| `nip-issued` | public |"), "+| `nip-issued` | agency |"),
        ((RELEASED, '"dataref"', '"tautan"'), "nip-issued: tautan: the field is gone"),
        ((SAMPLE, '"tmt": "2027-04-01"', '"tmt": "soon"'), "sample terbit can no longer be read: isi: tmt"),
        ((SAMPLE, '"tmt": "2027-04-01"', '"tmt": "2027-05-01"'), "a released sample was changed"),
        ((SAMPLE, '"versi": 1', '"versi": 1, "lain": 2'), "is written differently"),
    ],
)
def test_check_says_what_is_wrong(
    repository: Path, capsys: pytest.CaptureFixture[str], spoiled: tuple[Path, str, str], complaint: str
) -> None:
    path, old, new = spoiled
    _spoil(repository / path, old, new)

    assert main(["check", "--root", str(repository)]) == 1

    assert complaint in capsys.readouterr().err


def test_check_sees_a_topic_that_went_and_a_topic_without_samples(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind in ("schemas", "released"):
        shutil.copytree(repository / HERE / kind / "nip-issued", repository / HERE / kind / "nip-renamed")
    shutil.rmtree(repository / HERE / "samples" / "nip-issued")

    assert main(["check", "--root", str(repository)]) == 1

    said = capsys.readouterr().err
    assert "nip-renamed: was released, and is no longer a topic" in said
    assert "nip-renamed/v1.json: no topic has this schema" in said
    assert "nip-issued: has no golden sample" in said


def test_generate_mends_what_is_stale_and_release_moves_the_promise(repository: Path) -> None:
    _spoil(repository / schema_path("nip-issued"), '"tmt"', '"tmt_cpns"')
    shutil.rmtree(repository / HERE / "released")

    assert main(["generate", "--root", str(repository)]) == 0
    assert main(["check", "--root", str(repository)]) == 1
    assert main(["release", "--root", str(repository)]) == 0

    assert releases("nip-issued", repository)[-1].schema == json.loads((repository / schema_path("nip-issued")).read_text("utf-8"))


def test_release_refuses_while_something_is_broken(repository: Path) -> None:
    _spoil(repository / RELEASED, '"dataref"', '"tautan"')
    before = (repository / RELEASED).read_bytes()

    assert main(["release", "--root", str(repository)]) == 1

    assert (repository / RELEASED).read_bytes() == before


def test_a_guide_without_a_place_for_the_table_is_an_error(repository: Path) -> None:
    (repository / GUIDE).write_text("# Reading our events\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no place for the catalogue"):
        main(["generate", "--root", str(repository)])
