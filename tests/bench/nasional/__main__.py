"""`python -m tests.bench.nasional`: measure the rules at national size and write `docs/bench/nasional.md`."""

import time
from pathlib import Path

import typer

from tests.bench.nasional.alur import Jalan, jalankan
from tests.bench.nasional.bangsa import FORMASI, PELAMAR, Bangsa, lahirkan
from tests.bench.nasional.contoh import bandingkan_contoh
from tests.bench.nasional.laporan import Putaran, Temuan, susun_laporan
from tests.bench.nasional.pembanding import bandingkan

REPORT = Path(__file__).resolve().parents[3] / "docs" / "bench" / "nasional.md"

app = typer.Typer(add_completion=False)


@app.command()
def run(
    bagian: int = typer.Option(1, min=1, help="Measure one part in so many of the nation; the report is then only shown."),
    proses: int = typer.Option(2, min=1, help="Processes."),
    putaran: int = typer.Option(3, min=1, help="Runs of the chain, and pairs of the ranking alone; the report gives medians."),
    seed: int = typer.Option(2024, help="The nation is drawn from this."),
    write: bool = typer.Option(True, help="Write the report into docs/bench."),
) -> None:
    """The ranking alone beside DuckDB, the whole chain, and its growth from a quarter of the nation."""
    bangsa, kecil = _lahirkan(seed, bagian), _lahirkan(seed, bagian * 4)
    # The whole between two quarters, so that a slow minute of the machine hits both.
    jalan = [Putaran(_jalankan(kecil, proses), _jalankan(bangsa, proses), _jalankan(kecil, proses)) for _ in range(putaran)]
    contoh = bandingkan_contoh(bangsa, max(1, 600 // bagian), seed)
    banding = bandingkan(bangsa, 2 * putaran + 1)
    text = susun_laporan(Temuan(bangsa, banding, jalan, contoh, proses, seed))
    print(text)
    if write and bagian == 1:
        REPORT.parent.mkdir(parents=True, exist_ok=True)
        REPORT.write_text(text, encoding="utf-8")


def _lahirkan(seed: int, bagian: int) -> Bangsa:
    mulai = time.perf_counter()
    bangsa = lahirkan(seed, PELAMAR // bagian, FORMASI // bagian)
    print(f"drawn: {bangsa.pelamar:,} people in {time.perf_counter() - mulai:.1f} s", flush=True)
    return bangsa


def _jalankan(bangsa: Bangsa, proses: int) -> Jalan:
    """One run of the chain.

    Raises:
        RuntimeError: a property of the result does not hold.
    """
    jalan = jalankan(bangsa, proses)
    print(f"chain: {jalan.detik:.1f} s, processor {jalan.catatan.prosesor:.1f} s, {jalan.memori / 2**30:.2f} GiB", flush=True)
    if jalan.catatan.pelanggaran:
        raise RuntimeError(f"{jalan.catatan.pelanggaran} properties do not hold")
    return jalan


if __name__ == "__main__":
    app()
