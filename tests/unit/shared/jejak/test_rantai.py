"""What a digest is made of, and how links hold on to each other."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.jejak import AWAL, Kepala, Mata
from shared.jejak.catatan import netstrings, sidik
from shared.jejak.rantai import mikrodetik, sambung

SAAT = datetime(2024, 9, 6, 3, 0, 0, 123456, tzinfo=UTC)
NILAI = st.lists(st.one_of(st.none(), st.text(max_size=5), st.integers(-9, 9999)), max_size=4)


@given(NILAI, NILAI)
def test_two_lists_of_values_are_never_written_alike(one: list[object], other: list[object]) -> None:
    def as_text(values: list[object]) -> list[object]:
        return [None if value is None else str(value) for value in values]

    assert (netstrings(one) == netstrings(other)) is (as_text(one) == as_text(other))


def test_the_digest_is_that_of_any_program_that_follows_the_page() -> None:
    assert netstrings(["é", None, b"\x00\xff", 7]) == "2:é,-,4:00ff,1:7,".encode()
    assert sidik(["a"]) == hashlib.sha256(b"1:a,").digest()
    mata = Mata(1, 5, SAAT, b"\x01" * 32, AWAL)
    said = f"1:1,1:5,16:1725591600123456,64:{'01' * 32},64:{'00' * 32},"
    assert mata.sidik_mata == hashlib.sha256(said.encode()).digest()


def test_time_is_counted_to_the_microsecond() -> None:
    assert mikrodetik(SAAT) == 1725591600123456
    assert mikrodetik(SAAT.astimezone(UTC) + timedelta(microseconds=1)) == 1725591600123457


def test_links_follow_a_head_one_by_one() -> None:
    rows = [(n, SAAT, sidik([n])) for n in (3, 9, 4)]
    whole = sambung(Kepala(), rows)
    assert [(mata.posisi, mata.catatan) for mata in whole] == [(1, 3), (2, 9), (3, 4)]
    assert [mata.sebelumnya for mata in whole] == [AWAL, whole[0].sidik_mata, whole[1].sidik_mata]
    in_pieces = sambung(Kepala(), rows[:1]) + sambung(Kepala.dari(whole[0]), rows[1:])
    assert in_pieces == whole


OTHER = (
    Mata(3, 5, SAAT, b"\x01" * 32, b"\x02" * 32),
    Mata(2, 6, SAAT, b"\x01" * 32, b"\x02" * 32),
    Mata(2, 5, SAAT + timedelta(microseconds=1), b"\x01" * 32, b"\x02" * 32),
    Mata(2, 5, SAAT, b"\x03" * 32, b"\x02" * 32),
    Mata(2, 5, SAAT, b"\x01" * 32, AWAL),
)


@pytest.mark.parametrize("other", OTHER)
def test_every_part_of_a_link_is_in_its_digest(other: Mata) -> None:
    assert other.sidik_mata != Mata(2, 5, SAAT, b"\x01" * 32, b"\x02" * 32).sidik_mata


def test_a_head_is_written_and_read() -> None:
    kepala = Kepala(12, b"\xab" * 32)
    assert Kepala.baca(f" {kepala}\n") == kepala
    assert str(Kepala()) == "0:" + "00" * 32


_SIDIK = "00" * 32


@pytest.mark.parametrize("text", ["", "1", "1:ab", f":{_SIDIK}", f"-1:{_SIDIK}", f"x:{_SIDIK}", "1:" + "0g" * 32, f"²:{_SIDIK}"])
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"hexadecimal|heksadesimal"):
        Kepala.baca(text)
