"""`python -m services.pendaftaran.alat.pindahkan`: moves people of before the vault into it, as the owner of the database.

In steps of some thousand, each one transaction: it can be ended and started again at any moment. No service may run meanwhile.
"""

import asyncio
import sys

import asyncpg
from pydantic import Field, SecretStr

from services.pendaftaran.ports.pilihan import PilihanPembungkus
from services.pendaftaran.store import pindahan as store
from services.pendaftaran.usecases.brankas import Brankas
from services.pendaftaran.usecases.pindahan import UKURAN_LANGKAH, pindahkan
from shared.db import require_tls


class PengaturanPindahan(PilihanPembungkus):
    """What the move is told by its environment."""

    migration_database_url: str = Field(repr=False, description="DSN of the database, for the role that owns it.")
    database_plaintext_hosts: str = ""
    pseudonym_key: SecretStr = Field(min_length=16)
    ukuran_langkah: int = Field(default=UKURAN_LANGKAH, ge=1, description="People in one transaction.")


async def main(pengaturan: PengaturanPindahan) -> None:
    """Move everybody, and say how far it is."""
    brankas = Brankas(pengaturan.pembungkus())
    kunci = pengaturan.pseudonym_key.get_secret_value().encode()
    conn: asyncpg.Connection = await asyncpg.connect(require_tls(pengaturan.migration_database_url, pengaturan.database_plaintext_hosts))
    try:
        jumlah = 0
        if await store.ada(conn):
            langkah = 1
            while langkah:
                async with conn.transaction():
                    langkah = await pindahkan(conn, kunci, brankas, ukuran=pengaturan.ukuran_langkah)
                jumlah += langkah
                sys.stdout.write(f"moved {jumlah}\n")
                sys.stdout.flush()
    finally:
        await conn.close()


if __name__ == "__main__":
    asyncio.run(main(PengaturanPindahan()))
