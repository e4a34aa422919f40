"""Versions of a kelompok as they were placed: what they held, how they differ, who signed; old ones are never changed."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from services.penempatan.domain import Selisih
from services.penempatan.store.koreksi import baca_selisih, tulis_selisih
from shared.db import Conn


class TandaTangan(NamedTuple):
    """Why a correction under which somebody loses or changes a seat is in force, and the two officers."""

    alasan: str
    sumber: str
    diusulkan_oleh: str
    dirilis_oleh: str


class IsiVersi(NamedTuple):
    """What a version held, as rows of JSON: decisions by participant, seats by formation and number."""

    sha256: str | None
    keputusan: Sequence[dict[str, object]]
    kursi: Sequence[dict[str, object]]


class SelisihVersi(NamedTuple):
    """How a version differs from the one in force before it; `alasan` and `sumber` where officers signed."""

    versi_sebelumnya: int
    sha256: str | None
    selisih: Selisih
    alasan: str | None
    sumber: str | None


async def arsipkan(conn: Conn, kelompok: str, versi: int) -> None:
    """Keep the decisions and seats as they stand, as those of the version that is replaced now."""
    await conn.execute(_ARSIPKAN, kelompok, versi)


async def berlakukan(
    conn: Conn, kelompok: str, versi: int, *, sebelumnya: int, selisih: Selisih, pengaruh: str, tanda_tangan: TandaTangan | None
) -> None:
    """Put a version in force; `pengaruh` (JSON) is what the other mode of filling would change in it."""
    query = "update penempatan.kelompok set versi_ditempatkan = $2, pengaruh = $3 where kelompok = $1"
    await conn.execute(query, kelompok, versi, pengaruh)
    await conn.execute(_BARU, kelompok, versi, sebelumnya, tulis_selisih(selisih), *(tanda_tangan or (None,) * 4))


async def isi_versi(conn: Conn, kelompok: str, versi: int) -> IsiVersi | None:
    """A version that is or was in force."""
    row = await conn.fetchrow(_BACA, kelompok, versi)
    if row is None:
        return None
    isi = json.loads(row["isi"])
    return IsiVersi(row["sha256"], isi["keputusan"], isi["kursi"])


async def selisih_versi(conn: Conn, kelompok: str, versi: int) -> SelisihVersi | None:
    """The difference of a version that a correction put in force."""
    row = await conn.fetchrow(_SELISIH, kelompok, versi)
    if row is None:
        return None
    return SelisihVersi(row["versi_sebelumnya"], row["sha256"], baca_selisih(row["selisih"]), row["alasan"], row["sumber"])


async def pernah_memegang(conn: Conn, kelompok: str, peserta: str, kursi: str) -> bool:
    """Whether a correction took this seat from this person."""
    return bool(await conn.fetchval(_PERNAH, kelompok, peserta, kursi))


_ISI = """
    jsonb_build_object(
        'keputusan', (
            select coalesce(jsonb_agg(to_jsonb(d) - 'kelompok' - 'kesediaan' order by d.peserta), '[]')
            from penempatan.keputusan d where d.kelompok = k.kelompok),
        'kursi', (
            select coalesce(jsonb_agg(
                jsonb_build_object('kursi', b.kursi, 'formasi', b.formasi, 'nomor', b.nomor, 'status', b.status, 'peserta', b.peserta)
                order by b.formasi, b.nomor), '[]')
            from penempatan.kursi b where b.kelompok = k.kelompok))
"""
_ARSIPKAN = f"""
    insert into penempatan.versi_kelompok (kelompok, versi, isi)
    select k.kelompok, $2, {_ISI} from penempatan.kelompok k where k.kelompok = $1
    on conflict (kelompok, versi) do update set isi = excluded.isi
"""  # noqa: S608 - the names are ours
_BARU = """
    insert into penempatan.versi_kelompok (kelompok, versi, versi_sebelumnya, selisih, alasan, sumber, diusulkan_oleh, dirilis_oleh)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
"""
_BACA = f"""
    select s.sha256, coalesce(v.isi, {_ISI}) as isi
    from penempatan.kelompok k
    left join penempatan.versi_kelompok v on v.kelompok = k.kelompok and v.versi = $2
    left join penempatan.segel s on s.kelompok = k.kelompok and s.versi = $2
    where k.kelompok = $1 and (k.versi_ditempatkan = $2 or v.isi is not null)
"""  # noqa: S608 - the names are ours
_SELISIH = """
    select v.versi_sebelumnya, s.sha256, v.selisih, v.alasan, v.sumber
    from penempatan.versi_kelompok v left join penempatan.segel s using (kelompok, versi)
    where v.kelompok = $1 and v.versi = $2 and v.selisih is not null
"""
_PERNAH = """
    select exists (
        select from penempatan.versi_kelompok v, jsonb_array_elements(v.selisih -> 'kursi') satu
        where v.kelompok = $1 and satu ->> 'sebelum' = $2 and satu ->> 'kursi' = $3)
"""
