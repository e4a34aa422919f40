"""From the outbox to the broker: one leader, pages of the oldest rows that still exist, deleted after the broker's ack.

Never "everything after the highest id I saw": ids are handed out before commit, so a row can appear below a row already sent.
"""

import asyncio
from collections.abc import Mapping, Sequence

import asyncpg
import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from shared.contracts.catalogue import BY_NAME, Topic
from shared.contracts.envelope import headers
from shared.db import is_transient
from shared.messaging import metrics
from shared.messaging.connections import mend_connections
from shared.messaging.proof import TopicKey
from shared.messaging.settings import MessagingSettings
from shared.messaging.unit_of_work import OUTBOX_CHANNEL, OUTBOX_COLUMNS, OutboxRow

log = structlog.get_logger(__name__)

_LOCK = (0x0A5B, 0)  # the advisory lock of whoever leads
_PAGES_PER_PASS = 16  # then look whether we are to stop, even while rows come faster than they go

_PAGE = f"select id, {OUTBOX_COLUMNS} from messaging.outbox where id <> all($1::bigint[]) order by id limit $2"  # noqa: S608 - the names are ours
_WAITING = """
    select (select count(*) from messaging.outbox),
        coalesce((select extract(epoch from now() - occurred_at::timestamptz)::float8 from messaging.outbox order by id limit 1), 0)
"""


