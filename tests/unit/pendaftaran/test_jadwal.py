"""A calendar against the law and against what was announced: every fault, its article, the way out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from services.pendaftaran.domain.jadwal import KetentuanJadwal, periksa
from shared.istilah import TahapMusim as T
from shared.jadwal import Jadwal, Jendela, Pengecualian
from shared.kalender import Kalender
from tests.support.pendaftaran.jadwal import (
    CPNS_2021_DIPERPANJANG,
    CPNS_2024,
    CPNS_2024_DIPERPANJANG,
    CPNS_2024_RAPAT,
    LEBIH_2021,
    MILIDETIK,
    RIWAYAT,
    berikut,
    hari,
    ketentuan,
    wib,
)

ATURAN = ketentuan("cpns-2024")
SAAT = wib("2024-08-19 08:00")
PERPANJANGAN = wib("2024-09-05 20:00")
SEHARI = timedelta(days=1)


def ubah(tahap: Mapping[T, Jendela | None], lama: Jadwal = CPNS_2024) -> Jadwal:
    """The calendar with stages that are other, or not there."""
    ada = {**dict(lama.tahap), **tahap}
    return replace(lama, tahap=tuple((satu, jendela) for satu, jendela in ada.items() if jendela is not None))


def kode(baru: Jadwal, lama: Jadwal | None, saat: str, aturan: KetentuanJadwal = ATURAN) -> list[tuple[str, str | None]]:
    """What is said against a version, and about which field."""
    return [(fault.kode, fault.kolom) for fault in periksa(baru, lama, wib(saat), aturan)]


@pytest.mark.parametrize("aturan", RIWAYAT)
def test_the_calendars_of_the_country_and_their_extensions_are_lawful(aturan: str) -> None:
    lama = None
    for saat, baru in RIWAYAT[aturan]:
        assert periksa(baru, lama, wib(saat), ketentuan(aturan)) == ()
        lama = baru


def test_the_answers_of_2021_needed_a_decree() -> None:
    tanpa = replace(CPNS_2021_DIPERPANJANG, pengecualian=())
    (fault,) = periksa(tanpa, RIWAYAT["cpns-2021"][0][1], wib("2021-07-20 20:00"), ketentuan("cpns-2021"))
    assert (fault.kode, fault.kolom) == ("JADWAL_JAWABAN_LEBIH", "tahap.JAWABAN_ADMINISTRASI.sampai")
    assert "lebih dari 7 hari" in fault.pesan
    assert "13 Agustus 2021" in fault.pesan
    assert "PermenPANRB 27/2021" in fault.pesan
    assert "pengecualian" in fault.pesan
    lain = replace(tanpa, pengecualian=(LEBIH_2021[1],))
    assert kode(lain, RIWAYAT["cpns-2021"][0][1], "2021-07-20 20:00", ketentuan("cpns-2021")) == [
        ("JADWAL_JAWABAN_LEBIH", "tahap.JAWABAN_ADMINISTRASI.sampai"),
        ("JADWAL_PENGECUALIAN_TIDAK_PERLU", "tahap.JAWABAN_AKHIR"),
    ]


# The answers of the calendar begin with the day on which objections may be sent.
AWAL = [("JADWAL_URUTAN", "tahap.JAWABAN_AKHIR.mulai")]


@pytest.mark.parametrize(
    ("tahap", "faults"),
    [
        ({T.PENGUMUMAN: hari("2024-08-19", "2024-09-01")}, [("JADWAL_PENGUMUMAN_KURANG", "tahap.PENGUMUMAN.sampai")]),
        ({T.PENGUMUMAN: hari("2024-08-21", "2024-09-06")}, [("JADWAL_URUTAN", "tahap.PENDAFTARAN.mulai")]),
        ({T.PENGUMUMAN: hari("2024-08-19", "2024-09-07")}, [("JADWAL_URUTAN", "tahap.PENDAFTARAN.sampai")]),
        ({T.PEMERIKSAAN: hari("2024-08-20", "2024-09-05")}, [("JADWAL_URUTAN", "tahap.PEMERIKSAAN.sampai")]),
        ({T.PEMERIKSAAN: hari("2024-08-19", "2024-09-13")}, [("JADWAL_URUTAN", "tahap.PEMERIKSAAN.mulai")]),
        ({T.PEMERIKSAAN: hari("2024-08-20", "2024-09-18")}, [("JADWAL_URUTAN", "tahap.SANGGAH_ADMINISTRASI.mulai")]),
        ({T.HASIL_ADMINISTRASI: hari("2024-09-06", "2024-09-17")}, [("JADWAL_URUTAN", "tahap.HASIL_ADMINISTRASI.mulai")]),
        ({T.SANGGAH_AKHIR: hari("2025-01-14", "2025-01-15")}, [*AWAL, ("JADWAL_SANGGAH_KURANG", "tahap.SANGGAH_AKHIR.sampai")]),
        ({T.SANGGAH_AKHIR: hari("2025-01-13 08:00", "2025-01-15")}, [*AWAL, ("JADWAL_SANGGAH_KURANG", "tahap.SANGGAH_AKHIR.sampai")]),
        ({T.SANGGAH_AKHIR: hari("2025-01-13 08:00", "2025-01-16")}, AWAL),
        ({T.SANGGAH_ADMINISTRASI: hari("2024-09-18", "2024-09-21")}, [("JADWAL_SANGGAH_LEBIH", "tahap.SANGGAH_ADMINISTRASI.sampai")]),
        ({T.JAWABAN_ADMINISTRASI: hari("2024-09-18", "2024-09-28")}, [("JADWAL_JAWABAN_LEBIH", "tahap.JAWABAN_ADMINISTRASI.sampai")]),
        ({T.JAWABAN_ADMINISTRASI: None}, [("JADWAL_TAHAP_KURANG", "tahap.JAWABAN_ADMINISTRASI")]),
        (
            {T.SANGGAH_AKHIR: None, T.JAWABAN_AKHIR: None},
            [("JADWAL_TAHAP_KURANG", f"tahap.{x}") for x in ("SANGGAH_AKHIR", "JAWABAN_AKHIR")],
        ),
        ({T.DRH: None}, [("JADWAL_TAHAP_KURANG", "tahap.DRH")]),
        ({T.SANGGAH_SKD: hari("2024-11-19")}, [("JADWAL_TAHAP_TIDAK_DIKENAL", "tahap.SANGGAH_SKD")]),
        ({T.SKB: hari("2024-11-19", "2024-12-20")}, [("JADWAL_URUTAN", "tahap.SKB.mulai")]),
        ({T.PENGUMUMAN: hari("2024-08-18", "2024-09-02")}, [("JADWAL_LAMPAU", "tahap.PENGUMUMAN.mulai")]),
        ({T.SKB: None}, []),
    ],
)
def test_each_rule_by_itself(tahap: dict[T, Jendela | None], faults: list[tuple[str, str]]) -> None:
    assert kode(ubah(tahap), None, "2024-08-19 08:00") == faults


def test_ten_working_days_before_the_first_test() -> None:
    assert kode(CPNS_2024_RAPAT, None, "2024-08-19 08:00") == []
    dekat = ubah({T.SKD: hari("2024-09-23", "2024-10-10")}, CPNS_2024_RAPAT)
    (fault,) = periksa(dekat, None, SAAT, ATURAN)
    assert fault.kode == "JADWAL_JARAK_UJIAN"
    assert "9 hari kerja sebelum SKD" in fault.pesan
    assert "Tutup paling lambat 6 September 2024 atau mulai SKD paling cepat 24 September 2024" in fault.pesan
    assert "PP 11/2017 Pasal 24 ayat (3)" in fault.pesan
    dikecualikan = replace(dekat, pengecualian=(Pengecualian("JADWAL_JARAK_UJIAN", T.SKD, "Keputusan Panselnas 1/2024"),))
    assert kode(dikecualikan, None, "2024-08-19 08:00") == []


def test_working_days_of_a_year_without_decree_are_not_guessed() -> None:
    tanpa = replace(ATURAN, kalender=Kalender(tuple(satu for satu in ATURAN.kalender.tahun if satu.tahun != 2024)))
    (fault,) = periksa(CPNS_2024, None, SAAT, tanpa)
    assert (fault.kode, fault.kolom) == ("JADWAL_HARI_LIBUR_TIDAK_ADA", "tahap.SKD.mulai")
    assert "2024" in fault.pesan


DAFTAR = dict(CPNS_2024.tahap)[T.PENDAFTARAN]


@pytest.mark.parametrize(
    ("tahap", "faults"),
    [
        # The door stands open: it is not closed earlier, not by a millisecond, and did not open another day.
        ({T.PENDAFTARAN: Jendela(DAFTAR.mulai, DAFTAR.sampai - MILIDETIK)}, [("JADWAL_DIPERSINGKAT", "tahap.PENDAFTARAN.sampai")]),
        ({T.PENDAFTARAN: Jendela(DAFTAR.mulai + SEHARI, DAFTAR.sampai)}, ["JADWAL_URUTAN", "JADWAL_LAMPAU", "JADWAL_DIPERSINGKAT"]),
        ({T.PENDAFTARAN: Jendela(DAFTAR.mulai - SEHARI, DAFTAR.sampai)}, [("JADWAL_LAMPAU", "tahap.PENDAFTARAN.mulai")]),
        # It is closed already.
        ({T.PENGUMUMAN: hari("2024-08-19", "2024-09-06")}, [("JADWAL_LAMPAU", "tahap.PENGUMUMAN.sampai")]),
        # It is promised.
        ({T.DRH: hari("2025-01-23", "2025-02-20")}, [("JADWAL_DIPERSINGKAT", "tahap.DRH.sampai")]),
        ({T.PILIHAN_BAWAAN: hari("2024-09-19", "2024-09-28")}, [("JADWAL_DIPERSINGKAT", "tahap.PILIHAN_BAWAAN.sampai")]),
        ({T.PILIHAN_BAWAAN: hari("2024-09-19", "2024-09-29")}, []),
        ({T.SKD: hari("2024-10-15", "2024-11-14")}, [("JADWAL_UJIAN_DIMAJUKAN", "tahap.SKD.mulai")]),
        ({T.SKD: hari("2024-10-17", "2024-11-14")}, []),
        ({T.HASIL_ADMINISTRASI: hari("2024-09-14", "2024-09-16")}, []),
        ({T.PILIHAN_BAWAAN: None}, [("JADWAL_TAHAP_HILANG", "tahap.PILIHAN_BAWAAN")]),
        ({T.HASIL_ADMINISTRASI: hari("2024-09-05", "2024-09-17")}, ["JADWAL_URUTAN", "JADWAL_LAMPAU"]),
    ],
)
def test_what_was_announced_is_lengthened_and_never_shortened(tahap: dict[T, Jendela | None], faults: list[object]) -> None:
    found = kode(replace(ubah(tahap), versi=2), CPNS_2024, "2024-09-05 20:00")
    assert [satu if isinstance(said, tuple) else satu[0] for satu, said in zip(found, faults, strict=True)] == faults


def test_at_the_last_millisecond_a_door_may_still_be_held_open_and_not_afterwards() -> None:
    assert periksa(CPNS_2024_DIPERPANJANG, CPNS_2024, DAFTAR.sampai, ATURAN) == ()
    assert [fault.kode for fault in periksa(CPNS_2024_DIPERPANJANG, CPNS_2024, DAFTAR.sampai + MILIDETIK, ATURAN)] == ["JADWAL_LAMPAU"]


def test_what_happened_is_not_judged_again() -> None:
    """A day of the past that a later decree calls a holiday makes nothing unlawful."""
    pendek = replace(ATURAN, aturan=replace(ATURAN.aturan, pengumuman_hari=30, jarak_hari_kerja=26))
    assert [satu for satu, _ in kode(CPNS_2024, None, "2024-08-19 08:00", pendek)] == ["JADWAL_PENGUMUMAN_KURANG"]
    akhir = berikut(CPNS_2024_DIPERPANJANG, {T.USUL_NIP: hari("2025-02-22", "2025-05-10")})
    assert kode(akhir, CPNS_2024_DIPERPANJANG, "2024-09-30 08:00", pendek) == [("JADWAL_JARAK_UJIAN", "tahap.SKD.mulai")]
    assert kode(akhir, CPNS_2024_DIPERPANJANG, "2024-10-16 08:00", pendek) == []


def test_a_version_follows_the_one_in_force() -> None:
    assert kode(replace(CPNS_2024, versi=2), None, "2024-08-19 08:00") == [("JADWAL_VERSI", None)]
    assert kode(replace(CPNS_2024_DIPERPANJANG, versi=3), CPNS_2024, "2024-09-05 20:00") == [("JADWAL_VERSI", None)]
    assert kode(replace(CPNS_2024_DIPERPANJANG, musim="pppk-2024"), CPNS_2024, "2024-09-05 20:00") == [("JADWAL_MUSIM", None)]


def test_nothing_is_excused_in_advance_and_some_rules_never() -> None:
    dahulu = replace(CPNS_2024, pengecualian=(Pengecualian("JADWAL_SANGGAH_LEBIH", T.SANGGAH_AKHIR, "K 1"),))
    assert kode(dahulu, None, "2024-08-19 08:00") == [("JADWAL_PENGECUALIAN_TIDAK_PERLU", "tahap.SANGGAH_AKHIR")]
    singkat = replace(
        ubah({T.PENDAFTARAN: Jendela(DAFTAR.mulai, DAFTAR.sampai - MILIDETIK)}),
        versi=2,
        pengecualian=(Pengecualian("JADWAL_DIPERSINGKAT", T.PENDAFTARAN, "K 1"),),
    )
    assert [satu for satu, _ in kode(singkat, CPNS_2024, "2024-09-05 20:00")] == ["JADWAL_DIPERSINGKAT", "JADWAL_TIDAK_DAPAT_DIKECUALIKAN"]


def test_a_decree_that_was_needed_once_may_stay_named() -> None:
    akhir = berikut(CPNS_2021_DIPERPANJANG, {T.SKD: hari("2021-09-02", "2021-11-01")})
    assert akhir.pengecualian == CPNS_2021_DIPERPANJANG.pengecualian
    assert kode(akhir, CPNS_2021_DIPERPANJANG, "2021-09-20 08:00", ketentuan("cpns-2021")) == []


def test_times_are_told_in_wib() -> None:
    (fault,) = periksa(
        replace(ubah({T.PENDAFTARAN: Jendela(DAFTAR.mulai, DAFTAR.sampai - MILIDETIK)}), versi=2), CPNS_2024, PERPANJANGAN, ATURAN
    )
    assert "sampai 6 September 2024 pukul 23.59.59 WIB" in fault.pesan
