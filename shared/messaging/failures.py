"""Which failures time heals, and which must stop a subscription; everything else is a rule's refusal or a bug."""

import asyncpg

from shared.errors import CasnError, Transient

_TRANSIENT = (
    Transient,
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what asyncpg says when the connection dies between two of its own steps
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.LockNotAvailableError,
)


def is_transient(error: BaseException) -> bool:
    """Whether the same work may succeed later."""
    return isinstance(error, _TRANSIENT)


class Halt(CasnError):
    """This subscription may not go on: nothing of the batch is committed, and a person decides."""


class TooManyParked(Halt):
    """So many keys wait that the fault is likely ours: stop before the whole topic is set aside."""


class TopicShrunk(Halt):
    """The group has applied more than the topic holds: it was made anew, or the broker lost data. New facts would pass for old ones."""
