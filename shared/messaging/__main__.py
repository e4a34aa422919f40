"""`python -m shared.messaging relay`: the relay process of one service."""

import asyncio
import signal

import typer
import uvloop

from shared.messaging.relay import Relay
from shared.observability import configure_logging

app = typer.Typer(add_completion=False, help="Messaging commands.")


@app.callback()
def _root() -> None:
    """Keep `relay` a named command though it is the only one."""


@app.command()
def relay(
    database_url: str = typer.Option(..., envvar="DATABASE_URL", help="Database whose outbox is published."),
    kafka_bootstrap_servers: str = typer.Option(..., envvar="KAFKA_BOOTSTRAP_SERVERS"),
    service_name: str = typer.Option(..., envvar="SERVICE_NAME"),
    log_level: str = typer.Option("INFO", envvar="LOG_LEVEL"),
) -> None:
    """Publish the outbox of one service until SIGTERM or Ctrl-C."""
    configure_logging(f"{service_name}-relay", log_level)
    uvloop.run(_run(Relay(database_url, kafka_bootstrap_servers, service=service_name)))


async def _run(work: Relay) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, work.stop)
    await work.run()


if __name__ == "__main__":
    app()
