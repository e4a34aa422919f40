"""Which function applies which part of a rule set: the hand-made half of docs/aturan.md; tests are found by themselves.

A function is named as `path::name`, a method as `path::Class.name`; the first of a part is the one that decides. Parts are paths in the
TOML file without the numbers of array tables; of a table that names several articles, the key stands behind a hash.
"""

from collections.abc import Mapping
from dataclasses import dataclass

_SKD = "services/penilaian/domain/skd.py"
_BERKAS = "services/penilaian/domain/berkas.py"
_POTONG = "services/penilaian/domain/potong.py"
_SKB = "services/penilaian/domain/skb.py"
_INTEGRASI = "services/penilaian/domain/integrasi.py"
_SUSUN = "services/penilaian/domain/susun.py"
_PPPK = "services/penilaian/domain/pppk.py"
_PERIKSA = "services/pendaftaran/domain/pemeriksaan.py"
_SYARAT_PPPK = "services/pendaftaran/domain/syarat_pppk.py"
_RIWAYAT = "services/pendaftaran/domain/riwayat.py"
_PENEMPATAN = "services/penempatan/domain/penempatan.py"
_PENGGANTIAN = "services/penempatan/domain/penggantian.py"
_KETENTUAN = "services/penempatan/domain/ketentuan.py"
_LAMARAN = "services/pendaftaran/usecases/lamaran.py"
_KELAYAKAN = "services/penempatan/domain/kelayakan.py"
_PENGISIAN = "services/penempatan/domain/pengisian.py"
_KUOTA = "services/pendaftaran/domain/kuota.py"
_JADWAL = "services/pendaftaran/domain/jadwal"
_MUNDUR = "services/kepegawaian/domain/pengunduran.py"


@dataclass(frozen=True, slots=True)
class Butir:
    """What a part says, in a few words, and the functions that apply it."""

    isi: str
    fungsi: tuple[str, ...]


