"""Looks now and then how far behind the readers are, for metrics and readiness: what does not move must not look well."""

import asyncio
import time
from collections.abc import Collection
from typing import Any

import asyncpg
import structlog

from shared.db import is_transient
from shared.messaging import metrics, operations
from shared.messaging.settings import MessagingSettings
from shared.messaging.subscription import Subscription

log = structlog.get_logger(__name__)


class Watch:
    """The lag of every subscription of a process, and since when it has not moved."""

    def __init__(self, subscriptions: Collection[Subscription[Any]], pool: asyncpg.Pool, settings: MessagingSettings) -> None:
        """Prepare; `run` goes on until it is cancelled."""
        self._subscriptions = subscriptions
        self._pool = pool
        self._settings = settings
        self._seen: dict[str, tuple[object, float]] = {}

    async def run(self) -> None:
        """Look every `watch_seconds`."""
        while True:
            try:
                await self.look()
            except Exception as error:
                if not is_transient(error):
                    raise
                log.warning("watch_failed", error=repr(error))
            await asyncio.sleep(self._settings.watch_seconds)

    async def look(self) -> None:
        """Measure once what was set aside and how far each group is behind."""
        async with self._pool.acquire() as conn:
            aside = await operations.set_aside(conn)
        for subscription in self._subscriptions:
            group = subscription.group
            parked, quarantined = aside.get(group, (0, 0))
            metrics.PARKED_KEYS.labels(group).set(parked)
            metrics.QUARANTINE.labels(group).set(quarantined)
            stands = await subscription.positions.stands()
            metrics.LAG.labels(group).set(sum(max(0, one.end - one.applied) for one in stands.values()))
            moved = {tp: one.applied for tp, one in stands.items()}
            unread = any(one.position < one.end for one in stands.values())
            if group not in self._seen or not unread or subscription.held or self._seen[group][0] != moved:
                self._seen[group] = (moved, time.monotonic())

    def stuck(self) -> str | None:
        """A sentence about a subscription that has unread records and has not moved for `stuck_seconds`."""
        limit = self._settings.stuck_seconds
        for group, (_, since) in self._seen.items():
            if time.monotonic() - since > limit + self._settings.watch_seconds:
                return f"{group} has records to read and has not moved for more than {limit:.0f} s"
        return None
