"""Everything a reader was promised about a topic is held: each kind of breach of it is said."""

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import new_class

import pytest
from pydantic import model_validator

from shared.contracts import releases as kept
from shared.contracts.event import MODELS, Event
from shared.contracts.generated import ROOT, broken
from shared.contracts.probes import refused, verdicts
from shared.contracts.releases import FOLDER, SUMS, Release, add, channel_changes, channel_of, meanings, releases, tampered
from shared.contracts.schema import event_schema

SCORE = MODELS["score-finalized"]
CHANNEL = channel_of(SCORE.topic)
MOVED = FOLDER / "score-finalized" / "v1" / "0001.json"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "shared" / "contracts", tmp_path / "shared" / "contracts", ignore=shutil.ignore_patterns("__pycache__"))
    assert list(broken(tmp_path)) == []
    return tmp_path


def _promised(root: Path, change: Callable[[Release], Release]) -> list[str]:
    """What `check` says when the promise was another one than the code keeps."""
    release = change(releases("score-finalized", root)[-1])
    (root / MOVED).write_text(release.text(), encoding="utf-8")
    (root / SUMS).write_text("".join(f"{digest}  {path}\n" for path, digest in kept._digests(root).items()), encoding="utf-8")
    return list(broken(root))


@pytest.mark.parametrize(
    ("word", "before", "said"),
    [
        ("partitions", 24, "partitions was 24, is 12"),
        ("cleanup.policy", "compact", "cleanup.policy was 'compact', is 'delete'"),
        ("retention_days", 800, "retention_days was 800, is shortened to 400"),
        ("retention_days", -1, "retention_days was -1, is shortened to 400"),
        ("key", "peserta", "key was 'peserta', is 'kelompok'"),
        ("subject", "formasi", "subject was 'formasi', is 'peserta'"),
        ("plane", "internal", "plane was 'internal', is 'agency'"),
        ("owner", "penempatan", "owner was 'penempatan', is 'penilaian'"),
        ("source", "urn:lain", "source was 'urn:lain', is 'urn:asn:layanan:penilaian'"),
        ("dataschema", "urn:lain", "dataschema was 'urn:lain', is 'urn:asn:skema:score-finalized:v1'"),
        ("sequence_digits", 12, "sequence_digits was 12, is 10"),
        ("max_body_bytes", 5_000_000, "max_body_bytes was 5000000, is 900000"),
        ("headers", ["ce_id", "ce_lain"], "the header ce_lain is gone"),
    ],
)
def test_a_channel_that_changes_is_a_broken_promise(repository: Path, word: str, before: object, said: str) -> None:
    found = _promised(repository, lambda release: replace(release, channel={**release.channel, word: before}))
    assert found == [f"score-finalized: {said}\n"]


def test_a_channel_may_keep_records_longer_and_carry_more_headers() -> None:
    assert channel_changes({**CHANNEL, "retention_days": 30, "headers": ["ce_id"]}, CHANNEL) == []
    assert channel_changes({**CHANNEL, "retention_days": 30}, {**CHANNEL, "retention_days": -1}) == []
    assert channel_changes(CHANNEL, CHANNEL) == []


def test_a_change_of_meaning_under_the_same_name_is_a_broken_promise(repository: Path) -> None:
    def hundredths(release: Release) -> Release:
        return replace(release, schema=json.loads(json.dumps(release.schema).replace("housandths", "undredths")))

    found = _promised(repository, hundredths)
    assert found
    assert all("said" in line and "undredths" in line and "--reworded" in line for line in found)
    assert list(broken(repository, words_only=True)) == []


def test_a_meaning_is_found_wherever_it_stands() -> None:
    old = {"properties": {"a": {"items": {"description": "x"}}}, "$defs": {"B": {"properties": {"c": {"description": "y"}}}}}
    new = {"properties": {"a": {"items": {"description": "z"}}}, "$defs": {"B": {"properties": {"c": {}}}}}
    assert list(meanings(old, new)) == ["a[]: said 'x', says 'z'", "B.c: said 'y', says None"]


def test_a_validator_that_refuses_what_was_taken_is_a_broken_promise() -> None:
    known = releases("score-finalized", ROOT)[-1]
    assert refused(SCORE, known.schema, known.examples, known.taken) == []
    narrow = _narrower(SCORE)
    found = refused(narrow, known.schema, known.examples, known.taken)
    assert "versi = 1001" in found
    assert all(what.startswith("versi = ") for what in found)


def _narrower(model: type[Event]) -> type[Event]:
    """The same event, which takes `versi` up to 1,000 only."""

    def only_small(self: Event) -> Event:
        if self.versi > 1_000:  # type: ignore[attr-defined]
            raise ValueError("versi")
        return self

    registered = MODELS.pop(model.topic.name)
    try:
        namespace = {"only_small": model_validator(mode="after")(only_small), "__module__": __name__}
        made: type[Event] = new_class("Sempit", (model,), {"topic": model.topic.name}, lambda body: body.update(namespace))
    finally:
        MODELS[model.topic.name] = registered
    return made


def test_most_of_what_is_tried_is_taken() -> None:
    for topic in MODELS:
        signs = releases(topic, ROOT)[-1].taken
        assert signs.count("+") > 0, topic
    schema = event_schema(SCORE)
    assert verdicts(SCORE, schema, list(releases("score-finalized", ROOT)[-1].examples)).count("+") > 50


def test_a_field_taken_away_with_its_release_and_samples_is_a_broken_promise(repository: Path) -> None:
    (repository / MOVED).unlink()
    assert f"{MOVED} was released and is gone\n" in list(broken(repository))


def test_a_release_edited_by_hand_is_a_broken_promise(repository: Path) -> None:
    text = (repository / MOVED).read_text(encoding="utf-8")
    (repository / MOVED).write_text(text.replace('"partitions": 12', '"partitions": 24'), encoding="utf-8")
    assert f"{MOVED} was released and has been changed\n" in list(broken(repository))


def test_a_release_put_there_by_hand_is_a_broken_promise(repository: Path) -> None:
    shutil.copy(repository / MOVED, repository / MOVED.with_name("0002.json"))
    assert [line for line in broken(repository) if "only `release` adds files here" in line]


def test_the_history_says_when_a_release_and_its_digest_were_changed_together(repository: Path) -> None:
    def git(*words: str) -> None:
        who = ("-c", "user.name=x", "-c", "user.email=x@contoh.example", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *words], cwd=repository, check=True, capture_output=True)

    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "released")
    assert list(tampered(repository)) == []

    text = (repository / MOVED).read_text(encoding="utf-8")
    (repository / MOVED).write_text(text.replace('"plane": "agency"', '"plane": "public"'), encoding="utf-8")
    (repository / SUMS).write_text("".join(f"{digest}  {path}\n" for path, digest in kept._digests(repository).items()), encoding="utf-8")
    said = f"{MOVED} was released, and the history changed or lost it"
    assert list(tampered(repository)) == [said]
    git("commit", "-qam", "hidden")
    assert list(tampered(repository)) == [said]


def test_release_adds_and_never_writes_over(repository: Path) -> None:
    before = {path: path.read_bytes() for path in (repository / FOLDER).glob("*/v1/*.json")}
    assert add(repository) == []
    (repository / MOVED).write_text(replace(releases("score-finalized", repository)[0], taken="").text(), encoding="utf-8")
    changed = (repository / MOVED).read_bytes()
    assert add(repository) == [MOVED.with_name("0002.json")]
    assert (repository / MOVED).read_bytes() == changed
    assert all(path.read_bytes() == text for path, text in before.items() if path != repository / MOVED)
