"""Finds people in whatever the platform writes: dumps, files of the database, segments of the bus, logs, answers to machines."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

from aiokafka.record.memory_records import MemoryRecords

from deploy.gladi.invented import names
from deploy.gladi.invented.orang import SURAT

# Of a rehearsal's people: two words of invented syllables, so that a hit is a leak and no accident.
_WORD = "(?:{})(?:{})(?:{})".format(*("|".join(part) for part in (names._AWAL, names._TENGAH, names._AKHIR)))
_NAME = re.compile(rf"{_WORD} {_WORD}".encode(), re.IGNORECASE)
# Every window, also in the middle of longer runs of digits: a byte before it may look like one.
_NIK = re.compile(rb"(?=(00\d{14}))")
_MAIL = f"@{SURAT}".encode()
_BIRTH_DATE = re.compile(rb"(?<!\d)(?:19[5-9]\d|200\d)-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)")
# The first 15 digits of a NIP, in every window.
_NIP = re.compile(rb"(?=((?:19|20)\d{13}))")
_HEX = re.compile(rb"\\\\?x((?:[0-9a-f]{2}){8,})")


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in clear at one place."""

    names: int = 0
    nik: int = 0
    birth_dates: int = 0
    nip: int = 0
    mail: int = 0

    def __add__(self, other: "Found") -> "Found":
        return Found(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


class Search:
    """Looks for any name and mail address, for the NIK and NIP of these people, and for any date on which somebody may be born."""

    def __init__(self, nik: Iterable[str], nip: Iterable[str] = ()) -> None:
        self._nik = frozenset(one.encode() for one in nik)
        self._nip = frozenset(one[:15].encode() for one in nip)

    def look(self, content: bytes) -> Found:
        """The content as it is, and what it holds as hexadecimal text (as a dump writes bytes)."""
        found = self._plain(content)
        for match in _HEX.finditer(content):
            found += self._plain(bytes.fromhex(match[1].decode()))
        return found

    def _plain(self, content: bytes) -> Found:
        return Found(
            len(_NAME.findall(content)),
            sum(one in self._nik for one in _NIK.findall(content)),
            len(_BIRTH_DATE.findall(content)),
            sum(one in self._nip for one in _NIP.findall(content)),
            content.count(_MAIL),
        )


def decompressed(segment: Path) -> Iterator[bytes]:
    """Keys, values and headers of every record of a segment of the broker."""
    batches = MemoryRecords(segment.read_bytes())
    while batches.has_next():
        for record in batches.next_batch():
            headers = (part for name, value in record.headers for part in (name.encode(), value or b""))
            yield b"\n".join([record.key or b"", record.value or b"", *headers])
