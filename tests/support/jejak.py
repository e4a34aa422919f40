"""What the record of acts says of the states before and after."""

from itertools import pairwise
from typing import NamedTuple

import asyncpg


class Sidik(NamedTuple):
    """The digests of one act."""

    sebelum: bytes | None
    sesudah: bytes | None


async def sidik_tindakan(pool: asyncpg.Pool, *kode: str, objek: str = "") -> list[Sidik]:
    """Of the acts of these kinds that changed something, whose object begins so, as they were done."""
    rows = await pool.fetch(
        """
        select sebelum_sha256, sesudah_sha256 from jejak.catatan
        where tindakan = any($1) and starts_with(objek, $2) and sesudah_sha256 is not null order by id
        """,
        kode,
        objek,
    )
    return [Sidik(*row) for row in rows]


def tersambung(tindakan: list[Sidik]) -> bool:
    """Whether each act found what the one before it left, and left something else."""
    return all(satu.sesudah == lain.sebelum for satu, lain in pairwise(tindakan)) and all(a.sebelum != a.sesudah for a in tindakan)
