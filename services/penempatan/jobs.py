"""Work outside requests and the poll loop."""

from collections.abc import Sequence

from services.penempatan.context import Context
from services.penempatan.usecases import Penempat
from shared.messaging import Job


def jobs(context: Context) -> Sequence[Job]:
    """The jobs of one process; replicas share the work row by row."""
    langkah = Penempat(
        mode=context.mode_pengisian,
        kelompok_per_transaksi=context.kelompok_per_transaksi,
        baris_per_transaksi=context.baris_per_transaksi,
    )
    return (Job("tempatkan", langkah, context.worker_poll_seconds),)
