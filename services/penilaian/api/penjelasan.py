"""Why this result: one paragraph, for the person of that number and for officers whose reach it is in."""

from fastapi import APIRouter
from pydantic import Field

from services.penilaian.domain.kalimat_sanggah import dikoreksi_atas
from services.penilaian.domain.penjelasan import jelaskan, sebutkan_bagian
from services.penilaian.store import baca, kompetensi, sanggah
from services.penilaian.store.baca import HasilPeserta
from services.penilaian.store.bagian import untuk_peserta
from shared.errors import Rejected
from shared.web import Jawaban, NomorPeserta, Pool, milik_peserta, wewenang

router = APIRouter(prefix="/v1/peserta", tags=["penjelasan"])


class Penjelasan(Jawaban):
    """Penjelasan hasil seorang peserta."""

    peserta: str
    aturan: str
    versi_aturan: int
    penjelasan: str = Field(description="Satu paragraf: aturan dan pasalnya, angka yang dibandingkan, dan apa yang akan mengubahnya.")


@router.get("/{peserta}/penjelasan", summary="Mengapa hasil saya demikian", dependencies=[wewenang("penjelasan.baca", milik_peserta)])
async def penjelasan(pool: Pool, peserta: NomorPeserta) -> Penjelasan:
    """Untuk peserta bernomor ini sendiri, dan petugas yang berwenang."""
    async with pool.acquire() as conn:
        satu = await baca.hasil_peserta(conn, peserta)
        pppk = await kompetensi.hasil_peserta(conn, peserta) if satu is None else None
        bagian = await untuk_peserta(conn, peserta)
        dikoreksi = dikoreksi_atas(*await sanggah.dikoreksi_dengan(conn, peserta))
    if satu is not None:
        skd, (nama, versi) = _menurut(satu)
        alasan = (*satu.alasan_skd, *satu.alasan_akhir)
        teks = jelaskan(peserta, satu.formasi, _sebutan(skd, (nama, versi)), alasan, sebutkan_bagian(bagian, satu.bagian_skb))
    elif pppk is not None:
        nama, versi = pppk.aturan, pppk.aturan_versi
        teks = jelaskan(peserta, pppk.baris.formasi, f"{nama} versi {versi}", pppk.baris.alasan)
    else:
        raise Rejected("PESERTA_TIDAK_ADA", "Belum ada hasil untuk nomor peserta ini.", kolom="peserta", status=404)
    return Penjelasan(peserta=peserta, aturan=nama, versi_aturan=versi, penjelasan=f"{dikoreksi} ".lstrip() + teks)


def _menurut(satu: HasilPeserta) -> tuple[tuple[str, int], tuple[str, int]]:
    """The rule set, by name and version, of the SKD, and of what was decided last."""
    skd = satu.aturan_skd, satu.aturan_skd_versi
    if satu.aturan_akhir is None or satu.aturan_akhir_versi is None:
        return skd, skd
    return skd, (satu.aturan_akhir, satu.aturan_akhir_versi)


def _sebutan(skd: tuple[str, int], akhir: tuple[str, int]) -> str:
    teks = f"{akhir[0]} versi {akhir[1]}"
    return teks if skd == akhir else f"{teks}, dan SKD-nya menurut {skd[0]} versi {skd[1]}"
