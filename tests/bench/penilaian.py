"""The closing of a national-size season: `python -m tests.bench.penilaian --peserta 500000 --proses 3`.

Inputs are put into the tables; measured are the check for completeness, the deciding of all kelompok by worker processes, and a score file.
"""

import argparse
import asyncio
import hashlib
import os
import random
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from deploy.lokal.folders import DATA
from deploy.lokal.postgres import Postgres
from services.penilaian.api.masukan import baca_nilai
from services.penilaian.context import Context
from services.penilaian.domain.skb import BagianSkb
from services.penilaian.usecases import keputusan
from services.penilaian.usecases.berkas import BerkasNilai, Mode, NilaiTerbaca, impor
from services.penilaian.usecases.musim import terima_musim
from services.penilaian.usecases.penutupan import PERINGKAT, SKD, Dipilih, PernyataanPeringkat, PernyataanSkd, rilis, usulkan
from shared.aturan import load
from shared.db import copy_rows, create_pool
from shared.db.migrate import apply, migrations_of
from shared.istilah import JenisUjian
from shared.messaging import unit_of_work
from shared.tabular.child import in_child
from tests.support.musim import umumkan

ATURAN = load("cpns-2024")
BUKU = Context(1).buku
DI = Dipilih(None, BUKU, datetime.now(UTC))
FORMASI, KURSI, KELOMPOK = 10_024, 36_865, 4_000


async def work(dsn: str, tahap: str) -> None:
    """One replica's worker until nothing waits."""
    step = {"skd": keputusan.putuskan_kelompok_skd, "peringkat": keputusan.putuskan_kelompok_peringkat}[tahap]
    async with create_pool(dsn, application_name="bench", min_size=1) as pool:
        while True:
            async with unit_of_work(pool) as uow:
                if not await step(uow, BUKU):
                    return


async def _fill(dsn: str, people: int) -> list[str]:
    rng = random.Random(1)
    seats = [1] * FORMASI
    for _ in range(KURSI - FORMASI):
        seats[rng.randrange(FORMASI) if rng.random() < 0.5 else rng.randrange(200)] += 1
    groups = [f"{rng.randrange(453):04d}-J{rng.randrange(KELOMPOK // 100):08X}" for _ in range(FORMASI)]
    posts = rng.choices(range(FORMASI), seats, k=people)
    numbers = [f"{24_000_020_110_000_000 + n}" for n in range(people)]
    async with create_pool(dsn, application_name="bench", min_size=1) as pool, pool.acquire() as conn:
        await umumkan(pool, terima_musim)
        await copy_rows(
            conn,
            "penilaian.formasi",
            ("formasi", "kelompok", "instansi", "jabatan", "unit", "jenis_kebutuhan", "kuota", "versi", "musim"),
            [(f"f-{n:05d}", groups[n], "Instansi", "PENATA LAYANAN", "Unit", "UMUM", seats[n], 1, "cpns-2024") for n in range(FORMASI)],
        )
        await copy_rows(
            conn,
            "penilaian.pelamar",
            ("lamaran", "peserta", "formasi", "kelompok", "urutan_usia", "urutan_ijazah", "skala_ipk", "kualifikasi", "versi"),
            [
                (
                    f"L{n}",
                    numbers[n],
                    f"f-{post:05d}",
                    groups[post],
                    1 + n % 2_900,
                    1 + n % 100,
                    "IPK",
                    "S-1|X",
                    1,
                )
                for n, post in enumerate(posts)
            ],
        )
        await copy_rows(
            conn,
            "penilaian.nilai_skd",
            ("peserta", "kehadiran", "twk", "tiu", "tkp", "sumber", "versi"),
            [
                (number, "HADIR", rng.randrange(8, 25) * 5, rng.randrange(10, 30) * 5, rng.randrange(140, 215), "bench", 1)
                for number in numbers
            ],
        )
        await conn.execute("analyze")
    return numbers


async def _decide(dsn: str, tahap: str, processes: int) -> float:
    started = time.perf_counter()
    workers = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.bench.penilaian", "--kerja", tahap, env={**os.environ, "DSN": dsn}
        )
        for _ in range(processes)
    ]
    if any([await worker.wait() for worker in workers]):
        raise RuntimeError("a worker failed")
    return time.perf_counter() - started


async def _close(dsn: str, numbers: list[str], processes: int) -> None:
    digest = hashlib.sha256("".join(f"{number}\n" for number in sorted(numbers)).encode()).hexdigest()
    async with create_pool(dsn, application_name="bench", min_size=1) as pool:
        started = time.perf_counter()
        async with unit_of_work(pool) as uow:
            await usulkan(uow, SKD, DI, PernyataanSkd(FORMASI, len(numbers), digest), "bench")
            await rilis(uow, SKD, DI, "perilis")
        _say("SKD: completeness and line of kelompok", time.perf_counter() - started, len(numbers))
        _say("SKD: decided", await _decide(dsn, "skd", processes), len(numbers))
        called = int(await pool.fetchval("select count(*) from penilaian.hasil_skd where hasil = 'LULUS'"))
        await pool.execute(
            """
            insert into penilaian.nilai_skb
            select peserta, 'HADIR', 40000 + abs(hashtext(peserta)) % 50000, 'bench', 1 from penilaian.hasil_skd where hasil = 'LULUS'
            """
        )
        started = time.perf_counter()
        async with unit_of_work(pool) as uow:
            await usulkan(uow, PERINGKAT, DI, PernyataanPeringkat(called), "bench")
            await rilis(uow, PERINGKAT, DI, "perilis")
        _say("ranking: completeness and line of kelompok", time.perf_counter() - started, called)
        _say("ranking: decided and published", await _decide(dsn, "peringkat", processes), called)


async def _import(dsn: str, numbers: list[str]) -> None:
    isi = ("peserta,kehadiran,twk,tiu,tkp\n" + "".join(f"{number},HADIR,65,80,166\n" for number in numbers)).encode()
    kiriman = BerkasNilai("cpns-2024", "bench.csv", JenisUjian.SKD, Mode.TOLAK, len(numbers), hashlib.sha256(isi).hexdigest(), isi)

    async def baca(bagian: Mapping[str, Sequence[BagianSkb]]) -> NilaiTerbaca:
        return await in_child(baca_nilai, kiriman, ATURAN, bagian)

    async with create_pool(dsn, application_name="bench", min_size=1) as pool:
        started = time.perf_counter()
        await impor(pool, kiriman, baca)
        _say("score file taken and published", time.perf_counter() - started, len(numbers))


def _say(what: str, seconds: float, count: int) -> None:
    print(f"{what}: {seconds:.1f} s for {count:,} ({count / seconds:,.0f}/s)", flush=True)


async def main(people: int, processes: int) -> None:
    """Measure on a server of our own."""
    DATA.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=DATA) as folder, Postgres(Path(folder)) as server:
        dsn = server.create_database("bench")
        await apply(dsn, migrations_of("penilaian"))
        numbers = await _fill(dsn, people)
        await _close(dsn, numbers, processes)
        other = server.create_database("bench_berkas")
        await apply(other, migrations_of("penilaian"))
        await _import(other, numbers[:100_000])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peserta", type=int, default=500_000)
    parser.add_argument("--proses", type=int, default=3)
    parser.add_argument("--kerja", choices=("skd", "peringkat"))
    arguments = parser.parse_args()
    if arguments.kerja:
        asyncio.run(work(os.environ["DSN"], arguments.kerja))
    else:
        asyncio.run(main(arguments.peserta, arguments.proses))
