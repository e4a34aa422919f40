"""Take a score file: reconciled with what its sender says of it, checked row by row, and published as far as it says something new."""

import asyncio
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import asyncpg
import orjson

from services.penilaian.domain.berkas import BarisSkb, BarisSkd, Cacat, baca_skb, baca_skd
from services.penilaian.domain.berkas_bagian import BarisBagian, baca_skb_bagian
from services.penilaian.domain.skb import BagianSkb
from services.penilaian.store import bagian as store_bagian
from services.penilaian.store import berkas, masuk
from services.penilaian.store.berkas import BarisBaru, BerkasTersimpan, Isi
from shared.aturan import AturanSeleksi
from shared.contracts.penilaian import ExamScored
from shared.contracts.types import JenisUjian
from shared.errors import Fault, Rejected, Transient
from shared.messaging import UnitOfWork, unit_of_work
from shared.tabular import FaultList, read_table

ROWS_AT_ONCE = 10_000
_KOLOM = {
    JenisUjian.SKD: (("peserta", "kehadiran", "twk", "tiu", "tkp"), ()),
    JenisUjian.SKB: (("peserta", "kehadiran", "nilai_skb"), ("status_skb",)),
}

T = TypeVar("T")


class Mode(StrEnum):
    """What happens to a file with bad rows: refused whole, or its good rows taken and the others named."""

    TOLAK = "tolak"
    SEBAGIAN = "sebagian"


@dataclass(frozen=True, slots=True)
class BerkasNilai:
    """A score file as sent; `jumlah` (data rows) and `sha256` (hex, of `isi`) are what its sender says."""

    nama: str
    jenis: JenisUjian
    mode: Mode
    jumlah: int
    sha256: str
    isi: bytes


@dataclass(frozen=True, slots=True)
class HasilImpor:
    """What became of a file: `baris` data rows, of which `diterima` were good, and of those new, changed or the same as before."""

    versi: int
    baris: int
    diterima: int
    baru: int
    berubah: int
    sama: int
    kesalahan: tuple[Fault, ...]


class FaultsOfFile(FaultList):
    """Counts the rows that the reader could not hand on: they are rows of the file all the same."""

    def __init__(self) -> None:
        super().__init__()
        self.timpang = 0

    def add(self, kode: str, pesan: str, *, baris: int | None = None, kolom: str | None = None, nilai: str | None = None) -> None:
        """Note one fault."""
        super().add(kode, pesan, baris=baris, kolom=kolom, nilai=nilai)
        self.timpang += kode == "TABEL_BARIS_TIMPANG"


@dataclass(frozen=True, slots=True)
class Terbaca:
    """The good rows by participant with their row numbers, all faults, and how many data rows there were."""

    baris: dict[str, tuple[int, Isi]]
    faults: FaultList
    jumlah: int


async def impor(pool: asyncpg.Pool, kiriman: BerkasNilai, aturan: AturanSeleksi) -> HasilImpor:
    """Take a file, all in one transaction. The same content under the same name again changes nothing.

    Raises:
        Rejected: size or digest differ from what the sender says, bad rows in mode `tolak`, or the stage is closed.
        Transient: another file spoke of the same people for the first time at this moment.
    """
    async with unit_of_work(pool) as uow:
        if again := await sudah_diambil(uow, kiriman):
            return again
        parts = await store_bagian.peserta_terkena(uow.conn) if kiriman.jenis is JenisUjian.SKB else {}
    terbaca = await asyncio.to_thread(baca_berkas, kiriman, aturan, parts)
    cocokkan(kiriman, terbaca)
    async with unit_of_work(pool) as uow:
        return await ambil(uow, kiriman, terbaca)


async def sudah_diambil(uow: UnitOfWork, kiriman: BerkasNilai) -> HasilImpor | None:
    """The answer given before, when the newest version of the file has this content.

    Raises:
        Rejected: the content is not what its sender says.
    """
    cocokkan_sidik(kiriman)
    lama = await berkas.terakhir(uow.conn, kiriman.jenis, kiriman.nama)
    return _again(lama) if lama and lama.sha256 == kiriman.sha256 else None


def cocokkan_sidik(kiriman: BerkasNilai) -> None:
    """Refuse content that is not what its sender says.

    Raises:
        Rejected: see above.
    """
    if hashlib.sha256(kiriman.isi).hexdigest() != kiriman.sha256:
        raise Rejected("REKONSILIASI", "SHA-256 berkas tidak sama dengan yang disebut. Berkas rusak di jalan; kirim ulang.", kolom="sha256")


