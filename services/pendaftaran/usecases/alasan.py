"""Reasons between the domain, the database and the bus."""

from collections.abc import Iterable

import orjson
from pydantic import TypeAdapter

from shared.aturan import Alasan
from shared.contracts.types import Alasan as AlasanPeristiwa

_DAFTAR: TypeAdapter[tuple[AlasanPeristiwa, ...]] = TypeAdapter(tuple[AlasanPeristiwa, ...])


def tulis_alasan(alasan: Iterable[Alasan]) -> str:
    """Reasons as JSON for the database."""
    return orjson.dumps([{"kode": a.kode, "pasal": a.pasal, "angka": dict(a.angka)} for a in alasan]).decode()


def baca_peristiwa(teks: str) -> tuple[AlasanPeristiwa, ...]:
    """Reasons from the database as events carry them."""
    return _DAFTAR.validate_json(teks)


def baca_alasan(teks: str) -> tuple[Alasan, ...]:
    """Reasons from the database as the domain knows them."""
    return tuple(Alasan(a.kode, a.pasal, tuple(sorted(a.angka.items()))) for a in baca_peristiwa(teks))