class Relay:
    """Publishes one database's outbox until stopped.

    Several relays may run against one database: one leads and the others are spares. A session advisory lock says which, so the order of a
    key is kept, and the lock of a leader that is killed is free at once.
    `leads` says whether it is the one, `missing` what keeps it from being of use (None: nothing).
    A crash between the ack and the delete publishes rows twice, with the same event id; consumers apply them once.
    """

    def __init__(
        self,
        dsn: str,
        bootstrap_servers: str,
        *,
        service: str,
        settings: MessagingSettings | None = None,
        topics: Mapping[str, Topic] = BY_NAME,
    ) -> None:
        """Prepare a relay of `service`; nothing is opened yet."""
        mend_connections()
        self._dsn = dsn
        self._bootstrap = bootstrap_servers
        self._service = service
        self._settings = settings or MessagingSettings()
        self._topics = topics
        self._signs: dict[str, TopicKey] = {}
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        self.leads = False
        self.published = 0
        self.missing: str | None = "not yet connected"
        metrics.begin_relay(service)

    async def measure(self) -> None:
        """Read how many rows wait, and since when, into the metrics."""
        conn: asyncpg.Connection = await asyncpg.connect(self._dsn, timeout=2, command_timeout=2)
        try:
            ((rows, seconds),) = await conn.fetch(_WAITING)
        finally:
            conn.terminate()
        metrics.OUTBOX_ROWS.labels(self._service).set(rows)
        metrics.OUTBOX_SECONDS.labels(self._service).set(max(0.0, seconds))

    def stop(self) -> None:
        """Ask `run` to return after the current page."""
        self._stopping.set()
        self._wake.set()

    async def run(self) -> None:
        """Publish until `stop`. A lost database or broker is waited for and tried again; a bug ends the call."""
        delay = self._settings.retry_initial_ms
        while not self._stopping.is_set():
            before = self.published
            try:
                await self._session()
            except Exception as error:
                if not (is_transient(error) or isinstance(error, KafkaError)):
                    raise
                self.missing = repr(error)
                delay = self._settings.retry_initial_ms if self.published > before else min(delay * 2, self._settings.retry_max_ms)
                metrics.RELAY_REBUILDS.labels(self._service).inc()
                log.warning("relay_retry", service=self._service, error=repr(error), wait_ms=delay)
                await _wait(self._stopping, delay / 1000)
            finally:
                self._lead_now(leads=False)

    async def _session(self) -> None:
        """One connection and one producer; when either fails both are made again: an idempotent producer cannot be mended."""
        keys = self._settings.keys.load()
        prefix = self._settings.topic_prefix
        self._signs = {topic.name: keys[topic.owner][0].of(prefix + topic.name) for topic in self._topics.values() if topic.owner in keys}
        if self._service not in keys:
            log.warning("relay_does_not_sign", service=self._service, missing="MESSAGING_OWNER_KEYS")
        conn: asyncpg.Connection = await asyncpg.connect(self._dsn, server_settings={"application_name": f"{self._service}-relay"})
        try:
            await conn.add_listener(OUTBOX_CHANNEL, lambda *_: self._wake.set())
            conn.add_termination_listener(lambda *_: self._wake.set())
            producer = AIOKafkaProducer(
                **self._settings.access.options(self._bootstrap),
                client_id=f"{self._service}-relay",
                acks="all",
                enable_idempotence=True,
                compression_type="zstd",
                linger_ms=self._settings.linger_ms,
                max_batch_size=self._settings.max_batch_bytes,
                request_timeout_ms=self._settings.request_timeout_ms,
            )
            try:
                # Within, because a producer that could not start holds connections all the same.
                await producer.start()
                self.missing = None
                await self._lead(conn, producer)
            finally:
                await self._close(producer)
        finally:
            await conn.close(timeout=5)

    async def _close(self, producer: AIOKafkaProducer) -> None:
        """Let it deliver what it holds, or it would do so after its successor began; the wait is bounded when the process ends."""
        limit = self._settings.request_timeout_ms / 1000 if self._stopping.is_set() else None
        try:
            async with asyncio.timeout(limit):
                await producer.stop()
        except TimeoutError:
            await producer._sender.close()  # noqa: SLF001 - a stop that was given up leaves both open
            await producer.client.close()
            raise

    async def _lead(self, conn: asyncpg.Connection, producer: AIOKafkaProducer) -> None:
        while not self._stopping.is_set():
            if not self.leads:
                self._lead_now(leads=await conn.fetchval("select pg_try_advisory_lock($1, $2)", *_LOCK))
            self._wake.clear()
            if not self.leads:
                await _wait(self._stopping, self._settings.relay_lease_seconds)
            elif not await self._drain(conn, producer):
                await _wait(self._wake, self._settings.relay_poll_seconds)

    def _lead_now(self, *, leads: bool) -> None:
        self.leads = leads
        metrics.RELAY_LEADS.labels(self._service).set(leads)

    async def _drain(self, conn: asyncpg.Connection, producer: AIOKafkaProducer) -> int:
        """Publish some pages of what is there; the next page is read while this one is under way. Returns how many rows."""
        count = 0
        page = await self._page(conn, under_way=[])
        for left in reversed(range(_PAGES_PER_PASS)):
            if not page:
                break
            ids = [row["id"] for row in page]
            pending = await self._send(producer, page)
            more = left and len(page) == self._settings.relay_page
            following = await self._page(conn, under_way=ids) if more else []
            answers = await self._answers(pending)
            # Row by row, so that one topic that refuses does not make the others repeat theirs at every attempt.
            sent = [row_id for row_id, answer in zip(ids, answers, strict=False) if not isinstance(answer, BaseException)]
            await conn.execute("delete from messaging.outbox where id = any($1::bigint[])", sent)
            count += len(sent)
            self.published += len(sent)
            metrics.RELAYED.labels(self._service).inc(len(sent))
            for answer in answers:
                if isinstance(answer, BaseException):
                    raise answer
            if self._stopping.is_set():
                break
            page = following
        return count

    async def _answers(self, pending: Sequence[asyncio.Future[object]]) -> list[object | BaseException]:
        """Collect the broker's answer to each row: an idempotent producer waits for it without end, and so do we until we are to stop.

        Raises:
            TimeoutError: we are to stop, and the broker has not answered within the request time-out.
        """
        answers = asyncio.gather(*pending, return_exceptions=True)
        stopping = asyncio.create_task(self._stopping.wait())
        either: tuple[asyncio.Future[list[object | BaseException]] | asyncio.Task[bool], ...] = (answers, stopping)
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            async with asyncio.timeout(self._settings.request_timeout_ms / 1000):
                return await answers
        finally:
            stopping.cancel()

    async def _page(self, conn: asyncpg.Connection, *, under_way: list[int]) -> list[asyncpg.Record]:
        """The oldest rows but those under way: one that was committed late, below them, goes before its successors of the same key."""
        return await conn.fetch(_PAGE, under_way, self._settings.relay_page)

    async def _send(self, producer: AIOKafkaProducer, page: list[asyncpg.Record]) -> list[asyncio.Future[object]]:
        prefix, topics = self._settings.topic_prefix, self._topics
        pending: list[asyncio.Future[object]] = []
        for _id, *columns in page:
            row = OutboxRow(*columns)
            topic, name, key = topics[row.topic], prefix + row.topic, row.key.encode()
            found = headers(
                topic,
                key=row.key,
                subject=row.subject,
                sequence=row.sequence,
                event_id=row.event_id,
                time=row.occurred_at,
                correlation_id=row.correlation_id,
                causation_id=row.causation_id,
            )
            if signing := self._signs.get(row.topic):
                found.append(signing.sign(key, found, row.payload))
            try:
                pending.append(await producer.send(name, row.payload, key=key, headers=found))
            except KafkaError as error:
                refused: asyncio.Future[object] = asyncio.get_running_loop().create_future()
                refused.set_exception(error)
                pending.append(refused)
                # What follows may be of the same key.
                break
        return pending


async def _wait(event: asyncio.Event, seconds: float) -> None:
    """Until `event` is set, at most `seconds`."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
