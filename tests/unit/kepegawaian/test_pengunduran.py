"""The legal cut-off, the kinds of leaving, and the sanction by year."""

from dataclasses import replace
from datetime import date

import pytest

from services.kepegawaian.domain.jenis import Kasus, StatusKasus
from services.kepegawaian.domain.kode import NI_PPPK
from services.kepegawaian.domain.pengunduran import BebasSanksi, Laporan, Putusan, Sanksi, putuskan, sanksi
from shared.aturan.pengangkatan import SatuanSanksi, load
from shared.errors import Fault
from shared.istilah import AlasanMundur, JenisPengunduran, LangkahPengangkatan, Rute
from tests.support.kepegawaian import ATURAN, kasus

MUNDUR = JenisPengunduran.MENGUNDURKAN_DIRI
DIANGGAP = JenisPengunduran.DIANGGAP_MENGUNDURKAN_DIRI
JAUH = Laporan("1", MUNDUR, AlasanMundur.LOKASI_JAUH, date(2025, 2, 1))


def _putuskan(milik: Kasus, laporan: Laporan = JAUH) -> Putusan | Fault:
    return putuskan(milik, laporan, load(ATURAN))


@pytest.mark.parametrize(
    ("langkah", "dapat_diganti", "kode"),
    [
        (LangkahPengangkatan.SEBELUM_USUL_NIP, True, "NIP_BELUM_TERBIT"),
        (LangkahPengangkatan.USUL_NIP, True, "NIP_BELUM_TERBIT"),
        (LangkahPengangkatan.NIP_TERBIT, False, "NIP_SUDAH_TERBIT"),
        (LangkahPengangkatan.CPNS, False, "NIP_SUDAH_TERBIT"),
    ],
)
def test_replaceable_until_the_nip_is_issued(langkah: LangkahPengangkatan, dapat_diganti: bool, kode: str) -> None:
    putusan = _putuskan(replace(kasus(), langkah=langkah))
    assert isinstance(putusan, Putusan)
    assert (putusan.langkah, putusan.dapat_diganti, putusan.dasar.kode) == (langkah, dapat_diganti, kode)
    assert (putusan.pembatalan_nip is not None) == (langkah is LangkahPengangkatan.NIP_TERBIT)
    assert (putusan.pemberhentian is not None) == (langkah is LangkahPengangkatan.CPNS)
    assert putusan.dasar.pasal == "PP 11/2017 Pasal 45; Perka BKN 14/2018"


@pytest.mark.parametrize(
    ("langkah", "kode", "sesudah"),
    [
        (LangkahPengangkatan.USUL_NIP, "NI_PPPK_BELUM_TERBIT", None),
        (LangkahPengangkatan.NIP_TERBIT, "NI_PPPK_SUDAH_TERBIT", "NI_PPPK_DIBATALKAN"),
        (LangkahPengangkatan.CPNS, "NI_PPPK_SUDAH_TERBIT", "DIPUTUS_PERJANJIAN_KERJA"),
    ],
)
def test_pppk_is_replaceable_until_the_ni_is_issued_and_has_its_own_words(
    langkah: LangkahPengangkatan, kode: str, sesudah: str | None
) -> None:
    putusan = putuskan(replace(kasus(), langkah=langkah), JAUH, load("pppk-2021"), NI_PPPK)
    assert isinstance(putusan, Putusan)
    assert (putusan.dapat_diganti, putusan.dasar.kode) == (sesudah is None, kode)
    lanjut = putusan.pembatalan_nip or putusan.pemberhentian
    assert (lanjut.kode if lanjut else None) == sesudah
    assert putusan.dasar.pasal == "Perka BKN 1/2019"


def test_a_bar_of_pppk_is_that_of_its_year() -> None:
    sebelum, umum = LangkahPengangkatan.USUL_NIP, Rute.FORMASI_SENDIRI
    bebas = sanksi(MUNDUR, sebelum, umum, load("pppk-2021"), NI_PPPK)
    assert isinstance(bebas, BebasSanksi)
    assert bebas.dasar.kode == "MUNDUR_SEBELUM_NI_PPPK"
    dua_empat = sanksi(MUNDUR, sebelum, umum, load("pppk-2024"), NI_PPPK)
    assert isinstance(dua_empat, Sanksi)
    assert dua_empat.sampai == date(2026, 12, 31)


@pytest.mark.parametrize(("status", "kode"), [(StatusKasus.MUNDUR, "SUDAH_KELUAR"), (StatusKasus.DICABUT, "KASUS_DICABUT")])
def test_a_closed_case_is_not_left_again(status: StatusKasus, kode: str) -> None:
    putusan = _putuskan(replace(kasus(), status=status))
    assert isinstance(putusan, Fault)
    assert (putusan.kode, putusan.bertentangan) == (kode, True)


