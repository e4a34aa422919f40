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
