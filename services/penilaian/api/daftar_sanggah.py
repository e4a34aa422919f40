"""Objections listed and counted for officers; the words of those who objected stand in no list."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime
from typing import Annotated, Any

import asyncpg
from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import StreamingResponse

from services.penilaian.api.context import musim_diminta
from services.penilaian.api.sanggah import HasilDisanggah
from services.penilaian.api.tampilan_sanggah import JumlahSanggah, SanggahDiarsipkan, SanggahTercatat, tercatat
from services.penilaian.store import sanggah as store
from services.penilaian.usecases import sanggah as usecases
from services.penilaian.usecases.sanggah import KetentuanSanggah, Masa, SanggahBermasa
from shared.aturan.sanggah import TahapSanggah
from shared.errors import Rejected
from shared.tabular import Value, write_csv, write_xlsx
from shared.web import NDJSON_ANSWER, XLSX, Diizinkan, KodeDiminta, Lines, Pool, Saat, ndjson_of, sebatas_jangkauan, wewenang

router = APIRouter(prefix="/v1/sanggah", tags=["sanggah"])

KOLOM = tuple(SanggahTercatat.model_fields)
XLSX_MAX_ROWS = 100_000
_CSV = "text/csv"
_CSV_ANSWER: dict[int | str, dict[str, Any]] = {200: {"content": {_CSV: {"schema": {"type": "string"}}}}}
_XLSX_ANSWER: dict[int | str, dict[str, Any]] = {200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}}


async def ketentuan_diminta(pool: Pool, kode: KodeDiminta = None) -> KetentuanSanggah:
    """The season that a request is about, and what its rule set says of objections."""
    return KetentuanSanggah.of(await musim_diminta(pool, kode))


Ketentuan = Annotated[KetentuanSanggah, Depends(ketentuan_diminta)]
TahapSaring = Annotated[HasilDisanggah | None, Query(description="Hanya sanggah atas hasil ini.")]
Mendaftar = Annotated[Diizinkan, wewenang("sanggah.daftar", sebatas_jangkauan)]


@router.get("/daftar.ndjson", summary="Sanggah dalam jangkauan", response_class=StreamingResponse)
async def daftar_ndjson(*, izin: Mendaftar, pool: Pool, ketentuan: Ketentuan, saat: Saat, tahap: TahapSaring = None) -> StreamingResponse:
    """Satu baris JSON per sanggah, urut nomor, tanpa uraian pelamarnya."""
    masa = await _masa(pool, ketentuan)
    return ndjson_of(store.daftar(pool, ketentuan.musim, _saring(tahap), izin.instansi), lambda row: _baris(row, masa, saat))


@router.get("/daftar.csv", summary="Sanggah dalam jangkauan, sebagai CSV", response_class=StreamingResponse, responses=_CSV_ANSWER)
async def daftar_csv(*, izin: Mendaftar, pool: Pool, ketentuan: Ketentuan, saat: Saat, tahap: TahapSaring = None) -> StreamingResponse:
    """Kolomnya seperti daftar NDJSON."""
    masa = await _masa(pool, ketentuan)

    async def potongan() -> AsyncGenerator[bytes, None]:
        yield write_csv((), KOLOM)
        async with aclosing(store.daftar(pool, ketentuan.musim, _saring(tahap), izin.instansi)) as halaman:
            async for rows in halaman:
                yield write_csv((_sel(_baris(row, masa, saat)) for row in rows), KOLOM).split(b"\n", 1)[1]

    return Lines(potongan(), media_type=_CSV)


@router.get("/daftar.xlsx", summary="Sanggah dalam jangkauan, sebagai XLSX", response_class=Response, responses=_XLSX_ANSWER)
async def daftar_xlsx(*, izin: Mendaftar, pool: Pool, ketentuan: Ketentuan, saat: Saat, tahap: TahapSaring = None) -> Response:
    """Paling banyak 100.000 baris; daftar yang lebih panjang diambil sebagai CSV."""
    masa = await _masa(pool, ketentuan)
    found: list[list[Value]] = []
    async with aclosing(store.daftar(pool, ketentuan.musim, _saring(tahap), izin.instansi)) as halaman:
        async for rows in halaman:
            found += [_sel(_baris(row, masa, saat)) for row in rows]
            if len(found) > XLSX_MAX_ROWS:
                raise Rejected("DAFTAR_TERLALU_PANJANG", f"Lebih dari {XLSX_MAX_ROWS} baris. Ambil sebagai CSV.", status=409)
    return Response(await asyncio.to_thread(write_xlsx, found, KOLOM), media_type=XLSX)


@router.get(
    "/arsip.ndjson",
    summary="Sanggah untuk arsip musim",
    response_class=StreamingResponse,
    responses=NDJSON_ANSWER,
    dependencies=[wewenang("arsip.baca")],
)
async def arsip(pool: Pool, ketentuan: Ketentuan) -> StreamingResponse:
    """Menurut nomor; tanpa kata-kata pelamarnya, kalimat jawaban, dan petugas."""
    return ndjson_of(store.daftar(pool, ketentuan.musim, None, None), lambda row: SanggahDiarsipkan.model_validate(store.baca(row)))


@router.get("/ringkasan", summary="Sanggah dalam angka", dependencies=[wewenang("sanggah.hitung")])
async def ringkasan(pool: Pool, ketentuan: Ketentuan, saat: Saat) -> list[JumlahSanggah]:
    """Menurut hasil: berapa yang menunggu, dijawab, terlambat, dan menunggu koreksi."""
    async with pool.acquire() as conn:
        found = await usecases.ringkasan(conn, ketentuan, saat)
    return [JumlahSanggah(**satu.hitungan._asdict(), terlambat=satu.terlambat) for satu in found]


def _saring(tahap: HasilDisanggah | None) -> TahapSanggah | None:
    return None if tahap is None else TahapSanggah(tahap)


async def _masa(pool: Pool, ketentuan: KetentuanSanggah) -> Masa:
    async with pool.acquire() as conn:
        return await usecases.masa_semua(conn, ketentuan)


def _baris(row: asyncpg.Record, masa: Masa, saat: datetime) -> SanggahTercatat:
    satu = store.baca(row)
    return tercatat(SanggahBermasa(satu, masa[satu.tahap]), saat)


def _sel(satu: SanggahTercatat) -> list[Value]:
    return [_nilai(getattr(satu, kolom)) for kolom in KOLOM]


def _nilai(value: object) -> Value:
    match value:
        case bool():
            return "YA" if value else "TIDAK"
        case list():
            return "+".join(value)
        case datetime():
            return value.isoformat(timespec="milliseconds")
        case int() | None:
            return value
        case _:
            return str(value)
