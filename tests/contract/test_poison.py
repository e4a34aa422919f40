"""Every record that can never be read is refused as Poison, and says nothing personal about itself."""

import json
from dataclasses import dataclass, field, replace

import pytest

from shared.contracts import MODELS
from shared.contracts.envelope import MAX_BODY_BYTES, body, decode
from shared.contracts.samples import load_samples
from shared.errors import Poison

MODEL = MODELS["score-finalized"]
SAMPLE = next(sample for sample in load_samples("score-finalized") if sample.name == "hadir")


@dataclass(frozen=True)
class Record:
    headers: dict[str, bytes | None] = field(default_factory=lambda: dict(SAMPLE.raw_headers))
    value: bytes | None = SAMPLE.raw_body

    def without(self, header: str) -> "Record":
        return replace(self, headers={name: value for name, value in self.headers.items() if name != header})

    def saying(self, header: str, value: bytes | None) -> "Record":
        return replace(self, headers={**self.headers, header: value})

    def holding(self, **fields: object) -> "Record":
        return replace(self, value=json.dumps({**SAMPLE.content, **fields}).encode())

    def read(self) -> Poison:
        with pytest.raises(Poison) as caught:
            decode(MODEL, MODEL.topic, list(self.headers.items()), self.value)  # type: ignore[arg-type]  # a broker may hand over a header without value
        return caught.value


GOOD = Record()


def test_the_record_that_the_others_spoil_is_good() -> None:
    event, _ = decode(MODEL, MODEL.topic, SAMPLE.raw_headers, SAMPLE.raw_body)
    assert event.subject == SAMPLE.headers["ce_subject"]


@pytest.mark.parametrize(
    ("record", "kode"),
    [
        pytest.param(replace(GOOD, value=None), "kosong", id="tombstone"),
        pytest.param(replace(GOOD, value=b""), "kosong", id="empty body"),
        pytest.param(replace(GOOD, value=b"{" + b" " * 1_048_576 + b"}"), "besar", id="one mebibyte"),
        pytest.param(replace(GOOD, value=b" " * (MAX_BODY_BYTES + 1)), "besar", id="one byte too many"),
        pytest.param(replace(GOOD, value=b'{"kelompok": '), "isi", id="half a JSON"),
        pytest.param(replace(GOOD, value=b"\x00\x01Obj\x01"), "isi", id="not JSON"),
        pytest.param(replace(GOOD, value=b'{"kelompok": "\xff\xfe"}'), "isi", id="body not UTF-8"),
        pytest.param(replace(GOOD, value=b"[1, 2]"), "isi", id="JSON, not an object"),
        pytest.param(replace(GOOD, value=b"{}"), "isi", id="no field"),
        pytest.param(GOOD.holding(nilai_akhir="73600"), "isi", id="text for a number"),
        pytest.param(GOOD.holding(nilai_akhir=73.6), "isi", id="fraction for a number"),
        pytest.param(GOOD.holding(twk=True), "isi", id="truth for a number"),
        pytest.param(GOOD.holding(peserta=24900120110000001), "isi", id="number for a text"),
        pytest.param(GOOD.holding(peserta="٢٤٩٠٠"), "isi", id="digits of another script"),
        pytest.param(GOOD.holding(versi=2_147_483_648), "isi", id="over int4"),
        pytest.param(GOOD.holding(status_skb="HILANG"), "isi", id="unknown word"),
        pytest.param(GOOD.holding(status_skb="TH"), "isi", id="absent and yet ranked"),
        pytest.param(GOOD.holding(kualifikasi="S-1\0"), "isi", id="NUL character"),
        pytest.param(GOOD.holding(kualifikasi="\ud800"), "isi", id="half a character"),
        pytest.param(GOOD.holding(peserta="24900120110000009"), "subjek", id="body about somebody else"),
        pytest.param(GOOD.saying("ce_subject", b"24900120110000009"), "subjek", id="header about somebody else"),
        pytest.param(GOOD.saying("ce_type", b"id.go.asn.score-finalized.v2"), "jenis", id="unknown version"),
        pytest.param(GOOD.saying("ce_type", b"id.go.asn.nip-issued.v1"), "jenis", id="another topic's event"),
        pytest.param(GOOD.saying("ce_type", b"\xff"), "jenis", id="type not UTF-8"),
        pytest.param(GOOD.saying("ce_type", None), "kepala", id="type without value"),
        pytest.param(GOOD.saying("ce_specversion", b"0.3"), "jenis", id="another CloudEvents"),
        pytest.param(GOOD.saying("ce_id", b"\xff\xfe"), "kepala", id="header not UTF-8"),
        pytest.param(GOOD.saying("ce_id", b""), "kepala", id="empty id"),
        pytest.param(GOOD.saying("ce_subject", None), "kepala", id="header without value"),
        pytest.param(GOOD.saying("ce_sequence", b"first"), "kepala", id="sequence not a number"),
        pytest.param(GOOD.saying("ce_sequence", b"0000000000"), "kepala", id="sequence zero"),
        pytest.param(GOOD.saying("ce_sequence", None), "kepala", id="sequence without value"),
        pytest.param(replace(GOOD, headers={}), "kepala", id="no CloudEvent"),
        *(
            pytest.param(GOOD.without(header), "kepala", id=f"without {header}")
            for header in ("ce_specversion", "ce_type", "ce_source", "ce_id", "ce_subject", "ce_sequence", "ce_time")
        ),
    ],
)
def test_an_unreadable_record_is_poison(record: Record, kode: str) -> None:
    assert record.read().kode == kode


def test_poison_does_not_repeat_what_the_body_said() -> None:
    poison = GOOD.holding(peserta="0001010101010001 Siti Contoh", nilai_akhir="rahasia").read()
    assert poison.detail == "peserta: string_pattern_mismatch; nilai_akhir: int_type"


def test_a_body_that_the_broker_would_refuse_is_not_written() -> None:
    shortlist = MODELS["skb-shortlisted"].model_validate(
        {**load_samples("skb-shortlisted")[0].content, "peserta": [f"24900120110{number:06}" for number in range(50_000)]}
    )
    with pytest.raises(ValueError, match="body of"):
        body(shortlist)
