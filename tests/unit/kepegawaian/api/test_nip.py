"""A list of proposals is parted by who may send them: once through, however long it is."""

from dataclasses import replace
from datetime import date

import pytest

from services.kepegawaian.api.nip import kesalahan, menurut_jangkauan
from services.kepegawaian.domain.jenis import JenisKelamin
from services.kepegawaian.domain.nip import Ditolak, Usulan
from shared.errors import Fault
from shared.kebijakan import Diizinkan, JenisPelaku, Pelaku, Peran, Sasaran, putuskan, tindakan


def _izin(peran: Peran, instansi: str | None = None) -> Diizinkan:
    found = putuskan(
        Pelaku("p", JenisPelaku.PETUGAS, frozenset({peran}), instansi), tindakan("nip.usul_massal"), Sasaran(terbatas=True), None
    )
    assert found is not None
    return found


def _usulan(baris: int, instansi: str) -> Usulan:
    return Usulan(baris, f"24{instansi}2011{baris:07d}", date(1999, 1, 1), JenisKelamin.PEREMPUAN, date(2025, 3, 1))


def test_an_agency_s_officer_reaches_their_own_and_bkn_all() -> None:
    semua = [_usulan(1, "0001"), _usulan(2, "0002"), _usulan(3, "0001")]
    assert menurut_jangkauan(semua, _izin(Peran.PPK, "0001")) == ([semua[0], semua[2]], [semua[1]])
    assert menurut_jangkauan(semua, _izin(Peran.BKN)) == (semua, [])


def test_rows_are_held_against_the_reach_and_not_against_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand rows compared in pairs kept the whole process to themselves for six seconds."""
    dibandingkan = 0
    sama = Usulan.__eq__

    def menghitung(satu: Usulan, lain: object) -> bool:
        nonlocal dibandingkan
        dibandingkan += 1
        return sama(satu, lain)

    semua = [_usulan(baris, f"000{baris % 2 + 1}") for baris in range(200)]
    monkeypatch.setattr(Usulan, "__eq__", menghitung)
    milik, asing = menurut_jangkauan(semua, _izin(Peran.PPK, "0001"))
    assert (len(milik), len(asing), dibandingkan) == (100, 100, 0)


@pytest.mark.parametrize("nomor", ["0001015705980001", "199805172025031001"])
def test_a_nik_or_a_nip_in_place_of_the_number_is_not_repeated(nomor: str) -> None:
    salah = replace(_usulan(2, "0001"), peserta=nomor)
    sebab = Fault("BELUM_DITEMPATKAN", "Peserta ini tidak mempunyai keputusan lulus.", "peserta")
    lain = Fault("ISIAN_TIDAK_SAH", "Isian tmt tidak sah.", "tmt", baris=1)
    told = kesalahan([lain], [Ditolak(_usulan(3, "0001"), sebab), Ditolak(salah, sebab)])
    assert [(satu.baris, satu.nilai) for satu in told] == [(1, None), (2, "9" * len(nomor)), (3, _usulan(3, "0001").peserta)]
