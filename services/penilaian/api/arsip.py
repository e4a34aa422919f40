"""HTTP in: the parts of an archive that only this service knows (docs/arsip.md)."""

import asyncpg
import orjson
from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from services.penilaian.api.context import musim_diminta
from services.penilaian.store import arsip
from shared.web import NDJSON_ANSWER, KodeDiminta, Pool, ndjson_of, wewenang

router = APIRouter(prefix="/v1/arsip", tags=["arsip"], dependencies=[wewenang("arsip.baca")])
_JSON = frozenset({"kesediaan", "bagian_skb", "bagian", "ubahan", "masuk", "kehilangan"})


@router.get("/peserta.ndjson", summary="Bahan peringkat setiap peserta", response_class=StreamingResponse, responses=NDJSON_ANSWER)
async def peserta(pool: Pool, kode: KodeDiminta = None) -> StreamingResponse:
    """Menurut nomor; dengan urutan usia dan ijazah, kesediaan, dan bagian SKB atau afirmasi, tanpa tanggal lahir dan IPK."""
    return ndjson_of(arsip.peserta(pool, await musim_diminta(pool, kode)), _baris)


@router.get("/bagian.ndjson", summary="Bagian SKB setiap formasi", response_class=StreamingResponse, responses=NDJSON_ANSWER)
async def bagian(pool: Pool, kode: KodeDiminta = None) -> StreamingResponse:
    """Menurut formasi; hanya formasi yang bagian SKB-nya diumumkan."""
    return ndjson_of(arsip.bagian(pool, (await musim_diminta(pool, kode)).musim), _baris)


@router.get("/versi.ndjson", summary="Segel setiap versi peringkat", response_class=StreamingResponse, responses=NDJSON_ANSWER)
async def versi(pool: Pool, kode: KodeDiminta = None) -> StreamingResponse:
    """Menurut kelompok dan versi; sejak versi kedua dengan sebab dan selisihnya."""
    return ndjson_of(arsip.versi(pool, (await musim_diminta(pool, kode)).musim), _baris)


@router.get(
    "/versi-lama.ndjson", summary="Isi versi peringkat yang sudah digantikan", response_class=StreamingResponse, responses=NDJSON_ANSWER
)
async def versi_lama(pool: Pool, kode: KodeDiminta = None) -> StreamingResponse:
    """Satu baris per peserta, menurut kelompok, versi, dan nomor."""
    return ndjson_of(arsip.versi_lama(pool, await musim_diminta(pool, kode)), _baris)


def _baris(row: asyncpg.Record) -> bytes:
    isi = dict(row)
    for kolom in isi.keys() & _JSON:
        isi[kolom] = None if isi[kolom] is None else orjson.Fragment(isi[kolom])
    return orjson.dumps(isi, option=orjson.OPT_APPEND_NEWLINE)
