"""A write behind the door of the policy, with its row in the record of acts, against the same write without either.

Both routes are served by one process, which also links the rows, as a service does. Sides are measured in turn.
"""

import asyncio
import os
import platform
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Annotated

import aiohttp
import asyncpg
import orjson
import psutil  # type: ignore[import-untyped]
import uvicorn
import uvloop
from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from deploy.lokal.ports import free_ports
from deploy.lokal.postgres import Postgres
from shared.db import create_pool
from shared.db.migrate import apply, migrations_of
from shared.jejak.jobs import chain
from shared.kebijakan import Diizinkan, Peran
from shared.messaging import UnitOfWork, Worker
from shared.observability import configure_logging
from shared.web import Sekali
from shared.web.door import Door
from shared.web.identitas import Wewenang, milik_kelompok
from tests.bench.messaging import Pair
from tests.support.http import app_of, listening
from tests.support.messaging import exam
from tests.support.penerbit import Penerbit, bearer, identity_of

CONNECTIONS = 16
SIDES = ("ours", "twin")


@dataclass(frozen=True, slots=True)
class Found:
    """Requests a second of both sides by round, and microseconds of the server's processor for each request."""

    pairs: Sequence[Pair]
    ours_cpu: float
    twin_cpu: float


class Isian(BaseModel):
    """What is sent: some fields, as a form has them."""

    alasan: str
    sumber: str
    baris: list[int]


class Diterima(BaseModel):
    """What is answered."""

    nomor: int
    alasan: str


router = APIRouter()


async def _write(uow: UnitOfWork, isian: Isian) -> Diterima:
    """State and an event, as any write of a service has them."""
    number = int(await uow.conn.fetchval("insert into bench (isi) values ($1) returning nomor", isian.alasan))
    uow.emit(exam(f"24{number:015d}"), sequence=1)
    return Diterima(nomor=number, alasan=isian.alasan)


@router.post("/ours/{kelompok}", status_code=201, response_model=Diterima)
async def ours(sekali: Sekali, izin: Annotated[Diizinkan, Depends(Wewenang("koreksi.usul", milik_kelompok))], isian: Isian) -> Response:
    """As every write of a service is."""
    return await sekali(lambda uow: _write(uow, isian), Diterima)


@router.post("/twin/{kelompok}", status_code=201, response_model=Diterima)
async def twin(sekali: Sekali, kelompok: str, isian: Isian) -> Response:
    """The same without a token to check, a policy to ask and a row to write."""
    return await sekali(lambda uow: _write(uow, isian), Diterima)


async def _serve(dsn: str, port: int) -> None:
    penerbit = Penerbit()
    app = app_of(router)
    app.state.identity = identity_of(penerbit)
    config = uvicorn.Config(app, http=Door, ws="none", lifespan="off", log_config=None, access_log=False, server_header=False)
    job = chain()
    async with create_pool(dsn, application_name="bench") as pool:
        app.state.pool = pool
        worker = Worker(pool, name=job.name, step=job.step, on_fatal=_fatal, poll_seconds=job.poll_seconds)
        await worker.start()
        # Whoever knocks while the server starts waits in the backlog.
        listener = listening(port)
        print(penerbit.petugas(Peran.PANITIA_INSTANSI, instansi="0001"), flush=True)
        await uvicorn.Server(config).serve(sockets=[listener])
        await worker.stop()


def _fatal(error: BaseException) -> None:
    sys.exit(repr(error))


