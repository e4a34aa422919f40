"""A season that an earlier version left half played is migrated with its data, and ends as it would have ended."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from rich.console import Console

from deploy.gladi.doors import Doors
from deploy.gladi.hasil import fetch, write
from deploy.gladi.invented import berkas_formasi
from deploy.gladi.invented.orang import HARI_PENUTUPAN
from deploy.gladi.musim.akhir import mundur_sebelum_nip, mundur_setelah_nip, tempatkan, usul_nip
from deploy.gladi.musim.babak import DaftarPeserta
from deploy.gladi.musim.daftar import buka_formasi, umumkan_administrasi
from deploy.gladi.musim.sanggah import sanggah_hasil_akhir
from deploy.gladi.musim.ujian import tutup_peringkat, tutup_skd
from deploy.gladi.people import People
from deploy.gladi.plan import Plan, Tools
from deploy.gladi.progress import Board
from deploy.gladi.topics import Bus
from deploy.lokal.bus import REHEARSAL
from deploy.lokal.folders import CHECKOUT
from deploy.lokal.stack import Stack, StackSettings
from tests.support.old_installation import PEOPLE, POSTS, SEED, WHOLE, lay_down

pytestmark = [pytest.mark.slow, pytest.mark.season, pytest.mark.timeout(900)]

SEASON = f"gladi-{SEED}-{PEOPLE}"


async def _from_ranking(tools: Tools, peserta: DaftarPeserta) -> None:
    skd = await tutup_skd(tools, peserta)
    await tutup_peringkat(tools, skd.terpanggil)
    await tempatkan(tools, peserta.lowongan, skd.terpanggil)
    await sanggah_hasil_akhir(tools, peserta, skd.terpanggil)
    await _from_resignations(tools, peserta)


async def _from_resignations(tools: Tools, peserta: DaftarPeserta) -> None:
    pergi = await mundur_sebelum_nip(tools, peserta)
    assert pergi.alasan
    await usul_nip(tools, peserta)
    await mundur_setelah_nip(tools, peserta, len(pergi.alasan))


@asynccontextmanager
async def _tools(stack: Stack) -> AsyncIterator[Tools]:
    plan = Plan(SEASON, SEED, 0, PEOPLE, berkas_formasi(SEED, POSTS, shuffle_seed=0), "cpns-2024")
    bus = Bus(stack.bootstrap_servers, "", stack.bus.access(REHEARSAL))
    async with People(stack.issuer, stack.accounts) as people, Doors(stack.urls, people, musim=SEASON) as doors:
        yield Tools(plan, doors, Board(Console()), bus)


@pytest.mark.parametrize(("half", "go_on"), [("skb", _from_ranking), ("sanggah", _from_resignations)])
async def test_a_half_played_season_goes_on(half: str, go_on: Callable[[Tools, DaftarPeserta], Awaitable[None]], tmp_path: Path) -> None:
    folder = CHECKOUT / ".lokal" / f"old-{half}-{os.getpid()}"
    await asyncio.to_thread(lay_down, half, folder)
    env = {
        "MUSIM": SEASON,
        "PSEUDONYM_KEY": sha256(f"gladi/{SEASON}".encode()).hexdigest(),
        "TANGGAL_ACUAN_USIA": HARI_PENUTUPAN.isoformat(),
    }
    stack = Stack(StackSettings(folder=folder, durable=False, brief=True, env=env), log=print)
    await asyncio.to_thread(stack.start)
    try:
        async with _tools(stack) as tools:
            # What was done is done: the same acts again are answered as they were, and change nothing.
            peserta = await umumkan_administrasi(tools, await buka_formasi(tools))
            await go_on(tools, peserta)
            assert await asyncio.to_thread(write, await fetch(tools.doors, peserta.tms), tmp_path / "hasil.ndjson") == WHOLE
    finally:
        await asyncio.to_thread(stack.stop)
    shutil.rmtree(folder)
