"""Keys turned again and again on a running stack, as an operator does it or wrongly, and witnesses at all doors meanwhile."""

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from deploy.lokal.folders import CHECKOUT
from deploy.lokal.login import LoginFailed, login
from deploy.lokal.penerbit.keys import SigningKeys
from deploy.lokal.stack import SERVICES, VAULTS, Stack
from shared.brankas.berkas import baca
from shared.web.identitas.issuers import ASK_AGAIN_SECONDS
from shared.web.identitas.participants import ParticipantSigner
from shared.web.identitas.rotation import read_keys
from tests.support.waiting import wait_for

# So long whoever holds a token uses it: the rehearsal's people do when a token lives this much longer than what they spare.
HELD_SECONDS = 3.0
# A busy machine may take so long between reading a token and showing it.
SPARE_SECONDS = 9.0
# Nobody's number: the door lets its token in, and there is nothing behind it.
NUMBER = "24009999900000001"
OFFICER, PARTICIPANT = "/v1/jejak?limit=1", "/v1/saya/jejak?limit=1"
Step = Callable[[], Coroutine[Any, Any, None]]


@dataclass
class Turned:
    """What was seen.

    Attributes:
        retired: a token under each key that is gone, by door.
        wrapping: how many wrapping keys were thrown away, by service.
        answers: by (service, door, status).
    """

    retired: dict[str, list[str]] = field(default_factory=lambda: {OFFICER: [], PARTICIPANT: []})
    wrapping: Counter[str] = field(default_factory=Counter)
    answers: Counter[tuple[str, str, int]] = field(default_factory=Counter)

    def refused(self) -> dict[tuple[str, str, int], int]:
        """Answers to right tokens that say no."""
        return {asked: count for asked, count in self.answers.items() if asked[2] in {401, 403}}


async def passed(since: float, seconds: float) -> None:
    """Wait until so many seconds have passed since then."""
    await wait_for(lambda: time.monotonic() - since >= seconds, timeout=seconds + 60, what=f"{seconds:g} s to pass")


