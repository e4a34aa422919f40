"""The document check of a PPPK season: age, work, registration, claims to added points."""

from dataclasses import replace
from datetime import date

import pytest

from services.pendaftaran.domain.kalimat import kalimat
from services.pendaftaran.domain.pemeriksaan import Berkas, Syarat, periksa
from services.pendaftaran.domain.riwayat import MasaKerja, Riwayat
from services.pendaftaran.domain.syarat_pppk import pengalaman_diminta
from shared.aturan import read
from shared.aturan.pendaftaran import AturanPendaftaran, load, parse
from shared.istilah import Afirmasi
from tests.support.pendaftaran import DOKUMEN, KUALIFIKASI

HARI_INI = date(2024, 10, 20)
LAMA, BARU = load("pppk-2021"), load("pppk-2024")
ANALIS = Syarat("ANALIS CONTOH AHLI PERTAMA", "UMUM", frozenset({KUALIFIKASI}))
PERAWAT = replace(ANALIS, jabatan="PERAWAT AHLI PERTAMA")
GURU = replace(ANALIS, jabatan="GURU KELAS SD")
KERJA = frozenset({"SURAT_KETERANGAN_KERJA"})
BERKAS = Berkas(
    tanggal_lahir=date(1988, 5, 17),
    tanggal_melamar=HARI_INI,
    tanggal_usia=HARI_INI,
    kualifikasi=KUALIFIKASI,
    dokumen=frozenset(DOKUMEN) | KERJA,
    sanksi_sampai=None,
    riwayat=Riwayat((MasaKerja(date(2022, 10, 20)),)),
)


def kode(berkas: Berkas = BERKAS, syarat: Syarat = ANALIS, aturan: AturanPendaftaran = BARU) -> list[str]:
    hasil = periksa(berkas, syarat, aturan)
    assert (hasil.status == "MS") == (hasil.alasan[0].kode == "MEMENUHI_SYARAT")
    # A code without a sentence would be shown as it is.
    assert all(alasan.pasal and alasan.kode not in kalimat(alasan) for alasan in hasil.alasan)
    return [alasan.kode for alasan in hasil.alasan]


def bekerja(*masa: MasaKerja, berkas: Berkas = BERKAS) -> Berkas:
    return replace(berkas, riwayat=replace(berkas.riwayat, pengalaman=masa))


def test_who_meets_everything_is_ms() -> None:
    assert kode() == ["MEMENUHI_SYARAT"]


@pytest.mark.parametrize(
    ("lahir", "jabatan", "hasil"),
    [
        (date(2004, 10, 20), "ANALIS CONTOH AHLI PERTAMA", "MEMENUHI_SYARAT"),
        (date(2004, 10, 21), "ANALIS CONTOH AHLI PERTAMA", "USIA_KURANG"),
        (date(1966, 10, 21), "ANALIS CONTOH AHLI PERTAMA", "MEMENUHI_SYARAT"),
        (date(1966, 10, 20), "ANALIS CONTOH AHLI PERTAMA", "USIA_LEBIH"),
        (date(1964, 10, 21), "GURU KELAS SD", "MEMENUHI_SYARAT"),
        (date(1964, 10, 20), "GURU KELAS SD", "USIA_LEBIH"),
    ],
)
def test_from_twenty_to_a_year_before_retirement(lahir: date, jabatan: str, hasil: str) -> None:
    """PP 49/2018: 58 for most, 60 for teachers (posisi 43)."""
    assert kode(replace(BERKAS, tanggal_lahir=lahir), replace(ANALIS, jabatan=jabatan)) == [hasil]


def test_a_leap_day_at_both_ends() -> None:
    leap = replace(BERKAS, tanggal_lahir=date(2004, 2, 29))
    assert kode(bekerja(MasaKerja(date(2020, 1, 1)), berkas=replace(leap, tanggal_usia=date(2024, 2, 29)))) == ["MEMENUHI_SYARAT"]
    assert kode(bekerja(MasaKerja(date(2020, 1, 1)), berkas=replace(leap, tanggal_usia=date(2024, 2, 28)))) == ["USIA_KURANG"]


@pytest.mark.parametrize(
    ("masa", "cukup"),
    [
        ((MasaKerja(date(2022, 10, 20)),), True),
        ((MasaKerja(date(2022, 10, 21)),), False),
        ((MasaKerja(date(2018, 1, 1), date(2019, 12, 31)),), False),
        ((MasaKerja(date(2018, 1, 1), date(2020, 1, 1)),), True),
        ((), False),
    ],
)
def test_two_years_of_work_on_the_day_of_the_application(masa: tuple[MasaKerja, ...], cukup: bool) -> None:
    """2018 and 2019 have 730 days, and the two years before 20 October 2024 have 731."""
    assert kode(bekerja(*masa)) == (["MEMENUHI_SYARAT"] if cukup else ["PENGALAMAN_KURANG"])


