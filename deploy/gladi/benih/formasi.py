"""Posts of our own making, in the column layout of SSCASN: one row per formation and accepted study.

The shape follows the published catalogue of 2024 (61 % of formations have one seat, 18 % two, one in a hundred more than thirty;
half accept exactly one study; most pools of agency and jabatan hold a single formation; in a pool of several 47 % of all pairs, 83 % in
the mean over the pools, accept a study in common; 85 % of the pools ask for one level); the posts themselves are invented.
"""

import csv
import io
from collections.abc import Sequence
from hashlib import sha256
from itertools import accumulate
from typing import NamedTuple

from deploy.gladi.benih.nama import nama_tempat
from deploy.gladi.benih.undi import Undi

KOLOM = (
    "formasi_id",
    "ins_nm",
    "jp_nama",
    "formasi_nm",
    "jabatan_nm",
    "lokasi_nm",
    "jumlah_formasi",
    "disable",
    "gaji_min",
    "gaji_max",
    "jenjang_studi",
    "program_studi",
    "grup",
)

# Label of SSCASN 2024 and its weight: shares of the catalogue, the rare ones lifted so that a small season shows them.
_KEBUTUHAN = (
    ("UMUM", 820),
    ("PENYANDANG DISABILITAS", 35),
    ("ORANG ASLI PAPUA (OAP)", 30),
    ("PUTRA/PUTRI KALIMANTAN", 30),
    ("PUTRA/PUTRI PAPUA DAN PAPUA BARAT", 22),
    ("UMUM (NON OAP)", 20),
    ("LULUSAN TERBAIK", 25),
    ("PUTRA/PUTRI DAERAH TERTINGGAL", 10),
    ("DIASPORA", 8),
)
_LABEL = tuple(label for label, _ in _KEBUTUHAN)
_BOBOT_LABEL = tuple(accumulate(float(bobot) for _, bobot in _KEBUTUHAN))

_KUOTA = ((1, 613), (2, 179), (3, 68), (4, 39), (5, 26), (6, 13), (7, 10), (8, 7), (9, 6), (10, 10))
_BOBOT_KUOTA = tuple(accumulate([*(float(bobot) for _, bobot in _KUOTA), 29.0]))

_JENJANG = (
    ("S-1/Sarjana", "S-1", 300),
    ("Diploma IV", "D-IV", 240),
    ("Diploma III/Sarjana Muda", "D-III", 230),
    ("S-2", "S-2", 130),
    ("S-3/Doktor", "S-3", 40),
    ("SMK/SLTA Kejuruan", "SMK", 35),
    ("SLTA", "SLTA", 25),
)
_BOBOT_JENJANG = tuple(accumulate(float(bobot) for *_, bobot in _JENJANG))
_BIDANG = tuple(
    f"{ilmu} {cabang}".strip()
    for ilmu in ("ADMINISTRASI", "MANAJEMEN", "TEKNIK", "ILMU", "PENDIDIKAN", "TEKNOLOGI", "KESEHATAN", "EKONOMI")
    for cabang in ("PUBLIK", "ARSIP", "SIPIL", "KELAUTAN", "PERTANIAN", "INFORMATIKA", "LINGKUNGAN", "STATISTIKA", "HUKUM", "KEUANGAN")
)
# Studies of one jabatan, and among how many of them a formation that accepts only one chooses.
_STUDI_MAKS, _STUDI_SENDIRI = 25, 10
_PERAN = ("ANALIS", "PENATA KELOLA", "PRANATA", "PENGAWAS", "PENELAAH", "PENGELOLA", "TEKNISI", "PENYULUH")
_URUSAN = (
    "KEARSIPAN",
    "KEUANGAN",
    "PERTANIAN",
    "KELAUTAN",
    "SISTEM INFORMASI",
    "LINGKUNGAN",
    "PELAYANAN UMUM",
    "STATISTIK",
    "HUKUM",
    "PERIZINAN",
)
# The first two are central agencies.
_BENTUK = ("Badan Contoh", "Kementerian Contoh", "Pemerintah Kab. Contoh", "Pemerintah Kota Contoh", "Pemerintah Prov. Contoh")
_PUSAT = 2
_TINGKAT = ("AHLI PERTAMA", "TERAMPIL")


class _Lowong(NamedTuple):
    """One formation with its accepted studies as (jenjang, program)."""

    kepala: tuple[str, ...]
    studi: tuple[tuple[str, str], ...]
    instansi: int
    grup: str


def _instansi(benih: int, nomor: int) -> str:
    tempat = nama_tempat(Undi(benih, "instansi", nomor))
    return f"{_BENTUK[nomor % len(_BENTUK)]} {tempat} {nomor + 1}"


