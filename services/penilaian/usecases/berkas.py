"""Take a score file: reconciled with what its sender says of it, checked row by row, and published as far as it says something new."""

import hashlib
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import asyncpg

from services.penilaian.domain.skb import BagianSkb
from services.penilaian.store import bagian, berkas, masuk, tahap
from services.penilaian.store import musim as store_musim
from services.penilaian.store.berkas import BarisBerkas, BerkasDiambil, Isi, Ujian
from services.penilaian.store.koreksi import Perubahan
from services.penilaian.store.tahap import NamaTahap
from services.penilaian.usecases.peristiwa import nilai_ujian
from shared.errors import Fault, Rejected, Transient
from shared.istilah import JenisUjian, UjianKompetensi
from shared.jejak import sidik_keadaan
from shared.messaging import ActWriter, UnitOfWork, unit_of_work
from shared.tabular import FaultList

ROWS_AT_ONCE = 10_000
_DITUTUP_OLEH: Mapping[Ujian, NamaTahap] = {
    JenisUjian.SKD: NamaTahap.SKD,
    JenisUjian.SKB: NamaTahap.PERINGKAT,
    UjianKompetensi.KOMPETENSI: NamaTahap.KOMPETENSI,
}

T = TypeVar("T")


class Mode(StrEnum):
    """A file with bad rows is refused whole, or its good rows are taken and the others named."""

    TOLAK = "tolak"
    SEBAGIAN = "sebagian"


@dataclass(frozen=True, slots=True)
class BerkasNilai:
    """A score file of a season as sent; `jumlah` (data rows) and `sha256` (hex, of `isi`) are what its sender says."""

    musim: str
    nama: str
    jenis: Ujian
    mode: Mode
    jumlah: int
    sha256: str
    isi: bytes


@dataclass(frozen=True, slots=True)
class HasilImpor:
    """The fate of a file: `baris` data rows, of which `diterima` were good, and of those new, changed or the same as before."""

    berkas: str
    versi: int
    baris: int
    diterima: int
    baru: int
    berubah: int
    sama: int
    ditolak: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class NilaiTerbaca:
    """The good rows by participant with their row numbers, all faults, and how many data rows there were."""

    baris: dict[str, tuple[int, Isi]]
    faults: FaultList
    jumlah: int


Pembaca = Callable[[Mapping[str, Sequence[BagianSkb]]], Awaitable[NilaiTerbaca]]
"""Reads the file at hand, given the announced SKB parts of the people who have some."""


Catat = Callable[[UnitOfWork], ActWriter]
"""Gives what writes the act of a file that is taken in this unit of work, once it is."""


async def impor(pool: asyncpg.Pool, kiriman: BerkasNilai, baca: Pembaca, catat: Catat | None = None) -> HasilImpor:
    """Take a file, all in one transaction, also the act (`catat`). The same content under the same name again changes nothing.

    Raises:
        Rejected: size or digest differ from what the sender says, bad rows in mode `tolak`, or the stage is closed.
        Transient: another file spoke of the same people for the first time at this moment.
    """
    async with unit_of_work(pool) as uow:
        if again := await sudah_diambil(uow, kiriman):
            return again
        parts = await _bagian(uow, kiriman)
    terbaca = await baca(parts)
    cocokkan(kiriman, terbaca)
    async with unit_of_work(pool) as uow:
        hasil = await ambil(uow, kiriman, terbaca)
        if catat:
            await catat(uow)(uow.conn)
        return hasil


async def impor_diperiksa(
    pool: asyncpg.Pool,
    kiriman: BerkasNilai,
    baca: Callable[[], Awaitable[T]],
    periksa: Callable[[UnitOfWork, T], Awaitable[NilaiTerbaca]],
    catat: Catat | None = None,
) -> HasilImpor:
    """Take a file whose rows are held against what is known of their people (`periksa`), all in one transaction, also the act.

    Raises:
        Rejected: as for `impor`.
        Transient: another file spoke of the same people for the first time at this moment.
    """
    async with unit_of_work(pool) as uow:
        if again := await sudah_diambil(uow, kiriman):
            return again
    isi = await baca()
    async with unit_of_work(pool) as uow:
        terbaca = await periksa(uow, isi)
        cocokkan(kiriman, terbaca)
        hasil = await ambil(uow, kiriman, terbaca)
        if catat:
            await catat(uow)(uow.conn)
        return hasil


