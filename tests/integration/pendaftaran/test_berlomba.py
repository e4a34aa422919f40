"""Three replicas on one database in the last millisecond of registration, with extensions in flight. None of them has a bus."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from itertools import count
from random import Random

import asyncpg
import orjson
import pytest

from services.pendaftaran.store import musim as store_musim
from services.pendaftaran.store.musim import MusimBerjalan
from shared.istilah import TahapMusim as T
from shared.jadwal import Jadwal, Jendela
from tests.support.pendaftaran import Jam, Uji, berjalan, isian_lamaran
from tests.support.pendaftaran.jadwal import (
    CPNS_2024,
    CPNS_2024_DIPERPANJANG,
    MILIDETIK,
    ajukan,
    berikut,
    rilis,
    umumkan,
    usulkan,
    wib,
)
from tests.support.waiting import wait_for

RILIS = wib("2024-08-19 08:00")
BUKA = dict(CPNS_2024.tahap)[T.PENDAFTARAN]
PERPANJANGAN = dict(CPNS_2024_DIPERPANJANG.tahap)[T.PENDAFTARAN].sampai
SEHARI = timedelta(days=1)

_MENUNGGU = """
    select count(*) from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())
"""


class Perlombaan:
    """Three replicas, each by its own clock: the officers' one, and two that receive applications around the old closing."""

    def __init__(self, replika: list[Uji], jam: list[Jam]) -> None:
        self.petugas, self.sebelum, self.sesudah = replika
        self.jam = jam
        self.sidik = ""

    async def siapkan(self) -> None:
        """A calendar in force, posts open, an extension proposed; the clocks stand a millisecond before and after the old closing."""
        await umumkan(self.petugas, CPNS_2024)
        await self.petugas.buka()
        self.jam[0].kini = BUKA.sampai - timedelta(seconds=1)
        self.sidik = await usulkan(self.petugas, CPNS_2024_DIPERPANJANG)
        self.jam[1].kini, self.jam[2].kini = BUKA.sampai - MILIDETIK, BUKA.sampai + MILIDETIK

    async def menunggu(self, banyak: int) -> None:
        """Until so many wait for the lock of registration."""

        async def sudah() -> bool:
            return int(await self.petugas.pool.fetchval(_MENUNGGU)) == banyak

        await wait_for(sudah, what=f"{banyak} to wait")

    async def berlomba(self, *, perpanjang: str) -> list[tuple[int, str | None]]:
        """An application is in hand; behind it an extension, behind that one application before and one after the old closing.

        Args:
            perpanjang: digest of the proposal to be released; another than the one that waits is refused.
        """
        conn = await asyncpg.connect(self.petugas.dsn)
        transaksi = conn.transaction()
        await transaksi.start()
        await store_musim.kunci_melamar(conn, self.petugas.musim.nama)
        perpanjangan = asyncio.create_task(rilis(self.petugas, perpanjang))
        await self.menunggu(1)
        lamaran = [asyncio.create_task(ajukan(uji, nomor)) for nomor, uji in enumerate((self.sebelum, self.sesudah), 1)]
        await self.menunggu(3)
        assert not any(satu.done() for satu in (perpanjangan, *lamaran))
        await transaksi.commit()
        await conn.close()
        await perpanjangan
        return [await satu for satu in lamaran]


@pytest.fixture
async def perlombaan(service_dsn: Callable[[str], str]) -> AsyncIterator[Perlombaan]:
    """Ready to run."""
    dsn = service_dsn("pendaftaran")
    jam = [Jam(RILIS) for _ in range(3)]
    async with AsyncExitStack() as stack:
        lomba = Perlombaan([await stack.enter_async_context(berjalan(dsn, satu)) for satu in jam], jam)
        await lomba.siapkan()
        yield lomba


async def test_an_extension_in_flight_holds_the_door_open_on_every_replica(perlombaan: Perlombaan) -> None:
    """No replica has a bus here: what the database committed first is what counts."""
    assert await perlombaan.berlomba(perpanjang=perlombaan.sidik) == [(201, None), (201, None)]
    perlombaan.jam[2].kini = PERPANJANGAN + MILIDETIK
    assert await ajukan(perlombaan.sesudah, 3) == (409, "PENDAFTARAN_DITUTUP")


async def test_an_extension_that_fails_opens_nothing(perlombaan: Perlombaan) -> None:
    assert await perlombaan.berlomba(perpanjang="0" * 64) == [(201, None), (409, "PENDAFTARAN_DITUTUP")]


