"""OpenID Connect as far as the platform needs it: discovery, keys, authorization code with PKCE, client credentials.

OpenID Connect Core 1.0 and Discovery 1.0; RFC 6749 for the grants, RFC 7636 for PKCE, RFC 8252 for programs on this machine.
"""

import base64
import hashlib
import hmac
import html
import secrets
import time
from binascii import Error as Base64Error
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from deploy.lokal.penerbit.accounts import Account, Accounts
from deploy.lokal.penerbit.keys import SigningKeys
from deploy.lokal.ports import LOOPBACK

CLIENT = "casn"
AUDIENCE = "casn"
TOKEN_SECONDS = 600
_CODE_SECONDS = 60.0
_MOST_CODES = 10_000
_LARGEST_FORM = 16_384


@dataclass(frozen=True, slots=True)
class _Code:
    """A code that was given out, and what it may be changed for."""

    account: Account
    redirect_uri: str
    challenge: str
    ends_at: float


class _Wrong(Exception):
    """An error of RFC 6749 (`error`), with a sentence."""

    def __init__(self, error: str, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.error, self.sentence, self.status = error, sentence, status


class DevelopmentIssuer:
    """The issuer as an ASGI application (`app`)."""

    def __init__(self, issuer: str, accounts: Accounts, keys: SigningKeys, *, token_seconds: int = TOKEN_SECONDS) -> None:
        """`issuer` is the address that others see; a token lives `token_seconds`."""
        self._token_seconds = token_seconds
        self._issuer = issuer
        self._accounts = accounts
        self._keys = keys
        self._codes: dict[str, _Code] = {}
        self.app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._discovery),
                Route("/jwks", self._jwks),
                Route("/authorize", self._form, methods=["GET"]),
                Route("/authorize", self._login, methods=["POST"]),
                Route("/token", self._token, methods=["POST"]),
            ],
            exception_handlers={_Wrong: _refused},
        )

    async def _discovery(self, _: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self._issuer,
                "authorization_endpoint": f"{self._issuer}/authorize",
                "token_endpoint": f"{self._issuer}/token",
                "jwks_uri": f"{self._issuer}/jwks",
                "response_types_supported": ["code"],
                "grant_types_supported": ["authorization_code", "client_credentials"],
                "code_challenge_methods_supported": ["S256"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["ES256"],
                "token_endpoint_auth_methods_supported": ["none", "client_secret_basic", "client_secret_post"],
            }
        )

    async def _jwks(self, _: Request) -> Response:
        return Response(self._keys.public(), media_type="application/jwk-set+json")

    async def _form(self, request: Request) -> Response:
        asked = dict(request.query_params)
        _check_request(asked)
        hidden = "".join(f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">' for name, value in asked.items())
        return HTMLResponse(_PAGE.replace("%%", hidden), headers={"Cache-Control": "no-store", "Content-Security-Policy": _POLICY})

    async def _login(self, request: Request) -> Response:
        asked = await _body(request)
        redirect_uri, challenge = _check_request(asked)
        account = self._accounts.person(asked.get("username", ""), asked.get("password", ""))
        if account is None:
            return HTMLResponse("Nama atau kata sandi salah. Kembali dan coba lagi.", status_code=401)
        code = secrets.token_urlsafe(32)
        self._forget_codes()
        self._codes[code] = _Code(account, redirect_uri, challenge, time.monotonic() + _CODE_SECONDS)
        state = {"state": asked["state"]} if "state" in asked else {}
        return RedirectResponse(f"{redirect_uri}?{urlencode({'code': code, **state, 'iss': self._issuer})}", status_code=303)

    async def _token(self, request: Request) -> Response:
        asked = await _body(request)
        match asked.get("grant_type"):
            case "authorization_code":
                account = self._changed(asked)
            case "client_credentials":
                name, password = _client(request, asked)
                found = self._accounts.program(name, password)
                if found is None:
                    raise _Wrong("invalid_client", "Nama atau rahasia program salah.", 401)
                account = found
            case _:
                raise _Wrong("unsupported_grant_type", "grant_type: authorization_code atau client_credentials.")
        now = int(time.time())
        claims = {
            "iss": self._issuer,
            "aud": AUDIENCE,
            "sub": account.subject,
            "iat": now,
            "exp": now + self._token_seconds,
            **account.claims,
        }
        answer = {"access_token": self._keys.sign(claims), "token_type": "Bearer", "expires_in": self._token_seconds}
        return JSONResponse(answer, headers={"Cache-Control": "no-store"})

    def _changed(self, asked: dict[str, str]) -> Account:
        # Taken out before anything is checked: a code is for one try.
        code = self._codes.pop(asked.get("code", ""), None)
        verifier = asked.get("code_verifier", "")
        if code is None or code.ends_at < time.monotonic() or code.redirect_uri != asked.get("redirect_uri"):
            raise _Wrong("invalid_grant", "Kode ini tidak ada, sudah dipakai, atau sudah habis waktunya.")
        if not hmac.compare_digest(challenge_of(verifier).encode(), code.challenge.encode()):
            raise _Wrong("invalid_grant", "code_verifier tidak cocok dengan code_challenge.")
        return code.account

    def _forget_codes(self) -> None:
        now = time.monotonic()
        if len(self._codes) >= _MOST_CODES:
            self._codes = {name: code for name, code in self._codes.items() if code.ends_at > now}
        if len(self._codes) >= _MOST_CODES:
            raise _Wrong("temporarily_unavailable", "Terlalu banyak yang sedang masuk. Coba lagi sebentar.", 503)


def challenge_of(verifier: str) -> str:
    """The S256 challenge of a verifier (RFC 7636)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _check_request(asked: dict[str, str]) -> tuple[str, str]:
    """The redirect address and the challenge of a request that may be answered."""
    redirect_uri = asked.get("redirect_uri", "")
    parts = urlsplit(redirect_uri)
    # RFC 8252: a program on this machine listens on any port of the loopback interface.
    if asked.get("client_id") != CLIENT or parts.scheme != "http" or parts.hostname != LOOPBACK or parts.query or parts.fragment:
        raise _Wrong("invalid_request", f"client_id adalah {CLIENT}, redirect_uri sebuah alamat http://{LOOPBACK}.")
    if asked.get("response_type") != "code" or asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge"):
        raise _Wrong("invalid_request", "response_type=code dengan code_challenge_method=S256 dan code_challenge.")
    return redirect_uri, asked["code_challenge"]


def _client(request: Request, asked: dict[str, str]) -> tuple[str, str]:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return asked.get("client_id", ""), asked.get("client_secret", "")
    try:
        name, _, password = base64.b64decode(given, validate=True).decode().partition(":")
    except (Base64Error, UnicodeDecodeError) as error:
        raise _Wrong("invalid_client", "Header Authorization tidak terbaca.", 401) from error
    return name, password


async def _body(request: Request) -> dict[str, str]:
    found = b""
    async for chunk in request.stream():
        found += chunk
        if len(found) > _LARGEST_FORM:
            raise _Wrong("invalid_request", "Isian terlalu besar.", 413)
    try:
        return dict(parse_qsl(found.decode(), strict_parsing=bool(found), max_num_fields=40))
    except ValueError as error:
        raise _Wrong("invalid_request", "Isian tidak terbaca.") from error


async def _refused(_: Request, error: Exception) -> Response:
    wrong = error if isinstance(error, _Wrong) else _Wrong("server_error", "Kesalahan sistem.", 500)
    return JSONResponse({"error": wrong.error, "error_description": wrong.sentence}, wrong.status, headers={"Cache-Control": "no-store"})


_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action *; frame-ancestors 'none'"
_PAGE = """<!doctype html><html lang="id"><meta charset="utf-8"><title>Masuk (pengembangan)</title>
<meta name="viewport" content="width=device-width"><style>body{font:1rem/1.5 sans-serif;max-width:24rem;margin:3rem auto}
label,input,button{display:block;width:100%;margin:.3rem 0;padding:.4rem;font:inherit;box-sizing:border-box}</style>
<h1>Masuk</h1><p>Penerbit identitas untuk pengembangan; bukan untuk orang sungguhan.</p>
<form method="post">%%<label>Nama<input name="username" autocomplete="username" required></label>
<label>Kata sandi<input name="password" type="password" autocomplete="current-password" required></label>
<button>Masuk</button></form></html>
"""
