"""The seasons as this service knows them, and to which of them posts and people belong."""

from collections.abc import Sequence

from shared.db import Conn
from shared.musim import Musim
from shared.musim.salinan import SalinanMusim

SALINAN = SalinanMusim("penilaian")
# The season of what names none, until it is known which one that is.
BELUM_DIKENAL = ""
_KUNCI = "hashtextextended('penilaian.musim', 0)"
_BERMUSIM = ("formasi", "bagian_skb", "berkas", "baris_berkas")


async def dikenal(conn: Conn) -> dict[str, Musim]:
    """Every known season by code.

    Where none of them takes what names no season, none that does becomes known before the transaction ends.
    """
    semua = await SALINAN.semua(conn)
    if not any(satu.tanpa_musim for satu in semua):
        await conn.execute(f"select pg_advisory_xact_lock_shared({_KUNCI})")
        semua = await SALINAN.semua(conn)
    return {satu.musim: satu for satu in semua}


async def kunci(conn: Conn) -> None:
    """Wait for everybody who relies on the seasons that are known (`dikenal`); others wait until this transaction ends."""
    await conn.execute(f"select pg_advisory_xact_lock({_KUNCI})")


async def ambil_alih(conn: Conn, satu: Musim) -> None:
    """Give to this season what named none, with everything that was closed of it; again changes nothing."""
    codes = await conn.fetch(
        "select musim from penilaian.tahap where musim in ($1, $2) order by musim, tahap for update", BELUM_DIKENAL, satu.musim
    )
    if any(row["musim"] == BELUM_DIKENAL for row in codes):
        # What was told of the season by its name opened its stages; nothing can be closed before it is known.
        await conn.execute("delete from penilaian.tahap where musim = $1", satu.musim)
        await conn.execute("update penilaian.tahap set musim = $2 where musim = $1", BELUM_DIKENAL, satu.musim)
        await conn.execute("update penilaian.penutupan set aturan = $1 where musim = $2 and aturan = ''", satu.aturan, satu.musim)
    for table in _BERMUSIM:
        query = f"update penilaian.{table} set musim = $2 where musim = $1"  # noqa: S608 - the names are ours
        await conn.execute(query, BELUM_DIKENAL, satu.musim)


async def dari_peserta(conn: Conn, peserta: Sequence[str]) -> dict[str, str]:
    """The seasons of those of these participants whose post is known."""
    rows = await conn.fetch(
        """
        select p.peserta, f.musim from penilaian.pelamar as p join penilaian.formasi as f on f.formasi = p.formasi
        where p.peserta = any($1)
        """,
        peserta,
    )
    return {row["peserta"]: row["musim"] for row in rows}


async def dari_formasi(conn: Conn, formasi: Sequence[str]) -> dict[str, str]:
    """The seasons of those of these posts that are known."""
    rows = await conn.fetch("select formasi, musim from penilaian.formasi where formasi = any($1)", formasi)
    return {row["formasi"]: row["musim"] for row in rows}


async def dari_kelompok(conn: Conn, kelompok: Sequence[str]) -> dict[str, str]:
    """The seasons of those of these kelompok of which a post is known."""
    rows = await conn.fetch("select distinct kelompok, musim from penilaian.formasi where kelompok = any($1)", kelompok)
    return {row["kelompok"]: row["musim"] for row in rows}
