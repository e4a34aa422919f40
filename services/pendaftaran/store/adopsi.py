"""The season of before gets its name: it, and everything that belongs to it."""

from datetime import datetime

from services.pendaftaran.store.musim import MUSIM
from shared.db import Conn
from shared.musim import Musim as BarisMusim


async def tanpa_nama(conn: Conn) -> bool:
    """Whether there is a season without a name; held until the transaction ends."""
    return bool(await conn.fetchval("select true from pendaftaran.musim where musim = '' for update"))


async def jadwal_lain(conn: Conn, musim: str) -> str | None:
    """The season of a calendar that is not of `musim`, if there is one."""
    nama: str | None = await conn.fetchval("select musim from pendaftaran.jadwal_usul where musim <> $1 limit 1", musim)
    return nama


async def beri_nama(conn: Conn, musim: BarisMusim, awalan_nomor: str, saat: datetime) -> None:
    """Write the name, and what else a season says of itself; posts, document checks and people of before follow."""
    kolom = MUSIM.columns
    ubah = ", ".join(f"{nama} = baru.{nama}" for nama in kolom)
    # People may be millions.
    await conn.execute("set local statement_timeout = 0")
    await conn.execute(
        f"""
        update pendaftaran.musim as lama set {ubah}, awalan_nomor = ${len(kolom) + 1}, diumumkan_pada = ${len(kolom) + 2}
        from {MUSIM.unnested("baru")} where lama.musim = ''
        """,  # noqa: S608 - the names are ours
        *MUSIM.arrays([musim]),
        awalan_nomor,
        saat,
    )
    await conn.execute("update pendaftaran.formasi set musim = $1 where musim = ''", musim.musim)
    await conn.execute("update pendaftaran.pemeriksaan set musim = $1, aturan_versi = $2 where musim = ''", musim.musim, musim.aturan_versi)
    await conn.execute("update pribadi.orang set tahun = $1 where tahun = 0", musim.tahun)
