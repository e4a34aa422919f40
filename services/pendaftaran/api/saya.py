"""What a person asks in their own name: a token for their participant number, and who looked at what is theirs."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from services.pendaftaran.api.context import Ctx
from services.pendaftaran.context import Context
from services.pendaftaran.usecases import saya as usecases
from shared.errors import Rejected
from shared.kebijakan import Pelaku
from shared.web import Diizinkan, Jawaban, KodeDiminta, Pool, Rekam, milik_sendiri, own_number, pool_of, terbuka, wewenang

router = APIRouter(tags=["saya"])


class TokenPeserta(Jawaban):
    """Token untuk membuka penjelasan, kursi, dan kasus sendiri pada semua layanan."""

    peserta: str
    token: str = Field(description="Dipakai sebagai `Authorization: Bearer`; tidak memuat NIK atau nama.")
    berlaku_sampai: datetime


async def nomor_sendiri(request: Request, pelaku: Pelaku) -> Sequence[str]:
    """Find the participant numbers of a person: that of their token, or the published one of the NIK of their login."""
    if pelaku.nik is None:
        return await own_number(request, pelaku)
    ctx: Context = request.app.state.context
    pool = await pool_of(request)
    async with pool.acquire() as conn:
        return [satu.peserta for satu in await usecases.nomor_diumumkan(conn, ctx.instalasi, pelaku.nik)]


@router.post("/v1/saya/token-peserta", summary="Tukar masuk sendiri dengan token nomor peserta")
async def token_peserta(
    izin: Annotated[Diizinkan, wewenang("saya.token_peserta", milik_sendiri)], rekam: Rekam, ctx: Ctx, pool: Pool, kode: KodeDiminta = None
) -> TokenPeserta:
    """Berlaku 15 menit; minta lagi bila habis. Ada setelah nomor peserta diumumkan; tanpa `musim` nomor pada tahun anggaran terbaru."""
    if ctx.penanda is None:
        raise Rejected("BELUM_DISEDIAKAN", "Layanan ini belum mempunyai kunci token peserta.", status=409)
    async with pool.acquire() as conn:
        peserta = await usecases.nomor_peserta(conn, izin, ctx.instalasi, kode)
        await rekam.act(peserta=peserta)(conn)
    satu = ctx.penanda.sign(peserta)
    return TokenPeserta(peserta=peserta, token=satu.token, berlaku_sampai=datetime.fromtimestamp(satu.ends_at, UTC))


@router.get(
    "/.well-known/jwks.json",
    summary="Kunci publik token peserta",
    response_class=Response,
    responses={200: {"content": {"application/jwk-set+json": {"schema": {"type": "object"}}}}},
    dependencies=[terbuka("kunci.baca")],
)
async def kunci(ctx: Ctx) -> Response:
    """Himpunan JWK (RFC 7517); layanan lain memeriksa token peserta dengannya."""
    return Response(b'{"keys":[]}' if ctx.penanda is None else ctx.penanda.public(), media_type="application/jwk-set+json")
