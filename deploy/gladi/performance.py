"""One performance: the season, the faults beside it, the results, the invariants, the report."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from time import monotonic

import aiohttp
from rich.console import Console

from deploy.gladi.concurrency import beside
from deploy.gladi.doors import Doors
from deploy.gladi.faults import FaultPlan, Faults
from deploy.gladi.hasil import fetch, write
from deploy.gladi.invarian import Perkara, check, gather
from deploy.gladi.lag import watch_lag
from deploy.gladi.musim import Musim, play
from deploy.gladi.people import AUDITOR, People
from deploy.gladi.place import Place
from deploy.gladi.plan import Plan, Tools
from deploy.gladi.progress import Board
from deploy.gladi.summary import Machines, Report, for_minister, for_operator, print_report
from shared.arsip.pintu import PintuHttp, waktu
from shared.arsip.tulis import tulis

_REPORT_WIDTH = 120


async def perform(
    plan: Plan, place: Place, fault_plan: FaultPlan, console: Console, *, folder: Path, seconds_ready: float, arsip: bool
) -> bool:
    """Play the season and write `ringkasan.json`, `hasil.ndjson` and `laporan.txt` to `folder`.

    With `arsip` also `arsip.ndjson` (docs/arsip.md). Returns whether every invariant holds and every fault that was asked for was made.
    """
    board, faults = Board(console), Faults(fault_plan, plan.seed)
    async with (
        People(place.issuer, place.accounts) as people,
        Doors(place.urls, people, musim=plan.musim) as doors,
        beside(watch_lag(place.urls, people, board)),
    ):
        tools = Tools(plan, doors, board, place.bus)
        started = monotonic()
        with board.progress:
            async with _faults(faults, place, board):
                musim = await play(tools)
            seconds_played = monotonic() - started
            perkara, digest = await _results(tools, musim, folder)
            if arsip:
                await _archive(tools, people, place, folder)
        temuan = await asyncio.to_thread(check, perkara)
    supervisor = None if place.stack is None else place.stack.supervisor
    machines = Machines(
        stages=board.finished,
        delays=musim.pengunduran.delays,
        max_lag=board.max_lag,
        retries=doors.retries,
        restarts={} if supervisor is None else supervisor.restarts(),
        peak_memory={} if supervisor is None else supervisor.peak_rss_mb(),
        peak_total=0.0 if supervisor is None else supervisor.peak_total_mb(),
        faults=faults,
        seconds_ready=seconds_ready,
        seconds_played=seconds_played,
    )
    await asyncio.to_thread(_report, console, folder, Report(perkara, machines, temuan, digest))
    return all(one.terpenuhi for one in temuan) and not faults.missing


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


async def _results(tools: Tools, musim: Musim, folder: Path) -> tuple[Perkara, str]:
    async with tools.board.stage("hasil dari empat layanan") as stage:
        hasil = await fetch(tools.doors, musim.peserta.tms)
        digest = await asyncio.to_thread(write, hasil, folder / "hasil.ndjson")
        stage.note(len(hasil.nilai), "peserta")
    async with tools.board.stage("bukti dari semua topik") as stage:
        perkara = await gather(tools, musim, hasil, lambda topic, count: stage.show(count, count, topic))
        stage.note(sum(content.records for content in perkara.evidence.topics.values()), "peristiwa")
    return perkara, digest


async def _archive(tools: Tools, people: People, place: Place, folder: Path) -> None:
    """Write the season's archive over the one of an earlier performance."""
    path = folder / "arsip.ndjson"
    path.unlink(missing_ok=True)
    async with tools.board.stage("arsip musim") as stage, aiohttp.ClientSession(timeout=waktu()) as session:
        alamat = {service: urls[0] for service, urls in place.urls.items()}
        written = await tulis(PintuHttp(session, alamat, partial(people.header, AUDITOR)), path)
        stage.note(written.baris, "baris", f"manifes {written.manifes_sha256[:12]}…")


def _report(console: Console, folder: Path, report: Report) -> None:
    perkara, machines, temuan, digest = report
    print_report(console, report)
    text = io.StringIO()
    print_report(Console(file=text, width=_REPORT_WIDTH), report)
    (folder / "laporan.txt").write_text(text.getvalue(), encoding="utf-8")
    plan = perkara.musim.plan
    written = {
        "musim": plan.musim,
        "seed": plan.seed,
        "acak": plan.shuffle_seed,
        "aturan": plan.aturan,
        "mode_pengisian": perkara.musim.penempatan.mode,
        "ringkasan": for_minister(perkara),
        "operator": for_operator(perkara, machines),
        "tahap": [{"nama": one.name, "detik": round(one.seconds, 3), "banyak": one.count} for one in machines.stages],
        "invarian": [
            {"nomor": one.nomor, "nama": one.nama, "terpenuhi": one.terpenuhi, "pelanggaran": one.pelanggaran[:100]} for one in temuan
        ],
        "topik": {name: content.unique for name, content in perkara.evidence.topics.items()},
        "gangguan": {
            "proses": dict(sorted(machines.faults.processes.items())),
            "broker": {str(nomor): count for nomor, count in sorted(machines.faults.brokers.items())},
            "kurang": machines.faults.missing,
        },
        "sha256": digest,
    }
    (folder / "ringkasan.json").write_text(json.dumps(written, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
