"""`python -m tests.support.pendaftaran.pekerja DSN`: a process that does the document check in small steps until it is over or killed."""

import asyncio
import sys

from services.pendaftaran.context import Context
from services.pendaftaran.usecases.pemeriksaan import langkah
from shared.db import create_pool
from shared.messaging import unit_of_work
from tests.support.pendaftaran import SAAT, setelan_pendaftaran

UKURAN = 3


async def main(dsn: str) -> None:
    """Work."""
    context = Context.of(setelan_pendaftaran(dsn))
    async with create_pool(dsn, application_name="pekerja", min_size=1, max_size=1) as pool:
        done = 1
        while done:
            async with unit_of_work(pool) as uow:
                done = await langkah(uow, context.instalasi, context.brankas, SAAT, ukuran=UKURAN)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
