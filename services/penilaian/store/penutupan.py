"""Closing a stage: what is missing, the line of kelompok, and the claims of the workers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from services.penilaian.store.berkas import Ujian
from services.penilaian.store.masuk import NILAI_KOMPETENSI, NILAI_SKD, N
from services.penilaian.store.tahap import NamaTahap
from shared.aturan import AturanSeleksi, Komponen
from shared.aturan.pppk import AturanPppk
from shared.db import BarisTertahan, Conn, Table, columns, hold_back
from shared.istilah import JenisUjian, UjianKompetensi
from shared.musim import Musim


class KelengkapanUjian(NamedTuple):
    """The inputs known before the first stage of a season is closed; everything from `tanpa_formasi` on must be zero."""

    formasi: int
    peserta: int
    sha256: str
    tanpa_formasi: int
    tanpa_nilai: int
    belum_diterapkan: int
    aturan_lain: int
    tak_mungkin: int
    berkas_lain: int


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
        aturan: name of the rule set that was in force when the stage was closed; with `aturan_versi` it holds for the kelompok for ever.
        lulus_ambang, tidak_lulus, th, dis, ke_skb: counts of a decided SKD.
        jumlah_formasi, jumlah_kursi, sha256, sha256_sebelumnya: the seal of a decided ranking, and the digest of the version before.
    """

    tahap: NamaTahap
    kelompok: str
    peserta: int
    versi: int
    selesai: bool
    musim: str
    aturan: str
    aturan_versi: int
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


class _Di(NamedTuple):
    """A season, and the name of its rule set."""

    musim: str
    aturan: str


class _Mustahil(NamedTuple):
    """Which points (`n`) the test cannot give: a condition in SQL and its parameters, the first of which is $3."""

    syarat: str
    nilai: tuple[object, ...]


# Points that the test of the own jabatan (`f`) cannot give: least, most and step of each part, by the names of jabatan.
_MUSTAHIL_KOMPETENSI = """
    n.kehadiran = 'HADIR' and exists (
        select from unnest($3::text[], $4::int[], $5::int[], $6::int[], $7::int[], $8::int[], $9::int[], $10::int[], $11::int[], $12::int[])
            as u (jabatan, t0, t1, t, m0, m1, m, w0, w1, w)
        where u.jabatan = f.jabatan and (
            n.teknis not between u.t0 and u.t1 or (n.teknis - u.t0) % u.t <> 0
            or n.manajerial_sosiokultural not between u.m0 and u.m1 or (n.manajerial_sosiokultural - u.m0) % u.m <> 0
            or n.wawancara not between u.w0 and u.w1 or (n.wawancara - u.w0) % u.w <> 0
        )
    )
"""


async def kelengkapan_skd(conn: Conn, musim: str, aturan: AturanSeleksi) -> KelengkapanUjian:
    """Count what the SKD needs."""
    syarat = ["n.tahun_asal is not null and n.tahun_asal <> all($3::int[])"]
    nilai: list[object] = [list(aturan.bawaan.tahun_asal) if aturan.bawaan else []]
    for kolom, komponen in (("twk", aturan.skd.twk), ("tiu", aturan.skd.tiu), ("tkp", aturan.skd.tkp)):
        a, b, c = (f"${len(nilai) + n}::int" for n in (3, 4, 5))
        syarat.append(f"n.kehadiran = 'HADIR' and (n.{kolom} not between {a} and {b} or (n.{kolom} - {a}) % {c} <> 0)")
        nilai += [komponen.minimum, komponen.maksimum, komponen.kelipatan]
    mustahil = _Mustahil(" or ".join(syarat), tuple(nilai))
    return await _kelengkapan(conn, _Di(musim, aturan.nama), JenisUjian.SKD, NILAI_SKD, mustahil)


async def kelengkapan_kompetensi(conn: Conn, musim: str, aturan: AturanPppk) -> KelengkapanUjian:
    """Count what the ranking of PPPK needs."""
    rows = await conn.fetch("select distinct jabatan from penilaian.formasi where musim = $1 order by jabatan", musim)
    ujian = [(row["jabatan"], aturan.ujian_jabatan(row["jabatan"])) for row in rows]
    batas = [(nama, *_batas(satu.teknis), *_batas(satu.manajerial_sosiokultural), *_batas(satu.wawancara)) for nama, satu in ujian]
    di, mustahil = _Di(musim, aturan.nama), _Mustahil(_MUSTAHIL_KOMPETENSI, tuple(columns(batas, 10)))
    return await _kelengkapan(conn, di, UjianKompetensi.KOMPETENSI, NILAI_KOMPETENSI, mustahil)


