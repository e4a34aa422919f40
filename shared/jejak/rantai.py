"""The chain: one link for each row, each with the digest of the link before it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from shared.jejak.catatan import sidik

# What the first link names as the one before it.
AWAL = bytes(32)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Mata(NamedTuple):
    """One link.

    Attributes:
        posisi: counts from 1 without a gap.
        catatan: number of the row.
        waktu: time of the row; kept here too, so that a row that is dated anew shows its old date.
        sidik: SHA-256 of what else the row says.
        sebelumnya: SHA-256 of the link before.
    """

    posisi: int
    catatan: int
    waktu: datetime
    sidik: bytes
    sebelumnya: bytes

    @property
    def sidik_mata(self) -> bytes:
        """SHA-256 of this link: what the next one names."""
        return sidik((self.posisi, self.catatan, mikrodetik(self.waktu), self.sidik, self.sebelumnya))


@dataclass(frozen=True, slots=True)
class Kepala:
    """The end of a chain: kept elsewhere it is an anchor, against which a cut or rewritten chain is found.

    Attributes:
        posisi: of the last link; 0 of a chain without one.
        sidik: its SHA-256.
    """

    posisi: int = 0
    sidik: bytes = AWAL

    @classmethod
    def dari(cls, mata: Mata) -> "Kepala":
        """The end of a chain whose last link is `mata`."""
        return cls(mata.posisi, mata.sidik_mata)

    @classmethod
    def baca(cls, teks: str) -> "Kepala":
        """Read `position:digest in hex`.

        Raises:
            ValueError: it is written otherwise.
        """
        posisi, _, hex_sidik = teks.strip().partition(":")
        found = bytes.fromhex(hex_sidik)
        if len(found) != len(AWAL) or not posisi.isascii() or not posisi.isdigit():
            raise ValueError(f"{teks!r}: posisi:sidik, sidik 64 angka heksadesimal")
        return cls(int(posisi), found)

    def __str__(self) -> str:
        return f"{self.posisi}:{self.sidik.hex()}"


def mikrodetik(waktu: datetime) -> int:
    """Microseconds since 1970, UTC."""
    return (waktu - _EPOCH) // timedelta(microseconds=1)


def sambung(kepala: Kepala, catatan: Iterable[tuple[int, datetime, bytes]]) -> list[Mata]:
    """The links that follow `kepala` for rows of these numbers, times and digests, in this order."""
    made: list[Mata] = []
    for nomor, waktu, isi in catatan:
        mata = Mata(kepala.posisi + 1, nomor, waktu, isi, kepala.sidik)
        made.append(mata)
        kepala = Kepala.dari(mata)
    return made
