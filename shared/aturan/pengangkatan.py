"""The part of a rule set about what follows a pass: replacement, the NIP, the sanction for leaving."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from shared.aturan.loading import read, section
from shared.aturan.tabel import Tabel, number, record


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
        digit_ni_pppk: digits 13 and 14 of the NI of a PPPK on a first contract (posisi 32); no NIP has them.
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
    digit_ni_pppk: str = "21"


@cache
def load(name: str, versi: int | None = None) -> AturanPengangkatan:
    """The section `[pengangkatan]` of a rule set, of its newest version or of `versi`.

    Raises:
        AturanTidakSah: unknown name, no such section, or a value that is missing, unknown or of the wrong kind.
    """
    return section(name, "pengangkatan", lambda tabel: parse(tabel, tahun=number(read(name, versi), "tahun")), versi)


def parse(tabel: Tabel, *, tahun: int) -> AturanPengangkatan:
    """Read the table `[pengangkatan]` of a selection of the year `tahun`.

    Raises:
        KeyError: a value is missing.
        TypeError: a value is of the wrong kind.
        ValueError: a value is unknown or contradicts another.
    """
    aturan = record(AturanPengangkatan, tabel, "pengangkatan", tahun=tahun)
    if aturan.sanksi_jumlah < 1:
        raise ValueError("sanksi_jumlah is below 1")
    if aturan.sanksi_bebas_lokasi_lain is not bool(aturan.pasal_bebas):
        raise ValueError("an exemption needs its article, and an article its exemption")
    if len(aturan.digit_ni_pppk) != 2 or not aturan.digit_ni_pppk.isascii() or not aturan.digit_ni_pppk.isdigit():
        raise ValueError("digit_ni_pppk must be two digits")
    return aturan
