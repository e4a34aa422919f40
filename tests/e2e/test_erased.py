"""Whoever is erased opens nowhere any more: not in yesterday's dumps, not in a copy of the database's files; everybody else does.

One person, a servant whose NIP is cancelled, is erased after the backups of yesterday were made. Then the wrapping keys are rotated and the
old ones thrown away, as decision 21 says. What is left is all dumps, the copy, and the key files of today.
"""

import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path

import aiohttp
import asyncpg
import pytest

from deploy.gladi.people import BKN, People
from deploy.lokal.folders import CHECKOUT
from deploy.lokal.postgres import BIN, Postgres
from deploy.lokal.stack import SERVICES, VAULTS, Stack, StackSettings
from shared.brankas import Brankas, SegelRusak, Tertutup
from shared.brankas.berkas import BerkasKunciSalah, KunciBerkas
from shared.errors import Transient
from tests.support.gladi.command import play
from tests.support.waiting import wait_for

SMALL = ("--banyak-formasi", "30", "--pelamar", "500", "--seed", "5")
# Whose key it is, who a person is to each vault, and one field of theirs.
SEALS = {
    "pendaftaran": ("nik", "select lamaran, pseudonim, nik from pribadi.orang where nik is not null"),
    "kepegawaian": ("nip", "select peserta, peserta, segel from pribadi.nip where segel is not null"),
}
PUBLISHED = {
    "pendaftaran": ("/v1/ringkasan",),
    "penilaian": ("/v1/ringkasan", "/v1/hasil.ndjson"),
    "penempatan": ("/v1/ringkasan", "/v1/kursi.ndjson"),
    "kepegawaian": ("/v1/ringkasan", "/v1/hasil.ndjson"),
}

Key = tuple[str, str, bytes]
Seal = tuple[str, str, bytes]


