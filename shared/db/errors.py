"""Which failures time heals: the one list, for requests, consumers, workers and the relay."""

import asyncpg

from shared.errors import Transient

_TRANSIENT = (
    Transient,
    OSError,  # TimeoutError and ConnectionError are its kinds
    asyncpg.PostgresConnectionError,
    asyncpg.InternalClientError,  # what asyncpg says when the connection dies between two of its own steps
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.LockNotAvailableError,
)
# A file that is missing or forbidden is a mistake in the installation: the next second is no better.
_PERMANENT = (FileNotFoundError, FileExistsError, IsADirectoryError, NotADirectoryError, PermissionError)
# asyncpg has one class for "the connection is gone" and for "you passed two arguments where three are needed"; only its words tell.
_GONE = ("is closed", "is closing", "was closed")


def is_transient(error: BaseException) -> bool:
    """Whether the same work may succeed later; a mistake in the program is never transient."""
    if isinstance(error, asyncpg.InterfaceError):
        return any(word in str(error) for word in _GONE)
    return isinstance(error, _TRANSIENT) and not isinstance(error, _PERMANENT)
