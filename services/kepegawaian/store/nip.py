"""Numbers, sealed, and their counters. Nothing here can open them."""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from shared.brankas import BarisKunci, tabel_kunci
from shared.db import Conn, Table

# Two offices that number the same first 15 digits wait for each other here, in order of the fingerprint of those digits.
KUNCI_HITUNGAN = "for update"
BIDANG_NIP: Final = "nip"
"""What a seal of a number is bound to, beside the person."""


class BarisNip(NamedTuple):
    """A number: its fingerprint, that of its first 15 digits, and its seal; the last two are None when it was erased."""

    peserta: str
    sidik: str
    awalan: str | None
    segel: bytes | None
    tmt: date


class _Hitungan(NamedTuple):
    awalan: str
    terakhir: int


NIP = Table("pribadi.nip", BarisNip, key=("peserta",))
HITUNGAN = Table("pribadi.nip_urut", _Hitungan, key=("awalan",))
KUNCI = tabel_kunci("peserta")


async def awalan_peserta(conn: Conn, peserta: Sequence[str]) -> dict[str, str | None]:
    """Fingerprints of the first 15 digits of the numbers these people have, cancelled ones too; None where it was erased."""
    rows = await conn.fetch("select peserta, awalan from pribadi.nip where peserta = any($1::text[])", peserta)
    return {row[0]: row[1] for row in rows}


async def kunci_hitungan(conn: Conn, awalan: Sequence[str]) -> dict[str, int]:
    """Lock the counters of these first 15 digits (fingerprints, sorted), made where they are missing; the last serial used of each."""
    await conn.execute(_BUAT_HITUNGAN, awalan)
    hitungan = await HITUNGAN.select(conn, f"where t.awalan = any($1::text[]) order by t.awalan {KUNCI_HITUNGAN}", awalan)
    return {satu.awalan: satu.terakhir for satu in hitungan}


async def simpan_hitungan(conn: Conn, terakhir: Sequence[tuple[str, int]]) -> None:
    """Write counters that are locked."""
    await HITUNGAN.update(conn, [_Hitungan(*satu) for satu in terakhir])


async def simpan_nip(conn: Conn, nip: Sequence[BarisNip], kunci: Sequence[BarisKunci]) -> None:
    """Write new numbers with the keys of their servants; one that was ever used refuses them all."""
    await NIP.insert(conn, nip)
    await KUNCI.insert(conn, kunci)


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
