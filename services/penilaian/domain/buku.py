"""All rule sets that this release knows, in every version: what was decided under one goes on under it."""

from collections.abc import Mapping
from typing import NamedTuple, TypeVar

from shared.aturan import AturanSeleksi
from shared.aturan.pppk import AturanPppk

A = TypeVar("A")
Buku = Mapping[tuple[str, int], A]
"""Rule sets by name and version."""
BukuCpns = Buku[AturanSeleksi]
BukuPppk = Buku[AturanPppk]


class SemuaBuku(NamedTuple):
    """The rule sets of both kinds."""

    cpns: BukuCpns
    pppk: BukuPppk


ATURAN_ASING = "ATURAN_ASING"
"""The word for a rule set, or a version of it, that this release does not have."""


def tak_dikenal(nama: str, versi: int) -> str:
    """Say of a rule set that this release does not have it in that version."""
    return f"Kumpulan aturan {nama} versi {versi} tidak dikenal layanan ini."
