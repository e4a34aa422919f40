"""SKB parts as agencies announced them."""

from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from services.penilaian.api.context import Ctx
from services.penilaian.domain.skb import SKALA, BagianSkb
from services.penilaian.store import bagian as store
from services.penilaian.store.bagian import Pengumuman
from services.penilaian.usecases.bagian import tetapkan
from shared.aturan import JenisBagian
from shared.web import Diizinkan, KodeDiminta, Pool, Sekali, sebatas_jangkauan, terbuka, wewenang

router = APIRouter(prefix="/v1/skb/bagian", tags=["skb"])

Ribu = Annotated[int, Field(ge=0, le=10_000_000)]


class IsiBagian(BaseModel):
    """Satu bagian SKB."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    kode: Annotated[str, Field(pattern=r"^[a-z][a-z_]{1,30}$", description="Nama kolom bagian ini dalam berkas nilai SKB.")]
    jenis: JenisBagian
    bobot: Annotated[int, Field(ge=1, le=100, description="Persen; semua bagian berjumlah 100.")]
    wajib: bool = Field(default=True, description="Tidak hadir pada bagian ini berarti TH.")
    menggugurkan: bool = Field(default=False, description="Tidak memenuhi bagian ini berarti TMS-1, berapa pun nilainya.")
    minimum: Ribu | None = Field(default=None, description="Nilai terendah bagian yang menggugurkan, dalam perseribu skalanya.")
    skala: Annotated[int, Field(ge=1, le=10_000, description="Nilai tertinggi bagian ini.")] = SKALA


class TetapanBagian(BaseModel):
    """Bagian SKB untuk satu instansi, kelompok, atau formasi; yang paling sempit berlaku."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    cakupan: Literal["INSTANSI", "KELOMPOK", "FORMASI"]
    kunci: Annotated[str, Field(min_length=1, max_length=200, description="Nama instansi, atau nomor kelompok atau formasi.")]
    bagian: Annotated[list[IsiBagian], Field(min_length=1, max_length=10)]
    pengumuman: Annotated[str, Field(min_length=3, max_length=200, description="Nomor pengumuman instansi.")]
    persetujuan: Annotated[str, Field(max_length=200, description="Nomor persetujuan Menteri, bila bagiannya memerlukan.")] = ""


class TetapanTampil(TetapanBagian):
    """Bagian SKB yang berlaku, untuk umum."""

    musim: str
    versi: int


class TetapanBerlaku(TetapanTampil):
    """Bagian SKB yang tercatat, untuk petugas yang menetapkannya."""

    petugas: str


@router.get("", summary="Semua bagian SKB yang diumumkan", dependencies=[terbuka("bagian.baca")])
async def semua_bagian(pool: Pool, kode: KodeDiminta = None) -> list[TetapanTampil]:
    """Urut musim, cakupan, dan kunci; tanpa `musim` semua musim."""
    async with pool.acquire() as conn:
        return [TetapanTampil.model_validate(satu) for satu in await store.semua(conn, kode)]


@router.put("", response_model=TetapanBerlaku, summary="Tetapkan bagian SKB menurut pengumuman instansi")
async def tetapkan_bagian(
    *,
    sekali: Sekali,
    izin: Annotated[Diizinkan, wewenang("bagian.tetapkan", sebatas_jangkauan)],
    ctx: Ctx,
    isi: TetapanBagian,
    kode: KodeDiminta = None,
) -> Response:
    """Ditolak bila bobot tidak berjumlah 100 atau melanggar batas tahun ini, dan sesudah ada nilai SKB dalam cakupannya.

    `musim` hanya untuk cakupan INSTANSI bila ada beberapa musim; kelompok dan formasi mempunyai musimnya sendiri.
    """
    parts = tuple(BagianSkb(**satu.model_dump()) for satu in isi.bagian)
    diminta = Pengumuman("", isi.cakupan, isi.kunci, parts, isi.pengumuman, isi.persetujuan, izin.subjek, 0)
    return await sekali(lambda uow: tetapkan(uow, diminta, kode, ctx.buku, menjangkau=izin.menjangkau), TetapanBerlaku)
