"""What a stack takes of the processor while nobody asks anything of it."""

import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from deploy.lokal.stack import Stack, StackSettings

# The start's own work (plans, class loading, first rebalances) has died down after this time.
SETTLE_S = 30.0


def measure(folder: Path, *, seconds: float) -> dict[str, float]:
    """Per process of a whole stack, with its children: processor time over `seconds`, in thousandths of a core."""
    with Stack(StackSettings(folder), log=lambda _: None) as stack:
        pids, quiet = stack.supervisor.pids(), threading.Event()
        quiet.wait(SETTLE_S)
        before = _spent(pids)
        quiet.wait(seconds)
        after = _spent(pids)
    return {name: 1000 * (after[name] - before[name]) / seconds for name in pids}


def _spent(pids: Mapping[str, int]) -> dict[str, float]:
    """Processor seconds so far, user and kernel."""
    return {name: _tree(pid) for name, pid in pids.items()}


def _tree(pid: int) -> float:
    spent = 0.0
    with suppress(psutil.Error):
        root = psutil.Process(pid)
        for each in [root, *root.children(recursive=True)]:
            times = each.cpu_times()
            spent += float(times.user + times.system)
    return spent


def render(found: Mapping[str, float], *, seconds: float) -> list[str]:
    """The lines of the report."""
    return [
        "## Idle",
        "",
        f"A whole stack of which nobody asks anything, over {seconds:.0f} s: processor time as the kernel counts it.",
        "",
        "| process | thousandths of a core |",
        "|---|---|",
        *(f"| {name} | {spent:.1f} |" for name, spent in sorted(found.items())),
        "",
    ]
