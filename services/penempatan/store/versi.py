"""Versions of a kelompok as they were placed: what they held, how they differ, who signed; old ones are never changed."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson

from services.penempatan.domain.selisih import Selisih
from services.penempatan.store.koreksi import SELISIH
from shared.db import Conn, Table


class TandaTangan(NamedTuple):
    """Why a correction under which somebody loses or changes a seat is in force, and the two officers."""

    alasan: str
    sumber: str
    diusulkan_oleh: str
    dirilis_oleh: str


class BarisVersi(NamedTuple):
    """How a version differs from the one in force before it; the last four where officers signed."""

    kelompok: str
    versi: int
    versi_sebelumnya: int | None
    selisih: Selisih | None
    alasan: str | None = None
    sumber: str | None = None
    diusulkan_oleh: str | None = None
    dirilis_oleh: str | None = None


class IsiVersi(NamedTuple):
    """What a version held, as rows of JSON: decisions by participant, seats by formation and number."""

    kelompok: str
    versi: int
    sha256: str | None
    keputusan: Sequence[dict[str, Any]]
    kursi: Sequence[dict[str, Any]]


class SelisihVersi(NamedTuple):
    """A version that a correction put in force, with the digest of its ranking."""

    baris: BarisVersi
    sha256: str | None


VERSI = Table("penempatan.versi_kelompok", BarisVersi, key=("kelompok", "versi"), columns={"selisih": SELISIH})


async def arsipkan(conn: Conn, kelompok: str, versi: int) -> None:
    """Keep the decisions and seats as they stand, as those of the version that is replaced now."""
    await conn.execute(_ARSIPKAN, kelompok, versi)


async def berlakukan(conn: Conn, baris: BarisVersi, *, pengaruh: str) -> None:
    """Put a version in force; `pengaruh` (JSON) is what the other mode of filling would change in it."""
    query = "update penempatan.kelompok set versi_ditempatkan = $2, pengaruh = $3 where kelompok = $1"
    await conn.execute(query, baris.kelompok, baris.versi, pengaruh)
    await VERSI.insert(conn, [baris])


async def isi_versi(conn: Conn, kelompok: str, versi: int) -> IsiVersi | None:
    """A version that is or was in force."""
    row = await conn.fetchrow(_BACA, kelompok, versi)
    if row is None:
        return None
    isi = orjson.loads(row["isi"])
    return IsiVersi(kelompok, versi, row["sha256"], isi["keputusan"], isi["kursi"])


async def selisih_versi(conn: Conn, kelompok: str, versi: int) -> SelisihVersi | None:
    """The difference of a version that a correction put in force."""
    row = await conn.fetchrow(_SELISIH, kelompok, versi)
    return SelisihVersi(VERSI.read(row), row["sha256"]) if row else None


async def pernah_memegang(conn: Conn, kelompok: str, peserta: str, kursi: str) -> bool:
    """Whether a correction took this seat from this person."""
    return bool(await conn.fetchval(_PERNAH, kelompok, peserta, kursi))


# That an open seat is held is said by its reason; people read of it as empty.
STATUS_TERCETAK = "case b.status when 'DITAHAN' then 'KOSONG' else b.status end"
_ISI = f"""
    jsonb_build_object(
        'keputusan', (
            select coalesce(jsonb_agg(to_jsonb(d) - 'kelompok' - 'kesediaan' order by d.peserta), '[]')
            from penempatan.keputusan d where d.kelompok = k.kelompok),
        'kursi', (
            select coalesce(jsonb_agg(
                jsonb_build_object('kursi', b.kursi, 'formasi', b.formasi, 'nomor', b.nomor, 'status', {STATUS_TERCETAK},
                    'peserta', b.peserta)
                order by b.formasi, b.nomor), '[]')
            from penempatan.kursi b where b.kelompok = k.kelompok))
"""  # noqa: S608 - the names are ours
_ARSIPKAN = f"""
    insert into penempatan.versi_kelompok (kelompok, versi, isi)
    select k.kelompok, $2, {_ISI} from penempatan.kelompok k where k.kelompok = $1
    on conflict (kelompok, versi) do update set isi = excluded.isi
"""  # noqa: S608 - the names are ours
_BACA = f"""
    select s.sha256, coalesce(v.isi, {_ISI}) as isi
    from penempatan.kelompok k
    left join penempatan.versi_kelompok v on v.kelompok = k.kelompok and v.versi = $2
    left join penempatan.segel s on s.kelompok = k.kelompok and s.versi = $2
    where k.kelompok = $1 and (k.versi_ditempatkan = $2 or v.isi is not null)
"""  # noqa: S608 - the names are ours
_SELISIH = f"""
    select {VERSI.listed("v")}, s.sha256
    from penempatan.versi_kelompok v left join penempatan.segel s using (kelompok, versi)
    where v.kelompok = $1 and v.versi = $2 and v.selisih is not null
"""  # noqa: S608 - the names are ours
_PERNAH = """
    select exists (
        select from penempatan.versi_kelompok v, jsonb_array_elements(v.selisih -> 'kursi') satu
        where v.kelompok = $1 and satu ->> 'sebelum' = $2 and satu ->> 'kursi' = $3)
"""
