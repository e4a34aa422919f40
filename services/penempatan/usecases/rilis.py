"""The first placement takes two officers: one says how many sealed rankings there are, another releases just those."""

from dataclasses import dataclass

from services.penempatan.store import rilis as store
from services.penempatan.store.rilis import Menunggu, UsulPenempatan
from shared.db import Conn
from shared.errors import Rejected
from shared.jejak import sidik_keadaan
from shared.kebijakan import pastikan_orang_lain
from shared.messaging import UnitOfWork


@dataclass(frozen=True, slots=True)
class KeadaanRilis:
    """How far the release is.

    Attributes:
        menunggu: sealed rankings that nobody has released.
        sha256: over a line `kelompok|versi|digest` for each of them, by name; None when none waits.
        diusulkan: whether a proposal for just these waits for another officer.
    """

    menunggu: int
    sha256: str | None
    diusulkan: bool


async def keadaan(conn: Conn) -> KeadaanRilis:
    """How far the release is."""
    return _keadaan(await store.menunggu(conn), await store.usul(conn))


async def usulkan(uow: UnitOfWork, kelompok: int, petugas: str) -> KeadaanRilis:
    """Propose to place every sealed ranking that waits, `kelompok` of them; nothing is placed until another officer releases it.

    Raises:
        Rejected: 409, another number of them waits.
    """
    await store.kunci(uow.conn)
    ada = await store.menunggu(uow.conn)
    if len(ada.kelompok) != kelompok:
        pesan = f"Peringkat yang menunggu {len(ada.kelompok)}, yang dinyatakan {kelompok}. Tunggu sampai semua tiba, atau periksa angkanya."
        raise Rejected("BELUM_LENGKAP", pesan, kolom="kelompok", status=409)
    lama, usul = await store.usul(uow.conn), UsulPenempatan(len(ada.kelompok), ada.sha256, petugas)
    await store.usulkan(uow.conn, usul)
    uow.changed(before=_sidik(ada, lama), after=_sidik(ada, usul))
    return await keadaan(uow.conn)


async def rilis(uow: UnitOfWork, petugas: str) -> KeadaanRilis:
    """Put the proposed rankings in line to be placed.

    Raises:
        Rejected: 404, nothing was proposed; 403, the same officer proposed it; 409, other rankings wait than were proposed.
    """
    await store.kunci(uow.conn)
    usul = await store.usul(uow.conn)
    if usul is None:
        raise Rejected("TIDAK_ADA_USUL", "Tidak ada usul penempatan yang menunggu rilis.", status=404)
    pastikan_orang_lain(usul.diusulkan_oleh, petugas, apa="Penempatan")
    ada = await store.menunggu(uow.conn)
    if ada.sha256 != usul.sha256:
        pesan = "Peringkat yang menunggu bukan lagi yang diusulkan. Usulkan sekali lagi."
        raise Rejected("USUL_BERUBAH", pesan, status=409)
    await store.rilis(uow.conn, ada.kelompok)
    uow.changed(before=_sidik(ada, usul), after=_sidik(None, None))
    return await keadaan(uow.conn)


def _sidik(ada: Menunggu | None, usul: UsulPenempatan | None) -> bytes | None:
    """Of what waits, and of the proposal to place it."""
    return sidik_keadaan([(ada and ada.sha256, usul)])


def _keadaan(ada: Menunggu, usul: UsulPenempatan | None) -> KeadaanRilis:
    return KeadaanRilis(len(ada.kelompok), ada.sha256 if ada.kelompok else None, usul is not None and usul.sha256 == ada.sha256)