def _batas(satu: Komponen) -> tuple[int, int, int]:
    return satu.minimum, satu.maksimum, satu.kelipatan


async def _kelengkapan(conn: Conn, di: _Di, ujian: Ujian, nilai: Table[N], mustahil: _Mustahil) -> KelengkapanUjian:
    """Count what has to be there of posts, people and points.

    A participant whose post is unknown, or of another kelompok, counts as without a post, in the season of the kelompok or in the only one.
    A row of a file counts as applied when the known score is of a later version, or says the same.
    """
    said = [name for name in nilai.columns if name not in {*nilai.key, "sumber", "versi"}]
    ada, berkas = (", ".join(f"{alias}.{name}" for name in said) for alias in ("n", "b"))
    (row,) = await conn.fetch(
        f"""
        with ms as (
            select p.peserta, f.formasi is null as tanpa_formasi, n.peserta is null as tanpa_nilai, ({mustahil.syarat}) as mustahil
            from penilaian.pelamar as p
            left join penilaian.formasi as f on f.formasi = p.formasi and f.kelompok = p.kelompok
            left join {nilai.name} as n on n.peserta = p.peserta
            where p.peserta is not null and (f.musim = $1 or f.formasi is null and (
                (select count(distinct t.musim) from penilaian.tahap as t) = 1
                or p.kelompok in (select k.kelompok from penilaian.formasi as k where k.musim = $1)
            ))
        )
        select
            (select count(*) from penilaian.formasi as f where f.musim = $1),
            count(*),
            encode(sha256(convert_to(coalesce(string_agg(peserta || chr(10), '' order by peserta collate "C"), ''), 'UTF8')), 'hex'),
            count(*) filter (where tanpa_formasi),
            count(*) filter (where tanpa_nilai),
            (
                select count(*) from penilaian.baris_berkas as b
                left join {nilai.name} as n on n.peserta = b.peserta and (
                    n.versi > b.versi or n.versi = b.versi and ({ada}) is not distinct from ({berkas})
                )
                where b.jenis = $2 and b.musim = $1 and n.peserta is null
            ),
            (select count(*) from penilaian.formasi as f where f.musim = $1 and f.aturan <> ${len(mustahil.nilai) + 3}),
            count(*) filter (where mustahil),
            (
                select count(*) from penilaian.baris_berkas as b
                join penilaian.pelamar as p on p.peserta = b.peserta
                join penilaian.formasi as f on f.formasi = p.formasi
                where (select count(distinct t.musim) from penilaian.tahap as t) > 1
                    and b.jenis = $2 and b.musim <> $1 and f.musim = $1
            )
        from ms
        """,  # noqa: S608 - the names are ours
        di.musim,
        ujian,
        *mustahil.nilai,
        di.aturan,
    )
    return KelengkapanUjian(*row)


async def kelengkapan_peringkat(conn: Conn, musim: str) -> KelengkapanPeringkat:
    """Count what the ranking needs."""
    (row,) = await conn.fetch(
        """
        with dipanggil as (
            select h.peserta from penilaian.hasil_skd as h join penilaian.penutupan as s on s.tahap = 'SKD' and s.kelompok = h.kelompok
            where h.hasil = 'LULUS' and s.musim = $1
        )
        select
            (select count(*) from dipanggil),
            (select count(*) from penilaian.penutupan where tahap = 'SKD' and musim = $1 and not selesai),
            (select count(*) from dipanggil left join penilaian.nilai_skb as n using (peserta) where n.peserta is null),
            (
                select count(*) from penilaian.baris_berkas as b
                left join penilaian.nilai_skb as n on n.peserta = b.peserta and (
                    n.versi > b.versi
                    or n.versi = b.versi and n.nilai is not distinct from b.nilai_skb
                        and n.status = case b.kehadiran when 'HADIR' then b.status else b.kehadiran end
                )
                where b.jenis = 'SKB' and b.musim = $1 and n.peserta is null
            )
        """,
        musim,
    )
    return KelengkapanPeringkat(*row)