@pytest.mark.parametrize(
    ("jenis", "alasan", "sah"),
    [
        (MUNDUR, AlasanMundur.GAJI, True),
        (DIANGGAP, AlasanMundur.TIDAK_MELENGKAPI_DRH, True),
        (JenisPengunduran.MENINGGAL_DUNIA, AlasanMundur.MENINGGAL_DUNIA, True),
        (JenisPengunduran.DISKUALIFIKASI, AlasanMundur.DISKUALIFIKASI, True),
        (MUNDUR, AlasanMundur.MENINGGAL_DUNIA, False),
        (MUNDUR, AlasanMundur.TIDAK_MELENGKAPI_DRH, False),
        (DIANGGAP, AlasanMundur.GAJI, False),
        (JenisPengunduran.MENINGGAL_DUNIA, AlasanMundur.STUDI, False),
    ],
)
def test_kind_and_reason_must_not_contradict_each_other(jenis: JenisPengunduran, alasan: AlasanMundur, sah: bool) -> None:
    putusan = _putuskan(kasus(), Laporan("1", jenis, alasan, date(2025, 2, 1)))
    assert isinstance(putusan, Putusan) == sah


@pytest.mark.parametrize(
    ("aturan", "langkah", "sampai", "dikenai"),
    [
        ("cpns-2024", LangkahPengangkatan.SEBELUM_USUL_NIP, date(2026, 12, 31), True),
        ("cpns-2024", LangkahPengangkatan.NIP_TERBIT, date(2026, 12, 31), True),
        ("cpns-2021", LangkahPengangkatan.SEBELUM_USUL_NIP, None, False),
        ("cpns-2021", LangkahPengangkatan.NIP_TERBIT, None, True),
        ("cpns-2023", LangkahPengangkatan.NIP_TERBIT, None, True),
    ],
)
def test_the_sanction_is_that_of_the_year(aturan: str, langkah: LangkahPengangkatan, sampai: date | None, dikenai: bool) -> None:
    hasil = sanksi(MUNDUR, langkah, Rute.FORMASI_SENDIRI, load(aturan))
    assert isinstance(hasil, Sanksi) == dikenai
    if isinstance(hasil, Sanksi):
        assert hasil.sampai == sampai
        assert (hasil.satuan is SatuanSanksi.PERIODE) == (sampai is None)
    else:
        assert (hasil.dasar.kode, hasil.dasar.pasal) == ("MUNDUR_SEBELUM_NIP", "PermenPANRB 27/2021 Pasal 54 ayat (2)")


def test_death_is_not_sanctioned_and_being_deemed_resigned_may_be_contested() -> None:
    for jenis in (JenisPengunduran.MENINGGAL_DUNIA, JenisPengunduran.DISKUALIFIKASI):
        bebas = sanksi(jenis, LangkahPengangkatan.NIP_TERBIT, Rute.FORMASI_SENDIRI, load(ATURAN))
        assert isinstance(bebas, BebasSanksi)
        assert bebas.dasar.kode == "BUKAN_PENGUNDURAN_DIRI"
    dianggap, sendiri = (sanksi(jenis, LangkahPengangkatan.USUL_NIP, Rute.FORMASI_SENDIRI, load(ATURAN)) for jenis in (DIANGGAP, MUNDUR))
    assert isinstance(dianggap, Sanksi)
    assert isinstance(sendiri, Sanksi)
    assert (dianggap.dapat_disanggah, sendiri.dapat_disanggah) == (True, False)


@pytest.mark.parametrize("rute", Rute)
@pytest.mark.parametrize("langkah", LangkahPengangkatan)
def test_only_who_was_moved_to_another_unit_and_resigns_before_the_nip_is_free(rute: Rute, langkah: LangkahPengangkatan) -> None:
    """Surat BKN 1272/B-MP.01.01/SD/D/2025; moving inside the unit is no other location, and the letter is of 2024 alone."""
    pindah = rute in {Rute.UMUM_DARI_UNIT_LAIN, Rute.KHUSUS_DARI_UNIT_LAIN, Rute.KHUSUS_DARI_JENIS_SAMA}
    sebelum_nip = langkah in {LangkahPengangkatan.SEBELUM_USUL_NIP, LangkahPengangkatan.USUL_NIP}

    hasil = sanksi(MUNDUR, langkah, rute, load("cpns-2024"))

    assert isinstance(hasil, BebasSanksi) == (pindah and sebelum_nip)
    if isinstance(hasil, BebasSanksi):
        assert (hasil.dasar.kode, hasil.dasar.pasal) == ("MUNDUR_DARI_LOKASI_LAIN", "Surat BKN 1272/B-MP.01.01/SD/D/2025")
        assert dict(hasil.dasar.angka) == {"jenis": MUNDUR, "langkah": langkah, "rute": rute}
    assert isinstance(sanksi(DIANGGAP, langkah, rute, load("cpns-2024")), Sanksi)
    assert isinstance(sanksi(MUNDUR, LangkahPengangkatan.NIP_TERBIT, rute, load("cpns-2021")), Sanksi)