def cocokkan(kiriman: BerkasNilai, terbaca: Terbaca) -> None:
    """Refuse a file whose rows are not as many as said, or bad in mode `tolak`.

    Raises:
        Rejected: see above.
    """
    if terbaca.jumlah != kiriman.jumlah:
        pesan = f"Berkas berisi {terbaca.jumlah} baris, yang disebut {kiriman.jumlah}. Kirim berkas yang lengkap atau perbaiki jumlahnya."
        raise Rejected("REKONSILIASI", pesan, kolom="jumlah")
    if kiriman.mode is Mode.TOLAK:
        terbaca.faults.refuse("BERKAS_NILAI", f"Berkas {kiriman.nama}")


async def ambil(uow: UnitOfWork, kiriman: BerkasNilai, terbaca: Terbaca) -> HasilImpor:
    """Take the good rows of a file, in this transaction.

    Raises:
        Rejected: the stage is closed, or rows clash in mode `tolak`.
        Transient: another file spoke of the same people for the first time at this moment.
    """
    jenis, nama = kiriman.jenis, kiriman.nama
    await berkas.kunci_nama(uow.conn, jenis, nama)
    lama = await berkas.terakhir(uow.conn, jenis, nama)
    if lama and lama.sha256 == kiriman.sha256:
        return _again(lama)
    musim = await masuk.musim_bersama(uow.conn)
    ditutup = {JenisUjian.SKD: musim.skd_ditutup, JenisUjian.SKB: musim.peringkat_ditutup}
    if ditutup[jenis]:
        raise Rejected("TAHAP_SUDAH_DITUTUP", f"Penilaian {jenis} sudah ditutup; berkas baru tidak diterima.", status=409)

    faults = terbaca.faults
    hilang = await berkas.peserta_dalam(uow.conn, jenis, nama) - terbaca.baris.keys()
    for peserta in sorted(hilang):
        faults.add("BARIS_HILANG", f"Peserta {peserta} ada pada versi sebelumnya berkas ini. Sertakan lagi barisnya.", kolom="peserta")
    diterima = baru = berubah = 0
    for people in _chunks(sorted(terbaca.baris), ROWS_AT_ONCE):
        added, changed, clashing = await _take_rows(uow, kiriman, {satu: terbaca.baris[satu] for satu in people}, faults)
        baru += added
        berubah += changed
        diterima += len(people) - clashing
        # Keeps memory flat however long the file is; nothing is visible before the commit.
        await uow.flush()
    if kiriman.mode is Mode.TOLAK:
        faults.refuse("BERKAS_NILAI", f"Berkas {nama}")

    versi = lama.versi + 1 if lama else 1
    kesalahan = tuple(faults)
    tersimpan = BerkasTersimpan(versi, kiriman.sha256, terbaca.jumlah, diterima, baru, berubah, orjson.dumps(kesalahan).decode())
    await berkas.catat(uow.conn, jenis, nama, tersimpan)
    return HasilImpor(versi, terbaca.jumlah, diterima, baru, berubah, diterima - baru - berubah, kesalahan)


async def _take_rows(uow: UnitOfWork, kiriman: BerkasNilai, baris: dict[str, tuple[int, Isi]], faults: FaultList) -> tuple[int, int, int]:
    """Take some rows: how many were new, how many changed, and how many clash with another file."""
    known = await berkas.baris_terkunci(uow.conn, kiriman.jenis, list(baris))
    baru: list[BarisBaru] = []
    berubah: list[BarisBaru] = []
    clashing = 0
    for peserta, (nomor, isi) in baris.items():
        lama = known.get(peserta)
        if lama is None:
            baru.append(BarisBaru(peserta, isi, 1))
        elif lama.isi == isi:
            continue
        elif lama.berkas == kiriman.nama:
            berubah.append(BarisBaru(peserta, isi, lama.versi + 1))
        else:
            # Which of two files is right must not depend on which came last.
            pesan = f"Nilai lain untuk peserta ini ada di berkas {lama.berkas}. Perbaiki lewat berkas itu."
            faults.add("NILAI_BERKAS_LAIN", pesan, baris=nomor, kolom="peserta", nilai=peserta)
            clashing += 1
    if baru and await berkas.tambah(uow.conn, kiriman.jenis, kiriman.nama, baru) != len(baru):
        raise Transient("another file took some of these people a moment ago")
    if berubah:
        await berkas.ubah(uow.conn, kiriman.jenis, berubah)
    for satu in baru + berubah:
        event = _event(kiriman, satu)
        uow.emit(event, sequence=event.versi)
    return len(baru), len(berubah), clashing


