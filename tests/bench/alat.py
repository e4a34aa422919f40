"""The ranking tool on a national table: `python -m tests.bench.alat`; its report goes beside the others."""

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import typer

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "docs" / "bench" / "alat.md"
_KOLOM = "peserta,formasi,kelompok,twk,tiu,tkp,skb,ipk,tanggal_lahir,kuota,status_skb\n"
# What the two ways are called in the report, and from how many rows on a table goes column by column.
_WAYS = (("column by column, as the tool does", 0), ("row by row, as it did before", 10**12))
_RUN = """
import sys
from pathlib import Path
from services.penilaian.alat import pemeringkatan
from shared.aturan import load
from shared.tools import Session
pemeringkatan.SEJAK_MASSAL = int(sys.argv[3])
with Session(overwrite=True) as session:
    pemeringkatan.peringkatkan_tabel(Path(sys.argv[1]), Path(sys.argv[2]), load("cpns-2024"), session)
"""

app = typer.Typer(add_completion=False)


@app.command()
def run(
    people: int = typer.Option(740_000, min=1, help="Rows of the table."),
    slow: bool = typer.Option(True, help="Also row by row, in turn on the same machine."),
    write: bool = typer.Option(True, help="Write the report into docs/bench."),
) -> None:
    """Reading, ranking, reasons and writing, in a process of its own each."""
    lines = [
        "# The ranking tool",
        "",
        f"One CSV of {people:,} finalists in, one CSV with ranks and reasons out; {os.cpu_count()} cores.",
        "",
    ]
    lines += [f"| ranking tool on {people:,} rows | seconds | largest memory, GiB |", "|---|---|---|"]
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "nation.csv"
        _draw(table, people)
        outputs = []
        for name, since in _WAYS if slow else _WAYS[:1]:
            outputs.append(Path(folder) / f"{since}.csv")
            seconds, memory = _measure(table, outputs[-1], since)
            lines.append(f"| {name} | {seconds:.1f} | {memory / 2**30:.2f} |")
        if len({output.read_bytes() for output in outputs}) > 1:
            raise RuntimeError("the two ways differ")
    text = "\n".join(lines) + "\n"
    print(text)
    if write:
        REPORT.write_text(text, encoding="utf-8")


def _draw(path: Path, people: int) -> None:
    """Posts of one to twenty seats with three finalists for each of these, four posts in a kelompok; always the same."""
    drawn, post, number = random.Random(2024), 0, 0
    with path.open("w", encoding="utf-8") as out:
        out.write(_KOLOM)
        while number < people:
            post, seats = post + 1, drawn.choice((1, 1, 1, 2, 3, 5, 10, 20))
            for _ in range(min(3 * seats, people - number)):
                number += 1
                points = f"{drawn.randrange(65, 151, 5)},{drawn.randrange(80, 176, 5)},{drawn.randint(166, 225)}"
                skb, ipk = f"{drawn.randint(30, 95)}.{drawn.randint(0, 999):03d}", f"3.{drawn.randint(0, 99):02d}"
                born = f"{drawn.randint(1985, 2002)}-{drawn.randint(1, 12):02d}-{drawn.randint(1, 28):02d}"
                status = "TH" if drawn.random() < 0.05 else "HADIR"
                out.write(f"2400{number:013d},F{post:06d},K{post // 4:05d},{points},{skb},{ipk},{born},{seats},{status}\n")


def _measure(table: Path, output: Path, since: int) -> tuple[float, int]:
    begin, largest = time.perf_counter(), 0
    command = [sys.executable, "-c", _RUN, str(table), str(output), str(since)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as process:
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            try:
                largest = max(largest, watched.memory_info().rss)
                process.wait(0.05)
            except (subprocess.TimeoutExpired, psutil.NoSuchProcess):
                continue
    if process.returncode:
        raise RuntimeError("the tool failed")
    return time.perf_counter() - begin, largest


if __name__ == "__main__":
    app()