def test_work_without_its_paper() -> None:
    hasil = periksa(replace(BERKAS, dokumen=BERKAS.dokumen - KERJA), ANALIS, BARU)
    assert [(satu.kode, dict(satu.angka).get("dokumen")) for satu in hasil.alasan] == [("DOKUMEN_TIDAK_LENGKAP", "SURAT_KETERANGAN_KERJA")]
    assert kode(replace(BERKAS, dokumen=frozenset(DOKUMEN), riwayat=Riwayat()), GURU) == ["MEMENUHI_SYARAT"]


@pytest.mark.parametrize(
    ("jabatan", "kualifikasi", "tahun"),
    [
        ("PRANATA KOMPUTER TERAMPIL", KUALIFIKASI, 2),
        ("PRANATA KOMPUTER AHLI MUDA", KUALIFIKASI, 3),
        ("PRANATA KOMPUTER AHLI MADYA", KUALIFIKASI, 5),
        ("ADMINISTRATOR KESEHATAN AHLI PERTAMA", KUALIFIKASI, 3),
        ("ADMINISTRATOR KESEHATAN AHLI MUDA", KUALIFIKASI, 5),
        ("PENGAWAS SEKOLAH AHLI MUDA", KUALIFIKASI, 0),
        ("GURU KELAS SD", KUALIFIKASI, 0),
        ("DOSEN ASISTEN AHLI", "S-2|X", 2),
        ("DOSEN LEKTOR", "S-2|X", 5),
        ("DOSEN LEKTOR", "S-3/DOKTOR|X", 3),
        ("DOSEN LEKTOR KEPALA", "S-3/DOKTOR|X", 5),
    ],
)
def test_years_of_work_by_jabatan_in_2024(jabatan: str, kualifikasi: str, tahun: int) -> None:
    """KepmenPANRB 347/2024."""
    diminta = pengalaman_diminta(BARU, jabatan, kualifikasi)
    assert (diminta.tahun if diminta else 0) == tahun


def test_cpns_asks_for_no_work() -> None:
    assert pengalaman_diminta(load("cpns-2024"), "PRANATA KOMPUTER AHLI MADYA", KUALIFIKASI) is None


@pytest.mark.parametrize(
    ("aturan", "dokumen", "sampai", "hasil"),
    [
        (BARU, {"STR"}, None, "MEMENUHI_SYARAT"),
        (BARU, {"STR"}, HARI_INI, "MEMENUHI_SYARAT"),
        (BARU, {"STR"}, date(2024, 10, 19), "STR_KEDALUWARSA"),
        (BARU, set(), None, "STR_TIDAK_ADA"),
        (BARU, set(), date(2030, 1, 1), "STR_TIDAK_ADA"),
        (LAMA, {"STR"}, None, "STR_TANPA_MASA_BERLAKU"),
        (LAMA, {"STR"}, date(2030, 1, 1), "MEMENUHI_SYARAT"),
    ],
)
def test_a_health_jabatan_asks_for_a_valid_registration(
    aturan: AturanPendaftaran, dokumen: set[str], sampai: date | None, hasil: str
) -> None:
    berkas = replace(BERKAS, dokumen=BERKAS.dokumen | dokumen, riwayat=replace(BERKAS.riwayat, str_sampai=sampai))
    assert kode(berkas, PERAWAT, aturan) == [hasil]


@pytest.mark.parametrize("jabatan", ["DOKTER HEWAN KARANTINA AHLI PERTAMA", "PRANATA LABORATORIUM PENDIDIKAN", "ANALIS KESEHATAN IKAN"])
def test_other_jabatan_ask_for_none(jabatan: str) -> None:
    assert kode(BERKAS, replace(ANALIS, jabatan=jabatan)) == ["MEMENUHI_SYARAT"]


def test_all_that_failed_is_told() -> None:
    buruk = replace(BERKAS, tanggal_lahir=date(1950, 1, 1), kualifikasi="X|Y", dokumen=frozenset(DOKUMEN), riwayat=Riwayat())
    assert kode(buruk, PERAWAT) == [
        "USIA_LEBIH", "KUALIFIKASI_TIDAK_SESUAI", "DOKUMEN_TIDAK_LENGKAP", "PENGALAMAN_KURANG", "STR_TIDAK_ADA",
    ]  # fmt: skip


