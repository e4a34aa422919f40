"""`python -m services.kepegawaian.alat.pindahkan`: moves numbers of before the vault into it; see `shared.brankas.pindahan`."""

import asyncio

from pydantic import Field, SecretStr

from services.kepegawaian.domain.nip import PembuatSidik
from services.kepegawaian.store import pindahan as store
from services.kepegawaian.usecases.pindahan import pindahkan
from shared.brankas import Brankas
from shared.brankas.pindahan import PengaturanPindahan, pindahkan_semua
from shared.db import Conn


class Pengaturan(PengaturanPindahan):
    """What the move is told by its environment."""

    nip_key: SecretStr = Field(min_length=16)


async def main(pengaturan: Pengaturan) -> None:
    """Move all numbers, and say how far it is."""
    brankas = Brankas(pengaturan.pembungkus())
    sidik = PembuatSidik(pengaturan.nip_key.get_secret_value().encode())

    async def langkah(conn: Conn) -> int:
        return await pindahkan(conn, sidik, brankas, ukuran=pengaturan.ukuran_langkah)

    await pindahkan_semua(pengaturan, store.ada, langkah)


if __name__ == "__main__":
    asyncio.run(main(Pengaturan()))
