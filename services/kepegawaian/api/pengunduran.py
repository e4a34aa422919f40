"""Reports of people who leave."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field

from services.kepegawaian import usecases
from services.kepegawaian.api.masukan import LaporanMasuk
from shared.istilah import LangkahPengangkatan
from shared.web import Diizinkan, Jawaban, Sekali, instansi_di_peserta, pastikan_menjangkau, sebatas_jangkauan, wewenang

router = APIRouter(prefix="/v1", tags=["pengunduran diri"])


class LaporanTercatat(Jawaban):
    """Akibat laporan."""

    peserta: str
    langkah: LangkahPengangkatan
    dapat_diganti: bool = Field(description="true: peringkat berikutnya menempati kursi. false: kursi dihitung pada kebutuhan berikutnya.")


@router.post("/pengunduran-diri", status_code=201, response_model=LaporanTercatat, summary="Laporkan bahwa seseorang keluar")
async def pengunduran_diri(
    sekali: Sekali, izin: Annotated[Diizinkan, wewenang("pengunduran.catat", sebatas_jangkauan)], laporan: LaporanMasuk
) -> Response:
    """Ditolak 404 bila tidak ada kasus, 409 bila sudah keluar, 422 bila jenis dan alasan bertentangan."""
    pastikan_menjangkau(izin, instansi_di_peserta(laporan.peserta))
    return await sekali(lambda uow: usecases.catat_pengunduran(uow, laporan.laporan()), LaporanTercatat)
