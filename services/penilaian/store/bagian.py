"""SKB parts as announced, and for whom they hold."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import orjson

from services.penilaian.domain.skb import BagianSkb
from shared.aturan import JenisBagian
from shared.db import Conn


class Pengumuman(NamedTuple):
    """An announcement: its scope (INSTANSI by name, KELOMPOK or FORMASI by number), the parts, and the documents it rests on."""

    cakupan: str
    kunci: str
    bagian: tuple[BagianSkb, ...]
    pengumuman: str
    persetujuan: str
    petugas: str
    versi: int


class Cakupan(NamedTuple):
    """What a scope covers."""

    instansi: tuple[str, ...]
    sudah_dipakai: int


async def semua(conn: Conn) -> list[Pengumuman]:
    """All announcements, by scope and key."""
    rows = await conn.fetch(
        """
        select cakupan, kunci, bagian, pengumuman, persetujuan, petugas, versi from penilaian.bagian_skb
        order by cakupan, kunci
        """
    )
    return [Pengumuman(row["cakupan"], row["kunci"], from_json(row["bagian"]), *row[3:]) for row in rows]


async def isi_cakupan(conn: Conn, cakupan: str, kunci: str) -> Cakupan:
    """The agencies in a scope, and how many scores were already put together by its parts."""
    row = await conn.fetchrow(
        """
        with dalam as (
            select formasi, instansi from penilaian.formasi
            where case $1 when 'INSTANSI' then instansi when 'KELOMPOK' then kelompok else formasi end = $2
        )
        select
            coalesce((select array_agg(distinct instansi) from dalam), '{}'),
            (
                select count(*) from dalam
                join penilaian.pelamar as p on p.formasi = dalam.formasi
                join penilaian.baris_berkas as b on b.jenis = 'SKB' and b.peserta = p.peserta
            )
        """,
        cakupan,
        kunci,
    )
    return Cakupan(tuple(row[0]), row[1]) if row else Cakupan((), 0)


async def simpan(conn: Conn, satu: Pengumuman) -> int:
    """Save an announcement; returns its version."""
    versi: int = await conn.fetchval(
        """
        insert into penilaian.bagian_skb as lama (cakupan, kunci, bagian, pengumuman, persetujuan, petugas, versi)
        values ($1, $2, $3, $4, $5, $6, 1)
        on conflict (cakupan, kunci) do update set
            bagian = excluded.bagian, pengumuman = excluded.pengumuman, persetujuan = excluded.persetujuan,
            petugas = excluded.petugas, versi = lama.versi + 1, ditetapkan_pada = now()
        returning versi
        """,
        satu.cakupan,
        satu.kunci,
        to_json(satu.bagian),
        satu.pengumuman,
        satu.persetujuan,
        satu.petugas,
    )
    return versi


async def untuk_peserta(conn: Conn, peserta: str) -> tuple[BagianSkb, ...]:
    """The parts of the SKB that one person applied for; empty where none were announced."""
    stored: str | None = await conn.fetchval(
        """
        select b.bagian from penilaian.pelamar as p join penilaian.formasi as f on f.formasi = p.formasi
        join penilaian.bagian_skb as b on (b.cakupan, b.kunci) in (
            ('FORMASI', f.formasi), ('KELOMPOK', f.kelompok), ('INSTANSI', f.instansi)
        )
        where p.peserta = $1
        order by array_position(array['FORMASI', 'KELOMPOK', 'INSTANSI'], b.cakupan) limit 1
        """,
        peserta,
    )
    return from_json(stored) if stored is not None else ()


async def peserta_terkena(conn: Conn) -> dict[str, tuple[BagianSkb, ...]]:
    """The parts of everybody called to an SKB with announced parts; of several announcements the narrowest counts."""
    announced: Mapping[tuple[str, str], tuple[BagianSkb, ...]] = {(satu.cakupan, satu.kunci): satu.bagian for satu in await semua(conn)}
    if not announced:
        return {}
    rows = await conn.fetch(
        """
        select h.peserta, f.formasi, f.kelompok, f.instansi
        from penilaian.hasil_skd as h join penilaian.formasi as f on f.formasi = h.formasi
        where h.hasil = 'LULUS' and (
            f.formasi = any($1) or f.kelompok = any($2) or f.instansi = any($3)
        )
        """,
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


def to_json(bagian: Sequence[BagianSkb]) -> str:
    """Parts as the JSON that is stored."""
    return orjson.dumps(
        [
            {
                "kode": satu.kode,
                "jenis": satu.jenis.value,
                "bobot": satu.bobot,
                "wajib": satu.wajib,
                "menggugurkan": satu.menggugurkan,
                "minimum": satu.minimum,
                "skala": satu.skala,
            }
            for satu in bagian
        ]
    ).decode()


def from_json(stored: str) -> tuple[BagianSkb, ...]:
    """Parts as they were stored."""
    return tuple(BagianSkb(**{**satu, "jenis": JenisBagian(satu["jenis"])}) for satu in orjson.loads(stored))
