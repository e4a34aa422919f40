"""The service with a season to its end, a clock that stands, and the acts of an objection as requests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import aiohttp
import asyncpg

from services.penilaian.api import routers
from services.penilaian.context import Context
from services.penilaian.usecases.musim import terima_jadwal
from shared.istilah import TahapMusim
from shared.jadwal import Jendela
from shared.kalender import WIB
from shared.kebijakan import Peran
from shared.messaging import unit_of_work
from shared.web import sekarang
from tests.integration.penilaian import season as musim
from tests.integration.penilaian.season import Season, season
from tests.integration.penilaian.test_koreksi import headers
from tests.support.http import PENERBIT, app_of, client_of, participant
from tests.support.musim import jadwal
from tests.support.penempatan import terima
from tests.support.penerbit import bearer

URAIAN = "Lembar hasil saya mencatat angka yang lebih besar daripada pengumuman."
MILIDETIK = timedelta(milliseconds=1)
ISI = {"pokok": ["NILAI_SKB"], "uraian": URAIAN, "dokumen": ["BA ruang 7"]}
DITERIMA = {"putusan": "DITERIMA", "alasan": "NILAI_KELIRU", "penjelasan": "Nilai dari lembar hasil belum dipindahkan dengan benar."}
DITOLAK = {"putusan": "DITOLAK", "alasan": "NILAI_SESUAI", "penjelasan": "Nilai sama dengan lembar hasil yang Anda tanda tangani."}


@dataclass
class Jam:
    """The clock of the service; it stands."""

    kini: datetime


@dataclass
class Uji:
    """The service with a season to its end, in which somebody stands outside the seats."""

    client: aiohttp.ClientSession
    pool: asyncpg.Pool
    jam: Jam
    kelompok: str
    peserta: str
    tutup: datetime

    @property
    def instansi(self) -> str:
        return self.kelompok[:4]

    def panitia(self, subjek: str = "panitia", *lain: Peran, instansi: str | None = None) -> dict[str, str]:
        return bearer(PENERBIT.petugas(Peran.PANITIA_INSTANSI, *lain, subjek=subjek, instansi=instansi or self.instansi))

    async def minta(self, cara: str, jalan: str, siapa: dict[str, str], isi: object = None, kunci: str | None = None) -> tuple[int, Any]:
        kepala = headers(siapa, kunci or sha256(f"{cara}{jalan}{siapa}{isi}".encode()).hexdigest()) if cara == "POST" else siapa
        async with self.client.request(cara, f"/v1{jalan}", json=isi, headers=kepala) as answer:
            return answer.status, await answer.json()

    async def ajukan(self, peserta: str | None = None, isi: object = None, tahap: str = "AKHIR") -> tuple[int, Any]:
        satu = peserta or self.peserta
        return await self.minta("POST", f"/peserta/{satu}/sanggah/{tahap}", participant(satu), isi or ISI)

    async def ambil(self, siapa: dict[str, str], peserta: str | None = None, **isi: object) -> tuple[int, Any]:
        return await self.minta("POST", f"/peserta/{peserta or self.peserta}/sanggah/AKHIR/ambil", siapa, isi)

    async def jawab(self, siapa: dict[str, str], isi: object, peserta: str | None = None) -> tuple[int, Any]:
        return await self.minta("POST", f"/peserta/{peserta or self.peserta}/sanggah/AKHIR/jawab", siapa, isi)

    async def sendiri(self, peserta: str | None = None) -> dict[str, Any]:
        satu = peserta or self.peserta
        status, daftar = await self.minta("GET", f"/peserta/{satu}/sanggah", participant(satu))
        assert status == 200
        found: dict[str, Any] = {hasil["tahap"]: hasil for hasil in daftar}["AKHIR"]
        return found

    async def diterima(self, peserta: str | None = None) -> int:
        """The number of an objection that is accepted."""
        assert (await self.ajukan(peserta))[0] == 201
        assert (await self.ambil(self.panitia(), peserta))[0] == 200
        status, dijawab = await self.jawab(self.panitia(), DITERIMA, peserta)
        assert status == 200
        nomor: int = dijawab["nomor"]
        return nomor

    async def orang(self, banyak: int) -> list[str]:
        """So many people of the same kelompok."""
        rows = await self.pool.fetch(
            "select peserta from penilaian.hasil_skd where kelompok = $1 and peserta <> $2 order by peserta limit $3",
            self.kelompok,
            self.peserta,
            banyak,
        )
        return [row["peserta"] for row in rows]

    async def orang_lain(self) -> str:
        """Somebody of another kelompok."""
        found: str = await self.pool.fetchval("select peserta from penilaian.hasil_skd where kelompok <> $1 limit 1", self.kelompok)
        return found

    async def jadwal(self, versi: int, kirim: Jendela, jawab: Jendela, kode: str = "cpns-2024") -> None:
        """A calendar arrives."""
        event = jadwal(kode, versi, (TahapMusim.SANGGAH_AKHIR, kirim), (TahapMusim.JAWABAN_AKHIR, jawab))
        async with unit_of_work(self.pool) as uow:
            await terima_jadwal(uow, terima(event))


def bernomor_instansi(satu: Season) -> Season:
    """The season with participant numbers that name the agency, as real ones do."""
    return Season(
        satu.formasi,
        tuple(replace(o, peserta=f"{o.peserta[:2]}{satu.kelompok_dari(o.formasi)[:4]}{o.peserta[6:]}") for o in satu.orang),
    )


def akhir_hari(saat: datetime, hari: int) -> datetime:
    return datetime.combine(saat.astimezone(WIB).date() + timedelta(days=hari + 1), datetime.min.time(), WIB) - MILIDETIK


@asynccontextmanager
async def berjalan(pool: asyncpg.Pool) -> AsyncIterator[Uji]:
    """The service over HTTP on a season to its end."""
    await musim.whole_season(pool, bernomor_instansi(season(41)))
    tutup = await pool.fetchval("select ditutup_pada from penilaian.tahap where tahap = 'PERINGKAT'")
    last = await pool.fetchrow(
        """
        select a.kelompok, a.peserta from penilaian.hasil_akhir as a join penilaian.formasi as f on f.formasi = a.formasi
        where a.peringkat > f.kuota order by a.peringkat - f.kuota desc, a.peserta limit 1
        """
    )
    assert last is not None
    jam = Jam(tutup + timedelta(hours=1))
    app = app_of(*routers)
    app.state.pool, app.state.context = pool, Context(65_536)
    app.dependency_overrides[sekarang] = lambda: jam.kini
    async with client_of(app) as client:
        yield Uji(client, pool, jam, last["kelompok"], last["peserta"], tutup)
