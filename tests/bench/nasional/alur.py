"""From the last SKD score to the last reason: what is measured, kelompok range by kelompok range, on some processes."""

import gc
import hashlib
import multiprocessing
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from itertools import pairwise
from operator import attrgetter

import numpy as np
import orjson
import psutil  # type: ignore[import-untyped]
from numpy.typing import NDArray

from services.penempatan.domain.jenis import Formasi, Keputusan, Kursi, PenempatanKelompok, Peringkat
from services.penempatan.domain.ketentuan import Ketentuan, ketentuan_dari
from services.penempatan.domain.penempatan import tempatkan
from services.penempatan.domain.periksa import periksa_hasil, periksa_masukan
from services.penilaian import massal
from services.penilaian.massal.kolom import STATUS_SKB, TIDAK_ADA
from shared.aturan import Alasan, JenisKebutuhan, load
from shared.aturan.pengangkatan import load as load_pengangkatan
from shared.aturan.pengisian import load as load_pengisian
from shared.aturan.sanggah import load as load_sanggah
from tests.bench.nasional.bangsa import Bangsa, kode_formasi, nama_studi, nomor_peserta

ATURAN = "cpns-2024"
TAHAP = (
    "passing grade and cut-off",
    "reasons of the SKD",
    "integration and both rankings",
    "reasons of the ranking",
    "rows for placing",
    "input checked (M1 to M8)",
    "own seats and filling, with reasons",
    "result verified (K1 to K20)",
    "digest of decisions and seats",
)
_SEKALIGUS = 2_000
_BAGIAN = 64  # fixed, so that the digest is the same however many processes there are
_ALASAN = attrgetter("kode", "pasal", "angka")


@dataclass(slots=True)
class Catatan:
    """What came of one range of kelompok.

    Attributes:
        detik: seconds of processor time by stage.
        alasan: how many of each code.
        hasil: how many people, called people, printed codes and seats by status.
        pelanggaran: how often a property did not hold.
        sidik: SHA-256 of every reason, decision and seat.
        prosesor: seconds of processor time.
    """

    detik: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    alasan: Counter[str] = field(default_factory=Counter)
    hasil: Counter[str] = field(default_factory=Counter)
    pelanggaran: int = 0
    sidik: bytes = b""
    prosesor: float = 0.0

    def gabung(self, lain: "Catatan") -> None:
        """Add another range, in the order of the kelompok."""
        for tahap, detik in lain.detik.items():
            self.detik[tahap] += detik
        self.alasan.update(lain.alasan)
        self.hasil.update(lain.hasil)
        self.pelanggaran += lain.pelanggaran
        self.prosesor += lain.prosesor
        self.sidik = hashlib.sha256(self.sidik + lain.sidik).digest()


@dataclass(frozen=True, slots=True)
class Jalan:
    """A whole run: seconds on the clock, peak resident memory in bytes summed over all processes, and what came of it."""

    detik: float
    memori: int
    catatan: Catatan


@dataclass(frozen=True, slots=True)
class Potongan:
    """Kelompok from `awal` to before `akhir`."""

    awal: int
    akhir: int


def ketentuan() -> Ketentuan:
    """What placing goes by."""
    return ketentuan_dari(load(ATURAN), load_pengangkatan(ATURAN), load_pengisian(ATURAN), load_sanggah(ATURAN))


def jalankan(bangsa: Bangsa, proses: int) -> Jalan:
    """The whole nation on `proses` processes, which inherit the tables and hand back counts and digests."""
    global _bangsa  # noqa: PLW0603 - what a forked process inherits
    _bangsa = bangsa
    potongan = bagi(bangsa, _BAGIAN)
    total = Catatan()
    with _puncak_memori() as memori:
        mulai = time.perf_counter()
        with multiprocessing.get_context("fork").Pool(proses, _siapkan) as pool:
            # Handed out one by one, in order: whoever is done takes the next.
            for satu in pool.imap(_kerjakan, potongan):
                total.gabung(satu)
        detik = time.perf_counter() - mulai
    return Jalan(detik, memori[0], total)


