"""What was ever published can be read, and is written the same today."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.contracts import MODELS, TOPICS
from shared.contracts.envelope import attributes, body, decode
from shared.contracts.samples import Sample, load_samples
from shared.istilah import Rute

SERVICES = Path(__file__).resolve().parents[2] / "services"
# A released sample is never changed: these codes stand in samples and no service says them.
_NOT_SAID = {
    "BAGIAN_SKB_MENGGUGURKAN",
    "DALAM_KUOTA",
    "DAPAT_DIGANTI_SEBELUM_NIP",
    "DRH_TIDAK_LENGKAP",
    "KUALIFIKASI_TIDAK_DITERIMA",
    "MENGUNDURKAN_DIRI",
    "MUNDUR_SETELAH_NIP",
    "PERINGKAT_BERIKUT",
    "SANGGAH_DITERIMA",
    "SANKSI_DUA_TAHUN_ANGGARAN",
    "SERI_DI_BATAS",
    "SERI_DI_KURSI_TERAKHIR",
    "SERI_PENUH",
    "TIDAK_ADA_YANG_MEMENUHI_AMBANG",
    "TIDAK_LULUS_LATSAR",
    "TIGA_KALI_KEBUTUHAN",
    "USIA_MAKSIMUM",
}

SAMPLES = [pytest.param(sample, id=f"{sample.topic}-{sample.name}") for topic in TOPICS for sample in load_samples(topic.name)]


@pytest.mark.parametrize("topic", [topic.name for topic in TOPICS])
def test_every_topic_has_a_sample(topic: str) -> None:
    assert load_samples(topic)


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_past_record_is_read_and_written_back_unchanged(sample: Sample) -> None:
    model = MODELS[sample.topic]

    event, meta = decode(model, model.topic, sample.raw_headers, sample.raw_body)

    assert body(event) == sample.raw_body
    assert event.key == sample.key
    again = attributes(
        event,
        event_id=meta.id,
        sequence=meta.sequence,
        time=meta.time,
        correlation_id=meta.correlation_id,
        causation_id=sample.headers.get("ce_causationid"),
    )
    assert again == sample.headers


@pytest.mark.parametrize("sample", SAMPLES)
def test_sequence_is_the_version_of_the_fact(sample: Sample) -> None:
    assert int(sample.headers["ce_sequence"]) == sample.content.get("versi", 1)


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_newer_writers_field_is_ignored(sample: Sample) -> None:
    model = MODELS[sample.topic]
    newer = Sample(sample.topic, sample.name, sample.key, sample.headers, {**sample.content, "bidang_baru": {"isi": [1, 2]}})

    event, _ = decode(model, model.topic, newer.raw_headers, newer.raw_body)

    assert body(event) == sample.raw_body


def _reasons(value: object) -> Iterator[str]:
    """The code of every reason in a body: what has an article beside it."""
    if isinstance(value, dict):
        if "pasal" in value:
            yield str(value["kode"])
        for inner in value.values():
            yield from _reasons(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _reasons(inner)


def _said() -> set[str]:
    """Every constant in the rules and what calls them; where a code is put together from the route, every code that can come of it."""
    files = [*SERVICES.glob("*/domain/**/*.py"), *SERVICES.glob("*/usecases/**/*.py")]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in files if path.name != "kalimat.py"]
    constants = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return constants | {f"PENGISIAN_{rute.value}" for rute in Rute if "PENGISIAN_" in constants}


def test_reasons_in_samples_are_those_that_services_give() -> None:
    codes = {kode for topic in TOPICS for sample in load_samples(topic.name) for kode in _reasons(sample.content)}

    assert codes - _said() == _NOT_SAID


@pytest.mark.parametrize("topic", [topic.name for topic in TOPICS])
def test_a_topic_with_reasons_has_a_sample_whose_reasons_are_given(topic: str) -> None:
    """Nobody publishes candidate-dismissed yet."""
    codes = {kode for sample in load_samples(topic) for kode in _reasons(sample.content)}

    assert not codes or codes & _said() or topic == "candidate-dismissed"
