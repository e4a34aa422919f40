"""Work outside requests and the poll loop."""

from collections.abc import Sequence
from functools import partial

from services.penempatan.context import Context
from services.penempatan.usecases.penempatan import tempatkan_antrean
from shared.messaging import Job


def jobs(context: Context) -> Sequence[Job]:
    """The jobs of one process; replicas share the work row by row."""
    langkah = partial(
        tempatkan_antrean,
        buku=context.buku,
        kelompok=context.kelompok_per_transaksi,
        baris=context.baris_per_transaksi,
    )
    return (Job("tempatkan", langkah, context.worker_poll_seconds),)
