"""A file of keys that is changed keeps every key that somebody relies on."""

import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from shared.brankas.berkas import baca, tambah
from shared.secret_files import is_private, replace
from shared.web.identitas.participants import new_signing_key
from shared.web.identitas.rotation import announce, read_keys, write_keys

MANY = 8


def _wrapping(path: Path) -> tuple[Callable[[str], None], Callable[[], set[str]]]:
    tambah(path, "0")
    return lambda name: tambah(path, name), lambda: set(baca(path).kunci)


def _signing(path: Path) -> tuple[Callable[[str], None], Callable[[], set[str]]]:
    write_keys(path, [new_signing_key("0")])
    return lambda name: announce(path, new_signing_key(name)), lambda: {str(key["kid"]) for key in read_keys(path)}


@pytest.mark.parametrize("kind", [_wrapping, _signing])
def test_of_several_who_add_a_key_at_once_nobody_s_is_lost(
    kind: Callable[[Path], tuple[Callable[[str], None], Callable[[], set[str]]]], tmp_path: Path
) -> None:
    """A wrapping key that is lost takes with it everybody whose key was wrapped by it meanwhile."""
    add, names = kind(tmp_path / "kunci.json")
    together = Barrier(MANY)

    def at_once(name: str) -> None:
        together.wait()
        add(name)

    with ThreadPoolExecutor(MANY) as threads:
        list(threads.map(at_once, map(str, range(1, MANY + 1))))
    assert names() == set(map(str, range(MANY + 1)))


def test_a_key_is_on_the_disk_before_anybody_finds_it_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, synced = tmp_path / "kunci.json", list[str]()
    sync = os.fsync

    def seen(handle: int) -> None:
        synced.append(f"{'folder' if stat.S_ISDIR(os.fstat(handle).st_mode) else 'file'} {path.exists()}")
        sync(handle)

    monkeypatch.setattr(os, "fsync", seen)
    replace(path, b"kunci")
    assert synced == ["file False", "folder True"]


def test_what_a_process_that_died_left_behind_is_not_trusted(tmp_path: Path) -> None:
    path = tmp_path / "kunci.json"
    left = path.with_name(f"{path.name}.{os.getpid()}")
    left.touch(mode=0o644)
    left.chmod(0o644)
    replace(path, b"kunci")
    assert is_private(path)
    assert [each.name for each in tmp_path.iterdir()] == ["kunci.json"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_what_others_may_read_or_change_is_not_private(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "kunci.json"
    replace(path, b"kunci")
    path.chmod(mode)
    assert not is_private(path)
