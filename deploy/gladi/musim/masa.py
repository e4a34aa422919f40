"""What goes by a calendar: nothing, or the registration, which is extended in its last seconds, and the end of each test."""

import asyncio
from datetime import timedelta
from functools import partial
from typing import Protocol

import orjson

from deploy.gladi.answers import Usul
from deploy.gladi.clock import Clock
from deploy.gladi.doors import PENDAFTARAN
from deploy.gladi.invented import Lowongan, pelamar
from deploy.gladi.jadwal import Kalender
from deploy.gladi.musim.daftar import Kirim, as_json
from deploy.gladi.people import RANGKAP, applicant
from deploy.gladi.plan import Tools
from shared.istilah import TahapMusim as T

# So long before the end the extension is proposed; two officers need less.
SISA = timedelta(seconds=20)
SEKEJAP = timedelta(milliseconds=1)
# The document check waits until nothing that came in time can be on its way (posisi 24).
TENGGANG = timedelta(minutes=5)


class Masa(Protocol):
    """The time of registration of a season."""

    async def umumkan(self) -> None:
        """Before any post is open."""

    async def buka(self, lowongan: Lowongan) -> None:
        """When the posts are open, before anybody applies."""

    async def akhiri(self, terakhir: Kirim, susulan: Kirim) -> None:
        """Let the last ones apply, and after them the very last."""

    async def tutup(self, lowongan: Lowongan) -> None:
        """When all have applied, before the document check begins."""

    async def usai(self, tahap: T) -> None:
        """When a test is over, before it is closed."""

    async def mulai(self, tahap: T) -> None:
        """When a stage begins."""


class TanpaJadwal:
    """A season without a calendar: people apply from the opening of the posts to the document check."""

    async def umumkan(self) -> None:
        """Announce nothing."""

    async def buka(self, lowongan: Lowongan) -> None:
        """Wait for nothing."""

    async def akhiri(self, terakhir: Kirim, susulan: Kirim) -> None:
        """Let them apply one after another."""
        await terakhir()
        await susulan()

    async def tutup(self, lowongan: Lowongan) -> None:
        """Wait for nothing."""

    async def usai(self, tahap: T) -> None:
        """Wait for nothing."""

    async def mulai(self, tahap: T) -> None:
        """Wait for nothing."""


class Berjadwal:
    """A season with a calendar, played by a clock that is moved to its days."""

    def __init__(self, tools: Tools, clock: Clock, kalender: Kalender) -> None:
        """Announce nothing yet."""
        self._tools, self._clock, self._kalender = tools, clock, kalender

    async def umumkan(self) -> None:
        """Announce the calendar on its day."""
        self._clock.move_to(self._kalender.diumumkan)
        async with self._tools.stage("jadwal") as stage:
            await self._rilis(1)
            stage.note(1, "jadwal", f"pendaftaran sampai {self._kalender.pendaftaran.sampai:%d-%m-%Y %H:%M:%S}")

    async def buka(self, lowongan: Lowongan) -> None:
        """Refuse who comes a moment too early."""
        mulai = self._kalender.pendaftaran.mulai
        self._clock.move_to(mulai - SISA)
        await self._ditolak(lowongan, 3, "PENDAFTARAN_BELUM_DIBUKA")
        self._clock.move_to(mulai)

    async def akhiri(self, terakhir: Kirim, susulan: Kirim) -> None:
        """Sign an extension in the last seconds, while people apply; then others apply, to whom it would have been closed."""
        async with self._tools.stage("b2. perpanjangan") as stage:
            self._clock.move_to(self._kalender.pendaftaran.sampai - SISA)
            await asyncio.gather(terakhir(), self._rilis(2))
            self._clock.move_to(self._kalender.pendaftaran.sampai + SEKEJAP)
            await susulan()
            stage.note(1, "perpanjangan", f"pendaftaran sampai {self._kalender.akhir:%d-%m-%Y %H:%M:%S}")

    async def tutup(self, lowongan: Lowongan) -> None:
        """Refuse whoever comes when the extension is over, and the document check until its five minutes have passed."""
        self._clock.move_to(self._kalender.akhir + SEKEJAP)
        await self._ditolak(lowongan, 4, "PENDAFTARAN_DITUTUP")
        await self._tools.doors.send_wrong(
            PENDAFTARAN,
            "/v1/seleksi-administrasi/tutup",
            b"",
            purpose="tutup-terlalu-awal",
            status=409,
            kode="PENDAFTARAN_MASIH_DIBUKA",
        )
        self._clock.move_to(self._kalender.akhir + TENGGANG + SEKEJAP)

    async def usai(self, tahap: T) -> None:
        """Let the last moment of the test pass."""
        jendela = self._kalender.tahap.get(tahap)
        if jendela is not None:
            self._clock.move_to(jendela.sampai + SEKEJAP)

    async def mulai(self, tahap: T) -> None:
        """Let the first moment of the stage come."""
        jendela = self._kalender.tahap.get(tahap)
        if jendela is not None:
            self._clock.move_to(jendela.mulai)

    async def _rilis(self, versi: int) -> None:
        """Let one officer propose a version and another release it."""
        send = partial(self._tools.doors.send, PENDAFTARAN)
        usul = await send("/v1/jadwal/usul", self._kalender.versi(versi), purpose=f"usul-jadwal-{versi}", expected=(201,))
        rilis, path = orjson.dumps({"sidik": usul.parsed(Usul).sidik}), "/v1/jadwal/rilis"
        await self._tools.doors.send_wrong(
            PENDAFTARAN, path, rilis, purpose=f"rilis-jadwal-{versi}-sendiri", status=403, kode="PERLU_PETUGAS_LAIN", by=RANGKAP
        )
        await send(path, rilis, purpose=f"rilis-jadwal-{versi}", expected=(200,))

    async def _ditolak(self, lowongan: Lowongan, nomor: int, kode: str) -> None:
        """Somebody who never applied is refused now; `nomor`: who, counted from the last applicant."""
        plan = self._tools.plan
        orang = pelamar(plan.seed, plan.persons.stop + nomor, lowongan)
        await self._tools.doors.send_wrong(
            PENDAFTARAN, "/v1/lamaran", as_json(orang), purpose=f"tolak-{kode.lower()}", status=409, kode=kode, by=applicant(orang.nik)
        )
