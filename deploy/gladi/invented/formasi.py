"""Posts of our own making, in the column layout of SSCASN: one row per formation and accepted study.

The shape follows the published catalogue of 2024 (61 % of formations have one seat, 18 % two, one in a hundred more than thirty;
half accept exactly one study; most pools of agency and jabatan hold a single formation; in a pool of several 47 % of all pairs, 83 % in
the mean over the pools, accept a study in common; 85 % of the pools ask for one level); the posts themselves are invented.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import accumulate
from typing import NamedTuple

from deploy.gladi.invented.draws import Draws
from deploy.gladi.invented.names import nama_tempat

KOLOM = (
    *("formasi_id", "ins_nm", "jp_nama", "formasi_nm", "jabatan_nm", "lokasi_nm", "jumlah_formasi", "disable"),
    *("gaji_min", "gaji_max", "jenjang_studi", "program_studi", "grup"),
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
    *("KEARSIPAN", "KEUANGAN", "PERTANIAN", "KELAUTAN", "SISTEM INFORMASI"),
    *("LINGKUNGAN", "PELAYANAN UMUM", "STATISTIK", "HUKUM", "PERIZINAN"),
)
# The first two are central agencies.
_BENTUK = ("Badan Contoh", "Kementerian Contoh", "Pemerintah Kab. Contoh", "Pemerintah Kota Contoh", "Pemerintah Prov. Contoh")
_PUSAT = 2
_TINGKAT = ("AHLI PERTAMA", "TERAMPIL")


class Lowong(NamedTuple):
    """One formation: its columns up to the pay, its accepted studies as (jenjang, program), the number of its agency, and its group."""

    kepala: tuple[str, ...]
    studi: tuple[tuple[str, str], ...]
    instansi: int
    grup: str


def nama_instansi(seed: int, nomor: int) -> str:
    """The name of an agency."""
    tempat = nama_tempat(Draws(seed, "instansi", nomor))
    return f"{_BENTUK[nomor % len(_BENTUK)]} {tempat} {nomor + 1}"


def _grup(seed: int, instansi: int, nomor: int) -> str:
    """Some central agencies have two groups of units (PermenPANRB 27/2021, item 4 of filling); the others, and all regional ones, none."""
    if instansi % len(_BENTUK) >= _PUSAT or not Draws(seed, "grup-instansi", instansi).chance(0.4):
        return ""
    return f"WILAYAH {Draws(seed, 'grup', nomor).integer(1, 2)}"


def _jabatan(draws: Draws) -> str:
    return f"{draws.choose(_PERAN)} {draws.choose(_URUSAN)} {draws.choose(_TINGKAT)}"


def _studi(draws: Draws) -> tuple[str, list[str]]:
    """The level that a jabatan asks for, and its studies, the most usual first."""
    nama_jenjang, singkat, _ = _JENJANG[draws.weighted(_BOBOT_JENJANG)]
    bidang = [*_BIDANG]
    draws.shuffle(bidang)
    return nama_jenjang, [f"{singkat} {nama}" for nama in bidang[:_STUDI_MAKS]]


def kuota(draws: Draws) -> int:
    """Seats of one post."""
    pilihan = draws.weighted(_BOBOT_KUOTA)
    return _KUOTA[pilihan][0] if pilihan < len(_KUOTA) else min(300, round(10 * draws.pareto(1.1)))


def _lowong(seed: int, nomor: int, banyak_instansi: int) -> Lowong:
    draws = Draws(seed, "formasi", nomor)
    instansi = min(int(draws.uniform() ** 1.7 * banyak_instansi), banyak_instansi - 1)
    # The first nine cover every need type, however small the season.
    label = _LABEL[nomor] if nomor < len(_LABEL) else _LABEL[draws.weighted(_BOBOT_LABEL)]
    # An agency looks for few kinds of officer in many units, so most seats lie in pools of several formations.
    kode = f"{instansi}/{int(draws.uniform() ** 2 * 9)}"
    jabatan = _jabatan(Draws(seed, "jabatan", kode))
    nama_jenjang, studi_jabatan = _studi(Draws(seed, "studi", kode))
    if draws.chance(0.49):
        studi = [studi_jabatan[int(draws.uniform() ** 4 * _STUDI_SENDIRI)]]
    else:
        studi = studi_jabatan[: min(len(studi_jabatan), 1 + round(draws.pareto(1.0)))]
    gaji = draws.integer(20, 32) * 100_000
    kepala = (
        sha256(f"{seed}/formasi/{nomor}".encode()).hexdigest()[:24],
        nama_instansi(seed, instansi),
        "CPNS",
        label,
        jabatan,
        f"{nama_instansi(seed, instansi).upper()} | DINAS {nama_tempat(draws).upper()} | BIDANG {draws.integer(1, 40)}",
        str(kuota(draws)),
        "1" if draws.chance(0.61) else "0",
        str(gaji),
        str(gaji + draws.integer(0, 25) * 100_000),
    )
    return Lowong(kepala, tuple((nama_jenjang, nama) for nama in sorted(studi)), instansi, _grup(seed, instansi, nomor))


def _csv(baris: Sequence[tuple[str, ...]]) -> bytes:
    keluar = io.StringIO(newline="")
    tulis = csv.writer(keluar)
    tulis.writerow(KOLOM)
    tulis.writerows(baris)
    return keluar.getvalue().encode()


def semua_lowong(seed: int, banyak: int) -> list[Lowong]:
    """The first `banyak` posts of a CPNS season."""
    banyak_instansi = max(3, banyak // 12)
    return [_lowong(seed, nomor, banyak_instansi) for nomor in range(banyak)]


def berkas(semua: Iterable[Lowong], awalan: str, *, shuffle_seed: int, banyak_berkas: int) -> dict[str, bytes]:
    """Files of these posts, name (beginning with `awalan`) to CSV content; a formation is never split over two files."""
    isi: list[list[tuple[str, ...]]] = [[] for _ in range(banyak_berkas)]
    for lowong in semua:
        isi[lowong.instansi % banyak_berkas].extend((*lowong.kepala, *studi, lowong.grup) for studi in lowong.studi)
    nama = list(range(banyak_berkas))
    Draws(shuffle_seed, f"urutan-berkas-{awalan}", 0).shuffle(nama)
    for urutan in nama:
        Draws(shuffle_seed, f"urutan-baris-{awalan}", urutan).shuffle(isi[urutan])
    return {f"{awalan}-{urutan + 1:02d}.csv": _csv(isi[urutan]) for urutan in nama if isi[urutan]}


def berkas_formasi(seed: int, banyak: int, *, shuffle_seed: int = 0, banyak_berkas: int = 4) -> dict[str, bytes]:
    """Files of `banyak` formations of a CPNS season, name to CSV content.

    Args:
        seed: seed of the season; decides the posts.
        banyak: formations in all files together.
        shuffle_seed: seed of the order of rows and files; must not change the outcome of the season.
        banyak_berkas: files to spread the formations over; a formation is never split.
    """
    return berkas(semua_lowong(seed, banyak), "formasi", shuffle_seed=shuffle_seed, banyak_berkas=banyak_berkas)
