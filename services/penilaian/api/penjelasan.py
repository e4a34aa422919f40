"""Why this result: one paragraph, for the person's own number only.

A participant carries a token that is bound to their number: the HMAC-SHA-256 of the number under a key of this service. It is handed out by
an officer's system that knows who the person is; officers themselves may read every explanation.
"""

import hashlib
import hmac
from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, Field

from services.penilaian.api.layanan import Layanan, LayananIni
from services.penilaian.domain.penjelasan import jelaskan
from services.penilaian.store import baca
from shared.errors import Rejected
from shared.web import Kredensial, Petugas, officer_of

router = APIRouter(prefix="/v1/peserta", tags=["penjelasan"])

NomorPeserta = Annotated[str, Path(pattern=r"^[0-9]{1,20}$")]


class Penjelasan(BaseModel):
    """Penjelasan hasil seorang peserta."""

    peserta: str
    aturan: str
    versi_aturan: int
    penjelasan: str = Field(description="Satu paragraf: aturan dan pasalnya, angka yang dibandingkan, dan apa yang akan mengubahnya.")


class TokenPeserta(BaseModel):
    """Token milik satu nomor peserta."""

    peserta: str
    token: str


def token_peserta(kunci: str, peserta: str) -> str:
    """The token of one participant number, in hex."""
    return hmac.new(kunci.encode(), f"penjelasan/{peserta}".encode(), hashlib.sha256).hexdigest()


@router.get("/{peserta}/penjelasan", summary="Mengapa hasil saya demikian")
async def penjelasan(request: Request, kredensial: Kredensial, layanan: LayananIni, peserta: NomorPeserta) -> Penjelasan:
    """Hanya untuk peserta bernomor itu sendiri (token miliknya) dan petugas."""
    if officer_of(request, kredensial) is None:
        _pemilik(layanan, peserta, kredensial.credentials if kredensial else "")
    async with layanan.pool.acquire() as conn:
        satu = await baca.hasil_peserta(conn, peserta)
    if satu is None:
        raise Rejected("PESERTA_TIDAK_ADA", "Belum ada hasil untuk nomor peserta ini.", kolom="peserta", status=404)
    aturan = layanan.aturan
    return Penjelasan(
        peserta=peserta,
        aturan=aturan.nama,
        versi_aturan=aturan.versi,
        penjelasan=jelaskan(peserta, satu.formasi, f"{aturan.nama} versi {aturan.versi}", (*satu.alasan_skd, *satu.alasan_akhir)),
    )


@router.post("/{peserta}/token", summary="Token penjelasan untuk satu peserta")
async def token(_: Petugas, layanan: LayananIni, peserta: NomorPeserta) -> TokenPeserta:
    """Diberikan kepada peserta oleh sistem yang sudah mengenalinya; selalu sama untuk nomor yang sama."""
    if not layanan.kunci_peserta:
        raise Rejected("BELUM_DISEDIAKAN", "Layanan ini belum mempunyai kunci peserta.", status=409)
    return TokenPeserta(peserta=peserta, token=token_peserta(layanan.kunci_peserta, peserta))


def _pemilik(layanan: Layanan, peserta: str, token: str) -> None:
    # Without a key no token is right; a missing one is told the same as a wrong one.
    wanted = token_peserta(layanan.kunci_peserta, peserta)
    if not layanan.kunci_peserta or not hmac.compare_digest(wanted.encode(), token.encode()):
        pesan = "Penjelasan hanya untuk peserta bernomor ini. Sertakan header Authorization: Bearer dengan token Anda."
        raise Rejected("TOKEN_PESERTA", pesan, status=401)