async def antrekan_skd(conn: Conn, musim: Musim) -> None:
    """Put every kelompok in line, also those without participants."""
    await _antrekan(conn, NamaTahap.SKD, musim)


async def antrekan_kompetensi(conn: Conn, musim: Musim) -> None:
    """Put every kelompok in line for the ranking of PPPK, also those without participants."""
    await _antrekan(conn, NamaTahap.KOMPETENSI, musim)


async def _antrekan(conn: Conn, tahap: NamaTahap, musim: Musim) -> None:
    await conn.execute(
        """
        insert into penilaian.penutupan (tahap, kelompok, peserta, versi, selesai, musim, aturan, aturan_versi)
        select $1, f.kelompok, count(p.peserta), 1, false, $2, $3, $4
        from penilaian.formasi as f left join penilaian.pelamar as p on p.formasi = f.formasi and p.peserta is not null
        where f.musim = $2
        group by f.kelompok
        """,
        tahap,
        musim.musim,
        musim.aturan,
        musim.aturan_versi,
    )


async def antrekan_peringkat(conn: Conn, musim: Musim) -> None:
    """Put every kelompok in line, also those where nobody was called."""
    await conn.execute(
        """
        insert into penilaian.penutupan (tahap, kelompok, peserta, versi, selesai, musim, aturan, aturan_versi)
        select 'PERINGKAT', kelompok, ke_skb, versi, false, $1, $2, $3
        from penilaian.penutupan where tahap = 'SKD' and musim = $1
        """,
        musim.musim,
        musim.aturan,
        musim.aturan_versi,
    )


async def klaim(conn: Conn, tahap: NamaTahap, *, kelompok: int, peserta: int) -> dict[str, Penutupan]:
    """Claim waiting kelompok for this transaction: at most `kelompok`, of together about `peserta` people, the largest first.

    Large ones first, so that the replicas do not end up waiting for one that began late. Those held back wait for their time, and those
    of a season that is not known yet for its rules.
    """
    rows = await PENUTUPAN.select(
        conn,
        """
        where t.tahap = $1 and not t.selesai and t.coba_pada <= now() and t.aturan <> ''
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


async def aturan_tahap(conn: Conn, kelompok: str) -> dict[NamaTahap, tuple[str, int]]:
    """The rule set, by name and version, of each stage of the kelompok that is closed."""
    rows = await conn.fetch("select tahap, aturan, aturan_versi from penilaian.penutupan where kelompok = $1 order by tahap", kelompok)
    return {NamaTahap(row["tahap"]): (row["aturan"], row["aturan_versi"]) for row in rows}


async def tertahan(conn: Conn, musim: str, tahap: NamaTahap, paling_banyak: int, instansi: str | None = None) -> list[Tertahan]:
    """Those held back, the longest first; with `instansi` those of that agency."""
    rows = await conn.fetch(
        """
        select kelompok, sebab, rincian, tertahan_sejak, percobaan, coba_pada from penilaian.penutupan
        where tahap = $1 and not selesai and sebab is not null and ($3::text is null or left(kelompok, 4) = $3) and musim = $4
        order by tertahan_sejak, kelompok limit $2
        """,
        tahap,
        paling_banyak,
        instansi,
        musim,
    )
    return [Tertahan(*row) for row in rows]


async def kemajuan(conn: Conn, musim: str, tahap: NamaTahap) -> Kemajuan:
    """Sum over all kelompok how far the stage is."""
    (row,) = await conn.fetch(
        """
        select
            t.ditutup_pada is not null, t.usul is not null, count(p.*), count(*) filter (where p.selesai),
            count(*) filter (where not p.selesai and p.sebab is not null), coalesce(sum(p.peserta) filter (where p.selesai), 0)::bigint,
            coalesce(sum(p.lulus_ambang), 0)::bigint, coalesce(sum(p.tidak_lulus), 0)::bigint, coalesce(sum(p.th), 0)::bigint,
            coalesce(sum(p.dis), 0)::bigint, coalesce(sum(p.ke_skb), 0)::bigint
        from penilaian.tahap as t left join penilaian.penutupan as p using (musim, tahap)
        where t.tahap = $1 and t.musim = $2 group by t.musim, t.tahap
        """,
        tahap,
        musim,
    )
    return Kemajuan(*row)
