"""A new wrapping key takes the place of the old one, while people apply."""

from services.pendaftaran.ports import Terbungkus
from services.pendaftaran.store import orang as store
from services.pendaftaran.store.orang import BarisKunci
from services.pendaftaran.usecases.brankas import Brankas
from shared.messaging import UnitOfWork

HALAMAN = 1000


async def bungkus_ulang(uow: UnitOfWork, brankas: Brankas, *, ukuran: int = HALAMAN) -> int:
    """Wrap some data keys anew that are not under the active wrapping key; nobody's seals change.

    Returns:
        How many; 0 when nothing is left that nobody else holds. Then the old wrapping key can be thrown away.
    """
    lama = await store.ambil_lain(uow.conn, await brankas.pembungkus.aktif(), ukuran)
    baru = await brankas.pembungkus.bungkus_ulang([Terbungkus(satu.kunci_id, satu.isi) for satu in lama])
    await store.ganti(uow.conn, [BarisKunci(satu.pseudonim, *isi) for satu, isi in zip(lama, baru, strict=True)])
    return len(lama)
