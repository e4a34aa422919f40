"""The stages of each season: whether each is closed and on which statement, and the proposal that waits for a second officer."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

import orjson

from shared.db import Conn

Isi = Mapping[str, Any]
"""A statement by the names of its numbers."""


class NamaTahap(StrEnum):
    """The stages: SKD and then PERINGKAT of CPNS, KOMPETENSI of PPPK."""

    SKD = "SKD"
    PERINGKAT = "PERINGKAT"
    KOMPETENSI = "KOMPETENSI"


class UsulTutup(NamedTuple):
    """A proposal to close: what was declared, and by whom."""

    pernyataan: Isi
    diusulkan_oleh: str


Ditutup = Mapping[str, frozenset[NamaTahap]]
"""The closed stages of each season, by its code; a season without closed stages is there too."""


async def pastikan(conn: Conn, musim: Collection[str]) -> None:
    """Have the stages of these seasons, none of them closed where they are new."""
    await conn.execute(
        """
        insert into penilaian.tahap (musim, tahap)
        select m.musim, t.tahap from unnest($1::text[]) as m (musim) cross join unnest($2::text[]) as t (tahap)
        where not exists (select from penilaian.tahap as lama where (lama.musim, lama.tahap) = (m.musim, t.tahap))
        order by 1, 2 on conflict do nothing
        """,
        list(musim),
        list(NamaTahap),
    )


async def kode(conn: Conn) -> list[str]:
    """The codes of all seasons of which anything is known."""
    return [row["musim"] for row in await conn.fetch("select distinct musim from penilaian.tahap order by musim")]


async def ditutup_bersama(conn: Conn, musim: Collection[str]) -> Ditutup:
    """The closed stages of these seasons; nobody closes one of theirs until this transaction ends."""
    return await _ditutup(conn, "where musim = any($1)", "share", list(musim))


async def ditutup_satu_satunya(conn: Conn) -> Ditutup:
    """As `ditutup_bersama` for the only season of which anything is known; empty where there are several, or none."""
    return await _ditutup(conn, "where (select count(distinct musim) from penilaian.tahap) = 1", "share")


async def ditutup_sendiri(conn: Conn, musim: str) -> frozenset[NamaTahap]:
    """Read the closed stages of a season; waits for every change of its inputs and keeps new ones out until this transaction ends."""
    return (await _ditutup(conn, "where musim = $1", "update", musim)).get(musim, frozenset())


async def _ditutup(conn: Conn, where: str, lock: str, *args: object) -> Ditutup:
    query = f"select musim, tahap, ditutup_pada from penilaian.tahap {where} order by musim, tahap for {lock}"  # noqa: S608 - the words are ours
    found: dict[str, frozenset[NamaTahap]] = {}
    for row in await conn.fetch(query, *args):
        satu = frozenset() if row["ditutup_pada"] is None else {NamaTahap(row["tahap"])}
        found[row["musim"]] = found.get(row["musim"], frozenset()) | satu
    return found


async def pernyataan(conn: Conn, musim: str, tahap: NamaTahap) -> Isi | None:
    """The statement on which the stage was closed; None while it is open."""
    return _isi(await conn.fetchval("select pernyataan from penilaian.tahap where musim = $1 and tahap = $2", musim, tahap))


async def usul(conn: Conn, musim: str, tahap: NamaTahap) -> UsulTutup | None:
    """The proposal that waits; whoever asks holds the rows of the stages."""
    row = await conn.fetchrow("select usul, diusulkan_oleh from penilaian.tahap where musim = $1 and tahap = $2", musim, tahap)
    said = _isi(row["usul"]) if row else None
    return UsulTutup(said, row["diusulkan_oleh"]) if row and said is not None else None


async def usulkan(conn: Conn, musim: str, tahap: NamaTahap, satu: UsulTutup) -> None:
    """Write a proposal over the one that waits."""
    said = orjson.dumps(satu.pernyataan).decode()
    await conn.execute(
        "update penilaian.tahap set usul = $3, diusulkan_oleh = $4, diusulkan_pada = now() where musim = $1 and tahap = $2",
        musim,
        tahap,
        said,
        satu.diusulkan_oleh,
    )


async def tutup(conn: Conn, musim: str, tahap: NamaTahap, dinyatakan: Isi) -> None:
    """Close the stage on this statement; no proposal waits any more."""
    await conn.execute(
        """
        update penilaian.tahap
        set pernyataan = $3, ditutup_pada = now(), usul = null, diusulkan_oleh = null, diusulkan_pada = null
        where musim = $1 and tahap = $2
        """,
        musim,
        tahap,
        orjson.dumps(dinyatakan).decode(),
    )


def _isi(stored: str | None) -> Isi | None:
    read: Isi | None = None if stored is None else orjson.loads(stored)
    return read
