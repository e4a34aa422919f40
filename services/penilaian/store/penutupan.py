"""Closing a stage: what is missing, the line of kelompok, and the claims of the workers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from services.penilaian.store.berkas import Ujian
from services.penilaian.store.masuk import NILAI_KOMPETENSI, NILAI_SKD, N
from services.penilaian.store.tahap import NamaTahap
from shared.db import BarisTertahan, Conn, Table, hold_back
from shared.istilah import JenisUjian, UjianKompetensi


class KelengkapanUjian(NamedTuple):
    """The inputs known before the first stage of a season is closed; everything from `tanpa_formasi` on must be zero."""

    formasi: int
    peserta: int
    sha256: str
    tanpa_formasi: int
    tanpa_nilai: int
    belum_diterapkan: int


class KelengkapanPeringkat(NamedTuple):
    """The inputs known before the ranking is closed; everything from `kelompok_berjalan` on must be zero."""

    dipanggil: int
    kelompok_berjalan: int
    tanpa_nilai: int
    belum_diterapkan: int


class Penutupan(NamedTuple):
    """The closing of one kelompok.

    Attributes:
        peserta: people when the stage was closed, or after the last correction of the ranking.
        versi: of everything that is published about the kelompok, the same in both stages.
        lulus_ambang, tidak_lulus, th, dis, ke_skb: counts of a decided SKD.
        jumlah_formasi, jumlah_kursi, sha256, sha256_sebelumnya: the seal of a decided ranking, and the digest of the version before.
    """

    tahap: NamaTahap
    kelompok: str
    peserta: int
    versi: int
    selesai: bool
    lulus_ambang: int | None = None
    tidak_lulus: int | None = None
    th: int | None = None
    dis: int | None = None
    ke_skb: int | None = None
    jumlah_formasi: int | None = None
    jumlah_kursi: int | None = None
    sha256: str | None = None
    sha256_sebelumnya: str | None = None


@dataclass(frozen=True, slots=True)
class Tertahan:
    """A kelompok that is held back: why, since when, after how many looks, and when it is looked at again."""

    kelompok: str
    sebab: str
    rincian: str
    tertahan_sejak: datetime
    percobaan: int
    coba_pada: datetime


class Kemajuan(NamedTuple):
    """How far the closing of a stage is; the sums are those of decided kelompok, and of the SKD those after `peserta`."""

    ditutup: bool
    diusulkan: bool
    total: int
    selesai: int
    tertahan: int
    peserta: int
    lulus_ambang: int
    tidak_lulus: int
    th: int
    dis: int
    ke_skb: int

    @property
    def status(self) -> str:
        """BELUM, MENUNGGU_RILIS, BERJALAN or SELESAI."""
        if not self.ditutup:
            return "MENUNGGU_RILIS" if self.diusulkan else "BELUM"
        return "SELESAI" if self.selesai == self.total else "BERJALAN"


PENUTUPAN = Table("penilaian.penutupan", Penutupan, key=("tahap", "kelompok"))
_TIDAK_TERTAHAN = "sebab = null, rincian = null, tertahan_sejak = null, percobaan = 0, coba_pada = '-infinity'"


async def kelengkapan_skd(conn: Conn) -> KelengkapanUjian:
    """Count what the SKD needs."""
    return await _kelengkapan(conn, JenisUjian.SKD, NILAI_SKD)


async def kelengkapan_kompetensi(conn: Conn) -> KelengkapanUjian:
    """Count what the ranking of PPPK needs."""
    return await _kelengkapan(conn, UjianKompetensi.KOMPETENSI, NILAI_KOMPETENSI)


async def _kelengkapan(conn: Conn, ujian: Ujian, nilai: Table[N]) -> KelengkapanUjian:
    """Count what has to be there of posts, people and points.

    A participant whose post is unknown, or of another kelompok, counts as without a post. A row of a file counts as applied when the known
    score is of a later version, or says the same.
    """
    said = [name for name in nilai.columns if name not in {*nilai.key, "sumber", "versi"}]
    ada, berkas = (", ".join(f"{alias}.{name}" for name in said) for alias in ("n", "b"))
    (row,) = await conn.fetch(
        f"""
        with ms as (
            select p.peserta, f.formasi is null as tanpa_formasi, n.peserta is null as tanpa_nilai
            from penilaian.pelamar as p
            left join penilaian.formasi as f on f.formasi = p.formasi and f.kelompok = p.kelompok
            left join {nilai.name} as n on n.peserta = p.peserta
            where p.peserta is not null
        )
        select
            (select count(*) from penilaian.formasi),
            count(*),
            encode(sha256(convert_to(coalesce(string_agg(peserta || chr(10), '' order by peserta collate "C"), ''), 'UTF8')), 'hex'),
            count(*) filter (where tanpa_formasi),
            count(*) filter (where tanpa_nilai),
            (
                select count(*) from penilaian.baris_berkas as b
                left join {nilai.name} as n on n.peserta = b.peserta and (
                    n.versi > b.versi or n.versi = b.versi and ({ada}) is not distinct from ({berkas})
                )
                where b.jenis = $1 and n.peserta is null
            )
        from ms
        """,  # noqa: S608 - the names are ours
        ujian,
    )
    return KelengkapanUjian(*row)


async def kelengkapan_peringkat(conn: Conn) -> KelengkapanPeringkat:
    """Count what the ranking needs."""
    (row,) = await conn.fetch(
        """
        select
            (select count(*) from penilaian.hasil_skd where hasil = 'LULUS'),
            (select count(*) from penilaian.penutupan where tahap = 'SKD' and not selesai),
            (
                select count(*) from penilaian.hasil_skd as h
                left join penilaian.nilai_skb as n using (peserta)
                where h.hasil = 'LULUS' and n.peserta is null
            ),
            (
                select count(*) from penilaian.baris_berkas as b
                left join penilaian.nilai_skb as n on n.peserta = b.peserta and (
                    n.versi > b.versi
                    or n.versi = b.versi and n.nilai is not distinct from b.nilai_skb
                        and n.status = case b.kehadiran when 'HADIR' then b.status else b.kehadiran end
                )
                where b.jenis = 'SKB' and n.peserta is null
            )
        """
    )
    return KelengkapanPeringkat(*row)


async def antrekan_skd(conn: Conn) -> None:
    """Put every kelompok in line, also those without participants."""
    await _antrekan(conn, NamaTahap.SKD)


async def antrekan_kompetensi(conn: Conn) -> None:
    """Put every kelompok in line for the ranking of PPPK, also those without participants."""
    await _antrekan(conn, NamaTahap.KOMPETENSI)


async def _antrekan(conn: Conn, tahap: NamaTahap) -> None:
    await conn.execute(
        """
        insert into penilaian.penutupan (tahap, kelompok, peserta, versi, selesai)
        select $1, f.kelompok, count(p.peserta), 1, false
        from penilaian.formasi as f left join penilaian.pelamar as p on p.formasi = f.formasi and p.peserta is not null
        group by f.kelompok
        """,
        tahap,
    )


async def antrekan_peringkat(conn: Conn) -> None:
    """Put every kelompok in line, also those where nobody was called."""
    await conn.execute(
        """
        insert into penilaian.penutupan (tahap, kelompok, peserta, versi, selesai)
        select 'PERINGKAT', kelompok, ke_skb, versi, false from penilaian.penutupan where tahap = 'SKD'
        """
    )


async def klaim(conn: Conn, tahap: NamaTahap, *, kelompok: int, peserta: int) -> dict[str, Penutupan]:
    """Claim waiting kelompok for this transaction: at most `kelompok`, of together about `peserta` people, the largest first.

    Large ones first, so that the replicas do not end up waiting for one that began late. Those held back wait for their time.
    """
    rows = await PENUTUPAN.select(
        conn,
        """
        where t.tahap = $1 and not t.selesai and t.coba_pada <= now()
        order by t.peserta desc, t.kelompok for update skip locked limit $2
        """,
        tahap,
        kelompok,
    )
    claimed: dict[str, Penutupan] = {}
    people = 0
    for row in rows:
        people += row.peserta
        if claimed and people > peserta:
            break
        claimed[row.kelompok] = row
    return claimed


async def tandai_selesai(conn: Conn, rows: Sequence[Penutupan], *, only: Collection[str]) -> None:
    """Write `only` these columns of decided kelompok, which are held back no longer."""
    await PENUTUPAN.update(conn, rows, only={*only, "selesai"}, also=_TIDAK_TERTAHAN)


async def kunci(conn: Conn, kelompok: str) -> dict[NamaTahap, Penutupan]:
    """The closing of the kelompok in each stage that is closed, locked to the end of the transaction."""
    rows = await PENUTUPAN.select(conn, "where t.kelompok = $1 order by t.tahap for update", kelompok)
    return {row.tahap: row for row in rows}


async def naikkan(conn: Conn, kelompok: str, versi: int) -> None:
    """The version of everything published about the kelompok from now on."""
    await conn.execute("update penilaian.penutupan set versi = $2 where kelompok = $1", kelompok, versi)


async def tahan(conn: Conn, tahap: NamaTahap, baris: Sequence[BarisTertahan]) -> None:
    """Hold back; the next look comes later each time."""
    also = "tertahan_sejak = coalesce(lama.tertahan_sejak, now())"
    await hold_back(conn, PENUTUPAN.name, baris, also=also, where=f"lama.tahap = '{tahap}'")


async def tertahan(conn: Conn, tahap: NamaTahap, paling_banyak: int, instansi: str | None = None) -> list[Tertahan]:
    """Those held back, the longest first; with `instansi` those of that agency."""
    rows = await conn.fetch(
        """
        select kelompok, sebab, rincian, tertahan_sejak, percobaan, coba_pada from penilaian.penutupan
        where tahap = $1 and not selesai and sebab is not null and ($3::text is null or left(kelompok, 4) = $3)
        order by tertahan_sejak, kelompok limit $2
        """,
        tahap,
        paling_banyak,
        instansi,
    )
    return [Tertahan(*row) for row in rows]


async def kemajuan(conn: Conn, tahap: NamaTahap) -> Kemajuan:
    """Sum over all kelompok how far the stage is."""
    (row,) = await conn.fetch(
        """
        select
            t.ditutup_pada is not null, t.usul is not null, count(p.*), count(*) filter (where p.selesai),
            count(*) filter (where not p.selesai and p.sebab is not null), coalesce(sum(p.peserta) filter (where p.selesai), 0)::bigint,
            coalesce(sum(p.lulus_ambang), 0)::bigint, coalesce(sum(p.tidak_lulus), 0)::bigint, coalesce(sum(p.th), 0)::bigint,
            coalesce(sum(p.dis), 0)::bigint, coalesce(sum(p.ke_skb), 0)::bigint
        from penilaian.tahap as t left join penilaian.penutupan as p using (tahap) where t.tahap = $1 group by t.tahap
        """,
        tahap,
    )
    return Kemajuan(*row)
