"""How long each kind of record is kept: the rows of `retensi.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shared.kebijakan.tindakan import KebijakanTidakSah

BERKAS = Path(__file__).with_name("retensi.toml")
SELAMANYA = -1
_WAJIB = frozenset({"kalimat", "hari", "sejak", "dasar"})
_BOLEH = frozenset({"tempat", "topik"})


@dataclass(frozen=True, slots=True)
class Retensi:
    """One kind of record.

    Attributes:
        kode: name of the kind.
        kalimat: what it holds, in Indonesian.
        hari: days for which it is kept; `SELAMANYA`: for ever.
        sejak: since when the days count.
        dasar: article or position.
        tempat: tables, "schema.table"; "schema.*" for those of a schema that no other row names.
        topik: topics of the catalogue.
    """

    kode: str
    kalimat: str
    hari: int
    sejak: str
    dasar: str
    tempat: tuple[str, ...] = ()
    topik: tuple[str, ...] = ()


def baca_retensi(isi: str) -> dict[str, Retensi]:
    """Parse and check a table of periods.

    Raises:
        KebijakanTidakSah: a word is missing or unknown, a period is no period, a place stands twice, or a row has none.
    """
    try:
        found = {kode: _satu(kode, isian) for kode, isian in tomllib.loads(isi)["retensi"].items()}
    except (tomllib.TOMLDecodeError, KeyError, AttributeError, TypeError) as error:
        raise KebijakanTidakSah(f"retensi: {error}") from error
    letak = [satu for baris in found.values() for satu in (*baris.tempat, *baris.topik)]
    if len(set(letak)) != len(letak):
        raise KebijakanTidakSah("retensi: a place stands in two rows")
    return found


def _satu(kode: str, isian: Mapping[str, object]) -> Retensi:
    hari, teks = isian.get("hari"), [isian.get(nama) for nama in ("kalimat", "sejak", "dasar")]
    tempat, topik = (isian.get(nama, []) for nama in ("tempat", "topik"))
    if not _WAJIB <= isian.keys() <= _WAJIB | _BOLEH or not all(isinstance(satu, str) and satu for satu in teks):
        raise KebijakanTidakSah(f"retensi.{kode}: it has {', '.join(sorted(_WAJIB))}, and {' or '.join(sorted(_BOLEH))}")
    if not isinstance(hari, int) or isinstance(hari, bool) or (hari < 1 and hari != SELAMANYA):
        raise KebijakanTidakSah(f"retensi.{kode}: hari is a number of days, or {SELAMANYA}")
    if not isinstance(tempat, list) or not isinstance(topik, list) or not (tempat or topik):
        raise KebijakanTidakSah(f"retensi.{kode}: no place")
    kalimat, sejak, dasar = map(str, teks)
    return Retensi(kode, kalimat, hari, sejak, dasar, tuple(map(str, tempat)), tuple(map(str, topik)))


@cache
def retensi() -> Mapping[str, Retensi]:
    """All rows, by kind.

    Raises:
        KebijakanTidakSah: see `baca_retensi`.
    """
    return baca_retensi(BERKAS.read_text(encoding="utf-8"))
