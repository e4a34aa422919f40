"""`python -m tests.fuzz`: Schemathesis at the four services of an embedded stack, with tokens of every kind.

Every operation of every document gets its share of the cases; each case goes out under another token. A 5xx ends in a failure, and so does
an answer that the document does not know or that its own schema refuses.
"""

import asyncio
import itertools
import secrets
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import schemathesis
import typer
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from deploy.lokal.login import login, program_login
from deploy.lokal.penerbit.accounts import Accounts
from deploy.lokal.stack import Stack, StackSettings
from shared.kebijakan import Peran

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
# Beside officers of the nation and of an agency: what is no token, or none of ours.
BROKEN = ("", "salah", "eyJhbGciOiJub25lIn0.e30.", "a.b.c", "x" * 4000)
# The supervisor answers for processes: what a probe of these says depends on the minute and not on the request.
MOST_PASSES = 20
LEFT_OUT = frozenset({"/ready", "/metrics"})


async def _tokens(issuer: str, accounts: Accounts) -> list[str]:
    officers = [peran.lower() for peran in Peran if peran not in {Peran.PELAMAR, Peran.LAYANAN}]
    names = [*officers, *(f"{peran}.0001" for peran in officers), *(f"pelamar.00{number:014d}" for number in range(3))]
    everything, portal = "+".join(officers), "layanan.fuzz"
    async with aiohttp.ClientSession() as session:
        few = [(await login(session, issuer, name, accounts.password(name))).text for name in names]
        may = [
            (await login(session, issuer, everything, accounts.password(everything))).text,
            (await program_login(session, issuer, portal, accounts.password(portal))).text,
            few[-1],
        ]
    # Between two that mostly may not there are always those who together may everything.
    return [token for each in (*few, *BROKEN) for token in (*may, each)]


class Fuzz:
    """Sends cases and keeps what was wrong.

    Attributes:
        cases: how many were sent, by service.
        statuses: how often each status was answered.
        wrong: failures by check and operation, with one example each.
    """

    def __init__(self, tokens: list[str]) -> None:
        """Cases go out under these tokens, in turn."""
        self.cases: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()
        self.wrong: dict[tuple[str, str], str] = {}
        self._tokens: Iterator[str] = itertools.cycle(tokens)

    def service(self, service: str, url: str, cases: int) -> None:
        """Send so many cases to the operations of one service."""
        schema = schemathesis.openapi.from_url(f"{url}/openapi.json")
        operations = [
            found for result in schema.get_all_operations() if isinstance(result, Ok) and (found := result.ok()).path not in LEFT_OUT
        ]
        # An operation without parameters has few cases; the others make up for it.
        for operation in itertools.chain.from_iterable(itertools.repeat(operations, MOST_PASSES)):
            if self.cases[service] >= cases:
                return
            share = max(1, cases // len(operations))
            begun, label = time.monotonic(), f"{operation.method.upper()} {service}{operation.path}"

            self._operation(operation, share, label, service, url)()
            print(f"{label}: {time.monotonic() - begun:.1f} s, {self.cases[service]:,} cases so far", flush=True)

    def _operation(self, operation: Any, share: int, label: str, service: str, url: str) -> Callable[[], None]:
        @settings(max_examples=share, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def send(case: Case[Any]) -> None:
            self._send(case, label, service, url)

        return send

    def _send(self, case: Case[Any], label: str, service: str, url: str) -> None:
        token = next(self._tokens)
        # A kept connection may be closed while the next case is thought of.
        headers = {"Idempotency-Key": secrets.token_hex(8), "Connection": "close"}
        headers |= {"Authorization": f"Bearer {token}"} if token else {}
        response = case.call(base_url=url, headers=headers, timeout=30)
        self.cases[service] += 1
        self.statuses[response.status_code] += 1
        try:
            case.validate_response(response, checks=list(CHECKS))
        except (FailureGroup, Failure) as found:
            for failure in getattr(found, "exceptions", (found,)):
                self.wrong.setdefault((type(failure).__name__, label), f"{response.status_code}: {str(failure)[:600]}")


def main(cases: int = typer.Option(20_000, help="Over the four services together.")) -> None:
    """Start a stack, send the cases, end it, and say what was wrong."""
    with (
        tempfile.TemporaryDirectory(prefix="casn-fuzz-") as folder,
        Stack(StackSettings(Path(folder) / "stack", log_level="ERROR")) as stack,
    ):
        fuzz = Fuzz(asyncio.run(_tokens(stack.issuer, stack.accounts)))
        begun = time.monotonic()
        for service, urls in stack.urls.items():
            fuzz.service(service, urls[0], cases // len(stack.urls))
        restarts = {name: count for name, count in stack.supervisor.restarts().items() if count}
    statuses = ", ".join(f"{status}: {count}" for status, count in sorted(fuzz.statuses.items()))
    print(f"{fuzz.cases.total():,} cases in {time.monotonic() - begun:.0f} s, {dict(fuzz.cases)}; answers {statuses}; restarts {restarts}")
    for (check, label), example in sorted(fuzz.wrong.items()):
        print(f"\n{check} at {label}\n{example}")
    sys.exit(bool(fuzz.wrong or restarts or any(status >= 500 for status in fuzz.statuses)))


if __name__ == "__main__":
    typer.run(main)
