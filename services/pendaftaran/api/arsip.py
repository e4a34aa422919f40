"""HTTP in: the parts of an archive that only this service knows (docs/arsip.md)."""

import orjson
from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from pydantic import Field

from services.pendaftaran.api.context import Ctx
from services.pendaftaran.store import arsip
from shared.aturan import source
from shared.web import NDJSON_ANSWER, Jawaban, KodeDiminta, Pool, ndjson_of, wewenang

router = APIRouter(prefix="/v1/arsip", tags=["arsip"], dependencies=[wewenang("arsip.baca")])


class MusimTampil(Jawaban):
    """Musim yang diarsipkan, dengan kumpulan aturannya."""

    musim: str
    jenis: str = Field(description="Jenis pengadaan: CPNS atau PPPK.")
    aturan: str
    aturan_versi: int
    teks: str = Field(description="Isi berkas kumpulan aturan (TOML).")


@router.get("/musim", summary="Musim dan kumpulan aturannya")
async def musim(ctx: Ctx, pool: Pool, kode: KodeDiminta = None) -> MusimTampil:
    """Kode, jenis, nama dan versi kumpulan aturan, dan isinya kata demi kata."""
    async with pool.acquire() as conn:
        satu = await ctx.instalasi.pilih(conn, kode)
    teks = source(satu.dasar.nama, satu.dasar.versi)
    return MusimTampil(musim=satu.nama, jenis=satu.jenis_pengadaan, aturan=satu.dasar.nama, aturan_versi=satu.dasar.versi, teks=teks)


@router.get(
    "/tms.ndjson",
    summary="Banyaknya lamaran yang tidak memenuhi syarat",
    response_class=StreamingResponse,
    responses=NDJSON_ANSWER,
)
async def tms(ctx: Ctx, pool: Pool, kode: KodeDiminta = None) -> StreamingResponse:
    """Menurut formasi dan kode alasan."""
    async with pool.acquire() as conn:
        satu = await ctx.instalasi.pilih(conn, kode)
    return ndjson_of(arsip.tms(pool, satu.nama), lambda row: orjson.dumps(dict(row), option=orjson.OPT_APPEND_NEWLINE))
