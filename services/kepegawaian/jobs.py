"""Work outside requests and the poll loop."""

from collections.abc import Sequence

from services.kepegawaian.context import Context
from services.kepegawaian.store.nip import KUNCI
from shared.brankas import pekerjaan_putar
from shared.messaging import Job


def jobs(context: Context) -> Sequence[Job]:
    """The rotation of wrapping keys; what is decided here is decided in the request."""
    return (pekerjaan_putar(KUNCI, context.brankas),)
