"""Reading for officers and for the lists; nothing here changes anything."""

from collections.abc import AsyncGenerator
from datetime import date, datetime
from typing import NamedTuple

import asyncpg

from services.kepegawaian.store.nip import BIDANG_NIP
from shared.brankas import Tertutup
from shared.db import Conn, pages
from shared.istilah import JenisPengunduran, LangkahPengangkatan, Rute
from shared.musim import Musim


class Ringkasan(NamedTuple):
    """The appointments in numbers; `dicabut` are cases whose decision was withdrawn, `nip_terbit` counts cancelled numbers too."""

    kasus: int
    dicabut: int
    diganti_boleh: int
    nip_terbit: int
    nip_batal: int


class Pegawai(NamedTuple):
    """Everything kept about one person; field order is that of the query, which leaves `nip` empty."""

    peserta: str
    kelompok: str
    musim: str | None
    formasi: str
    kursi: str
    rute: Rute
    aturan: str
    aturan_versi: int
    status: str
    langkah: LangkahPengangkatan
    dapat_diganti: bool
    jenis: JenisPengunduran | None
    alasan: str | None
    tanggal: date | None
    nip: str | None
    tmt: date | None
    terbit_pada: datetime | None
    nip_dibatalkan: bool | None
    nip_dihapus_pada: datetime | None


async def ringkasan(conn: Conn, musim: Musim | None = None) -> tuple[Ringkasan, dict[str, int]]:
    """The numbers, and how many left by reason; all cases, or those of one season."""
    args = _argumen(musim)
    (row,) = await conn.fetch(_RINGKASAN, *args)
    mundur = await conn.fetch(_MUNDUR, *args)
    return Ringkasan(*row), {satu[0]: satu[1] for satu in mundur}


async def pegawai(conn: Conn, peserta: str) -> tuple[Pegawai, Tertutup] | None:
    """The case of one person, without their number, and the number as it is sealed."""
    row = await conn.fetchrow(_PEGAWAI, peserta)
    if row is None:
        return None
    jenis = JenisPengunduran(row["jenis"]) if row["jenis"] else None
    *isi, segel, kunci_id, kunci = row
    satu = Pegawai(*isi)._replace(rute=Rute(row["rute"]), langkah=LangkahPengangkatan(row["langkah"]), jenis=jenis)
    return satu, Tertutup(peserta, kunci_id, kunci, ((BIDANG_NIP, segel),))


def semua_kasus(pool: asyncpg.Pool, musim: Musim | None = None) -> AsyncGenerator[list[asyncpg.Record], None]:
    """All cases in pages, or those of one season, sorted by participant."""
    return pages(pool, _SEMUA_KASUS, *_argumen(musim))


def _argumen(musim: Musim | None) -> tuple[str | None, bool]:
    """What `_MILIK` asks for: the season, and whether it takes what names none."""
    return (None, True) if musim is None else (musim.musim, musim.tanpa_musim)


_MILIK = "($1::text is null or k.musim = $1 or (k.musim is null and $2::bool))"
_RINGKASAN = f"""
    select count(*)::int,
           (count(*) filter (where k.status = 'DICABUT'))::int,
           (count(*) filter (where k.status = 'MUNDUR' and k.dapat_diganti))::int,
           count(n.peserta)::int,
           (count(*) filter (where n.dibatalkan))::int
    from kepegawaian.kasus k left join pribadi.nip n using (peserta) where {_MILIK}
"""  # noqa: S608 - the names are ours
_MUNDUR = f"""
    select k.alasan, count(*)::int from kepegawaian.kasus k where k.status = 'MUNDUR' and {_MILIK} group by k.alasan order by k.alasan
"""  # noqa: S608 - the names are ours
_PEGAWAI = """
    select k.peserta, k.kelompok, k.musim, k.formasi, k.kursi, k.rute, k.aturan, k.aturan_versi, k.status, k.langkah,
           k.dapat_diganti, k.jenis, k.alasan, k.tanggal, null as nip, n.tmt, n.terbit_pada, n.dibatalkan, n.dihapus_pada,
           n.segel, o.kunci_id, o.isi
    from kepegawaian.kasus k left join pribadi.nip n using (peserta) left join kunci.orang o using (peserta)
    where k.peserta = $1
"""
_SEMUA_KASUS = f"""
    select k.peserta, k.kelompok, k.formasi, k.kursi, k.status, k.langkah, n.peserta is not null as nip_terbit,
           coalesce(n.dibatalkan, false) as nip_batal
    from kepegawaian.kasus k left join pribadi.nip n using (peserta) where {_MILIK}
    order by k.peserta
"""  # noqa: S608 - the names are ours
