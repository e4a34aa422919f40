"""A new wrapping key takes the place of the old one, while people come and go."""

from typing import Final

from shared.brankas.laci import BarisKunci, ambil_lain, ganti
from shared.brankas.orang import Brankas
from shared.brankas.pembungkus import Terbungkus
from shared.db import Table
from shared.messaging import Job, UnitOfWork

HALAMAN: Final = 1000
# So soon a new wrapping key begins to replace the old one.
_LIHAT_KUNCI_DETIK: Final = 15.0


async def bungkus_ulang(uow: UnitOfWork, laci: Table[BarisKunci], brankas: Brankas, *, ukuran: int = HALAMAN) -> int:
    """Wrap some data keys anew that are not under the active wrapping key; nobody's seals change.

    Returns:
        How many; 0 when nothing is left that nobody else holds. Then the old wrapping key can be thrown away.
    """
    lama = await ambil_lain(uow.conn, laci, await brankas.pembungkus.aktif(), ukuran)
    baru = await brankas.pembungkus.bungkus_ulang([Terbungkus(satu.kunci_id, satu.isi) for satu in lama])
    await ganti(uow.conn, laci, [BarisKunci(satu.siapa, *isi) for satu, isi in zip(lama, baru, strict=True)])
    await brankas.pastikan_dikenal(baru)
    return len(lama)


def pekerjaan_putar(laci: Table[BarisKunci], brankas: Brankas) -> Job:
    """The job of a service that wraps anew what is under older keys."""

    async def langkah(uow: UnitOfWork) -> int:
        return await bungkus_ulang(uow, laci, brankas)

    return Job("bungkus-ulang", langkah, poll_seconds=_LIHAT_KUNCI_DETIK)
