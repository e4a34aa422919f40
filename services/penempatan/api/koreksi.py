"""Corrections of placed kelompok: what waits for signatures, proposed by one officer, released by another; every version stays readable."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import AliasPath, Field

from services.penempatan.api.context import Ctx
from services.penempatan.api.masukan import KodeKelompok, PersetujuanKoreksi, UsulKoreksi
from services.penempatan.domain.selisih import PergantianKursi, Perpindahan
from services.penempatan.store import versi as store_versi
from services.penempatan.usecases import pengesahan
from shared.errors import Rejected
from shared.web import Batas, Diizinkan, Jawaban, NomorVersi, Pool, Sekali, milik_kelompok, sebatas_jangkauan, terbuka, wewenang

router = APIRouter(prefix="/v1", tags=["koreksi"])


class KoreksiTampil(Jawaban):
    """Sebuah koreksi penempatan; `diusulkan_oleh` ada bila sudah diusulkan, `dirilis_oleh` bila sudah dirilis."""

    kelompok: str
    versi: int
    versi_ditempatkan: int = Field(description="Versi peringkat yang berlaku sebelum koreksi ini.")
    masuk: list[str] = Field(validation_alias=AliasPath("selisih", "masuk"), description="Mendapat kursi, sebelumnya tidak.")
    kehilangan: list[str] = Field(validation_alias=AliasPath("selisih", "kehilangan"), description="Kehilangan kursi.")
    pindah: list[str] = Field(validation_alias=AliasPath("selisih", "berpindah"), description="Kursinya pindah ke formasi lain.")
    perpindahan: list[Perpindahan] = Field(validation_alias=AliasPath("selisih", "pindah"))
    kursi: list[PergantianKursi] = Field(validation_alias=AliasPath("selisih", "kursi"))
    dibuka_kembali: list[str] = Field(
        validation_alias=AliasPath("selisih", "dibuka_kembali"), description="Kursi yang tadinya dibawa ke kebutuhan berikut."
    )
    terikat_nip: list[str] = Field(description="Kehilangan kursi atau pindah, padahal NIP-nya sudah terbit: batalkan NIP lebih dahulu.")
    alasan: str | None = Field(default=None, validation_alias=AliasPath("usul", "alasan"))
    sumber: str | None = Field(default=None, validation_alias=AliasPath("usul", "sumber"))
    diusulkan_oleh: str | None = Field(default=None, validation_alias=AliasPath("usul", "diusulkan_oleh"))
    dirilis_oleh: str | None


class KeputusanVersi(Jawaban):
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


class KursiVersi(Jawaban):
    """Satu kursi dalam satu versi."""

    kursi: str
    formasi: str
    nomor: int
    status: str
    peserta: str | None


class VersiTampil(Jawaban):
    """Satu versi kelompok: yang berlaku seperti sekarang, yang lama seperti ketika digantikan."""

    kelompok: str
    versi: int
    sha256: str | None = Field(description="Sidik peringkatnya, seperti dalam ranking-closed.")
    keputusan: list[KeputusanVersi]
    kursi: list[KursiVersi]


class SelisihTampil(Jawaban):
    """Perbedaan sebuah versi dengan versi yang berlaku sebelumnya; `alasan` dan `sumber` bila ditandatangani."""

    kelompok: str = Field(validation_alias=AliasPath("baris", "kelompok"))
    versi: int = Field(validation_alias=AliasPath("baris", "versi"))
    versi_sebelumnya: int = Field(validation_alias=AliasPath("baris", "versi_sebelumnya"))
    sha256: str | None
    masuk: list[str] = Field(validation_alias=AliasPath("baris", "selisih", "masuk"))
    kehilangan: list[str] = Field(validation_alias=AliasPath("baris", "selisih", "kehilangan"))
    pindah: list[Perpindahan] = Field(validation_alias=AliasPath("baris", "selisih", "pindah"))
    kursi: list[PergantianKursi] = Field(validation_alias=AliasPath("baris", "selisih", "kursi"))
    alasan: str | None = Field(validation_alias=AliasPath("baris", "alasan"))
    sumber: str | None = Field(validation_alias=AliasPath("baris", "sumber"))


@router.get("/koreksi", summary="Koreksi yang menunggu tanda tangan")
async def koreksi(
    izin: Annotated[Diizinkan, wewenang("koreksi.baca", sebatas_jangkauan)], pool: Pool, limit: Batas = 100
) -> list[KoreksiTampil]:
    """Yang paling lama menunggu lebih dulu."""
    async with pool.acquire() as conn:
        return [KoreksiTampil.model_validate(satu) for satu in await pengesahan.menunggu(conn, limit, izin.instansi)]


@router.post("/kelompok/{kelompok}/koreksi/{versi}/usul", status_code=201, response_model=KoreksiTampil, summary="Usulkan sebuah koreksi")
async def usul(
    sekali: Sekali,
    izin: Annotated[Diizinkan, wewenang("koreksi.usul", milik_kelompok)],
    kelompok: KodeKelompok,
    versi: NomorVersi,
    isi: UsulKoreksi,
) -> Response:
    """Belum ada yang berubah sampai petugas lain merilis; usul yang lama diganti."""
    diminta = isi.diminta(kelompok, versi)
    return await sekali(lambda uow: pengesahan.usulkan(uow, diminta, isi.alasan, isi.sumber, izin.subjek), KoreksiTampil)


@router.post(
    "/kelompok/{kelompok}/koreksi/{versi}/rilis", response_model=KoreksiTampil, summary="Rilis koreksi yang diusulkan petugas lain"
)
async def rilis(
    *,
    sekali: Sekali,
    izin: Annotated[Diizinkan, wewenang("koreksi.rilis", milik_kelompok)],
    ctx: Ctx,
    kelompok: KodeKelompok,
    versi: NomorVersi,
    isi: PersetujuanKoreksi,
) -> Response:
    """Dihitung sekali lagi, lalu berlaku dan diumumkan; ditolak bila petugas ini yang mengusulkan atau daftarnya tidak tepat."""
    diminta = isi.diminta(kelompok, versi)
    return await sekali(lambda uow: pengesahan.rilis(uow, diminta, izin.subjek, buku=ctx.buku), KoreksiTampil)


@router.get("/kelompok/{kelompok}/versi/{versi}", summary="Satu versi penempatan kelompok", dependencies=[terbuka("hasil.baca")])
async def isi_versi(pool: Pool, kelompok: KodeKelompok, versi: NomorVersi) -> VersiTampil:
    """Keputusan dan kursi; versi lama tetap dapat dibaca."""
    async with pool.acquire() as conn:
        isi = await store_versi.isi_versi(conn, kelompok, versi)
    if isi is None:
        raise Rejected("VERSI_TIDAK_ADA", "Versi ini tidak pernah berlaku pada kelompok ini.", kolom="versi", status=404)
    return VersiTampil.model_validate(isi)


@router.get(
    "/kelompok/{kelompok}/versi/{versi}/selisih",
    summary="Perbedaan sebuah versi dengan versi sebelumnya",
    dependencies=[terbuka("hasil.baca")],
)
async def selisih_versi(pool: Pool, kelompok: KodeKelompok, versi: NomorVersi) -> SelisihTampil:
    """Siapa yang masuk, kehilangan, atau pindah, kursi demi kursi, dan mengapa."""
    async with pool.acquire() as conn:
        satu = await store_versi.selisih_versi(conn, kelompok, versi)
    if satu is None:
        raise Rejected("VERSI_TIDAK_ADA", "Versi ini bukan hasil koreksi penempatan kelompok ini.", kolom="versi", status=404)
    return SelisihTampil.model_validate(satu)
