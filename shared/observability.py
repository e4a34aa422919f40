"""Logs as JSON lines on stderr, and the metrics that are not messaging's (those are in shared/messaging/metrics.py)."""

import logging
import re
import sys
from collections.abc import MutableMapping

import orjson
import structlog
from prometheus_client import Counter, Gauge, Histogram
from structlog.typing import Processor

HTTP_SECONDS = Histogram(
    "http_request_seconds",
    "Time from the first byte of the request to the last of the answer; status 0: the caller went away",
    ["method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
)
HTTP_REFUSED = Counter(
    "http_connections_refused_total",
    "Connections ended at the door: status of the refusal, or reader: it did not take its answer",
    ["why"],
)
ACTS = Counter("acts_total", "Rows of the record of acts by outcome; COUNTED: refusals beyond what is written of one subject", ["outcome"])
POOL_CONNECTIONS = Gauge("database_pool_connections", "Connections of this process's pool", ["state"])

# A NIK has 16 digits, a NIP 18; a participant number has 17 and may be logged. Fractions of a number are not identities.
_PERSONAL = re.compile(r"(?<!\d)(?<!\d\.)(?:\d{16}|\d{18})(?!\d)")
_QUIET = ("aiokafka", "asyncio", "uvicorn.access", "faststream")


def masked(text: str) -> str:
    """`text` with the digits of anything shaped like a NIK or NIP turned to nines: still valid JSON, no longer a person."""
    return _PERSONAL.sub(lambda found: "9" * len(found.group()), text)


def configure_logging(service: str, level: str = "INFO") -> None:
    """Send every log line, ours and the libraries', as one JSON object to stderr.

    Args:
        service: name put on every line.
        level: least level of our own lines; chatty libraries start at WARNING.
    """

    def named(_logger: object, _method: str, event: MutableMapping[str, object]) -> MutableMapping[str, object]:
        event["service"] = service
        return event

    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        named,
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _render],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))


def _render(_logger: object, _method: str, event: MutableMapping[str, object]) -> str:
    # The last step sees the whole line, tracebacks included: a safety net, not a licence to log identities.
    return masked(orjson.dumps(event, default=repr, option=orjson.OPT_NON_STR_KEYS).decode())
