"""What an act may make of a season."""

from collections.abc import Sequence

import pytest

from services.pendaftaran.domain.musim import MusimTercatat, akar, periksa_musim
from shared.istilah import KeadaanMusim, ModePengisian
from shared.musim import Musim

CPNS = Musim("cpns-2024", "CPNS", 1, 2024, "cpns-2024", 2, ModePengisian.SESUAI_KEPUTUSAN, KeadaanMusim.BERJALAN, True, 3)
BERIKUT = CPNS._replace(versi=4)
PPPK = CPNS._replace(musim="pppk-2024", jenis_pengadaan="PPPK", aturan="pppk-2024", tanpa_musim=False, versi=1)


def tercatat(musim: Musim = CPNS, awalan: str = "2420", *, diputuskan: bool = False) -> MusimTercatat:
    return MusimTercatat(musim, awalan, diputuskan)


def kode(baru: Musim, ada: Sequence[MusimTercatat] = (tercatat(),), awalan: str = "2420") -> list[str]:
    return [satu.kode for satu in periksa_musim(baru, awalan, ada)]


@pytest.mark.parametrize(
    ("musim", "harap"),
    [(CPNS, "CPNS"), (PPPK._replace(tahun=2021), "PPPK"), (CPNS._replace(musim="cpns-2026", tahun=2026), "cpns-2026")],
)
def test_seasons_until_2024_have_their_kind_as_root_and_later_ones_their_code(musim: Musim, harap: str) -> None:
    assert akar(musim.musim, musim.jenis_pengadaan, musim.tahun) == harap


def test_a_second_season_of_another_root_and_other_numbers_may_come() -> None:
    assert kode(PPPK, awalan="2430") == []


@pytest.mark.parametrize(
    ("baru", "awalan", "harap"),
    [
        (PPPK._replace(versi=2), "2430", ["MUSIM_VERSI"]),
        (PPPK._replace(keadaan=KeadaanMusim.SELESAI), "2430", ["MUSIM_KEADAAN"]),
        (PPPK, "2420", ["MUSIM_AWALAN_SAMA"]),
        (PPPK._replace(jenis_pengadaan="CPNS", tahun=2023), "2320", ["MUSIM_AKAR_SAMA"]),
        (PPPK._replace(jenis_pengadaan="CPNS", tahun=2026), "2620", []),
    ],
)
def test_a_new_season(baru: Musim, awalan: str, harap: list[str]) -> None:
    assert kode(baru, awalan=awalan) == harap


@pytest.mark.parametrize(
    ("ubah", "harap"),
    [
        ({"aturan_versi": 3}, []),
        ({"aturan_versi": 2, "mode_pengisian": ModePengisian.DENGAN_PERSETUJUAN}, []),
        ({}, ["MUSIM_TIDAK_BERUBAH"]),
        ({"aturan_versi": 1}, ["MUSIM_ATURAN_TURUN"]),
        ({"aturan": "cpns-2023", "tahun": 2023}, ["MUSIM_TETAP"]),
        ({"jenis_pengadaan": "PPPK"}, ["MUSIM_TETAP"]),
        ({"gelombang": 2}, ["MUSIM_TETAP"]),
        ({"aturan_versi": 3, "versi": 3}, ["MUSIM_VERSI"]),
        ({"aturan_versi": 3, "versi": 5}, ["MUSIM_VERSI"]),
        ({"keadaan": KeadaanMusim.SELESAI}, ["MUSIM_BELUM_SELESAI"]),
        ({"keadaan": KeadaanMusim.DIARSIPKAN}, ["MUSIM_KEADAAN"]),
    ],
)
def test_the_next_version_of_a_season(ubah: dict[str, object], harap: list[str]) -> None:
    assert kode(BERIKUT._replace(**ubah)) == harap  # type: ignore[arg-type]


def test_a_version_whose_numbers_would_begin_otherwise_is_refused() -> None:
    assert kode(BERIKUT._replace(aturan_versi=3), awalan="2421") == ["MUSIM_TETAP"]


def test_a_season_ends_step_by_step_and_never_begins_again() -> None:
    selesai, arsip = (BERIKUT._replace(keadaan=satu) for satu in (KeadaanMusim.SELESAI, KeadaanMusim.DIARSIPKAN))
    assert kode(selesai, [tercatat(diputuskan=True)]) == []
    assert kode(arsip._replace(versi=5), [tercatat(selesai, diputuskan=True)]) == []
    assert kode(BERIKUT._replace(versi=5), [tercatat(selesai, diputuskan=True)]) == ["MUSIM_KEADAAN"]
    assert kode(arsip._replace(versi=5, aturan_versi=3), [tercatat(arsip, diputuskan=True)]) == ["MUSIM_DIARSIPKAN"]
