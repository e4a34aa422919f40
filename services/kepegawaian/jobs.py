"""Work outside the poll loop."""

import asyncpg

from services.kepegawaian.settings import Settings
from shared.messaging import Worker
from shared.messaging.consumers import OnFatal
from shared.web import forget_old_answers


def workers(pool: asyncpg.Pool, settings: Settings, on_fatal: OnFatal) -> tuple[Worker, ...]:
    """The workers of one process."""
    poll = settings.forget_poll_seconds
    return (Worker(pool, name="kepegawaian.lupakan", step=forget_old_answers, on_fatal=on_fatal, poll_seconds=poll),)
