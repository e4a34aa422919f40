"""`python -m services.pendaftaran.alat.pindahkan`: moves people of before the vault into it; see `shared.brankas.pindahan`."""

import asyncio

from pydantic import Field, SecretStr

from services.pendaftaran.store import pindahan as store
from services.pendaftaran.usecases.pindahan import pindahkan
from shared.brankas import Brankas
from shared.brankas.pindahan import PengaturanPindahan, pindahkan_semua
from shared.db import Conn


class Pengaturan(PengaturanPindahan):
    """What the move is told by its environment."""

    pseudonym_key: SecretStr = Field(min_length=16)


async def main(pengaturan: Pengaturan) -> None:
    """Move everybody, and say how far it is."""
    brankas = Brankas(pengaturan.pembungkus())
    kunci = pengaturan.pseudonym_key.get_secret_value().encode()

    async def langkah(conn: Conn) -> int:
        return await pindahkan(conn, kunci, brankas, ukuran=pengaturan.ukuran_langkah)

    await pindahkan_semua(pengaturan, store.ada, langkah)


if __name__ == "__main__":
    asyncio.run(main(Pengaturan()))