PETA: Mapping[str, Butir] = {
    ".": Butir("the decree of the selection as a whole", ("shared/aturan/loading.py::parse", "shared/aturan/periksa.py::periksa")),
    "skd": Butir("composition and scale of the SKD; points that cannot occur", (f"{_BERKAS}::dapat", f"{_BERKAS}::mungkin")),
    "ambang": Butir("passing grade by need type", (f"{_SKD}::kurang_dari_ambang", f"{_SKD}::putuskan_skd")),
    "ambang_jabatan": Butir(
        "passing grade of single jabatan", ("shared/aturan/seleksi.py::AturanSeleksi.ambang_batas", f"{_SKD}::putuskan_skd")
    ),
    "bawaan": Butir("an earlier year's SKD instead of a new one", ("services/penilaian/domain/bawaan.py::periksa_bawaan",)),
    "potong": Butir("cut-off to the SKB, ties, all equals at the last place", (f"{_POTONG}::urutkan", f"{_POTONG}::potong")),
    "skb": Butir("the SKB from its parts, absence and knock-outs", (f"{_SKB}::gabungkan",)),
    "skb.batas": Butir("what an agency may announce as parts", (f"{_SKB}::periksa_bagian",)),
    "integrasi": Butir("weights and rounding steps of the final score", (f"{_INTEGRASI}::integrasikan", f"{_INTEGRASI}::bulatkan")),
    "peringkat": Butir(
        "order of the final ranking, ties that stay until they are signed",
        (
            "services/penilaian/domain/peringkat.py::peringkatkan",
            f"{_SUSUN}::susun",
            "services/penilaian/domain/seri.py::seri_diputuskan",
            "services/penilaian/domain/urutan_seri.py::cela_urutan",
        ),
    ),
    "pengisian": Butir(
        "empty seats filled between formations: the order of steps, vacancies and people",
        (f"{_PENGISIAN}::isi_antar_formasi", f"{_KETENTUAN}::Ketentuan.tahapan", f"{_PENEMPATAN}::tempatkan"),
    ),
    "pengisian.langkah": Butir(
        "one step: for which seats, for whom, in which unit, by which grade",
        (f"{_KELAYAKAN}::Kelayakan.berhak", f"{_KELAYAKAN}::Kelayakan.halangan", f"{_PENGISIAN}::isi_antar_formasi"),
    ),
    "kuota#pasal_cumlaude": Butir("least seats for the best graduates", (f"{_KUOTA}::periksa_kuota",)),
    "kuota#pasal_disabilitas": Butir("least seats for the disabled", (f"{_KUOTA}::periksa_kuota",)),
    "kuota#pasal_papua": Butir("least seats for Papua, by size of the agency", (f"{_KUOTA}::periksa_kuota",)),
    "kode": Butir(
        "codes as printed that year",
        (
            f"{_KETENTUAN}::Ketentuan.kode_dari",
            "services/penilaian/alat/pemeringkatan.py::peringkatkan_tabel",
            "services/penilaian/alat/pemotongan.py::potong_tabel",
        ),
    ),
    "sanggah": Butir(
        "objections: stage, days, what must be contested; what an accepted one changes in seats",
        (
            "shared/aturan/sanggah.py::parse",
            f"{_JADWAL}/hukum.py::cela_hukum",
            "services/penilaian/domain/sanggah.py::masa_sanggah",
            "services/penempatan/domain/koreksi.py::tempatkan_ulang",
        ),
    ),
    "jadwal#pasal_urutan": Butir(
        "which stages a season has and in which order", (f"{_JADWAL}/hukum.py::cela_hukum", f"{_JADWAL}/__init__.py::periksa")
    ),
    "jadwal#pasal_pengumuman": Butir("how long posts are announced", (f"{_JADWAL}/hukum.py::cela_hukum",)),
    "jadwal#pasal_jarak": Butir(
        "working days from the closing of registration to the first test",
        (f"{_JADWAL}/hukum.py::cela_hukum", "shared/kalender/__init__.py::Kalender.jumlah"),
    ),
    "pendaftaran#pasal_usia": Butir("age on the day of application", (f"{_PERIKSA}::usia", f"{_PERIKSA}::batas_usia")),
    "pendaftaran.usia_khusus": Butir("higher ages for single jabatan", (f"{_PERIKSA}::batas_usia",)),
    "pendaftaran.pengalaman": Butir(
        "years of relevant work on the day of application",
        (
            f"{_SYARAT_PPPK}::pengalaman_diminta",
            f"{_SYARAT_PPPK}::periksa_pengalaman",
            f"{_RIWAYAT}::hari_kerja",
            f"{_RIWAYAT}::hari_minimum",
        ),
    ),
    "pendaftaran.registrasi": Butir("registration (STR) for health jabatan", (f"{_SYARAT_PPPK}::periksa_registrasi",)),
    "pendaftaran#pasal_kualifikasi": Butir("the study must be accepted by the post", (f"{_PERIKSA}::periksa",)),
    "pendaftaran#pasal_dokumen": Butir("documents to be handed in", (f"{_PERIKSA}::dokumen_diminta", f"{_PERIKSA}::periksa")),
    "pendaftaran#pasal_sanksi": Butir(
        "nobody applies who is barred", (f"{_LAMARAN}::ajukan", f"{_LAMARAN}::ajukan_massal", f"{_PERIKSA}::periksa")
    ),
    "pendaftaran#pasal_satu_lamaran": Butir("one application a year", (f"{_LAMARAN}::ajukan", f"{_LAMARAN}::ajukan_massal")),
    "pengangkatan#pasal_penggantian": Butir(
        "who may be replaced, until when, and by whom", (f"{_MUNDUR}::putuskan", f"{_PENGGANTIAN}::gantikan")
    ),
    "pengangkatan#pasal_nip": Butir("composition of the NIP", ("services/kepegawaian/domain/nip.py::susun_nip",)),
    "pengangkatan#pasal_sanksi": Butir("the bar for who leaves", (f"{_MUNDUR}::sanksi",)),
    "pengangkatan#pasal_bebas": Butir("leaving another location before the NIP is free", (f"{_MUNDUR}::sanksi",)),
}

