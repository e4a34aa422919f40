from dataclasses import replace
from datetime import date

import pytest

from services.pendaftaran.domain.pemeriksaan import Berkas, Syarat, batas_usia, periksa, usia
from shared.aturan import AturanTidakSah, names, read
from shared.aturan.pendaftaran import load, parse
from tests.support.pendaftaran import ATURAN, DOKUMEN, HARI_INI, KUALIFIKASI

SYARAT = Syarat(jabatan="ANALIS CONTOH AHLI PERTAMA", jenis_kebutuhan="UMUM", kualifikasi=frozenset({KUALIFIKASI}))
BERKAS = Berkas(
    tanggal_lahir=date(1998, 5, 17),
    tanggal_melamar=HARI_INI,
    tanggal_usia=HARI_INI,
    kualifikasi=KUALIFIKASI,
    dokumen=frozenset(DOKUMEN),
    sanksi_sampai=None,
)


def kode(berkas: Berkas, syarat: Syarat = SYARAT) -> list[str]:
    hasil = periksa(berkas, syarat, ATURAN)
    assert (hasil.status == "MS") == (hasil.alasan[0].kode == "MEMENUHI_SYARAT")
    assert all(alasan.pasal for alasan in hasil.alasan)
    return [alasan.kode for alasan in hasil.alasan]


def test_who_meets_everything_is_ms() -> None:
    assert kode(BERKAS) == ["MEMENUHI_SYARAT"]


@pytest.mark.parametrize(
    ("lahir", "umur"),
    [(date(2006, 9, 6), 18), (date(2006, 9, 7), 17), (date(1989, 9, 6), 35), (date(1988, 9, 7), 35), (date(1988, 9, 6), 36)],
)
def test_age_counts_completed_years(lahir: date, umur: int) -> None:
    assert usia(lahir, HARI_INI) == umur
    assert kode(replace(BERKAS, tanggal_lahir=lahir)) == {17: ["USIA_KURANG"], 36: ["USIA_LEBIH"]}.get(umur, ["MEMENUHI_SYARAT"])


def test_born_on_a_leap_day() -> None:
    assert usia(date(2004, 2, 29), date(2022, 2, 28)) == 17
    assert usia(date(2004, 2, 29), date(2022, 3, 1)) == 18


@pytest.mark.parametrize(
    ("jabatan", "kualifikasi", "batas"),
    [
        ("DOKTER AHLI PERTAMA - DOKTER SPESIALIS BEDAH ANAK", "PROFESI|DOKTER SPESIALIS BEDAH ANAK", 40),
        ("DOKTER GIGI AHLI PERTAMA - DOKTER GIGI SPESIALIS KONSERVASI GIGI", "PROFESI|X", 40),
        ("DOKTER PENDIDIK KLINIS AHLI PERTAMA", "PROFESI|X", 40),
        ("DOKTER AHLI PERTAMA", "PROFESI|DOKTER", 35),
        ("DOKTER HEWAN KARANTINA AHLI PERTAMA", "PROFESI|DOKTER HEWAN", 35),
        ("DOSEN ASISTEN AHLI", "S-2|S-2 AKUNTANSI", 35),
        ("DOSEN ASISTEN AHLI", "S-3/DOKTOR|S-3 AKUNTANSI", 40),
        ("PENELITI AHLI MUDA", "S-3/DOKTOR|S-3 BIOLOGI", 40),
        ("TEKNISI PENELITIAN DAN PEREKAYASAAN TERAMPIL", "S-3/DOKTOR|S-3 BIOLOGI", 35),
    ],
)
def test_forty_only_for_named_jabatan(jabatan: str, kualifikasi: str, batas: int) -> None:
    assert batas_usia(ATURAN, jabatan, kualifikasi)[0] == batas


def test_all_failed_requirements_are_told() -> None:
    buruk = Berkas(
        tanggal_lahir=date(1970, 1, 1),
        tanggal_melamar=HARI_INI,
        tanggal_usia=HARI_INI,
        kualifikasi="X|Y",
        dokumen=frozenset(DOKUMEN) - {"KTP", "IJAZAH"},
        sanksi_sampai=HARI_INI,
    )
    hasil = periksa(buruk, SYARAT, ATURAN)
    assert [alasan.kode for alasan in hasil.alasan] == ["USIA_LEBIH", "KUALIFIKASI_TIDAK_SESUAI", "DOKUMEN_TIDAK_LENGKAP", "DALAM_SANKSI"]
    assert dict(hasil.alasan[2].angka) == {"jumlah": 2, "dokumen": "KTP, IJAZAH"}
    assert "Pasal 58" in hasil.alasan[3].pasal


def test_special_need_types_ask_for_more_documents() -> None:
    disabilitas = replace(SYARAT, jenis_kebutuhan="DISABILITAS")
    assert kode(BERKAS, disabilitas) == ["DOKUMEN_TIDAK_LENGKAP"]
    lengkap = replace(BERKAS, dokumen=frozenset(DOKUMEN) | {"SURAT_KETERANGAN_DISABILITAS", "VIDEO_KEGIATAN"})
    assert kode(lengkap, disabilitas) == ["MEMENUHI_SYARAT"]


def test_a_sanction_holds_through_its_last_day() -> None:
    assert kode(replace(BERKAS, sanksi_sampai=date(2024, 9, 6))) == ["DALAM_SANKSI"]
    assert kode(replace(BERKAS, sanksi_sampai=date(2024, 9, 5))) == ["MEMENUHI_SYARAT"]


@pytest.mark.parametrize("nama", names("CPNS"))
def test_every_rule_set_has_registration(nama: str) -> None:
    aturan = load(nama)
    assert aturan.awalan_peserta == nama[-2:]
    assert set(aturan.label_kebutuhan.values()) == set(aturan.digit_kebutuhan)


@pytest.mark.parametrize(
    ("ubah", "keluhan"),
    [
        ({"usia_min": 0}, "not a range"),
        ({"usia_maks": 17}, "not a range"),
        ({"usia_maks": 61}, "lower than usia_maks"),
        ({"usia_maks": "35"}, "usia_maks is not a whole number"),
        ({"awalan_peserta": "2024"}, "awalan_peserta must be two digits"),
        ({"salah_ketik": 1}, "knows no salah_ketik"),
        ({"dokumen_wajib": "KTP"}, "dokumen_wajib is not a list"),
        ({"digit_kebutuhan": {"UMUM": 1}}, "without a digit"),
    ],
)
def test_a_rule_set_that_contradicts_itself_is_refused(ubah: dict[str, object], keluhan: str) -> None:
    tabel = read("cpns-2024")["pendaftaran"]
    assert isinstance(tabel, dict)
    with pytest.raises((TypeError, ValueError), match=keluhan):
        parse({**tabel, **ubah})


def test_the_section_and_the_rule_set_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    tabel = {nama: isi for nama, isi in read("cpns-2024").items() if nama != "pendaftaran"}
    monkeypatch.setattr("shared.aturan.loading.read", lambda *_: tabel)
    with pytest.raises(AturanTidakSah, match=r"rule set cpns-2024: \[pendaftaran\] 'pendaftaran' is missing"):
        load.__wrapped__("cpns-2024")
    tabel["pendaftaran"] = {}
    with pytest.raises(AturanTidakSah, match=r"rule set cpns-2024: \[pendaftaran\] '.*' is missing"):
        load.__wrapped__("cpns-2024")