@asynccontextmanager
async def _connected(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    conn: asyncpg.Connection = await asyncpg.connect(dsn)
    try:
        yield conn
    finally:
        await conn.close()


async def _keys(dsn: str) -> list[Key]:
    """All wrapped keys of a database, each with whose it is."""
    async with _connected(dsn) as conn:
        return [tuple(row) for row in await conn.fetch("select * from kunci.orang")]


async def _seals(dsn: str, service: str) -> list[Seal]:
    async with _connected(dsn) as conn:
        return [tuple(row) for row in await conn.fetch(SEALS[service][1])]


async def _opened(service: str, key_file: Path, seals: Iterable[Seal], keys: Iterable[Key]) -> dict[str, str]:
    """Who can be known by these seals with any of these keys."""
    vault, found = Brankas(KunciBerkas(key_file)), dict[str, str]()
    sealed = {whose: (person, seal) for whose, person, seal in seals}
    for whose, wrapped_by, key in keys:
        if whose in sealed:
            person, seal = sealed[whose]
            try:
                ((value,),) = await vault.buka([Tertutup(person, wrapped_by, key, ((SEALS[service][0], seal),))])
            except (SegelRusak, Transient, BerkasKunciSalah):
                continue
            found[person] = str(value)
    return found


def _postgres(program: str, *words: str) -> None:
    subprocess.run([str(BIN / program), *words], check=True, timeout=120)


def _dump(dsn: str, file: Path, *options: str) -> None:
    _postgres("pg_dump", "--no-owner", "--no-privileges", "--file", str(file), *options, dsn)


async def _restored(server: Postgres, name: str, *files: Path) -> str:
    """A database made of these dumps."""
    async with _connected(server.dsn()) as conn:
        await conn.execute(f"create database {name}")
    for file in files:
        _postgres("psql", "--quiet", "--output", os.devnull, "--set", "ON_ERROR_STOP=1", "--file", str(file), server.dsn(name))
    return server.dsn(name)


def _read(stack: Stack, service: str, path: str) -> bytes:
    answer: bytes = urllib.request.urlopen(stack.urls[service][0] + path, timeout=20).read()  # noqa: S310 - our own
    return answer


def _published(stack: Stack) -> dict[str, bytes]:
    """What anybody reads of the season, by address."""
    return {f"{service}{path}": _read(stack, service, path) for service, paths in PUBLISHED.items() for path in paths}


async def _digest(dsn: str) -> str:
    async with _connected(dsn) as conn:
        return str(await conn.fetchval("select peserta_sha256 from pendaftaran.musim"))


async def _ask(stack: Stack, method: str, service: str, path: str, body: Mapping[str, str] | None = None) -> None:
    """As BKN."""
    async with People(stack.issuer, stack.accounts) as people, aiohttp.ClientSession() as http:
        headers = {**await people.header(BKN), "Idempotency-Key": f"hapus-{service}"}
        async with http.request(method, stack.urls[service][0] + path, json=body, headers=headers) as answer:
            assert answer.status in {200, 201}, await answer.text()


async def _erase(stack: Stack, dsn: Mapping[str, str], lamaran: str, peserta: str) -> None:
    await _ask(stack, "DELETE", "pendaftaran", f"/v1/peserta/lamaran/{lamaran}")

    async def gone() -> bool:
        async with _connected(dsn["kepegawaian"]) as conn:
            return bool(await conn.fetchval("select dihapus_pada is not null from pribadi.nip where peserta = $1", peserta))

    await wait_for(gone, timeout=60, what="the erasure to reach kepegawaian")


async def _rotate(key_file: Path, dsn: str) -> None:
    """A new wrapping key; the running service wraps everybody anew; the old one is thrown away."""

    def keys(*words: str) -> None:
        command, env = [sys.executable, "-m", "shared.brankas", *words, "--berkas", str(key_file)], os.environ | {"DATABASE_URL": dsn}
        subprocess.run(command, cwd=CHECKOUT, env=env, check=True, timeout=60)

    keys("baru", "--nama", "kunci-2")

    async def wrapped_anew() -> bool:
        return {wrapped_by for _, wrapped_by, _ in await _keys(dsn)} == {"kunci-2"}

    await wait_for(wrapped_anew, timeout=90, what="all keys to be wrapped anew")
    keys("buang", "--nama", "kunci-1")


@pytest.mark.slow
@pytest.mark.season
@pytest.mark.timeout(900)
async def test_who_was_erased_opens_in_no_backup(tmp_path: Path) -> None:
    folder, backups = CHECKOUT / ".lokal" / f"erased-{os.getpid()}", tmp_path / "backups"
    backups.mkdir()
    env = {"MUSIM": "gladi-5-500", "PSEUDONYM_KEY": sha256(b"season").hexdigest(), "TANGGAL_ACUAN_USIA": "2024-09-06"}
    before: dict[str, dict[str, str]] = {}
    erased: dict[str, str] = {}
    with Stack(StackSettings(folder=folder, env=env), log=print) as stack:
        season = play(tmp_path, *SMALL, "--stack", str(folder / "stack.json"))
        assert season.broken == []
        assert stack.postgres is not None
        dsn = {service: stack.postgres.dsn(f"casn_{service}") for service in SERVICES}
        async with _connected(dsn["kepegawaian"]) as conn:
            erased["kepegawaian"] = await conn.fetchval("select peserta from pribadi.nip where not dibatalkan order by peserta limit 1")
        async with _connected(dsn["pendaftaran"]) as conn:
            row = await conn.fetchrow(
                "select lamaran, pseudonim from pribadi.orang join pendaftaran.peserta using (lamaran) where peserta = $1",
                erased["kepegawaian"],
            )
        assert row is not None
        lamaran, erased["pendaftaran"] = row
        leaves = {"jenis": "MENGUNDURKAN_DIRI", "alasan": "LOKASI_JAUH", "tanggal": "2025-02-01", "peserta": erased["kepegawaian"]}
        seated = _read(stack, "penempatan", "/v1/ringkasan")
        await _ask(stack, "POST", "kepegawaian", "/v1/pengunduran-diri", leaves)
        await wait_for(lambda: _read(stack, "penempatan", "/v1/ringkasan") != seated, timeout=60, what="the seat to be left")

        # Yesterday.
        for service in VAULTS:
            before[service] = await _opened(
                service, folder / VAULTS[service], await _seals(dsn[service], service), await _keys(dsn[service])
            )
            assert erased[service] in before[service]
            shutil.copy(folder / VAULTS[service], backups / f"{service}.old-keys")
            _dump(dsn[service], backups / f"{service}.old-kunci.sql", "-n", "kunci")
        for service, each in dsn.items():
            _dump(each, backups / f"{service}.sql", "-N", "kunci")
        copy = folder / "copy"
        _postgres("pg_basebackup", "-d", stack.postgres.dsn(), "-D", str(copy / "data"), "-X", "fetch", "-c", "fast")
        shutil.copy(folder / "postgres" / "password", copy / "password")
        published, digest = _published(stack), await _digest(dsn["pendaftaran"])

        # Today.
        await _erase(stack, dsn, lamaran, erased["kepegawaian"])
        for service, name in VAULTS.items():
            await _rotate(folder / name, dsn[service])
            _dump(dsn[service], backups / f"{service}.kunci.sql", "-n", "kunci")
        assert (_published(stack), await _digest(dsn["pendaftaran"])) == (published, digest)

    with Postgres(copy, durable=False, log=print) as server:
        for service, name in VAULTS.items():
            physical = server.dsn(f"casn_{service}")
            kept = await _restored(server, f"kept_{service}", backups / f"{service}.sql", backups / f"{service}.kunci.sql")
            old = await _restored(server, f"old_{service}", backups / f"{service}.old-kunci.sql")
            seals = [await _seals(physical, service), await _seals(kept, service)]
            keys = [key for each in (physical, kept, old) for key in await _keys(each)]
            everybody_else = {person: value for person, value in before[service].items() if person != erased[service]}
            for sealed in seals:
                assert erased[service] in {person for _, person, _ in sealed}
                assert await _opened(service, folder / name, sealed, keys) == everybody_else
            # The control: with the old wrapping keys the same search finds the erased in the copy.
            found = await _opened(service, backups / f"{service}.old-keys", seals[0], keys)
            assert found[erased[service]] == before[service][erased[service]]
    shutil.rmtree(folder)
