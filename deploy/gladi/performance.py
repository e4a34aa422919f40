"""One performance: the seasons, the faults beside them, the results, the invariants, the report."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from time import monotonic

import aiohttp
from rich.console import Console

from deploy.gladi.answers import Peserta, lines_as
from deploy.gladi.concurrency import beside
from deploy.gladi.doors import PENDAFTARAN, Doors
from deploy.gladi.evidence import Evidence
from deploy.gladi.failures import RuleBroken
from deploy.gladi.faults import FaultPlan, Faults
from deploy.gladi.hasil import fetch, write
from deploy.gladi.invarian import Antar, Perkara, Played, check, check_across, gather
from deploy.gladi.lag import watch_lag
from deploy.gladi.musim import Musim, Pertemuan, play
from deploy.gladi.people import AUDITOR, People
from deploy.gladi.place import Place
from deploy.gladi.plan import Plan, Tools
from deploy.gladi.progress import Board
from deploy.gladi.report import publish
from deploy.gladi.summary import Machines, Outcome, Report
from shared.arsip.pintu import PintuHttp, waktu
from shared.arsip.tulis import tulis


async def perform(
    plans: Sequence[Plan], place: Place, fault_plan: FaultPlan, console: Console, *, folder: Path, seconds_ready: float, arsip: bool
) -> bool:
    """Play the seasons and write `ringkasan.json` and `laporan.txt` to `folder`, and what `_results` writes of each.

    Returns whether every invariant holds and every fault that was asked for was made.
    """
    board, faults = Board(console), Faults(fault_plan, plans[0].seed)
    async with AsyncExitStack() as opened:
        people = await opened.enter_async_context(People(place.issuer, place.accounts))
        tools = [Tools(plan, await opened.enter_async_context(_doors(plan, place, people)), board, place.bus) for plan in plans]
        await opened.enter_async_context(beside(watch_lag(place.urls, people, board)))
        started = monotonic()
        with board.progress:
            async with _faults(faults, place, board):
                seasons = await play(pertemuan := Pertemuan(tools, place.clock))
            seconds_played = monotonic() - started
            cases, digests, others = await _results(tools, seasons, folder)
            if arsip:
                for each, digest in zip(tools, digests, strict=True):
                    await _archive(each, people, place, digest, _folder(folder, each.plan))
        people_of = await _people_of(tools)
        across = check_across(Antar(cases, people_of, others, pertemuan.dicoba, pertemuan.ditolak))
        outcomes = [Outcome(one, await asyncio.to_thread(check, one), digest) for one, digest in zip(cases, digests, strict=True)]
        retries = sum((one.doors.retries for one in tools[1:]), tools[0].doors.retries)
    supervisor = None if place.stack is None else place.stack.supervisor
    machines = Machines(
        stages=board.finished,
        delays=sorted(delay for season in seasons for delay in season.pengunduran.delays),
        max_lag=board.max_lag,
        retries=retries,
        restarts={} if supervisor is None else supervisor.restarts(),
        peak_memory={} if supervisor is None else supervisor.peak_rss_mb(),
        peak_total=0.0 if supervisor is None else supervisor.peak_total_mb(),
        faults=faults,
        seconds_ready=seconds_ready,
        seconds_played=seconds_played,
    )
    report = Report(outcomes, machines, others, across, pertemuan.ditolak)
    await asyncio.to_thread(publish, console, folder, report)
    return report.sound and not faults.missing


def _doors(plan: Plan, place: Place, people: People) -> Doors:
    return Doors(place.urls, people, musim=plan.musim, beside_others=plan.beside_others)


def _folder(folder: Path, plan: Plan) -> Path:
    """Where the files of one season go: a folder of its own where there are several."""
    own = folder / plan.musim if plan.beside_others else folder
    own.mkdir(parents=True, exist_ok=True)
    return own


@asynccontextmanager
async def _faults(faults: Faults, place: Place, board: Board) -> AsyncIterator[None]:
    """Make faults for as long as the season runs; a fault that cannot be made ends the season."""
    async with asyncio.TaskGroup() as group:
        tasks: list[asyncio.Task[None]] = []
        if faults.plan.processes:
            tasks.append(group.create_task(faults.kill_processes(place.processes_file, board.finished)))
        kafka = None if place.stack is None else place.stack.kafka
        if faults.plan.brokers and kafka is not None:
            tasks.append(group.create_task(faults.kill_brokers(kafka)))
        yield
        for one in tasks:
            one.cancel()


async def _results(tools: Sequence[Tools], seasons: Sequence[Musim], folder: Path) -> tuple[list[Perkara], list[str], Evidence]:
    """Read what came of each season, write its `hasil.ndjson`, and read all topics; returns the cases and the digests."""
    played: list[Played] = []
    digests: list[str] = []
    for each, season in zip(tools, seasons, strict=True):
        async with each.stage("hasil dari empat layanan") as stage:
            hasil = await fetch(each.doors, season.peserta.tms, each.plan.ragam.jenis)
            digests.append(await asyncio.to_thread(write, hasil, _folder(folder, each.plan) / "hasil.ndjson"))
            stage.note(len(season.peserta.nomor), "peserta")
        played.append(Played(each, season, hasil))
    async with tools[0].board.stage("bukti dari semua topik") as stage:
        cases, others = await gather(played, tools[0].bus, lambda topic, count: stage.show(count, count, topic))
        found = [others, *(one.evidence for one in cases)]
        stage.note(sum(content.records for evidence in found for content in evidence.topics.values()), "peristiwa")
    return cases, digests, others


async def _people_of(tools: Sequence[Tools]) -> dict[str, list[tuple[str, str | None]]]:
    """By season, NIK and participant number of every application, as pendaftaran lists them now; nothing where there is one season only."""
    if len(tools) == 1:
        return {}
    read = lines_as(Peserta)
    people: dict[str, list[tuple[str, str | None]]] = {}
    for each in tools:
        listed = await each.doors.read(PENDAFTARAN, "/v1/peserta.ndjson", read)
        people[each.plan.musim] = [(one.nik, one.peserta) for one in listed]
    return people


async def _archive(tools: Tools, people: People, place: Place, digest: str, folder: Path) -> None:
    """Write the season's archive (docs/arsip.md) over the one of an earlier performance.

    Raises:
        RuleBroken: it says another digest of the season.
    """
    path = folder / "arsip.ndjson"
    path.unlink(missing_ok=True)
    musim = tools.plan.musim if tools.plan.beside_others else None
    async with tools.stage("arsip musim") as stage, aiohttp.ClientSession(timeout=waktu()) as session:
        alamat = {service: urls[0] for service, urls in place.urls.items()}
        written = await tulis(PintuHttp(session, alamat, partial(people.header, AUDITOR), musim), path)
        stage.note(written.baris, "baris", f"manifes {written.manifes_sha256[:12]}…")
    if written.hasil_sha256 != digest:
        raise RuleBroken(f"the archive of {tools.plan.musim} says {written.hasil_sha256}, the results {digest}")
