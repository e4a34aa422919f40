"""The stages: whether each is closed and on which statement, and the proposal that waits for a second officer."""

from collections.abc import Mapping
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


async def ditutup_bersama(conn: Conn) -> frozenset[NamaTahap]:
    """The stages that are closed; nobody closes one until this transaction ends."""
    return await _ditutup(conn, "share")


async def ditutup_sendiri(conn: Conn) -> frozenset[NamaTahap]:
    """Read the stages that are closed; waits for every change of inputs and keeps new ones out until this transaction ends."""
    return await _ditutup(conn, "update")


async def _ditutup(conn: Conn, lock: str) -> frozenset[NamaTahap]:
    rows = await conn.fetch(f"select tahap, ditutup_pada from penilaian.tahap order by tahap for {lock}")  # noqa: S608 - the word is ours
    return frozenset(NamaTahap(row["tahap"]) for row in rows if row["ditutup_pada"] is not None)


async def pernyataan(conn: Conn, tahap: NamaTahap) -> Isi | None:
    """The statement on which the stage was closed; None while it is open."""
    return _isi(await conn.fetchval("select pernyataan from penilaian.tahap where tahap = $1", tahap))


async def usul(conn: Conn, tahap: NamaTahap) -> UsulTutup | None:
    """The proposal that waits; whoever asks holds the rows of the stages."""
    row = await conn.fetchrow("select usul, diusulkan_oleh from penilaian.tahap where tahap = $1", tahap)
    said = _isi(row["usul"]) if row else None
    return UsulTutup(said, row["diusulkan_oleh"]) if row and said is not None else None


async def usulkan(conn: Conn, tahap: NamaTahap, satu: UsulTutup) -> None:
    """Write a proposal over the one that waits."""
    said = orjson.dumps(satu.pernyataan).decode()
    await conn.execute(
        "update penilaian.tahap set usul = $2, diusulkan_oleh = $3, diusulkan_pada = now() where tahap = $1",
        tahap,
        said,
        satu.diusulkan_oleh,
    )


async def tutup(conn: Conn, tahap: NamaTahap, dinyatakan: Isi) -> None:
    """Close the stage on this statement; no proposal waits any more."""
    await conn.execute(
        """
        update penilaian.tahap
        set pernyataan = $2, ditutup_pada = now(), usul = null, diusulkan_oleh = null, diusulkan_pada = null where tahap = $1
        """,
        tahap,
        orjson.dumps(dinyatakan).decode(),
    )


def _isi(stored: str | None) -> Isi | None:
    read: Isi | None = None if stored is None else orjson.loads(stored)
    return read
