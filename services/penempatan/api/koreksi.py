"""Corrections of placed kelompok: what waits for signatures, proposed by one officer, released by another; every version stays readable."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from services.penempatan.api.baca import KodeKelompok, Pool
from services.penempatan.usecases import membaca, mengesahkan
from services.penempatan.usecases.mengesahkan import Diminta, KoreksiMenunggu
from shared.messaging import unit_of_work
from shared.web import LARGEST, AlasanTerbit, KunciIdempotensi, Petugas, SumberTerbit, once

router = APIRouter(prefix="/v1", tags=["koreksi"])

NomorVersi = Annotated[int, Path(ge=1, le=LARGEST, description="Versi peringkat.")]
Peserta = Annotated[str, Field(pattern=r"^[0-9]{1,20}$")]
Daftar = Annotated[list[Peserta], Field(default_factory=list, max_length=100_000)]


class PersetujuanKoreksi(BaseModel):
    """Persetujuan petugas kedua: tepat peserta yang kehilangan kursi dan yang pindah, seperti dalam daftar koreksi yang menunggu."""

    model_config = ConfigDict(extra="forbid")

    kehilangan: Daftar
    pindah: Daftar


class UsulKoreksi(PersetujuanKoreksi):
    """Koreksi yang diusulkan petugas pertama."""

    alasan: AlasanTerbit
    sumber: SumberTerbit


class _Jawaban(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class PerpindahanTampil(_Jawaban):
    """Peserta yang kursinya kini pada formasi lain."""

    peserta: str
    dari: str
    ke: str


class PergantianTampil(_Jawaban):
    """Kursi yang pemegangnya berbeda."""

    kursi: str
    sebelum: str | None
    sesudah: str | None


class KoreksiTampil(BaseModel):
    """Sebuah koreksi penempatan; `diusulkan_oleh` ada bila sudah diusulkan, `dirilis_oleh` bila sudah dirilis."""

    kelompok: str
    versi: int
    versi_ditempatkan: int = Field(description="Versi peringkat yang berlaku sebelum koreksi ini.")
    masuk: list[str] = Field(description="Mendapat kursi, sebelumnya tidak.")
    kehilangan: list[str] = Field(description="Kehilangan kursi.")
    pindah: list[str] = Field(description="Kursinya pindah ke formasi lain.")
    perpindahan: list[PerpindahanTampil]
    kursi: list[PergantianTampil]
    dibuka_kembali: list[str] = Field(description="Kursi yang tadinya dibawa ke kebutuhan berikut.")
    terikat_nip: list[str] = Field(description="Kehilangan kursi atau pindah, padahal NIP-nya sudah terbit: batalkan NIP lebih dahulu.")
    alasan: str | None
    sumber: str | None
    diusulkan_oleh: str | None
    dirilis_oleh: str | None


class KeputusanVersi(_Jawaban):
    """Keputusan tentang seorang peserta dalam satu versi; nilai dalam perseribu."""

    peserta: str
    formasi_asal: str
    peringkat: int | None
    peringkat_kelompok: int | None
    nilai_akhir: int | None
    hasil: str
    kode: str
    rute: str | None
    formasi_tujuan: str | None
    kursi: str | None
    tahap: str
    mundur: bool
    di_luar_peringkat: bool = Field(description="Tidak lagi diperingkat oleh sebuah koreksi.")
    versi: int = Field(description="Versi keputusan ini.")


class KursiVersi(_Jawaban):
    """Satu kursi dalam satu versi."""

    kursi: str
    formasi: str
    nomor: int
    status: str
    peserta: str | None


class VersiTampil(BaseModel):
    """Satu versi kelompok: yang berlaku seperti sekarang, yang lama seperti ketika digantikan."""

    kelompok: str
    versi: int
    sha256: str | None = Field(description="Sidik peringkatnya, seperti dalam ranking-closed.")
    keputusan: list[KeputusanVersi]
    kursi: list[KursiVersi]


class SelisihTampil(BaseModel):
    """Perbedaan sebuah versi dengan versi yang berlaku sebelumnya; `alasan` dan `sumber` bila ditandatangani."""

    kelompok: str
    versi: int
    versi_sebelumnya: int
    sha256: str | None
    masuk: list[str]
    kehilangan: list[str]
    pindah: list[PerpindahanTampil]
    kursi: list[PergantianTampil]
    alasan: str | None
    sumber: str | None


@router.get("/koreksi", summary="Koreksi yang menunggu tanda tangan")
async def get_koreksi(_: Petugas, pool: Pool, limit: Annotated[int, Query(ge=1, le=1000)] = 100) -> list[KoreksiTampil]:
    """Yang paling lama menunggu lebih dulu."""
    return [_tampil(satu) for satu in await mengesahkan.menunggu(pool, limit)]


@router.post("/kelompok/{kelompok}/koreksi/{versi}/usul", status_code=201, response_model=KoreksiTampil, summary="Usulkan sebuah koreksi")
async def post_usul(
    *, petugas: Petugas, request: Request, pool: Pool, kunci: KunciIdempotensi, kelompok: KodeKelompok, versi: NomorVersi, isi: UsulKoreksi
) -> Response:
    """Belum ada yang berubah sampai petugas lain merilis; usul yang lama diganti."""
    diminta = Diminta(kelompok, versi, tuple(isi.kehilangan), tuple(isi.pindah))
    async with unit_of_work(pool) as uow:

        async def act() -> BaseModel:
            return _tampil(await mengesahkan.usulkan(uow, diminta, isi.alasan, isi.sumber, petugas))

        route = f"POST /v1/kelompok/{kelompok}/koreksi/{versi}/usul {petugas}"
        return await once(uow, key=kunci, route=route, body=await request.body(), action=act, status=201)


@router.post(
    "/kelompok/{kelompok}/koreksi/{versi}/rilis", response_model=KoreksiTampil, summary="Rilis koreksi yang diusulkan petugas lain"
)
async def post_rilis(
    *,
    petugas: Petugas,
    request: Request,
    pool: Pool,
    kunci: KunciIdempotensi,
    kelompok: KodeKelompok,
    versi: NomorVersi,
    isi: PersetujuanKoreksi,
) -> Response:
    """Dihitung sekali lagi, lalu berlaku dan diumumkan; ditolak bila petugas ini yang mengusulkan atau daftarnya tidak tepat."""
    diminta = Diminta(kelompok, versi, tuple(isi.kehilangan), tuple(isi.pindah))
    async with unit_of_work(pool) as uow:

        async def act() -> BaseModel:
            return _tampil(await mengesahkan.rilis(uow, diminta, petugas))

        route = f"POST /v1/kelompok/{kelompok}/koreksi/{versi}/rilis {petugas}"
        return await once(uow, key=kunci, route=route, body=await request.body(), action=act)


@router.get("/kelompok/{kelompok}/versi/{versi}", summary="Satu versi penempatan kelompok")
async def get_versi(pool: Pool, kelompok: KodeKelompok, versi: NomorVersi) -> VersiTampil:
    """Keputusan dan kursi; versi lama tetap dapat dibaca."""
    isi = await membaca.isi_versi(pool, kelompok, versi)
    return VersiTampil(
        kelompok=kelompok,
        versi=versi,
        sha256=isi.sha256,
        keputusan=[KeputusanVersi.model_validate(satu) for satu in isi.keputusan],
        kursi=[KursiVersi.model_validate(satu) for satu in isi.kursi],
    )


@router.get("/kelompok/{kelompok}/versi/{versi}/selisih", summary="Perbedaan sebuah versi dengan versi sebelumnya")
async def get_selisih(pool: Pool, kelompok: KodeKelompok, versi: NomorVersi) -> SelisihTampil:
    """Siapa yang masuk, kehilangan, atau pindah, kursi demi kursi, dan mengapa."""
    satu = await membaca.selisih_versi(pool, kelompok, versi)
    return SelisihTampil(
        kelompok=kelompok,
        versi=versi,
        versi_sebelumnya=satu.versi_sebelumnya,
        sha256=satu.sha256,
        masuk=list(satu.selisih.masuk),
        kehilangan=list(satu.selisih.kehilangan),
        pindah=[PerpindahanTampil.model_validate(p) for p in satu.selisih.pindah],
        kursi=[PergantianTampil.model_validate(k) for k in satu.selisih.kursi],
        alasan=satu.alasan,
        sumber=satu.sumber,
    )


def _tampil(satu: KoreksiMenunggu) -> KoreksiTampil:
    s, usul = satu.selisih, satu.usul
    return KoreksiTampil(
        kelompok=satu.kelompok,
        versi=satu.versi,
        versi_ditempatkan=satu.versi_ditempatkan,
        masuk=list(s.masuk),
        kehilangan=list(s.kehilangan),
        pindah=list(s.berpindah),
        perpindahan=[PerpindahanTampil.model_validate(p) for p in s.pindah],
        kursi=[PergantianTampil.model_validate(k) for k in s.kursi],
        dibuka_kembali=list(s.dibuka_kembali),
        terikat_nip=list(satu.terikat_nip),
        alasan=usul.alasan if usul else None,
        sumber=usul.sumber if usul else None,
        diusulkan_oleh=usul.diusulkan_oleh if usul else None,
        dirilis_oleh=satu.dirilis_oleh,
    )
