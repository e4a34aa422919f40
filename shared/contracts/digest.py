"""The digest that lets anyone check that a ranking arrived whole."""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple


class BarisPeringkat(NamedTuple):
    """The part of a ranked row that the digest seals; absent values are None."""

    peserta: str
    formasi: str
    status_skb: str
    nilai_akhir: int | None
    peringkat: int | None
    peringkat_kelompok: int | None
    versi: int


def ranking_digest(rows: Iterable[BarisPeringkat]) -> str:
    """SHA-256 (hex) over the rows of one kelompok, one line each, sorted by participant number.

    A line is the seven fields joined by "|", None as an empty field, ended by a newline, in UTF-8. The order of `rows` does not matter.
    """
    lines = sorted("|".join("" if field is None else str(field) for field in row) for row in rows)
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
