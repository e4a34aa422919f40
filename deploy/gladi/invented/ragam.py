"""What differs between kinds of season in everything that is invented: a CPNS season and a PPPK season of one seed share nobody."""

from enum import StrEnum
from functools import cache
from typing import NamedTuple

from shared.aturan import jenis_pengadaan


class Jenis(StrEnum):
    """A kind of season, in the words of the rule sets."""

    CPNS = "CPNS"
    PPPK = "PPPK"


class Ragam(NamedTuple):
    """A kind of season.

    Attributes:
        akhiran: what the code of the season ends with.
        orang_pertama, formasi_pertama: number of the first person and of the first post; far apart, so that the numbers of one kind never
            reach those of another.
    """

    jenis: Jenis
    akhiran: str
    orang_pertama: int
    formasi_pertama: int


_SEMUA = {Jenis.CPNS: Ragam(Jenis.CPNS, "", 0, 0), Jenis.PPPK: Ragam(Jenis.PPPK, "-pppk", 1_000_000_000, 1_000_000_000)}


# Asked for every person: the file of the rules is read once.
@cache
def ragam(aturan: str) -> Ragam:
    """The kind of season that a rule set is for.

    Raises:
        AturanTidakSah: no such rule set.
    """
    return ragam_jenis(Jenis(jenis_pengadaan(aturan)))


def ragam_jenis(jenis: Jenis) -> Ragam:
    """A kind of season by its name."""
    return _SEMUA[jenis]
