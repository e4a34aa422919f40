"""Work outside requests and the poll loop."""

from collections.abc import Sequence
from datetime import UTC, datetime

from services.pendaftaran.context import Context
from services.pendaftaran.usecases import pemeriksaan
from shared.messaging import Job, UnitOfWork


def jobs(context: Context) -> Sequence[Job]:
    """The document check, shared by all replicas."""

    async def periksa(uow: UnitOfWork) -> int:
        return await pemeriksaan.langkah(uow, context.musim, datetime.now(UTC))

    return (Job("pemeriksaan", periksa),)
