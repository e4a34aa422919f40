"""What every route needs."""

from dataclasses import dataclass
from typing import Annotated

import asyncpg
from fastapi import Depends, Request

from shared.aturan import AturanSeleksi


@dataclass(frozen=True, slots=True)
class Layanan:
    """The open pool, the season's rules, and the largest score file in bytes."""

    pool: asyncpg.Pool
    aturan: AturanSeleksi
    berkas_max_bytes: int


def _layanan(request: Request) -> Layanan:
    layanan: Layanan = request.app.state.layanan
    return layanan


LayananIni = Annotated[Layanan, Depends(_layanan)]
