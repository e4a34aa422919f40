"""The rules of objections: windows by calendar and by rule set, what may be objected to, and the sentences of every state."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.penilaian.domain.kalimat_sanggah import ALASAN_JAWABAN, dikoreksi_atas, keterangan
from services.penilaian.domain.sanggah import (
    MENERIMA,
    MENUNGGU_KOREKSI,
    TAHAP,
    AlasanJawaban,
    JawabanSanggah,
    MasaSanggah,
    PokokSanggah,
    PutusanSanggah,
    SanggahPeserta,
    StatusSanggah,
    ambil,
    jawab,
    koreksi,
    masa_sanggah,
    pokok_boleh,
    tolak_mengajukan,
    tolak_pokok,
)
from shared.aturan import jenis_pengadaan, names, sanggah
from shared.aturan.sanggah import TahapSanggah
from shared.errors import Fault
from shared.istilah import TahapMusim
from shared.jadwal import Jadwal, Jendela
from shared.kalender import WIB

MILIDETIK = timedelta(milliseconds=1)
TERBIT = datetime(2025, 1, 12, 16, 59, 59, 123_456, tzinfo=UTC)
KIRIM = Jendela(datetime(2025, 1, 13, tzinfo=WIB), datetime(2025, 1, 15, 23, 59, 59, 999_000, tzinfo=WIB))
JAWAB = Jendela(datetime(2025, 1, 13, tzinfo=WIB), datetime(2025, 1, 19, 23, 59, 59, 999_000, tzinfo=WIB))
AKHIR_2024 = {satu.tahap: satu for satu in sanggah.load("cpns-2024")}[TahapSanggah.AKHIR]
SATU = SanggahPeserta(
    nomor=7,
    peserta="24000120110000001",
    tahap=TahapSanggah.AKHIR,
    kelompok="0001-J1",
    pokok=(PokokSanggah.NILAI_SKB,),
    versi_hasil=1,
    diterima_pada=KIRIM.mulai,
)
TERIMA = JawabanSanggah(PutusanSanggah.DITERIMA, AlasanJawaban.NILAI_KELIRU, "Nilai dipindahkan dengan keliru.")
TOLAK = JawabanSanggah(PutusanSanggah.DITOLAK, AlasanJawaban.NILAI_SESUAI, "Nilai sesuai dengan lembar hasil.")


def jadwal(*tahap: tuple[TahapMusim, Jendela]) -> Jadwal:
    return Jadwal("cpns-2024", 3, tahap)


def dijawab(jawaban: JawabanSanggah) -> SanggahPeserta:
    found = jawab(replace(SATU, diambil_oleh="a", diambil_pada=KIRIM.mulai), jawaban, "a", KIRIM.mulai, None)
    assert isinstance(found, SanggahPeserta)
    return found


def kode(found: object) -> str | None:
    return found.kode if isinstance(found, Fault) else None


def test_a_season_with_a_calendar_goes_by_it_alone() -> None:
    masa = masa_sanggah(TahapSanggah.AKHIR, jadwal((TahapMusim.SANGGAH_AKHIR, KIRIM), (TahapMusim.JAWABAN_AKHIR, JAWAB)), None, None)
    assert masa == MasaSanggah(KIRIM, JAWAB.sampai, "jadwal versi 3")
    assert masa_sanggah(TahapSanggah.SKD, jadwal((TahapMusim.SANGGAH_AKHIR, KIRIM)), AKHIR_2024, TERBIT) is None


def test_answers_without_dates_have_the_days_of_the_rule_set() -> None:
    ada = jadwal((TahapMusim.SANGGAH_AKHIR, KIRIM))
    masa = masa_sanggah(TahapSanggah.AKHIR, ada, AKHIR_2024, None)
    assert masa is not None
    assert masa.jawab_sampai == KIRIM.sampai + timedelta(days=7)
    tanpa = masa_sanggah(TahapSanggah.AKHIR, ada, None, None)
    assert tanpa is not None
    assert (tanpa.jawab_sampai, tanpa.terlambat(KIRIM.sampai + timedelta(days=900))) == (None, False)


def test_without_a_calendar_days_end_in_wib_and_begin_with_the_result() -> None:
    """16:59:59 UTC is the last second of 12 January in WIB: three days end with 15 January."""
    masa = masa_sanggah(TahapSanggah.AKHIR, None, AKHIR_2024, TERBIT)
    assert masa is not None
    assert masa.kirim == Jendela(TERBIT.replace(microsecond=123_000), KIRIM.sampai)
    assert masa.jawab_sampai == datetime(2025, 1, 22, 23, 59, 59, 999_000, tzinfo=WIB)
    assert masa_sanggah(TahapSanggah.AKHIR, None, AKHIR_2024, None) is None
    assert masa_sanggah(TahapSanggah.SKD, None, None, TERBIT) is None
    sedetik = masa_sanggah(TahapSanggah.AKHIR, None, AKHIR_2024, TERBIT + timedelta(seconds=1))
    assert sedetik is not None
    assert sedetik.kirim.sampai == KIRIM.sampai + timedelta(days=1)


def test_the_door_is_open_to_its_last_millisecond() -> None:
    masa = MasaSanggah(KIRIM, JAWAB.sampai, "jadwal versi 3")
    saat = (KIRIM.mulai - MILIDETIK, KIRIM.mulai, KIRIM.sampai, KIRIM.sampai + MILIDETIK)
    assert [kode(tolak_mengajukan(masa, satu)) for satu in saat] == ["SANGGAH_BELUM_DIBUKA", None, None, "SANGGAH_DITUTUP"]
    assert kode(tolak_mengajukan(None, KIRIM.mulai)) == "SANGGAH_TIDAK_ADA"


def test_every_rule_set_has_a_final_result_to_object_to() -> None:
    for nama in names():
        boleh = pokok_boleh(jenis_pengadaan(nama), TahapSanggah.AKHIR)
        assert {PokokSanggah.STATUS, PokokSanggah.PERINGKAT, PokokSanggah.LAINNYA} < set(boleh)
        ada = {satu.tahap for satu in sanggah.load(nama)} & set(TAHAP)
        assert all(pokok_boleh(jenis_pengadaan(nama), tahap) for tahap in ada)
    assert pokok_boleh("PPPK", TahapSanggah.SKD) == ()
    assert kode(tolak_pokok([PokokSanggah.NILAI_SKB], pokok_boleh("PPPK", TahapSanggah.AKHIR))) == "POKOK_TIDAK_BERLAKU"
    assert tolak_pokok([PokokSanggah.NILAI_WAWANCARA], pokok_boleh("PPPK", TahapSanggah.AKHIR)) is None


def test_taking_is_for_one_officer_at_a_time() -> None:
    pertama = ambil(SATU, "a", TERBIT, alihkan=False)
    assert isinstance(pertama, SanggahPeserta)
    assert (pertama.diambil_oleh, pertama.diambil_pada) == ("a", TERBIT.replace(microsecond=123_000))
    assert ambil(pertama, "a", KIRIM.mulai, alihkan=False) == pertama
    assert kode(ambil(pertama, "b", KIRIM.mulai, alihkan=False)) == "SANGGAH_SUDAH_DIAMBIL"
    kedua = ambil(pertama, "b", KIRIM.mulai, alihkan=True)
    assert isinstance(kedua, SanggahPeserta)
    assert kedua.diambil_oleh == "b"
    assert kode(ambil(dijawab(TOLAK), "b", KIRIM.mulai, alihkan=True)) == "SANGGAH_SUDAH_DIJAWAB"


@pytest.mark.parametrize("alasan", AlasanJawaban)
def test_each_code_belongs_to_one_verdict_and_has_its_words(alasan: AlasanJawaban) -> None:
    diambil = replace(SATU, diambil_oleh="a", diambil_pada=KIRIM.mulai)
    found = [
        kode(jawab(diambil, JawabanSanggah(putusan, alasan, "Sebabnya begini."), "a", KIRIM.mulai, None)) for putusan in PutusanSanggah
    ]
    assert found == ([None, "ALASAN_TIDAK_SESUAI"] if alasan in MENERIMA else ["ALASAN_TIDAK_SESUAI", None])
    assert ALASAN_JAWABAN[alasan]
    assert MENUNGGU_KOREKSI < MENERIMA


def test_an_answer_after_its_last_millisecond_needs_a_decree() -> None:
    diambil = replace(SATU, diambil_oleh="a", diambil_pada=KIRIM.mulai)
    masa = MasaSanggah(KIRIM, JAWAB.sampai, "jadwal versi 3")
    assert kode(jawab(diambil, TOLAK, "a", JAWAB.sampai, masa)) is None
    assert kode(jawab(diambil, TOLAK, "a", JAWAB.sampai + MILIDETIK, masa)) == "SANGGAH_JAWABAN_LEWAT"
    assert kode(jawab(diambil, replace(TOLAK, keputusan="Kep. 3/2025"), "a", JAWAB.sampai + MILIDETIK, masa)) is None


def test_only_what_waits_for_it_is_corrected_and_once() -> None:
    diterima = dijawab(TERIMA)
    dikoreksi = koreksi(diterima, 3, "0001-J1", 2)
    assert isinstance(dikoreksi, SanggahPeserta)
    assert (dikoreksi.status, dikoreksi.koreksi, dikoreksi.versi, dikoreksi.menunggu_koreksi) == (StatusSanggah.DIKOREKSI, 3, 2, False)
    tulisan = JawabanSanggah(PutusanSanggah.DITERIMA, AlasanJawaban.PENGUMUMAN_KELIRU, "Nama jabatan keliru tercetak.")
    salah = [koreksi(satu, 3, kelompok, 2) for satu, kelompok in (
        (dikoreksi, "0001-J1"), (diterima, "0001-J2"), (dijawab(TOLAK), "0001-J1"), (SATU, "0001-J1"), (dijawab(tulisan), "0001-J1"),
    )]  # fmt: skip
    assert [kode(satu) for satu in salah] == [
        "SANGGAH_SUDAH_DIKOREKSI", "SANGGAH_LAIN_KELOMPOK", "SANGGAH_BELUM_DITERIMA", "SANGGAH_BELUM_DITERIMA", "SANGGAH_BELUM_DITERIMA",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("satu", "masa", "saat", "kalimat"),
    [
        (None, True, KIRIM.mulai, "satu sanggah atas hasil Anda sendiri sampai 15 Januari 2025 pukul 23.59.59 WIB"),
        (None, True, KIRIM.mulai - MILIDETIK, "Masa sanggah dibuka 13 Januari 2025 pukul 00.00.00 WIB."),
        (None, True, KIRIM.sampai + MILIDETIK, "Anda tidak mengajukan sanggah."),
        (None, False, KIRIM.mulai, "belum ditetapkan"),
        (SATU, True, KIRIM.mulai, "menunggu diperiksa panitia instansi. Jawaban paling lambat 19 Januari 2025"),
        (SATU, False, KIRIM.mulai, "Jawabannya dapat Anda baca di sini."),
        (replace(SATU, diambil_oleh="a", diambil_pada=TERBIT), True, KIRIM.mulai, "sedang diperiksa panitia instansi"),
        (SATU, True, JAWAB.sampai + MILIDETIK, "jawabannya masih ditunggu"),
        (dijawab(TOLAK), True, JAWAB.sampai, "ditolak pada 13 Januari 2025 pukul 00.00.00 WIB: nilai sesuai dengan catatan ujian."),
        (dijawab(TERIMA), True, JAWAB.sampai, "nilai yang diumumkan keliru. Hasil diperbaiki dengan koreksi"),
        (replace(dijawab(TERIMA), koreksi=3, versi=2), True, JAWAB.sampai, "sudah dikoreksi sebagai versi 2"),
    ],
)  # fmt: skip
def test_the_person_reads_what_was_decided_until_when_and_what_comes_next(
    satu: SanggahPeserta | None, masa: bool, saat: datetime, kalimat: str
) -> None:
    assert kalimat in keterangan(satu, MasaSanggah(KIRIM, JAWAB.sampai, "jadwal versi 3") if masa else None, saat)


def test_an_explanation_names_the_objections_and_the_own_one() -> None:
    assert dikoreksi_atas([], None) == ""
    assert dikoreksi_atas([3, 7], 7) == "Hasil kelompok ini dikoreksi atas sanggah nomor 3, 7 (sanggah Anda)."