class Turning:
    """The keys of one stack."""

    def __init__(self, stack: Stack) -> None:
        self.seen = Turned()
        self._stack = stack
        self._issuer = SigningKeys(stack.folder / "penerbit.jwks.json")
        self._issuer_file = stack.folder / "penerbit.jwks.json"
        self._participant_file = stack.folder / "token-peserta.jwks.json"

    async def officers_token(self, http: aiohttp.ClientSession) -> str:
        """A fresh one of the auditor."""
        return (await login(http, self._stack.issuer, "auditor", self._stack.accounts.password("auditor"))).text

    async def participants_token(self, _: aiohttp.ClientSession) -> str:
        """A fresh one, signed as registration signs."""
        return ParticipantSigner(self._participant_file).sign(NUMBER).token

    async def issuer(self) -> None:
        """One careful turn of the issuer's key."""
        old = read_keys(self._issuer_file)[-1]["kid"]
        new = self._issuer.announce()
        await passed(time.monotonic(), ASK_AGAIN_SECONDS)
        last = self._issuer.sign(self._officers_claims())
        self._issuer.use(new)
        await passed(time.monotonic(), HELD_SECONDS + SPARE_SECONDS)
        self._issuer.retire(old)
        self.seen.retired[OFFICER].append(last)

    def _officers_claims(self) -> dict[str, object]:
        found = self._stack.accounts.account("auditor")
        assert found is not None
        now = int(time.time())
        return {"iss": self._stack.issuer, "aud": "casn", "sub": found.subject, "iat": now, "exp": now + 3600, **found.claims}

    async def participants(self) -> None:
        """One careful turn of the key of participant tokens, by the operator's command."""
        old = read_keys(self._participant_file)[-1]["kid"]
        new = f"baru-{time.time_ns()}"
        await self._kunci("umumkan", "--nama", new)
        await passed(time.monotonic(), ASK_AGAIN_SECONDS + 1)
        last = ParticipantSigner(self._participant_file).sign(NUMBER).token
        await self._kunci("pakai", "--nama", new)
        await passed(time.monotonic(), HELD_SECONDS + SPARE_SECONDS)
        # Its tokens live a quarter of an hour, and whoever asks here has not held any for so long.
        await self._kunci("buang", "--nama", old, "--segera")
        self.seen.retired[PARTICIPANT].append(last)

    async def _kunci(self, *words: str) -> None:
        assert await _command("shared.web.identitas.alat", *words, "--berkas", str(self._participant_file)) == 0

    async def wrapping(self) -> None:
        """One turn of the wrapping key of each vault: a new one, and the old one away as soon as that is allowed."""
        for service, name in VAULTS.items():
            await self._wrapping(service, self._stack.folder / name)

    async def _wrapping(self, service: str, file: Path) -> None:
        old, new = baca(file).aktif, f"baru-{time.time_ns()}"
        where = ["--nama", old, "--berkas", str(file), "--database-url", self._stack.dsn[service].application]

        async def gone() -> bool:
            return await _command("shared.brankas", "buang", *where) == 0

        assert await _command("shared.brankas", "baru", "--nama", new, "--berkas", str(file)) == 0
        await wait_for(gone, timeout=240, what=f"{old} to be thrown away")
        self.seen.wrapping[service] += 1

    async def issuer_wrongly(self) -> None:
        """The old key is gone when the new one signs."""
        self._issuer.turn(keep=0)
        await passed(time.monotonic(), ASK_AGAIN_SECONDS + SPARE_SECONDS)

    async def participants_wrongly(self) -> None:
        """The same, of the key of participant tokens."""
        old = read_keys(self._participant_file)[-1]["kid"]
        new = f"baru-{time.time_ns()}"
        await self._kunci("umumkan", "--nama", new)
        await self._kunci("pakai", "--nama", new, "--segera")
        await self._kunci("buang", "--nama", old, "--segera")
        await passed(time.monotonic(), ASK_AGAIN_SECONDS + SPARE_SECONDS)

    async def while_running(self, body: Callable[[], Coroutine[Any, Any, None]], steps: Sequence[Step]) -> None:
        """Run `body` with witnesses at every door, each step again and again beside it; a step that began is finished."""
        over = asyncio.Event()
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as http, asyncio.TaskGroup() as group:
            for service in SERVICES:
                for number in range(2):
                    for door in (OFFICER, PARTICIPANT):
                        group.create_task(self._witness(http, service, door, over, second=number == 1))
            for step in steps:
                group.create_task(_again(step, over))
            await body()
            over.set()

    async def _witness(self, http: aiohttp.ClientSession, service: str, door: str, over: asyncio.Event, *, second: bool) -> None:
        """Ask that door again and again with a token that is held as long as others hold theirs; what is dead is asked again."""
        fresh = self.officers_token if door == OFFICER else self.participants_token
        token, taken = "", -HELD_SECONDS
        while not over.is_set():
            with suppress(aiohttp.ClientError, TimeoutError, OSError, LoginFailed):
                if time.monotonic() - taken >= HELD_SECONDS:
                    began = time.monotonic()
                    # The second of two holds its first token for half the time: one of them always has an older one.
                    token, taken = await fresh(http), began - (HELD_SECONDS / 2 if second and taken < 0 else 0.0)
                self.seen.answers[service, door, await self.ask(http, service, door, token)] += 1
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), 0.4)

    async def ask(self, http: aiohttp.ClientSession, service: str, door: str, token: str) -> int:
        """The status that this door answers to this token."""
        async with http.get(self._stack.urls[service][0] + door, headers={"Authorization": f"Bearer {token}"}) as answer:
            return answer.status


async def _command(module: str, *words: str) -> int:
    """Run an operator's command as a program of its own; its exit code."""
    quiet = asyncio.subprocess.DEVNULL
    child = await asyncio.create_subprocess_exec(sys.executable, "-m", module, *words, cwd=CHECKOUT, stdout=quiet, stderr=quiet)
    return await child.wait()


async def _again(step: Step, over: asyncio.Event) -> None:
    while not over.is_set():
        await step()


def refusals_in(logs: Path) -> Counter[tuple[str, str, int]]:
    """Requests that were answered 401 or 403, by (service, route, status), as the services logged them; over all their lives."""
    found: Counter[tuple[str, str, int]] = Counter()
    for service in SERVICES:
        for line in (logs / f"{service}-0.log").read_text(encoding="utf-8", errors="replace").splitlines():
            if '"event":"request"' in line and ('"status":401' in line or '"status":403' in line):
                with suppress(ValueError):  # half a line: its writer was killed
                    told = json.loads(line)
                    found[service, f"{told['method']} {told['route']}", told["status"]] += 1
    return found
