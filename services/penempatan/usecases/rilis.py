"""The first placement of a season takes two officers: one says how many sealed rankings there are, another releases just those."""

from dataclasses import dataclass
from datetime import datetime

from services.penempatan.store import rilis as store
from services.penempatan.store.jadwal import SALINAN_JADWAL
from services.penempatan.store.musim import SALINAN
from services.penempatan.store.rilis import Menunggu, UsulPenempatan
from shared.db import Conn
from shared.errors import Rejected
from shared.istilah import ModePengisian, TahapMusim
from shared.jejak import sidik_keadaan
from shared.kebijakan import pastikan_orang_lain
from shared.messaging import UnitOfWork
from shared.musim import Musim
from shared.musim.jadwal import pastikan_mulai


@dataclass(frozen=True, slots=True)
class KeadaanRilis:
    """How far the release of a season is.

    Attributes:
        musim: its code.
        mode_pengisian: how its seats are filled where no own applicant takes them, as the season says now.
        menunggu: sealed rankings that nobody has released.
        sha256: over a line `kelompok|versi|digest` for each of them, by name; None when none waits.
        diusulkan: whether a proposal for just these waits for another officer.
    """

    musim: str
    mode_pengisian: ModePengisian
    menunggu: int
    sha256: str | None
    diusulkan: bool


async def keadaan(conn: Conn, kode: str | None) -> KeadaanRilis:
    """How far the release of the season is that `kode` means.

    Raises:
        Rejected: no season is meant by it (`pilih_musim`).
    """
    musim = await SALINAN.pilih(conn, kode)
    return _keadaan(musim, await store.menunggu(conn, musim.musim), await store.usul(conn, musim.musim))


async def usulkan(uow: UnitOfWork, kode: str | None, kelompok: int, petugas: str) -> KeadaanRilis:
    """Propose to place every sealed ranking of a season that waits, `kelompok` of them.

    Nothing is placed until another officer releases it.

    Raises:
        Rejected: no season is meant by `kode`; 409, another number of them waits.
    """
    await store.kunci(uow.conn)
    musim = await SALINAN.pilih(uow.conn, kode)
    ada = await store.menunggu(uow.conn, musim.musim)
    if len(ada.kelompok) != kelompok:
        pesan = f"Peringkat yang menunggu {len(ada.kelompok)}, yang dinyatakan {kelompok}. Tunggu sampai semua tiba, atau periksa angkanya."
        raise Rejected("BELUM_LENGKAP", pesan, kolom="kelompok", status=409)
    lama = await store.usul(uow.conn, musim.musim)
    usul = UsulPenempatan(len(ada.kelompok), ada.sha256, petugas, musim.mode_pengisian)
    await store.usulkan(uow.conn, musim.musim, usul)
    uow.changed(before=_sidik(ada, lama), after=_sidik(ada, usul), musim=musim.musim)
    return await keadaan(uow.conn, musim.musim)


async def rilis(uow: UnitOfWork, kode: str | None, petugas: str, saat: datetime) -> KeadaanRilis:
    """Put the proposed rankings of a season in line to be placed, in the mode of filling that was proposed with them.

    Raises:
        Rejected: no season is meant by `kode`; 404, nothing was proposed; 403, the same officer proposed it; 409, other rankings wait than
            were proposed, the season is filled in another mode by now, or the calendar announces the final result later (BELUM_WAKTUNYA).
    """
    await store.kunci(uow.conn)
    musim = await SALINAN.pilih(uow.conn, kode)
    usul = await store.usul(uow.conn, musim.musim)
    if usul is None:
        raise Rejected("TIDAK_ADA_USUL", "Tidak ada usul penempatan yang menunggu rilis.", status=404)
    pastikan_orang_lain(usul.diusulkan_oleh, petugas, apa="Penempatan")
    jendela = await SALINAN_JADWAL.jendela(uow.conn, musim.musim, TahapMusim.HASIL_AKHIR)
    pastikan_mulai(jendela, TahapMusim.HASIL_AKHIR, saat)
    ada = await store.menunggu(uow.conn, musim.musim)
    if not _masih(usul, ada, musim):
        pesan = "Peringkat yang menunggu atau cara pengisiannya bukan lagi yang diusulkan. Usulkan sekali lagi."
        raise Rejected("USUL_BERUBAH", pesan, status=409)
    await store.rilis(uow.conn, musim.musim, musim.mode_pengisian, ada.kelompok)
    uow.changed(before=_sidik(ada, usul), after=_sidik(None, None), musim=musim.musim)
    return await keadaan(uow.conn, musim.musim)


def _masih(usul: UsulPenempatan, ada: Menunggu, musim: Musim) -> bool:
    """Whether what was proposed is what would be placed now, and as it would be."""
    return usul.sha256 == ada.sha256 and usul.mode in {None, musim.mode_pengisian}


def _sidik(ada: Menunggu | None, usul: UsulPenempatan | None) -> bytes | None:
    """Of what waits, and of the proposal to place it."""
    return sidik_keadaan([(ada and ada.sha256, usul)])


def _keadaan(musim: Musim, ada: Menunggu, usul: UsulPenempatan | None) -> KeadaanRilis:
    diusulkan = usul is not None and _masih(usul, ada, musim)
    return KeadaanRilis(musim.musim, musim.mode_pengisian, len(ada.kelompok), ada.sha256 if ada.kelompok else None, diusulkan)
