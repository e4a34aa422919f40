"""Two issuers as processes of their own, behind one face: what a test asks of one it asks of the other."""

import os
import secrets
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from deploy.keycloak.admin import Administrator
from deploy.keycloak.realm import PROGRAM, Person, copy_with, realm
from deploy.keycloak.server import Keycloak
from deploy.lokal.penerbit.__main__ import DEVELOPMENT, ENVIRONMENT
from deploy.lokal.penerbit.accounts import Accounts
from deploy.lokal.penerbit.app import AUDIENCE, TOKEN_SECONDS
from deploy.lokal.penerbit.keys import SigningKeys
from deploy.lokal.ports import LOOPBACK, free_ports
from deploy.lokal.process import Child, end, spawn, tail
from deploy.lokal.waiting import poll
from shared.kebijakan import JenisPelaku, Peran
from tests.support.browser import log_in

NIK = f"00{11:014d}"
PPK, AUDITOR, PELAMAR = "ppk.0001", "auditor+operator", f"pelamar.{NIK}"
# Whose password is guessed at: an issuer may keep the right one out for a while then.
DITEBAK = "verifikator.0001"
# As the development issuer reads them from their names.
PEOPLE = (
    Person(PPK, JenisPelaku.PETUGAS, (Peran.PPK,), "0001"),
    Person(AUDITOR, JenisPelaku.PETUGAS, (Peran.AUDITOR, Peran.OPERATOR)),
    Person(DITEBAK, JenisPelaku.PETUGAS, (Peran.VERIFIKATOR,), "0001"),
    Person(PELAMAR, JenisPelaku.PELAMAR, nik=NIK),
)
_FOREIGN = "klien-lain"


class RealIssuer(Protocol):
    """An issuer that runs."""

    @property
    def issuer(self) -> str:
        """As its tokens name it."""

    def password(self, name: str) -> str:
        """Of a person or a program."""

    async def turn(self, *, keep: bool) -> None:
        """Sign with a new key; the old ones stay published or go."""

    def silent(self) -> AbstractContextManager[None]:
        """While the body runs it answers nothing."""

    async def other_tokens(self) -> dict[str, str]:
        """What it signs, or gives beside an access token, and is none for us."""


class DevelopmentProcess:
    """The development issuer."""

    def __init__(self, folder: Path) -> None:
        """Its keys and log are in `folder`."""
        self.issuer = f"http://{LOOPBACK}:{free_ports(1)[0]}"
        self._secret = secrets.token_hex(16)
        self._log = folder / "penerbit.log"
        self._path = folder / "penerbit.jwks.json"
        self._child: Child | None = None

    def start(self) -> None:
        """Start it and wait until it listens."""
        port = self.issuer.rpartition(":")[2]
        told = {ENVIRONMENT: DEVELOPMENT, "HTTP_PORT": port, "ISSUER_SECRET": self._secret, "ISSUER_KEYS": str(self._path)}
        self._child = spawn([sys.executable, "-m", "deploy.lokal.penerbit"], log=self._log, env={**os.environ, **told})
        assert poll(lambda: _listens(int(port)), timeout_s=30), tail(self._log)

    def stop(self) -> None:
        """End it."""
        if self._child is not None:
            end([self._child], grace_s=5)

    def password(self, name: str) -> str:
        return Accounts(self._secret).password(name)

    async def turn(self, *, keep: bool) -> None:
        SigningKeys(self._path).turn(keep=int(keep))

    @contextmanager
    def silent(self) -> Iterator[None]:
        assert self._child is not None
        self._child.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._child.send_signal(signal.SIGCONT)

    async def other_tokens(self) -> dict[str, str]:
        """It gives no such token itself; these are signed as it would."""
        found = Accounts(self._secret).account(AUDITOR)
        assert found is not None
        now = int(time.time())
        right = {"iss": self.issuer, "aud": AUDIENCE, "sub": found.subject, "iat": now, "exp": now + TOKEN_SECONDS, **found.claims}
        wrong = {"id": {"typ": "ID"}, "refresh": {"typ": "Refresh", "aud": self.issuer}, "foreign": {"aud": _FOREIGN}}
        keys = SigningKeys(self._path)
        return {name: keys.sign(right | claims) for name, claims in wrong.items()}


class KeycloakProcess:
    """Keycloak with the realm of `deploy/keycloak`, and with a second client that is not ours."""

    def __init__(self, folder: Path) -> None:
        """Its data and log are in `folder`."""
        self._secret = secrets.token_urlsafe(24)
        self.server = Keycloak(folder, copy_with(PEOPLE, self._secret, clients=[_foreign()]))

    @property
    def issuer(self) -> str:
        return self.server.issuer

    def password(self, name: str) -> str:
        return self._secret if name == PROGRAM else next(person.password for person in PEOPLE if person.name == name)

    async def turn(self, *, keep: bool) -> None:
        async with Administrator(self.server) as administrator:
            await administrator.turn(keep=keep)

    def silent(self) -> AbstractContextManager[None]:
        return self.server.silent()

    async def other_tokens(self) -> dict[str, str]:
        told = await log_in(self.issuer, AUDITOR, self.password(AUDITOR), client=_FOREIGN, scope="openid")
        # The ID token for our own client, too: its audience is right, and it is none all the same.
        ours = await log_in(self.issuer, AUDITOR, self.password(AUDITOR), scope="openid")
        return {"id": ours["id_token"], "refresh": told["refresh_token"], "foreign": told["access_token"]}


def _foreign() -> dict[str, object]:
    """Another program's client in the same realm: everything as ours, but no audience of ours, and refresh tokens."""
    (ours,) = (client for client in realm()["clients"] if client["clientId"] == AUDIENCE)
    return {**ours, "clientId": _FOREIGN, "attributes": {"pkce.code.challenge.method": "S256"}, "defaultClientScopes": ["basic"]}


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0


@contextmanager
def development(folder: Path) -> Iterator[RealIssuer]:
    """The development issuer while the body runs."""
    made = DevelopmentProcess(folder)
    try:
        made.start()
        yield made
    finally:
        made.stop()


@contextmanager
def keycloak(folder: Path) -> Iterator[RealIssuer]:
    """Keycloak while the body runs."""
    made = KeycloakProcess(folder)
    with made.server:
        yield made
