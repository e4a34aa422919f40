"""Numbers and their counters."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from services.kepegawaian.domain.nip import NipBaru
from shared.db import Conn, Table

# Two offices that number the same first 15 digits wait for each other here, in order of those digits.
KUNCI_HITUNGAN = "for update"


class _Nomor(NamedTuple):
    nip: str
    peserta: str
    tmt: date


class _Hitungan(NamedTuple):
    awalan: str
    terakhir: int


NIP = Table("pribadi.nip", _Nomor, key=("nip",))
HITUNGAN = Table("pribadi.nip_urut", _Hitungan, key=("awalan",))


async def nip_peserta(conn: Conn, peserta: Sequence[str]) -> dict[str, str]:
    """The numbers these people have, cancelled ones too."""
    rows = await conn.fetch("select peserta, nip from pribadi.nip where peserta = any($1::text[])", peserta)
    return {row[0]: row[1] for row in rows}


async def kunci_hitungan(conn: Conn, awalan: Sequence[str]) -> dict[str, int]:
    """Lock the counters of these first 15 digits (sorted), made where they are missing; the last serial used of each."""
    await conn.execute(_BUAT_HITUNGAN, awalan)
    hitungan = await HITUNGAN.select(conn, f"where t.awalan = any($1::text[]) order by t.awalan {KUNCI_HITUNGAN}", awalan)
    return {satu.awalan: satu.terakhir for satu in hitungan}


async def simpan_hitungan(conn: Conn, terakhir: Sequence[tuple[str, int]]) -> None:
    """Write counters that are locked."""
    await HITUNGAN.update(conn, [_Hitungan(*satu) for satu in terakhir])


async def simpan_nip(conn: Conn, nip: Sequence[NipBaru]) -> None:
    """Write new numbers; one that exists refuses them all."""
    await NIP.insert(conn, [_Nomor(baru.nip, baru.usulan.peserta, baru.usulan.tmt) for baru in nip])


async def batalkan_nip(conn: Conn, peserta: str) -> None:
    """Cancel somebody's number; the row stays, so that it is never used again."""
    await conn.execute("update pribadi.nip set dibatalkan = true where peserta = $1", peserta)


_BUAT_HITUNGAN = """
    insert into pribadi.nip_urut (awalan, terakhir)
    select b.awalan, 0 from unnest($1::text[]) as b (awalan)
    where not exists (select from pribadi.nip_urut u where u.awalan = b.awalan)
    order by b.awalan
    on conflict do nothing
"""
