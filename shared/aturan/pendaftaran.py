"""The part of a rule set that registration needs: who may apply, with which documents, and how participant numbers are built."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from shared.aturan.loading import jenis_pengadaan, section
from shared.aturan.pppk import AturanPppk
from shared.aturan.pppk import load as load_pppk
from shared.aturan.tabel import Tabel, record, table, tables, texts

_PENGALAMAN_TERLAMA = 40


@dataclass(frozen=True, slots=True)
class UsiaKhusus:
    """A higher age limit for named jabatan.

    Attributes:
        usia_maks: oldest age in completed years.
        jabatan: alternatives; one alternative is a set of words that must all occur in the name of the jabatan.
        jenjang: levels of study it is limited to, in capitals as SSCASN writes them; empty = any level.
        pasal: the article.
    """

    usia_maks: int
    jabatan: tuple[frozenset[str], ...]
    jenjang: frozenset[str]
    pasal: str


@dataclass(frozen=True, slots=True)
class Pengalaman:
    """How long the applicants for some jabatan must have done relevant work.

    Attributes:
        tahun: in years; 0 = none is asked for.
        jabatan: alternatives as in `UsiaKhusus`; empty = any.
        jenjang: as in `UsiaKhusus`.
    """

    tahun: int
    jabatan: tuple[frozenset[str], ...]
    jenjang: frozenset[str]
    pasal: str


@dataclass(frozen=True, slots=True)
class Registrasi:
    """Health jabatan whose applicants must be registered (STR).

    Attributes:
        dokumen: the document that proves it.
        seumur_hidup: whether one without a last day lasts for life; else its last day must be stated.
        jabatan: alternatives as in `UsiaKhusus`.
        kecuali: jabatan that only sound like one of them.
    """

    dokumen: str
    seumur_hidup: bool
    jabatan: tuple[frozenset[str], ...]
    kecuali: tuple[frozenset[str], ...]
    pasal: str


@dataclass(frozen=True, slots=True)
class AturanPendaftaran:
    """Who may apply and how applicants are numbered.

    Attributes:
        usia_min: youngest age in completed years on the day of application.
        usia_maks: oldest age in completed years on the day of application.
        usia_khusus: exceptions to `usia_maks`; the highest limit that fits holds.
        dokumen_wajib: documents every applicant hands in.
        dokumen_kebutuhan: need type -> documents asked for in addition.
        label_kebutuhan: label of the need type in SSCASN, in capitals -> need type.
        digit_kebutuhan: need type -> its digit in the participant number, opaque to readers.
        awalan_peserta: two digits that open every participant number, the year.
        jalur_peserta: two digits after the agency, the kind of procurement.
        pengalaman: the first entry that fits holds; none fits: no work is asked for.
        registrasi: None where no jabatan asks for one.
        dokumen_pengalaman: proves the work where any is asked for.
        pppk: the test of a PPPK season, whose points may be added to by what applicants claim; None for CPNS.
    """

    usia_min: int
    usia_maks: int
    pasal_usia: str
    usia_khusus: tuple[UsiaKhusus, ...]
    pasal_kualifikasi: str
    dokumen_wajib: tuple[str, ...]
    dokumen_kebutuhan: Mapping[str, tuple[str, ...]]
    pasal_dokumen: str
    pasal_sanksi: str
    pasal_satu_lamaran: str
    label_kebutuhan: Mapping[str, str]
    digit_kebutuhan: Mapping[str, int]
    awalan_peserta: str
    jalur_peserta: str
    pengalaman: tuple[Pengalaman, ...]
    registrasi: Registrasi | None
    dokumen_pengalaman: str = ""
    pppk: AturanPppk | None = None


@cache
def load(name: str, versi: int | None = None) -> AturanPendaftaran:
    """The section `[pendaftaran]` of a rule set, of its newest version or of `versi`.

    Raises:
        AturanTidakSah: unknown name, or see `parse`.
    """
    pppk = load_pppk(name, versi) if jenis_pengadaan(name) == "PPPK" else None
    return section(name, "pendaftaran", lambda tabel: parse(tabel, pppk), versi)


def parse(tabel: Tabel, pppk: AturanPppk | None = None) -> AturanPendaftaran:
    """Read the table `[pendaftaran]` of a rule set; `pppk` is the test of a PPPK season.

    Raises:
        KeyError: a value is missing.
        TypeError: a value is of the wrong kind.
        ValueError: a value is unknown or contradicts another.
    """
    baku: Tabel = {nama: [_huruf_besar(satu) for satu in tables(tabel, nama)] for nama in ("usia_khusus", "pengalaman")}
    if "registrasi" in tabel:
        baku["registrasi"] = _huruf_besar(table(tabel, "registrasi"))
    aturan = record(AturanPendaftaran, {**tabel, **baku}, "pendaftaran", pppk=pppk)
    _check(aturan)
    return aturan


def disebut(jabatan: str, nama: Collection[frozenset[str]]) -> bool:
    """Whether all words of one of the names occur in the name of a jabatan, which is in capitals."""
    kata = frozenset(jabatan.split())
    return any(satu <= kata for satu in nama)


def _check(aturan: AturanPendaftaran) -> None:
    """The parts must fit together: a mistake in a rule file shows at start, not in a decision."""
    if not 0 < aturan.usia_min <= aturan.usia_maks:
        raise ValueError("usia_min and usia_maks are not a range")
    if any(khusus.usia_maks < aturan.usia_maks for khusus in aturan.usia_khusus):
        raise ValueError("a usia_khusus is lower than usia_maks")
    digits = sorted(aturan.digit_kebutuhan.values())
    if len(set(digits)) != len(digits) or any(not 0 <= digit <= 9 for digit in digits):
        raise ValueError("digit_kebutuhan must be different single digits")
    unknown = (set(aturan.label_kebutuhan.values()) | set(aturan.dokumen_kebutuhan)) - set(aturan.digit_kebutuhan)
    if unknown:
        raise ValueError(f"need types without a digit: {sorted(unknown)}")
    if any(not 0 <= satu.tahun <= _PENGALAMAN_TERLAMA for satu in aturan.pengalaman):
        raise ValueError(f"years of work go from 0 to {_PENGALAMAN_TERLAMA}")
    if bool(aturan.pengalaman) is not bool(aturan.dokumen_pengalaman):
        raise ValueError("work and the document that proves it belong together")
    for nama, angka in (("awalan_peserta", aturan.awalan_peserta), ("jalur_peserta", aturan.jalur_peserta)):
        if len(angka) != 2 or not angka.isascii() or not angka.isdigit():
            raise ValueError(f"{nama} must be two digits")


def _huruf_besar(tabel: Tabel) -> Tabel:
    """Names are compared in capitals; an alternative is the set of its words."""
    baku: Tabel = {kunci: [nama.upper().split() for nama in texts(tabel, kunci)] for kunci in ("jabatan", "kecuali") if kunci in tabel}
    if "jenjang" in tabel:
        baku["jenjang"] = [jenjang.upper() for jenjang in texts(tabel, "jenjang")]
    return {**tabel, **baku}
