"""Work outside requests and the poll loop."""

from collections.abc import Sequence
from datetime import UTC, datetime

from services.pendaftaran.context import Context
from services.pendaftaran.usecases import pemeriksaan, peserta, putar
from shared.messaging import Job, UnitOfWork

# So soon a new wrapping key begins to replace the old one.
_LIHAT_KUNCI_DETIK = 15.0
_LIHAT_MASA_DETIK = 3600.0


def jobs(context: Context) -> Sequence[Job]:
    """The document check, the rotation of wrapping keys, and the end of people's time here; shared by all replicas."""

    async def periksa(uow: UnitOfWork) -> int:
        return await pemeriksaan.langkah(uow, context.musim, context.brankas, datetime.now(UTC))

    async def bungkus_ulang(uow: UnitOfWork) -> int:
        return await putar.bungkus_ulang(uow, context.brankas)

    async def hapus_kedaluwarsa(uow: UnitOfWork) -> int:
        return await peserta.hapus_kedaluwarsa(uow, datetime.now(UTC))

    return (
        Job("pemeriksaan", periksa),
        Job("bungkus-ulang", bungkus_ulang, poll_seconds=_LIHAT_KUNCI_DETIK),
        Job("hapus-kedaluwarsa", hapus_kedaluwarsa, poll_seconds=_LIHAT_MASA_DETIK),
    )
