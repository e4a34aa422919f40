"""Seasons as registration announces them, for services under test."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

import asyncpg

from shared.contracts.jadwal import tahap_terbit
from shared.contracts.pendaftaran import ScheduleAnnounced, SeasonAnnounced
from shared.contracts.types import Aturan
from shared.istilah import KeadaanMusim, ModePengisian, TahapMusim
from shared.jadwal import Jadwal, Jendela
from shared.messaging import Received, UnitOfWork, unit_of_work
from tests.support.penempatan import terima

PenerimaMusim = Callable[[UnitOfWork, Sequence[Received[SeasonAnnounced]]], Awaitable[object]]


def musim(kode: str = "cpns-2024", *, aturan: str | None = None, aturan_versi: int = 1, versi: int = 1, **lain: object) -> SeasonAnnounced:
    """A season of the rule set that its code names, unless `aturan` names another; the CPNS season of 2024 takes what names no season."""
    return SeasonAnnounced.model_validate(
        {
            "musim": kode,
            "jenis_pengadaan": kode[:4].upper(),
            "tahun_anggaran": int(kode[5:9]),
            "aturan": Aturan(nama=aturan or kode, versi=aturan_versi),
            "mode_pengisian": ModePengisian.SESUAI_KEPUTUSAN,
            "keadaan": KeadaanMusim.BERJALAN,
            "tanpa_musim": kode == "cpns-2024",
            "diumumkan_pada": datetime(2024, 8, 1, tzinfo=UTC),
            "versi": versi,
            **lain,
        }
    )


def jadwal(kode: str, versi: int, *tahap: tuple[TahapMusim, Jendela]) -> ScheduleAnnounced:
    """A calendar of the season with these stages."""
    return ScheduleAnnounced(
        musim=kode,
        jenis_pengadaan=kode[:4].upper(),
        tahun_anggaran=int(kode[5:9]),
        aturan=Aturan(nama=kode, versi=1),
        tahap=tahap_terbit(Jadwal(kode, versi, tahap)),
        keputusan=f"Surat Uji {versi}/2025",
        diumumkan_pada=datetime(2024, 8, 1, tzinfo=UTC),
        versi=versi,
    )


async def umumkan(pool: asyncpg.Pool, penerima: PenerimaMusim, *semua: SeasonAnnounced) -> None:
    """Announce seasons to a service by its handler (`penerima`); without any, the CPNS season of 2024."""
    async with unit_of_work(pool) as uow:
        await penerima(uow, terima(*(semua or (musim(),))))
