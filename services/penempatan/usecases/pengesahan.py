"""Corrections under which somebody loses or changes a seat: proposed by one officer, released by another, both naming exactly whom.

Nobody loses a seat except by a signed correction (posisi 21); a seat whose holder has a NIP is not changed by a list at all
(Perka BKN 14/2018).
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.penempatan.domain.kelengkapan import Tertahan
from services.penempatan.domain.ketentuan import Buku
from services.penempatan.domain.selisih import Selisih, terikat_nip
from services.penempatan.store import koreksi as store
from services.penempatan.store import versi as store_versi
from services.penempatan.store.koreksi import Koreksi, Usul
from services.penempatan.store.versi import TandaTangan
from services.penempatan.usecases.koreksi import berlakukan, hitung, siapkan_bahan
from shared.db import Conn
from shared.errors import Fault, Rejected
from shared.jejak import sidik_keadaan
from shared.kebijakan import pastikan_orang_lain
from shared.messaging import UnitOfWork


@dataclass(frozen=True, slots=True)
class Diminta:
    """Which correction an officer means, and who loses or changes a seat under it: exactly those, in any order."""

    kelompok: str
    versi: int
    kehilangan: tuple[str, ...]
    pindah: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KoreksiMenunggu:
    """A correction before the officers; `terikat_nip`: whose NIP must be cancelled first."""

    kelompok: str
    versi: int
    versi_ditempatkan: int
    selisih: Selisih
    terikat_nip: tuple[str, ...]
    usul: Usul | None
    dirilis_oleh: str | None = None


async def menunggu(conn: Conn, paling_banyak: int, instansi: str | None = None) -> list[KoreksiMenunggu]:
    """Everything that waits for signatures, of one agency or all, with the people whose NIP stands in the way."""
    semua = [(satu, satu.baris.selisih) for satu in await store.menunggu(conn, paling_banyak, instansi)]
    return [await _menunggu(conn, satu, berbeda) for satu, berbeda in semua if berbeda is not None]


async def usulkan(uow: UnitOfWork, diminta: Diminta, alasan: str, sumber: str, petugas: str) -> KoreksiMenunggu:
    """Propose a correction that waits; the proposal replaces an earlier one and changes nothing in the placement.

    Raises:
        Rejected: 404 no such correction; 409 in force already, not computed, held back, or it changes other seats than named.
    """
    await store.kunci(uow.conn, diminta.kelompok)
    satu, berbeda = await _satu(uow.conn, diminta)
    _cocok(diminta, berbeda)
    usul = Usul(alasan, sumber, petugas)
    await store.usulkan(uow.conn, diminta.kelompok, usul)
    lama = satu.baris
    uow.changed(before=sidik_keadaan([lama]), after=sidik_keadaan([lama._replace(**usul._asdict())]))
    return replace(await _menunggu(uow.conn, satu, berbeda), usul=usul)


async def rilis(uow: UnitOfWork, diminta: Diminta, petugas: str, *, buku: Buku) -> KoreksiMenunggu:
    """Compute a proposed correction once more under the lock of the kelompok, and put it in force.

    Raises:
        Rejected: 404 no such correction; 403 the officer who proposed it; 409 not proposed, overtaken, other seats than named, or a NIP.
    """
    dikoreksi = await store.kunci(uow.conn, diminta.kelompok)
    satu, berbeda = await _satu(uow.conn, diminta)
    usul = satu.usul
    if usul is None or dikoreksi is None:
        raise Rejected("KOREKSI_BELUM_DIUSULKAN", "Koreksi ini belum diusulkan, atau usulnya gugur karena keadaan berubah.", status=409)
    pastikan_orang_lain(usul.diusulkan_oleh, petugas, apa="Koreksi")
    (bahan,) = await siapkan_bahan(uow, [dikoreksi])
    terhitung = await asyncio.to_thread(hitung, bahan, buku)
    if isinstance(terhitung, Tertahan):
        raise Rejected(terhitung.sebab.value, f"Koreksi ini tertahan: {terhitung.rincian}. Tidak ada yang dirilis.", status=409)
    if terhitung.selisih != berbeda:
        pesan = "Keadaan berubah sejak koreksi ini diusulkan. Periksa selisih yang baru, lalu usulkan lagi."
        raise Rejected("KOREKSI_USANG", pesan, status=409)
    _cocok(diminta, terhitung.selisih)
    hasil = await _menunggu(uow.conn, satu, terhitung.selisih)
    if hasil.terikat_nip:
        faults = tuple(Fault("NIP_SUDAH_TERBIT", "NIP peserta ini sudah terbit.", nilai=satu) for satu in hasil.terikat_nip)
        pesan = (
            f"{len(faults)} peserta yang kehilangan kursi atau pindah sudah mempunyai NIP. Instansi harus lebih dahulu mengajukan "
            "pembatalan NIP mereka; sebelum itu kursinya tidak diubah (Perka BKN 14/2018)."
        )
        raise Rejected("NIP_SUDAH_TERBIT", pesan, status=409, faults=faults)
    tanda = TandaTangan(usul.alasan, usul.sumber, usul.diusulkan_oleh, petugas)
    await berlakukan(uow, terhitung, tanda)
    uow.changed(before=sidik_keadaan([satu.baris]), after=sidik_keadaan([satu.baris._replace(status="BERLAKU"), tanda]))
    return replace(hasil, dirilis_oleh=petugas)


async def _satu(conn: Conn, diminta: Diminta) -> tuple[Koreksi, Selisih]:
    satu = await store.satu(conn, diminta.kelompok)
    if satu is None:
        if await store_versi.selisih_versi(conn, diminta.kelompok, diminta.versi) is not None:
            raise Rejected("KOREKSI_SUDAH_BERLAKU", f"Koreksi ke versi {diminta.versi} sudah berlaku.", kolom="versi", status=409)
        pesan = "Tidak ada koreksi yang menunggu pada kelompok ini."
        raise Rejected("KOREKSI_TIDAK_ADA", pesan, kolom="kelompok", status=404)
    baris = satu.baris
    if baris.versi != diminta.versi:
        pesan = f"Yang menunggu ialah versi {baris.versi}, bukan versi {diminta.versi}. Periksa selisihnya, lalu kirim untuk versi itu."
        raise Rejected("KOREKSI_USANG", pesan, kolom="versi", status=409)
    if baris.sebab is not None:
        raise Rejected(baris.sebab, f"Koreksi ini tertahan: {baris.rincian}. Tidak ada yang dapat ditandatangani.", status=409)
    if baris.status != "MENUNGGU" or baris.selisih is None:
        raise Rejected("KOREKSI_SEDANG_DIHITUNG", "Koreksi ini sedang dihitung. Coba lagi sebentar lagi.", status=409)
    return satu, baris.selisih


async def _menunggu(conn: Conn, satu: Koreksi, berbeda: Selisih) -> KoreksiMenunggu:
    nip = await store.nip_sah(conn, (*berbeda.kehilangan, *berbeda.berpindah))
    return KoreksiMenunggu(satu.baris.kelompok, satu.baris.versi, satu.versi_ditempatkan, berbeda, terikat_nip(berbeda, nip), satu.usul)


def _cocok(diminta: Diminta, berbeda: Selisih) -> None:
    faults = (
        *_beda("kehilangan", "Peserta ini kehilangan kursi.", diminta.kehilangan, berbeda.kehilangan),
        *_beda("pindah", "Peserta ini pindah ke formasi lain.", diminta.pindah, berbeda.berpindah),
    )
    if faults:
        pesan = (
            f"Sebutkan tepat {len(berbeda.kehilangan)} peserta yang kehilangan kursi dan {len(berbeda.pindah)} peserta yang pindah; "
            "tidak ada yang berubah."
        )
        raise Rejected("KEHILANGAN_BELUM_DISETUJUI", pesan, kolom="kehilangan", status=409, faults=faults)


def _beda(kolom: str, kalimat: str, disebut: Sequence[str], benar: Sequence[str]) -> tuple[Fault, ...]:
    """Everybody who belongs in the list, when the list says anything else."""
    if sorted(disebut) == sorted(benar):
        return ()
    asing = sorted(set(disebut) - set(benar))
    return (
        *(Fault("KEHILANGAN" if kolom == "kehilangan" else "PINDAH", kalimat, kolom=kolom, nilai=satu) for satu in benar),
        *(Fault("TIDAK_TERKENA", "Peserta ini tidak terkena; hapus dari daftar.", kolom=kolom, nilai=satu) for satu in asing),
    )
