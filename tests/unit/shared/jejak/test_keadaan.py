"""One digest for one state: whatever does not change what is said does not change the digest, and everything else does."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

import pytest

from shared.istilah import Hasil
from shared.jejak import sidik_keadaan

SAAT = datetime(2024, 9, 6, 1, 2, 3, 4, UTC)


class Dalam(NamedTuple):
    kunci: bytes
    isi: tuple[int, ...]


@dataclass(frozen=True)
class Baris:
    zaman: datetime
    hasil: Hasil
    dalam: Dalam
    anggota: frozenset[str]
    peta: dict[str, int]


SATU = Baris(SAAT, Hasil.LULUS, Dalam(b"\xff\x00", (1, 2)), frozenset({"b", "a"}), {"y": 1, "x": 2})


def test_the_form_is_one_that_anybody_can_write() -> None:
    teks = (
        b'[{"anggota":["a","b"],"dalam":{"isi":[1,2],"kunci":"ff00"},"hasil":"LULUS","peta":{"x":2,"y":1},'
        b'"zaman":"2024-09-06T01:02:03.000004+00:00"}]'
    )
    assert sidik_keadaan([SATU]) == hashlib.sha256(teks).digest()


def test_nothing_has_no_digest() -> None:
    assert sidik_keadaan([]) is None


def test_another_zone_or_order_of_names_is_the_same_state() -> None:
    wib = replace(SATU, zaman=SAAT.astimezone(timezone(timedelta(hours=7))), peta={"x": 2, "y": 1})
    assert sidik_keadaan([wib]) == sidik_keadaan([SATU])


@pytest.mark.parametrize(
    "lain",
    [
        [replace(SATU, hasil=Hasil.TIDAK_LULUS)],
        [replace(SATU, zaman=SAAT + timedelta(microseconds=1))],
        [replace(SATU, dalam=Dalam(b"\xff\x00", (2, 1)))],
        [replace(SATU, dalam=Dalam(b"\xff\x01", (1, 2)))],
        [SATU, SATU],
    ],
)
def test_anything_else_is_another_state(lain: list[Baris]) -> None:
    assert sidik_keadaan(lain) != sidik_keadaan([SATU])


def test_what_has_no_one_form_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(TypeError):
        sidik_keadaan([object()])
