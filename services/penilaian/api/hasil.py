"""Decisions as everybody may read them. Nothing here names a person: participant numbers, scores and reasons are what agencies publish.

A participant appears as soon as the SKD of the kelompok is decided; before that there is no result to read.
"""

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import StreamingResponse
from pydantic import Field

from services.penilaian.api.context import Ctx, musim_diminta
from services.penilaian.api.hasil_kompetensi import HasilKompetensiTampil, tampilkan
from services.penilaian.api.penutupan import KemajuanPeringkat, KemajuanSkd
from services.penilaian.domain.buku import BukuCpns
from services.penilaian.domain.kalimat import kalimat
from services.penilaian.store import baca, kompetensi, penutupan
from services.penilaian.store.musim import SALINAN
from services.penilaian.store.tahap import NamaTahap
from services.penilaian.usecases.aturan import aturan_dari
from shared.aturan import HasilSkd
from shared.contracts.types import KodeKelompok
from shared.errors import Rejected
from shared.web import Jawaban, KodeDiminta, NomorPeserta, Pool, ndjson_of, terbuka

router = APIRouter(prefix="/v1", tags=["hasil"])


class PesertaDipanggil(Jawaban):
    """Seorang peserta SKB."""

    peserta: str
    formasi: str
    kelompok: str


class HasilTampil(Jawaban):
    """Hasil seorang peserta; nilai selain SKD dalam perseribu (83500 berarti 83,500)."""

    peserta: str
    formasi: str
    kelompok: str
    hasil_skd: HasilSkd
    kode_skd: str = Field(description="Kode seperti dalam pengumuman hasil SKD tahun ini.")
    urutan_skd: int | None
    twk: int | None
    tiu: int | None
    tkp: int | None
    skd: int | None
    memenuhi_ambang_umum: bool
    status_skb: str | None
    nilai_skb: int | None
    skd_100: int | None
    skor_skd: int | None
    skor_skb: int | None
    nilai_akhir: int | None
    peringkat: int | None
    peringkat_kelompok: int | None
    seri: bool
    alasan: list[str] = Field(description="Kode alasan; artinya di docs/penilaian.md.")


class HasilSeorang(HasilTampil):
    """Hasil seorang peserta beserta bagian-bagian SKB-nya."""

    bagian_skb: dict[str, int | None] = Field(description="Nilai tiap bagian dalam perseribu skalanya; kosong berarti tidak hadir.")


class FormasiKelompok(Jawaban):
    """Hasil SKD satu formasi; kosong sebelum diputuskan."""

    formasi: str
    jenis_kebutuhan: str
    kuota: int
    memenuhi_ambang: int | None
    dipanggil: int | None
    batas_skd: int | None
    penjelasan: list[str]


class KelompokTampil(Jawaban):
    """Satu kelompok: instansi dan jabatan."""

    kelompok: str
    formasi: list[FormasiKelompok]
    peringkat_sha256: str | None = Field(description="Sidik peringkat seperti dalam ranking-closed; ada setelah peringkat ditutup.")


class RingkasanPenilaian(Jawaban):
    """Angka layanan ini."""

    formasi: int
    kelompok: int
    kursi: int
    peserta: int
    nilai_skd: int
    nilai_skb: int
    nilai_kompetensi: int
    skb_tidak_dipanggil: int = Field(description="Hasil SKB milik peserta yang tidak dipanggil; tidak dihitung.")
    skd: KemajuanSkd
    peringkat: KemajuanPeringkat


@router.get("/skb/daftar.ndjson", summary="Semua peserta SKB", response_class=StreamingResponse, dependencies=[terbuka("hasil.baca")])
async def daftar_skb(pool: Pool, kode: KodeDiminta = None) -> StreamingResponse:
    """Satu baris JSON per peserta, urut nomor: peserta, formasi, kelompok."""
    musim = await musim_diminta(pool, kode)
    return ndjson_of(baca.daftar_skb(pool, musim.musim), lambda row: PesertaDipanggil(**row))


