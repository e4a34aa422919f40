"""Corrections of closed kelompok: what they are computed from, the proposals, and every version as it was published."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import NamedTuple

import orjson

from services.penilaian.domain.koreksi import BarisVersi, Selisih, Ubahan
from services.penilaian.domain.seri import PutusanSeri
from services.penilaian.store.berkas import Isi
from shared.contracts.types import JenisUjian
from shared.db import Conn, columns


class Tertutup(NamedTuple):
    """How far a kelompok is closed; `sha256` is there when its ranking is."""

    versi: int
    skd_selesai: bool
    peringkat_selesai: bool | None
    sha256: str | None


class Bahan(NamedTuple):
    """Everything known of one participant of the kelompok; `status_skb` is None where no SKB result is known."""

    peserta: str
    formasi: str
    jenis_kebutuhan: str
    kualifikasi: str
    kesediaan: str | None  # JSON
    tanggal_lahir: date
    ipk: int
    skala_ipk: str
    kehadiran: str
    twk: int | None
    tiu: int | None
    tkp: int | None
    tahun_asal: int | None
    versi_skd: int
    status_skb: str | None
    nilai_skb: int | None
    gugur_di: str
    versi_skb: int
    putusan_seri: PutusanSeri | None


class Perubahan(NamedTuple):
    """What a correction says about one person and test."""

    peserta: str
    jenis: JenisUjian
    isi: Isi


@dataclass(frozen=True, slots=True)
class Koreksi:
    """A proposed correction; released exactly when `versi` is there. `urutan_seri`: whole ties in the signed order, the best first."""

    nomor: int
    kelompok: str
    versi_dasar: int
    alasan: str
    sumber: str
    perubahan: tuple[Perubahan, ...]
    urutan_seri: tuple[tuple[str, ...], ...]
    selisih: Selisih
    diusulkan_oleh: str
    diusulkan_pada: datetime
    dirilis_oleh: str | None
    dirilis_pada: datetime | None
    versi: int | None


@dataclass(frozen=True, slots=True)
class Versi:
    """One version of a kelompok as published; `selisih` and `alasan` are there from the second on."""

    kelompok: str
    versi: int
    sha256: str | None
    sha256_sebelumnya: str | None
    baris: tuple[BarisVersi, ...]
    selisih: Selisih | None
    alasan: str | None
    sumber: str | None


async def kunci_kelompok(conn: Conn, kelompok: str) -> Tertutup | None:
    """How far the kelompok is, locked to the end of the transaction; None when it is unknown or its SKD is not closed."""
    row = await conn.fetchrow(
        "select versi, selesai from penilaian.penutupan_skd where kelompok = $1 for update",
        kelompok,
    )
    if row is None:
        return None
    ranked = await conn.fetchrow("select selesai, sha256 from penilaian.penutupan_peringkat where kelompok = $1 for update", kelompok)
    return Tertutup(row["versi"], row["selesai"], ranked["selesai"] if ranked else None, ranked["sha256"] if ranked else None)


async def bahan(conn: Conn, kelompok: str) -> list[Bahan]:
    """Everybody of the kelompok, by number."""
    people: list[Bahan] = []
    for row in await conn.fetch(_BAHAN, kelompok):
        *isi, daftar, urutan, dokumen = row
        people.append(Bahan._make((*isi, PutusanSeri(daftar, urutan, dokumen) if daftar else None)))
    return people


async def baris_kini(conn: Conn, kelompok: str) -> tuple[BarisVersi, ...]:
    """The current version of the kelompok, by number."""
    rows = await conn.fetch(
        """
        select h.peserta, h.formasi, h.hasil, a.status_skb, a.nilai_akhir, a.peringkat, a.peringkat_kelompok, coalesce(a.seri, false),
            u.urutan
        from penilaian.hasil_skd as h
        left join penilaian.hasil_akhir as a on a.peserta = h.peserta
        left join penilaian.urutan_seri as u on u.peserta = a.peserta
        where h.kelompok = $1 order by h.peserta collate "C"
        """,
        kelompok,
    )
    return tuple(BarisVersi(*row) for row in rows)


async def usulkan(conn: Conn, satu: Koreksi) -> int:
    """Save a proposal; returns its number."""
    nomor: int = await conn.fetchval(
        """
        insert into penilaian.koreksi (kelompok, versi_dasar, alasan, sumber, perubahan, urutan_seri, selisih, diusulkan_oleh)
        values ($1, $2, $3, $4, $5, $6, $7, $8) returning id
        """,
        satu.kelompok,
        satu.versi_dasar,
        satu.alasan,
        satu.sumber,
        orjson.dumps([{"peserta": one.peserta, "jenis": one.jenis.value, "isi": list(one.isi)} for one in satu.perubahan]).decode(),
        orjson.dumps(satu.urutan_seri).decode(),
        selisih_json(satu.selisih),
        satu.diusulkan_oleh,
    )
    return nomor


async def koreksi(conn: Conn, kelompok: str, nomor: int) -> Koreksi | None:
    """One proposal of the kelompok."""
    row = await conn.fetchrow(_KOREKSI + "where kelompok = $1 and id = $2", kelompok, nomor)
    return _koreksi(row) if row else None


async def semua_koreksi(conn: Conn, kelompok: str) -> list[Koreksi]:
    """All proposals of the kelompok, the oldest first."""
    return [_koreksi(row) for row in await conn.fetch(_KOREKSI + "where kelompok = $1 order by id", kelompok)]


async def tandai_rilis(conn: Conn, nomor: int, petugas: str, versi: int) -> None:
    """The proposal became version `versi`."""
    await conn.execute(
        "update penilaian.koreksi set dirilis_oleh = $2, dirilis_pada = now(), versi = $3 where id = $1", nomor, petugas, versi
    )


async def simpan_versi(conn: Conn, satu: Versi, nomor: int | None) -> None:
    """Write a version down; one that is written stays as it is."""
    await conn.execute(
        """
        insert into penilaian.versi_kelompok (kelompok, versi, sha256, sha256_sebelumnya, baris, selisih, koreksi)
        values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing
        """,
        satu.kelompok,
        satu.versi,
        satu.sha256,
        satu.sha256_sebelumnya,
        orjson.dumps([asdict(one) for one in satu.baris]).decode(),
        selisih_json(satu.selisih) if satu.selisih else None,
        nomor,
    )


async def versi(conn: Conn, kelompok: str, nomor: int) -> Versi | None:
    """A version as it was published; the only version of a kelompok that was never corrected is read from its results."""
    row = await conn.fetchrow(
        """
        select v.sha256, v.sha256_sebelumnya, v.baris, v.selisih, k.alasan, k.sumber
        from penilaian.versi_kelompok as v left join penilaian.koreksi as k on k.id = v.koreksi
        where v.kelompok = $1 and v.versi = $2
        """,
        kelompok,
        nomor,
    )
    if row:
        baris = tuple(BarisVersi(**one) for one in orjson.loads(row["baris"]))
        selisih = _selisih(row["selisih"]) if row["selisih"] else None
        before = row["sha256_sebelumnya"]
        return Versi(kelompok, nomor, row["sha256"], before, baris, selisih, row["alasan"], row["sumber"])
    now = await conn.fetchrow(
        """
        select s.versi, p.sha256 from penilaian.penutupan_skd as s left join penilaian.penutupan_peringkat as p using (kelompok)
        where s.kelompok = $1 and s.versi = $2 and s.selesai
        """,
        kelompok,
        nomor,
    )
    return Versi(kelompok, nomor, now["sha256"], None, await baris_kini(conn, kelompok), None, None, None) if now else None


async def terapkan(conn: Conn, sumber: str, perubahan: Sequence[tuple[Perubahan, int]]) -> None:
    """Write corrected scores with their versions, as what was last said about these people."""
    skd = [(one.peserta, *one.isi[:4], one.isi.tahun_asal, sumber, versi) for one, versi in perubahan if one.jenis is JenisUjian.SKD]
    skb = [
        (one.peserta, one.isi.status or one.isi.kehadiran, one.isi.nilai_skb, sumber, versi)
        for one, versi in perubahan
        if one.jenis is JenisUjian.SKB
    ]
    await conn.execute(_SKD, *columns(skd, 8))
    await conn.execute(_SKB, *columns(skb, 5))
    said = [(one.jenis.value, one.peserta, sumber, *one.isi, versi) for one, versi in perubahan]
    await conn.execute(_BARIS, *columns(said, 12))


async def simpan_urutan(conn: Conn, nomor: int, urutan_seri: Sequence[Sequence[str]]) -> None:
    """Write down the signed places that the released proposal `nomor` gives, in the place of earlier ones."""
    rows = [
        (peserta, daftar, urutan) for daftar, people in enumerate(urutan_seri, start=1) for urutan, peserta in enumerate(people, start=1)
    ]
    await conn.execute(_URUTAN, *columns(rows, 3), nomor)


async def hapus_hasil(conn: Conn, kelompok: str) -> None:
    """Take the decisions of the kelompok away, to write its next version; the old one is in `versi_kelompok`."""
    for table in ("hasil_formasi", "hasil_skd", "hasil_akhir"):
        await conn.execute(f"delete from penilaian.{table} where kelompok = $1", kelompok)  # noqa: S608 - the names are ours


async def naikkan(conn: Conn, kelompok: str, versi: int) -> None:
    """The version of everything published about the kelompok from now on."""
    await conn.execute("update penilaian.penutupan_skd set versi = $2 where kelompok = $1", kelompok, versi)


async def segel(conn: Conn, kelompok: str, peserta: int, sha256: str, sebelumnya: str | None) -> None:
    """The digest of the kelompok's new ranking, and of the one before."""
    await conn.execute(
        "update penilaian.penutupan_peringkat set peserta = $2, sha256 = $3, sha256_sebelumnya = $4 where kelompok = $1",
        kelompok,
        peserta,
        sha256,
        sebelumnya,
    )


