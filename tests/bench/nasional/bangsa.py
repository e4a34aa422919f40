"""A nation from a seed: posts with the skew of the published catalogue, and everybody who applied, with every score they would get.

Fractions appear here only: this draws numbers, it does not decide anything.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from services.penilaian.massal import TIDAK_ADA, Kolom, TabelFormasi, TabelSkb, TabelSkd
from services.penilaian.massal.kolom import KEHADIRAN, STATUS_SKB
from shared.aturan import Kehadiran, StatusSkb

PELAMAR = 3_570_000
FORMASI = 250_000

# Shares of formations by need type, of a 15 % sample of the catalogue of 2024.
_JENIS = {
    "UMUM": 0.911, "OAP": 0.024, "DISABILITAS": 0.018, "CUMLAUDE": 0.0145, "PAPUA": 0.0115, "KALIMANTAN": 0.0097, "NON_OAP": 0.0083,
    "DIASPORA": 0.0027, "DAERAH_TERTINGGAL": 0.0003,
}  # fmt: skip
_JABATAN = (
    *(f"PENATA LAYANAN {n:04d}" for n in range(1_990)),
    *(f"DOKTER AHLI PERTAMA {n}" for n in range(6)),
    "RESCUER",
    "NAKHODA KAPAL 1",
)
_STUDI = 12
_EKOR = 1.5
_KURSI = 0.285
_LAHIR = (date(1989, 9, 1).toordinal(), date(2006, 9, 1).toordinal())


@dataclass(frozen=True, slots=True)
class Bangsa:
    """Everything that goes in; people stand kelompok by kelompok, inside it in order of participant number.

    Attributes:
        unit: by formation, number of the unit inside its kelompok.
        diterima: by formation, bit n set where study n of the kelompok is accepted.
        studi: by person, the verified study.
        skb: by person, what the SKB would give if they were called; only those called are ever looked at.
        awal_formasi, awal_orang: by kelompok, the first row; one more at the end.
    """

    formasi: TabelFormasi
    unit: Kolom
    diterima: Kolom
    skd: TabelSkd
    studi: Kolom
    skb: TabelSkb
    awal_formasi: NDArray[np.intp]
    awal_orang: NDArray[np.intp]

    @property
    def pelamar(self) -> int:
        """How many people."""
        return len(self.studi)


def nomor_peserta(row: int) -> str:
    """The participant number of a row; numbers ascend with rows."""
    return str(24_000_020_110_000_000 + row)


def kode_formasi(row: int) -> str:
    """The id of a post."""
    return f"f-{row:06d}"


def nama_studi(kelompok: int, studi: int) -> str:
    """Studies are few, and neighbours share them."""
    return f"S-1|S-1 PRODI {(kelompok * 7 + studi) % 900:03d}"


def lahirkan(seed: int, pelamar: int = PELAMAR, formasi: int = FORMASI) -> Bangsa:
    """Draw a nation; the same for the same seed and size."""
    rng = np.random.default_rng(seed)
    kelompok = _kelompok(rng, formasi)
    jumlah = int(kelompok[-1]) + 1
    # What draws applicants to a post, and agencies to give it seats, has a heavy tail: the quantiles of a Pareto distribution of mean 1, so
    # that nations of every size have the same shape.
    daya = rng.permutation(((np.arange(formasi) + 0.5) / formasi) ** (-1 / _EKOR)) * (_EKOR - 1) / _EKOR
    pos = TabelFormasi(
        kelompok=kelompok,
        jenis=_pilih(rng, list(_JENIS.values()), formasi),
        jabatan=rng.integers(0, len(_JABATAN), jumlah)[kelompok],
        kuota=1 + rng.poisson(_KURSI * daya),
        nama_jenis=tuple(_JENIS),
        nama_jabatan=_JABATAN,
    )
    di = np.searchsorted(np.cumsum(daya / daya.sum()), rng.random(pelamar)).clip(max=formasi - 1)
    di = di[np.argsort(kelompok[di] + rng.random(pelamar), kind="stable")]
    kemampuan = rng.standard_normal(pelamar)
    hadir = _pilih(rng, [{Kehadiran.HADIR: 0.88, Kehadiran.TH: 0.1199, Kehadiran.DIS: 0.0001}[satu] for satu in KEHADIRAN], pelamar)
    skd = TabelSkd(
        formasi=di,
        kehadiran=hadir,
        twk=_nilai(rng, kemampuan, (80, 21), (150, 5)),
        tiu=_nilai(rng, kemampuan, (93, 27), (175, 5)),
        tkp=_nilai(rng, kemampuan, (169, 17), (225, 1)),
        tahun_asal=np.where(rng.random(pelamar) < 0.03, 2023, TIDAK_ADA),
    )
    diterima = _diterima(rng, kelompok, jumlah)
    return Bangsa(
        formasi=pos,
        unit=_unit(rng, kelompok, jumlah),
        diterima=diterima,
        skd=skd,
        studi=_studi(rng, diterima[di]),
        skb=_skb(rng, skd, kemampuan, kelompok[di], jumlah),
        awal_formasi=np.searchsorted(kelompok, np.arange(jumlah + 1)),
        awal_orang=np.searchsorted(kelompok[di], np.arange(jumlah + 1)),
    )


def _kelompok(rng: np.random.Generator, formasi: int) -> Kolom:
    """Ascending numbers without gaps; the largest kelompok holds about 1.5 % of all posts, as in the catalogue, the median one a single."""
    bobot = (np.arange(formasi * 2 // 5) + 3.0) ** -0.85
    tarik = np.sort(np.searchsorted(np.cumsum(bobot / bobot.sum()), rng.random(formasi)))
    return np.cumsum(np.diff(tarik, prepend=tarik[0]) > 0)


def _unit(rng: np.random.Generator, kelompok: Kolom, jumlah: int) -> Kolom:
    ukuran = np.bincount(kelompok, minlength=jumlah)
    return (rng.random(len(kelompok)) * np.maximum(1, ukuran * 4 // 5)[kelompok]).astype(np.int64)


def _diterima(rng: np.random.Generator, kelompok: Kolom, jumlah: int) -> Kolom:
    """Half of the posts accept exactly one study; the first ones of a kelompok are the common ones."""
    kolam = rng.integers(1, _STUDI + 1, jumlah)[kelompok]
    diterima = np.zeros(len(kelompok), dtype=np.int64)
    banyak = np.minimum(_pilih(rng, [0.49, 0.17, 0.09, 0.06, 0.05, 0.14], len(kelompok)) + 1, kolam)
    for ke in range(6):
        satu = (rng.random(len(kelompok)) ** 2 * kolam).astype(np.int64)
        diterima |= np.where(ke < banyak, 1 << satu, 0)
    return diterima


def _studi(rng: np.random.Generator, diterima: Kolom) -> Kolom:
    """One of the accepted studies of the own post: the first at or after a random one."""
    mulai = rng.integers(0, _STUDI, len(diterima))
    studi = np.full(len(diterima), TIDAK_ADA)
    for ke in range(_STUDI):
        calon = (mulai + ke) % _STUDI
        studi = np.where((studi == TIDAK_ADA) & (diterima >> calon & 1 == 1), calon, studi)
    return studi


def _skb(rng: np.random.Generator, skd: TabelSkd, kemampuan: NDArray[np.float64], kelompok: Kolom, jumlah: int) -> TabelSkb:
    n = len(kelompok)
    # Two in three sit the computer test alone, published in steps of 0.2; the others have parts, to three decimals.
    satuan = np.where(rng.random(jumlah) < 0.67, 200, 1)[kelompok]
    nilai = (62_000 + 7_000 * kemampuan + 10_000 * rng.standard_normal(n)).clip(0, 100_000).astype(np.int64) // satuan * satuan
    bagian = [{StatusSkb.HADIR: 0.949, StatusSkb.TH: 0.04, StatusSkb.TMS_1: 0.01, StatusSkb.DIS: 0.001}[satu] for satu in STATUS_SKB]
    status = _pilih(rng, bagian, n)
    ijazah = rng.random(jumlah)[kelompok] < 0.1
    campur = (rng.random(jumlah)[kelompok] < 0.1) & (rng.random(n) < 0.5)
    return TabelSkb(
        formasi=skd.formasi,
        twk=skd.twk,
        tiu=skd.tiu,
        tkp=skd.tkp,
        status=status,
        nilai_skb=nilai,
        ipk=rng.integers(275, 401, n),
        skala_ipk=(ijazah ^ campur).astype(np.int64),
        usia=_LAHIR[1] - rng.integers(*_LAHIR, n),
        gugur_di=np.where((status == STATUS_SKB.index(StatusSkb.TMS_1)) & (rng.random(n) < 0.5), 0, TIDAK_ADA),
        nama_bagian=("PRAKTIK",),
    )


def _nilai(rng: np.random.Generator, kemampuan: NDArray[np.float64], sebaran: tuple[int, int], batas: tuple[int, int]) -> Kolom:
    """Scores around a mean with a width, from 0 to a greatest one in steps."""
    (rata, lebar), (maksimum, kelipatan) = sebaran, batas
    nilai = rata + lebar * (0.7 * kemampuan + 0.7 * rng.standard_normal(len(kemampuan)))
    return (nilai.clip(0, maksimum) / kelipatan).round().astype(np.int64) * kelipatan


def _pilih(rng: np.random.Generator, bagian: list[float], banyak: int) -> Kolom:
    return np.searchsorted(np.cumsum(bagian)[:-1] / sum(bagian), rng.random(banyak), side="right").astype(np.int64)
