"""Several seasons at once: how the others are added beside the first, and people who try two kinds in one year."""

import asyncio
from collections import Counter
from collections.abc import Sequence

from deploy.gladi.clock import Clock
from deploy.gladi.doors import PENDAFTARAN
from deploy.gladi.invented import Lowongan, Pelamar, pelamar
from deploy.gladi.jadwal import KALENDER
from deploy.gladi.musim.daftar import as_json, massal_ndjson
from deploy.gladi.musim.masa import Berjadwal, Masa, TanpaJadwal
from deploy.gladi.musim.tindakan import tetapkan
from deploy.gladi.people import applicant
from deploy.gladi.plan import SESUAI_KEPUTUSAN, Tools
from deploy.gladi.raised import next_version

SENDIRI, MASSAL = 6, 14


class Pertemuan:
    """Where seasons that are played at once wait for each other.

    Attributes:
        semua: the seasons; the installation begins with the first.
        menerima: set when the first season has taken half of its applications.
        dicoba: applications of people who are in another season of the year already, by the code of the season that must refuse them.
        ditolak: those that were refused.
    """

    def __init__(self, semua: Sequence[Tools], clock: Clock | None = None) -> None:
        """Let nobody wait yet; `clock` is that of the services, where it can be moved."""
        self._clock = clock
        self.semua = tuple(semua)
        self.menerima = asyncio.Event()
        self.dicoba: Counter[str] = Counter()
        self.ditolak: Counter[str] = Counter()
        self._versi: Counter[str] = Counter()
        self._lowongan: dict[str, Lowongan] = {}
        self._lengkap = asyncio.Barrier(len(self.semua))

    async def mulai(self, tools: Tools) -> None:
        """Let two officers announce a season that is not there yet, while people apply in the first; or how the first is filled."""
        if tools is not self.semua[0]:
            await self.menerima.wait()
        else:
            # The installation begins with it, filled as decreed.
            self._versi[tools.plan.musim] = 1
            if tools.plan.mode == SESUAI_KEPUTUSAN:
                return
        await self._tetapkan(tools, tools.plan.aturan_versi)

    async def naikkan_aturan(self, tools: Tools) -> None:
        """Raise the version of a season's rule set, where the plan says so: what was decided stays under the old one."""
        if tools.plan.raises_rules:
            await self._tetapkan(tools, next_version(tools.plan.aturan))

    async def _tetapkan(self, tools: Tools, aturan_versi: int) -> None:
        self._versi[tools.plan.musim] += 1
        await tetapkan(tools, versi=self._versi[tools.plan.musim], aturan_versi=aturan_versi)

    def masa(self, tools: Tools) -> Masa:
        """When people may apply in a season: by a calendar where there is one, and a clock for it."""
        kalender = KALENDER.get(tools.plan.aturan)
        if self._clock is None or kalender is None or not tools.plan.by_calendar:
            return TanpaJadwal()
        return Berjadwal(tools, self._clock, kalender)

    async def coba_dua_jenis(self, tools: Tools, lowongan: Lowongan) -> None:
        """Let people of the other seasons of the year apply in this one as well, once all have applied in theirs: each is refused."""
        self._lowongan[tools.plan.musim] = lowongan
        await self._lengkap.wait()
        for lain in self.semua:
            if lain is not tools and lain.plan.tahun == tools.plan.tahun:
                orang = [self._orang(lain, tools, nomor) for nomor in lain.plan.persons[: SENDIRI + MASSAL]]
                self.dicoba[tools.plan.musim] += len(orang)
                self.ditolak[tools.plan.musim] += await _coba(tools, orang)

    def _orang(self, lain: Tools, tools: Tools, nomor: int) -> Pelamar:
        """A person of another season, and a form of this one that has nothing wrong with it but whose it is."""
        asli = pelamar(lain.plan.seed, nomor, self._lowongan[lain.plan.musim])
        lamaran = pelamar(tools.plan.seed, nomor, self._lowongan[tools.plan.musim])
        return lamaran._replace(nama=asli.nama, tanggal_lahir=asli.tanggal_lahir, jenis_kelamin=asli.jenis_kelamin)


async def _coba(tools: Tools, orang: Sequence[Pelamar]) -> int:
    """Some by themselves, the others in one bulk upload; returns how many were refused for it."""
    for satu in orang[:SENDIRI]:
        purpose, sendiri = f"tolak-dua-jenis-{satu.nomor}", applicant(satu.nik)
        await tools.doors.send_wrong(
            PENDAFTARAN, "/v1/lamaran", as_json(satu), purpose=purpose, status=409, kode="SUDAH_MELAMAR", by=sendiri
        )
    massal = await massal_ndjson(tools.doors, orang[SENDIRI:], "massal-dua-jenis")
    return len(orang[:SENDIRI]) + sum(satu.kode == "SUDAH_MELAMAR" for satu in massal.ditolak)
