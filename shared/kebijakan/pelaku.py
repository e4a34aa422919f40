"""Who acts."""

from dataclasses import dataclass, field
from enum import StrEnum


class JenisPelaku(StrEnum):
    """What kind of subject a token speaks of."""

    PELAMAR = "PELAMAR"
    PETUGAS = "PETUGAS"
    LAYANAN = "LAYANAN"


class Peran(StrEnum):
    """A role. Panselnas has two, because what one of its officers proposes another one releases."""

    PELAMAR = "PELAMAR"
    VERIFIKATOR = "VERIFIKATOR"
    SUPERVISOR = "SUPERVISOR"
    PANITIA_INSTANSI = "PANITIA_INSTANSI"
    PPK = "PPK"
    PANSELNAS_PENGUSUL = "PANSELNAS_PENGUSUL"
    PANSELNAS_PERILIS = "PANSELNAS_PERILIS"
    BKN = "BKN"
    PUSAT_CAT = "PUSAT_CAT"
    AUDITOR = "AUDITOR"
    OPERATOR = "OPERATOR"
    LAYANAN = "LAYANAN"


@dataclass(frozen=True, slots=True)
class Pelaku:
    """A subject whose token was checked.

    Attributes:
        subjek: names one person or one program for good, over all issuers; two acts of one subject are never two persons.
        jenis: what kind of subject.
        peran: its roles; an applicant and a program have the one that their kind gives.
        instansi: four digits of the agency it acts for; None for a national officer and for applicants.
        peserta: the participant number that an applicant may act for; known from a participant token only.
        nik: of an applicant, as the identity issuer confirmed it; only registration is ever told.
    """

    subjek: str
    jenis: JenisPelaku
    peran: frozenset[Peran]
    instansi: str | None = None
    peserta: str | None = None
    nik: str | None = field(default=None, repr=False)
