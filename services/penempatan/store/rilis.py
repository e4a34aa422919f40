"""Which sealed rankings may be placed for the first time, and the proposal that waits for a second officer."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from services.penempatan.store.antrean import DARI_SEGEL
from shared.db import Conn

# One proposal or release at a time.
_KUNCI = 0x5052_494C


class Menunggu(NamedTuple):
    """The sealed rankings that nobody has released yet, by name."""

    kelompok: tuple[str, ...]
    sha256: str


class UsulPenempatan(NamedTuple):
    """A proposal to place what waited then: how many, their digest, by whom."""

    kelompok: int
    sha256: str
    diusulkan_oleh: str


async def kunci(conn: Conn) -> None:
    """Let nobody else propose or release until this transaction ends."""
    await conn.execute("select pg_advisory_xact_lock($1)", _KUNCI)


async def menunggu(conn: Conn) -> Menunggu:
    """What waits, and the SHA-256 over a line `kelompok|versi|digest of the ranking` for each, by name."""
    rows = await conn.fetch(_MENUNGGU)
    lines = "".join(f"{kelompok}|{versi}|{sha256}\n" for kelompok, versi, sha256 in rows)
    return Menunggu(tuple(row["kelompok"] for row in rows), hashlib.sha256(lines.encode()).hexdigest())


async def usul(conn: Conn) -> UsulPenempatan | None:
    """The proposal that waits."""
    row = await conn.fetchrow("select kelompok, sha256, diusulkan_oleh from penempatan.usul_rilis")
    return None if row is None else UsulPenempatan(*row)


async def usulkan(conn: Conn, satu: UsulPenempatan) -> None:
    """Write a proposal over the one that waits."""
    await conn.execute(_USULKAN, *satu)


async def rilis(conn: Conn, kelompok: Sequence[str]) -> None:
    """Put these in line to be placed; no proposal waits any more."""
    await conn.execute("update penempatan.kelompok set dirilis = true, coba_pada = now() where kelompok = any($1::text[])", kelompok)
    await conn.execute("delete from penempatan.usul_rilis")


_MENUNGGU = f"select k.kelompok, k.versi, s.sha256 from {DARI_SEGEL} where not k.dirilis order by k.kelompok"  # noqa: S608 - ours
_USULKAN = """
    insert into penempatan.usul_rilis (kelompok, sha256, diusulkan_oleh) values ($1, $2, $3)
    on conflict (satu) do update
    set kelompok = excluded.kelompok, sha256 = excluded.sha256, diusulkan_oleh = excluded.diusulkan_oleh, diusulkan_pada = now()
"""
