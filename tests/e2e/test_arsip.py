"""A season with corrections as one file: another machine, with the reference alone, comes to the same digest; a changed byte is named."""

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import aiohttp
import orjson
import pytest

from deploy.gladi.invented.orang import nik
from deploy.gladi.people import AUDITOR
from deploy.gladi.place import running_stack
from deploy.lokal.folders import CHECKOUT
from deploy.lokal.login import login
from deploy.lokal.stack import Stack, StackSettings
from tests.support.clear_text import Found, Search
from tests.support.gladi.command import play

SEED, PEOPLE = 3, 1500
SMALL = ("--banyak-formasi", "60", "--pelamar", str(PEOPLE), "--seed", str(SEED))
# The interpreter alone, in a folder that holds the reference and the file: nothing of ours, nothing installed.
ALONE = ("-I", "-c", "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); runpy.run_module('acuan', run_name='__main__')")


def elsewhere(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`python3 -m acuan` on another machine."""
    argv = [sys.executable, *ALONE, str(folder), *arguments]
    return subprocess.run(argv, cwd=folder, env={}, capture_output=True, text=True, timeout=300, check=False)


async def _token(file: Path) -> str:
    place = running_stack(file)
    async with aiohttp.ClientSession() as session:
        return (await login(session, place.issuer, AUDITOR, place.accounts.password(AUDITOR))).text


def _casn(stack: Stack, token: str, path: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "TOKEN_MASUK": token} | {f"{service.upper()}_URL": urls[0] for service, urls in stack.urls.items()}
    argv = [sys.executable, str(CHECKOUT / "casn"), "arsip", "tulis", str(path)]
    return subprocess.run(argv, env=env, capture_output=True, text=True, timeout=120, check=False)


def _lines(path: Path) -> dict[str, int]:
    *_, manifest, _ = path.read_bytes().splitlines()
    return {part["nama"]: part["baris"] for part in orjson.loads(manifest)["bagian"]}


@pytest.mark.slow
@pytest.mark.season
@pytest.mark.timeout(600)
async def test_a_season_is_computed_again_from_its_archive_alone(tmp_path: Path) -> None:
    folder = CHECKOUT / ".lokal" / f"archive-{os.getpid()}"
    env = {"MUSIM": f"gladi-{SEED}-{PEOPLE}", "PSEUDONYM_KEY": sha256(b"season").hexdigest(), "TANGGAL_ACUAN_USIA": "2024-09-06"}
    with Stack(StackSettings(folder=folder, env=env), log=print) as stack:
        season = play(tmp_path / "season", *SMALL, "--arsip", "--stack", str(folder / "stack.json"))
        assert (season.code, season.broken) == (0, []), season.printed[-4000:]
        written = _casn(stack, await _token(folder / "stack.json"), tmp_path / "arsip.ndjson")
    assert written.returncode == 0, written.stderr
    assert season.sha256 in written.stdout
    (rehearsed,) = (tmp_path / "season").glob("*/arsip.ndjson")
    content = (tmp_path / "arsip.ndjson").read_bytes()
    assert content == rehearsed.read_bytes()
    lines = _lines(rehearsed)
    assert min(lines[part] for part in ("versi_lama", "pengunduran", "koreksi", "tms")) > 0
    assert Search(nik(SEED, nomor) for nomor in range(PEOPLE)).look(content) == Found()

    machine = tmp_path / "machine"
    shutil.copytree(CHECKOUT / "acuan", machine / "acuan", ignore=shutil.ignore_patterns("__pycache__"))
    (machine / "arsip.ndjson").write_bytes(content)
    answer = elsewhere(machine, "arsip", "periksa", "arsip.ndjson")
    assert answer.returncode == 0, answer.stdout[-2000:] + answer.stderr
    assert f"Sidik musim: {season.sha256}\n" in answer.stdout
    assert ", 0 selisih." in answer.stdout

    rank = content.index(b'"peringkat":1,', content.index(b'"bagian":"hasil"')) + len(b'"peringkat":')
    (machine / "arsip.ndjson").write_bytes(content[:rank] + b"2" + content[rank + 1 :])
    answer = elsewhere(machine, "arsip", "periksa", "arsip.ndjson")
    assert answer.returncode == 1
    assert "hasil: baris 1 sampai 100 berubah.\n1 kerusakan; tidak dihitung ulang.\n" in answer.stdout
    shutil.rmtree(folder)
