"""What an archive of the season holds of the placing, beside what is public."""

from collections.abc import AsyncGenerator

import asyncpg

from services.penempatan.store.keadaan import SEGEL_BERLAKU
from shared.db import pages


def kelompok(pool: asyncpg.Pool) -> AsyncGenerator[list[asyncpg.Record], None]:
    """Every placed kelompok in pages, by name: in which mode and under which rule set, which version is in force."""
    return pages(pool, _KELOMPOK)


def pengunduran(pool: asyncpg.Pool) -> AsyncGenerator[list[asyncpg.Record], None]:
    """Everybody who left in pages, in the order in which it was applied; why is not said."""
    return pages(pool, _PENGUNDURAN)


def koreksi(pool: asyncpg.Pool) -> AsyncGenerator[list[asyncpg.Record], None]:
    """Every version that a correction put in force in pages, by kelompok and version; `selisih` is JSON text."""
    return pages(pool, _KOREKSI)


_KELOMPOK = f"""
    select k.kelompok, k.versi_ditempatkan as versi, k.mode, b.aturan, b.aturan_versi
    from penempatan.kelompok as k {SEGEL_BERLAKU}
    order by k.kelompok
"""  # noqa: S608 - the names are ours
_PENGUNDURAN = "select kelompok, urutan, peserta, kursi, dapat_diganti from penempatan.pengunduran order by kelompok, urutan"
_KOREKSI = """
    select kelompok, versi, versi_sebelumnya, alasan, sumber, selisih
    from penempatan.versi_kelompok where selisih is not null order by kelompok, versi
"""
