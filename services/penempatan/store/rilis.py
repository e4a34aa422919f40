"""Which sealed rankings may be placed for the first time, and the proposal that waits for a second officer."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from services.penempatan.store.antrean import DARI_SEGEL
from shared.db import Conn
from shared.istilah import ModePengisian

# One proposal or release at a time.
_KUNCI = 0x5052_494C


class Menunggu(NamedTuple):
    """The sealed rankings that nobody has released yet, by name."""

    kelompok: tuple[str, ...]
    sha256: str


class UsulPenempatan(NamedTuple):
    """A proposal to place what waited then of a season: how many, their digest, by whom, in which mode.

    `mode` is None in a proposal of before seasons said it.
    """

    kelompok: int
    sha256: str
    diusulkan_oleh: str
    mode: ModePengisian | None


async def kunci(conn: Conn) -> None:
    """Let nobody else propose or release until this transaction ends."""
    await conn.execute("select pg_advisory_xact_lock($1)", _KUNCI)


async def menunggu(conn: Conn, musim: str) -> Menunggu:
    """What waits of a season, and the SHA-256 over a line `kelompok|versi|digest of the ranking` for each, by name.

    Where no other season is known, a kelompok whose posts are not here yet is one of this season.
    """
    rows = await conn.fetch(_MENUNGGU, musim)
    lines = "".join(f"{kelompok}|{versi}|{sha256}\n" for kelompok, versi, sha256 in rows)
    return Menunggu(tuple(row["kelompok"] for row in rows), hashlib.sha256(lines.encode()).hexdigest())


async def usul(conn: Conn, musim: str) -> UsulPenempatan | None:
    """The proposal of this season that waits."""
    row = await conn.fetchrow("select kelompok, sha256, diusulkan_oleh, mode from penempatan.usul_rilis where musim = $1", musim)
    if row is None:
        return None
    return UsulPenempatan(row["kelompok"], row["sha256"], row["diusulkan_oleh"], ModePengisian(row["mode"]) if row["mode"] else None)


async def usulkan(conn: Conn, musim: str, satu: UsulPenempatan) -> None:
    """Write a proposal over the one of this season that waits."""
    await conn.execute(_USULKAN, musim, *satu)


async def rilis(conn: Conn, musim: str, mode: ModePengisian, kelompok: Sequence[str]) -> None:
    """Put these in line to be placed in this mode, whatever the season says later; no proposal of it waits any more."""
    await conn.execute(_RILIS, kelompok, musim, mode)
    await conn.execute("delete from penempatan.usul_rilis where musim = $1", musim)


_MENUNGGU = f"""
    select k.kelompok, k.versi, s.sha256 from {DARI_SEGEL} join penempatan.musim_kelompok m using (kelompok)
    where not k.dirilis and (m.musim = $1 or (m.musim is null and (select count(*) from penempatan.musim) = 1))
    order by k.kelompok
"""  # noqa: S608 - the names are ours
_USULKAN = """
    insert into penempatan.usul_rilis (musim, kelompok, sha256, diusulkan_oleh, mode) values ($1, $2, $3, $4, $5)
    on conflict (musim) do update
    set kelompok = excluded.kelompok, sha256 = excluded.sha256, diusulkan_oleh = excluded.diusulkan_oleh, mode = excluded.mode,
        diusulkan_pada = now()
"""
# One whose posts are not here yet may still turn out to be of another season: it is filled as that one says.
_RILIS = """
    update penempatan.kelompok k
    set dirilis = true, coba_pada = now(), musim = m.musim, mode = case when m.musim = $2 then $3 end
    from penempatan.musim_kelompok m where m.kelompok = k.kelompok and k.kelompok = any($1::text[])
"""
