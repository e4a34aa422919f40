"""The part of a rule set that registration needs: who may apply, with which documents, and how participant numbers are built."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from shared.aturan.loading import AturanTidakSah, read

_MISSING = object()


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
def load(name: str) -> AturanPendaftaran:
    """The section `[pendaftaran]` of the rule set of that name.

    Raises:
        AturanTidakSah: unknown name, or see `parse`.
    """
    table = read(name).get("pendaftaran")
    if not isinstance(table, dict):
        raise AturanTidakSah(f"rule set {name}: no table [pendaftaran]")
    try:
        return parse(table)
    except (TypeError, ValueError) as error:
        raise AturanTidakSah(f"rule set {name}: {error}") from error


def parse(table: Mapping[str, object]) -> AturanPendaftaran:
    """Read the table `[pendaftaran]` of a rule set.

    Raises:
        TypeError: a value is of the wrong kind.
        ValueError: a value is missing, unknown or contradicts another.
    """
    rest = dict(table)
    aturan = AturanPendaftaran(
        usia_min=_int(rest, "usia_min"),
        usia_maks=_int(rest, "usia_maks"),
        pasal_usia=_str(rest, "pasal_usia"),
        usia_khusus=tuple(_usia_khusus(t) for t in _tables(rest, "usia_khusus")),
        pasal_kualifikasi=_str(rest, "pasal_kualifikasi"),
        dokumen_wajib=_strs(rest, "dokumen_wajib"),
        dokumen_kebutuhan=MappingProxyType({k: _strings(v, k) for k, v in _table(rest, "dokumen_kebutuhan").items()}),
        pasal_dokumen=_str(rest, "pasal_dokumen"),
        pasal_sanksi=_str(rest, "pasal_sanksi"),
        pasal_satu_lamaran=_str(rest, "pasal_satu_lamaran"),
        label_kebutuhan=MappingProxyType({k: _string(v, k) for k, v in _table(rest, "label_kebutuhan").items()}),
        digit_kebutuhan=MappingProxyType({k: _integer(v, k) for k, v in _table(rest, "digit_kebutuhan").items()}),
        awalan_peserta=_str(rest, "awalan_peserta"),
        jalur_peserta=_str(rest, "jalur_peserta"),
    )
    if rest:
        raise ValueError(f"[pendaftaran]: unknown {sorted(rest)}")
    _check(aturan)
    return aturan


def _check(aturan: AturanPendaftaran) -> None:
    """The parts must fit together: a mistake in a rule file shows at start, not in a decision."""
    if not 0 < aturan.usia_min <= aturan.usia_maks:
        raise ValueError("[pendaftaran]: usia_min and usia_maks are not a range")
    if any(khusus.usia_maks < aturan.usia_maks for khusus in aturan.usia_khusus):
        raise ValueError("[pendaftaran]: a usia_khusus is lower than usia_maks")
    digits = sorted(aturan.digit_kebutuhan.values())
    if len(set(digits)) != len(digits) or any(not 0 <= digit <= 9 for digit in digits):
        raise ValueError("[pendaftaran]: digit_kebutuhan must be different single digits")
    unknown = (set(aturan.label_kebutuhan.values()) | set(aturan.dokumen_kebutuhan)) - set(aturan.digit_kebutuhan)
    if unknown:
        raise ValueError(f"[pendaftaran]: need types without a digit: {sorted(unknown)}")
    for name, text in (("awalan_peserta", aturan.awalan_peserta), ("jalur_peserta", aturan.jalur_peserta)):
        if len(text) != 2 or not text.isascii() or not text.isdigit():
            raise ValueError(f"[pendaftaran]: {name} must be two digits")


def _usia_khusus(table: dict[str, object]) -> UsiaKhusus:
    khusus = UsiaKhusus(
        usia_maks=_int(table, "usia_maks"),
        jabatan=tuple(frozenset(words.upper().split()) for words in _strs(table, "jabatan")),
        jenjang=frozenset(level.upper() for level in _strs(table, "jenjang")),
        pasal=_str(table, "pasal"),
    )
    if table:
        raise ValueError(f"[pendaftaran.usia_khusus]: unknown {sorted(table)}")
    return khusus


def _take(table: dict[str, object], name: str) -> object:
    value = table.pop(name, _MISSING)
    if value is _MISSING:
        raise ValueError(f"[pendaftaran]: {name} is missing")
    return value


def _integer(value: object, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"[pendaftaran]: {name} must be a whole number")
    return value


def _string(value: object, name: str) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError(f"[pendaftaran]: {name} must be a text")
    return value


def _strings(value: object, name: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"[pendaftaran]: {name} must be a list of texts")
    return tuple(_string(item, name) for item in value)


def _int(table: dict[str, object], name: str) -> int:
    return _integer(_take(table, name), name)


def _str(table: dict[str, object], name: str) -> str:
    return _string(_take(table, name), name)


def _strs(table: dict[str, object], name: str) -> tuple[str, ...]:
    return _strings(_take(table, name), name)


def _table(table: dict[str, object], name: str) -> dict[str, object]:
    value = _take(table, name)
    if not isinstance(value, dict):
        raise TypeError(f"[pendaftaran]: {name} must be a table")
    return value


def _tables(table: dict[str, object], name: str) -> list[dict[str, object]]:
    value = _take(table, name)
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise TypeError(f"[pendaftaran]: {name} must be a list of tables")
    return [dict(item) for item in value]
