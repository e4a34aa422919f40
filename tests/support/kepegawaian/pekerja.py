"""`python -m tests.support.kepegawaian.pekerja hapus`: the person 1 is erased by a process of its own, to be killed."""

import asyncio
import sys
from datetime import UTC, datetime

import asyncpg
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.kepegawaian import usecases
from shared.contracts.pendaftaran import PersonErased
from shared.messaging import unit_of_work
from tests.support.penempatan import terima
from tests.support.worker_process import Stop, say

SAAT = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)


class AppointmentSettings(BaseSettings):
    """From the environment, as `WORKER_<NAME>`; `stop_at`: name of the point to stop at, empty: run on."""

    model_config = SettingsConfigDict(env_prefix="WORKER_", frozen=True, extra="ignore")

    dsn: str
    stop_at: str = ""


def dihapus(peserta: str | None, saat: datetime = SAAT) -> PersonErased:
    """What registration says of somebody."""
    return PersonErased(lamaran=f"L-{peserta}", peserta=peserta, dihapus_pada=saat)


async def main(_cara: str) -> None:
    """Take the event, once."""
    settings = AppointmentSettings.model_validate({})
    at = Stop(settings.stop_at, 1)
    async with asyncpg.create_pool(settings.dsn, min_size=1, max_size=2) as pool:
        say("ready")
        async with unit_of_work(pool) as uow:
            await usecases.terima_penghapusan(uow, terima(dihapus("1")))
            at("before_commit")
        at("after_commit")
        say("done")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
