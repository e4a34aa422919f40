"""What an archive of a season holds of the placing, beside what is public; each list whole, or that of one season."""

from collections.abc import AsyncGenerator

import asyncpg

from services.penempatan.store.baca import per_musim
from services.penempatan.store.keadaan import SEGEL_BERLAKU


def kelompok(pool: asyncpg.Pool, musim: str | None) -> AsyncGenerator[list[asyncpg.Record], None]:
    """Every placed kelompok in pages, by name: in which mode and under which rule set, which version is in force."""
    return per_musim(pool, _KELOMPOK, "order by kelompok", musim)


def pengunduran(pool: asyncpg.Pool, musim: str | None) -> AsyncGenerator[list[asyncpg.Record], None]:
    """Everybody who left in pages, in the order in which it was applied; why is not said."""
    return per_musim(pool, _PENGUNDURAN, "order by kelompok, urutan", musim)


def koreksi(pool: asyncpg.Pool, musim: str | None) -> AsyncGenerator[list[asyncpg.Record], None]:
    """Every version that a correction put in force in pages, by kelompok and version; `selisih` is JSON text."""
    return per_musim(pool, _KOREKSI, "order by kelompok, versi", musim)


_KELOMPOK = f"""
    select * from (select k.kelompok, k.versi_ditempatkan as versi, k.mode, b.aturan, b.aturan_versi
    from penempatan.kelompok as k {SEGEL_BERLAKU}) as ditempatkan
"""  # noqa: S608 - the names are ours
_PENGUNDURAN = "select kelompok, urutan, peserta, kursi, dapat_diganti from penempatan.pengunduran"
_KOREKSI = """
    select * from (
        select kelompok, versi, versi_sebelumnya, alasan, sumber, selisih from penempatan.versi_kelompok where selisih is not null
    ) as berlaku
"""
