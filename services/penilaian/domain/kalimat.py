"""Reasons as sentences that a participant understands (each decision states its reasons, UU 30/2014 Pasal 55); codes: docs/penilaian.md."""

from collections.abc import Callable, Mapping
from functools import cache
from string import Formatter
from typing import NamedTuple

from services.penilaian.domain.kode import KodeAlasan
from shared.alasan import Alasan, ribuan

_KALIMAT: dict[str, str] = {
    KodeAlasan.SKD_TIDAK_HADIR: "Anda tercatat tidak hadir pada SKD.",
    KodeAlasan.SKD_DISKUALIFIKASI: "Anda didiskualifikasi pada SKD.",
    KodeAlasan.SKD_DIBAWA: "Anda memakai nilai SKD tahun {tahun} yang diuji terhadap nilai ambang batas tahun ini.",
    KodeAlasan.SKD_AMBANG_TERPENUHI: "Nilai SKD Anda memenuhi nilai ambang batas.",
    KodeAlasan.SKD_AMBANG_TOTAL: "Jumlah nilai SKD Anda {nilai}, di bawah nilai ambang batas {batas}.",
    KodeAlasan.SKD_AMBANG_TWK: "Nilai TWK Anda {nilai}, di bawah nilai ambang batas {batas}.",
    KodeAlasan.SKD_AMBANG_TIU: "Nilai TIU Anda {nilai}, di bawah nilai ambang batas {batas}.",
    KodeAlasan.SKD_AMBANG_TKP: "Nilai TKP Anda {nilai}, di bawah nilai ambang batas {batas}.",
    KodeAlasan.SKB_DIPANGGIL: (
        "Dengan nilai SKD {skd} Anda berada di urutan {urutan} dan mengikuti SKB; tersedia {tempat} tempat untuk {kuota} kebutuhan, "
        "dan peserta terakhir yang dipanggil bernilai SKD {batas_skd}."
    ),
    KodeAlasan.SKB_DI_LUAR_BATAS: "Anda berada di urutan {urutan}, di luar {tempat} tempat SKB untuk {kuota} kebutuhan.",
    KodeAlasan.SKB_TIDAK_ADA_YANG_MEMENUHI_AMBANG: "Tidak ada peserta formasi ini yang memenuhi nilai ambang batas.",
    KodeAlasan.SKB_NILAI_SAMA_DI_BATAS: (
        "{dipanggil} peserta mengikuti SKB, lebih dari {tempat} tempat, karena nilai di urutan terakhir sama."
    ),
    KodeAlasan.SKB_PERINGKAT_TERBAIK: "{dipanggil} peserta terbaik dari {memenuhi_ambang} yang memenuhi nilai ambang batas mengikuti SKB.",
    KodeAlasan.SKB_SEMUA_YANG_MEMENUHI_AMBANG: "Semua {dipanggil} peserta yang memenuhi nilai ambang batas mengikuti SKB.",
    KodeAlasan.SKB_TIDAK_HADIR: "Anda tercatat tidak hadir pada SKB atau salah satu bagiannya.",
    KodeAlasan.SKB_GUGUR_BAGIAN_WAJIB: "Anda tidak memenuhi syarat pada bagian SKB yang menggugurkan.",
    KodeAlasan.SKB_DISKUALIFIKASI: "Anda didiskualifikasi pada SKB.",
    KodeAlasan.SKB_GABUNGAN: "Nilai SKB gabungan Anda {nilai_skb:ribu}, dihitung dari bagian-bagiannya menurut bobot yang diumumkan.",
    KodeAlasan.INTEGRASI: (
        "Nilai SKD {skd} menjadi {skd_100:ribu} pada skala 100; skor SKD {skor_skd:ribu} ditambah skor SKB {skor_skb:ribu}."
    ),
    KodeAlasan.PERINGKAT: "Peringkat Anda {peringkat} pada formasi dan {peringkat_kelompok} pada jabatan di instansi.",
    KodeAlasan.NILAI_AKHIR_SAMA: "Nilai akhir Anda sama dengan peserta di atas Anda; urutannya ditentukan oleh {penentu:kriteria}.",
    KodeAlasan.SKALA_IPK_BERBEDA: "IPK dan nilai ijazah tidak dibandingkan karena skalanya berbeda.",
    KodeAlasan.DATA_TIDAK_ADA: "Ukuran {ukuran:kriteria} tidak dibandingkan karena datanya tidak ada.",
    KodeAlasan.DI_DALAM_KUOTA: (
        "Nilai akhir Anda {nilai_akhir:ribu} berada di dalam jumlah kebutuhan formasi ini, yaitu {kuota}; "
        "peserta terakhir di dalamnya, nomor {peserta_terakhir}, bernilai {nilai_terakhir:ribu}."
    ),
    KodeAlasan.DI_LUAR_KUOTA: (
        "Nilai akhir Anda {nilai_akhir:ribu} berada di luar jumlah kebutuhan formasi ini, yaitu {kuota}; "
        "peserta terakhir di dalamnya, nomor {peserta_terakhir}, bernilai {nilai_terakhir:ribu}."
    ),
    KodeAlasan.SERI_DI_BATAS_KUOTA: (
        "Nilai akhir Anda {nilai_akhir:ribu}. Anda dan peserta lain sama dalam semua ukuran, tepat di batas {kuota} kebutuhan formasi ini."
    ),
    KodeAlasan.PPPK_TIDAK_HADIR: "Anda tercatat tidak hadir pada seleksi kompetensi.",
    KodeAlasan.PPPK_DISKUALIFIKASI: "Anda didiskualifikasi pada seleksi kompetensi.",
    KodeAlasan.PPPK_NILAI: (
        "Nilai Anda {total}: teknis {teknis}, manajerial dan sosial kultural {manajerial_sosiokultural}, wawancara {wawancara}."
    ),
    KodeAlasan.PPPK_AFIRMASI: "Nilai teknis Anda ditambah {nilai} karena {afirmasi:afirmasi}, sampai paling banyak nilai tertingginya.",
    KodeAlasan.PPPK_AMBANG_TERPENUHI: "Nilai Anda memenuhi nilai ambang batas setiap bagian.",
    KodeAlasan.PPPK_AMBANG_TEKNIS: "Nilai teknis Anda {nilai}, di bawah nilai ambang batas {batas}.",
    KodeAlasan.PPPK_AMBANG_MANAJERIAL_SOSIOKULTURAL: (
        "Jumlah nilai manajerial dan sosial kultural Anda {nilai}, di bawah nilai ambang batas {batas}."
    ),
    KodeAlasan.PPPK_AMBANG_WAWANCARA: "Nilai wawancara Anda {nilai}, di bawah nilai ambang batas {batas}.",
    KodeAlasan.PPPK_DI_DALAM_KUOTA: (
        "Nilai Anda {total} berada di dalam jumlah kebutuhan formasi ini, yaitu {kuota}; "
        "peserta terakhir di dalamnya, nomor {peserta_terakhir}, bernilai {total_terakhir}."
    ),
    KodeAlasan.PPPK_DI_LUAR_KUOTA: (
        "Nilai Anda {total} berada di luar jumlah kebutuhan formasi ini, yaitu {kuota}; "
        "peserta terakhir di dalamnya, nomor {peserta_terakhir}, bernilai {total_terakhir}."
    ),
    KodeAlasan.PPPK_SERI_DI_BATAS_KUOTA: (
        "Nilai Anda {total}. Anda dan peserta lain sama dalam semua ukuran, tepat di batas {kuota} kebutuhan formasi ini."
    ),
    KodeAlasan.SERI: "Semua ukuran Anda sama dengan peserta lain; urutannya menunggu keputusan Panselnas.",
    KodeAlasan.SERI_DIPUTUSKAN: (
        "Semua ukuran Anda sama dengan peserta lain; di antara mereka Panselnas menetapkan Anda pada urutan {urutan} "
        "dengan keputusan yang ditandatangani ({dokumen})."
    ),
}
# Of a table that does not say the need type: nobody was held against a passing grade.
_TANPA_AMBANG: dict[str, str] = {
    KodeAlasan.SKB_PERINGKAT_TERBAIK: "{dipanggil} peserta terbaik dari {memenuhi_ambang} yang hadir pada SKD mengikuti SKB.",
    KodeAlasan.SKB_SEMUA_YANG_MEMENUHI_AMBANG: "Semua {dipanggil} peserta yang hadir pada SKD mengikuti SKB.",
}
_KRITERIA = {
    "SKD": "jumlah nilai SKD",
    "TKP": "nilai TKP",
    "TIU": "nilai TIU",
    "TWK": "nilai TWK",
    "IPK": "IPK atau rata-rata nilai ijazah",
    "USIA": "usia",
    "TEKNIS": "nilai kompetensi teknis",
    "MANAJERIAL_SOSIOKULTURAL": "jumlah nilai manajerial dan sosial kultural",
    "WAWANCARA": "nilai wawancara",
}

