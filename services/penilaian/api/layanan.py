"""What every route needs."""

from dataclasses import dataclass
from typing import Annotated

import asyncpg
from fastapi import Depends, Request

from services.penilaian.context import Context
from shared.aturan import AturanSeleksi


@dataclass(frozen=True, slots=True)
class Layanan:
    """What the routes work with.

    Attributes:
        aturan: the season's rules.
        berkas_max_bytes: largest score file.
        rilis_dua_orang: whether the lists of a closed stage need a second officer.
    """

    pool: asyncpg.Pool
    aturan: AturanSeleksi
    berkas_max_bytes: int
    rilis_dua_orang: bool = False


def _layanan(request: Request) -> Layanan:
    context: Context = request.app.state.context
    return Layanan(request.app.state.pool, context.aturan, context.berkas_max_bytes, context.rilis_dua_orang)


LayananIni = Annotated[Layanan, Depends(_layanan)]
