"""Reasons to and from their jsonb column."""

from collections.abc import Iterable

import orjson

from shared.aturan import Alasan


def to_json(alasan: Iterable[Alasan]) -> str:
    """Reasons as the JSON that is stored."""
    return orjson.dumps([{"kode": satu.kode, "pasal": satu.pasal, "angka": dict(satu.angka)} for satu in alasan]).decode()


def from_json(stored: str) -> tuple[Alasan, ...]:
    """Reasons as they were stored."""
    return tuple(Alasan(satu["kode"], satu["pasal"], tuple(satu["angka"].items())) for satu in orjson.loads(stored))