MENGAJAR = MasaKerja(date(2021, 10, 20))
KARTU = {"KARTU_THK_II", "SERTIFIKAT_PENDIDIK", "SURAT_KETERANGAN_DISABILITAS"}


@pytest.mark.parametrize(
    ("klaim", "ubah", "kode_klaim"),
    [
        (tuple(Afirmasi), {}, "AFIRMASI_DIAKUI"),
        ((Afirmasi.THK_II,), {"dokumen": BERKAS.dokumen | KARTU - {"KARTU_THK_II"}}, "AFIRMASI_TANPA_DOKUMEN"),
        ((Afirmasi.USIA_35,), {"tanggal_lahir": date(1989, 10, 21)}, "AFIRMASI_USIA_KURANG"),
        ((Afirmasi.USIA_35,), {"tanggal_lahir": date(1989, 10, 20)}, "AFIRMASI_DIAKUI"),
        ((Afirmasi.USIA_35,), {"dokumen": frozenset(DOKUMEN)}, "AFIRMASI_TANPA_DOKUMEN"),
    ],
)
def test_claims_of_a_teacher(klaim: tuple[Afirmasi, ...], ubah: dict[str, object], kode_klaim: str) -> None:
    """PermenPANRB 28/2021; a claim that is not granted fails nothing (posisi 45)."""
    guru = replace(BERKAS, dokumen=BERKAS.dokumen | KARTU, riwayat=Riwayat((MENGAJAR,), None, klaim))
    berkas: Berkas = replace(guru, **ubah)  # type: ignore[arg-type]
    assert kode(berkas, GURU, LAMA) == ["MEMENUHI_SYARAT", *[kode_klaim] * len(klaim)]
    assert periksa(berkas, GURU, LAMA).afirmasi == (klaim if kode_klaim == "AFIRMASI_DIAKUI" else ())


def test_three_years_of_service_to_the_day() -> None:
    riwayat = Riwayat((MENGAJAR,), None, (Afirmasi.USIA_35,))
    sehari = replace(riwayat, pengalaman=(MasaKerja(date(2021, 10, 21)),))
    assert kode(replace(BERKAS, riwayat=riwayat), GURU, LAMA) == ["MEMENUHI_SYARAT", "AFIRMASI_DIAKUI"]
    assert kode(replace(BERKAS, riwayat=sehari), GURU, LAMA) == ["MEMENUHI_SYARAT", "AFIRMASI_MASA_KERJA_KURANG"]


def test_points_are_added_for_teachers_only_and_for_nobody_who_is_tms() -> None:
    riwayat = replace(BERKAS.riwayat, afirmasi=(Afirmasi.THK_II,))
    lengkap = replace(BERKAS, dokumen=BERKAS.dokumen | KARTU, riwayat=riwayat)
    assert kode(lengkap, ANALIS, LAMA) == ["MEMENUHI_SYARAT", "AFIRMASI_BUKAN_UNTUK_JABATAN"]
    muda = periksa(replace(lengkap, tanggal_lahir=date(2010, 1, 1)), GURU, LAMA)
    assert ([satu.kode for satu in muda.alasan], muda.afirmasi) == (["USIA_KURANG"], ())


@pytest.mark.parametrize(
    ("ubah", "keluhan"),
    [
        ({"pengalaman": [{"tahun": 41, "jabatan": [], "jenjang": [], "pasal": "P"}]}, "from 0 to 40"),
        ({"pengalaman": [{"tahun": 2, "jabatan": [], "pasal": "P"}]}, "jenjang"),
        ({"pengalaman": []}, "belong together"),
        ({"dokumen_pengalaman": ""}, "dokumen_pengalaman"),
        ({"registrasi": {"dokumen": "STR", "seumur_hidup": 1, "jabatan": [], "kecuali": [], "pasal": "P"}}, "seumur_hidup"),
        ({"registrasi": {"dokumen": "STR", "seumur_hidup": True, "jabatan": ["BIDAN"], "pasal": "P"}}, "kecuali"),
    ],
)
def test_a_rule_set_that_contradicts_itself_is_refused(ubah: dict[str, object], keluhan: str) -> None:
    tabel = read("pppk-2024")["pendaftaran"]
    assert isinstance(tabel, dict)
    with pytest.raises((KeyError, TypeError, ValueError), match=keluhan):
        parse({**tabel, **ubah})
