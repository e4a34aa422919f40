"""Whatever happens to the bytes of an archive is found, and named by the part and the lines that it happened to."""

import re
from collections.abc import Iterator
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.arsip.berkas import BARIS_PER_BLOK
from tests.support.arsip import berkas, temuan

# Parts of no, one, several and one full block.
PANJANG = {"aturan": 1, "kosong": 0, "hasil": 3 * BARIS_PER_BLOK + 7, "tepat": BARIS_PER_BLOK, "akhir": 5}
_BARIS = re.compile(r"baris (\d+) sampai (\d+) berubah")


@cache
def isi() -> bytes:
    return berkas({nama: [{"nomor": n, "ket": "é|" * (n % 7)} for n in range(banyak)] for nama, banyak in PANJANG.items()}, "0" * 64)


@cache
def milik() -> list[tuple[str, int, bytes]]:
    """Each line of the file: the part that it belongs to, its number there, 0 for the line that opens a part."""
    semua = isi().splitlines(keepends=True)
    tempat = [("kepala", 0)]
    for nama, banyak in PANJANG.items():
        tempat += [(nama, n) for n in range(banyak + 1)]
    tempat += [("manifes", 0), ("manifes", 0)]
    return [(nama, nomor, satu) for (nama, nomor), satu in zip(tempat, semua, strict=True)]


def _bernomor(nama: str) -> list[int]:
    """Where the lines of a part stand in the file."""
    return [ke for ke, (bagian, nomor, _) in enumerate(milik()) if bagian == nama and nomor]


def _disebut(isi: bytes, bagian: str) -> Iterator[int]:
    """The lines of a part that are named."""
    for satu in temuan(isi):
        if satu.bagian == bagian and (cocok := _BARIS.search(satu.apa)):
            yield from range(int(cocok[1]), int(cocok[2]) + 1)


def test_an_archive_as_it_was_written_has_nothing_wrong() -> None:
    assert temuan(isi()) == []


@settings(max_examples=400)
@given(st.data())
def test_a_changed_byte_is_found_and_named(data: st.DataObject) -> None:
    ke = data.draw(st.integers(0, len(milik()) - 1))
    nama, nomor, baris = milik()[ke]
    di = sum(len(satu) for _, _, satu in milik()[:ke]) + data.draw(st.integers(0, len(baris) - 1))
    rusak = bytearray(isi())
    rusak[di] ^= data.draw(st.integers(1, 255))
    (satu,) = temuan(bytes(rusak))
    assert satu.bagian == nama
    if nomor:
        mulai = (nomor - 1) // BARIS_PER_BLOK * BARIS_PER_BLOK + 1
        assert satu.apa == f"baris {mulai} sampai {min(mulai + BARIS_PER_BLOK - 1, PANJANG[nama])} berubah."


@settings(max_examples=100)
@given(st.integers(0, len(isi()) - 1))
def test_a_file_that_ends_early_is_found(panjang: int) -> None:
    (satu,) = temuan(isi()[:panjang])
    assert satu.bagian == "manifes"


@settings(max_examples=100)
@given(st.data())
def test_two_lines_that_changed_places_are_named(data: st.DataObject) -> None:
    satu, lain = data.draw(st.lists(st.sampled_from(_bernomor("hasil")), min_size=2, max_size=2, unique=True))
    baris = [isi for _, _, isi in milik()]
    baris[satu], baris[lain] = baris[lain], baris[satu]
    assert {milik()[satu][1], milik()[lain][1]} <= set(_disebut(b"".join(baris), "hasil"))


@settings(max_examples=100)
@given(st.sampled_from(["aturan", "hasil", "tepat", "akhir"]), st.booleans(), st.data())
def test_a_line_taken_out_or_put_in_is_named_and_no_other_part_is(nama: str, hapus: bool, data: st.DataObject) -> None:
    ke = data.draw(st.sampled_from(_bernomor(nama)))
    baris = [isi for _, _, isi in milik()]
    baris[ke : ke + 1] = [] if hapus else [baris[ke], b'{"nomor":-1}\n']
    rusak = b"".join(baris)
    assert {satu.bagian for satu in temuan(rusak)} <= {nama, "berkas"}
    assert "berkas" in {satu.bagian for satu in temuan(rusak)}
    nomor = milik()[ke][1]
    if hapus or nomor < PANJANG[nama]:
        assert max(_disebut(rusak, nama)) == PANJANG[nama]
        assert min(_disebut(rusak, nama)) <= nomor + 1


@settings(max_examples=20)
@given(st.sampled_from(sorted(PANJANG)))
def test_a_part_that_was_taken_out_is_named(nama: str) -> None:
    rusak = b"".join(satu for bagian, _, satu in milik() if bagian != nama)
    assert any("hilang" in satu.apa for satu in temuan(rusak) if satu.bagian == nama)
    assert {satu.bagian for satu in temuan(rusak)} == {nama, "berkas"}


def test_parts_that_changed_places_are_named() -> None:
    urut = ["kepala", "aturan", "kosong", "tepat", "hasil", "akhir", "manifes"]
    rusak = b"".join(satu for nama in urut for bagian, _, satu in milik() if bagian == nama)
    assert {(satu.bagian, satu.apa) for satu in temuan(rusak)} == {(nama, "tidak pada tempatnya.") for nama in ("hasil", "tepat")}


def test_what_comes_after_the_seal_is_found() -> None:
    assert [satu.bagian for satu in temuan(isi() + b"{}\n")] == ["manifes"]
