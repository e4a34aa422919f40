"""Applications: one by one from applicants in their own name, in bulk from programs that know who they speak for."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field

from services.pendaftaran.api.context import Ctx
from services.pendaftaran.api.masukan import LamaranMasuk, baca_ndjson, baca_satu, baca_tabel, gabung
from services.pendaftaran.usecases import lamaran as usecases
from services.pendaftaran.usecases.saya import pastikan_lamaran_sendiri, pastikan_nama_sendiri
from shared.contracts.compatibility import inlined
from shared.messaging import UnitOfWork
from shared.web import NDJSON, XLSX, Diizinkan, Jawaban, Pool, Saat, Sekali, Waktu, milik_sendiri, read_body, read_upload, terbuka, wewenang

router = APIRouter(prefix="/v1/lamaran", tags=["lamaran"])

SINGLE_MAX_BYTES = 64 * 1024
BULK_MAX_BYTES = 32 * 1024 * 1024
Melihat = Annotated[Diizinkan, wewenang("lamaran.lihat", milik_sendiri)]
_NOMOR = r"^[A-Z2-7]{26}$"
NomorLamaran = Annotated[str, Path(pattern=_NOMOR, description="Nomor lamaran, 26 huruf dan angka.")]
# Whole: a reference would point into the document that this is put into.
_SKEMA = {nama: isi for nama, isi in inlined(LamaranMasuk.model_json_schema()).items() if nama != "$defs"}
_ISI_SATU = {"requestBody": {"required": True, "content": {"application/json": {"schema": _SKEMA}}}}
_ISI_MASSAL = {
    "requestBody": {
        "required": True,
        "content": {NDJSON: {"schema": _SKEMA}, "text/csv": {"schema": {}}, XLSX: {"schema": {}}},
    }
}


class TandaTerima(Jawaban):
    """Bukti bahwa lamaran diterima."""

    lamaran: str
    diterima_pada: datetime
    tanda_terima: str
    kesediaan: str = Field(description="Ke mana lagi pelamar bersedia, dengan kata-kata.")


class TandaDiperiksa(BaseModel):
    """Tanda terima seperti tercetak."""

    lamaran: Annotated[str, Field(pattern=_NOMOR)]
    diterima_pada: Waktu
    tanda_terima: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class TandaSah(Jawaban):
    """Apakah tanda terima itu dari kami."""

    sah: bool


class BarisDitolak(Jawaban):
    """Satu baris yang ditolak."""

    baris: int | None
    kolom: str | None
    kode: str
    pesan: str


class MassalTercatat(Jawaban):
    """Nasib satu kiriman massal."""

    diterima: int
    sudah_ada: int
    ditolak: tuple[BarisDitolak, ...]


class LamaranTampil(Jawaban):
    """Keadaan satu lamaran."""

    lamaran: str
    formasi: str
    instansi: str
    jabatan: str
    diterima_pada: datetime
    status: Literal["DITERIMA", "DIPERIKSA", "MS", "TMS"]
    keterangan: str
    peserta: str | None
    alasan: tuple[usecases.AlasanTertulis, ...]
    kesediaan: str = Field(description="Ke mana lagi pelamar bersedia, dengan kata-kata.")


@router.post("", status_code=201, summary="Kunci satu lamaran", response_model=TandaTerima, openapi_extra=_ISI_SATU)
async def ajukan(
    sekali: Sekali, izin: Annotated[Diizinkan, wewenang("lamaran.ajukan", milik_sendiri)], ctx: Ctx, saat: Saat, request: Request
) -> Response:
    """Satu NIK, satu lamaran setahun anggaran (PermenPANRB 6/2024 Pasal 25 ayat (4)); waktunya adalah waktu diterima server ini."""
    lamaran = baca_satu(await read_body(request, SINGLE_MAX_BYTES))
    # Before anything is told of the NIK: a sanction, or that it was used, is nobody else's business.
    pastikan_nama_sendiri(izin, lamaran.nik)
    (kunci,) = await ctx.brankas.kunci_baru(1)

    async def kerjakan(uow: UnitOfWork) -> usecases.Tanda:
        tanda = await usecases.ajukan(uow, ctx.instalasi, kunci, lamaran, saat)
        await ctx.brankas.pastikan_dikenal([kunci.terbungkus])
        return tanda

    return await sekali(kerjakan, TandaTerima)


@router.post(
    "/massal",
    summary="Kunci sampai 10.000 lamaran",
    response_model=MassalTercatat,
    openapi_extra=_ISI_MASSAL,
    dependencies=[wewenang("lamaran.ajukan_massal")],
)
async def ajukan_massal(
    sekali: Sekali,
    ctx: Ctx,
    saat: Saat,
    request: Request,
    bentuk: Annotated[Literal["ndjson", "csv", "xlsx"] | None, Query(alias="format")] = None,
) -> Response:
    """Baris yang baik diterima, yang buruk disebut. Tanpa `format` jenis isinya menentukan."""
    isi = await read_body(request, BULK_MAX_BYTES)
    tabel = bentuk != "ndjson" if bentuk else request.headers.get("content-type", "").startswith(("text/csv", XLSX))

    # Before the database is asked for anything: single applicants are answered meanwhile.
    baik, buruk = await read_upload(request, baca_tabel if tabel else baca_ndjson, isi)
    kunci = await ctx.brankas.kunci_baru(len(baik))

    async def kerjakan(uow: UnitOfWork) -> usecases.HasilMassal:
        hasil = await usecases.ajukan_massal(uow, ctx.instalasi, kunci, baik, saat)
        await ctx.brankas.pastikan_dikenal(satu.terbungkus for satu in kunci)
        return replace(hasil, ditolak=gabung(buruk, hasil.ditolak, tabel=tabel))

    return await sekali(kerjakan, MassalTercatat)


@router.get("/{lamaran}", summary="Keadaan satu lamaran, untuk pelamarnya")
async def keadaan(izin: Melihat, ctx: Ctx, pool: Pool, lamaran: NomorLamaran) -> LamaranTampil:
    """Tidak memuat data pribadi."""
    async with pool.acquire() as conn:
        await pastikan_lamaran_sendiri(conn, izin, ctx.instalasi, lamaran)
        return LamaranTampil.model_validate(await usecases.status(conn, lamaran))


@router.get("/{lamaran}/tanda-terima", summary="Tanda terima sekali lagi")
async def tanda_terima(izin: Melihat, ctx: Ctx, pool: Pool, lamaran: NomorLamaran) -> TandaTerima:
    """Sama dengan yang diberikan saat lamaran dikunci."""
    async with pool.acquire() as conn:
        await pastikan_lamaran_sendiri(conn, izin, ctx.instalasi, lamaran)
        return TandaTerima.model_validate(await usecases.tanda(conn, ctx.instalasi, lamaran))


@router.post("/tanda-terima/periksa", summary="Apakah tanda terima ini asli", dependencies=[terbuka("tanda_terima.periksa")])
async def periksa_tanda_terima(ctx: Ctx, tanda: TandaDiperiksa) -> TandaSah:
    """Untuk siapa pun yang diperlihatkan tanda terima: panitia, pengadilan, atau pelamar sendiri."""
    return TandaSah(sah=usecases.sah(ctx.instalasi, tanda.lamaran, tanda.diterima_pada, tanda.tanda_terima))