def _grup(benih: int, instansi: int, nomor: int) -> str:
    """Some central agencies have two groups of units (PermenPANRB 27/2021, item 4 of filling); the others, and all regional ones, none."""
    if instansi % len(_BENTUK) >= _PUSAT or not Undi(benih, "grup-instansi", instansi).peluang(0.4):
        return ""
    return f"WILAYAH {Undi(benih, 'grup', nomor).bulat(1, 2)}"


def _jabatan(undi: Undi) -> str:
    return f"{undi.pilih(_PERAN)} {undi.pilih(_URUSAN)} {undi.pilih(_TINGKAT)}"


def _studi(undi: Undi) -> tuple[str, list[str]]:
    """The level that a jabatan asks for, and its studies, the most usual first."""
    nama_jenjang, singkat, _ = _JENJANG[undi.berbobot(_BOBOT_JENJANG)]
    bidang = [*_BIDANG]
    undi.kocok(bidang)
    return nama_jenjang, [f"{singkat} {nama}" for nama in bidang[:_STUDI_MAKS]]


def _kuota(undi: Undi) -> int:
    pilihan = undi.berbobot(_BOBOT_KUOTA)
    return _KUOTA[pilihan][0] if pilihan < len(_KUOTA) else min(300, round(10 * undi.pareto(1.1)))


def _lowong(benih: int, nomor: int, banyak_instansi: int) -> _Lowong:
    undi = Undi(benih, "formasi", nomor)
    instansi = min(int(undi.satuan() ** 1.7 * banyak_instansi), banyak_instansi - 1)
    # The first nine cover every need type, however small the season.
    label = _LABEL[nomor] if nomor < len(_LABEL) else _LABEL[undi.berbobot(_BOBOT_LABEL)]
    # An agency looks for few kinds of officer in many units, so most seats lie in pools of several formations.
    kode = f"{instansi}/{int(undi.satuan() ** 2 * 9)}"
    jabatan = _jabatan(Undi(benih, "jabatan", kode))
    nama_jenjang, studi_jabatan = _studi(Undi(benih, "studi", kode))
    if undi.peluang(0.49):
        studi = [studi_jabatan[int(undi.satuan() ** 4 * _STUDI_SENDIRI)]]
    else:
        studi = studi_jabatan[: min(len(studi_jabatan), 1 + round(undi.pareto(1.0)))]
    gaji = undi.bulat(20, 32) * 100_000
    kepala = (
        sha256(f"{benih}/formasi/{nomor}".encode()).hexdigest()[:24],
        _instansi(benih, instansi),
        "CPNS",
        label,
        jabatan,
        f"{_instansi(benih, instansi).upper()} | DINAS {nama_tempat(undi).upper()} | BIDANG {undi.bulat(1, 40)}",
        str(_kuota(undi)),
        "1" if undi.peluang(0.61) else "0",
        str(gaji),
        str(gaji + undi.bulat(0, 25) * 100_000),
    )
    return _Lowong(kepala, tuple((nama_jenjang, nama) for nama in sorted(studi)), instansi, _grup(benih, instansi, nomor))


def _csv(baris: Sequence[tuple[str, ...]]) -> bytes:
    keluar = io.StringIO(newline="")
    tulis = csv.writer(keluar)
    tulis.writerow(KOLOM)
    tulis.writerows(baris)
    return keluar.getvalue().encode()


def berkas_formasi(benih: int, banyak: int, *, acak: int = 0, banyak_berkas: int = 4) -> dict[str, bytes]:
    """Files of `banyak` formations, name to CSV content.

    Args:
        benih: seed of the season; decides the posts.
        banyak: formations in all files together.
        acak: seed of the order of rows and files; must not change the outcome of the season.
        banyak_berkas: files to spread the formations over; a formation is never split.
    """
    banyak_instansi = max(3, banyak // 12)
    isi: list[list[tuple[str, ...]]] = [[] for _ in range(banyak_berkas)]
    for nomor in range(banyak):
        lowong = _lowong(benih, nomor, banyak_instansi)
        isi[lowong.instansi % banyak_berkas].extend((*lowong.kepala, *studi, lowong.grup) for studi in lowong.studi)
    nama = list(range(banyak_berkas))
    Undi(acak, "urutan-berkas-formasi", 0).kocok(nama)
    for urutan in nama:
        Undi(acak, "urutan-baris-formasi", urutan).kocok(isi[urutan])
    return {f"formasi-{urutan + 1:02d}.csv": _csv(isi[urutan]) for urutan in nama if isi[urutan]}
