"""Who was erased at registration, and the numbers that go with them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from shared.db import Conn, Table


class _Permintaan(NamedTuple):
    peserta: str
    dihapus_pada: datetime


PENGHAPUSAN = Table("kepegawaian.penghapusan", _Permintaan, key=("peserta",))


async def catat(conn: Conn, minta: Mapping[str, datetime]) -> None:
    """Keep the wish of these people; one that is known stays as it is."""
    await PENGHAPUSAN.insert(conn, [_Permintaan(*satu) for satu in minta.items()], keep=True)


async def hapus_yang_batal(conn: Conn, peserta: Sequence[str]) -> None:
    """Destroy the keys and seals of those among these people who wished it and whose number is cancelled; their fingerprints stay."""
    await conn.execute(_HAPUS, peserta)


_HAPUS = """
    with nip as (
        update pribadi.nip n set segel = null, awalan = null, dihapus_pada = now() from kepegawaian.penghapusan h
        where h.peserta = n.peserta and n.peserta = any($1::text[]) and n.dibatalkan and n.dihapus_pada is null
        returning n.peserta
    )
    delete from kunci.orang k using nip where k.peserta = nip.peserta
"""
