"""Applications: one by one from applicants, in bulk from officers."""

import asyncio
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from services.pendaftaran.api.layanan import Butuh, Jawaban, sekarang
from services.pendaftaran.api.masukan import LamaranMasuk, baca_ndjson, baca_satu, baca_tabel, kolom_tabel
from services.pendaftaran.domain.kesalahan import Kesalahan
from services.pendaftaran.usecases import lamaran as usecases
from shared.contracts.compatibility import inlined
from shared.messaging import unit_of_work
from shared.web import NDJSON, KunciIdempotensi, Petugas, once, read_body

router = APIRouter(prefix="/v1/lamaran", tags=["lamaran"])

SATU_MAKS_BYTES = 64 * 1024
MASSAL_MAKS_BYTES = 32 * 1024 * 1024
# Whole: a reference would point into the document that this is put into.
_SKEMA = {nama: isi for nama, isi in inlined(LamaranMasuk.model_json_schema()).items() if nama != "$defs"}
_ISI_SATU = {"requestBody": {"required": True, "content": {"application/json": {"schema": _SKEMA}}}}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ISI_MASSAL = {
    "requestBody": {
        "required": True,
        "content": {NDJSON: {"schema": _SKEMA}, "text/csv": {"schema": {}}, _XLSX: {"schema": {}}},
    }
}


class TandaTerima(Jawaban):
    """Proof that an application was taken."""

    lamaran: str
    diterima_pada: datetime
    tanda_terima: str
    kesediaan: str = Field(description="Where else the applicant would go, in words.")


class BarisDitolak(Jawaban):
    """One refused row."""

    baris: int | None
    kolom: str | None
    kode: str
    pesan: str


class HasilMassal(Jawaban):
    """What became of a bulk upload."""

    diterima: int
    sudah_ada: int
    ditolak: tuple[BarisDitolak, ...]


class AlasanTertulis(Jawaban):
    """A reason of the outcome."""

    kode: str
    pasal: str
    kalimat: str


class StatusLamaran(Jawaban):
    """Where one application stands."""

    lamaran: str
    formasi: str
    instansi: str
    jabatan: str
    diterima_pada: datetime
    status: Literal["DITERIMA", "DIPERIKSA", "MS", "TMS"]
    keterangan: str
    peserta: str | None
    alasan: tuple[AlasanTertulis, ...]
    kesediaan: str = Field(description="Where else the applicant would go, in words.")


@router.post("", status_code=201, summary="Lock one application", response_model=TandaTerima, openapi_extra=_ISI_SATU)
async def ajukan(layanan: Butuh, request: Request, kunci: KunciIdempotensi) -> Response:
    """One NIK, one application (PermenPANRB 6/2024 Pasal 25 ayat (4)); the time is that of receipt by this server."""
    saat = sekarang()
    isi = await read_body(request, SATU_MAKS_BYTES)
    lamaran = baca_satu(isi)
    async with unit_of_work(layanan.pool) as uow:

        async def kerjakan() -> TandaTerima:
            return TandaTerima.model_validate(await usecases.ajukan(uow, layanan.musim, lamaran, saat))

        return await once(uow, key=kunci, route="POST /v1/lamaran", body=isi, action=kerjakan, status=201)


@router.post("/massal", summary="Lock up to 10,000 applications", response_model=HasilMassal, openapi_extra=_ISI_MASSAL)
async def ajukan_massal(
    _: Petugas,
    layanan: Butuh,
    request: Request,
    kunci: KunciIdempotensi,
    bentuk: Annotated[Literal["ndjson", "csv", "xlsx"] | None, Query(alias="format")] = None,
) -> Response:
    """Good rows are taken, bad rows are listed. Without `format` the content type decides."""
    saat = sekarang()
    isi = await read_body(request, MASSAL_MAKS_BYTES)
    tabel = bentuk != "ndjson" if bentuk else request.headers.get("content-type", "").startswith(("text/csv", _XLSX))

    async with unit_of_work(layanan.pool) as uow:

        async def kerjakan() -> HasilMassal:
            # In a thread, so that single applicants are answered meanwhile.
            baik, buruk = await asyncio.to_thread(baca_tabel if tabel else baca_ndjson, isi)
            hasil = await usecases.ajukan_massal(uow, layanan.musim, baik, saat)
            ditolak = sorted([*buruk, *hasil.ditolak], key=_urutan)
            if tabel:
                ditolak = [kolom_tabel(satu) for satu in ditolak]
            return HasilMassal.model_validate({"diterima": hasil.diterima, "sudah_ada": hasil.sudah_ada, "ditolak": ditolak})

        return await once(uow, key=kunci, route=f"POST /v1/lamaran/massal {'csv' if tabel else 'ndjson'}", body=isi, action=kerjakan)


@router.get("/{lamaran}", summary="Where an application stands, for the applicant")
async def status(layanan: Butuh, lamaran: Annotated[str, Path(pattern=r"^[A-Z2-7]{26}$")]) -> StatusLamaran:
    """Needs no token: the number itself is the secret of the applicant. Shows no personal data."""
    async with layanan.pool.acquire() as conn:
        return StatusLamaran.model_validate(await usecases.status(conn, lamaran))


def _urutan(satu: Kesalahan) -> tuple[int, str]:
    return satu.baris or 0, satu.kolom or ""
