"""Records whose headers have names that are no text.

The client library decodes names as UTF-8 and fails on one bad byte, before any code of ours sees the record: the reader could never pass
it. Nothing we look at has such a name, so it needs only to be held. The library's own parser in C cannot do that; the one in Python can,
and is slower, so it is used only where the other has failed.
"""

from typing import Any

import aiokafka.consumer.fetcher
from aiokafka.record.default_records import _DefaultRecordBatchPy
from aiokafka.record.memory_records import MemoryRecords, _MemoryRecordsPy


class _Name(bytearray):
    def decode(self, encoding: str = "utf-8", _errors: str = "strict") -> str:
        return super().decode(encoding, "surrogateescape")


class _Buffer(bytearray):
    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401 - as in bytearray
        found = super().__getitem__(place)
        return _Name(found) if isinstance(place, slice) else found


class _LenientBatch(_DefaultRecordBatchPy):  # type: ignore[misc] # aiokafka gives it no types
    _buffer: bytearray

    def __iter__(self) -> "_LenientBatch":
        self._maybe_uncompress()
        self._buffer = _Buffer(self._buffer)
        return self


class _LenientRecords(_MemoryRecordsPy):  # type: ignore[misc] # aiokafka gives it no types
    def next_batch(self) -> Any:  # noqa: ANN401 - as in aiokafka
        raw = self._next_slice
        found = super().next_batch()
        return _LenientBatch(raw) if raw is not None and raw[self.MAGIC_OFFSET] >= 2 else found


def read_names(*, leniently: bool) -> None:
    """From now on parse what is fetched with names of any bytes, or fast again."""
    aiokafka.consumer.fetcher.MemoryRecords = _LenientRecords if leniently else MemoryRecords
