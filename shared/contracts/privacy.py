"""Search records and schemas for personal data, which public and agency topics must not carry (UU 27/2022).

A participant number (17 digits) is not an alarm: it is the pseudonym that the official lists print.
Findings name the place and the kind, never the value.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from shared.contracts.compatibility import Schema, inlined
from shared.contracts.envelope import Headers

BORN_FROM, BORN_TO = 1940, 2010  # years in which an applicant of any season can be born

PERSONAL_WORDS = frozenset(
    {
        "agama",
        "alamat",
        "domisili",
        "email",
        "foto",
        "hp",
        "kelamin",
        "kk",
        "ktp",
        "lahir",
        "nama",
        "nik",
        "nip",
        "npwp",
        "paspor",
        "ponsel",
        "rekening",
        "surel",
        "telepon",
        "telp",
        "wa",
    }
)
NOT_PERSONAL = frozenset({"aturan.nama"})
"""Fields with a personal word in their name that hold none: the name of the rule set."""
LEGAL_DATES = frozenset({"sampai", "tanggal", "tmt"})
"""Days on which something has effect in law; every other date in a schema is taken for a birth date."""

# Numbers inside a hexadecimal word (a digest, a UUID) are nobody's.
_FREE_START, _FREE_END = r"(?<![0-9A-Fa-f])", r"(?![0-9A-Fa-f])"
_NIK = re.compile(rf"{_FREE_START}(?:[0-9]{{16}}|[0-9]{{4}}(?:[ .][0-9]{{4}}){{3}}){_FREE_END}")
_NIP = re.compile(rf"{_FREE_START}([0-9]{{4}})([0-9]{{2}})([0-9]{{2}}) ?[0-9]{{6}} ?[0-9] ?[0-9]{{3}}{_FREE_END}")
_YEAR_FIRST = re.compile(rf"{_FREE_START}([0-9]{{4}})([-/.])([0-9]{{2}})\2([0-9]{{2}})(?![0-9])")
_DAY_FIRST = re.compile(rf"{_FREE_START}([0-9]{{2}})([-/.])([0-9]{{2}})\2([0-9]{{4}}){_FREE_END}")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_PHONE = re.compile(r"\+62[0-9 -]{8,15}")
_LONG_NUMBER = re.compile(r"[0-9]{6,}")
_WORD = re.compile(r"\w+(?:['’]\w+)*")


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Names of persons to look for. A name of one word is left out: it is also a place, a month or a virtue.

    Attributes:
        names: each as its words, casefolded.
        longest: words in the longest name.
        beginnings: the first two words of each.
    """

    names: frozenset[tuple[str, ...]]
    longest: int
    beginnings: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, names: Iterable[str]) -> "KnownNames":
        """Index names as people write them."""
        split = (_words(name) for name in names)
        found = frozenset(words for words in split if len(words) > 1)
        return cls(found, max(map(len, found), default=0), frozenset(words[:2] for words in found))

    def in_text(self, text: str) -> bool:
        """Whether one of the names stands in the text, as whole words."""
        words = _words(text)
        # Hardly a text holds even the beginning of one.
        if self.beginnings.isdisjoint(pairwise(words)):
            return False
        return any(
            words[start : start + length] in self.names
            for start in range(len(words))
            for length in range(2, min(self.longest, len(words) - start) + 1)
        )


NOBODY = KnownNames.of(())


def scan_personal_data(topic: str, headers: Headers, body: bytes | None, known_names: KnownNames = NOBODY) -> list[str]:
    """Find what looks like personal data in one record, as "<topic> <place>: <kind>".

    Found are: NIK (16 digits), NIP (18 digits that begin with a birth date), dates between 1940 and 2010, e-mail addresses, telephone
    numbers, fields with a personal name, and `known_names`. A body that is not JSON is scanned as text.
    """
    places = [(f"header {name}", value.decode("utf-8", "replace")) for name, value in headers]
    findings: list[tuple[str, str]] = []
    if body:
        text = body.decode("utf-8", "replace")
        try:
            leaves = _leaves(json.loads(text))
        except ValueError:
            leaves = [("body", text)]
        findings += [(place, "field with a personal name") for place, _ in leaves if _is_personal(place)]
        places += leaves
    # Nearly every record is clean, so one pass over all of it comes first.
    if any(_kinds("\n".join(text for _, text in places), known_names)):
        findings += [(place, kind) for place, text in places for kind in _kinds(text, known_names)]
    return [f"{topic} {_LONG_NUMBER.sub('…', place)}: {kind}" for place, kind in dict.fromkeys(findings)]


def kinds_in(text: str, known_names: KnownNames = NOBODY) -> tuple[str, ...]:
    """Find the kinds of personal data that a text seems to hold."""
    return tuple(_kinds(text, known_names))


def personal_fields(schema: Schema) -> list[str]:
    """Paths of the fields of a schema that hold personal data by their name, or a date that is not a legal one."""
    return list(_personal_fields("", inlined(schema)))


def _personal_fields(place: str, schema: Schema) -> Iterator[str]:
    name = place.removesuffix("[]").rpartition(".")[2]
    if _is_personal(place) or (schema.get("format") == "date" and name not in LEGAL_DATES):
        yield place
        return
    properties, options = schema.get("properties", {}), schema.get("anyOf", [])
    if isinstance(properties, Mapping):
        for field, part in properties.items():
            yield from _personal_fields(f"{place}.{field}" if place else str(field), part)
    for part in (schema.get("items"), schema.get("additionalProperties")):
        if isinstance(part, Mapping):
            yield from _personal_fields(f"{place}[]", part)
    for option in options if isinstance(options, list) else []:
        yield from _personal_fields(place, option)


def _leaves(value: object) -> list[tuple[str, str]]:
    """Every text and number of a JSON value with its path; a field name is a text too, at the path of its field."""
    found: list[tuple[str, str]] = []

    # A generator would pass every leaf up through all that it stands in.
    def go_through(place: str, value: object) -> None:
        if isinstance(value, dict):
            for name, part in value.items():
                inner = f"{place}.{name}" if place else name
                found.append((inner, name))
                go_through(inner, part)
        elif isinstance(value, list):
            inner = f"{place}[]"
            for part in value:
                go_through(inner, part)
        else:
            found.append((place or "body", str(value)))

    go_through("", value)
    return found


@lru_cache(maxsize=4096)
def _is_personal(path: str) -> bool:
    parts = path.removesuffix("[]").split(".")
    return ".".join(parts[-2:]) not in NOT_PERSONAL and not PERSONAL_WORDS.isdisjoint(parts[-1].casefold().split("_"))


def _kinds(text: str, known_names: KnownNames) -> Iterator[str]:
    if _NIK.search(text):
        yield "NIK"
    if any(_is_birth_date(*found.groups()) for found in _NIP.finditer(text)):
        yield "NIP"
    if any(_is_birth_date(found[1], found[3], found[4]) for found in _YEAR_FIRST.finditer(text)) or any(
        _is_birth_date(found[4], found[3], found[1]) for found in _DAY_FIRST.finditer(text)
    ):
        yield "birth date"
    if "@" in text and _EMAIL.search(text):
        yield "e-mail address"
    if "+62" in text and _PHONE.search(text):
        yield "telephone number"
    if known_names.names and known_names.in_text(text):
        yield "name of a person"


def _is_birth_date(year: str, month: str, day: str) -> bool:
    try:
        return BORN_FROM <= date(int(year), int(month), int(day)).year <= BORN_TO
    except ValueError:
        return False


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))
