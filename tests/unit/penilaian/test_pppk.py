"""The PPPK order of 2024: 670 points, then technical, managerial with socio-cultural, interview, older."""

from datetime import date

import pytest

from services.penilaian.domain.pppk import PesertaPppk, mungkin_pppk, peringkatkan_pppk
from services.penilaian.domain.usia import usia
from shared.aturan import Kehadiran
from shared.aturan.pppk import load

ATURAN = load("pppk-2024")


def orang(
    peserta: str,
    teknis: int,
    mansos: int,
    wawancara: int,
    lahir: date | None = date(1990, 1, 1),
    *,
    hadir: Kehadiran = Kehadiran.HADIR,
    formasi: str = "f",
) -> PesertaPppk:
    return PesertaPppk(peserta, formasi, hadir, teknis, mansos, wawancara, None if lahir is None else usia(lahir))


def test_each_step_of_the_order() -> None:
    people = [
        orang("9", 300, 150, 31),
        orang("8", 305, 145, 30),
        orang("7", 300, 150, 30),
        orang("6", 300, 149, 31),
        orang("5", 300, 149, 31, date(1985, 1, 1)),
        orang("4", 450, 0, 0),
        orang("3", 450, 0, 0, hadir=Kehadiran.TH),
        orang("2", 450, 0, 0, hadir=Kehadiran.DIS),
    ]
    ranked = peringkatkan_pppk(people, ATURAN)

    assert [satu.peserta for satu in sorted(ranked, key=lambda satu: satu.peringkat or 99)] == ["9", "8", "7", "5", "6", "4", "2", "3"]
    penentu = {
        satu.peserta: dict(alasan.angka)["penentu"] for satu in ranked for alasan in satu.alasan if alasan.kode == "NILAI_AKHIR_SAMA"
    }
    assert penentu == {"7": "TEKNIS", "5": "MANAJERIAL_SOSIOKULTURAL", "6": "USIA"}
    assert [(satu.peserta, satu.peringkat, satu.alasan[0].kode) for satu in ranked[:2]] == [
        ("2", None, "PPPK_DISKUALIFIKASI"),
        ("3", None, "PPPK_TIDAK_HADIR"),
    ]


def test_nothing_after_age_and_nothing_without_it() -> None:
    same = peringkatkan_pppk([orang("1", 300, 150, 30), orang("2", 300, 150, 30), orang("3", 200, 100, 20)], ATURAN)
    assert [(satu.peringkat, satu.seri) for satu in same] == [(1, True), (1, True), (3, False)]
    unknown = peringkatkan_pppk([orang("1", 300, 150, 30), orang("2", 300, 150, 30, None)], ATURAN)
    assert [(satu.peringkat, satu.seri) for satu in unknown] == [(1, True), (1, True)]
    assert all("DATA_TIDAK_ADA" in {alasan.kode for alasan in satu.alasan} for satu in unknown)


def test_rank_in_the_formation_and_in_the_kelompok() -> None:
    ranked = peringkatkan_pppk([orang("1", 300, 150, 30), orang("2", 305, 150, 30, formasi="g"), orang("3", 200, 100, 20)], ATURAN)
    assert [(satu.peringkat, satu.peringkat_kelompok) for satu in ranked] == [(1, 2), (1, 1), (2, 3)]


@pytest.mark.parametrize(
    ("nilai", "kolom"),
    [((450, 180, 40), ()), ((455, 181, 41), ("teknis", "manajerial_sosiokultural", "wawancara")), ((301, 0, 0), ("teknis",))],
)
def test_points_the_test_cannot_give(nilai: tuple[int, int, int], kolom: tuple[str, ...]) -> None:
    assert mungkin_pppk(orang("1", *nilai), ATURAN) == kolom
