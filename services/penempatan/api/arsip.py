"""HTTP in: the parts of an archive that only this service knows (docs/arsip.md)."""

import asyncpg
import orjson
from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from services.penempatan.api.context import Musim
from services.penempatan.store import arsip
from shared.web import NDJSON_ANSWER, Pool, ndjson_of, wewenang

router = APIRouter(prefix="/v1/arsip", tags=["arsip"], dependencies=[wewenang("arsip.baca")])


@router.get(
    "/kelompok.ndjson", summary="Aturan dan cara pengisian setiap kelompok", response_class=StreamingResponse, responses=NDJSON_ANSWER
)
async def kelompok(pool: Pool, musim: Musim) -> StreamingResponse:
    """Kelompok yang sudah ditempatkan, menurut kodenya."""
    return ndjson_of(arsip.kelompok(pool, musim), _baris)


@router.get("/pengunduran.ndjson", summary="Siapa keluar, menurut urutannya", response_class=StreamingResponse, responses=NDJSON_ANSWER)
async def pengunduran(pool: Pool, musim: Musim) -> StreamingResponse:
    """Menurut kelompok, lalu urutan; tanpa sebabnya."""
    return ndjson_of(arsip.pengunduran(pool, musim), _baris)


@router.get("/koreksi.ndjson", summary="Koreksi penempatan yang berlaku", response_class=StreamingResponse, responses=NDJSON_ANSWER)
async def koreksi(pool: Pool, musim: Musim) -> StreamingResponse:
    """Menurut kelompok dan versi, dengan sebab dan selisihnya; tanpa nama petugas."""
    return ndjson_of(arsip.koreksi(pool, musim), _baris)


def _baris(row: asyncpg.Record) -> bytes:
    isi = dict(row)
    if "selisih" in isi:
        isi["selisih"] = orjson.Fragment(isi["selisih"])
    return orjson.dumps(isi, option=orjson.OPT_APPEND_NEWLINE)