# Where a kind of selection applies a part by another function.
PETA_PPPK: Mapping[str, Butir] = {
    ".": Butir("the decree of the selection as a whole", ("shared/aturan/pppk.py::parse",)),
    "ujian": Butir("composition and scale of the test; points that cannot occur", (f"{_PPPK}::mungkin_pppk",)),
    "ujian_jabatan": Butir("another test for single jabatan", ("shared/aturan/pppk.py::AturanPppk.syarat", f"{_PPPK}::mungkin_pppk")),
    "ambang": Butir("grades that everybody must reach", (f"{_PPPK}::kurang_dari_ambang",)),
    "ambang.teknis": Butir("technical grade by jabatan", ("shared/aturan/pppk.py::AturanPppk.syarat", f"{_PPPK}::kurang_dari_ambang")),
    "afirmasi": Butir("points added to the technical part", (f"{_PPPK}::nilai_teknis", f"{_SYARAT_PPPK}::periksa_afirmasi")),
    "peringkat": Butir(
        "order of the ranking, ties that stay until they are signed",
        (f"{_PPPK}::peringkatkan_pppk", f"{_SUSUN}::susun", "services/penilaian/domain/urutan_seri.py::cela_tempat_pppk"),
    ),
    "pengisian": Butir(
        "empty seats filled between formations; read and checked, while only CPNS are placed", ("shared/aturan/pengisian.py::parse",)
    ),
    "pengisian.langkah": Butir("one step; read and checked, while only CPNS are placed", ("shared/aturan/pengisian.py::parse",)),
    "kode": Butir("codes as printed that year", ("services/penilaian/alat/pemeringkatan_pppk.py::peringkatkan_tabel",)),
    "pengangkatan#pasal_penggantian": Butir(
        "who may be replaced, until when; read and checked, while only CPNS are replaced", ("shared/aturan/pengangkatan.py::parse",)
    ),
    "pengangkatan#pasal_nip": Butir(
        "composition of the NI PPPK; read and checked, while only CPNS are numbered", ("shared/aturan/pengangkatan.py::parse",)
    ),
}

# Tests that reach functions through a table of modules, another function or a command line, which no reader of names can follow.
_BERSAMA = ("tests/property/penilaian/test_two_implementations.py", "tests/unit/penilaian/test_mutations.py")
_ALAT = ("tests/unit/penilaian/test_alat.py",)
_PINTU = ("tests/integration/pendaftaran/test_lamaran.py",)
_PELAMAR_PPPK = ("tests/unit/pendaftaran/test_syarat_pppk.py",)
_KALENDER = ("tests/unit/pendaftaran/test_jadwal.py", "tests/property/pendaftaran/test_jadwal.py")
UJI_TAMBAHAN: Mapping[str, tuple[str, ...]] = {
    f"{_KETENTUAN}::Ketentuan.kode_dari": ("tests/unit/shared/aturan/test_tahun.py", "tests/unit/penempatan/test_pengisian.py"),
    f"{_KELAYAKAN}::Kelayakan.berhak": ("tests/unit/penempatan/test_pengisian.py", "tests/property/penempatan/test_two_implementations.py"),
    f"{_KELAYAKAN}::Kelayakan.halangan": ("tests/unit/penempatan/test_kalimat.py",),
    f"{_KETENTUAN}::Ketentuan.tahapan": ("tests/unit/penempatan/test_pengisian.py",),
    f"{_JADWAL}/hukum.py::cela_hukum": _KALENDER,
    f"{_JADWAL}/__init__.py::periksa": _KALENDER,
    f"{_SYARAT_PPPK}::periksa_pengalaman": _PELAMAR_PPPK,
    f"{_SYARAT_PPPK}::periksa_registrasi": _PELAMAR_PPPK,
    f"{_SYARAT_PPPK}::periksa_afirmasi": _PELAMAR_PPPK,
    f"{_LAMARAN}::ajukan": _PINTU,
    f"{_LAMARAN}::ajukan_massal": _PINTU,
    f"{_SKD}::kurang_dari_ambang": _BERSAMA,
    f"{_SKD}::putuskan_skd": _BERSAMA,
    f"{_POTONG}::urutkan": _BERSAMA,
    f"{_POTONG}::potong": _BERSAMA,
    f"{_SKB}::gabungkan": _BERSAMA,
    f"{_INTEGRASI}::integrasikan": _BERSAMA,
    "services/penilaian/domain/peringkat.py::peringkatkan": _BERSAMA,
    f"{_PPPK}::peringkatkan_pppk": _BERSAMA,
    f"{_PPPK}::nilai_teknis": _BERSAMA,
    f"{_PPPK}::kurang_dari_ambang": _BERSAMA,
    "services/penilaian/domain/urutan_seri.py::cela_tempat_pppk": _ALAT,
    "services/penilaian/alat/pemeringkatan.py::peringkatkan_tabel": _ALAT,
    "services/penilaian/alat/pemeringkatan_pppk.py::peringkatkan_tabel": _ALAT,
    "services/penilaian/alat/pemotongan.py::potong_tabel": _ALAT,
}


def butir(jenis_pengadaan: str, bagian: str) -> Butir | None:
    """Look up a part of a rule set of that kind."""
    own = PETA_PPPK.get(bagian) if jenis_pengadaan == "PPPK" else None
    return own or PETA.get(bagian)
