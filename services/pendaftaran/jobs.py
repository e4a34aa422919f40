"""Work outside requests and the poll loop."""

from collections.abc import Callable

import asyncpg

from services.pendaftaran.api.layanan import sekarang
from services.pendaftaran.usecases import pemeriksaan
from services.pendaftaran.usecases.musim import Musim
from shared.messaging import UnitOfWork, Worker
from shared.web import forget_old_answers

_FORGET_POLL_SECONDS = 600.0


def document_check(pool: asyncpg.Pool, musim: Musim, on_fatal: Callable[[BaseException], None]) -> Worker:
    """The document check, shared by all replicas."""

    async def step(uow: UnitOfWork) -> int:
        return await pemeriksaan.langkah(uow, musim, sekarang())

    return Worker(pool, name="pendaftaran.pemeriksaan", step=step, on_fatal=on_fatal)


def forget_answers(pool: asyncpg.Pool, on_fatal: Callable[[BaseException], None]) -> Worker:
    """Stored answers of the idempotency keys have an end."""
    return Worker(pool, name="pendaftaran.jawaban", step=forget_old_answers, on_fatal=on_fatal, poll_seconds=_FORGET_POLL_SECONDS)
