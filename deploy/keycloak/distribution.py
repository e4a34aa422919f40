"""Keycloak's distribution: named with its SHA-256 in keycloak.lock.toml, fetched and unpacked once into the checkout's cache."""

import hashlib
import shutil
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

from jgo.maven import MavenContext, PythonResolver

from deploy.lokal.folders import CACHE, waiting_for

LOCK = Path(__file__).parent / "keycloak.lock.toml"
DOWNLOAD_TIMEOUT_S = 300


class BadDistribution(RuntimeError):
    """The downloaded file is not the one the lock names."""


def distribution(log: Callable[[str], None] = print, *, cache: Path = CACHE / "keycloak", lock: Path = LOCK) -> Path:
    """The folder of the unpacked distribution. Safe when several processes ask at once: the first fetches, the others wait.

    Raises:
        BadDistribution: what the repository gave does not have the SHA-256 of the lock.
        OSError: the repository cannot be reached.
    """
    wanted = tomllib.loads(lock.read_text(encoding="utf-8"))
    # The sum is in the name: a lock with another one never finds what an older one left.
    folder = cache / f"{wanted['version']}-{wanted['sha256'][:12]}"
    with waiting_for(cache / ".lock"):
        if not folder.exists():
            log(f"fetching Keycloak {wanted['version']} into {cache}")
            staging = cache / ".staging"
            shutil.rmtree(staging, ignore_errors=True)
            _unpack(_fetch(wanted, staging), staging / "unpacked").replace(folder)
            shutil.rmtree(staging)
    return folder


def _fetch(wanted: dict[str, str], staging: Path) -> Path:
    maven = MavenContext(resolver=PythonResolver(), repo_cache=staging, timeout=DOWNLOAD_TIMEOUT_S)
    component = maven.project(wanted["groupId"], wanted["artifactId"]).at_version(wanted["version"])
    path = Path(component.artifact(packaging=wanted["packaging"]).resolve())
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != wanted["sha256"]:
            raise BadDistribution(f"{path.name}: the SHA-256 is not the one in {LOCK.name}")
    return path


def _unpack(archive: Path, into: Path) -> Path:
    with zipfile.ZipFile(archive) as file:
        file.extractall(into)
    (found,) = into.iterdir()
    return found
