"""`python -m deploy.lokal`: the platform on this machine, until Ctrl-C."""

import shutil
import signal
import time
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from deploy.lokal.bus import EXAMPLE
from deploy.lokal.folders import DATA, FolderInUse, alone_in
from deploy.lokal.process import ChildFailed
from deploy.lokal.stack import Stack, StackSettings
from shared.aturan import names

console = Console()


class _Stopped(BaseException):
    """SIGTERM or Ctrl-C; not an Exception, so that nothing on the way out mistakes it for a failure."""


def _stop(_number: int, _frame: FrameType | None) -> None:
    # A second impatient Ctrl-C must not interrupt the clean end and leave work for the kernel.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    raise _Stopped


def main(
    nodes: Annotated[int, typer.Option(help="Kafka nodes: 1, or 3 to be able to lose one.")] = 1,
    replicas: Annotated[int, typer.Option(help="Processes of each service.")] = 1,
    folder: Annotated[Path, typer.Option(help="Data and logs; found again at the next start.")] = DATA / "default",
    aturan: Annotated[str, typer.Option(help="Rule set of the season.")] = "cpns-2024",
    log_level: Annotated[str, typer.Option(help="Of the services.")] = "INFO",
    *,
    fresh: Annotated[bool, typer.Option("--fresh", help="Throw away what is in the folder first.")] = False,
) -> None:
    """Start Kafka, PostgreSQL and every service, print where they are, and run until Ctrl-C."""
    if aturan not in names("CPNS"):
        raise typer.BadParameter(f"aturan {aturan}: the services know {', '.join(names('CPNS'))}")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    begun = time.monotonic()

    def log(message: str) -> None:
        console.print(f"[dim]{time.monotonic() - begun:6.1f} s[/dim]  {escape(message)}", highlight=False, soft_wrap=True)

    settings = StackSettings(folder=folder, nodes=nodes, replicas=replicas, aturan=aturan, log_level=log_level)
    stack = Stack(settings, log=log)
    try:
        if fresh and folder.exists():
            with alone_in(folder):
                shutil.rmtree(folder)
        with stack:
            log("all ready")
            console.print(_overview(stack))
            signal.pause()
    except _Stopped:
        log("stopped")
        restarts = {name: count for name, count in stack.supervisor.restarts().items() if count}
        log(f"peak memory {stack.supervisor.peak_total_mb():.0f} MiB; restarts: {restarts or 'none'}")
    except (FolderInUse, ChildFailed) as error:
        console.print(f"[red]{escape(str(error))}[/red]", soft_wrap=True)
        raise typer.Exit(1) from error


def _overview(stack: Stack) -> Table:
    table = Table("what", "where", title="CASN", title_justify="left")
    for service, urls in stack.urls.items():
        table.add_row(service, "\n".join(urls))
        table.add_row(f"{service}-relay", f"{stack.relay_urls[service]} (/ready, /metrics)")
    table.add_row("Kafka", stack.bootstrap_servers.replace(",", "\n"))
    for account in [EXAMPLE] * stack.bus.locked:
        table.add_row("an agency's account", f"{account}\n{stack.bus.access(account).password}")
    table.add_row("issuer of tokens", f"{stack.issuer} (accounts: docs/lokal.md)")
    table.add_row("all of this, DSNs too", str(stack.description))
    table.add_row("logs", str(stack.folder / "logs"))
    return table


if __name__ == "__main__":
    typer.run(main)
