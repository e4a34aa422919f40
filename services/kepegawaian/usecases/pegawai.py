"""The case of one person, and what follows from leaving."""

from dataclasses import dataclass

import asyncpg

from services.kepegawaian.domain.pengunduran import BebasSanksi, Sanksi, sanksi
from services.kepegawaian.store import baca
from services.kepegawaian.usecases.aturan import aturan_kasus, kode_nomor
from shared.brankas import Brankas
from shared.errors import Rejected


@dataclass(frozen=True, slots=True)
class TentangPegawai:
    """The case of one person, and, after a departure, the bar that follows or why there is none."""

    pegawai: baca.Pegawai
    akibat: Sanksi | BebasSanksi | None


async def tentang_pegawai(pool: asyncpg.Pool, brankas: Brankas, peserta: str) -> TentangPegawai:
    """The case of one person with their number, opened from the vault; the door has written the look into the record of acts.

    Raises:
        Rejected: 404, no case; 409, unknown rule set.
    """
    async with pool.acquire() as conn:
        ada = await baca.pegawai(conn, peserta)
    if ada is None:
        raise Rejected("BELUM_DITEMPATKAN", "Peserta ini tidak mempunyai keputusan lulus.", status=404, kolom="peserta")
    ((nip,),) = await brankas.buka([ada[1]])
    satu = ada[0]._replace(nip=nip)
    if satu.jenis is None:
        return TentangPegawai(satu, None)
    aturan = aturan_kasus(satu.aturan, satu.aturan_versi)
    return TentangPegawai(satu, sanksi(satu.jenis, satu.langkah, satu.rute, aturan, kode_nomor(satu.aturan)))
