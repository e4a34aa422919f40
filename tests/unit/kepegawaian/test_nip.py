"""The number and who may have one."""

from dataclasses import replace
from datetime import date

import pytest

from services.kepegawaian.domain.jenis import StatusKasus
from services.kepegawaian.domain.nip import BatasNip, PembuatSidik, Usulan, beri_nomor, periksa_usulan, pilah, susun_nip
from shared.aturan import load
from tests.support.kepegawaian import ATURAN, BATAS, SIDIK, kasus, usulan


def test_the_example_of_the_decree() -> None:
    """Born 18 August 1996, effective April 2022, male, first of these."""
    satu = usulan(lahir=date(1996, 8, 18), tmt=date(2022, 4, 1))
    assert beri_nomor([satu], {}).terbit[0].nip == "199608182022041001"
    assert usulan(kelamin="P").awalan.endswith("2")


def test_the_number_of_pppk_has_two_digits_of_the_rule_set_in_the_place_of_the_month() -> None:
    """Effective October 2025: year, 21 for a first contract, male, first of these; the month makes no difference to the serial."""
    milik = {satu: replace(kasus(satu), aturan="pppk-2024", aturan_versi=1) for satu in ("1", "2")}
    batas = {("pppk-2024", 1): BatasNip(2024, 64, 20, "21")}
    lain = [usulan("1", tmt=date(2025, 10, 1)), usulan("2", baris=2, tmt=date(2025, 11, 1))]
    layak = pilah(lain, milik, {}, batas, SIDIK).layak
    assert [satu.nip for satu in beri_nomor(layak, {}).terbit] == ["199608182025211001", "199608182025211002"]
    # Proposed again it is the same number, and with another birth date it is not.
    ada = {"1": SIDIK.awalan("199608182025211")}
    assert [satu.peserta for satu in pilah(lain[:1], milik, ada, batas, SIDIK).sudah_ada] == ["1"]
    ((ditolak),) = pilah([usulan("1", lahir=date(1996, 8, 19), tmt=date(2025, 10, 1))], milik, ada, batas, SIDIK).ditolak
    assert (ditolak.sebab.kode, ditolak.sebab.pesan.startswith("NI PPPK peserta ini")) == ("NIP_BERBEDA", True)


def test_whoever_is_below_twenty_gets_no_number_of_pppk() -> None:
    muda = usulan(lahir=date(2006, 1, 2), tmt=date(2025, 10, 1))
    sebab = periksa_usulan(muda, BatasNip(2024, 64, 20, "21"))
    assert sebab is not None
    assert (sebab.kode, "20 tahun" in sebab.pesan) == ("USIA_DI_BAWAH_BATAS", True)
    assert periksa_usulan(muda, BATAS) is None


def test_the_serial_goes_on_where_it_stood_and_only_for_the_same_fifteen_digits() -> None:
    lain = usulan("2", lahir=date(1990, 1, 2))
    hasil = beri_nomor([usulan("3"), lain, usulan("1")], {usulan().awalan: 41})
    assert {satu.usulan.peserta: satu.nip[15:] for satu in hasil.terbit} == {"1": "042", "3": "043", "2": "001"}
    assert dict(hasil.terakhir) == {usulan().awalan: 43, lain.awalan: 1}


def test_after_999_there_is_no_number_and_the_counter_stands() -> None:
    hasil = beri_nomor([usulan("1"), usulan("2")], {usulan().awalan: 998})
    assert [satu.nip[15:] for satu in hasil.terbit] == ["999"]
    assert [satu.sebab.kode for satu in hasil.ditolak] == ["NIP_HABIS"]
    assert dict(hasil.terakhir) == {usulan().awalan: 999}


@pytest.mark.parametrize(("awalan", "urut"), [("1" * 14, 1), ("1" * 16, 1), ("1" * 15, 0), ("1" * 15, 1000), ("a" * 15, 1)])
def test_no_number_of_another_shape(awalan: str, urut: int) -> None:
    with pytest.raises(ValueError, match="15 digits"):
        susun_nip(awalan, urut)


