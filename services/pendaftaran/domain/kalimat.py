"""Reasons as sentences an applicant can act on."""

from collections.abc import Callable, Mapping
from datetime import date

from shared.aturan import Alasan
from shared.kalender import tanggal, waktu_wib

__all__ = ["kalimat", "tanggal", "waktu_wib"]

Angka = Mapping[str, int | str]

_KALIMAT: dict[str, Callable[[Angka], str]] = {
    "USIA_KURANG": lambda a: f"Usia Anda {a['usia']} tahun pada saat melamar; paling rendah {a['usia_min']} tahun.",
    "USIA_LEBIH": lambda a: f"Usia Anda {a['usia']} tahun pada saat melamar; paling tinggi {a['usia_maks']} tahun untuk jabatan ini.",
    "KUALIFIKASI_TIDAK_SESUAI": lambda a: (
        f"Kualifikasi pendidikan {_studi(str(a['kualifikasi']))} tidak termasuk yang diterima formasi ini."
    ),
    "DOKUMEN_TIDAK_LENGKAP": lambda a: f"Dokumen belum lengkap; yang tidak ada: {str(a['dokumen']).replace('_', ' ')}.",
    "DALAM_SANKSI": lambda a: f"Anda tidak dapat melamar sampai dengan {tanggal(date.fromisoformat(str(a['sampai'])))} karena sanksi.",
    "PENGALAMAN_KURANG": lambda a: (
        f"Pengalaman kerja Anda {a['hari']} hari pada saat melamar; paling sedikit {a['tahun_min']} tahun, yaitu {a['hari_min']} hari."
    ),
    "STR_TIDAK_ADA": lambda _: "Jabatan ini mensyaratkan Surat Tanda Registrasi (STR), dan dokumennya tidak ada.",
    "STR_TANPA_MASA_BERLAKU": lambda _: "Hari terakhir berlakunya Surat Tanda Registrasi (STR) Anda tidak disebut.",
    "STR_KEDALUWARSA": lambda a: (
        f"Surat Tanda Registrasi (STR) Anda berlaku sampai dengan {tanggal(date.fromisoformat(str(a['sampai'])))}; "
        "harus masih berlaku pada saat melamar."
    ),
    "AFIRMASI_DIAKUI": lambda a: f"Tambahan nilai karena {_afirmasi(a)} diakui: {a['nilai']} pada nilai teknis.",
    "AFIRMASI_BUKAN_UNTUK_JABATAN": lambda a: f"Tambahan nilai karena {_afirmasi(a)} tidak ada untuk jabatan ini.",
    "AFIRMASI_TANPA_DOKUMEN": lambda a: (
        f"Tambahan nilai karena {_afirmasi(a)} tidak diakui; dokumen yang tidak ada: {str(a['dokumen']).replace('_', ' ')}."
    ),
    "AFIRMASI_USIA_KURANG": lambda a: (
        f"Tambahan nilai karena {_afirmasi(a)} tidak diakui: usia Anda {a['usia']} tahun pada saat melamar, "
        f"paling rendah {a['usia_min']} tahun."
    ),
    "AFIRMASI_MASA_KERJA_KURANG": lambda a: (
        f"Tambahan nilai karena {_afirmasi(a)} tidak diakui: masa kerja Anda {a['hari']} hari pada saat melamar, "
        f"paling sedikit {a['tahun_min']} tahun, yaitu {a['hari_min']} hari."
    ),
    "MEMENUHI_SYARAT": lambda a: f"Semua syarat terpenuhi; usia {a['usia']} tahun, paling tinggi {a['usia_maks']} tahun.",
}

_AFIRMASI = {
    "SERTIFIKAT_PENDIDIK": "sertifikat pendidik",
    "USIA_35": "usia dan masa kerja",
    "THK_II": "terdaftar sebagai THK-II",
    "DISABILITAS": "disabilitas",
}


def kalimat(alasan: Alasan) -> str:
    """The reason in one sentence with its legal basis; an unknown code is shown as it is."""
    tulis = _KALIMAT.get(alasan.kode)
    isi = tulis(dict(alasan.angka)) if tulis else f"{alasan.kode}."
    return f"{isi} Dasar: {alasan.pasal}."


def _afirmasi(angka: Angka) -> str:
    return _AFIRMASI.get(str(angka["afirmasi"]), str(angka["afirmasi"]))


def _studi(kualifikasi: str) -> str:
    """Write a study as people do: S-1 ILMU KOMPUTER."""
    jenjang, _, program = kualifikasi.partition("|")
    return program if program.startswith(jenjang) else f"{jenjang} {program}"