async def measure(postgres: Postgres, *, requests: int, rounds: int) -> Found:
    """Both sides in turn, so that a slow minute of the machine hits both; the first round is thrown away."""
    dsn = postgres.create_database("bench_acts")
    await apply(dsn, migrations_of("penilaian"))
    port = free_ports(1)[0]
    conn: asyncpg.Connection = await asyncpg.connect(dsn)
    await conn.execute("create table bench (nomor bigint generated always as identity primary key, isi text)")
    served = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.acts", dsn, str(port), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        assert served.stdout is not None
        token = (await served.stdout.readline()).decode().strip()
        process = psutil.Process(served.pid)
        rates: dict[str, list[float]] = {side: [] for side in SIDES}
        spent = dict.fromkeys(SIDES, 0.0)
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}", headers=bearer(token)) as session:
            for number in range(rounds + 1):
                for side in SIDES if number % 2 else reversed(SIDES):
                    before, began = process.cpu_times(), time.perf_counter()
                    await _send(session, side, requests, number)
                    took = time.perf_counter() - began
                    # What waits for its link belongs to whoever wrote it.
                    await _linked(conn)
                    after = process.cpu_times()
                    if number:
                        rates[side].append(requests / took)
                        spent[side] += after.user + after.system - before.user - before.system
        await _check(conn, requests * (rounds + 1))
    finally:
        served.terminate()
        await served.wait()
        await conn.close()
    cpu = {side: 1e6 * spent[side] / (rounds * requests) for side in SIDES}
    return Found([Pair(*pair) for pair in zip(rates["ours"], rates["twin"], strict=True)], cpu["ours"], cpu["twin"])


async def _send(session: aiohttp.ClientSession, side: str, requests: int, number: int) -> None:
    body = orjson.dumps({"alasan": "Nilai keliru terbaca dari berkas", "sumber": "BA-17", "baris": list(range(40))})
    left = iter(range(requests))

    async def one_after_the_other() -> None:
        for each in left:
            headers = {"Idempotency-Key": f"{side}-{number}-{each:08}", "Content-Type": "application/json"}
            async with session.post(f"/{side}/0001-AN", data=body, headers=headers) as answer:
                if answer.status != 201:
                    raise RuntimeError(f"{side} answered {answer.status}: {await answer.text()}")
                await answer.read()

    await asyncio.gather(*(one_after_the_other() for _ in range(CONNECTIONS)))


async def _linked(conn: asyncpg.Connection) -> None:
    while await conn.fetchval("select exists (select from jejak.antrean)"):  # noqa: ASYNC110 - a bench, and there is no event to wait for
        await asyncio.sleep(0.02)


async def _check(conn: asyncpg.Connection, each: int) -> None:
    """An honest end: both sides wrote what they answered, and only one of them was written down."""
    found = [
        await conn.fetchval(f"select count(*) from {table}") for table in ("bench", "messaging.outbox", "jejak.catatan", "jejak.rantai")
    ]
    if found != [2 * each, 2 * each, each, each]:
        raise RuntimeError(f"wrote {found} for {each} requests a side")


METHOD = """
One process serves two routes that do the same: an idempotency key, a JSON body of three fields, a row, an event in the outbox, one
transaction, a stored answer. One of them checks a bearer token, asks the policy table and writes the act into the record of acts, whose
rows the same process links into the chain; the other does none of this. A client on 16 connections asks both in turn, and after each
turn waits, untimed, until all rows are linked; the processor time of the server counts that too. Every run checks what was written.
"""


def render(found: Found, *, requests: int, rounds: int) -> str:
    """The report in Markdown."""
    ratios = [pair.ratio for pair in found.pairs]
    ours, twin = (f"{median(getattr(pair, side) for pair in found.pairs):,.0f}" for side in SIDES)
    ratio = f"{median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
    cpu = f"{found.ours_cpu:,.0f} µs with, {found.twin_cpu:,.0f} µs without (ratio {found.twin_cpu / found.ours_cpu:.2f})"
    lines = [
        "# A write with identity and record, measured against the same write without",
        "",
        f"{requests:,} requests a turn, {rounds} turns of each side; {os.cpu_count()} cores shared by client, server",
        f"and database on loopback; Python {platform.python_version()}, PostgreSQL 18 with fsync.",
        "",
        "| what | with, requests/s | without, requests/s | ratio (median; min to max) | wanted |",
        "|---|---|---|---|---|",
        f"| POST with token check, policy and record of acts | {ours} | {twin} | {ratio} | 0.80 |",
        "",
        f"Processor time of the server for one request: {cpu}.",
        "",
        "## Method",
        "",
        *METHOD.strip().splitlines(),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    configure_logging("bench")
    uvloop.run(_serve(sys.argv[1], int(sys.argv[2])))
