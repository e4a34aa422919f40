"""To which season each thing that arrives belongs, and what of that season is closed; held to the end of the transaction."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from services.penilaian.store import musim, tahap
from services.penilaian.store.tahap import Ditutup, NamaTahap
from shared.db import Conn
from shared.musim import Musim

Cari = Callable[[Conn, Sequence[str]], Awaitable[Mapping[str, str]]]
"""Finds the seasons of things by their keys; what belongs to none yet is missing."""


@dataclass(frozen=True, slots=True)
class LetakMusim:
    """Seasons by the keys of things, the closed stages of seasons, and the seasons that are known."""

    milik: Mapping[str, str]
    ditutup: Ditutup
    dikenal: Mapping[str, Musim]

    def musim(self, kunci: str) -> Musim | None:
        """The season of this thing, where both are known."""
        return self.dikenal.get(self.milik.get(kunci, musim.BELUM_DIKENAL))

    def tertutup(self, kunci: str, sebelum: Collection[NamaTahap]) -> bool:
        """Whether one of these stages is closed in the season of this thing; of nobody's thing, whether one is in every season."""
        kode = self.milik.get(kunci)
        seasons = self.ditutup.values() if kode is None else [self.ditutup.get(kode, frozenset())]
        return bool(seasons) and all(not satu.isdisjoint(sebelum) for satu in seasons)


async def letak(conn: Conn, kunci: Sequence[str], cari: Cari) -> LetakMusim:
    """Find the seasons of these things and keep their stages from being closed; those of other seasons may be.

    With one season everything belongs to it. Where there are several, what belongs to none yet may turn out to be of any of them.
    """
    dikenal = await musim.dikenal(conn)
    if satu_satunya := await tahap.ditutup_satu_satunya(conn):
        (kode,) = satu_satunya
        return LetakMusim(dict.fromkeys(kunci, kode), satu_satunya, dikenal)
    milik = dict(await cari(conn, kunci))
    asing = [satu for satu in kunci if satu not in milik]
    ditutup = await tahap.ditutup_bersama(conn, await tahap.kode(conn) if asing else set(milik.values()))
    if asing:
        # Somebody may have become known while we waited for a closing.
        milik |= await cari(conn, asing)
    return LetakMusim(milik, ditutup, dikenal)
