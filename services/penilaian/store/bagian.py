"""SKB parts as announced, and for whom they hold."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import orjson

from services.penilaian.domain.skb import BagianSkb
from shared.aturan import JenisBagian
from shared.db import Column, Conn, Table


class Pengumuman(NamedTuple):
    """An announcement: its season, its scope (INSTANSI by name, KELOMPOK or FORMASI by number), the parts, and its documents."""

    musim: str
    cakupan: str
    kunci: str
    bagian: tuple[BagianSkb, ...]
    pengumuman: str
    persetujuan: str
    petugas: str
    versi: int


class Cakupan(NamedTuple):
    """The agencies that a scope covers, by name and by code, and how many scores there already go by its parts."""

    instansi: tuple[str, ...]
    kode_instansi: tuple[str, ...]
    sudah_dipakai: int


def _tulis(bagian: Sequence[BagianSkb]) -> str:
    return orjson.dumps(bagian).decode()


def _baca(stored: str) -> tuple[BagianSkb, ...]:
    return tuple(BagianSkb(**{**satu, "jenis": JenisBagian(satu["jenis"])}) for satu in orjson.loads(stored))


PENGUMUMAN = Table(
    "penilaian.bagian_skb", Pengumuman, key=("musim", "cakupan", "kunci"), columns={"bagian": Column("jsonb", _tulis, _baca)}
)


async def semua(conn: Conn, musim: str | None = None) -> list[Pengumuman]:
    """All announcements, of one season or of every one, by season, scope and key."""
    return await PENGUMUMAN.select(conn, "where $1::text is null or t.musim = $1 order by t.musim, t.cakupan, t.kunci", musim)


async def satu(conn: Conn, musim: str, cakupan: str, kunci: str) -> list[Pengumuman]:
    """The announcement that holds for this scope, locked, if there is one."""
    return await PENGUMUMAN.select(conn, "where t.musim = $1 and t.cakupan = $2 and t.kunci = $3 for update", musim, cakupan, kunci)


async def isi_cakupan(conn: Conn, musim: str, cakupan: str, kunci: str) -> Cakupan:
    """The agencies in a scope of a season, and how many scores were already put together by its parts."""
    ((instansi, kode, sudah_dipakai),) = await conn.fetch(
        """
        with dalam as (
            select formasi, instansi, kelompok from penilaian.formasi
            where musim = $3 and case $1 when 'INSTANSI' then instansi when 'KELOMPOK' then kelompok else formasi end = $2
        )
        select
            coalesce((select array_agg(distinct instansi) from dalam), '{}'),
            coalesce((select array_agg(distinct left(kelompok, 4)) from dalam), '{}'),
            (
                select count(*) from dalam
                join penilaian.pelamar as p on p.formasi = dalam.formasi
                join penilaian.baris_berkas as b on b.jenis = 'SKB' and b.peserta = p.peserta
            )
        """,
        cakupan,
        kunci,
        musim,
    )
    return Cakupan(tuple(instansi), tuple(kode), sudah_dipakai)


async def simpan(conn: Conn, baru: Pengumuman) -> Pengumuman:
    """Save an announcement over the one that holds for its scope; returns it with its version."""
    isi = set(PENGUMUMAN.columns) - {"versi"}
    await PENGUMUMAN.upsert(conn, [baru._replace(versi=1)], only=isi, also="versi = lama.versi + 1, ditetapkan_pada = now()")
    (tersimpan,) = await satu(conn, baru.musim, baru.cakupan, baru.kunci)
    return tersimpan


async def untuk_peserta(conn: Conn, peserta: str) -> tuple[BagianSkb, ...]:
    """The parts of the SKB that one person applied for; empty where none were announced."""
    stored: str | None = await conn.fetchval(
        """
        select b.bagian from penilaian.pelamar as p join penilaian.formasi as f on f.formasi = p.formasi
        join penilaian.bagian_skb as b on b.musim = f.musim and (b.cakupan, b.kunci) in (
            ('FORMASI', f.formasi), ('KELOMPOK', f.kelompok), ('INSTANSI', f.instansi)
        )
        where p.peserta = $1
        order by array_position(array['FORMASI', 'KELOMPOK', 'INSTANSI'], b.cakupan) limit 1
        """,
        peserta,
    )
    return _baca(stored) if stored is not None else ()


async def peserta_terkena(conn: Conn, musim: str) -> dict[str, tuple[BagianSkb, ...]]:
    """The parts of everybody called to an SKB of the season with announced parts; of several announcements the narrowest counts."""
    announced: Mapping[tuple[str, str], tuple[BagianSkb, ...]] = {
        (satu.cakupan, satu.kunci): satu.bagian for satu in await semua(conn, musim)
    }
    if not announced:
        return {}
    rows = await conn.fetch(
        """
        select h.peserta, f.formasi, f.kelompok, f.instansi
        from penilaian.hasil_skd as h join penilaian.formasi as f on f.formasi = h.formasi
        where h.hasil = 'LULUS' and f.musim = $1 and (
            f.formasi = any($2) or f.kelompok = any($3) or f.instansi = any($4)
        )
        """,
        musim,
        *([kunci for cakupan, kunci in announced if cakupan == wanted] for wanted in ("FORMASI", "KELOMPOK", "INSTANSI")),
    )
    return {
        row["peserta"]: next(
            announced[scope]
            for scope in (("FORMASI", row["formasi"]), ("KELOMPOK", row["kelompok"]), ("INSTANSI", row["instansi"]))
            if scope in announced
        )
        for row in rows
    }
