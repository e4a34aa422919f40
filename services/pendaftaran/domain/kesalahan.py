"""What is wrong with something that was handed in, as the domain says it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kesalahan:
    """One fault.

    Attributes:
        kode: stable identifier, for programs.
        pesan: what is wrong and the way out, in Indonesian.
        kolom: the column or field to blame.
        baris: row of the file (1 = first line), where there is one.
        nilai: the offending value, shortened; never a NIK or a name of a person.
    """

    kode: str
    pesan: str
    kolom: str | None = None
    baris: int | None = None
    nilai: str | None = None


_PANJANG_NILAI = 60


def ringkas(nilai: str) -> str:
    """A value short enough to be shown beside its fault."""
    return nilai if len(nilai) <= _PANJANG_NILAI else f"{nilai[: _PANJANG_NILAI - 1]}…"
