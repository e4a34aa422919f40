"""Versions of seasons, and the proposals that wait. Rows are written once."""

from dataclasses import dataclass
from datetime import datetime

import asyncpg

from services.pendaftaran.domain.musim import MusimTercatat
from services.pendaftaran.store.musim import MUSIM
from shared.db import Conn
from shared.musim import Musim as BarisMusim


@dataclass(frozen=True, slots=True)
class UsulMusim:
    """A season, or a newer version of one, as it was proposed.

    Attributes:
        keputusan: the letter or decree that announces it.
        sidik: SHA-256 of all of it, by which the second officer says what is released.
    """

    musim: BarisMusim
    keputusan: str
    sidik: str
    diusulkan_oleh: str
    diusulkan_pada: datetime


# Only the season that was taken over has records that name none: no proposal says it.
_KOLOM = tuple(nama for nama in MUSIM.columns if nama != "tanpa_musim")
_ISI = ", ".join(f"u.{nama}" for nama in _KOLOM)


async def tercatat(conn: Conn) -> list[MusimTercatat]:
    """Every season as it is, by code."""
    rows = await conn.fetch(
        f"select {MUSIM.listed()}, awalan_nomor, selesai_pada is not null as diputuskan from pendaftaran.musim order by musim"  # noqa: S608 - the names are ours
    )
    return [MusimTercatat(MUSIM.read(row), row["awalan_nomor"], row["diputuskan"]) for row in rows]


async def usulkan(conn: Conn, usul: UsulMusim) -> None:
    """Write a proposal; it takes the place of the one of the same season that waits."""
    nilai = [*(getattr(usul.musim, nama) for nama in _KOLOM), usul.keputusan, usul.sidik, usul.diusulkan_oleh, usul.diusulkan_pada]
    await conn.execute(
        f"""
        insert into pendaftaran.musim_usul ({", ".join(_KOLOM)}, keputusan, sidik, diusulkan_oleh, diusulkan_pada)
        values ({", ".join(f"${nomor}" for nomor in range(1, len(nilai) + 1))})
        """,  # noqa: S608 - the names are ours
        *nilai,
    )


async def menunggu(conn: Conn, musim: str | None = None) -> list[UsulMusim]:
    """The last proposal of each season, or of this one, unless it or a later one was released; by code."""
    rows = await conn.fetch(
        f"""
        select distinct on (u.musim) {_ISI}, coalesce(m.tanpa_musim, false) as tanpa_musim,
               u.keputusan, u.sidik, u.diusulkan_oleh, u.diusulkan_pada
        from pendaftaran.musim_usul u left join pendaftaran.musim m using (musim)
        where ($1::text is null or u.musim = $1)
          and u.id > (select coalesce(max(t.usul), 0) from pendaftaran.musim_terbitan t where t.musim = u.musim)
        order by u.musim, u.id desc
        """,  # noqa: S608 - the names are ours
        musim,
    )
    return [_usul(row) for row in rows]


def _usul(row: asyncpg.Record) -> UsulMusim:
    return UsulMusim(MUSIM.read(row), row["keputusan"], row["sidik"], row["diusulkan_oleh"], row["diusulkan_pada"])


async def rilis(conn: Conn, usul: UsulMusim, awalan_nomor: str, petugas: str, saat: datetime) -> None:
    """Put the proposal of a season that waits in force."""
    isi = usul.musim
    await conn.execute(
        """
        insert into pendaftaran.musim_terbitan (musim, versi, usul, dirilis_oleh, dirilis_pada)
        select $1, $2, max(id), $3, $4 from pendaftaran.musim_usul where musim = $1
        """,
        isi.musim,
        isi.versi,
        petugas,
        saat,
    )
    n = len(MUSIM.columns)
    ubah = ", ".join(f"{nama} = excluded.{nama}" for nama in (*MUSIM.columns, "keputusan", "diumumkan_pada"))
    await conn.execute(
        f"""
        insert into pendaftaran.musim ({MUSIM.listed()}, awalan_nomor, keputusan, diumumkan_pada)
        select {MUSIM.listed("baru")}, ${n + 1}, ${n + 2}, ${n + 3} from {MUSIM.unnested("baru")}
        on conflict (musim) do update set {ubah}
        """,  # noqa: S608 - the names are ours
        *MUSIM.arrays([isi]),
        awalan_nomor,
        usul.keputusan,
        saat,
    )