_AFIRMASI = {
    "SERTIFIKAT_PENDIDIK": "sertifikat pendidik",
    "USIA_35": "usia paling rendah 35 tahun dengan masa kerja paling sedikit 3 tahun",
    "THK_II": "tercatat sebagai tenaga honorer kategori II",
    "LAIN": "keadaan yang diakui peraturan dan terbukti dalam dokumen Anda",
}


def _teks(value: int | str) -> str:
    return str(value)


def _ribu(value: int | str) -> str:
    return ribuan(value) if isinstance(value, int) else value


def _kriteria(value: int | str) -> str:
    return _KRITERIA.get(str(value), str(value))


def _afirmasi(value: int | str) -> str:
    return _AFIRMASI.get(str(value), str(value))


_CARA: dict[str, Callable[[int | str], str]] = {"": _teks, "ribu": _ribu, "kriteria": _kriteria, "afirmasi": _afirmasi}


class _Bentuk(NamedTuple):
    """A sentence taken apart once: a nation has millions of them."""

    pola: str
    isi: tuple[tuple[str, Callable[[int | str], str]], ...]


@cache
def _bentuk(sentence: str) -> _Bentuk:
    bagian = list(Formatter().parse(sentence))
    pola = "".join(f"{literal.replace('%', '%%')}{'' if nama is None else '%s'}" for literal, nama, _, _ in bagian)
    return _Bentuk(pola, tuple((nama, _CARA[cara or ""]) for _, nama, cara, _ in bagian if nama is not None))


