"""Whose tokens are taken, and the keys that check them: kept here, so that an issuer that is down stops nobody who holds a token."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import aiohttp
import orjson
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet
from pydantic import BaseModel, ConfigDict

from shared.errors import Transient

# Signatures of a public key only: with HS256 whoever checks could also sign, and "none" is no signature.
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA", "Ed25519")
_LARGEST_BYTES = 262_144
_FETCH_SECONDS = 5.0
# An unknown key id may be a new key, or anybody's invention: so often at most the issuer is asked.
ASK_AGAIN_SECONDS = 10.0
REFRESH_SECONDS = 300.0
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

_log = structlog.get_logger(__name__)


class KeySource(Protocol):
    """Where the public keys of an issuer come from."""

    async def fetch(self) -> bytes:
        """The JWK set (RFC 7517) as JSON.

        Raises:
            Transient: not to be had now.
        """


@dataclass(frozen=True, slots=True)
class StaticKeys:
    """Keys in a file that an operator puts there, for networks from which the issuer cannot be reached. Read again at every refresh."""

    path: Path

    async def fetch(self) -> bytes:
        """The file.

        Raises:
            Transient: it cannot be read.
        """
        try:
            return await asyncio.to_thread(self.path.read_bytes)
        except OSError as error:
            raise Transient(f"keys of the issuer: {error}") from error


@dataclass(frozen=True, slots=True)
class RemoteKeys:
    """Keys at an address, or at the one that the issuer's discovery document names (OpenID Connect Discovery 1.0).

    Attributes:
        issuer: as tokens name it.
        jwks_url: address of the set; None: ask discovery.
    """

    issuer: str
    jwks_url: str | None = None

    async def fetch(self) -> bytes:
        """The set, from the network.

        Raises:
            Transient: no answer, no JSON, or a discovery document of somebody else.
        """
        try:
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_FETCH_SECONDS)) as session:
                return await _read(session, self.jwks_url or await self._discovered(session))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise Transient(f"keys of the issuer {self.issuer}: {type(error).__name__} {error}") from error

    async def _discovered(self, session: aiohttp.ClientSession) -> str:
        told = _Discovery.model_validate_json(await _read(session, f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"))
        if told.issuer != self.issuer:
            raise ValueError(f"discovery speaks for {told.issuer}")
        require_private_or_tls(told.jwks_uri)
        return told.jwks_uri


class _Discovery(BaseModel):
    model_config = ConfigDict(frozen=True)

    issuer: str
    jwks_uri: str


async def _read(session: aiohttp.ClientSession, url: str) -> bytes:
    async with session.get(url, allow_redirects=False) as answer:
        if answer.status != 200:
            raise ValueError(f"{url} answered {answer.status}")
        found = await answer.content.read(_LARGEST_BYTES + 1)
        while not answer.content.at_eof() and len(found) <= _LARGEST_BYTES:
            found += await answer.content.read(_LARGEST_BYTES + 1)
        if len(found) > _LARGEST_BYTES:
            raise ValueError(f"{url} answered more than {_LARGEST_BYTES} bytes")
        return found


def require_private_or_tls(url: str) -> None:
    """Refuse an address at which anybody on the way could put keys of their own.

    Raises:
        ValueError: neither https nor this machine.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise ValueError(f"{url}: an issuer is reached by https, or on this machine")


class KeyMemory(Protocol):
    """Keeps the newest set over a restart."""

    async def recall(self, issuer: str) -> bytes | None:
        """The set kept last; None: none was."""

    async def keep(self, issuer: str, jwks: bytes) -> None:
        """Keep this set instead.

        Raises:
            Transient: not now.
        """


