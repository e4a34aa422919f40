"""Work outside requests and the poll loop."""

from collections.abc import Sequence

from services.pendaftaran.context import Context
from services.pendaftaran.store.orang import KUNCI
from services.pendaftaran.usecases import pemeriksaan, peserta
from shared.brankas import pekerjaan_putar
from shared.messaging import Job, UnitOfWork

_LIHAT_MASA_DETIK = 3600.0


def jobs(context: Context) -> Sequence[Job]:
    """The document check, the rotation of wrapping keys, and the end of people's time here; shared by all replicas."""

    async def periksa(uow: UnitOfWork) -> int:
        return await pemeriksaan.langkah(uow, context.instalasi, context.brankas, context.jam.kini())

    async def hapus_kedaluwarsa(uow: UnitOfWork) -> int:
        return await peserta.hapus_kedaluwarsa(uow, context.jam.kini())

    return (
        Job("pemeriksaan", periksa),
        pekerjaan_putar(KUNCI, context.brankas),
        Job("hapus-kedaluwarsa", hapus_kedaluwarsa, poll_seconds=_LIHAT_MASA_DETIK),
    )
