"""The part of a rule set about seats that nobody of their own formation can take: who may, in which order, and how that is printed."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise

from shared.aturan.loading import may_lack, section
from shared.aturan.tabel import Tabel, record
from shared.istilah import JenisKebutuhan, Rute

_KODE_TERPANJANG = 12  # what the published event carries


class JenisKursi(StrEnum):
    """Seats of the general need type, or of the special ones."""

    UMUM = "UMUM"
    KHUSUS = "KHUSUS"


class AsalCalon(StrEnum):
    """Whose applicants a step looks at, by need type: special ones, those of the seat's own type, those of another, all."""

    KHUSUS = "KHUSUS"
    JENIS_SAMA = "JENIS_SAMA"
    JENIS_LAIN = "JENIS_LAIN"
    SEMUA = "SEMUA"


class LetakUnit(StrEnum):
    """Whether a step looks inside the unit of the seat or outside it."""

    SAMA = "SAMA"
    LAIN = "LAIN"


class AmbangCalon(StrEnum):
    """The passing grade a step asks for: the general one, or that of the candidate's own need type (reached by all who were ranked)."""

    UMUM = "UMUM"
    SENDIRI = "SENDIRI"


_KURSI_DARI_RUTE = {
    Rute.UMUM_DARI_KHUSUS: (JenisKursi.UMUM, LetakUnit.SAMA),
    Rute.UMUM_DARI_UNIT_LAIN: (JenisKursi.UMUM, LetakUnit.LAIN),
    Rute.KHUSUS_DARI_JENIS_SAMA: (JenisKursi.KHUSUS, LetakUnit.LAIN),
    Rute.KHUSUS_DARI_JENIS_LAIN: (JenisKursi.KHUSUS, LetakUnit.SAMA),
    Rute.KHUSUS_DARI_UNIT_LAIN: (JenisKursi.KHUSUS, LetakUnit.LAIN),
}
RUTE_UNIT_LAIN = frozenset(rute for rute, (_, unit) in _KURSI_DARI_RUTE.items() if unit is LetakUnit.LAIN)
"""Routes by which somebody came to a seat of another unit than the one applied for."""


@dataclass(frozen=True, slots=True)
class LangkahPengisian:
    """One step: these seats from these candidates.

    Attributes:
        nama: as the year calls it, such as U-1.
        tahap: from 1; steps of one tahap run together, over the vacancies in the order of the official list.
        rute: the word for it across years.
        kode: as printed in the lists of the year, such as P/L-U1.
    """

    nama: str
    tahap: int
    kursi: JenisKursi
    calon: AsalCalon
    unit: LetakUnit
    ambang: AmbangCalon
    rute: Rute
    kode: str
    pasal: str


@dataclass(frozen=True, slots=True)
class AturanPengisian:
    """How vacancies are filled in one year; without steps they stay empty.

    Attributes:
        umum: need types whose seats count as general ones.
        batas_grup: steps outside the unit stay inside the group of units that the agency announced (PermenPANRB 27/2021, item 4).
        langkah: in order of `tahap`.
        pasal: where filling as a whole is ruled.
    """

    umum: frozenset[JenisKebutuhan]
    batas_grup: bool
    langkah: tuple[LangkahPengisian, ...]
    pasal: str


@cache
def load(name: str, versi: int | None = None) -> AturanPengisian:
    """The section `[pengisian]` of a rule set, of its newest version or of `versi`; another kind than CPNS may have none and fills nothing.

    Raises:
        AturanTidakSah: unknown name, section missing, or see `parse`.
    """
    if may_lack(name, "pengisian", versi):
        return AturanPengisian(frozenset({JenisKebutuhan.UMUM}), batas_grup=False, langkah=(), pasal="")
    return section(name, "pengisian", parse, versi)


def parse(tabel: Tabel) -> AturanPengisian:
    """Read the table `[pengisian]`.

    Raises:
        KeyError: a value is missing.
        TypeError: a value is of the wrong kind.
        ValueError: a value is unknown or contradicts another.
    """
    aturan = record(AturanPengisian, tabel, "pengisian")
    faults = list(_faults(aturan))
    if faults:
        raise ValueError("; ".join(faults))
    return aturan


def _faults(aturan: AturanPengisian) -> Iterator[str]:
    """Find what no decree could mean."""
    tahap = [satu.tahap for satu in aturan.langkah]
    if not tahap or tahap[0] != 1 or any(lanjut - awal not in {0, 1} for awal, lanjut in pairwise(tahap)):
        yield "tahap must count 1, 2, 3 … in the order of the steps"
    if not aturan.umum:
        yield "umum names no need type"
    for apa, nilai in (("nama", [satu.nama for satu in aturan.langkah]), ("rute", [satu.rute for satu in aturan.langkah])):
        if len(set(nilai)) != len(nilai):
            yield f"two steps share one {apa}"
    if len({(satu.tahap, satu.kursi) for satu in aturan.langkah}) != len(tahap):
        yield "two steps of one tahap look at the same seats"
    for satu in aturan.langkah:
        if _KURSI_DARI_RUTE.get(satu.rute) != (satu.kursi, satu.unit):
            yield f"langkah {satu.nama}: {satu.rute} is not the route of {satu.kursi} seats from unit {satu.unit}"
        if satu.ambang is AmbangCalon.SENDIRI and satu.calon is not AsalCalon.JENIS_SAMA:
            yield f"langkah {satu.nama}: the own passing grade is enough for a seat of the own need type only"
        if len(satu.kode) > _KODE_TERPANJANG:
            yield f"langkah {satu.nama}: code longer than {_KODE_TERPANJANG}"
