"""Who acts in the season: an account for every role, logged in at the stack's issuer when first needed and again before the token ends."""

import asyncio
import re
from time import monotonic
from types import TracebackType
from typing import Self

import aiohttp

from deploy.lokal.login import Token, login, program_login
from deploy.lokal.penerbit.accounts import Accounts

# So long before its end a token is no longer taken for a request, which may have to be sent again.
_SPARE_SECONDS = 180.0

PENGUSUL, PERILIS = "panselnas_pengusul", "panselnas_perilis"
# Holds both roles of Panselnas, so that only being the same person can keep it from releasing what it proposed.
RANGKAP = f"{PENGUSUL}+{PERILIS}@rangkap"
PUSAT_CAT, BKN, OPERATOR, AUDITOR, PORTAL = "pusat_cat", "bkn", "operator", "auditor", "layanan.pendaftaran"

# The first that fits; what fits none is open to everybody and asked without a token.
_WHO = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"PUT /v1/formasi/berkas/", PENGUSUL),
        (r"POST /v1/formasi/buka", PERILIS),
        (r"POST /v1/lamaran/massal", PORTAL),
        (r"GET /v1/peserta\.ndjson", BKN),
        (r"POST .*/(?:umumkan|rilis)$", PERILIS),
        (r"PUT /v1/(?:nilai|skd)/", PUSAT_CAT),
        (r"POST .*/(?:koreksi|koreksi/berkas|usul)(?:\?.*)?$", RANGKAP),
        (r"POST .*/tutup$", PENGUSUL),
        (r"POST /v1/(?:pengunduran-diri|usul-nip)", BKN),
        (r"GET /v1/(?:koreksi|hasil\.ndjson|jejak)", AUDITOR),
        (r"GET /v1/kelompok/[^/]+$", AUDITOR),
        (r"GET /v1/sanggah/daftar", AUDITOR),
        (r"[A-Z]+ /v1/operasional/", OPERATOR),
    )
)


def who(method: str, path: str) -> str | None:
    """The account that does this in a season; None: no token is needed."""
    asked = f"{method} {path}"
    return next((name for pattern, name in _WHO if pattern.match(asked)), None)


def participant(peserta: str) -> str:
    """Under which name the token of a participant is kept."""
    return f"peserta.{peserta}"


def committee(kelompok: str) -> str:
    """The account of the committee of the agency of a kelompok."""
    return f"panitia_instansi.{kelompok[:4]}"


def applicant(nik: str) -> str:
    """The account of an applicant."""
    return f"pelamar.{nik}"


class People:
    """Tokens by account; an async context manager."""

    def __init__(self, issuer: str, accounts: Accounts) -> None:
        """Nothing is asked of `issuer` before the first request."""
        self._issuer = issuer
        self._accounts = accounts
        self._tokens: dict[str, Token] = {}
        self._asking: dict[str, asyncio.Lock] = {}
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30.0), connector=aiohttp.TCPConnector(limit=16))
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._session is not None:
            await self._session.close()

    async def header(self, name: str | None) -> dict[str, str]:
        """The header by which this account is known; empty for nobody.

        Raises:
            LoginFailed: the issuer refused.
            aiohttp.ClientError: the issuer does not answer.
        """
        if name is None:
            return {}
        async with self._asking.setdefault(name, asyncio.Lock()):
            token = self._tokens.get(name)
            if token is None or not token.lasts(_SPARE_SECONDS):
                token = self._tokens[name] = await self._login(name)
        return token.header()

    def take(self, name: str, token: str, seconds: float) -> None:
        """Keep a token that this name was given elsewhere, and that lasts so long."""
        self._tokens[name] = Token(token, monotonic() + seconds)

    async def _login(self, name: str) -> Token:
        if self._session is None:
            raise RuntimeError("People is used outside its context")
        way = program_login if name == PORTAL else login
        return await way(self._session, self._issuer, name, self._accounts.password(name))