def kalimat(alasan: Alasan) -> str:
    """The reason as one Indonesian sentence with its article; an unknown code is shown as it is."""
    return f"{isi_kalimat(alasan)} ({alasan.pasal})"


def isi_kalimat(alasan: Alasan) -> str:
    """The sentence alone; an unknown code is shown as it is."""
    sentence = _KALIMAT.get(alasan.kode)
    return alasan.kode if sentence is None else _isi(sentence, dict(alasan.angka))


def kalimat_tanpa_ambang(alasan: Alasan) -> str:
    """Do the same as `kalimat` for a list that was cut without testing the passing grade (KepmenPANRB 321/2024 and those before it).

    Empty for a reason that speaks of the grade itself.
    """
    if alasan.kode == KodeAlasan.SKD_AMBANG_TERPENUHI:
        return ""
    sentence = _TANPA_AMBANG.get(alasan.kode)
    return kalimat(alasan) if sentence is None else f"{_isi(sentence, dict(alasan.angka))} ({alasan.pasal})"


def kode_dikenal() -> frozenset[str]:
    """Every reason code that has a sentence."""
    return frozenset(_KALIMAT)


def _isi(sentence: str, angka: Mapping[str, int | str]) -> str:
    pola, isi = _bentuk(sentence)
    return pola % tuple([cara(angka[nama]) for nama, cara in isi])