@pytest.mark.parametrize(
    ("satu", "kode"),
    [
        (usulan(tmt=date(2025, 4, 2)), "TMT_BUKAN_AWAL_BULAN"),
        (usulan(lahir=date(2007, 4, 2), tmt=date(2025, 4, 1)), "USIA_DI_BAWAH_BATAS"),
        (usulan(lahir=date(2025, 4, 2), tmt=date(2025, 4, 1)), "USIA_DI_BAWAH_BATAS"),
        (usulan(lahir=date(2007, 4, 1), tmt=date(2025, 4, 1)), None),
        (usulan(lahir=date(2008, 2, 29), tmt=date(2026, 2, 1)), "USIA_DI_BAWAH_BATAS"),
        (usulan(lahir=date(2008, 2, 29), tmt=date(2026, 3, 1)), None),
        (usulan(tmt=date(2023, 12, 1)), "TMT_DI_LUAR_MUSIM"),
        (usulan(tmt=date(2024, 1, 1)), None),
        (usulan(tmt=date(2026, 12, 1)), None),
        (usulan(tmt=date(2027, 1, 1)), "TMT_DI_LUAR_MUSIM"),
        (usulan(tmt=date(9999, 1, 1)), "TMT_DI_LUAR_MUSIM"),
        (usulan(lahir=date(1982, 4, 2), tmt=date(2025, 4, 1)), None),
        (usulan(lahir=date(1982, 4, 1), tmt=date(2025, 4, 1)), "USIA_DI_ATAS_BATAS"),
        (usulan(lahir=date(1899, 8, 18), tmt=date(2025, 4, 1)), "USIA_DI_ATAS_BATAS"),
        (usulan(lahir=date(199, 8, 18), tmt=date(2025, 4, 1)), "USIA_DI_ATAS_BATAS"),
    ],
)
def test_what_no_number_can_be_made_of(satu: Usulan, kode: str | None) -> None:
    """The oldest who could apply in 2024 was 40, so at most 42 in April 2025."""
    sebab = periksa_usulan(satu, BATAS)
    assert (sebab.kode if sebab else None) == kode


def test_proposals_are_sorted_out_by_the_case() -> None:
    semua = [usulan(str(n), baris=n) for n in range(1, 7)] + [usulan("1", baris=7)]
    milik = {
        "1": kasus("1"),
        "2": replace(kasus("2"), status=StatusKasus.MUNDUR),
        "3": replace(kasus("3"), status=StatusKasus.DICABUT),
        "4": kasus("4"),
        "5": kasus("5"),
    }
    hasil = pilah(
        semua,
        milik,
        {"4": SIDIK.awalan(usulan().awalan), "5": SIDIK.awalan("199001012025041")},
        {(ATURAN, load(ATURAN).versi): BATAS},
        SIDIK,
    )
    assert [satu.peserta for satu in hasil.layak] == ["1"]
    assert [satu.peserta for satu in hasil.sudah_ada] == ["4"]
    assert [(satu.usulan.baris, satu.sebab.kode) for satu in hasil.ditolak] == [
        *((2, "SUDAH_KELUAR"), (3, "KASUS_DICABUT"), (5, "NIP_BERBEDA"), (6, "BELUM_DITEMPATKAN"), (7, "PESERTA_BERULANG")),
    ]


def test_a_fingerprint_is_the_same_for_the_same_number_and_secret_only() -> None:
    nomor, lain = usulan().awalan + "007", PembuatSidik(b"rahasia lain")
    assert SIDIK.nip(nomor) == PembuatSidik(SIDIK.rahasia).nip(nomor)
    assert len({SIDIK.nip(nomor), SIDIK.nip(usulan().awalan + "008"), lain.nip(nomor), SIDIK.awalan(nomor), lain.awalan(nomor)}) == 5
    assert repr(SIDIK.rahasia) not in repr(SIDIK)