def selisih_json(selisih: Selisih) -> str:
    """A difference as the JSON that is stored."""
    return orjson.dumps(selisih).decode()


def _selisih(stored: str) -> Selisih:
    read = orjson.loads(stored)
    return Selisih(tuple(Ubahan(**one) for one in read["ubahan"]), tuple(read["masuk"]), tuple(read["kehilangan"]))


def _koreksi(row: Iterable[object]) -> Koreksi:
    nomor, kelompok, versi_dasar, alasan, sumber, perubahan, urutan_seri, selisih, *rest = row
    parsed = tuple(Perubahan(one["peserta"], JenisUjian(one["jenis"]), Isi(*one["isi"])) for one in orjson.loads(str(perubahan)))
    seri = tuple(tuple(map(str, one)) for one in orjson.loads(str(urutan_seri)))
    return Koreksi(nomor, kelompok, versi_dasar, alasan, sumber, parsed, seri, _selisih(str(selisih)), *rest)  # type: ignore[arg-type]


_KOREKSI = """
    select id, kelompok, versi_dasar, alasan, sumber, perubahan, urutan_seri, selisih, diusulkan_oleh, diusulkan_pada, dirilis_oleh,
        dirilis_pada, versi
    from penilaian.koreksi
"""
_BAHAN = """
    select p.peserta, p.formasi, f.jenis_kebutuhan, p.kualifikasi, p.kesediaan, p.tanggal_lahir, p.ipk, p.skala_ipk,
        s.kehadiran, s.twk, s.tiu, s.tkp, s.tahun_asal, greatest(s.versi, ds.versi),
        b.status, b.nilai,
        case when db.berkas = b.sumber and db.versi = b.versi then coalesce(db.bagian::jsonb ->> 'gugur_di', '') else '' end,
        greatest(coalesce(b.versi, 0), coalesce(db.versi, 0)),
        u.koreksi || '/' || u.daftar, u.urutan, uk.sumber
    from penilaian.formasi as f
    join penilaian.pelamar as p on p.formasi = f.formasi and p.peserta is not null
    join penilaian.nilai_skd as s on s.peserta = p.peserta
    left join penilaian.nilai_skb as b on b.peserta = p.peserta
    left join penilaian.baris_berkas as ds on ds.jenis = 'SKD' and ds.peserta = p.peserta
    left join penilaian.baris_berkas as db on db.jenis = 'SKB' and db.peserta = p.peserta
    left join penilaian.urutan_seri as u on u.peserta = p.peserta
    left join penilaian.koreksi as uk on uk.id = u.koreksi
    where f.kelompok = $1 order by p.peserta collate "C"
"""
_URUTAN = """
    insert into penilaian.urutan_seri (peserta, koreksi, daftar, urutan)
    select peserta, $4, daftar, urutan from unnest($1::text[], $2::int[], $3::int[]) as baru (peserta, daftar, urutan)
    on conflict (peserta) do update set koreksi = excluded.koreksi, daftar = excluded.daftar, urutan = excluded.urutan
"""
_SKD = """
    insert into penilaian.nilai_skd as lama (peserta, kehadiran, twk, tiu, tkp, tahun_asal, sumber, versi)
    select * from unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::int[], $6::int[], $7::text[], $8::int[])
    on conflict (peserta) do update set
        kehadiran = excluded.kehadiran, twk = excluded.twk, tiu = excluded.tiu, tkp = excluded.tkp, sumber = excluded.sumber,
        versi = excluded.versi
"""
_SKB = """
    insert into penilaian.nilai_skb as lama (peserta, status, nilai, sumber, versi)
    select * from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::int[])
    on conflict (peserta) do update set
        status = excluded.status, nilai = excluded.nilai, sumber = excluded.sumber, versi = excluded.versi
"""
_BARIS = """
    insert into penilaian.baris_berkas as lama
        (jenis, peserta, berkas, kehadiran, twk, tiu, tkp, nilai_skb, status, tahun_asal, bagian, versi)
    select * from unnest(
        $1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::int[], $7::int[], $8::int[], $9::text[], $10::int[], $11::text[],
        $12::int[]
    )
    on conflict (jenis, peserta) do update set
        berkas = excluded.berkas, kehadiran = excluded.kehadiran, twk = excluded.twk, tiu = excluded.tiu, tkp = excluded.tkp,
        nilai_skb = excluded.nilai_skb, status = excluded.status, bagian = excluded.bagian, versi = excluded.versi
"""
