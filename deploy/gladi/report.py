"""The report of a performance: on the terminal, in `laporan.txt`, and as figures in `ringkasan.json`."""

import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console

from deploy.gladi.invarian import Temuan
from deploy.gladi.summary import Outcome, Report, for_minister, for_operator, print_report

_REPORT_WIDTH = 120
_MOST_WRITTEN = 100


def publish(console: Console, folder: Path, report: Report) -> None:
    """Print the report, and write it to `folder`."""
    print_report(console, report)
    text = io.StringIO()
    print_report(Console(file=text, width=_REPORT_WIDTH), report)
    (folder / "laporan.txt").write_text(text.getvalue(), encoding="utf-8")
    written = json.dumps(_figures(report), indent=2, ensure_ascii=False)
    (folder / "ringkasan.json").write_text(written + "\n", encoding="utf-8")


def _figures(report: Report) -> dict[str, object]:
    """All figures: those of a single season beside those of the performance, those of several in a list with their digests."""
    seasons = [_season(outcome) for outcome in report.outcomes]
    machines = report.machines
    shared = {
        "operator": for_operator(report),
        "tahap": [{"nama": one.name, "detik": round(one.seconds, 3), "banyak": one.count} for one in machines.stages],
        "gangguan": {
            "proses": dict(sorted(machines.faults.processes.items())),
            "broker": {str(nomor): count for nomor, count in sorted(machines.faults.brokers.items())},
            "kurang": machines.faults.missing,
        },
    }
    if len(seasons) == 1:
        return seasons[0] | shared
    topics: Counter[str] = Counter()
    for evidence in report.evidence:
        topics.update({name: content.unique for name, content in evidence.topics.items()})
    return {
        "daftar_musim": seasons,
        "invarian": _invariants(report.across),
        "topik": dict(topics),
        "lamaran_kedua_ditolak": report.twice,
        **shared,
    }


def _season(outcome: Outcome) -> dict[str, object]:
    p = outcome.perkara
    plan = p.musim.plan
    return {
        "musim": plan.musim,
        "seed": plan.seed,
        "acak": plan.shuffle_seed,
        "aturan": plan.aturan,
        "mode_pengisian": p.musim.penempatan.mode,
        "ringkasan": for_minister(p),
        "invarian": _invariants(outcome.temuan),
        "topik": {name: content.unique for name, content in p.evidence.topics.items()},
        "sha256": outcome.digest,
    }


def _invariants(temuan: Sequence[Temuan]) -> list[Mapping[str, object]]:
    return [
        {"nomor": one.nomor, "nama": one.nama, "terpenuhi": one.terpenuhi, "pelanggaran": one.pelanggaran[:_MOST_WRITTEN]} for one in temuan
    ]
