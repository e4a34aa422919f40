"""Whole sets of kelompok in, whole sets of decisions out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from services.penilaian.domain.peringkat import HasilAkhir, PesertaSkb
from services.penilaian.domain.skd import Formasi, HasilFormasi, PesertaSkd, PutusanSkd
from shared.alasan import Alasan
from shared.aturan import JenisKebutuhan, Kehadiran, StatusSkb
from shared.contracts.alasan import baca_alasan, tulis_alasan
from shared.db import Column, Conn, Table


class FaktaSkb(NamedTuple):
    """Facts that the event about one SKB participant carries besides the decision; `kesediaan` as received (JSON)."""

    jenis_kebutuhan: JenisKebutuhan
    kualifikasi: str
    memenuhi_ambang_umum: bool
    kesediaan: str | None


class BarisFormasi(NamedTuple):
    """The SKD of one formation as stored; `batas_…` are the scores of the last one who goes on, None when nobody does."""

    formasi: str
    kelompok: str
    memenuhi_ambang: int
    dipanggil: int
    batas_skd: int | None
    batas_tkp: int | None
    batas_tiu: int | None
    batas_twk: int | None
    alasan: tuple[Alasan, ...]


class BarisSkd(NamedTuple):
    """The SKD of one participant as stored."""

    formasi: str
    kelompok: str
    putusan: PutusanSkd


class BarisAkhir(NamedTuple):
    """The final result of one participant as stored."""

    peserta: str
    formasi: str
    kelompok: str
    status_skb: StatusSkb
    skd_100: int
    skor_skd: int | None
    skor_skb: int | None
    nilai_akhir: int | None
    peringkat: int | None
    peringkat_kelompok: int | None
    seri: bool
    alasan: tuple[Alasan, ...]
    versi: int


_ALASAN = Column("jsonb", tulis_alasan, baca_alasan)
HASIL_FORMASI = Table("penilaian.hasil_formasi", BarisFormasi, key=("formasi",), columns={"alasan": _ALASAN})
HASIL_SKD = Table("penilaian.hasil_skd", BarisSkd, key=("peserta",), columns={"putusan.alasan": _ALASAN})
HASIL_AKHIR = Table("penilaian.hasil_akhir", BarisAkhir, key=("peserta",), columns={"alasan": _ALASAN})


async def formasi_dalam(conn: Conn, kelompok: Sequence[str]) -> dict[str, list[Formasi]]:
    """The posts of these kelompok, sorted by number."""
    rows = await conn.fetch(
        """
        select kelompok, formasi, jabatan, jenis_kebutuhan, kuota from penilaian.formasi
        where kelompok = any($1) order by kelompok, formasi
        """,
        kelompok,
    )
    posts: dict[str, list[Formasi]] = defaultdict(list)
    for row in rows:
        posts[row["kelompok"]].append(Formasi(row["formasi"], row["jabatan"], row["jenis_kebutuhan"], row["kuota"]))
    return posts


async def peserta_skd(conn: Conn, kelompok: Sequence[str]) -> dict[str, list[PesertaSkd]]:
    """The SKD of everybody in these kelompok, by formasi."""
    rows = await conn.fetch(
        """
        select p.formasi, p.peserta, n.kehadiran, n.twk, n.tiu, n.tkp, n.tahun_asal
        from penilaian.formasi as f
        join penilaian.pelamar as p on p.formasi = f.formasi and p.peserta is not null
        join penilaian.nilai_skd as n on n.peserta = p.peserta
        where f.kelompok = any($1)
        """,
        kelompok,
    )
    words = {str(kehadiran): kehadiran for kehadiran in Kehadiran}
    people: dict[str, list[PesertaSkd]] = defaultdict(list)
    for formasi, peserta, kehadiran, twk, tiu, tkp, tahun_asal in rows:
        people[formasi].append(PesertaSkd(peserta, words[kehadiran], twk or 0, tiu or 0, tkp or 0, tahun_asal))
    return people


async def peserta_skb(conn: Conn, kelompok: Sequence[str]) -> tuple[dict[str, list[PesertaSkb]], dict[str, FaktaSkb]]:
    """Everybody called to the SKB, by kelompok, and the facts their events carry, by participant."""
    rows = await conn.fetch(
        """
        select h.kelompok, h.peserta, h.formasi, s.twk, s.tiu, s.tkp, b.status, b.nilai, -p.urutan_ijazah as ipk, p.skala_ipk,
            -p.urutan_usia as usia, coalesce(d.bagian::jsonb ->> 'gugur_di', '') as gugur_di, f.jenis_kebutuhan, p.kualifikasi,
            h.memenuhi_ambang_umum, p.kesediaan
        from penilaian.hasil_skd as h
        join penilaian.formasi as f on f.formasi = h.formasi
        join penilaian.nilai_skd as s on s.peserta = h.peserta
        join penilaian.nilai_skb as b on b.peserta = h.peserta
        join penilaian.pelamar as p on p.peserta = h.peserta
        left join penilaian.baris_berkas as d
            on d.jenis = 'SKB' and d.peserta = h.peserta and d.berkas = b.sumber and d.versi = b.versi and d.bagian is not null
        where h.kelompok = any($1) and h.hasil = 'LULUS'
        """,
        kelompok,
    )
    words = {str(status): status for status in StatusSkb}
    people: dict[str, list[PesertaSkb]] = defaultdict(list)
    facts: dict[str, FaktaSkb] = {}
    for row in rows:
        kode, peserta, formasi, twk, tiu, tkp, status, nilai, ipk, skala, usia, gugur_di, jenis, kualifikasi, umum, kesediaan = row
        people[kode].append(PesertaSkb(peserta, formasi, twk, tiu, tkp, words[status], nilai, ipk, skala, usia, gugur_di))
        facts[peserta] = FaktaSkb(JenisKebutuhan(jenis), kualifikasi, umum, kesediaan)
    return people, facts


async def simpan_skd(conn: Conn, hasil: Sequence[tuple[str, HasilFormasi]]) -> None:
    """Write the SKD decisions of (kelompok, formasi) that have none yet."""
    await HASIL_FORMASI.copy(conn, (_formasi(kelompok, satu) for kelompok, satu in hasil))
    await HASIL_SKD.copy(conn, (BarisSkd(satu.formasi, kelompok, putusan) for kelompok, satu in hasil for putusan in satu.putusan))


async def simpan_akhir(conn: Conn, hasil: Sequence[tuple[str, PesertaSkb, HasilAkhir]], *, versi: Mapping[str, int]) -> None:
    """Write the final results of (kelompok, participant) that have none yet; `versi` by kelompok."""
    await HASIL_AKHIR.copy(conn, (_akhir(kelompok, asal, satu, versi[kelompok]) for kelompok, asal, satu in hasil))


async def hapus(conn: Conn, kelompok: str) -> None:
    """Take the decisions of the kelompok away, to write its next version; the old one is in `versi_kelompok`."""
    for table in (HASIL_FORMASI, HASIL_SKD, HASIL_AKHIR):
        await conn.execute(f"delete from {table.name} where kelompok = $1", kelompok)  # noqa: S608 - the names are ours


def _formasi(kelompok: str, satu: HasilFormasi) -> BarisFormasi:
    skd, tkp, tiu, twk = (satu.batas.skd, satu.batas.tkp, satu.batas.tiu, satu.batas.twk) if satu.batas else (None,) * 4
    return BarisFormasi(satu.formasi, kelompok, satu.memenuhi_ambang, len(satu.daftar), skd, tkp, tiu, twk, satu.alasan)


def _akhir(kelompok: str, asal: PesertaSkb, satu: HasilAkhir, versi: int) -> BarisAkhir:
    nilai = satu.nilai
    return BarisAkhir(
        satu.peserta,
        satu.formasi,
        kelompok,
        asal.status,
        satu.skd_100,
        nilai.skor_skd if nilai else None,
        nilai.skor_skb if nilai else None,
        nilai.nilai_akhir if nilai else None,
        satu.peringkat,
        satu.peringkat_kelompok,
        satu.seri,
        satu.alasan,
        versi,
    )
