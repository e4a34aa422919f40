"""The broker's jars."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from deploy.lokal.jars import BadJar, classpath, locked

COORDINATES = ("org.slf4j", "slf4j-api", "1.7.36")  # the smallest of them: 41 KB
LOCK = """\
[[dependencies]]
groupId = "{0}"
artifactId = "{1}"
version = "{2}"
packaging = "jar"
sha256 = "{sha256}"
"""


def _lock(folder: Path, sha256: str) -> Path:
    path = folder / "test.lock.toml"
    path.write_text(LOCK.format(*COORDINATES, sha256=sha256))
    return path


@pytest.fixture(scope="module")
def sha256() -> str:
    return next(jar.sha256 for jar in locked() if (jar.group, jar.artifact, jar.version) == COORDINATES)


def test_every_part_of_the_broker_has_one_version() -> None:
    assert {jar.version for jar in locked() if jar.group == "org.apache.kafka"} == {"4.4.0"}
    assert all(len(jar.sha256) == 64 for jar in locked())


def test_a_spoiled_jar_is_fetched_again(tmp_path: Path, sha256: str) -> None:
    said: list[str] = []
    jar = Path(classpath(said.append, folder=tmp_path / "jars", lock=_lock(tmp_path, sha256)))
    jar.write_bytes(b"spoiled")
    assert classpath(said.append, folder=tmp_path / "jars", lock=_lock(tmp_path, sha256)) == str(jar)
    assert hashlib.sha256(jar.read_bytes()).hexdigest() == sha256
    assert len(said) == 2


def test_a_jar_other_than_the_locked_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadJar, match="slf4j"):
        classpath(folder=tmp_path / "jars", lock=_lock(tmp_path, "0" * 64))
    assert not list((tmp_path / "jars").glob("*.jar"))


def test_two_who_ask_at_once_fetch_once(tmp_path: Path, sha256: str) -> None:
    said: list[str] = []
    lock = _lock(tmp_path, sha256)
    with ThreadPoolExecutor(2) as pool:
        paths = list(pool.map(lambda _: classpath(said.append, folder=tmp_path / "jars", lock=lock), range(2)))
    assert paths[0] == paths[1]
    assert len(said) == 1
