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
    "MEMENUHI_SYARAT": lambda a: f"Semua syarat terpenuhi; usia {a['usia']} tahun, paling tinggi {a['usia_maks']} tahun.",
}


def kalimat(alasan: Alasan) -> str:
    """The reason in one sentence with its legal basis; an unknown code is shown as it is."""
    tulis = _KALIMAT.get(alasan.kode)
    isi = tulis(dict(alasan.angka)) if tulis else f"{alasan.kode}."
    return f"{isi} Dasar: {alasan.pasal}."


def _studi(kualifikasi: str) -> str:
    """Write a study as people do: S-1 ILMU KOMPUTER."""
    jenjang, _, program = kualifikasi.partition("|")
    return program if program.startswith(jenjang) else f"{jenjang} {program}"
