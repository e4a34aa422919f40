"""Each rule of evolution, seen from a schema that keeps it and one that breaks it."""

from enum import StrEnum
from typing import Annotated

import pytest
from pydantic import BaseModel, Field, create_model

from shared.contracts.compatibility import breaking_changes


class Warna(StrEnum):
    MERAH = "MERAH"
    BIRU = "BIRU"


class Bagian(BaseModel):
    angka: int


class V1(BaseModel):
    nomor: Annotated[str, Field(max_length=10, pattern="^[0-9]+$")]
    jumlah: Annotated[int, Field(ge=0, le=100)]
    warna: Warna
    bagian: Bagian
    daftar: tuple[Bagian, ...]
    catatan: str = ""
    peta: dict[str, int | str] = {}


OLD = V1.model_json_schema()


def _with(**fields: object) -> dict[str, object]:
    """V1 with fields replaced; None takes one away."""
    definitions: dict[str, object] = {name: (info.annotation, info) for name, info in V1.model_fields.items()}
    definitions.update(fields)
    kept = {name: definition for name, definition in definitions.items() if definition is not None}
    return create_model("V1", **kept).model_json_schema()  # type: ignore[call-overload,no-any-return]


class WarnaLebih(StrEnum):
    MERAH = "MERAH"
    BIRU = "BIRU"
    HIJAU = "HIJAU"


class WarnaKurang(StrEnum):
    MERAH = "MERAH"


class BagianLebih(BaseModel):
    angka: int
    lain: int = 0


class BagianLain(BaseModel):
    angka: str


@pytest.mark.parametrize(
    "new",
    [
        pytest.param(OLD, id="the same"),
        pytest.param(_with(baru=(str, "")), id="a new optional field"),
        pytest.param(_with(warna=(WarnaLebih, ...)), id="a new word"),
        pytest.param(_with(jumlah=(Annotated[int, Field(ge=-5, le=200)], ...)), id="wider limits"),
        pytest.param(_with(jumlah=(int, ...)), id="no limits"),
        pytest.param(_with(bagian=(BagianLebih, ...)), id="a new optional field inside"),
        pytest.param({**OLD, "description": "Said better.", "title": "Lain", "examples": [{}]}, id="other words for people"),
    ],
)
def test_growth_is_compatible(new: dict[str, object]) -> None:
    assert breaking_changes(OLD, new) == []


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (_with(catatan=None), ["catatan: the field is gone"]),
        (_with(catatan=None, keterangan=(str, "")), ["catatan: the field is gone"]),
        (_with(baru=(str, ...)), ["baru: a new field must be optional"]),
        (_with(catatan=(str, ...)), ["catatan: was optional, is required"]),
        (_with(jumlah=(Annotated[int, Field(ge=0, le=100)], 0)), ["jumlah: was required, is optional"]),
        (_with(jumlah=(Annotated[str, Field()], ...)), ["jumlah: type was 'integer', is 'string'"]),
        (_with(jumlah=(Annotated[float, Field(ge=0, le=100)], ...)), ["jumlah: type was 'integer', is 'number'"]),
        (_with(jumlah=(int | str, ...)), ["jumlah: type was 'integer', is None", "jumlah: had 0 alternatives, has 2"]),
        (_with(jumlah=(Annotated[int, Field(ge=1, le=100)], ...)), ["jumlah: minimum was 0, is narrowed to 1"]),
        (_with(jumlah=(Annotated[int, Field(ge=0, le=99)], ...)), ["jumlah: maximum was 100, is narrowed to 99"]),
        (_with(catatan=(Annotated[str, Field(max_length=5)], "")), ["catatan: maxLength 5 is new"]),
        (
            _with(nomor=(Annotated[str, Field(max_length=10, pattern="^[a-z]+$")], ...)),
            ["nomor: pattern was '^[0-9]+$', is '^[a-z]+$'"],
        ),
        (_with(warna=(WarnaKurang, ...)), ["warna: the word 'BIRU' is gone"]),
        (_with(warna=(str, ...)), ["warna: no longer an enumeration"]),
        (_with(catatan=(Warna, Warna.BIRU)), ["catatan: newly an enumeration"]),
        (_with(bagian=(BagianLain, ...)), ["bagian.angka: type was 'integer', is 'string'"]),
        (_with(daftar=(tuple[BagianLain, ...], ...)), ["daftar[].angka: type was 'integer', is 'string'"]),
        (_with(daftar=(list[str], ...)), ["daftar[]: type was 'object', is 'string'", "daftar[].angka: the field is gone"]),
        (_with(peta=(dict[str, int], {})), ["peta[]: type was None, is 'integer'", "peta[]: had 2 alternatives, has 0"]),
        ({**OLD, "additionalProperties": False}, ["(body): additionalProperties was None, is False"]),
    ],
)
def test_what_breaks_a_reader_is_said(new: dict[str, object], said: list[str]) -> None:
    assert breaking_changes(OLD, new) == said


def test_a_reference_may_become_a_copy() -> None:
    assert breaking_changes(OLD, {**OLD, "properties": {**OLD["properties"], "bagian": OLD["$defs"]["Bagian"]}}) == []


def test_what_is_not_a_schema_is_an_error() -> None:
    with pytest.raises(TypeError, match="not str"):
        breaking_changes(OLD, {**OLD, "properties": "none"})
