"""After a season nobody stands in clear outside the vault: not in dumps, the database's files, the bus, logs, metrics or process lists."""

import os
import shutil
import subprocess
import urllib.request
from collections import defaultdict
from hashlib import sha256
from pathlib import Path

import asyncpg
import psutil  # type: ignore[import-untyped]
import pytest

from deploy.lokal.folders import CHECKOUT
from deploy.lokal.postgres import BIN
from deploy.lokal.stack import SERVICES, VAULTS, Stack, StackSettings
from services.kepegawaian.store.nip import BIDANG_NIP
from services.pendaftaran.store.orang import Bidang, kolom, tertutup
from shared.brankas import Brankas, Tertutup
from shared.brankas.berkas import KunciBerkas
from tests.support.clear_text import Found, Search, decompressed
from tests.support.gladi.command import play

SMALL = ("--banyak-formasi", "60", "--pelamar", "1500", "--seed", "5")
PEOPLE = 1500


async def _nik(stack: Stack, dsn: str) -> list[str]:
    """Everybody's NIK, from the vault, opened with its key: who is looked for."""
    conn: asyncpg.Connection = await asyncpg.connect(dsn)
    try:
        rows = await conn.fetch(f"select {kolom(Bidang.NIK)} from pribadi.orang p join kunci.orang k using (lamaran)")
    finally:
        await conn.close()
    opened = await Brankas(KunciBerkas(stack.folder / VAULTS["pendaftaran"])).buka([tertutup(row, Bidang.NIK) for row in rows])
    return [str(nik) for (nik,) in opened]


async def _nip(stack: Stack, dsn: str) -> list[str]:
    """Every NIP, from its own vault."""
    conn: asyncpg.Connection = await asyncpg.connect(dsn)
    try:
        rows = await conn.fetch("select peserta, kunci_id, isi, segel from pribadi.nip join kunci.orang using (peserta)")
    finally:
        await conn.close()
    sealed = [Tertutup(peserta, kunci_id, isi, ((BIDANG_NIP, segel),)) for peserta, kunci_id, isi, segel in rows]
    return [str(nip) for (nip,) in await Brankas(KunciBerkas(stack.folder / VAULTS["kepegawaian"])).buka(sealed)]


def _dump(dsn: str) -> bytes:
    return subprocess.run([str(BIN / "pg_dump"), dsn], capture_output=True, check=True, timeout=120).stdout


def _metrics(stack: Stack) -> bytes:
    urls = [url for service in stack.urls.values() for url in service] + list(stack.relay_urls.values())
    return b"".join(urllib.request.urlopen(f"{url}/metrics", timeout=20).read() for url in urls)  # noqa: S310 - our own


def _command_lines(stack: Stack) -> bytes:
    return "\n".join(" ".join(psutil.Process(pid).cmdline()) for pid in stack.supervisor.pids().values()).encode()


def _in_files(folder: Path, search: Search, pattern: str = "*") -> Found:
    return sum((search.look(path.read_bytes()) for path in folder.rglob(pattern) if path.is_file()), Found())


@pytest.mark.slow
@pytest.mark.season
@pytest.mark.timeout(600)
async def test_a_season_shows_nobody(tmp_path: Path) -> None:
    folder = CHECKOUT / ".lokal" / f"clear-text-{os.getpid()}"
    env = {"MUSIM": "gladi-5-1500", "PSEUDONYM_KEY": sha256(b"season").hexdigest(), "TANGGAL_ACUAN_USIA": "2024-09-06"}
    found: dict[str, Found] = {}
    with Stack(StackSettings(folder=folder, env=env), log=print) as stack:
        season = play(tmp_path, *SMALL, "--stack", str(folder / "stack.json"))
        assert season.broken == []
        assert stack.postgres is not None
        dsn = {service: stack.postgres.dsn(f"casn_{service}") for service in SERVICES}
        nik = await _nik(stack, dsn["pendaftaran"])
        assert len(set(nik)) == PEOPLE
        nip = await _nip(stack, dsn["kepegawaian"])
        assert len(set(nip)) > 50
        search = Search(nik, nip)
        found |= {f"dump {service}": search.look(_dump(each)) for service, each in dsn.items()}
        found["metrics"] = search.look(_metrics(stack))
        found["command lines"] = search.look(_command_lines(stack))
        conn: asyncpg.Connection = await asyncpg.connect(dsn["pendaftaran"])
        await conn.execute("checkpoint")
        found["files of the database"] = _in_files(folder / "postgres" / "data", search)
        # The control: one person in clear, and the same search finds them.
        await conn.execute("create table public.terang (nik text, nama text, mentah bytea)")
        await conn.execute(
            "insert into public.terang values ($1, 'Brabadan Cencewan 1993-11-29 x@surat.invalid', $2)", nik[0], nik[0].encode()
        )
        await conn.execute("insert into public.terang (nama, mentah) values ($1, $2)", nip[0], nip[0].encode())
        await conn.execute("checkpoint")
        await conn.close()
        control = {"dump": search.look(_dump(dsn["pendaftaran"])), "files": _in_files(folder / "postgres" / "data", search)}
    found["logs"] = _in_files(folder / "logs", search) + _in_files(folder / "postgres", search, "*.log")
    topics: defaultdict[str, Found] = defaultdict(Found)
    for segment in (folder / "kafka").rglob("*.log"):
        if segment.stem.isdigit():
            for record in decompressed(segment):
                topics[segment.parent.name.rpartition("-")[0]] += search.look(record)
    assert len(topics) > 10
    found |= {f"topic {topic}": each for topic, each in topics.items()}

    assert {place: each for place, each in found.items() if each.names or each.nik or each.nip or each.mail} == {}
    assert {place: each for place, each in found.items() if each.birth_dates} == {}
    for place, each in control.items():
        assert min(each.nik, each.names, each.birth_dates, each.nip, each.mail) >= 1, place
    shutil.rmtree(folder)