def bagi(bangsa: Bangsa, bagian: int) -> list[Potongan]:
    """Ranges of about equal work; the largest kelompok come first."""
    beban = np.cumsum(np.diff(bangsa.awal_orang) + 4 * np.diff(bangsa.awal_formasi))
    batas = np.searchsorted(beban, np.linspace(0, beban[-1], bagian + 1)[1:-1]) + 1
    tepi = np.unique(np.concatenate(([0], batas, [len(beban)]))).tolist()
    return [Potongan(awal, akhir) for awal, akhir in pairwise(tepi)]


_bangsa: Bangsa | None = None


def _siapkan() -> None:
    """Nothing here makes cycles; looking for them seldom saves a sixth of the time, and the tables that were inherited are left alone."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def _kerjakan(satu: Potongan) -> Catatan:
    if _bangsa is None:
        raise RuntimeError("no nation was inherited")
    return proses_rentang(_bangsa, satu)


def proses_rentang(bangsa: Bangsa, rentang: Potongan) -> Catatan:
    """Everything about a range of kelompok."""
    catatan = Catatan()
    mulai = time.process_time()
    sidik = hashlib.sha256()
    aturan = load(ATURAN)
    formasi, skd, orang = potong_tabel(bangsa, rentang)
    with _waktu(catatan, TAHAP[0]):
        putusan = massal.putuskan_skd(formasi, skd, aturan)
    with _waktu(catatan, TAHAP[1]):
        _catat(massal.alasan_skd(formasi, skd, putusan, aturan), catatan, sidik)
        _catat(((satu,) for satu in massal.alasan_potong(formasi, putusan, aturan)), catatan, sidik)
    dipanggil = np.sort(putusan.daftar)
    with _waktu(catatan, TAHAP[2]):
        skb = ambil_skb(bangsa, orang, dipanggil, skd)
        hasil = massal.peringkatkan(formasi, skb, aturan)
    with _waktu(catatan, TAHAP[3]):
        nomor = [nomor_peserta(row) for row in (dipanggil + orang).tolist()]
        _catat(massal.alasan_akhir(formasi, skb, hasil, aturan, nomor), catatan, sidik)
    _tempatkan(
        _Masukan(bangsa, rentang, formasi, skb, hasil, nomor, putusan.memenuhi_ambang_umum[dipanggil], dipanggil + orang), catatan, sidik
    )
    catatan.hasil["peserta"] += len(skd.formasi)
    catatan.hasil["SKB"] += len(dipanggil)
    catatan.sidik = sidik.digest()
    catatan.prosesor = time.process_time() - mulai
    return catatan


def potong_tabel(bangsa: Bangsa, rentang: Potongan) -> tuple[massal.TabelFormasi, massal.TabelSkd, int]:
    """The posts and the SKD of a range, rows counted anew from 0; and the row of its first person in the nation."""
    fa, fb = (int(bangsa.awal_formasi[n]) for n in (rentang.awal, rentang.akhir))
    oa, ob = (int(bangsa.awal_orang[n]) for n in (rentang.awal, rentang.akhir))
    pos, tes = bangsa.formasi, bangsa.skd
    formasi = replace(pos, kelompok=pos.kelompok[fa:fb], jenis=pos.jenis[fa:fb], jabatan=pos.jabatan[fa:fb], kuota=pos.kuota[fa:fb])
    kolom = {satu.name: getattr(tes, satu.name)[oa:ob] for satu in fields(tes)}
    return formasi, massal.TabelSkd(**(kolom | {"formasi": kolom["formasi"] - fa})), oa


def ambil_skb(bangsa: Bangsa, orang: int, dipanggil: NDArray[np.intp], skd: massal.TabelSkd) -> massal.TabelSkb:
    """The SKB of those called: the scores that come in from the agencies."""
    tes = bangsa.skb
    isi = {satu.name: getattr(tes, satu.name) for satu in fields(tes)}
    kolom = {nama: satu[dipanggil + orang] for nama, satu in isi.items() if isinstance(satu, np.ndarray)}
    return massal.TabelSkb(**(kolom | {"formasi": skd.formasi[dipanggil]}), nama_bagian=tes.nama_bagian)


@dataclass(frozen=True, slots=True)
class _Masukan:
    """What placing is given; rows are those of everybody called, `baris` their rows in the nation."""

    bangsa: Bangsa
    rentang: Potongan
    formasi: massal.TabelFormasi
    skb: massal.TabelSkb
    hasil: massal.PeringkatMassal
    nomor: Sequence[str]
    ambang_umum: NDArray[np.bool_]
    baris: NDArray[np.intp]


def _tempatkan(m: _Masukan, catatan: Catatan, sidik: "hashlib._Hash") -> None:
    tentang = ketentuan()
    for pos, orang in _per_kelompok(m, catatan):
        with _waktu(catatan, TAHAP[5]):
            catatan.pelanggaran += len(periksa_masukan(pos, orang))
        with _waktu(catatan, TAHAP[6]):
            hasil = tempatkan(pos, orang, tentang)
        with _waktu(catatan, TAHAP[7]):
            catatan.pelanggaran += len(periksa_hasil(pos, orang, hasil, tentang))
        with _waktu(catatan, TAHAP[8]):
            _catat_penempatan(hasil, catatan, sidik)


def _per_kelompok(m: _Masukan, catatan: Catatan) -> Iterator[tuple[list[Formasi], list[Peringkat]]]:
    """Kelompok by kelompok as the store of penempatan hands them over."""
    jenis = [JenisKebutuhan(nama) for nama in m.formasi.nama_jenis]
    awal_formasi = int(m.bangsa.awal_formasi[m.rentang.awal])
    di_kelompok = m.formasi.kelompok[m.skb.formasi]
    nomor_kelompok = np.arange(m.rentang.awal, m.rentang.akhir + 1)
    tepi_orang = np.searchsorted(di_kelompok, nomor_kelompok).tolist()
    tepi_formasi = (m.bangsa.awal_formasi[m.rentang.awal : m.rentang.akhir + 1] - awal_formasi).tolist()
    for ke, kelompok in enumerate(range(m.rentang.awal, m.rentang.akhir)):
        with _waktu(catatan, TAHAP[4]):
            studi = [nama_studi(kelompok, n) for n in range(12)]
            fa, fb = tepi_formasi[ke], tepi_formasi[ke + 1]
            pos = _formasi(m, slice(fa, fb), awal_formasi, jenis, studi)
            orang = _peringkat(m, slice(tepi_orang[ke], tepi_orang[ke + 1]), pos, fa, studi)
        yield pos, orang


def _formasi(m: _Masukan, bagian: slice, awal: int, jenis: Sequence[JenisKebutuhan], studi: Sequence[str]) -> list[Formasi]:
    di_bangsa = slice(bagian.start + awal, bagian.stop + awal)
    kolom = (m.formasi.kuota[bagian], m.formasi.jenis[bagian], m.bangsa.unit[di_bangsa], m.bangsa.diterima[di_bangsa])
    return [
        Formasi(
            kode=kode_formasi(row),
            kuota=kuota,
            jenis_kebutuhan=jenis[jenis_ke],
            unit=f"unit-{unit:05d}",
            kualifikasi=frozenset([nama for n, nama in enumerate(studi) if diterima >> n & 1]),
        )
        for row, (kuota, jenis_ke, unit, diterima) in enumerate(zip(*(satu.tolist() for satu in kolom), strict=True), di_bangsa.start)
    ]


def _peringkat(m: _Masukan, bagian: slice, pos: Sequence[Formasi], fa: int, studi: Sequence[str]) -> list[Peringkat]:
    h = m.hasil
    kolom = (
        m.skb.formasi[bagian] - fa, m.skb.status[bagian], h.nilai_akhir[bagian], h.peringkat[bagian], h.peringkat_kelompok[bagian],
        h.seri[bagian], m.bangsa.studi[m.baris[bagian]], m.ambang_umum[bagian],
    )  # fmt: skip
    orang: list[Peringkat] = []
    for nomor, (di, status, nilai, peringkat, kelompok, seri, studi_ke, umum) in zip(
        m.nomor[bagian], zip(*(satu.tolist() for satu in kolom), strict=True), strict=True
    ):
        ada = peringkat != TIDAK_ADA
        orang.append(
            Peringkat(
                peserta=nomor,
                formasi=pos[di].kode,
                status_skb=STATUS_SKB[status],
                nilai_akhir=nilai if ada else None,
                peringkat=peringkat if ada else None,
                peringkat_kelompok=kelompok if ada else None,
                seri=seri,
                jenis_kebutuhan=pos[di].jenis_kebutuhan,
                kualifikasi=studi[studi_ke],
                memenuhi_ambang_umum=umum,
            )
        )
    return orang


def _catat(semua: Iterator[tuple[Alasan, ...]], catatan: Catatan, sidik: "hashlib._Hash") -> None:
    """Count the reasons and take them into the digest as the JSON of an event, some thousand people at a time."""
    kelompok: list[tuple[Alasan, ...]] = []
    for satu in semua:
        kelompok.append(satu)
        if len(kelompok) == _SEKALIGUS:
            _tuang(kelompok, catatan, sidik)
            kelompok = []
    _tuang(kelompok, catatan, sidik)


def _tuang(kelompok: list[tuple[Alasan, ...]], catatan: Catatan, sidik: "hashlib._Hash") -> None:
    catatan.alasan.update([alasan.kode for satu in kelompok for alasan in satu])
    sidik.update(_json(kelompok))


def _catat_penempatan(hasil: PenempatanKelompok, catatan: Catatan, sidik: "hashlib._Hash") -> None:
    catatan.hasil.update([satu.kode for satu in hasil.keputusan])
    catatan.hasil.update([satu.status.value for satu in hasil.kursi])
    catatan.alasan.update([alasan.kode for satu in hasil.keputusan for alasan in satu.alasan])
    catatan.alasan.update([satu.alasan.kode for satu in hasil.kursi if satu.alasan is not None])
    sidik.update(_json(([_keputusan(satu) for satu in hasil.keputusan], [_kursi(satu) for satu in hasil.kursi])))


def _json(isi: object) -> bytes:
    return orjson.dumps(isi, default=_ALASAN, option=orjson.OPT_PASSTHROUGH_DATACLASS)


def _keputusan(satu: Keputusan) -> tuple[object, ...]:
    return satu.peserta, satu.hasil.value, satu.kode, satu.rute, satu.formasi_tujuan, satu.kursi, satu.alasan


def _kursi(satu: Kursi) -> tuple[object, ...]:
    return satu.kursi, satu.status.value, satu.peserta, satu.alasan


@contextmanager
def _waktu(catatan: Catatan, tahap: str) -> Iterator[None]:
    mulai = time.process_time()
    yield
    catatan.detik[tahap] += time.process_time() - mulai


@contextmanager
def _puncak_memori(jeda: float = 0.05) -> Iterator[list[int]]:
    """Peak of the resident memory of this process and its children, pages shared by them counted once for each: an upper bound."""
    ini, puncak, selesai = psutil.Process(), [0], threading.Event()

    def ukur() -> None:
        while not selesai.wait(jeda):
            jumlah: int = 0
            for satu in (ini, *ini.children(recursive=True)):
                try:
                    jumlah += satu.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            puncak[0] = max(puncak[0], jumlah)

    pengukur = threading.Thread(target=ukur, daemon=True)
    pengukur.start()
    try:
        yield puncak
    finally:
        selesai.set()
        pengukur.join()
