"""Keys are turned while a season runs and services are killed: the digest is the same, and nobody is refused who should pass."""

import asyncio
import base64
import json
import os
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path

import aiohttp
import pytest

from deploy.lokal.folders import CHECKOUT
from deploy.lokal.stack import SERVICES, VAULTS, Stack, StackSettings
from tests.support.gladi.command import Season, play
from tests.support.turning import OFFICER, PARTICIPANT, Turning, refusals_in
from tests.support.waiting import wait_for

# Tokens live for seconds: whoever waits long for the processor is refused.
pytestmark = [pytest.mark.slow, pytest.mark.alone, pytest.mark.season, pytest.mark.fault, pytest.mark.timeout(2400)]

PEOPLE, SEED = 6_000, 11
SEASON = ("--banyak-formasi", "120", "--pelamar", str(PEOPLE), "--seed", str(SEED))
KILLS = ("--gangguan-proses", "5", "--jeda", "5")
LEAST_TURNS = 2
# The rehearsal's people spare 180 s of a token: they hold one for three seconds, and one that is retired has long to live.
TOKEN_SECONDS = "183"  # noqa: S105 - a time


@asynccontextmanager
async def _stack(name: str) -> AsyncIterator[Stack]:
    folder = CHECKOUT / ".lokal" / f"{name}-{os.getpid()}"
    env = {"MUSIM": f"gladi-{SEED}-{PEOPLE}", "PSEUDONYM_KEY": sha256(b"season").hexdigest(), "TANGGAL_ACUAN_USIA": "2024-09-06"}
    stack = Stack(StackSettings(folder=folder, env=env, durable=False), log=print)
    await asyncio.to_thread(stack.start)
    try:
        yield stack
    finally:
        await asyncio.to_thread(stack.stop)
    shutil.rmtree(folder)


async def _season(stack: Stack, out: Path, *options: str) -> Season:
    return await asyncio.to_thread(play, out, *SEASON, "--stack", str(stack.description), *options, timeout=1500)


@pytest.fixture(autouse=True)
def short_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISSUER_TOKEN_SECONDS", TOKEN_SECONDS)


async def test_a_season_whose_keys_are_turned_is_the_same_season(tmp_path: Path) -> None:
    async with _stack("keys-plain") as stack:
        plain = await _season(stack, tmp_path / "plain")
        usual = refusals_in(stack.folder / "logs")
    assert (plain.code, plain.broken) == (0, []), plain.printed[-4000:]

    async with _stack("keys-turned") as stack:
        turning, turned = Turning(stack), []

        async def body() -> None:
            turned.append(await _season(stack, tmp_path / "turned", *KILLS))

        await turning.while_running(body, [turning.issuer, turning.participants, turning.wrapping])
        seen, season = turning.seen, turned[0]
        assert (season.code, season.broken) == (0, []), season.printed[-4000:]
        assert season.sha256 == plain.sha256
        assert seen.refused() == {}
        # A killed service is asked again, so that what is refused on purpose may be refused twice; and nothing else is.
        assert set(refusals_in(stack.folder / "logs")) <= set(usual)
        assert min(seen.wrapping[service] for service in VAULTS) >= LEAST_TURNS
        assert min(map(len, seen.retired.values())) >= LEAST_TURNS
        assert all(seen.answers[service, door, 200] > 20 for service in SERVICES for door in (OFFICER, PARTICIPANT)), seen.answers
        await _retired_tokens_open_nothing(turning)


async def _retired_tokens_open_nothing(turning: Turning) -> None:
    """The control: what the witnesses showed would be refused, were its key not there."""
    async with aiohttp.ClientSession() as http:
        right = {OFFICER: await turning.officers_token(http), PARTICIPANT: await turning.participants_token(http)}
        for service in SERVICES:
            for door, tokens in turning.seen.retired.items():

                async def all_refused(service: str = service, door: str = door, tokens: list[str] = tokens) -> bool:
                    # A key that nobody knows makes the service look again; in production five minutes do.
                    header, _, rest = right[door].partition(".")
                    await turning.ask(http, service, door, f"{_renamed(header)}.{rest}")
                    return {await turning.ask(http, service, door, each) for each in tokens} == {401}

                await wait_for(all_refused, timeout=60, what=f"{service} to refuse tokens of retired keys")
                assert await turning.ask(http, service, door, right[door]) == 200


def _renamed(header: str) -> str:
    """The header of a token with the id of a key that does not exist."""
    told = json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4))) | {"kid": "tidak-ada"}
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


@pytest.mark.parametrize("which", ["issuer_wrongly", "participants_wrongly"])
async def test_a_key_taken_away_at_once_is_noticed(which: str) -> None:
    """The control: whoever holds a token is refused, and the same witnesses see it."""
    async with _stack("keys-wrong") as stack:
        turning = Turning(stack)
        await turning.while_running(getattr(turning, which), [])
        assert {status for _, _, status in turning.seen.refused()} == {401}
        door = OFFICER if which == "issuer_wrongly" else PARTICIPANT
        assert {asked for _, asked, _ in turning.seen.refused()} == {door}
        assert refusals_in(stack.folder / "logs") != Counter()