async def test_without_an_extension_the_two_milliseconds_part(perlombaan: Perlombaan) -> None:
    assert [await ajukan(perlombaan.sebelum, 1), await ajukan(perlombaan.sesudah, 2)] == [(201, None), (409, "PENDAFTARAN_DITUTUP")]


async def test_negative_control_a_calendar_read_without_the_lock_shuts_the_door_on_somebody(
    perlombaan: Perlombaan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same, with the calendar read before the lock, as a copy in memory would be: who came after the old closing is sent away."""
    kunci = store_musim.kunci_melamar

    async def dibaca_dahulu(conn: asyncpg.Connection, musim: str) -> MusimBerjalan:
        keadaan = await store_musim.ambil(conn, musim)
        await kunci(conn, musim)
        return keadaan

    monkeypatch.setattr(store_musim, "kunci_melamar", dibaca_dahulu)
    assert await perlombaan.berlomba(perpanjang=perlombaan.sidik) == [(201, None), (409, "PENDAFTARAN_DITUTUP")]


# --- many extensions, many people ------------------------------------------------------------------------------------------------------

_MENURUT = re.compile(r"jadwal versi (\d+)")
PERPANJANGAN_KE = 4
PER_REPLIKA = 25


def sehari_lagi(lama: Jadwal, saat: datetime) -> Jadwal:
    """The next version, in which everything that has not passed is a day later."""
    return berikut(
        lama,
        {tahap: Jendela(j.mulai + SEHARI * (j.mulai > saat), j.sampai + SEHARI) for tahap, j in lama.tahap if not j.sudah_selesai(saat)},
    )


class Banyak:
    """People apply at three replicas while versions are released; what each answer proves, and what it contradicts."""

    def __init__(self, lomba: Perlombaan, benih: int) -> None:
        self.lomba, self.acak = lomba, Random(benih)
        self.nomor = count(100)
        self.dijawab = 1
        self.diterima = self.ditolak = 0
        self.salah: list[str] = []

    async def perpanjang(self) -> None:
        lama = CPNS_2024
        saat = self.lomba.jam[0].kini
        for _ in range(PERPANJANGAN_KE):
            lama = sehari_lagi(lama, saat)
            await umumkan(self.lomba.petugas, lama)
            self.dijawab = lama.versi

    async def melamar(self, uji: Uji, jam: Jam) -> None:
        for _ in range(PER_REPLIKA):
            hari = self.acak.randint(0, PERPANJANGAN_KE)
            jam.kini = BUKA.sampai + SEHARI * hari + MILIDETIK * self.acak.choice([0, 1])
            paling_sedikit = self.dijawab
            status, jawab = await uji.kirim("POST", "/v1/lamaran", orjson.dumps(isian_lamaran(next(self.nomor))))
            if status == 201:
                self.diterima += 1
                if jam.kini > BUKA.sampai + SEHARI * PERPANJANGAN_KE:
                    self.salah.append(f"taken at {jam.kini}, which no version allows")
            else:
                self.ditolak += 1
                (versi,) = map(int, _MENURUT.findall(str(jawab["detail"])))
                if versi < paling_sedikit:
                    self.salah.append(f"sent away by version {versi} after {paling_sedikit} was in force")
                if jam.kini <= BUKA.sampai + SEHARI * (versi - 1):
                    self.salah.append(f"sent away at {jam.kini}, when version {versi} is open")

    async def main(self) -> None:
        replika = [(self.lomba.sebelum, self.lomba.jam[1]), (self.lomba.sesudah, self.lomba.jam[2])]
        await asyncio.gather(self.perpanjang(), *(self.melamar(uji, jam) for uji, jam in replika))


@pytest.mark.parametrize("benih", range(3))
async def test_no_replica_is_behind_a_version_that_was_answered(perlombaan: Perlombaan, benih: int) -> None:
    banyak = Banyak(perlombaan, benih)
    await banyak.main()
    assert banyak.salah == []
    assert banyak.diterima > 5
    assert banyak.ditolak > 5


async def test_negative_control_a_copy_in_memory_is_behind(perlombaan: Perlombaan, monkeypatch: pytest.MonkeyPatch) -> None:
    """A replica that keeps the calendar it read first, as one does that waits for a bus it is cut off from."""
    kunci = store_musim.kunci_melamar
    salinan: list[MusimBerjalan] = []

    async def dari_salinan(conn: asyncpg.Connection, musim: str) -> MusimBerjalan:
        salinan.append(await kunci(conn, musim))
        return salinan[0]

    monkeypatch.setattr(store_musim, "kunci_melamar", dari_salinan)
    banyak = Banyak(perlombaan, 0)
    await banyak.main()
    assert any("after" in satu for satu in banyak.salah)
