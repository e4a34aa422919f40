"""What officers and lists read. A NIP is shown to officers only, one at a time."""

from datetime import date, datetime

import orjson
from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from pydantic import Field

from services.kepegawaian import usecases
from services.kepegawaian.api.context import Ctx, MusimDiminta
from services.kepegawaian.domain.pengunduran import BebasSanksi
from services.kepegawaian.store import baca
from shared.web import NDJSON_ANSWER, Jawaban, NomorPeserta, Pool, milik_peserta, ndjson_of, terbuka, wewenang

router = APIRouter(prefix="/v1", tags=["pegawai"])


class SanksiTampil(Jawaban):
    """Larangan melamar akibat keluar."""

    jumlah: int
    satuan: str
    sampai: date | None = Field(description="Hari terakhir; kosong bila berakhir dengan pembukaan yang belum bertanggal.")
    dapat_disanggah: bool
    pasal: str


class BebasSanksiTampil(Jawaban):
    """Sebab orang ini tidak dikenai larangan."""

    kode: str = Field(description="BUKAN_PENGUNDURAN_DIRI, MUNDUR_SEBELUM_NIP, atau MUNDUR_DARI_LOKASI_LAIN.")
    pasal: str


class PegawaiTampil(Jawaban):
    """Kasus satu orang. Data pribadi: NIP diawali tanggal lahir."""

    peserta: str
    kelompok: str
    musim: str | None = Field(description="Kosong: musim yang menerima catatan tanpa musim.")
    formasi: str
    kursi: str
    rute: str
    status: str
    langkah: str
    dapat_diganti: bool
    jenis: str | None
    alasan: str | None
    tanggal: date | None
    nip: str | None = Field(description="Kosong bila belum terbit, atau sudah dihapus.")
    tmt: date | None
    terbit_pada: datetime | None
    nip_dibatalkan: bool | None
    nip_dihapus_pada: datetime | None
    sanksi: SanksiTampil | None = None
    bebas_sanksi: BebasSanksiTampil | None = None


class RingkasanPengangkatan(Jawaban):
    """Angka pengangkatan."""

    kasus: int
    dicabut: int = Field(description="Kasus yang keputusannya dicabut oleh koreksi penempatan; tidak berjalan lagi.")
    mundur: dict[str, int] = Field(description="Yang keluar, menurut alasan.")
    diganti_boleh: int = Field(description="Yang keluar sebelum NIP: peringkat berikutnya menggantikan.")
    nip_terbit: int = Field(description="NIP yang terbit, termasuk yang dibatalkan.")
    nip_batal: int


@router.get("/pegawai/{peserta}", summary="Kasus seseorang, dengan NIP", dependencies=[wewenang("pegawai.lihat", milik_peserta)])
async def pegawai(pool: Pool, ctx: Ctx, peserta: NomorPeserta) -> PegawaiTampil:
    """Beserta larangan melamar bila sudah keluar, atau sebab tidak ada larangan."""
    tentang = await usecases.tentang_pegawai(pool, ctx.brankas, peserta)
    tampil = PegawaiTampil.model_validate(tentang.pegawai)
    akibat = tentang.akibat
    if akibat is None:
        return tampil
    if isinstance(akibat, BebasSanksi):
        return tampil.model_copy(update={"bebas_sanksi": BebasSanksiTampil.model_validate(akibat.dasar)})
    larangan = SanksiTampil(
        jumlah=akibat.jumlah,
        satuan=akibat.satuan,
        sampai=akibat.sampai,
        dapat_disanggah=akibat.dapat_disanggah,
        pasal=akibat.dasar.pasal,
    )
    return tampil.model_copy(update={"sanksi": larangan})


@router.get(
    "/hasil.ndjson",
    response_class=StreamingResponse,
    responses=NDJSON_ANSWER,
    summary="Semua kasus, tanpa NIP",
    dependencies=[terbuka("hasil.baca")],
)
async def hasil(pool: Pool, musim: MusimDiminta) -> StreamingResponse:
    """Satu baris JSON per kasus, menurut nomor peserta."""
    return ndjson_of(baca.semua_kasus(pool, musim), lambda row: orjson.dumps(dict(row), option=orjson.OPT_APPEND_NEWLINE))


@router.get("/ringkasan", summary="Angka pengangkatan", dependencies=[terbuka("kemajuan.baca")])
async def ringkasan(pool: Pool, musim: MusimDiminta) -> RingkasanPengangkatan:
    """Semuanya dari satu saat."""
    async with pool.acquire() as conn, conn.transaction(isolation="repeatable_read", readonly=True):
        angka, mundur = await baca.ringkasan(conn, musim)
    return RingkasanPengangkatan(mundur=mundur, **angka._asdict())
