from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.pendaftaran.domain.kesediaan import Kesediaan
from services.pendaftaran.domain.lamaran import SkalaIpk, ipk, nomor_lamaran, pseudonim, tanda_terima, tanggal_wib
from services.pendaftaran.domain.riwayat import MasaKerja, Riwayat
from shared.istilah import Afirmasi, JenisKesediaan
from tests.support.pendaftaran import SAAT, lamaran, nik

KUNCI = b"kunci-rahasia-untuk-uji"
KERJA = MasaKerja(date(2020, 1, 1))


@pytest.mark.parametrize(
    ("teks", "skala", "nilai"),
    [
        ("3.79", "IPK", 379),
        ("3,79", "IPK", 379),
        ("3.7", "IPK", 370),
        ("4", "IPK", 400),
        ("4.00", "IPK", 400),
        ("0", "IPK", 0),
        (" 3.10 ", "IPK", 310),
        ("83.25", "IJAZAH", 8325),
        ("100", "IJAZAH", 10_000),
    ],
)
def test_grades_are_read_as_hundredths(teks: str, skala: SkalaIpk, nilai: int) -> None:
    assert ipk(teks, skala) == nilai


@pytest.mark.parametrize("teks", ["", ".", "3.", "4.01", "3.795", "-1", "+3", "3.7.9", "tiga", "٣.٧", "1e2", "9999"])
def test_anything_else_is_no_grade(teks: str) -> None:
    assert ipk(teks, "IPK") is None


def test_the_day_is_that_of_jakarta() -> None:
    assert tanggal_wib(datetime(2024, 9, 6, 16, 59, 59, tzinfo=UTC)) == date(2024, 9, 6)
    assert tanggal_wib(datetime(2024, 9, 6, 17, 0, tzinfo=UTC)) == date(2024, 9, 7)


def test_the_number_follows_from_the_content_alone() -> None:
    asal = lamaran()
    nomor = nomor_lamaran(KUNCI, "m", asal)
    assert nomor_lamaran(KUNCI, "m", lamaran()) == nomor
    lain = [
        replace(asal, nik=nik(2)),
        replace(asal, nama="Lain"),
        replace(asal, tanggal_lahir=date(1999, 1, 1)),
        replace(asal, jenis_kelamin="L"),
        replace(asal, surel="a@contoh.id"),
        replace(asal, formasi="f-2"),
        replace(asal, kualifikasi="X|Y"),
        replace(asal, ipk=380),
        replace(asal, skala_ipk="IJAZAH"),
        replace(asal, dokumen=("KTP",)),
        replace(asal, riwayat=Riwayat((KERJA,))),
        replace(asal, riwayat=Riwayat((replace(KERJA, sampai=date(2024, 1, 1)),))),
        replace(asal, riwayat=Riwayat((KERJA,), date(2024, 1, 1))),
        replace(asal, riwayat=Riwayat(str_sampai=date(2024, 1, 1))),
        replace(asal, riwayat=Riwayat(afirmasi=(Afirmasi.THK_II,))),
        replace(asal, riwayat=Riwayat(afirmasi=(Afirmasi.THK_II, Afirmasi.DISABILITAS))),
        replace(asal, kesediaan=Kesediaan(JenisKesediaan.PILIHAN, (), ("riwayat", "str", ""))),
    ]
    semua = {nomor, *(nomor_lamaran(KUNCI, "m", satu) for satu in lain)}
    semua |= {nomor_lamaran(KUNCI, "n", asal), nomor_lamaran(b"kunci-lain-kunci-lain", "m", asal)}
    assert len(semua) == len(lain) + 3


def test_pseudonyms_and_receipts_need_the_key() -> None:
    assert len(pseudonim(KUNCI, nik(1))) == 64
    assert pseudonim(KUNCI, nik(1)) != pseudonim(KUNCI, nik(2)) != pseudonim(b"kunci-lain-kunci-lain", nik(2))
    assert tanda_terima(KUNCI, "A", SAAT) != tanda_terima(KUNCI, "B", SAAT)