@router.get("/hasil.ndjson", summary="Hasil semua peserta", response_class=StreamingResponse, dependencies=[terbuka("hasil.baca")])
async def semua_hasil(pool: Pool, ctx: Ctx, kode: KodeDiminta = None) -> StreamingResponse:
    """Satu baris JSON per peserta, urut nomor, dari satu keadaan basis data; isinya menurut jenis musim, CPNS atau PPPK."""
    musim = await musim_diminta(pool, kode)
    if musim.jenis_pengadaan == "PPPK":
        return ndjson_of(kompetensi.semua_hasil(pool, musim.musim), lambda row: tampilkan(kompetensi.hasil(row)))
    return ndjson_of(baca.semua_hasil(pool, musim.musim), lambda row: HasilTampil.model_validate(_fields(baca.hasil(row), ctx.buku)))


@router.get("/peserta/{peserta}", summary="Hasil seorang peserta", dependencies=[terbuka("hasil.baca")])
async def seorang(pool: Pool, ctx: Ctx, peserta: NomorPeserta) -> HasilSeorang | HasilKompetensiTampil:
    """Setiap keputusan dengan kode alasannya; penjelasannya untuk orangnya sendiri ada di /penjelasan."""
    async with pool.acquire() as conn:
        satu = await baca.hasil_peserta(conn, peserta)
        pppk = await kompetensi.hasil_peserta(conn, peserta) if satu is None else None
    if pppk is not None:
        return tampilkan(pppk)
    if satu is None:
        raise Rejected("PESERTA_TIDAK_ADA", "Belum ada hasil untuk nomor peserta ini.", kolom="peserta", status=404)
    return HasilSeorang.model_validate(_fields(satu, ctx.buku))


@router.get("/kelompok/{kelompok}", summary="Hasil SKD per formasi sebuah kelompok", dependencies=[terbuka("hasil.baca")])
async def satu_kelompok(pool: Pool, kelompok: Annotated[KodeKelompok, Path(description="Instansi dan jabatan.")]) -> KelompokTampil:
    """Batas nilai ke SKB per formasi, dan sidik peringkat bila sudah ditutup."""
    async with pool.acquire() as conn:
        formasi = await baca.formasi_kelompok(conn, kelompok)
        sidik = await baca.sidik_peringkat(conn, kelompok)
    if not formasi:
        raise Rejected("KELOMPOK_TIDAK_ADA", "Kelompok ini tidak dikenal.", kolom="kelompok", status=404)
    tampil = [{**satu._asdict(), "penjelasan": [kalimat(alasan) for alasan in satu.alasan]} for satu in formasi]
    return KelompokTampil.model_validate({"kelompok": kelompok, "formasi": tampil, "peringkat_sha256": sidik})


@router.get("/ringkasan", summary="Angka layanan ini", dependencies=[terbuka("kemajuan.baca")])
async def ringkasan(pool: Pool, kode: KodeDiminta = None) -> RingkasanPenilaian:
    """Berapa yang diketahui, dan sejauh mana kedua penutupan; musim PPPK mempunyai satu, yaitu `peringkat`."""
    async with pool.acquire() as conn:
        musim = await SALINAN.pilih(conn, kode)
        banyak = await baca.jumlah(conn, musim.musim)
        skd = await penutupan.kemajuan(conn, musim.musim, NamaTahap.SKD)
        terakhir = NamaTahap.KOMPETENSI if musim.jenis_pengadaan == "PPPK" else NamaTahap.PERINGKAT
        peringkat = await penutupan.kemajuan(conn, musim.musim, terakhir)
    return RingkasanPenilaian.model_validate({**banyak._asdict(), "skd": skd, "peringkat": peringkat})


def _fields(satu: baca.HasilPeserta, buku: BukuCpns) -> dict[str, object]:
    """A stored result as the fields of its model; its code is that of the rule set under which its SKD was decided."""
    aturan = aturan_dari(buku, satu.aturan_skd, satu.aturan_skd_versi)
    points = (satu.twk, satu.tiu, satu.tkp)
    return {
        **satu._asdict(),
        "kode_skd": dict(aturan.kode_skd)[HasilSkd(satu.hasil_skd)],
        "skd": None if None in points else sum(value for value in points if value is not None),
        "alasan": [alasan.kode for alasan in (*satu.alasan_skd, *satu.alasan_akhir)],
    }
