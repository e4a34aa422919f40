"""`python -m shared.messaging relay`: the relay process of one service."""

import asyncio
import signal

import orjson
import structlog
import typer
import uvloop
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shared.db.tls import PLAINTEXT_HOSTS, require_tls
from shared.messaging.relay import Relay
from shared.messaging.status import Answer, StatusServer
from shared.observability import configure_logging

app = typer.Typer(add_completion=False, help="Messaging commands.")
log = structlog.get_logger(__name__)


@app.callback()
def _root() -> None:
    """Keep `relay` a named command though it is the only one."""


@app.command()
def relay(
    *,
    database_url: str = typer.Option(..., envvar="DATABASE_URL", help="Database whose outbox is published, for the relay's own role."),
    plaintext_hosts: str = typer.Option("", envvar=PLAINTEXT_HOSTS, help="Databases' hosts, with commas, to which clear text is allowed."),
    kafka_bootstrap_servers: str = typer.Option(..., envvar="KAFKA_BOOTSTRAP_SERVERS"),
    service_name: str = typer.Option(..., envvar="SERVICE_NAME"),
    http_host: str = typer.Option("127.0.0.1", envvar="HTTP_HOST", help="Address of /health, /ready and /metrics."),
    http_port: int = typer.Option(0, envvar="HTTP_PORT", min=0, max=65_535, help="0 takes any free port and logs it."),
    log_level: str = typer.Option("INFO", envvar="LOG_LEVEL"),
) -> None:
    """Publish the outbox of one service until SIGTERM or Ctrl-C."""
    try:
        require_tls(database_url, plaintext_hosts)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    configure_logging(f"{service_name}-relay", log_level)
    uvloop.run(_run(Relay(database_url, kafka_bootstrap_servers, service=service_name), host=http_host, port=http_port))


async def _run(work: Relay, *, host: str, port: int) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, work.stop)
    async with status_of(work, host=host, port=port):
        await work.run()


def status_of(work: Relay, *, host: str, port: int) -> StatusServer:
    """Answer machines about a relay, as a service does."""

    async def alive() -> Answer:
        return _json(200, {"status": "HIDUP"})

    async def ready() -> Answer:
        checks = {"relay": work.missing or "OK"}
        return _json(503 if work.missing else 200, {"status": "BELUM" if work.missing else "SIAP", "pemeriksaan": checks})

    async def measured() -> Answer:
        try:
            await work.measure()
        except Exception as error:  # noqa: BLE001 - the counters are true all the same
            log.warning("outbox_not_measured", error=repr(error))
        return Answer(200, CONTENT_TYPE_LATEST, generate_latest())

    return StatusServer({"/health": alive, "/ready": ready, "/metrics": measured}, host=host, port=port)


def _json(status: int, content: object) -> Answer:
    return Answer(status, "application/json", orjson.dumps(content))


if __name__ == "__main__":
    app()
