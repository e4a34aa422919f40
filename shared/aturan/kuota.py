"""The part of a rule set about planning: how many seats an agency must set aside for special need types."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from shared.aturan.loading import AturanTidakSah, Tabel, read


@dataclass(frozen=True, slots=True)
class PitaPapua:
    """Agencies of up to `sampai` seats (None: of any number) set aside at least `paling_sedikit`."""

    sampai: int | None
    paling_sedikit: int


@dataclass(frozen=True, slots=True)
class AturanKuota:
    """Least numbers of seats, by agency.

    Attributes:
        cumlaude_persen: of all seats of a central agency, rounded up.
        disabilitas_persen: of all seats of any agency, rounded up.
        papua: bands for central agencies by all their seats, from the smallest; the last has no end.
        awalan_instansi_daerah: how the name of a regional agency begins, in capitals; every other agency is a central one.
    """

    cumlaude_persen: int
    pasal_cumlaude: str
    disabilitas_persen: int
    pasal_disabilitas: str
    papua: tuple[PitaPapua, ...]
    pasal_papua: str
    awalan_instansi_daerah: tuple[str, ...]


@cache
def load(name: str) -> AturanKuota | None:
    """The section `[kuota]` of the rule set of that name; None where it sets nothing aside (another kind than CPNS).

    Raises:
        AturanTidakSah: unknown name, section missing, or see `parse`.
    """
    table = read(name)
    section = table.get("kuota")
    if section is None and table.get("jenis_pengadaan") != "CPNS":
        return None
    if not isinstance(section, dict):
        raise AturanTidakSah(f"rule set {name}: no table [kuota]")
    try:
        return parse(section)
    except (KeyError, TypeError, ValueError) as error:
        raise AturanTidakSah(f"rule set {name}: [kuota] {error}") from error


def parse(section: Tabel) -> AturanKuota:
    """Read the table `[kuota]`.

    Raises:
        KeyError: a value is missing.
        TypeError: a value is of the wrong kind.
        ValueError: a value is unknown or contradicts another.
    """
    rest = dict(section)
    papua, awalan = rest.pop("papua"), rest.pop("awalan_instansi_daerah")
    if not isinstance(papua, list) or not isinstance(awalan, list):
        raise TypeError("papua and awalan_instansi_daerah are lists")
    aturan = AturanKuota(
        cumlaude_persen=_number(rest.pop("cumlaude_persen")),
        pasal_cumlaude=_text(rest.pop("pasal_cumlaude")),
        disabilitas_persen=_number(rest.pop("disabilitas_persen")),
        pasal_disabilitas=_text(rest.pop("pasal_disabilitas")),
        papua=tuple(_pita(satu) for satu in papua),
        pasal_papua=_text(rest.pop("pasal_papua")),
        awalan_instansi_daerah=tuple(_text(satu).upper() for satu in awalan),
    )
    if rest:
        raise ValueError(f"unknown {sorted(rest)}")
    _check(aturan)
    return aturan


def _check(aturan: AturanKuota) -> None:
    if max(aturan.cumlaude_persen, aturan.disabilitas_persen) > 100:
        raise ValueError("a share is above 100 per cent")
    batas = [satu.sampai for satu in aturan.papua]
    if not batas or batas[-1] is not None or None in batas[:-1]:
        raise ValueError("the last band of papua, and only the last, has no end")
    if any(awal is None or lanjut is None or awal >= lanjut for awal, lanjut in pairwise(batas[:-1])):
        raise ValueError("the bands of papua do not rise")
    if not aturan.awalan_instansi_daerah:
        raise ValueError("awalan_instansi_daerah is empty: nobody could tell a regional agency")


def _pita(table: object) -> PitaPapua:
    if not isinstance(table, dict):
        raise TypeError("a band of papua is a table")
    rest = dict(table)
    pita = PitaPapua(_number(rest.pop("sampai")) if "sampai" in rest else None, _number(rest.pop("paling_sedikit")))
    if rest:
        raise ValueError(f"papua: unknown {sorted(rest)}")
    return pita


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r} is not a whole number")
    if value < 1:
        raise ValueError(f"{value} is below 1")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError(f"{value!r} is not a text")
    return value
