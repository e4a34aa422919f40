"""The move of people of before the vault into it, as the owner of the database (decision 21).

In steps of some thousand, each one transaction: it can be ended and started again at any moment. No service may run meanwhile.
"""

import sys
from collections.abc import Awaitable, Callable
from typing import Final

import asyncpg
from pydantic import Field

from shared.brankas.pilihan import PilihanPembungkus
from shared.db import Conn, require_tls

UKURAN_LANGKAH: Final = 5000


class PengaturanPindahan(PilihanPembungkus):
    """What a move is told by its environment; a service adds its own secret."""

    migration_database_url: str = Field(repr=False, description="DSN of the database, for the role that owns it.")
    database_plaintext_hosts: str = ""
    ukuran_langkah: int = Field(default=UKURAN_LANGKAH, ge=1, description="People in one transaction.")


async def pindahkan_semua(
    pengaturan: PengaturanPindahan, ada: Callable[[Conn], Awaitable[bool]], langkah: Callable[[Conn], Awaitable[int]]
) -> None:
    """Move everybody, and say how far it is.

    Args:
        pengaturan: the database and the keeper of wrapping keys.
        ada: whether people may stand in clear at all.
        langkah: moves some of them in the open transaction; how many, 0 when nobody is left.
    """
    conn: asyncpg.Connection = await asyncpg.connect(require_tls(pengaturan.migration_database_url, pengaturan.database_plaintext_hosts))
    try:
        jumlah, baru = 0, 1
        while baru and (jumlah or await ada(conn)):
            async with conn.transaction():
                baru = await langkah(conn)
            jumlah += baru
            sys.stdout.write(f"moved {jumlah}\n")
            sys.stdout.flush()
    finally:
        await conn.close()
