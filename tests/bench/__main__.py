"""`python -m tests.bench`: run the measurements and write `docs/bench/messaging.md` and `docs/bench/pintu.md`."""

import asyncio
import tempfile
from pathlib import Path

import typer

from deploy.lokal.kafka import KafkaCluster
from deploy.lokal.postgres import Postgres
from tests.bench import acts, idle, locks
from tests.bench.messaging import measure
from tests.bench.report import render

REPORTS = Path(__file__).resolve().parents[2] / "docs" / "bench"

app = typer.Typer(add_completion=False)


@app.command()
def run(
    events: int = typer.Option(60_000, help="Events per measurement."),
    rounds: int = typer.Option(5, help="Pairs of measurements; the report gives medians."),
    requests: int = typer.Option(4_000, help="Requests per turn at the door."),
    idle_seconds: float = typer.Option(60.0, help="How long an idle stack is watched."),
    write: bool = typer.Option(True, help="Write the report into docs/bench."),
) -> None:
    """Measure a service's whole path, the relay and a door, each against a bare twin, in turn."""
    with tempfile.TemporaryDirectory(prefix="casn-bench-") as folder:
        root = Path(folder)
        with KafkaCluster(root / "kafka", locked=False) as kafka, Postgres(root / "postgres") as postgres:
            found = asyncio.run(measure(kafka.bootstrap_servers, postgres, events=events, rounds=rounds))
        with Postgres(root / "locks") as postgres:
            behind = locks.render(locks.measure(root, postgres, events=events, rounds=rounds), events=events, rounds=rounds)
        with Postgres(root / "door") as postgres:
            door = acts.render(asyncio.run(acts.measure(postgres, requests=requests, rounds=rounds)), requests=requests, rounds=rounds)
        # After the others have ended: it is the processor that is measured.
        resting = idle.measure(root / "stack", seconds=idle_seconds)
    text = render(found, events=events, rounds=rounds) + "\n".join(behind) + "\n".join(idle.render(resting, seconds=idle_seconds))
    print(text, door, sep="\n")
    if write:
        REPORTS.mkdir(parents=True, exist_ok=True)
        (REPORTS / "messaging.md").write_text(text, encoding="utf-8")
        (REPORTS / "pintu.md").write_text(door, encoding="utf-8")


if __name__ == "__main__":
    app()
