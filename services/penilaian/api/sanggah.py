"""Objections: sent and read by the person of that number, taken and answered by the agency's committee, listed and counted for officers."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from services.penilaian.api.tampilan_sanggah import (
    HasilSanggah,
    SanggahLengkap,
    SanggahTercatat,
    TandaSanggah,
    kata_sendiri,
    sendiri,
    tercatat,
)
from services.penilaian.domain.kalimat_sanggah import keterangan
from services.penilaian.domain.sanggah import (
    AlasanJawaban,
    JawabanSanggah,
    PokokSanggah,
    PutusanSanggah,
)
from services.penilaian.usecases import sanggah as usecases
from services.penilaian.usecases.sanggah import KirimanSanggah, KunciSanggah, SanggahBermasa
from shared.aturan.sanggah import TahapSanggah
from shared.kalender import WIB
from shared.messaging import UnitOfWork
from shared.web import (
    Diizinkan,
    NomorPeserta,
    Pool,
    Saat,
    Sekali,
    instansi_di_kelompok,
    milik_peserta,
    pastikan_menjangkau,
    wewenang,
    without_personal_data,
)

router = APIRouter(prefix="/v1", tags=["sanggah"])


def _tanpa_orang(teks: str) -> str:
    try:
        return without_personal_data(teks)
    except PydanticCustomError as error:
        raise PydanticCustomError("data_pribadi_tersimpan", "personal data", error.context) from error


class HasilDisanggah(StrEnum):
    """Hasil yang dapat disanggah di sini; sanggah seleksi administrasi ada pada pendaftaran."""

    SKD = "SKD"
    AKHIR = "AKHIR"


TahapJalan = Annotated[HasilDisanggah, Path(description="Hasil yang disanggah: SKD atau hasil akhir.")]


class SanggahMasuk(BaseModel):
    """Sanggah atas hasil sendiri."""

    model_config = ConfigDict(extra="forbid")

    pokok: Annotated[list[PokokSanggah], Field(min_length=1, max_length=8, description="Apa yang disanggah, masing-masing sekali.")]
    uraian: Annotated[
        str,
        Field(min_length=1, max_length=2000, pattern=r"\S", description="Dengan kata-kata sendiri; tanpa NIK atau data pribadi lain."),
        AfterValidator(_tanpa_orang),
    ]
    dokumen: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S"), AfterValidator(_tanpa_orang)]],
        Field(max_length=10, description="Rujukan dokumen, misalnya nomor berita acara."),
    ] = []


class AmbilMasuk(BaseModel):
    """Sanggah diambil untuk diperiksa."""

    model_config = ConfigDict(extra="forbid")

    alihkan: bool = Field(default=False, description="Juga bila sedang diperiksa petugas lain.")


class JawabanMasuk(BaseModel):
    """Jawaban panitia instansi."""

    model_config = ConfigDict(extra="forbid")

    putusan: PutusanSanggah
    alasan: AlasanJawaban
    penjelasan: Annotated[
        str,
        Field(min_length=10, max_length=1000, pattern=r"\S", description="Kalimat yang dibaca peserta; tanpa data pribadi."),
        AfterValidator(_tanpa_orang),
    ]
    keputusan: Annotated[
        str | None,
        Field(min_length=1, max_length=200, pattern=r"\S", description="Nomor keputusan, bila masa jawab sudah lewat."),
    ] = None


@router.post(
    "/peserta/{peserta}/sanggah/{tahap}", status_code=201, summary="Ajukan sanggah atas hasil sendiri", response_model=TandaSanggah
)
async def ajukan(
    *,
    sekali: Sekali,
    saat: Saat,
    _izin: Annotated[Diizinkan, wewenang("sanggah.ajukan", milik_peserta)],
    peserta: NomorPeserta,
    tahap: TahapJalan,
    isi: SanggahMasuk,
) -> Response:
    """Satu orang, satu hasil, satu kali, di dalam masa sanggah; waktunya adalah waktu diterima server ini."""
    kiriman = KirimanSanggah(peserta, TahapSanggah(tahap), tuple(dict.fromkeys(isi.pokok)), isi.uraian, tuple(isi.dokumen))

    async def kerjakan(uow: UnitOfWork) -> TandaSanggah:
        baru = await usecases.ajukan(uow, kiriman, saat)
        return TandaSanggah(
            nomor=baru.sanggah.nomor,
            diterima_pada=baru.sanggah.diterima_pada.astimezone(WIB),
            keterangan=keterangan(baru.sanggah, baru.masa, saat),
        )

    return await sekali(kerjakan, TandaSanggah)


@router.get("/peserta/{peserta}/sanggah", summary="Sanggah saya dan jawabannya", dependencies=[wewenang("sanggah.baca", milik_peserta)])
async def milik(pool: Pool, saat: Saat, peserta: NomorPeserta) -> list[HasilSanggah]:
    """Untuk peserta bernomor ini sendiri: setiap hasil yang dapat disanggah, sampai kapan, dan apa selanjutnya."""
    async with pool.acquire() as conn:
        return [sendiri(satu, saat) for satu in await usecases.milik(conn, peserta)]


@router.get("/peserta/{peserta}/sanggah/{tahap}", summary="Satu sanggah dengan uraiannya, untuk petugas")
async def lihat(
    *,
    izin: Annotated[Diizinkan, wewenang("sanggah.lihat", milik_peserta)],
    pool: Pool,
    saat: Saat,
    peserta: NomorPeserta,
    tahap: TahapJalan,
) -> SanggahLengkap:
    """Setiap pembacaan dicatat, dan peserta dapat melihat siapa yang membaca."""
    async with pool.acquire() as conn:
        satu, uraian = await usecases.lihat(conn, KunciSanggah(peserta, TahapSanggah(tahap)))
    _pastikan(izin, satu)
    return SanggahLengkap(**tercatat(satu, saat).model_dump(), **kata_sendiri(uraian))


@router.post("/peserta/{peserta}/sanggah/{tahap}/ambil", summary="Ambil sanggah untuk diperiksa", response_model=SanggahTercatat)
async def ambil(
    *,
    sekali: Sekali,
    saat: Saat,
    izin: Annotated[Diizinkan, wewenang("sanggah.ambil", milik_peserta)],
    peserta: NomorPeserta,
    tahap: TahapJalan,
    isi: AmbilMasuk,
) -> Response:
    """Yang menjawab adalah petugas yang mengambilnya; 409 SANGGAH_SUDAH_DIAMBIL bila sedang diperiksa petugas lain."""

    async def kerjakan(uow: UnitOfWork) -> SanggahTercatat:
        satu = await usecases.ambil(uow, KunciSanggah(peserta, TahapSanggah(tahap)), petugas=izin.subjek, saat=saat, alihkan=isi.alihkan)
        _pastikan(izin, satu)
        return tercatat(satu, saat)

    return await sekali(kerjakan, SanggahTercatat)


@router.post("/peserta/{peserta}/sanggah/{tahap}/jawab", summary="Jawab sanggah yang diambil", response_model=SanggahTercatat)
async def jawab(
    *,
    sekali: Sekali,
    saat: Saat,
    izin: Annotated[Diizinkan, wewenang("sanggah.jawab", milik_peserta)],
    peserta: NomorPeserta,
    tahap: TahapJalan,
    isi: JawabanMasuk,
) -> Response:
    """Sekali untuk seterusnya; sesudah masa jawab hanya dengan nomor keputusan. Yang diterima dapat disebut dalam usul koreksi."""
    jawaban = JawabanSanggah(isi.putusan, isi.alasan, isi.penjelasan, isi.keputusan)

    async def kerjakan(uow: UnitOfWork) -> SanggahTercatat:
        satu = await usecases.jawab(uow, KunciSanggah(peserta, TahapSanggah(tahap)), jawaban, petugas=izin.subjek, saat=saat)
        _pastikan(izin, satu)
        return tercatat(satu, saat)

    return await sekali(kerjakan, SanggahTercatat)


def _pastikan(izin: Diizinkan, satu: SanggahBermasa) -> None:
    """The number in the path says one agency; the kelompok is what the answer is about."""
    pastikan_menjangkau(izin, instansi_di_kelompok(satu.sanggah.kelompok))
