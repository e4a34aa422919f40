from datetime import UTC, datetime

from services.pendaftaran.domain.kalimat import kalimat, waktu_wib
from shared.aturan import Alasan


def test_reasons_are_sentences_with_their_article() -> None:
    alasan = Alasan("USIA_LEBIH", "PP 11/2017 Pasal 23", (("usia", 36), ("usia_maks", 35)))
    teks = "Usia Anda 36 tahun pada saat melamar; paling tinggi 35 tahun untuk jabatan ini. Dasar: PP 11/2017 Pasal 23."
    assert kalimat(alasan) == teks
    assert kalimat(Alasan("DALAM_SANKSI", "P", (("sampai", "2028-12-31"),))).startswith(
        "Anda tidak dapat melamar sampai dengan 31 Desember 2028 karena sanksi."
    )
    assert "yang tidak ada: KTP, SURAT LAMARAN." in kalimat(Alasan("DOKUMEN_TIDAK_LENGKAP", "P", (("dokumen", "KTP, SURAT_LAMARAN"),)))
    for studi in ("S-1|S-1 SASTRA", "S-1|SASTRA"):
        assert "pendidikan S-1 SASTRA tidak" in kalimat(Alasan("KUALIFIKASI_TIDAK_SESUAI", "P", (("kualifikasi", studi),)))
    assert kalimat(Alasan("KODE_BARU", "Pasal 1")) == "KODE_BARU. Dasar: Pasal 1."


def test_moments_are_told_in_jakarta_time() -> None:
    assert waktu_wib(datetime(2024, 9, 6, 17, 30, 5, tzinfo=UTC)) == "7 September 2024 pukul 00.30.05 WIB"
