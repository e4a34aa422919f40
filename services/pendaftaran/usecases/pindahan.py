"""People of before the vault move into it."""

from services.pendaftaran.domain.lamaran import pseudonim
from services.pendaftaran.store import pindahan as store
from services.pendaftaran.usecases.segel import segel
from shared.brankas import BarisKunci, Brankas
from shared.brankas.pindahan import UKURAN_LANGKAH
from shared.db import Conn


async def pindahkan(conn: Conn, kunci: bytes, brankas: Brankas, *, ukuran: int = UKURAN_LANGKAH) -> int:
    """Move some people, in the open transaction; `kunci` is the secret of pseudonyms.

    Returns:
        How many; 0 when nobody is left.
    """
    orang = await store.ambil(conn, ukuran)
    baru = await brankas.kunci_baru(len(orang))
    siapa = [pseudonim(kunci, satu.nik) for satu in orang]
    tersegel = [segel(satu.lamaran, nama, satu, kunci_orang) for satu, nama, kunci_orang in zip(orang, siapa, baru, strict=True)]
    masuk = await store.simpan(
        conn, tersegel, [BarisKunci(satu, *kunci_orang.terbungkus) for satu, kunci_orang in zip(siapa, baru, strict=True)]
    )
    if masuk != len(orang):
        raise LookupError(f"{len(orang) - masuk} people are in the vault and in clear: a service has run meanwhile")
    return len(orang)
