"""Where the season is played: a stack of our own, or one that runs already."""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from deploy.gladi.clock import Clock
from deploy.gladi.invented.orang import HARI_PENUTUPAN
from deploy.gladi.programme import Programme
from deploy.gladi.raised import write_raised
from deploy.gladi.topics import Bus
from deploy.lokal.bus import REHEARSAL
from deploy.lokal.folders import DATA
from deploy.lokal.penerbit.__main__ import DEVELOPMENT, ENVIRONMENT
from deploy.lokal.penerbit.accounts import Accounts
from deploy.lokal.stack import Stack, StackSettings
from shared.messaging import Access


@dataclass(frozen=True, slots=True)
class Place:
    """How to reach the services, and as whom.

    Attributes:
        aturan: rule set of the season that it began with.
        musim: code of that season; None where nobody said.
        stack, clock: there exactly when it is our own.
    """

    urls: Mapping[str, Sequence[str]]
    issuer: str
    accounts: Accounts
    bus: Bus
    processes_file: Path
    aturan: str
    musim: str | None = None
    stack: Stack | None = None
    clock: Clock | None = None


def running_stack(file: Path) -> Place:
    """Read the `stack.json` of a running stack.

    Raises:
        ValueError: the stack judges ages by today, and the people of the season are as old as the law asks on one day of the past only.
    """
    stack = json.loads(file.read_text(encoding="utf-8"))
    if stack.get("tanggal_acuan_usia") != HARI_PENUTUPAN.isoformat():
        raise ValueError(f"the stack must judge ages by the day of the season; start it with TANGGAL_ACUAN_USIA={HARI_PENUTUPAN}")
    bus = Bus(stack["bootstrap_servers"], stack["topic_prefix"], _access(stack["bus"], stack["topic_prefix"] + REHEARSAL))
    accounts = Accounts(stack["account_secret"])
    return Place(stack["urls"], stack["issuer"], accounts, bus, Path(stack["processes"]), stack["aturan"], stack.get("musim"))


def _access(bus: Mapping[str, Any], account: str) -> Access:
    """As the rehearsal's own account; as the environment says where the stack gave none."""
    if not bus:
        return Access()
    password = Path(bus["password_files"][REHEARSAL])
    return Access.given(security_protocol=bus["security_protocol"], sasl_username=account, sasl_password_file=password)


def _environment(programme: Programme) -> dict[str, str]:
    """The first season, and what makes it give the same numbers and ages on every day; the key guards invented people only."""
    return {
        "MUSIM": programme.first,
        "PSEUDONYM_KEY": sha256(f"gladi/{programme.name}".encode()).hexdigest(),
        "TANGGAL_ACUAN_USIA": HARI_PENUTUPAN.isoformat(),
    }


@contextmanager
def own_stack(programme: Programme, *, nodes: int, replicas: int, brief: bool, log: Callable[[str], None]) -> Iterator[Place]:
    """Start a stack in a fresh folder and end it afterwards; the folder stays only when the season failed, for its logs.

    Args:
        programme: what will be played.
        nodes: Kafka nodes.
        replicas: processes of each service.
        brief: whether the season will take a minute or so.
        log: is told what happens.
    """
    folder = DATA / "gladi" / f"{programme.folder}-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    clock = Clock(folder / "jam")
    aturan = programme.rule_sets[0]
    for name in programme.rule_sets:
        write_raised(name, folder / "aturan")
    rehearsal = {"GESER_JAM": str(clock.file), ENVIRONMENT: DEVELOPMENT, "ATURAN_TAMBAHAN": str(folder / "aturan")}
    env = _environment(programme) | rehearsal
    settings = StackSettings(folder=folder, nodes=nodes, replicas=replicas, brief=brief, aturan=aturan, env=env)
    try:
        with Stack(settings, log=log) as stack:
            bus = Bus(stack.bootstrap_servers, settings.topic_prefix, stack.bus.access(REHEARSAL))
            processes = stack.supervisor.processes_file
            yield Place(stack.urls, stack.issuer, stack.accounts, bus, processes, aturan, programme.first, stack, clock)
    except BaseException:
        log(f"logs stay in {folder.relative_to(DATA.parent)}")
        raise
    shutil.rmtree(folder, ignore_errors=True)
