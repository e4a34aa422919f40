"""Lists that one officer proposed and another has not released yet."""

from typing import Literal, NamedTuple

import orjson

from services.penilaian.store.penutupan import PernyataanSkd
from shared.db import Conn

Tahap = Literal["SKD", "PERINGKAT"]


class UsulRilis(NamedTuple):
    """What was proposed: the numbers that must be there, and by whom."""

    pernyataan: PernyataanSkd | int
    diusulkan_oleh: str


async def usul(conn: Conn, tahap: Tahap) -> UsulRilis | None:
    """The proposal that waits, locked for us."""
    row = await conn.fetchrow("select pernyataan, diusulkan_oleh from penilaian.usul_rilis where tahap = $1 for update", tahap)
    if row is None:
        return None
    said = orjson.loads(row["pernyataan"])
    return UsulRilis(PernyataanSkd(*said) if isinstance(said, list) else int(said), row["diusulkan_oleh"])


async def menunggu(conn: Conn, tahap: Tahap) -> bool:
    """Whether a proposal waits."""
    return bool(await conn.fetchval("select exists (select from penilaian.usul_rilis where tahap = $1)", tahap))


async def usulkan(conn: Conn, tahap: Tahap, satu: UsulRilis) -> None:
    """Propose, in the place of what was proposed before."""
    said = list(satu.pernyataan) if isinstance(satu.pernyataan, PernyataanSkd) else satu.pernyataan
    await conn.execute(
        """
        insert into penilaian.usul_rilis (tahap, pernyataan, diusulkan_oleh) values ($1, $2, $3)
        on conflict (tahap) do update set
            pernyataan = excluded.pernyataan, diusulkan_oleh = excluded.diusulkan_oleh, diusulkan_pada = now()
        """,
        tahap,
        orjson.dumps(said).decode(),
        satu.diusulkan_oleh,
    )


async def hapus(conn: Conn, tahap: Tahap) -> None:
    """The proposal became a release."""
    await conn.execute("delete from penilaian.usul_rilis where tahap = $1", tahap)
