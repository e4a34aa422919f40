"""How much memory a set of process trees takes."""

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]

SAMPLE_EVERY_S = 1.0
_PROC = Path("/proc")


class MemoryMeter:
    """Samples the process trees that `pids` names, once a second in a thread of its own; all numbers in MiB.

    Counts proportional set size where the kernel tells it: PostgreSQL's shared buffers lie in every backend's resident
    set, and a sum of those would count them once per connection. Elsewhere it counts resident set size.
    """

    def __init__(self, pids: Callable[[], Mapping[str, int]]) -> None:
        self._pids = pids
        self._peaks: dict[str, float] = {}
        self._peak_total = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, name="memory meter", daemon=True)

    def start(self) -> None:
        """Begin sampling."""
        self._thread.start()

    def stop(self) -> None:
        """End sampling; the peaks stay readable."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def sample(self) -> dict[str, float]:
        """What each tree takes now; raises the peaks."""
        now = {name: _tree_mb(pid) for name, pid in self._pids().items()}
        for name, size in now.items():
            self._peaks[name] = max(size, self._peaks.get(name, 0.0))
        self._peak_total = max(self._peak_total, sum(now.values()))
        return now

    def peaks(self) -> dict[str, float]:
        """The most each tree took in any sample."""
        return dict(self._peaks)

    def peak_total(self) -> float:
        """The most all trees took together in one sample."""
        return self._peak_total

    def _work(self) -> None:
        while not self._ended.wait(SAMPLE_EVERY_S):
            self.sample()


def _tree_mb(pid: int) -> float:
    try:
        root = psutil.Process(pid)
        family = [root, *root.children(recursive=True)]
    except psutil.Error:
        return 0.0
    return sum(_process_mb(process) for process in family)


def _process_mb(process: psutil.Process) -> float:
    with suppress(OSError):
        for line in (_PROC / str(process.pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    with suppress(psutil.Error):
        return float(process.memory_info().rss) / 2**20
    return 0.0
