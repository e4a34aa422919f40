"""Posts come in as files and are opened."""

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from services.pendaftaran.domain import kelompok as kode
from services.pendaftaran.domain.formasi import Formasi, bandingkan
from services.pendaftaran.domain.kuota import KuotaInstansi, periksa_kuota
from services.pendaftaran.domain.tabel_formasi import KOLOM_BOLEH, KOLOM_WAJIB, BarisFormasi, KetentuanTabel, baca_baris, susun
from services.pendaftaran.store import formasi as store
from services.pendaftaran.store import musim as store_musim
from services.pendaftaran.store import peserta as store_peserta
from services.pendaftaran.usecases import peristiwa
from services.pendaftaran.usecases.musim import Musim
from shared.aturan.kuota import load as load_kuota
from shared.errors import Fault, Rejected
from shared.messaging import UnitOfWork, unit_of_work
from shared.tabular import FaultList, read_table


@dataclass(frozen=True, slots=True)
class Impor:
    """What a file of posts came to: rows, posts, seats, and how many posts are new, changed and the same."""

    berkas: str
    sha256: str
    baris: int
    formasi: int
    kursi: int
    baru: int
    berubah: int
    sama: int


@dataclass(frozen=True, slots=True)
class Pembukaan:
    """Posts published now, and open posts and pools in all."""

    dibuka: int
    formasi: int
    kelompok: int


async def impor(pool: asyncpg.Pool, musim: Musim, *, nama: str, isi: bytes, saat: datetime) -> Impor:
    """Take over a file of posts, whole or not at all; the same file again changes nothing.

    Raises:
        Rejected: faults by row and column; or the registration is closed and the file would change something.
    """
    # In a thread: a national file takes a second, and applicants are being served meanwhile.
    baris, formasi = await asyncio.to_thread(baca, musim, nama, isi)
    async with unit_of_work(pool) as uow:
        keadaan = await store_musim.kunci_formasi(uow.conn)
        tercatat = await store.tercatat(uow.conn, [satu.isian.formasi for satu in formasi])
        selisih, faults = bandingkan(formasi, tercatat)
        _tolak_bila(nama, faults)
        if selisih.tulis and keadaan.ditutup_pada is not None:
            raise Rejected("PENDAFTARAN_DITUTUP", "Pendaftaran sudah ditutup: formasi tidak dapat ditambah atau diubah.", status=409)
        await store.simpan(uow.conn, selisih.tulis)
        sha256 = hashlib.sha256(isi).hexdigest()
        await store.catat_berkas(uow.conn, nama=nama, sha256=sha256, baris=baris, formasi=len(formasi), saat=saat)
    kursi = sum(satu.isian.kuota for satu in formasi)
    return Impor(nama, sha256, baris, len(formasi), kursi, baru=selisih.baru, berubah=selisih.berubah, sama=selisih.sama)


def baca(musim: Musim, nama: str, isi: bytes) -> tuple[int, tuple[Formasi, ...]]:
    """Read a file into its number of rows and its posts.

    Raises:
        Rejected: no table, or faults by row and column.
    """
    faults = FaultList()
    rows: list[BarisFormasi] = []
    ketentuan = KetentuanTabel(musim.jenis_pengadaan, musim.aturan.label_kebutuhan, load_kuota(musim.dasar.nama))
    for baris in read_table(nama, isi, required=KOLOM_WAJIB, optional=KOLOM_BOLEH, faults=faults):
        hasil = baca_baris(baris.baris, baris.nilai, ketentuan)
        if isinstance(hasil, BarisFormasi):
            rows.append(hasil)
        else:
            faults.extend(hasil)
    formasi, tidak_sepakat = susun(rows)
    faults.extend(tidak_sepakat)
    faults.refuse("BERKAS_FORMASI", f"Berkas {nama}")
    if not formasi:
        raise Rejected("TABEL_KOSONG", f"Berkas {nama} tidak berisi satu formasi pun.")
    return len(rows), formasi


async def kuota(pool: asyncpg.Pool, musim: Musim) -> list[KuotaInstansi]:
    """Every agency's seats against those it must set aside, by name; none where the season's rules set nothing aside."""
    aturan = load_kuota(musim.dasar.nama)
    if aturan is None:
        return []
    async with pool.acquire() as conn:
        kursi = await store.kursi_per_instansi(conn, musim.jenis_pengadaan)
    return [periksa_kuota(instansi, per_jenis, aturan) for instansi, per_jenis in sorted(kursi.items())]


async def buka(uow: UnitOfWork, musim: Musim) -> Pembukaan:
    """Publish every post that is new or changed; agencies without a code get one.

    Raises:
        Rejected: two jabatan share a code; a post is of another kind of procurement; or the registration is closed and something is left to
            open.
    """
    conn = uow.conn
    keadaan = await store_musim.kunci_formasi(conn)
    menunggu = await store.menunggu_dibuka(conn)
    if menunggu and keadaan.ditutup_pada is not None:
        raise Rejected("PENDAFTARAN_DITUTUP", "Pendaftaran sudah ditutup: tidak ada formasi yang dapat dibuka lagi.", status=409)
    if asing := [formasi for formasi, jenis, _ in menunggu if jenis != musim.jenis_pengadaan]:
        pesan = f"{len(asing)} formasi bukan formasi {musim.jenis_pengadaan}, misalnya {asing[0]}. Musim ini tidak dapat membukanya."
        raise Rejected("JENIS_PENGADAAN_LAIN", pesan, status=409)
    if bentrok := kode.kode_jabatan_bentrok(await store.jabatan(conn)):
        nama = " dan ".join(jabatan for _, jabatan in bentrok[0])
        raise Rejected("KODE_JABATAN_BENTROK", f"Kode jabatan {nama} sama. Ubah salah satu nama jabatan.", status=409)
    berkode, semua = await store.instansi(conn)
    await store.simpan_instansi(conn, kode.kode_instansi(berkode, semua))
    for satu in await store.buka(conn, {formasi: kode.kode_jabatan(jenis, jabatan) for formasi, jenis, jabatan in menunggu}):
        uow.emit(peristiwa.formasi_dibuka(satu, musim), sequence=satu.versi)
    jumlah = await store_peserta.jumlah(conn)
    return Pembukaan(len(menunggu), jumlah.formasi, jumlah.kelompok)


def _tolak_bila(nama: str, kesalahan: tuple[Fault, ...]) -> None:
    faults = FaultList()
    faults.extend(kesalahan)
    faults.refuse("BERKAS_FORMASI", f"Berkas {nama}")
