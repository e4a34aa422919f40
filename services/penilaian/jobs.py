"""Work outside requests and the poll loop."""

from collections.abc import Sequence
from functools import partial

from services.penilaian.context import Context
from services.penilaian.usecases import keputusan
from services.penilaian.usecases.kompetensi.keputusan import putuskan_kelompok_kompetensi
from shared.messaging import Job


def jobs(context: Context) -> Sequence[Job]:
    """The jobs of one process; replicas share the kelompok of a closed stage among them."""
    return (
        Job("skd", partial(keputusan.putuskan_kelompok_skd, buku=context.buku), context.worker_poll_seconds),
        Job("peringkat", partial(keputusan.putuskan_kelompok_peringkat, buku=context.buku), context.worker_poll_seconds),
        Job("kompetensi", partial(putuskan_kelompok_kompetensi, buku=context.buku_pppk), context.worker_poll_seconds),
    )
