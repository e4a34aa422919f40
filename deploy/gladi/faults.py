"""Faults on purpose: services and relays are killed at random, brokers one after another, while the season goes on."""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import monotonic

import orjson
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from deploy.gladi.failures import NotHealed
from deploy.gladi.invented import Draws
from deploy.gladi.progress import Stage
from deploy.lokal.kafka import KafkaCluster
from shared.contracts.catalogue import TOPICS

_SPARED = ("kafka", "postgres")
_POLL_SECONDS = 0.5
# A quick machine plays the season in fewer pauses than kills: those that are due by so many stages do not wait.
_STAGES = 8
_SHORTEST_PAUSE = 0.5
_HEAL_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class FaultPlan:
    """What to break.

    Attributes:
        processes: kills of service and relay processes that the season must survive, at least.
        brokers: kills of each broker, at least.
        pause: seconds between two kills of processes, at most, and between a broker's return and the next kill.
    """

    processes: int = 0
    brokers: int = 0
    pause: float = 3.0


@dataclass(slots=True)
class Faults:
    """What was broken so far."""

    plan: FaultPlan
    seed: int
    processes: Counter[str] = field(default_factory=Counter)
    brokers: Counter[int] = field(default_factory=Counter)

    @property
    def missing(self) -> list[str]:
        """What the season was too short for."""
        missing = []
        if self.processes.total() < self.plan.processes:
            missing.append(f"only {self.processes.total()} of {self.plan.processes} processes were killed")
        if self.plan.brokers and (not self.brokers or min(self.brokers.values()) < self.plan.brokers):
            missing.append(f"brokers were killed {dict(sorted(self.brokers.items()))} times, {self.plan.brokers} each were asked for")
        return missing

    async def kill_processes(self, listing: Path, finished: Sequence[Stage]) -> None:
        """SIGKILL one service or relay of `processes.json` every `pause` seconds until cancelled; sooner where `finished` asks for it."""
        for turn in count():
            await self._until_due(finished)
            processes: dict[str, int] = orjson.loads(await asyncio.to_thread(listing.read_bytes))
            targets = sorted(name for name in processes if not name.startswith(_SPARED))
            if not targets:
                continue
            name = Draws(self.seed, "gangguan-proses", turn).choose(targets)
            with suppress(ProcessLookupError):
                os.kill(processes[name], signal.SIGKILL)
                self.processes[name] += 1

    async def _until_due(self, finished: Sequence[Stage]) -> None:
        """Wait for the pause, or no longer than the season lets us: its first `_STAGES` stages share the kills among them."""
        since = monotonic()
        while (waited := monotonic() - since) < self.plan.pause:
            if waited >= _SHORTEST_PAUSE and self.processes.total() * _STAGES < self.plan.processes * (len(finished) + 1):
                return
            await asyncio.sleep(min(_POLL_SECONDS, self.plan.pause) / 5)

    async def kill_brokers(self, kafka: KafkaCluster) -> None:
        """SIGKILL and restart the brokers one after another until cancelled; the next only when the cluster is whole again.

        Raises:
            NotHealed: it was not within `_HEAL_SECONDS`.
        """
        nodes = sorted(kafka.pids())
        self.brokers.update(dict.fromkeys(nodes, 0))
        turn = 0
        while True:
            node = nodes[turn % len(nodes)]
            await asyncio.sleep(self.plan.pause)
            try:
                await asyncio.to_thread(kafka.kill_node, node)
                self.brokers[node] += 1
                await asyncio.sleep(self.plan.pause)
            finally:  # the season may end while a broker is down: it comes back all the same
                await asyncio.to_thread(kafka.start_node, node)
            await _until_whole(kafka.operator.options(kafka.bootstrap_servers))
            turn += 1


async def _until_whole(way: Mapping[str, object]) -> None:
    deadline = monotonic() + _HEAL_SECONDS
    while not await _whole(way):
        if monotonic() > deadline:
            raise NotHealed(f"the cluster was not whole {_HEAL_SECONDS:.0f} s after a broker came back")
        await asyncio.sleep(_POLL_SECONDS)


async def _whole(way: Mapping[str, object]) -> bool:
    """Whether every replica of every topic is in sync."""
    admin = AIOKafkaAdminClient(**way)
    try:
        await admin.start()
        topics = await admin.describe_topics()
    except (KafkaError, OSError):
        return False
    else:
        ours = [described for described in topics if str(described["topic"]).endswith(tuple(topic.name for topic in TOPICS))]
        return bool(ours) and all(
            len(partition["isr"]) == len(partition["replicas"]) for described in ours for partition in described["partitions"]
        )
    finally:
        await admin.close()
