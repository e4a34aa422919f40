"""The broker's jars: named with their SHA-256 in jgo.lock.toml, fetched once into the checkout's cache.

`python -m deploy.lokal.jars` resolves jgo.toml anew and rewrites the lock.
"""

import hashlib
import os
import shutil
import tempfile
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from jgo.env import LockFile
from jgo.maven import MavenContext, PythonResolver
from rich.progress import track

from deploy.lokal.folders import CACHE, waiting_for

HERE = Path(__file__).parent
WANTED = HERE / "jgo.toml"
LOCK = HERE / "jgo.lock.toml"
DOWNLOAD_TIMEOUT_S = 60
DOWNLOADS_AT_ONCE = 8


class BadJar(RuntimeError):
    """A downloaded jar is not the one the lock names."""


@dataclass(frozen=True, slots=True)
class Jar:
    """One jar of the lock; `sha256` in lower-case hex."""

    group: str
    artifact: str
    version: str
    sha256: str

    @property
    def filename(self) -> str:
        """As Maven names it."""
        return f"{self.artifact}-{self.version}.jar"


def locked(lock: Path = LOCK) -> tuple[Jar, ...]:
    """The jars of a lock file, in its order, which is the order of the class path."""
    entries = tomllib.loads(lock.read_text(encoding="utf-8"))["dependencies"]
    return tuple(Jar(each["groupId"], each["artifactId"], each["version"], each["sha256"]) for each in entries)


def classpath(log: Callable[[str], None] = print, *, folder: Path = CACHE / "jars", lock: Path = LOCK) -> str:
    """The class path of the broker, every jar checked against the lock, missing or spoiled ones fetched first.

    Safe when several processes ask at once: the first fetches, the others wait.

    Raises:
        BadJar: what the repository gave does not have the SHA-256 of the lock.
    """
    jars = locked(lock)
    with waiting_for(folder / ".lock"):
        missing = [jar for jar in jars if not _is_good(folder / jar.filename, jar)]
        if missing:
            log(f"fetching {len(missing)} of {len(jars)} jars of Apache Kafka into {folder}")
            _fetch(missing, folder)
    return os.pathsep.join(str(folder / jar.filename) for jar in jars)


def _is_good(path: Path, jar: Jar) -> bool:
    if not path.exists():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == jar.sha256


def _fetch(jars: list[Jar], folder: Path) -> None:
    staging = folder / ".staging"
    shutil.rmtree(staging, ignore_errors=True)
    maven = _maven(staging)

    def fetch(jar: Jar) -> None:
        path = maven.project(jar.group, jar.artifact).at_version(jar.version).artifact().resolve()
        if not _is_good(path, jar):
            raise BadJar(f"{jar.filename}: the SHA-256 is not the one in {LOCK.name}")
        path.replace(folder / jar.filename)

    with ThreadPoolExecutor(DOWNLOADS_AT_ONCE) as pool:
        for _ in track(pool.map(fetch, jars), description="jars", total=len(jars), transient=True):
            pass
    shutil.rmtree(staging)


def _maven(repository: Path) -> MavenContext:
    return MavenContext(resolver=PythonResolver(), repo_cache=repository, timeout=DOWNLOAD_TIMEOUT_S)


def relock() -> None:
    """Resolve jgo.toml and write the lock; jars are sorted so that a diff shows only what changed."""
    wanted = tomllib.loads(WANTED.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as repository:
        maven = _maven(Path(repository))
        roots = [maven.create_dependency(each) for each in wanted["dependencies"]["coordinates"]]
        inputs, transitive = maven.resolver.resolve(roots)
        everything = sorted([*inputs, *transitive], key=lambda each: (each.artifact.groupId, each.artifact.artifactId))
        LockFile.from_resolved_dependencies(everything, environment_name=wanted["environment"]["name"]).save(LOCK)
    print(f"{len(everything)} jars in {LOCK}")


if __name__ == "__main__":
    relock()
