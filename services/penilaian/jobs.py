"""Work outside requests and the poll loop."""

import asyncpg

from services.penilaian.settings import Settings
from services.penilaian.usecases import putuskan
from shared.aturan import AturanSeleksi
from shared.messaging import UnitOfWork, Worker
from shared.messaging.consumers import OnFatal
from shared.web import forget_old_answers

_FORGET_POLL_SECONDS = 600.0


def workers(pool: asyncpg.Pool, settings: Settings, aturan: AturanSeleksi, on_fatal: OnFatal) -> tuple[Worker, ...]:
    """The workers of one process; replicas share the kelompok of a closed stage among them."""

    async def skd(uow: UnitOfWork) -> int:
        return await putuskan.putuskan_kelompok_skd(uow, aturan)

    async def peringkat(uow: UnitOfWork) -> int:
        return await putuskan.putuskan_kelompok_peringkat(uow, aturan)

    poll = settings.worker_poll_seconds
    return (
        Worker(pool, name="penilaian.skd", step=skd, on_fatal=on_fatal, poll_seconds=poll),
        Worker(pool, name="penilaian.peringkat", step=peringkat, on_fatal=on_fatal, poll_seconds=poll),
        Worker(pool, name="penilaian.jawaban", step=forget_old_answers, on_fatal=on_fatal, poll_seconds=_FORGET_POLL_SECONDS),
    )
