"""Reasons between the domain, the database and the bus: the only place that turns one form into another."""

from collections.abc import Iterable

import orjson

from shared.alasan import Alasan
from shared.contracts import types


def alasan_terbit(alasan: Alasan) -> types.Alasan:
    """A reason as an event carries it."""
    return types.Alasan(kode=alasan.kode, pasal=alasan.pasal, angka=dict(alasan.angka))


def tulis_alasan(alasan: Iterable[Alasan]) -> str:
    """Reasons as the JSON array that is stored."""
    return orjson.dumps([{"kode": satu.kode, "pasal": satu.pasal, "angka": dict(satu.angka)} for satu in alasan]).decode()


def baca_alasan(stored: str) -> tuple[Alasan, ...]:
    """Reasons as `tulis_alasan` stored them; jsonb keeps no order of the numbers."""
    return tuple(Alasan(satu["kode"], satu["pasal"], tuple(satu["angka"].items())) for satu in orjson.loads(stored))