async def perubahan_dari(pool: asyncpg.Pool, kelompok: str, kiriman: BerkasNilai, baca: Pembaca) -> tuple[Perubahan, ...]:
    """The rows of a corrected score file that say something about this kelompok, all of which must be right.

    Raises:
        Rejected: not what its sender says, bad rows, or people of other kelompok.
    """
    cocokkan_sidik(kiriman)
    async with unit_of_work(pool) as uow:
        parts = await _bagian(uow, kiriman)
        dalam = await masuk.peserta_kelompok(uow.conn, kelompok)
    terbaca = await baca(parts)
    for peserta in sorted(terbaca.baris.keys() - dalam):
        nomor, _ = terbaca.baris[peserta]
        terbaca.faults.add("PESERTA_LAIN_KELOMPOK", "Peserta ini bukan dari kelompok ini.", baris=nomor, kolom="peserta", nilai=peserta)
    cocokkan(kiriman, terbaca)
    return tuple(Perubahan(peserta, kiriman.jenis, isi) for peserta, (_, isi) in sorted(terbaca.baris.items()))


async def sudah_diambil(uow: UnitOfWork, kiriman: BerkasNilai) -> HasilImpor | None:
    """The answer given before, when the newest version of the file has this content.

    Raises:
        Rejected: the content is not what its sender says.
    """
    cocokkan_sidik(kiriman)
    lama = await berkas.terakhir(uow.conn, kiriman.musim, kiriman.jenis, kiriman.nama)
    return _lagi(lama) if lama and lama.sha256 == kiriman.sha256 else None


def cocokkan_sidik(kiriman: BerkasNilai) -> None:
    """Refuse content that is not what its sender says.

    Raises:
        Rejected: see above.
    """
    if hashlib.sha256(kiriman.isi).hexdigest() != kiriman.sha256:
        raise Rejected("REKONSILIASI", "SHA-256 berkas tidak sama dengan yang disebut. Berkas rusak di jalan; kirim ulang.", kolom="sha256")


def cocokkan(kiriman: BerkasNilai, terbaca: NilaiTerbaca) -> None:
    """Refuse a file whose rows are not as many as said, or bad in mode `tolak`.

    Raises:
        Rejected: see above.
    """
    if terbaca.jumlah != kiriman.jumlah:
        pesan = f"Berkas berisi {terbaca.jumlah} baris, yang disebut {kiriman.jumlah}. Kirim berkas yang lengkap atau perbaiki jumlahnya."
        raise Rejected("REKONSILIASI", pesan, kolom="jumlah")
    if kiriman.mode is Mode.TOLAK:
        terbaca.faults.refuse("BERKAS_NILAI", f"Berkas {kiriman.nama}")


async def ambil(uow: UnitOfWork, kiriman: BerkasNilai, terbaca: NilaiTerbaca) -> HasilImpor:
    """Take the good rows of a file, in this transaction.

    Raises:
        Rejected: the stage is closed, or rows clash in mode `tolak`.
        Transient: another file spoke of the same people for the first time at this moment.
    """
    musim, jenis, nama = kiriman.musim, kiriman.jenis, kiriman.nama
    await berkas.kunci_nama(uow.conn, musim, jenis, nama)
    lama = await berkas.terakhir(uow.conn, musim, jenis, nama)
    if lama and lama.sha256 == kiriman.sha256:
        return _lagi(lama)
    if _DITUTUP_OLEH[jenis] in (await tahap.ditutup_bersama(uow.conn, [musim])).get(musim, frozenset()):
        raise Rejected("TAHAP_SUDAH_DITUTUP", f"Penilaian {jenis} sudah ditutup; berkas baru tidak diterima.", status=409)

    faults = terbaca.faults
    # Where there is one season, everybody is in it.
    banyak = len(await tahap.kode(uow.conn)) > 1
    hilang = await berkas.peserta_dalam(uow.conn, musim, jenis, nama) - terbaca.baris.keys()
    if banyak and hilang:
        hilang -= await _dari_musim_lain(uow, musim, hilang)
    for peserta in sorted(hilang):
        faults.add("BARIS_HILANG", f"Peserta {peserta} ada pada versi sebelumnya berkas ini. Sertakan lagi barisnya.", kolom="peserta")
    diterima = baru = berubah = 0
    for people in _chunks(sorted(terbaca.baris), ROWS_AT_ONCE):
        taken = {satu: terbaca.baris[satu] for satu in people}
        if banyak:
            for satu in await _dari_musim_lain(uow, musim, taken):
                pesan = f"Peserta ini bukan peserta musim {musim}. Kirim nilainya dalam berkas musimnya."
                faults.add("PESERTA_LAIN_MUSIM", pesan, baris=taken.pop(satu)[0], kolom="peserta", nilai=satu)
        added, changed, clashing = await _take_rows(uow, kiriman, taken, faults)
        baru += added
        berubah += changed
        diterima += len(taken) - clashing
        # Keeps memory flat however long the file is; nothing is visible before the commit.
        await uow.flush()
    if kiriman.mode is Mode.TOLAK:
        faults.refuse("BERKAS_NILAI", f"Berkas {nama}")

    versi = lama.versi + 1 if lama else 1
    diambil = BerkasDiambil(musim, jenis, nama, versi, kiriman.sha256, terbaca.jumlah, diterima, baru, berubah, tuple(faults))
    await berkas.catat(uow.conn, diambil)
    # A file by its record, which holds the digest of its content.
    uow.changed(before=sidik_keadaan([lama] if lama else []), after=sidik_keadaan([diambil]))
    return _hasil(diambil)


