"""Corrections of closed kelompok: proposed by one officer, released by another; every version and difference stays readable."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.penilaian.api.context import Ctx
from services.penilaian.api.nilai import JumlahBaris, Sidik, pembaca, pembaca_kompetensi
from services.penilaian.domain.koreksi import Ubahan
from services.penilaian.domain.pppk import BagianPppk
from services.penilaian.store import koreksi as store
from services.penilaian.store import penutupan
from services.penilaian.store.berkas import Isi, Ujian
from services.penilaian.store.koreksi import Perubahan
from services.penilaian.store.musim import BELUM_DIKENAL, dari_kelompok
from services.penilaian.store.tahap import NamaTahap
from services.penilaian.usecases import koreksi as usecases
from services.penilaian.usecases.aturan import aturan_koreksi
from services.penilaian.usecases.berkas import BerkasNilai, Mode, perubahan_dari
from services.penilaian.usecases.koreksi import RilisKoreksi
from services.penilaian.usecases.usul_koreksi import Usul
from shared.aturan import Kehadiran, StatusSkb
from shared.contracts.penilaian import CompetencyScored, ExamScored
from shared.contracts.types import KodeKelompok, NomorPeserta
from shared.db import Conn
from shared.errors import Rejected
from shared.istilah import JenisUjian, UjianKompetensi
from shared.web import (
    LARGEST,
    TABEL,
    AlasanTerbit,
    Diizinkan,
    Jawaban,
    NomorVersi,
    Pool,
    Sekali,
    SumberTerbit,
    milik_kelompok,
    read_body,
    terbuka,
    wewenang,
)

router = APIRouter(prefix="/v1/kelompok/{kelompok}", tags=["koreksi"])

Kelompok = Annotated[KodeKelompok, Path(description="Instansi dan jabatan.")]
Pengusul = Annotated[Diizinkan, wewenang("koreksi.usul", milik_kelompok)]
NomorKoreksi = Annotated[int, Path(ge=1, le=LARGEST)]
Butir = Annotated[int, Field(ge=0, le=1000)]
_NILAI: Mapping[Ujian, tuple[str, ...]] = {
    JenisUjian.SKD: ("twk", "tiu", "tkp"),
    JenisUjian.SKB: ("nilai_skb", "status_skb"),
    UjianKompetensi.KOMPETENSI: BagianPppk._fields,
}


MenjawabSanggah = Annotated[
    list[Annotated[int, Field(ge=1, le=LARGEST)]],
    Field(max_length=1_000, description="Nomor sanggah diterima dari kelompok ini yang dijawab koreksi ini."),
]


class PerubahanNilai(BaseModel):
    """Nilai yang benar seorang peserta pada satu ujian."""

    model_config = ConfigDict(extra="forbid")

    peserta: NomorPeserta
    jenis: Ujian
    kehadiran: Kehadiran
    twk: Butir | None = None
    tiu: Butir | None = None
    tkp: Butir | None = None
    nilai_skb: Annotated[int | None, Field(ge=0, le=100_000, description="Perseribu: 83500 berarti 83,500.")] = None
    status_skb: StatusSkb | None = None
    teknis: Butir | None = None
    manajerial_sosiokultural: Butir | None = None
    wawancara: Butir | None = None

    @model_validator(mode="after")
    def _lengkap(self) -> "PerubahanNilai":
        """Hold it against what the event must say; somebody who did not attend has no score at all."""
        isi = self.model_dump()
        event = CompetencyScored if isinstance(self.jenis, UjianKompetensi) else ExamScored
        event.model_validate({**isi, "sumber": "koreksi", "versi": 1})
        berlaku = _NILAI[self.jenis] if self.kehadiran is Kehadiran.HADIR else ()
        semua = (kolom for satu in _NILAI.values() for kolom in satu)
        if lain := [kolom for kolom in semua if kolom not in berlaku and isi[kolom] is not None]:
            raise ValueError(f"{', '.join(lain)} tidak berlaku bagi hasil ini")
        return self


class UsulKoreksi(BaseModel):
    """Koreksi yang diusulkan: nilai yang benar, urutan seri menurut keputusan Panselnas yang ditandatangani (`sumber`), atau keduanya."""

    model_config = ConfigDict(extra="forbid")

    alasan: AlasanTerbit
    sumber: SumberTerbit
    perubahan: Annotated[list[PerubahanNilai], Field(max_length=10_000)] = []
    urutan_seri: Annotated[
        list[Annotated[list[NomorPeserta], Field(min_length=2, max_length=10_000)]],
        Field(max_length=1_000, description="Setiap daftar menyebut semua peserta satu seri, yang terbaik lebih dulu."),
    ] = []
    sanggah: MenjawabSanggah = []

    @model_validator(mode="after")
    def _ada_isinya(self) -> "UsulKoreksi":
        """Refuse a proposal that would change nothing."""
        if not self.perubahan and not self.urutan_seri:
            raise ValueError("isi perubahan, urutan_seri, atau keduanya")
        return self


class PersetujuanRilis(BaseModel):
    """Persetujuan petugas kedua."""

    model_config = ConfigDict(extra="forbid")

    kehilangan: list[NomorPeserta] = Field(
        default_factory=list, description="Tepat peserta yang tidak lagi di dalam kuota, seperti dalam selisih."
    )


class SelisihTampil(Jawaban):
    """Perbedaan sebuah versi dengan versi sebelumnya."""

    ubahan: list[Ubahan]
    masuk: list[str] = Field(description="Sekarang di dalam kuota formasinya, sebelumnya tidak.")
    kehilangan: list[str] = Field(description="Sebelumnya di dalam kuota formasinya, sekarang tidak.")


class KoreksiTampil(Jawaban):
    """Sebuah usul koreksi; `versi` ada bila sudah dirilis."""

    nomor: int
    kelompok: str
    versi_dasar: int
    alasan: str
    sumber: str
    urutan_seri: list[list[str]]
    selisih: SelisihTampil
    diusulkan_oleh: str
    diusulkan_pada: datetime
    dirilis_oleh: str | None
    dirilis_pada: datetime | None
    versi: int | None
    sanggah: list[int] = Field(description="Nomor sanggah yang dijawabnya.")


class BarisTampil(Jawaban):
    """Seorang peserta dalam satu versi; nilai dalam perseribu."""

    peserta: str
    formasi: str
    hasil_skd: str
    status_skb: str | None
    nilai_akhir: int | None
    peringkat: int | None
    peringkat_kelompok: int | None
    seri: bool
    urutan_panselnas: int | None = Field(description="Urutan di antara peserta yang sama dalam semua ukuran, bila Panselnas memutuskannya.")


class BarisKompetensiTampil(Jawaban):
    """Seorang peserta PPPK dalam satu versi; nilai teknis beserta tambahannya."""

    peserta: str
    formasi: str
    kehadiran: Kehadiran
    teknis: int | None
    manajerial_sosiokultural: int | None
    wawancara: int | None
    total: int | None
    memenuhi_ambang: bool | None
    peringkat: int | None
    peringkat_kelompok: int | None
    seri: bool
    urutan_panselnas: int | None


class VersiTampil(Jawaban):
    """Satu versi kelompok seperti yang diumumkan."""

    kelompok: str
    versi: int
    sha256: str | None = Field(description="Sidik peringkat dalam ranking-closed; kosong bila peringkat belum ditutup.")
    sha256_sebelumnya: str | None
    baris: list[BarisTampil] | list[BarisKompetensiTampil] = Field(description="Yang kedua untuk PPPK.")


class SelisihVersi(SelisihTampil):
    """Perbedaan sebuah versi dengan sebabnya."""

    kelompok: str
    versi: int
    alasan: str
    sumber: str


@router.post("/koreksi", status_code=201, response_model=KoreksiTampil, summary="Usulkan koreksi kelompok yang sudah ditutup")
async def usulkan_koreksi(sekali: Sekali, izin: Pengusul, ctx: Ctx, kelompok: Kelompok, isi: UsulKoreksi) -> Response:
    """Dihitung seluruhnya dan ditunjukkan selisihnya; belum ada yang berubah sampai petugas lain merilis."""
    perubahan, urutan = tuple(map(_perubahan, isi.perubahan)), tuple(map(tuple, isi.urutan_seri))
    usul = Usul(kelompok, isi.alasan, isi.sumber, perubahan, urutan, tuple(sorted(set(isi.sanggah))))
    return await sekali(lambda uow: usecases.usulkan(uow, usul, izin.subjek, ctx.semua_buku), KoreksiTampil)


@router.post(
    "/koreksi/berkas",
    status_code=201,
    response_model=KoreksiTampil,
    summary="Usulkan koreksi dari berkas nilai yang diperbaiki",
    openapi_extra=TABEL,
)
async def usulkan_koreksi_berkas(
    *,
    sekali: Sekali,
    izin: Pengusul,
    request: Request,
    pool: Pool,
    ctx: Ctx,
    kelompok: Kelompok,
    jenis: Ujian,
    alasan: Annotated[AlasanTerbit, Query()],
    sumber: Annotated[SumberTerbit, Query()],
    jumlah: JumlahBaris,
    sha256: Sidik,
    sanggah: Annotated[MenjawabSanggah, Query()] = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """Kolomnya seperti berkas nilai biasa; baris yang sama dengan yang tercatat tidak mengubah apa pun."""
    isi = await read_body(request, ctx.upload_max_bytes)
    async with pool.acquire() as conn:
        musim = (await dari_kelompok(conn, [kelompok])).get(kelompok, BELUM_DIKENAL)
        menurut = await penutupan.aturan_tahap(conn, kelompok)
    kiriman = BerkasNilai(musim=musim, nama=sumber, jenis=jenis, mode=Mode.TOLAK, jumlah=jumlah, sha256=sha256, isi=isi)
    if isinstance(jenis, UjianKompetensi):
        baca = pembaca_kompetensi(request, kiriman, aturan_koreksi(ctx.buku_pppk, menurut, NamaTahap.KOMPETENSI))
    else:
        ditutup = (NamaTahap.PERINGKAT, NamaTahap.SKD) if jenis is JenisUjian.SKB else (NamaTahap.SKD,)
        baca = pembaca(request, kiriman, aturan_koreksi(ctx.buku, menurut, *ditutup))
    perubahan = await perubahan_dari(pool, kelompok, kiriman, baca)
    usul = Usul(kelompok, alasan, sumber, perubahan, sanggah=tuple(sorted(set(sanggah))))
    return await sekali(lambda uow: usecases.usulkan(uow, usul, izin.subjek, ctx.semua_buku), KoreksiTampil)


@router.post("/koreksi/{nomor}/rilis", response_model=KoreksiTampil, summary="Rilis koreksi yang diusulkan petugas lain")
async def rilis_koreksi(
    *,
    sekali: Sekali,
    izin: Annotated[Diizinkan, wewenang("koreksi.rilis", milik_kelompok)],
    ctx: Ctx,
    kelompok: Kelompok,
    nomor: NomorKoreksi,
    isi: PersetujuanRilis,
) -> Response:
    """Menjadi versi berikutnya; ditolak bila petugas ini yang mengusulkan atau kehilangan tidak disebut dengan tepat."""
    diminta = RilisKoreksi(kelompok, nomor, tuple(isi.kehilangan))
    return await sekali(lambda uow: usecases.rilis(uow, diminta, izin.subjek, ctx.semua_buku), KoreksiTampil)


@router.get("/koreksi", summary="Semua usul koreksi sebuah kelompok", dependencies=[wewenang("koreksi.baca", milik_kelompok)])
async def semua_koreksi(pool: Pool, kelompok: Kelompok) -> list[KoreksiTampil]:
    """Yang paling lama lebih dulu."""
    async with pool.acquire() as conn:
        return [KoreksiTampil.model_validate(satu) for satu in await store.semua_koreksi(conn, kelompok)]


@router.get("/versi/{versi}", summary="Satu versi kelompok seperti yang diumumkan", dependencies=[terbuka("hasil.baca")])
async def satu_versi(pool: Pool, kelompok: Kelompok, versi: NomorVersi) -> VersiTampil:
    """Versi lama tetap dapat dibaca."""
    async with pool.acquire() as conn:
        return VersiTampil.model_validate(await _versi(conn, kelompok, versi))


@router.get("/versi/{versi}/selisih", summary="Perbedaan sebuah versi dengan versi sebelumnya", dependencies=[terbuka("hasil.baca")])
async def selisih_versi(pool: Pool, kelompok: Kelompok, versi: NomorVersi) -> SelisihVersi:
    """Semua nilai yang berubah, siapa yang masuk, siapa yang kehilangan, dan mengapa."""
    async with pool.acquire() as conn:
        satu = await _versi(conn, kelompok, versi)
        koreksi = await store.koreksi(conn, kelompok, satu.koreksi) if satu.koreksi is not None else None
    if satu.selisih is None or koreksi is None:
        raise Rejected("VERSI_TIDAK_ADA", "Versi ini bukan hasil koreksi.", kolom="versi", status=404)
    selisih = SelisihTampil.model_validate(satu.selisih)
    return SelisihVersi(**selisih.model_dump(), kelompok=kelompok, versi=versi, alasan=koreksi.alasan, sumber=koreksi.sumber)


async def _versi(conn: Conn, kelompok: str, nomor: int) -> store.Versi:
    satu = await store.versi(conn, kelompok, nomor)
    if satu is None:
        raise Rejected("VERSI_TIDAK_ADA", "Kelompok ini tidak mempunyai versi itu.", kolom="versi", status=404)
    return satu


def _perubahan(satu: PerubahanNilai) -> Perubahan:
    isi = Isi(
        satu.kehadiran,
        satu.twk,
        satu.tiu,
        satu.tkp,
        satu.nilai_skb,
        satu.status_skb,
        teknis=satu.teknis,
        manajerial_sosiokultural=satu.manajerial_sosiokultural,
        wawancara=satu.wawancara,
    )
    return Perubahan(satu.peserta, satu.jenis, isi)
