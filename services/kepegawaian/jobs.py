"""Work outside requests and the poll loop."""

from collections.abc import Sequence

from services.kepegawaian.context import Context
from shared.messaging import Job


def jobs(_context: Context) -> Sequence[Job]:
    """None of its own: what is decided here is decided in the request."""
    return ()
