"""The port to whoever keeps the keys that wrap the data keys of people."""

from collections.abc import Collection, Sequence
from typing import NamedTuple, Protocol


class Terbungkus(NamedTuple):
    """A data key under the wrapping key `kunci_id`."""

    kunci_id: str
    isi: bytes


class PembungkusKunci(Protocol):
    """Wraps and unwraps data keys, whole batches at a time; order is kept.

    Every call raises `Transient` when the keeper does not answer or does not know a key (yet).
    """

    async def aktif(self) -> str:
        """The wrapping key that is used from now on."""

    async def bungkus(self, kunci: Sequence[bytes]) -> list[Terbungkus]:
        """Wrap data keys with the active wrapping key."""

    async def buka(self, terbungkus: Sequence[Terbungkus]) -> list[bytes]:
        """Unwrap data keys, whichever wrapping key they are under."""

    async def pastikan_dikenal(self, kunci_id: Collection[str]) -> None:
        """Ask whether these wrapping keys are still there; `Transient` when one was thrown away. Nothing far away is asked."""

    async def bungkus_ulang(self, terbungkus: Sequence[Terbungkus]) -> list[Terbungkus]:
        """Bring data keys under the active wrapping key."""
