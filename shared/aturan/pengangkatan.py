"""The part of a rule set about what follows a pass: replacement, the NIP, the sanction for leaving.

Hands on the words of `shared.istilah` about places and departures, so that a domain needs this package and nothing else.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from shared.aturan.loading import AturanTidakSah, Tabel, read
from shared.istilah import AlasanMundur, Hasil, JenisPengunduran, Langkah, Rute

__all__ = ["AlasanMundur", "AturanPengangkatan", "Hasil", "JenisPengunduran", "Langkah", "Rute", "SatuanSanksi", "load", "parse"]


class SatuanSanksi(StrEnum):
    """How the length of the bar is counted: PERIODE = openings of that kind of selection, whose dates nobody knows in advance."""

    TAHUN_ANGGARAN = "TAHUN_ANGGARAN"
    PERIODE = "PERIODE"


@dataclass(frozen=True, slots=True)
class AturanPengangkatan:
    """Articles and numbers from the final result to the NIP.

    Attributes:
        tahun: year of the selection; a bar in fiscal years counts from it.
        pasal_penggantian: who may be replaced, by whom, until when.
        pasal_nip: composition of the NIP.
        sanksi_jumlah: length of the bar in `sanksi_satuan`.
        sanksi_sebelum_nip: whether leaving before the NIP is issued is sanctioned at all.
        sanksi_bebas_lokasi_lain: whether who was placed at another location may leave before the NIP without a sanction.
        pasal_bebas: the article of that exemption; empty where there is none.
    """

    tahun: int
    pasal_penggantian: str
    pasal_nip: str
    pasal_sanksi: str
    sanksi_satuan: SatuanSanksi
    sanksi_jumlah: int
    sanksi_sebelum_nip: bool
    sanksi_bebas_lokasi_lain: bool = False
    pasal_bebas: str = ""


@cache
def load(name: str) -> AturanPengangkatan:
    """The section `[pengangkatan]` of the rule set of that name.

    Raises:
        AturanTidakSah: unknown name, no such section, or a value that is missing, unknown or of the wrong kind.
    """
    table = read(name)
    section = table.get("pengangkatan")
    if not isinstance(section, dict):
        raise AturanTidakSah(f"rule set {name}: no table [pengangkatan]")
    try:
        return parse({**section, "tahun": table["tahun"]})
    except (KeyError, ValueError) as error:
        raise AturanTidakSah(f"rule set {name}: [pengangkatan] {error}") from error


def parse(table: Tabel) -> AturanPengangkatan:
    """Read the table `[pengangkatan]`, with the year of the selection added as `tahun`.

    Raises:
        KeyError: a value is missing.
        ValueError: a value is unknown, of the wrong kind, or not in the table's list.
    """
    rest = dict(table)
    aturan = AturanPengangkatan(
        tahun=_number(rest.pop("tahun")),
        pasal_penggantian=_text(rest.pop("pasal_penggantian")),
        pasal_nip=_text(rest.pop("pasal_nip")),
        pasal_sanksi=_text(rest.pop("pasal_sanksi")),
        sanksi_satuan=SatuanSanksi(_text(rest.pop("sanksi_satuan"))),
        sanksi_jumlah=_number(rest.pop("sanksi_jumlah")),
        sanksi_sebelum_nip=_truth(rest.pop("sanksi_sebelum_nip")),
        sanksi_bebas_lokasi_lain=_truth(rest.pop("sanksi_bebas_lokasi_lain", False)),
        pasal_bebas=_text(rest.pop("pasal_bebas")) if "pasal_bebas" in rest else "",
    )
    if rest:
        raise ValueError(f"unknown {sorted(rest)}")
    if aturan.sanksi_bebas_lokasi_lain is not bool(aturan.pasal_bebas):
        raise ValueError("an exemption needs its article, and an article its exemption")
    return aturan


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"{value!r} is not a whole number from 1")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(f"{value!r} is not a text")
    return value


def _truth(value: object) -> bool:
    if value is True or value is False:
        return value
    raise ValueError(f"{value!r} is not true or false")
