"""The part of a rule set about objections: at which stages, for how long, and what an agency may accept."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from shared.aturan.loading import read
from shared.aturan.tabel import AturanTidakSah, Tabel, record, tables


class TahapSanggah(StrEnum):
    """The result that is objected to."""

    ADMINISTRASI = "ADMINISTRASI"
    SKD = "SKD"
    AKHIR = "AKHIR"


@dataclass(frozen=True, slots=True)
class Sanggah:
    """The objection to one result.

    Attributes:
        hari_mengajukan: days from the publication in which it may be sent, the last one to its end (WIB).
        hari_menjawab: days in which the agency publishes again, counted from the end of sending.
        semua_syarat: every failed requirement must be contested, otherwise the result stays.
    """

    tahap: TahapSanggah
    hari_mengajukan: int
    hari_menjawab: int
    semua_syarat: bool
    pasal: str


@cache
def load(name: str, versi: int | None = None) -> tuple[Sanggah, ...]:
    """The objections of a rule set, of its newest version or of `versi`, in order of the stages.

    Raises:
        AturanTidakSah: unknown name or version, or see `parse`.
    """
    return parse(read(name, versi), name=name)


def parse(tabel: Tabel, *, name: str) -> tuple[Sanggah, ...]:
    """Read `[[sanggah]]` of a parsed file.

    Raises:
        AturanTidakSah: a value is missing, misspelt or impossible, or a stage is there twice.
    """
    try:
        found = tuple(_sanggah(satu) for satu in tables(tabel, "sanggah"))
    except (KeyError, TypeError, ValueError) as error:
        raise AturanTidakSah(f"rule set {name}: [[sanggah]] {type(error).__name__}: {error}") from error
    stages = [satu.tahap for satu in found]
    if stages != [tahap for tahap in TahapSanggah if tahap in stages] or TahapSanggah.AKHIR not in stages:
        raise AturanTidakSah(f"rule set {name}: [[sanggah]] must name stages once, in their order, AKHIR among them")
    return found


def _sanggah(tabel: Tabel) -> Sanggah:
    satu = record(Sanggah, tabel, "sanggah")
    if satu.hari_mengajukan < 1 or satu.hari_menjawab < 1:
        raise ValueError("days are counted from 1")
    return satu
