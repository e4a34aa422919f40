"""Somebody with a browser: finds the issuer's doors by discovery, fills in the form that it shows, and brings the code back."""

import secrets
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import aiohttp
from yarl import URL

from deploy.lokal.penerbit.app import CLIENT, challenge_of

# Nobody listens there: the code is read from the redirect itself. Any port of the loopback interface must do (RFC 8252).
REDIRECT = "http://127.0.0.1:5/selesai"


class _Form(HTMLParser):
    """The first form of a page: where it goes, and what it carries hidden."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action: str | None = None
        self.hidden: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and self.action is None:
            self.action = given.get("action") or ""
        if tag == "input" and given.get("type") == "hidden" and given.get("name"):
            self.hidden[str(given["name"])] = given.get("value") or ""


async def discovered(session: aiohttp.ClientSession, issuer: str) -> dict[str, Any]:
    """What the issuer says of itself."""
    async with session.get(f"{issuer}/.well-known/openid-configuration") as answer:
        assert answer.status == 200
        found: dict[str, Any] = await answer.json()
        return found


async def code_of(issuer: str, name: str, password: str, *, client: str = CLIENT, **asked: str) -> tuple[str | None, str]:
    """The code for who types name and password, with its verifier; None: the issuer did not let them in."""
    verifier = secrets.token_urlsafe(48)
    told = {"response_type": "code", "client_id": client, "redirect_uri": REDIRECT, "state": secrets.token_urlsafe(8)}
    told |= {"code_challenge": challenge_of(verifier), "code_challenge_method": "S256", **asked}
    # A browser of its own each time: nobody else's session lets anybody in. As browsers do, it trusts this machine with secure cookies.
    cookies = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=str(URL(issuer).origin()))
    async with aiohttp.ClientSession(cookie_jar=cookies) as session:
        door = (await discovered(session, issuer))["authorization_endpoint"]
        async with session.get(door, params=told, allow_redirects=False) as answer:
            page, shown = await answer.text(), str(answer.url)
        form = _Form(page)
        if form.action is None:
            return None, verifier
        filled = {**form.hidden, "username": name, "password": password}
        async with session.post(urljoin(shown, form.action), data=filled, allow_redirects=False) as answer:
            found = parse_qs(urlsplit(answer.headers.get("Location", "")).query)
    assert "code" not in found or found["state"] == [told["state"]]
    return found.get("code", [None])[0], verifier


async def changed(issuer: str, **grant: str) -> tuple[int, dict[str, Any]]:
    """What the token endpoint answers to a grant."""
    async with aiohttp.ClientSession() as session:
        door = (await discovered(session, issuer))["token_endpoint"]
        async with session.post(door, data=grant) as answer:
            return answer.status, await answer.json()


async def log_in(issuer: str, name: str, password: str, *, client: str = CLIENT, **asked: str) -> dict[str, Any]:
    """The token answer for who types name and password.

    Raises:
        AssertionError: they were not let in.
    """
    code, verifier = await code_of(issuer, name, password, client=client, **asked)
    assert code is not None, f"{name} was not let in"
    grant = {"grant_type": "authorization_code", "client_id": client, "redirect_uri": REDIRECT}
    status, told = await changed(issuer, **grant, code=code, code_verifier=verifier)
    assert status == 200, told
    return told


async def program_log_in(issuer: str, name: str, secret: str) -> tuple[int, dict[str, Any]]:
    """What the token endpoint answers to a program."""
    return await changed(issuer, grant_type="client_credentials", client_id=name, client_secret=secret)
