"""The seasons as placement knows them, and which of them each kelompok belongs to."""

from collections.abc import Sequence
from typing import NamedTuple

from shared.db import Conn
from shared.istilah import ModePengisian
from shared.musim.salinan import SalinanMusim

SALINAN = SalinanMusim("penempatan")


class MusimKelompok(NamedTuple):
    """To which season a kelompok belongs.

    Attributes:
        musim: as its posts say; None where it is not known yet which season takes what names none.
        mode: of filling: as it was released, else as the season says now; None where the season was not announced yet.
        seragam: all its posts name the same season.
    """

    musim: str | None
    mode: ModePengisian | None
    seragam: bool


async def dari_kelompok(conn: Conn, kelompok: Sequence[str]) -> dict[str, MusimKelompok]:
    """The seasons of these kelompok."""
    rows = await conn.fetch(_DARI_KELOMPOK, kelompok)
    return {
        row["kelompok"]: MusimKelompok(row["musim"], ModePengisian(row["mode"]) if row["mode"] else None, row["seragam"]) for row in rows
    }


async def belum_ditempatkan(conn: Conn, musim: Sequence[str]) -> list[str]:
    """Released kelompok of these seasons that are not placed yet, by name."""
    return [row[0] for row in await conn.fetch(_BELUM_DITEMPATKAN, musim)]


async def ambil_alih(conn: Conn, musim: str) -> None:
    """Give to this season the proposal that named none, unless it has one of its own."""
    await conn.execute(_AMBIL_ALIH, musim)
    await conn.execute("delete from penempatan.usul_rilis where musim = ''")


_AMBIL_ALIH = """
    update penempatan.usul_rilis set musim = $1
    where musim = '' and not exists (select from penempatan.usul_rilis where musim = $1)
"""
_DARI_KELOMPOK = """
    select k.kelompok, m.musim, coalesce(k.mode, s.mode_pengisian) as mode,
        (select count(distinct coalesce(f.musim, '')) < 2 from penempatan.formasi f where f.kelompok = k.kelompok) as seragam
    from penempatan.kelompok k join penempatan.musim_kelompok m using (kelompok) left join penempatan.musim s on s.musim = m.musim
    where k.kelompok = any($1::text[])
"""
_BELUM_DITEMPATKAN = """
    select k.kelompok from penempatan.kelompok k join penempatan.musim_kelompok m using (kelompok)
    where k.dirilis and k.status <> 'DITEMPATKAN' and m.musim = any($1::text[]) order by k.kelompok
"""
