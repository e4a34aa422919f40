"""Kelompok in line to be placed: claimed, held back, or done."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from services.penempatan.domain.jenis import Formasi
from services.penempatan.domain.kelengkapan import Segel
from services.penempatan.store.masukan import FORMASI, PERINGKAT, SEGEL, BarisPeringkat
from shared.db import BarisTertahan, Conn, columns, hold_back
from shared.istilah import ModePengisian


class BarisDitempatkan(NamedTuple):
    """A kelompok that is placed: of which season, in which mode, and what the other mode would change (JSON)."""

    kelompok: str
    musim: str
    mode: ModePengisian
    pengaruh: str


async def ambil_antrean(conn: Conn, paling_banyak: int) -> list[Segel]:
    """Lock up to so many released kelompok whose turn it is, longest waiting first; those that another replica has locked are left out."""
    return [SEGEL.read(row) for row in await conn.fetch(_ANTREAN, paling_banyak)]


async def ambil_formasi(conn: Conn, kelompok: Sequence[str]) -> defaultdict[str, list[Formasi]]:
    """The posts of these kelompok."""
    hasil: defaultdict[str, list[Formasi]] = defaultdict(list)
    for satu in await FORMASI.select(conn, "where t.kelompok = any($1::text[])", kelompok):
        hasil[satu.kelompok].append(satu.isi.formasi_baku)
    return hasil


async def diputuskan_di_tempat_lain(conn: Conn, kelompok: Sequence[str]) -> dict[str, str]:
    """Find those of these kelompok that share a person with a placed one: kelompok -> the other one (the first by name).

    Whom a signed correction took out of the ranking there is free; that kelompok is then locked: it cannot take them back meanwhile.
    """
    lepas = {row["lain"] for row in await conn.fetch(_DI_TEMPAT_LAIN, kelompok, []) if row["lepas"]}
    if lepas:
        # Not waited for: whoever holds it may wait for us. What is held back is looked at again.
        query = "select kelompok from penempatan.kelompok where kelompok = any($1::text[]) order by kelompok for update skip locked"
        lepas = {row[0] for row in await conn.fetch(query, sorted(lepas))}
    hasil: dict[str, str] = {}
    for row in await conn.fetch(_DI_TEMPAT_LAIN, kelompok, sorted(lepas)):
        hasil.setdefault(row["kelompok"], row["lain"])
    return hasil


async def formasi_di_tempat_lain(conn: Conn, kelompok: Sequence[str]) -> dict[str, str]:
    """Find those of these kelompok whose post was placed in another one: kelompok -> the other one (the first by name)."""
    query = """
        select f.kelompok, min(d.kelompok) from penempatan.formasi f join penempatan.formasi_dasar d using (formasi)
        where f.kelompok = any($1::text[]) and d.kelompok <> f.kelompok group by f.kelompok
    """
    return {row[0]: row[1] for row in await conn.fetch(query, kelompok)}


async def hitung_baris(conn: Conn, kelompok: Sequence[str]) -> dict[str, int]:
    """Count the people of the sealed version who have arrived, for each kelompok that has any."""
    query = f"select kelompok, count(*)::int from {_DIPERINGKAT} where kelompok = any($1::text[]) group by kelompok"  # noqa: S608 - ours
    return {row[0]: row[1] for row in await conn.fetch(query, kelompok)}


async def ambil_isi(conn: Conn, kelompok: Sequence[str]) -> defaultdict[str, list[BarisPeringkat]]:
    """All people of the sealed version of these kelompok."""
    hasil: defaultdict[str, list[BarisPeringkat]] = defaultdict(list)
    for row in await conn.fetch(_ISI, kelompok):
        satu = PERINGKAT.read(row)
        hasil[satu.kelompok].append(satu)
    return hasil


async def ambil_segel(conn: Conn, kelompok: Sequence[str]) -> dict[str, dict[int, str]]:
    """Read the digests of all seals of these kelompok: kelompok -> version -> digest."""
    segel: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for satu in await SEGEL.select(conn, "where t.kelompok = any($1::text[])", kelompok):
        segel[satu.kelompok][satu.versi] = satu.sha256
    return segel


async def tahan(conn: Conn, baris: Sequence[BarisTertahan]) -> None:
    """Hold back; the next look comes later each time, at most half a minute later, unless something new arrives."""
    also = "status = 'TERTAHAN', tertahan_sejak = coalesce(lama.tertahan_sejak, now())"
    await hold_back(conn, "penempatan.kelompok", baris, also=also)


async def tandai_ditempatkan(conn: Conn, baris: Sequence[BarisDitempatkan]) -> None:
    """These kelompok are placed, in the version that was claimed."""
    await conn.execute(_DITEMPATKAN, *columns(baris, len(BarisDitempatkan._fields)))


# A row that stayed below the version of the seal is no longer ranked, one above it belongs to a seal to come (docs/decisions/0008).
_DIPERINGKAT = "penempatan.peringkat p join penempatan.kelompok using (kelompok, versi)"
DARI_SEGEL = "penempatan.kelompok k join penempatan.segel s using (kelompok, versi)"
_DI_TEMPAT_LAIN = f"""
    select p.kelompok, k.kelompok as lain, bool_and(k.di_luar_peringkat and not k.mundur) as lepas
    from {_DIPERINGKAT} join penempatan.keputusan k using (peserta)
    where p.kelompok = any($1::text[]) and k.kelompok <> p.kelompok
        and not (k.di_luar_peringkat and not k.mundur and k.kelompok = any($2::text[]))
    group by p.kelompok, k.kelompok order by p.kelompok, k.kelompok
"""  # noqa: S608 - the names are ours
_ANTREAN = f"""
    select {SEGEL.listed("s")} from {DARI_SEGEL}
    where k.dirilis and k.status <> 'DITEMPATKAN' and k.coba_pada <= now()
    order by k.coba_pada, k.kelompok
    limit $1
    for update of k skip locked
"""  # noqa: S608 - the names are ours
_ISI = f"select {PERINGKAT.listed('p')} from {_DIPERINGKAT} where kelompok = any($1::text[])"  # noqa: S608 - the names are ours
_DITEMPATKAN = """
    update penempatan.kelompok k
    set status = 'DITEMPATKAN', versi_ditempatkan = versi, sebab = null, rincian = null, tertahan_sejak = null,
        musim = t.musim, mode = t.mode, pengaruh = t.pengaruh
    from unnest($1::text[], $2::text[], $3::text[], $4::jsonb[]) as t (kelompok, musim, mode, pengaruh)
    where k.kelompok = t.kelompok
"""
