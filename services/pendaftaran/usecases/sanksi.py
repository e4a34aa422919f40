"""Sanctions arrive from kepegawaian."""

from collections.abc import Iterable

from services.pendaftaran.store import sanksi as store
from services.pendaftaran.store.sanksi import Sanksi
from shared.contracts.kepegawaian import SanctionImposed
from shared.db import Conn
from shared.messaging import newest


async def catat(conn: Conn, peristiwa: Iterable[SanctionImposed]) -> None:
    """Keep the newest sanction of each person; whatever was decided before stays as it is."""
    terbaru = newest(peristiwa, key=lambda satu: satu.pseudonim, version=lambda satu: satu.versi)
    await store.simpan(conn, [Sanksi(satu.pseudonim, satu.sampai, satu.dasar.kode, satu.dasar.pasal, satu.versi) for satu in terbaru])
