"""The part of a rule set about planning: how many seats an agency must set aside for special need types."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from shared.aturan.instansi import awalan_daerah
from shared.aturan.loading import may_lack, read, section
from shared.aturan.tabel import Tabel, record


@dataclass(frozen=True, slots=True)
class PitaPapua:
    """Agencies of up to `sampai` seats (None: of any number) set aside at least `paling_sedikit`."""

    sampai: int | None
    paling_sedikit: int


@dataclass(frozen=True, slots=True)
class AturanKuota:
    """Least numbers of seats, by agency.

    Attributes:
        disabilitas_persen: of all seats of any agency, rounded up.
        papua: bands for central agencies by all their seats, from the smallest, the last without end; none: nothing is set aside.
        awalan_daerah: see `shared.aturan.instansi`.
        cumlaude_persen: of all seats of a central agency, rounded up; 0: nothing is set aside.
    """

    disabilitas_persen: int
    pasal_disabilitas: str
    papua: tuple[PitaPapua, ...]
    awalan_daerah: tuple[str, ...]
    cumlaude_persen: int = 0
    pasal_cumlaude: str = ""
    pasal_papua: str = ""


@cache
def load(name: str, versi: int | None = None) -> AturanKuota | None:
    """The section `[kuota]` of the newest version of a rule set, or of `versi`; None where it sets nothing aside (another kind than CPNS).

    Raises:
        AturanTidakSah: unknown name or version, section missing, or see `parse`.
    """
    if may_lack(name, "kuota", versi):
        return None
    return section(name, "kuota", lambda tabel: parse(tabel, awalan_daerah(read(name, versi))), versi)


def parse(tabel: Tabel, awalan: tuple[str, ...]) -> AturanKuota:
    """Read the table `[kuota]`; `awalan` is `awalan_daerah` of the rule set.

    Raises:
        KeyError: a value is missing.
        TypeError: a value is of the wrong kind.
        ValueError: a value is unknown or contradicts another.
    """
    aturan = record(AturanKuota, tabel, "kuota", awalan_daerah=awalan)
    _check(aturan)
    return aturan


def _check(aturan: AturanKuota) -> None:
    if max(aturan.cumlaude_persen, aturan.disabilitas_persen) > 100:
        raise ValueError("a share is above 100 per cent")
    if (aturan.cumlaude_persen > 0) is not bool(aturan.pasal_cumlaude) or bool(aturan.papua) is not bool(aturan.pasal_papua):
        raise ValueError("a number that is above 0 and its article belong together")
    batas = [satu.sampai for satu in aturan.papua]
    bilangan = [aturan.disabilitas_persen]
    for pita in aturan.papua:
        bilangan += [pita.paling_sedikit, 1 if pita.sampai is None else pita.sampai]
    if min(bilangan) < 1:
        raise ValueError("a number is below 1")
    if batas and (batas[-1] is not None or None in batas[:-1]):
        raise ValueError("the last band of papua, and only the last, has no end")
    if any(awal is None or lanjut is None or awal >= lanjut for awal, lanjut in pairwise(batas[:-1])):
        raise ValueError("the bands of papua do not rise")
