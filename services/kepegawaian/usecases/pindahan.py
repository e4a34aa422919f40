"""Numbers of before the vault move into it."""

from services.kepegawaian.domain.nip import PembuatSidik
from services.kepegawaian.store import pindahan as store
from services.kepegawaian.store.pindahan import NipPindahan
from services.kepegawaian.usecases.nip import tersegel
from shared.brankas import BarisKunci, Brankas
from shared.brankas.pindahan import UKURAN_LANGKAH
from shared.db import Conn


async def pindahkan(conn: Conn, sidik: PembuatSidik, brankas: Brankas, *, ukuran: int = UKURAN_LANGKAH) -> int:
    """Move some counters, then some numbers, in the open transaction.

    Returns:
        How many; 0 when nothing is left.
    """
    hitungan = await store.ambil_hitungan(conn, ukuran)
    if hitungan:
        await store.simpan_hitungan(conn, [(sidik.awalan(awalan), urut) for awalan, urut in hitungan.items()])
        return len(hitungan)
    nip = await store.ambil(conn, ukuran)
    berkunci = list(zip(nip, await brankas.kunci_baru(len(nip)), strict=True))
    await store.simpan(
        conn,
        [NipPindahan(tersegel(n.peserta, n.nip, n.tmt, sidik, kunci), n.terbit_pada, n.dibatalkan) for n, kunci in berkunci],
        [BarisKunci(satu.peserta, *kunci.terbungkus) for satu, kunci in berkunci],
    )
    return len(nip)
