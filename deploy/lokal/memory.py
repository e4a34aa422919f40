"""How much memory a set of process trees takes."""

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]

SAMPLE_EVERY_S = 1.0
MOVED_MB = 1.0
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
        self._known: dict[int, tuple[float, float]] = {}
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
        families = _families(self._pids())
        now = {name: sum(self._process_mb(each) for each in family) for name, family in families.items()}
        living = {each.pid for family in families.values() for each in family}
        self._known = {pid: sizes for pid, sizes in self._known.items() if pid in living}
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

    def _process_mb(self, process: psutil.Process) -> float:
        """The kernel adds up the proportional size page by page, so it is asked again only when the resident size has moved."""
        with suppress(psutil.Error):
            resident = float(process.memory_info().rss) / 2**20
            before, proportional = self._known.get(process.pid, (-1.0, 0.0))
            if abs(resident - before) > MOVED_MB:
                proportional = _proportional_mb(process.pid) or resident
                self._known[process.pid] = (resident, proportional)
            return proportional
        return 0.0

    def _work(self) -> None:
        while not self._ended.wait(SAMPLE_EVERY_S):
            self.sample()


def _proportional_mb(pid: int) -> float | None:
    with suppress(OSError):
        for line in (_PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return None


def _families(roots: Mapping[str, int]) -> dict[str, list[psutil.Process]]:
    """Each root with all its descendants, by one pass over the machine's processes."""
    children: dict[int, list[psutil.Process]] = {}
    known: dict[int, psutil.Process] = {}
    for process in psutil.process_iter(["ppid"]):
        known[process.pid] = process
        children.setdefault(process.info["ppid"], []).append(process)
    found: dict[str, list[psutil.Process]] = {}
    for name, pid in roots.items():
        family = [known[pid]] if pid in known else []
        for member in family:  # grows while it is gone through
            family.extend(children.get(member.pid, ()))
        found[name] = family
    return found
