"""From the text of one cell to a value. Each reader notes a fault and returns None when the cell is wrong."""

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from shared.tabular.faults import FaultList
from shared.tabular.reader import Baris

Choice = TypeVar("Choice", bound=StrEnum)

# ASCII digits only: int() would also take the digits of every other script.
# A whole number may carry its zeros, but not three of them: "1.000" is a thousand to some and one to others.
_INTEGER = re.compile(r"(-?[0-9]{1,18})(?:[.,](?:0{1,2}|0{4,}))?", re.ASCII)
_DECIMAL = re.compile(r"([0-9]{1,15})(?:[.,]([0-9]{1,3})(0*))?", re.ASCII)
_LONG_FRACTION = re.compile(r"(-?[0-9]{1,15})[.,]([0-9]{9,30})", re.ASCII)
_GROUPED = re.compile(r"[0-9]{1,3}(?:[\u00a0\u202f\u2009][0-9]{3})+(?:[.,][0-9]+)?", re.ASCII)
_NOISE = Decimal("0.000001")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)?", re.ASCII)
_DAY_FIRST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})", re.ASCII)
_IN_WORDS = re.compile(r"([0-9]{1,2})\s+([a-z]{3,9})\s+([0-9]{4})", re.ASCII)
_BULAN = ("januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november", "desember")


def plain(value: str) -> str:
    """A number without what programs add to it: no-break spaces between thousands, noise of arithmetic below a millionth."""
    value = value.strip()
    if _GROUPED.fullmatch(value):
        value = "".join(value.split())
    if found := _LONG_FRACTION.fullmatch(value):
        written = Decimal(f"{found[1]}.{found[2]}")
        meant = written.quantize(Decimal("0.001"))
        if abs(written - meant) < _NOISE:
            return format(meant.normalize(), "f")
    return value


def thousandths(value: str) -> int:
    """A decimal of up to three places as thousandths: "83.5" and "83,5" are 83_500. Zeros beyond the third place say nothing and may stand.

    Raises:
        ValueError: not such a number; signs, exponents and thousands separators are refused.
    """
    found = _DECIMAL.fullmatch(plain(value))
    if found is None:
        raise ValueError("not a decimal number of at most three places")
    whole, fraction, _ = found.groups(default="")
    return int(whole) * 1000 + int(fraction.ljust(3, "0"))


def tanggal(value: str) -> date:
    """A day written YYYY-MM-DD (a time behind it says nothing), DD-MM-YYYY, DD/MM/YYYY, DD.MM.YYYY or "18 Agustus 1996".

    Raises:
        ValueError: written otherwise, or no day of the calendar.
    """
    value = value.strip()
    if found := _YEAR_FIRST.fullmatch(value):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(value):
        return date(int(found[4]), int(found[3]), int(found[1]))
    if (found := _IN_WORDS.fullmatch(value.casefold())) and found[2] in _BULAN:
        return date(int(found[3]), _BULAN.index(found[2]) + 1, int(found[1]))
    raise ValueError("not written as a day that can only mean one")


def text(baris: Baris, kolom: str, faults: FaultList, *, longest: int = 500, required: bool = True) -> str | None:
    """The cell as text of at most `longest` characters; an optional empty cell is ""."""
    value = _filled(baris, kolom, faults) if required else baris.nilai[kolom]
    if value is not None and len(value) > longest:
        faults.add("SEL_TERLALU_PANJANG", f"Kolom {kolom} paling banyak {longest} karakter.", baris=baris.baris, kolom=kolom)
        return None
    return value


def integer(baris: Baris, kolom: str, minimum: int, maximum: int, faults: FaultList) -> int | None:
    """The cell as an integer from `minimum` to `maximum`."""
    value = _filled(baris, kolom, faults)
    if value is None:
        return None
    found = _INTEGER.fullmatch(plain(value))
    if found is None:
        faults.add("SEL_BUKAN_BILANGAN", f"Kolom {kolom} harus bilangan bulat.", baris=baris.baris, kolom=kolom, nilai=value)
        return None
    parsed = int(found[1])
    if minimum <= parsed <= maximum:
        return parsed
    _outside(baris, kolom, f"{minimum} sampai {maximum}", faults)
    return None


def score(baris: Baris, kolom: str, minimum: int, maximum: int, faults: FaultList) -> int | None:
    """The cell as thousandths, from `minimum` to `maximum` (thousandths as well)."""
    value = _filled(baris, kolom, faults)
    if value is None:
        return None
    try:
        parsed = thousandths(value)
    except ValueError:
        pesan = f"Kolom {kolom} harus angka dengan paling banyak tiga angka di belakang koma."
        faults.add("SEL_BUKAN_NILAI", pesan, baris=baris.baris, kolom=kolom, nilai=value)
        return None
    if minimum <= parsed <= maximum:
        return parsed
    _outside(baris, kolom, f"{_plain(minimum)} sampai {_plain(maximum)}", faults)
    return None


def tanggal_di(baris: Baris, kolom: str, faults: FaultList) -> date | None:
    """The cell as a day."""
    value = _filled(baris, kolom, faults)
    if value is None:
        return None
    try:
        return tanggal(value)
    except ValueError:
        # A birth date is personal: the value is not repeated.
        pesan = f"Kolom {kolom} harus tanggal yang ada, ditulis TTTT-BB-HH atau HH-BB-TTTT."
        faults.add("SEL_BUKAN_TANGGAL", pesan, baris=baris.baris, kolom=kolom)
        return None


def choice(baris: Baris, kolom: str, kind: type[Choice], faults: FaultList, *, default: Choice | None = None) -> Choice | None:
    """The cell as a member of `kind`, by its value in capitals; an empty cell is `default` if there is one."""
    if default is not None and not baris.nilai[kolom]:
        return default
    value = _filled(baris, kolom, faults)
    if value is None:
        return None
    try:
        return kind(value.upper())
    except ValueError:
        pesan = f"Kolom {kolom} harus salah satu dari {', '.join(kind)}."
        faults.add("SEL_BUKAN_PILIHAN", pesan, baris=baris.baris, kolom=kolom, nilai=value)
        return None


def _filled(baris: Baris, kolom: str, faults: FaultList) -> str | None:
    value = baris.nilai[kolom]
    if value:
        return value
    faults.add("SEL_KOSONG", f"Kolom {kolom} wajib diisi.", baris=baris.baris, kolom=kolom)
    return None


def _outside(baris: Baris, kolom: str, bounds: str, faults: FaultList) -> None:
    faults.add("SEL_DI_LUAR_BATAS", f"Kolom {kolom} harus {bounds}.", baris=baris.baris, kolom=kolom, nilai=baris.nilai[kolom])


def _plain(value: int) -> str:
    whole, fraction = divmod(value, 1000)
    return f"{whole},{fraction:03d}".rstrip("0").rstrip(",")
