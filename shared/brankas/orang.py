"""The vault: what says who somebody is, sealed field by field with a key of that person's own (UU 27/2022 Pasal 35).

A seal is bound to the person and to the field: moved to another row or column it does not open. The person's key is kept wrapped
(`PembungkusKunci`); without it nothing opens any more, here and in every copy.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.brankas.pembungkus import PembungkusKunci, Terbungkus
from shared.errors import CasnError

_RAGAM: Final = b"\x01"  # how a seal is made; another way would have another number
_NONCE: Final = 12
_UKURAN: Final = 32


class SegelRusak(CasnError):
    """A seal does not open with its person's key: the row was changed by hand, or belongs to somebody else."""


class Tertutup(NamedTuple):
    """Some sealed fields of one person, and the wrapped key that opens them; no key when the person was erased."""

    siapa: str
    kunci_id: str | None
    kunci: bytes | None
    segel: tuple[tuple[str, bytes | None], ...]


@dataclass(frozen=True, slots=True)
class KunciOrang:
    """A data key that is nobody's yet, and the same key wrapped."""

    kunci: bytes = field(repr=False)
    terbungkus: Terbungkus

    def segel(self, siapa: str, bidang: str, teks: str) -> bytes:
        """Seal one field of the person whose key this becomes."""
        nonce = secrets.token_bytes(_NONCE)
        return _RAGAM + nonce + AESGCM(self.kunci).encrypt(nonce, teks.encode(), _ikatan(siapa, bidang))


class Brankas:
    """Makes keys and opens seals; knows no person by itself."""

    def __init__(self, pembungkus: PembungkusKunci) -> None:
        """With the keeper of the wrapping keys."""
        self.pembungkus = pembungkus

    async def kunci_baru(self, banyak: int) -> list[KunciOrang]:
        """Keys for people who come; asked for before a transaction begins, since the keeper may be far away.

        Raises:
            Transient: the keeper does not answer.
        """
        kunci = [secrets.token_bytes(_UKURAN) for _ in range(banyak)]
        return [KunciOrang(*pasangan) for pasangan in zip(kunci, await self.pembungkus.bungkus(kunci), strict=True)]

    async def pastikan_dikenal(self, kunci: Iterable[Terbungkus]) -> None:
        """Ask once more, behind the last statement that wrote these keys: who throws a wrapping key away waited for us, or was first.

        Raises:
            Transient: a wrapping key was thrown away meanwhile; what was written must not be committed.
        """
        await self.pembungkus.pastikan_dikenal({satu.kunci_id for satu in kunci})

    async def buka(self, baris: Sequence[Tertutup]) -> list[tuple[str | None, ...]]:
        """The fields of each row, in its order; None where nothing was stated, or the person was erased.

        Raises:
            Transient: the keeper does not answer.
            SegelRusak: a seal is not of this person and field.
        """
        ada = [Terbungkus(satu.kunci_id, satu.kunci) for satu in baris if satu.kunci_id is not None and satu.kunci is not None]
        kunci = iter(await self.pembungkus.buka(ada))
        return [_buka(satu, next(kunci)) if satu.kunci is not None else (None,) * len(satu.segel) for satu in baris]


def _buka(satu: Tertutup, kunci: bytes) -> tuple[str | None, ...]:
    sandi = AESGCM(kunci)
    try:
        return tuple(None if isi is None else _dibuka(sandi, isi, _ikatan(satu.siapa, bidang)) for bidang, isi in satu.segel)
    except InvalidTag:
        raise SegelRusak(f"a seal of {satu.siapa} does not open") from None


def _dibuka(sandi: AESGCM, isi: bytes, ikatan: bytes) -> str:
    # Another way to seal that is to come must not be opened by this one, whatever its first byte was changed into.
    if not isi.startswith(_RAGAM) or len(isi) <= len(_RAGAM) + _NONCE:
        raise InvalidTag
    return sandi.decrypt(isi[1 : 1 + _NONCE], isi[1 + _NONCE :], ikatan).decode()


def _ikatan(siapa: str, bidang: str) -> bytes:
    return f"brankas\x1f{siapa}\x1f{bidang}".encode()
