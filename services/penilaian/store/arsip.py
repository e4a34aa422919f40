"""What an archive of a season holds of scoring, beside what is public: facts that rank people, seals, and rows of earlier versions."""

from collections.abc import AsyncGenerator

import asyncpg

from shared.db import pages
from shared.musim import Musim


def peserta(pool: asyncpg.Pool, musim: Musim) -> AsyncGenerator[list[asyncpg.Record], None]:
    """Everybody about whom anything is decided in pages, by number: what a ranking uses beside the scores that are public.

    `kesediaan` and, of CPNS, `bagian_skb` are JSON text; of PPPK `afirmasi` is words parted by +.
    """
    return pages(pool, _PESERTA_PPPK if musim.jenis_pengadaan == "PPPK" else _PESERTA, musim.musim)


def bagian(pool: asyncpg.Pool, musim: str) -> AsyncGenerator[list[asyncpg.Record], None]:
    """The announced SKB parts of each formation that has some in pages, by formation; `bagian` is JSON text."""
    return pages(pool, _BAGIAN, musim)


def versi(pool: asyncpg.Pool, musim: str) -> AsyncGenerator[list[asyncpg.Record], None]:
    """The seal of every version of every kelompok in pages, by both; `ubahan`, `masuk` and `kehilangan` are JSON text from version 2 on."""
    return pages(pool, _VERSI, musim)


def versi_lama(pool: asyncpg.Pool, musim: Musim) -> AsyncGenerator[list[asyncpg.Record], None]:
    """The rows of every version that a newer one replaced in pages, by kelompok, version and number."""
    kolom = _BARIS_PPPK if musim.jenis_pengadaan == "PPPK" else _BARIS
    return pages(pool, _VERSI_LAMA.format(kolom=kolom), musim.musim)


_PESERTA = """
    select p.peserta, p.formasi, h.kelompok, p.kualifikasi, p.kesediaan, p.urutan_usia, p.urutan_ijazah, p.skala_ipk,
        s.kehadiran, s.tahun_asal, u.koreksi || '/' || u.daftar as daftar_panselnas, u.urutan as urutan_panselnas,
        case when h.hasil = 'LULUS' then d.bagian::jsonb ->> 'bagian' end as bagian_skb
    from penilaian.hasil_skd as h
    join penilaian.pelamar as p on p.peserta = h.peserta
    join penilaian.nilai_skd as s on s.peserta = h.peserta
    left join penilaian.urutan_seri as u on u.peserta = h.peserta
    left join penilaian.nilai_skb as b on b.peserta = h.peserta
    left join penilaian.baris_berkas as d on d.jenis = 'SKB' and d.peserta = h.peserta and d.berkas = b.sumber and d.versi = b.versi
    join penilaian.penutupan as t on t.tahap = 'SKD' and t.kelompok = h.kelompok
    where t.musim = $1
    order by h.peserta
"""
_PESERTA_PPPK = """
    select p.peserta, p.formasi, h.kelompok, p.kualifikasi, p.kesediaan, p.urutan_usia, p.afirmasi, n.teknis as teknis_dijawab,
        u.koreksi || '/' || u.daftar as daftar_panselnas, u.urutan as urutan_panselnas
    from penilaian.hasil_kompetensi as h
    join penilaian.pelamar as p on p.peserta = h.peserta
    join penilaian.nilai_kompetensi as n on n.peserta = h.peserta
    left join penilaian.urutan_seri as u on u.peserta = h.peserta
    join penilaian.penutupan as t on t.tahap = 'KOMPETENSI' and t.kelompok = h.kelompok
    where t.musim = $1
    order by h.peserta
"""
# The narrowest announcement holds.
_BAGIAN = """
    select f.kelompok, f.formasi, b.bagian, b.pengumuman, b.persetujuan
    from penilaian.formasi as f
    cross join lateral (
        select * from penilaian.bagian_skb as b
        where b.musim = f.musim and (b.cakupan, b.kunci) in (
            ('FORMASI', f.formasi), ('KELOMPOK', f.kelompok), ('INSTANSI', f.instansi)
        )
        order by array_position(array['FORMASI', 'KELOMPOK', 'INSTANSI'], b.cakupan) limit 1
    ) as b
    where f.musim = $1
    order by f.formasi
"""
# A kelompok that was never corrected has one version, which stands in its closing alone.
_VERSI = """
    select p.kelompok, p.versi, p.sha256, p.sha256_sebelumnya, null as alasan, null as sumber,
        null as ubahan, null as masuk, null as kehilangan
    from penilaian.penutupan as p
    where p.tahap in ('PERINGKAT', 'KOMPETENSI') and p.musim = $1
        and not exists (select from penilaian.versi_kelompok as v where v.kelompok = p.kelompok)
    union all
    select v.kelompok, v.versi, v.sha256, v.sha256_sebelumnya, k.alasan, k.sumber,
        v.selisih ->> 'ubahan', v.selisih ->> 'masuk', v.selisih ->> 'kehilangan'
    from penilaian.versi_kelompok as v left join penilaian.koreksi as k on k.id = v.koreksi
    join penilaian.penutupan as t on t.tahap in ('SKD', 'KOMPETENSI') and t.kelompok = v.kelompok
    where t.musim = $1
    order by kelompok, versi
"""
_BARIS = "hasil_skd text, status_skb text, nilai_akhir int"
_BARIS_PPPK = "kehadiran text, teknis int, manajerial_sosiokultural int, wawancara int, total int, memenuhi_ambang boolean"
_VERSI_LAMA = """
    select v.kelompok, v.versi, b.*
    from penilaian.versi_kelompok as v
    cross join jsonb_to_recordset(v.baris) as b(
        peserta text, formasi text, {kolom}, peringkat int, peringkat_kelompok int, seri boolean, urutan_panselnas int
    )
    join penilaian.penutupan as t on t.tahap in ('SKD', 'KOMPETENSI') and t.kelompok = v.kelompok
    where t.musim = $1 and exists (select from penilaian.versi_kelompok as n where n.kelompok = v.kelompok and n.versi > v.versi)
    order by v.kelompok, v.versi, b.peserta
"""
