"""A season, or a newer version of one, takes two officers: one proposes it, another releases just that; then everybody is told."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from services.pendaftaran.domain.musim import periksa_musim
from services.pendaftaran.store import musim as store_musim
from services.pendaftaran.store import usul_musim as store
from services.pendaftaran.store.musim import Terumumkan
from services.pendaftaran.store.usul_musim import UsulMusim
from services.pendaftaran.usecases import peristiwa
from services.pendaftaran.usecases.ketentuan import KetentuanMusim, ketentuan
from shared import aturan
from shared.aturan import AturanTidakSah, pppk
from shared.contracts.types import Aturan
from shared.db import Conn
from shared.errors import Rejected
from shared.istilah import KeadaanMusim, ModePengisian
from shared.jejak import sidik_keadaan
from shared.kebijakan import pastikan_orang_lain
from shared.messaging import UnitOfWork
from shared.musim import Musim as BarisMusim


@dataclass(frozen=True, slots=True)
class RancanganMusim:
    """A season as somebody would have it; kind and fiscal year are those of its rule set."""

    musim: str
    gelombang: int
    aturan: Aturan
    mode_pengisian: ModePengisian
    keadaan: KeadaanMusim
    versi: int
    keputusan: str


async def usulkan(uow: UnitOfWork, rancangan: RancanganMusim, petugas: str, saat: datetime) -> UsulMusim:
    """Propose a season or a newer version of one; it takes the place of the proposal of that season that waits.

    Raises:
        Rejected: with every fault, when it may not be (`domain.musim.periksa_musim`); 422, its rules cannot be read here.
    """
    await store_musim.kunci_musim(uow.conn)
    isi = _muat(rancangan.aturan)
    ada = await store.tercatat(uow.conn)
    # That records of before belong to a season is no matter of a proposal.
    tanpa = any(satu.musim.tanpa_musim for satu in ada if satu.musim.musim == rancangan.musim)
    musim = BarisMusim(
        rancangan.musim,
        isi.jenis_pengadaan,
        rancangan.gelombang,
        isi.tahun,
        isi.nama,
        isi.versi,
        rancangan.mode_pengisian,
        rancangan.keadaan,
        tanpa,
        rancangan.versi,
    )
    await _pastikan_boleh(uow.conn, musim, isi)
    usul = UsulMusim(musim, rancangan.keputusan, sidik(musim, rancangan.keputusan), petugas, saat)
    semula = await _keadaan(uow.conn, musim.musim)
    await store.usulkan(uow.conn, usul)
    uow.changed(before=semula, after=await _keadaan(uow.conn, musim.musim), musim=musim.musim)
    return usul


async def rilis(uow: UnitOfWork, kode: str, sidik_usul: str, petugas: str, saat: datetime) -> Terumumkan:
    """Put the proposal of a season in force and announce it; whoever applies to it waits meanwhile.

    Raises:
        Rejected: 404, nothing was proposed; 403, the same officer proposed it; 409, another proposal waits; or see `usulkan`.
    """
    await store_musim.kunci_musim(uow.conn)
    usul = next(iter(await store.menunggu(uow.conn, kode)), None)
    if usul is None:
        raise Rejected("TIDAK_ADA_USUL", "Tidak ada usul musim ini yang menunggu rilis.", status=404)
    pastikan_orang_lain(usul.diusulkan_oleh, petugas, apa="Musim")
    if usul.sidik != sidik_usul:
        pesan = "Usul yang menunggu bukan yang disebut. Baca usul itu sekali lagi, lalu sebut sidiknya."
        raise Rejected("USUL_BERUBAH", pesan, kolom="sidik", status=409)
    await store_musim.tahan_pendaftaran(uow.conn, kode)
    isi = _muat(Aturan(nama=usul.musim.aturan, versi=usul.musim.aturan_versi))
    await _pastikan_boleh(uow.conn, usul.musim, isi)
    semula = await _keadaan(uow.conn, kode)
    await store.rilis(uow.conn, usul, isi.awalan_nomor, petugas, saat)
    uow.changed(before=semula, after=await _keadaan(uow.conn, kode), musim=kode)
    uow.emit(peristiwa.musim_diumumkan(usul.musim, usul.keputusan, saat), sequence=usul.musim.versi)
    return Terumumkan(usul.musim, usul.keputusan, saat)


def sidik(musim: BarisMusim, keputusan: str) -> str:
    """SHA-256 over all that a version says, in lines; the same on every machine."""
    return hashlib.sha256("\n".join((*map(str, musim), keputusan)).encode()).hexdigest()


def _muat(dasar: Aturan) -> KetentuanMusim:
    """Read all of a rule set, also what the other services will read of it."""
    try:
        isi = ketentuan(dasar.nama, dasar.versi)
        if isi.jenis_pengadaan == "CPNS":
            aturan.load(dasar.nama, dasar.versi)
        else:
            pppk.load(dasar.nama, dasar.versi)
    except AturanTidakSah:
        pesan = (
            f"Kumpulan aturan {dasar.nama} versi {dasar.versi} tidak ada atau tidak lengkap pada layanan ini. "
            f"Pasang rilis yang memuatnya, atau pakai salah satu: {', '.join(aturan.names())}."
        )
        raise Rejected("ATURAN_TIDAK_DIKENAL", pesan, kolom="aturan") from None
    return isi


async def _pastikan_boleh(conn: Conn, musim: BarisMusim, isi: KetentuanMusim) -> None:
    if faults := periksa_musim(musim, isi.awalan_nomor, await store.tercatat(conn)):
        pesan = f"Musim ditolak: {len(faults)} kesalahan. Tidak ada yang disimpan."
        raise Rejected("MUSIM_DITOLAK", pesan, status=409, faults=faults)


async def _keadaan(conn: Conn, kode: str) -> bytes | None:
    """What the acts on a season change, for their record: the version in force and the proposal that waits."""
    berlaku = [satu for satu in await store_musim.terumumkan(conn) if satu.musim.musim == kode]
    return sidik_keadaan([*berlaku, *await store.menunggu(conn, kode)])