class IssuerKeys:
    """The public keys of one issuer: fetched once, asked for again now and then and when a token names an unknown one.

    Attributes:
        generation: rises whenever the set changes; what was checked by an older one is checked again.
    """

    def __init__(self, name: str, source: KeySource, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Nothing is fetched before the first `open`, `refresh` or `key`."""
        self.generation = 0
        self._name = name
        self._source = source
        self._memory: KeyMemory | None = None
        self._clock = clock
        self._keys: dict[str, Key] = {}
        self._raw = b""
        self._asked_at = -REFRESH_SECONDS
        self._silent = False
        self._asking = asyncio.Lock()

    async def open(self, memory: KeyMemory | None = None) -> None:
        """Ask the issuer, and if it is silent take what `memory` kept; without either the first token has to wait for the issuer."""
        self._memory = memory
        await self.refresh()
        if not self._keys and memory is not None and (kept := await memory.recall(self._name)):
            self._take(kept)

    async def key(self, kid: str) -> Key | None:
        """The key of that id; the issuer is asked when it is unknown, at most every `ASK_AGAIN_SECONDS`.

        Raises:
            Transient: there is no key at all yet, or the issuer was silent when it was asked last: it may have made this one since.
        """
        if kid not in self._keys:
            await self.refresh(after=ASK_AGAIN_SECONDS)
            if not self._keys:
                raise Transient(f"no keys of the issuer {self._name} yet")
            if self._silent and kid not in self._keys:
                raise Transient(f"the issuer {self._name} is silent, and the key may be a new one of it")
        return self._keys.get(kid)

    async def refresh(self, *, after: float = 0.0) -> None:
        """Fetch the set unless that was done less than `after` seconds ago; a silent issuer changes nothing."""
        async with self._asking:
            if self._clock() - self._asked_at < after:
                return
            self._asked_at = self._clock()
            try:
                raw = await self._source.fetch()
                changed = self._take(raw)
            except Transient as error:
                self._silent = True
                _log.warning("issuer silent", issuer=self._name, error=str(error), keys=len(self._keys))
                return
            self._silent = False
            if changed and self._memory is not None:
                await self._keep(self._memory)

    async def _keep(self, memory: KeyMemory) -> None:
        """Keys that cannot be kept now are used all the same: only a restart while the issuer is silent would miss them."""
        try:
            # Public parts only: registration's own source is the file of private keys that it signs with.
            await memory.keep(self._name, orjson.dumps(KeySet(list(self._keys.values())).as_dict(private=False)))
        except Transient as error:
            _log.warning("keys not kept", issuer=self._name, error=str(error))

    def _take(self, raw: bytes) -> bool:
        if raw == self._raw:
            return False
        try:
            given = _Jwks.model_validate_json(raw).keys
        except ValueError as error:
            raise Transient(f"the key set of {self._name} cannot be read: {type(error).__name__}") from error
        keys = [key for each in given if (key := _readable(each)) is not None]
        if given and not keys:
            raise Transient(f"of the key set of {self._name} no key can be read")
        if len(keys) < len(given):
            _log.warning("keys passed over", issuer=self._name, unreadable=len(given) - len(keys), readable=len(keys))
        # Keys for encryption have no business here; a key without an id can be named by no token.
        self._keys = {key.kid: key for key in keys if key.kid and key.get("use") in (None, "sig") and key.key_type != "oct"}
        self._raw = raw
        self.generation += 1
        return True


class _Jwks(BaseModel):
    model_config = ConfigDict(frozen=True)

    keys: tuple[Any, ...]


def _readable(given: Any) -> Key | None:  # noqa: ANN401 - whatever an issuer put into its list
    """One key of a set; None for one of a kind that we do not understand, which takes none of the others with it (RFC 7517, 5)."""
    try:
        (key,) = KeySet.import_key_set({"keys": [given]}).keys
    except (JoseError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return key


class Speaks(Enum):
    """What the subject of an issuer's tokens is."""

    SUBJECTS = auto()
    PARTICIPANTS = auto()


@dataclass(frozen=True, slots=True)
class Issuer:
    """One issuer whose tokens are taken.

    Attributes:
        name: the `iss` of its tokens.
        audience: the `aud` that its tokens must name.
        keys: its public keys.
        speaks: of subjects with roles, or of participant numbers.
    """

    name: str
    audience: str
    keys: IssuerKeys = field(repr=False)
    speaks: Speaks = Speaks.SUBJECTS
