"""The policy table: for every action the kinds of season that have it, the roles that may, and how far each reaches."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from shared.errors import CasnError
from shared.kebijakan.pelaku import Peran

BERKAS = Path(__file__).with_name("kebijakan.toml")
_KODE = re.compile(r"[a-z_]+\.[a-z_]+")
_KUNCI = frozenset({"kalimat", "musim", "boleh", "terbuka", "data_pribadi", "orang_lain"})


class KebijakanTidakSah(CasnError):
    """The policy table contradicts itself; nothing starts with it."""


class JenisMusim(StrEnum):
    """What a season hires for; rule sets call it `jenis_pengadaan`."""

    CPNS = "CPNS"
    PPPK = "PPPK"


class Jangkauan(StrEnum):
    """How far a role reaches with an action."""

    SENDIRI = "SENDIRI"
    INSTANSI = "INSTANSI"
    NASIONAL = "NASIONAL"


@dataclass(frozen=True, slots=True)
class Tindakan:
    """One row of the table.

    Attributes:
        kode: name of the action, `thing.act`.
        kalimat: what it does, in Indonesian, for refusals and for the record of acts.
        musim: the kinds of season that have it; in others it may be done by nobody.
        boleh: reach by role; a role that is not named may not.
        terbuka: anybody may, without a token.
        data_pribadi: shows personal data: a look is an act and is recorded.
        orang_lain: the action whose subject must be another one: what one proposes another releases.
        berdua: one of the two acts that two persons do; a program does neither, for whoever runs it has an account of their own.
    """

    kode: str
    kalimat: str
    musim: frozenset[JenisMusim]
    boleh: Mapping[Peran, Jangkauan]
    terbuka: bool = False
    data_pribadi: bool = False
    orang_lain: str | None = None
    berdua: bool = False

    def ada_pada(self, musim: JenisMusim | None) -> bool:
        """Whether a season of this kind has the action; None: whoever asks knows of no season."""
        return musim is None or musim in self.musim


def baca(isi: str) -> dict[str, Tindakan]:
    """Parse and check a table.

    Raises:
        KebijakanTidakSah: unknown words, an action that no season has or nobody may do, an open one with roles, or a second person
            for a missing action.
    """
    try:
        tabel = tomllib.loads(isi)["tindakan"]
        found = {kode: _satu(kode, isian) for kode, isian in tabel.items()}
    except (KeyError, TypeError, ValueError) as error:
        raise KebijakanTidakSah(f"policy table: {error}") from error
    for satu in found.values():
        if satu.orang_lain is not None and satu.orang_lain not in found:
            raise KebijakanTidakSah(f"{satu.kode}: orang_lain names {satu.orang_lain!r}, which is no action")
    berdua = {kode for satu in found.values() if satu.orang_lain is not None for kode in (satu.kode, satu.orang_lain)}
    return {kode: replace(satu, berdua=kode in berdua) for kode, satu in found.items()}


def _satu(kode: str, isian: dict[str, object]) -> Tindakan:
    if not _KODE.fullmatch(kode):
        raise ValueError(f"{kode!r} is no name of an action")
    if unknown := isian.keys() - _KUNCI:
        raise ValueError(f"{kode}: {', '.join(sorted(unknown))} is unknown")
    given = isian.get("boleh", {})
    if not isinstance(given, dict) or not isinstance(isian["kalimat"], str):
        raise TypeError(f"{kode}: kalimat is a sentence and boleh a table")
    seasons = isian["musim"]
    if not isinstance(seasons, list) or not seasons or len(set(seasons)) != len(seasons):
        raise ValueError(f"{kode}: musim lists each kind of season that has it once")
    boleh = {Peran(peran): Jangkauan(jangkauan) for peran, jangkauan in given.items()}
    terbuka = bool(isian.get("terbuka", False))
    if terbuka == bool(boleh):
        raise ValueError(f"{kode}: either open to all or given to some roles")
    if any((peran is Peran.PELAMAR) != (jangkauan is Jangkauan.SENDIRI) for peran, jangkauan in boleh.items()):
        raise ValueError(f"{kode}: applicants reach themselves and nobody else does")
    lain = isian.get("orang_lain")
    return Tindakan(
        kode,
        isian["kalimat"],
        frozenset(map(JenisMusim, seasons)),
        boleh,
        terbuka,
        data_pribadi=bool(isian.get("data_pribadi", False)),
        orang_lain=None if lain is None else str(lain),
    )


@cache
def kebijakan() -> Mapping[str, Tindakan]:
    """The table in force.

    Raises:
        KebijakanTidakSah: see `baca`.
    """
    return baca(BERKAS.read_text(encoding="utf-8"))


def tindakan(kode: str) -> Tindakan:
    """One action of the table in force.

    Raises:
        KebijakanTidakSah: there is no such action.
    """
    try:
        return kebijakan()[kode]
    except KeyError:
        raise KebijakanTidakSah(f"{kode!r} is no action of {BERKAS.name}") from None
