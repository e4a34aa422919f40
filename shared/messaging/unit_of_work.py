"""One transaction in which state, events and consumed offsets become true together, or not at all."""

import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import NamedTuple

import asyncpg

from shared.contracts.envelope import Meta, body
from shared.contracts.event import Event
from shared.db import Conn
from shared.messaging.bell import CHANNEL as WAKE_CHANNEL

OUTBOX_CHANNEL = "messaging_outbox"
_COPY_FROM = 200  # from about here COPY beats a prepared unnest insert


class OutboxRow(NamedTuple):
    """One event on its way out; the fields are the columns of `messaging.outbox` beside the id."""

    topic: str
    key: str
    subject: str
    sequence: int
    event_id: str
    occurred_at: str
    correlation_id: str
    causation_id: str | None
    payload: bytes


OUTBOX_COLUMNS = ", ".join(OutboxRow._fields)
_KINDS = {"sequence": "bigint", "payload": "bytea"}
_ARRAYS = ", ".join(f"${n}::{_KINDS.get(name, 'text')}[]" for n, name in enumerate(OutboxRow._fields, start=1))
_INSERT = f"""
    insert into messaging.outbox ({OUTBOX_COLUMNS})
    select {OUTBOX_COLUMNS} from unnest({_ARRAYS}) with ordinality as r ({OUTBOX_COLUMNS}, n) order by n
"""  # noqa: S608 - the names are ours


class Change(NamedTuple):
    """What a use case tells the record of acts of the act in hand.

    Attributes:
        about: names and values of what it was done to, as far as the address does not say it; never a NIK or a person's name.
        before: SHA-256 of the state before.
        after: SHA-256 of the state after.
    """

    about: Mapping[str, str]
    before: bytes | None
    after: bytes | None


class UnitOfWork:
    """The open transaction (`conn`) and the events it will publish.

    Nothing is sent from here: `emit` writes to the outbox when the transaction commits, and the relay sends what was committed.
    """

    def __init__(self, conn: Conn, *, correlation_id: str | None = None) -> None:
        """Collect events on `conn`, whose transaction the caller opens and ends."""
        self.conn = conn
        self.change: Change | None = None
        self._id = str(uuid.uuid4())
        self._correlation_id = correlation_id or self._id
        self._now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        self._rows: list[OutboxRow] = []
        self._emitted = 0
        self._wakes = False

    def emit(self, event: Event, *, sequence: int, cause: Meta | None = None) -> None:
        """Publish `event` if this transaction commits.

        Args:
            event: the fact.
            sequence: its number among the facts of its topic about its subject, from 1.
            cause: the received event it follows from; hands on the correlation id.

        Raises:
            ValueError: the body is larger than a broker accepts.
        """
        self._emitted += 1
        self._rows.append(
            OutboxRow(
                topic=type(event).topic.name,
                key=event.key,
                subject=event.subject,
                sequence=sequence,
                event_id=f"{self._id}.{self._emitted}",
                occurred_at=self._now,
                correlation_id=cause.correlation_id if cause else self._correlation_id,
                causation_id=cause.id if cause else None,
                payload=body(event),
            )
        )

    def wake(self) -> None:
        """Have every `Worker` on this database look for work when this commits."""
        self._wakes = True

    def changed(self, *, before: bytes | None = None, after: bytes | None = None, **about: str) -> None:
        """Tell the record of acts more than the request says; see `Change`. Without a request nobody listens.

        A later call adds to what was told, and replaces what it says anew.
        """
        told = self.change or Change({}, None, None)
        self.change = Change({**told.about, **about}, before or told.before, after or told.after)

    def forget(self) -> None:
        """Drop what was emitted since the last `flush`; the savepoint it belonged to was rolled back."""
        self._rows.clear()

    async def flush(self) -> None:
        """Write the collected events to the outbox, in the order in which they were emitted.

        Raises:
            asyncpg.InFailedSQLTransactionError: an SQL error was caught and hidden; PostgreSQL would silently roll back instead of commit.
        """
        rows, self._rows = self._rows, []
        if len(rows) >= _COPY_FROM:
            await self.conn.copy_records_to_table("outbox", schema_name="messaging", columns=OutboxRow._fields, records=rows)
        elif rows:
            await self.conn.execute(_INSERT, *zip(*rows, strict=True))
        # Hints only: relay and workers look now and then without them.
        channels = [OUTBOX_CHANNEL] * bool(rows) + [WAKE_CHANNEL] * self._wakes
        await self.conn.execute("; ".join(f"notify {channel}" for channel in channels) or "select")


@asynccontextmanager
async def unit_of_work(pool: asyncpg.Pool, *, correlation_id: str | None = None) -> AsyncIterator[UnitOfWork]:
    """Open a transaction on a pooled connection; commit at the end and wake the workers, roll back on any exception."""
    async with pool.acquire() as conn, conn.transaction():
        uow = UnitOfWork(conn, correlation_id=correlation_id)
        yield uow
        uow.wake()
        await uow.flush()
