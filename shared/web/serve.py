"""One service process: uvicorn on uvloop and httptools behind our `Door`, until SIGTERM or until a background task dies."""

import signal
import sys
from types import FrameType

import uvicorn
from fastapi import FastAPI

from shared.observability import configure_logging
from shared.tabular.child import end_children
from shared.web.door import Door
from shared.web.lifeline import Lifeline
from shared.web.settings import ServiceSettings


class _Server(uvicorn.Server):
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # Whoever waits for a file to be read is answered "later": the end of the process does not wait for it.
        end_children()
        super().handle_exit(sig, frame)


def serve(app: FastAPI, settings: ServiceSettings) -> None:
    """Serve until told to stop.

    SIGTERM or SIGINT: no new requests, running ones get `shutdown_seconds`, then the lifespan ends; the process returns normally.

    Raises:
        SystemExit: 1 when a watched task died (`Lifeline`) or the lifespan failed to end, 3 when it failed to begin.
    """
    configure_logging(settings.service_name, settings.log_level)
    config = uvicorn.Config(
        app,
        host=settings.http_host,
        port=settings.http_port,
        loop="uvloop",
        http=type("BoundedDoor", (Door,), {"places": settings.http_max_connections}),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=settings.shutdown_seconds,
    )
    server = _Server(config)
    lifeline: Lifeline = app.state.lifeline

    def stop() -> None:
        server.should_exit = True

    lifeline.on_cut(stop)
    # After a graceful end uvicorn raises the signal again for whoever had it before; by default the process would seem killed.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    server.run()
    if lifeline.error is not None or getattr(server.lifespan, "shutdown_failed", False):
        sys.exit(1)
