"""What is received: posts, rankings, closings; a newer version replaces an older one, an older one changes nothing."""

from collections.abc import Sequence
from typing import NamedTuple

from shared.db import Conn, columns


class BarisFormasi(NamedTuple):
    """A post, in column order."""

    formasi: str
    kelompok: str
    instansi: str
    jabatan: str
    unit: str
    jenis_kebutuhan: str
    kuota: int
    kualifikasi: str  # JSON list of text
    grup: str | None
    versi: int


class BarisPeringkat(NamedTuple):
    """A ranked person, in column order; scores in thousandths."""

    peserta: str
    kelompok: str
    formasi: str
    jenis_kebutuhan: str
    kualifikasi: str
    memenuhi_ambang_umum: bool
    status_skb: str
    nilai_akhir: int | None
    peringkat: int | None
    peringkat_kelompok: int | None
    seri: bool
    kesediaan: str | None  # JSON
    versi: int


class BarisPenutupan(NamedTuple):
    """The closing of a ranking, in column order."""

    kelompok: str
    jumlah: int
    jumlah_formasi: int
    jumlah_kursi: int
    sha256: str
    aturan: str
    aturan_versi: int
    versi: int
    sha256_sebelumnya: str | None


async def simpan_formasi(conn: Conn, baris: Sequence[BarisFormasi]) -> None:
    """Upsert by version; `baris` names each post once and is sorted by it."""
    await conn.execute(_FORMASI, *columns(baris, len(BarisFormasi._fields)))


async def simpan_peringkat(conn: Conn, baris: Sequence[BarisPeringkat]) -> None:
    """Upsert by version; `baris` names each person once and is sorted by it."""
    await conn.execute(_PERINGKAT, *columns(baris, len(BarisPeringkat._fields)))


async def simpan_segel(conn: Conn, baris: Sequence[BarisPenutupan]) -> None:
    """Keep every seal, whatever came later; one that is kept stays as it is."""
    await conn.execute(_SEGEL, *columns(baris, len(BarisPenutupan._fields)))


async def simpan_penutupan(conn: Conn, baris: Sequence[BarisPenutupan]) -> None:
    """Upsert by version; a kelompok that is placed already stays placed, and its correction is put in line.

    A correction that waited for signatures on an older version begins anew. `baris` names each kelompok once and is sorted by it.
    """
    kelompok = [row[0] for row in await conn.fetch(_PENUTUPAN, *columns([satu[:-1] for satu in baris], len(BarisPenutupan._fields) - 1))]
    await conn.execute(_KOREKSI, kelompok)


async def simpan_nip(conn: Conn, *, terbit: Sequence[tuple[str, int]] = (), batal: Sequence[tuple[str, int]] = ()) -> None:
    """Note numbers issued and cancelled, as (participant, version); each list names a person once and is sorted."""
    await conn.execute(_NIP, *columns([(peserta, versi, 0) for peserta, versi in terbit], 3))
    await conn.execute(_NIP, *columns([(peserta, 0, versi) for peserta, versi in batal], 3))


async def bangunkan(conn: Conn, kelompok: Sequence[str]) -> None:
    """Have these kelompok looked at again at once, those whose newest closing is not placed yet.

    Waits for a worker that has one of them in hand: it may have counted the rows before ours were there.
    """
    tertunda = [row[0] for row in await conn.fetch(_KUNCI_TERTUNDA, kelompok)]
    if tertunda:
        await conn.execute("update penempatan.kelompok set coba_pada = now() where kelompok = any($1::text[])", tertunda)
        await conn.execute("update penempatan.koreksi set coba_pada = now() where kelompok = any($1::text[])", tertunda)


_FORMASI = """
    insert into penempatan.formasi as lama (formasi, kelompok, instansi, jabatan, unit, jenis_kebutuhan, kuota, kualifikasi, grup,
        versi)
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::jsonb[], $9::text[],
        $10::int[])
    on conflict (formasi) do update
    set kelompok = excluded.kelompok, instansi = excluded.instansi, jabatan = excluded.jabatan, unit = excluded.unit,
        jenis_kebutuhan = excluded.jenis_kebutuhan, kuota = excluded.kuota, kualifikasi = excluded.kualifikasi,
        grup = excluded.grup, versi = excluded.versi
    where excluded.versi > lama.versi
"""
_PERINGKAT = """
    insert into penempatan.peringkat as lama (peserta, kelompok, formasi, jenis_kebutuhan, kualifikasi, memenuhi_ambang_umum,
        status_skb, nilai_akhir, peringkat, peringkat_kelompok, seri, kesediaan, versi)
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bool[], $7::text[], $8::int[], $9::int[],
        $10::int[], $11::bool[], $12::jsonb[], $13::int[])
    on conflict (peserta) do update
    set kelompok = excluded.kelompok, formasi = excluded.formasi, jenis_kebutuhan = excluded.jenis_kebutuhan,
        kualifikasi = excluded.kualifikasi, memenuhi_ambang_umum = excluded.memenuhi_ambang_umum, status_skb = excluded.status_skb,
        nilai_akhir = excluded.nilai_akhir, peringkat = excluded.peringkat, peringkat_kelompok = excluded.peringkat_kelompok,
        seri = excluded.seri, kesediaan = excluded.kesediaan, versi = excluded.versi
    where excluded.versi > lama.versi
"""
_PENUTUPAN = """
    insert into penempatan.kelompok as lama (kelompok, jumlah, jumlah_formasi, jumlah_kursi, sha256, aturan, aturan_versi, versi)
    select * from unnest($1::text[], $2::int[], $3::int[], $4::int[], $5::text[], $6::text[], $7::int[], $8::int[])
    on conflict (kelompok) do update
    set jumlah = excluded.jumlah, jumlah_formasi = excluded.jumlah_formasi, jumlah_kursi = excluded.jumlah_kursi,
         sha256 = excluded.sha256,
        aturan = excluded.aturan, aturan_versi = excluded.aturan_versi, versi = excluded.versi, coba_pada = now()
    where excluded.versi > lama.versi
    returning kelompok
"""
_SEGEL = """
    insert into penempatan.segel (kelompok, jumlah, jumlah_formasi, jumlah_kursi, sha256, aturan, aturan_versi, versi, sha256_sebelumnya)
    select * from unnest($1::text[], $2::int[], $3::int[], $4::int[], $5::text[], $6::text[], $7::int[], $8::int[], $9::text[])
    on conflict do nothing
"""
_KOREKSI = """
    insert into penempatan.koreksi as lama (kelompok, versi)
    select kelompok, versi from penempatan.kelompok where kelompok = any($1::text[]) and versi > versi_ditempatkan
    on conflict (kelompok) do update
    set versi = excluded.versi, status = 'ANTRE', sebab = null, rincian = null, percobaan = 0, coba_pada = now(), selisih = null,
        alasan = null, sumber = null, diusulkan_oleh = null, diusulkan_pada = null
    where excluded.versi > lama.versi
"""
_NIP = """
    insert into penempatan.nip as lama (peserta, terbit, batal) select * from unnest($1::text[], $2::int[], $3::int[])
    on conflict (peserta) do update set terbit = greatest(lama.terbit, excluded.terbit), batal = greatest(lama.batal, excluded.batal)
"""
_KUNCI_TERTUNDA = """
    select kelompok from penempatan.kelompok
    where kelompok = any($1::text[]) and (status <> 'DITEMPATKAN' or versi > versi_ditempatkan)
    order by kelompok for update
"""
