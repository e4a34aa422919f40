"""Faults of a table, collected: whoever mends a file wants to see all of them, not the first."""

import re
from collections.abc import Iterable, Iterator

from shared.errors import Fault, Rejected

# Beyond this a file is not mended by hand; counting goes on, so that its size is known.
KEPT = 1000
_SHOWN_CHARACTERS = 24
_IDENTITY = re.compile(r"\d{16,}")


def shown(value: str) -> str:
    """`value` short enough for a message, and without digits that could be a NIK."""
    value = _IDENTITY.sub("…", value)
    return value if len(value) <= _SHOWN_CHARACTERS else value[: _SHOWN_CHARACTERS - 1] + "…"


class FaultList:
    """The first `KEPT` faults in the order they were found, and the number of all."""

    def __init__(self) -> None:
        """No faults yet."""
        self._kept: list[Fault] = []
        self.total = 0

    def add(self, kode: str, pesan: str, *, baris: int | None = None, kolom: str | None = None, nilai: str | None = None) -> None:
        """Note one fault; `nilai` is shortened here."""
        self.total += 1
        if self.total <= KEPT:
            self._kept.append(Fault(kode, pesan, kolom=kolom, baris=baris, nilai=None if nilai is None else shown(nilai)))

    def extend(self, faults: Iterable[Fault]) -> None:
        """Note faults that a rule found."""
        for fault in faults:
            self.add(fault.kode, fault.pesan, baris=fault.baris, kolom=fault.kolom, nilai=fault.nilai)

    def __len__(self) -> int:
        """The number of all faults."""
        return self.total

    def __iter__(self) -> Iterator[Fault]:
        """The faults that were kept."""
        return iter(self._kept)

    def refuse(self, kode: str, subject: str) -> None:
        """Do nothing when there are no faults, else refuse.

        Args:
            kode: of the refusal.
            subject: what is refused, as the sentence begins: "Berkas skd.csv".

        Raises:
            Rejected: 422 with the faults.
        """
        if self.total:
            pesan = f"{subject} ditolak: {self.total} kesalahan. Perbaiki semuanya lalu kirim ulang; tidak ada yang disimpan."
            raise Rejected(kode, pesan, faults=tuple(self._kept))
