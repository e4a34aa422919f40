"""Log in at an OpenID issuer as people and programs do: authorization code with PKCE, client credentials."""

import secrets
import time
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import aiohttp

from deploy.lokal.penerbit.app import CLIENT, challenge_of
from deploy.lokal.ports import LOOPBACK

# Nobody listens there: the code is read from the redirect itself.
_REDIRECT = f"http://{LOOPBACK}/selesai"


class LoginFailed(Exception):
    """The issuer did not give a token."""


@dataclass(frozen=True, slots=True)
class Token:
    """An access token, and when it ends on the monotonic clock."""

    text: str
    ends_at: float

    def header(self) -> dict[str, str]:
        """The header that carries it."""
        return {"Authorization": f"Bearer {self.text}"}

    def lasts(self, seconds: float) -> bool:
        """Whether it is good for so long."""
        return time.monotonic() + seconds < self.ends_at


async def login(session: aiohttp.ClientSession, issuer: str, name: str, password: str) -> Token:
    """The token of a person who types name and password into the issuer's form.

    Raises:
        LoginFailed: the form was refused, or the code.
    """
    verifier = secrets.token_urlsafe(48)
    asked = {
        "response_type": "code",
        "client_id": CLIENT,
        "redirect_uri": _REDIRECT,
        "code_challenge": challenge_of(verifier),
        "code_challenge_method": "S256",
        "state": secrets.token_urlsafe(16),
    }
    form = {**asked, "username": name, "password": password}
    async with session.post(f"{issuer}/authorize", data=form, allow_redirects=False) as answer:
        found = parse_qs(urlsplit(answer.headers.get("Location", "")).query)
    if found.get("state") != [asked["state"]] or "code" not in found:
        raise LoginFailed(f"{name}: the issuer answered {answer.status}")
    grant = {"grant_type": "authorization_code", "code": found["code"][0], "redirect_uri": _REDIRECT, "client_id": CLIENT}
    return await _token(session, issuer, {**grant, "code_verifier": verifier})


async def program_login(session: aiohttp.ClientSession, issuer: str, name: str, password: str) -> Token:
    """The token of a program.

    Raises:
        LoginFailed: name or secret is wrong.
    """
    return await _token(session, issuer, {"grant_type": "client_credentials", "client_id": name, "client_secret": password})


async def _token(session: aiohttp.ClientSession, issuer: str, grant: dict[str, str]) -> Token:
    async with session.post(f"{issuer}/token", data=grant) as answer:
        told = await answer.json()
    if answer.status != 200:
        raise LoginFailed(f"{told.get('error')}: {told.get('error_description')}")
    return Token(told["access_token"], time.monotonic() + told["expires_in"])
