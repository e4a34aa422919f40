"""Corrections as tests make them: a placed kelompok, a corrected ranking, two officers."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import aiohttp
import asyncpg

from services.penempatan.api import routers
from services.penempatan.context import Context
from services.penempatan.usecases.penerimaan import terima_nip_batal, terima_nip_terbit
from shared.contracts.kepegawaian import NipCancelled, NipIssued
from shared.contracts.types import Alasan
from shared.messaging import unit_of_work
from tests.integration.penempatan.papan import kerjakan, kirim, semua_peristiwa
from tests.support.http import OFFICER, SECOND_OFFICER, app_of, client_of
from tests.support.kepegawaian import TMT
from tests.support.penempatan import Kelompok, nilai_final, peringkat_ditutup, terima

KEDUA = SECOND_OFFICER
ALASAN = "Sanggah diterima menurut berita acara 12/BA/2025."


@asynccontextmanager
async def pintu(pool: asyncpg.Pool) -> AsyncIterator[aiohttp.ClientSession]:
    """The service's HTTP with two officers."""
    app = app_of(*routers)
    app.state.pool, app.state.context = pool, Context()
    async with client_of(app) as session:
        yield session


def kepala(petugas: dict[str, str], kunci: str) -> dict[str, str]:
    return {**petugas, "Idempotency-Key": kunci.rjust(8, "0")}


async def tempatkan(pool: asyncpg.Pool, k: Kelompok) -> str:
    """Place a kelompok; the digest of its ranking."""
    await kirim(pool, semua_peristiwa(k))
    await kerjakan(pool)
    return peringkat_ditutup(k).sha256


async def ralat(pool: asyncpg.Pool, k: Kelompok, *, sebelumnya: str | None, versi: int = 2) -> str:
    """Publish a corrected ranking and let the worker look; its digest."""
    tutup = peringkat_ditutup(k, versi=versi, sebelumnya=sebelumnya)
    await kirim(pool, [*(nilai_final(p, k.kode, versi=versi) for p in k.peringkat), tutup])
    await kerjakan(pool)
    return tutup.sha256


async def usulkan(client: aiohttp.ClientSession, versi: int = 2, *, kehilangan: Sequence[str] = (), pindah: Sequence[str] = ()) -> int:
    isi = {"alasan": ALASAN, "sumber": "BA 12", "kehilangan": [*kehilangan], "pindah": [*pindah]}
    async with client.post(f"/v1/kelompok/K/koreksi/{versi}/usul", json=isi, headers=kepala(OFFICER, f"usul{versi}")) as jawaban:
        return jawaban.status


async def rilis(
    client: aiohttp.ClientSession,
    versi: int = 2,
    *,
    kehilangan: Sequence[str] = (),
    pindah: Sequence[str] = (),
    petugas: dict[str, str] = KEDUA,
    kunci: str = "rilis",
) -> tuple[int, str | None, list[str]]:
    """Status, code of the refusal, and whom it names."""
    isi = {"kehilangan": [*kehilangan], "pindah": [*pindah]}
    async with client.post(f"/v1/kelompok/K/koreksi/{versi}/rilis", json=isi, headers=kepala(petugas, kunci)) as jawaban:
        hasil = await jawaban.json()
        return jawaban.status, hasil.get("kode"), [satu["nilai"] for satu in hasil.get("kesalahan", ())]


async def nip_terbit(pool: asyncpg.Pool, *peserta: str) -> None:
    events = [NipIssued(peserta=satu, kelompok="K", formasi="A", tmt=TMT, dataref=f"/v1/pegawai/{satu}", versi=1) for satu in peserta]
    async with unit_of_work(pool) as uow:
        await terima_nip_terbit(uow, terima(*events))


async def nip_batal(pool: asyncpg.Pool, *peserta: str) -> None:
    alasan = Alasan(kode="NIP_DIBATALKAN", pasal="uji", angka={})
    async with unit_of_work(pool) as uow:
        await terima_nip_batal(uow, terima(*(NipCancelled(peserta=satu, alasan=alasan, versi=1) for satu in peserta)))
