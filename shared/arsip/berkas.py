"""The file of an archive: lines of JSON, written once from front to back; digests by block and part stand at its end (docs/arsip.md)."""

from collections.abc import Mapping
from hashlib import sha256
from typing import IO

import orjson

FORMAT = 1
BARIS_PER_BLOK = 100


def canonical(isi: object) -> bytes:
    """JSON with sorted keys and without blanks, as one line."""
    return orjson.dumps(isi, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


class Penulis:
    """Writes the lines of an archive, in constant memory but for 75 bytes a block."""

    def __init__(self, out: IO[bytes], kepala: Mapping[str, object]) -> None:
        """Write the head: what the season is."""
        self._out = out
        line = canonical({"arsip": "kepala", "format": FORMAT, "baris_per_blok": BARIS_PER_BLOK, **kepala})
        self._manifest: dict[str, object] = {"kepala_byte": len(line), "kepala_sha256": sha256(line).hexdigest()}
        self._parts: list[dict[str, object]] = []
        self._part: _Part | None = None
        out.write(line)

    def mulai(self, nama: str) -> None:
        """End the part before, and begin this one."""
        self._end()
        self._part = _Part(nama)
        self._out.write(canonical({"arsip": "mulai", "bagian": nama}))

    def tulis(self, isi: Mapping[str, object]) -> None:
        """Write one line of the part that was begun."""
        if self._part is None:
            raise RuntimeError("a line before the first part")
        line = canonical(isi)
        self._part.add(line)
        self._out.write(line)

    def selesai(self) -> int:
        """End the last part; returns at which byte the manifest begins."""
        self._end()
        return self._out.tell()

    def tutup(self, hasil_sha256: str) -> str:
        """Write the manifest and its seal; returns the SHA-256 of the manifest, hex."""
        line = canonical({"arsip": "manifes", **self._manifest, "bagian": self._parts, "hasil_sha256": hasil_sha256})
        sidik = sha256(line).hexdigest()
        self._out.write(line)
        self._out.write(canonical({"arsip": "segel", "sha256": sidik}))
        return sidik

    def _end(self) -> None:
        if self._part is not None:
            self._parts.append(self._part.said())
            self._part = None


class _Part:
    """One part while it is written: the lines of the block that is not full yet, and the digests of those that are."""

    def __init__(self, nama: str) -> None:
        self._nama = nama
        self._lines = self._bytes = 0
        self._digest, self._block = sha256(), bytearray()
        self._blocks: list[tuple[int, str]] = []

    def add(self, line: bytes) -> None:
        self._block += line
        self._lines += 1
        if self._lines % BARIS_PER_BLOK == 0:
            self._full()

    def _full(self) -> None:
        if self._block:
            self._digest.update(self._block)
            self._bytes += len(self._block)
            self._blocks.append((len(self._block), sha256(self._block).hexdigest()))
            self._block.clear()

    def said(self) -> dict[str, object]:
        """The part as the manifest says it."""
        self._full()
        return {
            "nama": self._nama,
            "baris": self._lines,
            "byte": self._bytes,
            "sha256": self._digest.hexdigest(),
            "blok": self._blocks,
        }
