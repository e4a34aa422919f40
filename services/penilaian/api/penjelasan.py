"""Why this result: one paragraph, for the person's own number only (shared/web/participants.py); officers may read every explanation."""

from fastapi import APIRouter, Request
from pydantic import Field

from services.penilaian.api.context import Ctx
from services.penilaian.domain.penjelasan import jelaskan, sebutkan_bagian
from services.penilaian.store import baca
from services.penilaian.store.bagian import untuk_peserta
from shared.errors import Rejected
from shared.web import Jawaban, NomorPeserta, NomorSendiri, Petugas, Pool, participant_token

router = APIRouter(prefix="/v1/peserta", tags=["penjelasan"])


class Penjelasan(Jawaban):
    """Penjelasan hasil seorang peserta."""

    peserta: str
    aturan: str
    versi_aturan: int
    penjelasan: str = Field(description="Satu paragraf: aturan dan pasalnya, angka yang dibandingkan, dan apa yang akan mengubahnya.")


class TokenPeserta(Jawaban):
    """Token milik satu nomor peserta."""

    peserta: str
    token: str


@router.get("/{peserta}/penjelasan", summary="Mengapa hasil saya demikian")
async def penjelasan(pool: Pool, ctx: Ctx, peserta: NomorSendiri) -> Penjelasan:
    """Hanya untuk peserta bernomor itu sendiri (token miliknya) dan petugas."""
    async with pool.acquire() as conn:
        satu = await baca.hasil_peserta(conn, peserta)
        bagian = await untuk_peserta(conn, peserta)
    if satu is None:
        raise Rejected("PESERTA_TIDAK_ADA", "Belum ada hasil untuk nomor peserta ini.", kolom="peserta", status=404)
    aturan = ctx.aturan
    return Penjelasan(
        peserta=peserta,
        aturan=aturan.nama,
        versi_aturan=aturan.versi,
        penjelasan=jelaskan(
            peserta,
            satu.formasi,
            f"{aturan.nama} versi {aturan.versi}",
            (*satu.alasan_skd, *satu.alasan_akhir),
            sebutkan_bagian(bagian, satu.bagian_skb),
        ),
    )


@router.post("/{peserta}/token", summary="Token penjelasan untuk satu peserta")
async def token(request: Request, _: Petugas, peserta: NomorPeserta) -> TokenPeserta:
    """Diberikan kepada peserta oleh sistem yang sudah mengenalinya; selalu sama untuk nomor yang sama."""
    milik = participant_token(request, peserta)
    if milik is None:
        raise Rejected("BELUM_DISEDIAKAN", "Layanan ini belum mempunyai kunci peserta.", status=409)
    return TokenPeserta(peserta=peserta, token=milik)