async def _bagian(uow: UnitOfWork, kiriman: BerkasNilai) -> Mapping[str, Sequence[BagianSkb]]:
    return await bagian.peserta_terkena(uow.conn, kiriman.musim) if kiriman.jenis is JenisUjian.SKB else {}


async def _take_rows(uow: UnitOfWork, kiriman: BerkasNilai, baris: dict[str, tuple[int, Isi]], faults: FaultList) -> tuple[int, int, int]:
    """Take some rows: how many were new, how many changed, and how many clash with another file."""
    musim, jenis, nama = kiriman.musim, kiriman.jenis, kiriman.nama
    known = await berkas.baris_terkunci(uow.conn, jenis, list(baris))
    # Who was not known yet may stand in the file of a season that turned out to be another.
    asing = [satu.peserta for satu in known.values() if satu.musim != musim]
    pindah = (await store_musim.dari_peserta(uow.conn, asing)).keys() if asing else frozenset()
    baru: list[BarisBerkas] = []
    berubah: list[BarisBerkas] = []
    clashing = 0
    for peserta, (nomor, isi) in baris.items():
        lama = known.get(peserta)
        if lama is None:
            baru.append(BarisBerkas(jenis, peserta, nama, isi, 1, musim))
        elif lama.isi == isi and lama.musim == musim:
            continue
        elif peserta in pindah or (lama.berkas, lama.musim) == (nama, musim):
            berubah.append(BarisBerkas(jenis, peserta, nama, isi, lama.versi + 1, musim))
        else:
            # Which of two files is right must not depend on which came last.
            pesan = f"Nilai lain untuk peserta ini ada di berkas {lama.berkas}. Perbaiki lewat berkas itu."
            faults.add("NILAI_BERKAS_LAIN", pesan, baris=nomor, kolom="peserta", nilai=peserta)
            clashing += 1
    if baru and await berkas.tambah(uow.conn, baru) != len(baru):
        raise Transient("another file took some of these people a moment ago")
    if berubah:
        await berkas.ubah(uow.conn, berubah)
    for satu in baru + berubah:
        uow.emit(nilai_ujian(nama, Perubahan(satu.peserta, jenis, satu.isi), satu.versi), sequence=satu.versi)
    return len(baru), len(berubah), clashing


async def _dari_musim_lain(uow: UnitOfWork, musim: str, peserta: Collection[str]) -> set[str]:
    """Those of these people who are known to belong to another season."""
    milik = await store_musim.dari_peserta(uow.conn, list(peserta))
    return {satu for satu, kode in milik.items() if kode != musim}


def _hasil(satu: BerkasDiambil) -> HasilImpor:
    sama = satu.diterima - satu.baru - satu.berubah
    return HasilImpor(satu.nama, satu.versi, satu.baris, satu.diterima, satu.baru, satu.berubah, sama, satu.kesalahan)


def _lagi(lama: BerkasDiambil) -> HasilImpor:
    return _hasil(lama._replace(baru=0, berubah=0))


def _chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
