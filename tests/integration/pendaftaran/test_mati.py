"""Replicas of the document check are killed, again and again; the outcome is that of a quiet run."""

import asyncio
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.integration.pendaftaran.test_pemeriksaan import BANYAK, FORMASI, hasil_musim, pelamar
from tests.support.pendaftaran import Uji, berjalan
from tests.support.waiting import wait_for

pytestmark = [pytest.mark.fault, pytest.mark.slow]

REPLIKA = 3
TEWAS = 6


async def isi(uji: Uji) -> None:
    await uji.buka(*FORMASI)
    await uji.massal(pelamar(nomor) for nomor in range(BANYAK))
    await uji.tutup()


async def mulai(dsn: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.support.pendaftaran.pekerja", dsn)


async def kemajuan(uji: Uji) -> int:
    """Chunks done so far, over all stages."""
    return int(
        await uji.pool.fetchval(
            """
            select (select count(*) from pendaftaran.putusan) + (select count(*) from pendaftaran.peserta)
                 + (select sum(disiarkan) from pendaftaran.pemeriksaan)
            """
        )
    )


async def test_killed_replicas_leave_the_outcome_of_a_quiet_run(service_dsn: Callable[[str], str]) -> None:
    async with berjalan(service_dsn("pendaftaran")) as tenang:
        await isi(tenang)
        await tenang.habiskan()
        harapan = await hasil_musim(tenang)

    dsn = service_dsn("pendaftaran")
    async with berjalan(dsn) as uji:
        await isi(uji)
        pekerja = [await mulai(dsn) for _ in range(REPLIKA)]
        tewas = 0
        try:
            for giliran in range(TEWAS):
                sebelum = await kemajuan(uji)

                async def maju(dari: int = sebelum) -> bool:
                    return await kemajuan(uji) > dari + 60

                await wait_for(maju, what="some progress")
                korban = pekerja[giliran % REPLIKA]
                with suppress(ProcessLookupError):
                    korban.send_signal(signal.SIGKILL)
                tewas += await korban.wait() == -signal.SIGKILL
                pekerja[giliran % REPLIKA] = await mulai(dsn)
            assert [await satu.wait() for satu in pekerja] == [0] * REPLIKA
        finally:
            for satu in pekerja:
                with suppress(ProcessLookupError):
                    satu.kill()
        assert tewas >= TEWAS // 2, "the work was over before enough processes were killed: the test proves little"
        # A replica ends when the others hold the rest; the last step may be left.
        await uji.habiskan()
        assert await hasil_musim(uji) == harapan
        terbit = [satu["lamaran"] for satu in await uji.kotak_keluar("application-verified")]
        assert len(terbit) == len(set(terbit)) == BANYAK
