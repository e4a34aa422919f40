"""The part of a rule set that registration needs: who may apply, with which documents, and how participant numbers are built."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from shared.aturan.loading import section
from shared.aturan.tabel import Tabel, record, tables, texts


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


@cache
def load(name: str, versi: int | None = None) -> AturanPendaftaran:
    """The section `[pendaftaran]` of a rule set, of its newest version or of `versi`.

    Raises:
        AturanTidakSah: unknown name, or see `parse`.
    """
    return section(name, "pendaftaran", parse, versi)


def parse(tabel: Tabel) -> AturanPendaftaran:
    """Read the table `[pendaftaran]` of a rule set.

    Raises:
        KeyError: a value is missing.
        TypeError: a value is of the wrong kind.
        ValueError: a value is unknown or contradicts another.
    """
    khusus = [_huruf_besar(satu) for satu in tables(tabel, "usia_khusus")]
    aturan = record(AturanPendaftaran, {**tabel, "usia_khusus": khusus}, "pendaftaran")
    _check(aturan)
    return aturan


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
    for nama, angka in (("awalan_peserta", aturan.awalan_peserta), ("jalur_peserta", aturan.jalur_peserta)):
        if len(angka) != 2 or not angka.isascii() or not angka.isdigit():
            raise ValueError(f"{nama} must be two digits")


def _huruf_besar(tabel: Tabel) -> Tabel:
    """Names are compared in capitals; an alternative is the set of its words."""
    jabatan = [nama.upper().split() for nama in texts(tabel, "jabatan")]
    return {**tabel, "jabatan": jabatan, "jenjang": [jenjang.upper() for jenjang in texts(tabel, "jenjang")]}