def _event(kiriman: BerkasNilai, satu: BarisBaru) -> ExamScored:
    return nilai_terbit(kiriman.jenis, kiriman.nama, satu)


def nilai_terbit(jenis: JenisUjian, sumber: str, satu: BarisBaru) -> ExamScored:
    """The event that says a score."""
    isi = satu.isi
    return ExamScored.model_validate(
        {
            "peserta": satu.peserta,
            "jenis": jenis,
            "kehadiran": isi.kehadiran,
            "twk": isi.twk,
            "tiu": isi.tiu,
            "tkp": isi.tkp,
            "nilai_skb": isi.nilai_skb,
            "status_skb": isi.status,
            "tahun_asal": isi.tahun_asal,
            "sumber": sumber,
            "versi": satu.versi,
        }
    )


def baca_berkas(kiriman: BerkasNilai, aturan: AturanSeleksi, parts: Mapping[str, Sequence[BagianSkb]]) -> Terbaca:
    """Read a score file row by row; `parts` = the announced SKB parts of the people who have some.

    Raises:
        Rejected: the file as a whole is no such table.
    """
    faults = FaultsOfFile()
    required, optional = _KOLOM[kiriman.jenis]
    columns = sorted({part.kode for some in parts.values() for part in some})
    if columns:
        required, optional = ("peserta", "kehadiran"), ("nilai_skb", "status_skb", *columns)
    good: dict[str, tuple[int, Isi]] = {}
    first_seen: dict[str, int] = {}
    twice: set[str] = set()
    jumlah = 0
    for baris in read_table(kiriman.nama, kiriman.isi, required=required, optional=optional, faults=faults):
        jumlah += 1
        satu, cacat = _baris(kiriman.jenis, baris.nilai, aturan, parts)
        _note(faults, baris.baris, cacat)
        peserta = baris.nilai["peserta"]
        if peserta in first_seen:
            twice.add(peserta)
            pesan = f"Peserta ini sudah ada di baris {first_seen[peserta]}. Sisakan satu baris yang benar."
            faults.add("PESERTA_GANDA", pesan, baris=baris.baris, kolom="peserta", nilai=peserta)
        else:
            first_seen[peserta] = baris.baris
            if satu is not None:
                good[peserta] = (baris.baris, _isi(satu))
    # Of two rows about one person nobody can say which is right: neither is taken.
    for peserta in twice:
        good.pop(peserta, None)
    return Terbaca(good, faults, jumlah + faults.timpang)


def _baris(
    jenis: JenisUjian, sel: Mapping[str, str], aturan: AturanSeleksi, parts: Mapping[str, Sequence[BagianSkb]]
) -> tuple[BarisSkd | BarisSkb | BarisBagian | None, tuple[Cacat, ...]]:
    if jenis is JenisUjian.SKD:
        return baca_skd(sel, aturan.skd)
    announced = parts.get(sel["peserta"])
    return baca_skb_bagian(sel, announced, aturan.skb) if announced else baca_skb(sel)


def _note(faults: FaultList, baris: int, cacat: Sequence[Cacat]) -> None:
    for satu in cacat:
        faults.add(satu.kode, satu.pesan, baris=baris, kolom=satu.kolom, nilai=satu.nilai)


def _isi(satu: BarisSkd | BarisSkb | BarisBagian) -> Isi:
    if isinstance(satu, BarisBagian):
        parts = {kode: {"nilai": hasil.nilai, "gugur": hasil.gugur} for kode, hasil in satu.bagian}
        # Written by us and compared as text: the same row of a file must give the same bytes.
        stored = orjson.dumps({"bagian": parts, "gugur_di": satu.gugur_di}, option=orjson.OPT_SORT_KEYS).decode()
        return _isi(satu.baris)._replace(bagian=stored if satu.bagian else None)
    if isinstance(satu, BarisSkd):
        return Isi(satu.kehadiran.value, satu.twk, satu.tiu, satu.tkp, None, None)
    return Isi(satu.kehadiran.value, None, None, None, satu.nilai, satu.status.value if satu.status else None)


def _again(lama: BerkasTersimpan) -> HasilImpor:
    kesalahan = tuple(Fault(**satu) for satu in orjson.loads(lama.kesalahan))
    return HasilImpor(lama.versi, lama.baris, lama.diterima, 0, 0, lama.diterima, kesalahan)


def _chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
