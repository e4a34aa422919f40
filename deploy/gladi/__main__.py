"""`python -m deploy.gladi`: play a whole season, print what came of it, fail when an invariant does."""

import asyncio
import signal
import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.markup import escape

from deploy.gladi.failures import SeasonFailed
from deploy.gladi.faults import FaultPlan
from deploy.gladi.performance import perform
from deploy.gladi.place import Place, own_stack, running_stack
from deploy.gladi.programme import Programme, rule_sets
from deploy.lokal.folders import CHECKOUT
from deploy.lokal.process import ChildFailed

A = TypeVar("A")
T = TypeVar("T")

# So many are through in a minute; with more, the broker's time to become quick pays.
BRIEF_PEOPLE = 50_000

console = Console()


def main(
    *,
    formasi: Annotated[
        list[str] | None, typer.Option(envvar="FORMASI", help="Files of posts in SSCASN columns; none: invented posts.")
    ] = None,
    banyak_formasi: Annotated[int, typer.Option(help="How many posts to invent.")] = 500,
    pelamar: Annotated[int, typer.Option(envvar="PELAMAR", min=100, help="Applicants.")] = 20_000,
    seed: Annotated[int, typer.Option(envvar="SEED", help="Decides everything that is invented.")] = 1,
    acak: Annotated[int, typer.Option(help="Decides the order in which things are sent; must not change the outcome.")] = 0,
    nodes: Annotated[int, typer.Option(envvar="NODES", help="Kafka nodes, 1 or 3.")] = 1,
    replika: Annotated[int, typer.Option(envvar="REPLIKA", help="Processes of each service.")] = 1,
    aturan: Annotated[str, typer.Option(envvar="ATURAN", help="Rule set.")] = "cpns-2024",
    musim: Annotated[str, typer.Option(envvar="MUSIM", help="Rule sets of the seasons to play at once, by commas; replaces ATURAN.")] = "",
    persetujuan: Annotated[
        bool, typer.Option(envvar="PERSETUJUAN", help="Fill empty seats only where people said beforehand that they would go.")
    ] = False,
    jadwal: Annotated[
        bool | None, typer.Option(help="Extend the registration of the first season by its calendar; so it is where several are played.")
    ] = None,
    naik_aturan: Annotated[
        bool | None, typer.Option(help="Raise the version of the rule sets after the placing; so it is where several are played.")
    ] = None,
    keluaran: Annotated[Path, typer.Option(envvar="KELUARAN", help="Folder for the outputs.")] = CHECKOUT / "keluaran",
    stack: Annotated[Path | None, typer.Option(help="stack.json of a running stack, instead of one of our own.")] = None,
    gangguan_proses: Annotated[int, typer.Option(help="Kill services and relays, at least so many.")] = 0,
    gangguan_broker: Annotated[int, typer.Option(help="Kill each broker at least so often; needs three nodes.")] = 0,
    jeda: Annotated[float, typer.Option(help="Seconds between kills.")] = 3.0,
    arsip: Annotated[bool, typer.Option(help="Write the season's archive as well: arsip.ndjson.")] = False,
) -> None:
    """Play a selection season through the front doors."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    started = monotonic()

    def log(message: str) -> None:
        console.print(f"[dim]{monotonic() - started:6.1f} s[/]  {escape(message)}", highlight=False, soft_wrap=True)

    if gangguan_broker and (stack is not None or nodes < 2):
        raise typer.BadParameter("brokers can be killed only in a stack of our own with three nodes (--nodes 3)")
    sets = _refusing(rule_sets, musim or aturan)
    several = len(sets) > 1 and stack is None
    calendar, raises = (several if said is None else said for said in (jadwal, naik_aturan))
    programme = Programme(sets, seed, acak, pelamar, persetujuan, calendar, raises)
    if formasi and len(programme.rule_sets) > 1:
        raise typer.BadParameter("files of posts (FORMASI) are those of a single season; the posts of several are invented")
    given = {Path(name).name: _content(name) for name in formasi or ()}
    own = partial(own_stack, programme, nodes=nodes, replicas=replika, brief=pelamar <= BRIEF_PEOPLE, log=log)
    where = nullcontext(_refusing(running_stack, stack)) if stack else own()
    folder = keluaran / programme.folder
    folder.mkdir(parents=True, exist_ok=True)
    failed: list[str] = []
    try:
        with where as place:
            if stack:
                programme = _on(place, programme)
            plans = list(programme.plans(given, banyak_formasi, log))
            fault_plan = FaultPlan(gangguan_proses, gangguan_broker, jeda)
            seconds_ready = monotonic() - started
            if not asyncio.run(perform(plans, place, fault_plan, console, folder=folder, seconds_ready=seconds_ready, arsip=arsip)):
                raise typer.Exit(1)
    except* (SeasonFailed, ChildFailed) as error:
        failed.extend(_causes(error))
    if failed:
        console.print("\n".join(f"[red]gagal:[/] {escape(sentence)}" for sentence in failed), highlight=False, soft_wrap=True)
        raise typer.Exit(2)


def _on(place: Place, programme: Programme) -> Programme:
    """The programme on a stack that runs already, whose first season is there."""
    programme = replace(programme, rule_sets=(place.aturan, *programme.rule_sets[1:]))
    if place.musim != programme.first and (programme.consent or len(programme.rule_sets) > 1):
        raise typer.BadParameter(f"an act on the first season needs a stack that was started with MUSIM={programme.first}")
    return programme


def _refusing(read: Callable[[A], T], said: A) -> T:
    """What `read` makes of an option; its refusal is one of the command line."""
    try:
        return read(said)
    except ValueError as refused:
        raise typer.BadParameter(str(refused)) from refused


def _content(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"FORMASI={name}: {error.strerror}") from error


def _causes(error: BaseExceptionGroup[SeasonFailed | ChildFailed]) -> list[str]:
    """The sentences of the single failures."""
    sentences: list[str] = []
    for one in error.exceptions:
        sentences += _causes(one) if isinstance(one, BaseExceptionGroup) else [f"{type(one).__name__}: {one}"]
    return sentences


if __name__ == "__main__":
    typer.run(main)
