"""Work outside the poll loop."""

import asyncpg

from services.penempatan.settings import Settings
from services.penempatan.usecases import Penempat
from shared.messaging import Worker
from shared.messaging.consumers import OnFatal


def workers(pool: asyncpg.Pool, settings: Settings, on_fatal: OnFatal) -> tuple[Worker, ...]:
    """The workers of one process; replicas share the work row by row."""
    langkah = Penempat(
        mode=settings.mode_pengisian,
        kelompok_per_transaksi=settings.kelompok_per_transaksi,
        baris_per_transaksi=settings.baris_per_transaksi,
    )
    placing = Worker(pool, name="penempatan.tempatkan", step=langkah, on_fatal=on_fatal, poll_seconds=settings.worker_poll_seconds)
    return (placing,)
