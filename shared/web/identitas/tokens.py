"""A bearer token, checked: signature, issuer, audience, kind, times; then who it speaks of (RFC 7519, RFC 8725, RFC 9068)."""

import binascii
import hashlib
import time
from base64 import urlsafe_b64decode
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import orjson
from joserfc import jwt
from joserfc.errors import JoseError
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from shared.kebijakan import JenisPelaku, Pelaku, Peran
from shared.web.identitas.issuers import ALGORITHMS, Issuer, KeyMemory, Speaks

LEEWAY_SECONDS = 30
# Longer than an officer's day no token lives: nothing else ends one that was stolen.
LONGEST_SECONDS = 12 * 3600
_TYPES = frozenset({"jwt", "at+jwt", "application/at+jwt"})
_REMEMBERED = 20_000
# How a participant token's subject begins, and no other's.
_PARTICIPANT = "peserta:"


class TokenRefused(Exception):
    """This is no token of ours; the reason is for the log and never tells the caller which check failed."""


class _Subjek(BaseModel):
    """The claims of a subject; others are left alone."""

    model_config = ConfigDict(frozen=True)

    sub: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$")]
    jenis: JenisPelaku
    peran: frozenset[Peran] = frozenset()
    instansi: Annotated[str, Field(pattern=r"^[0-9]{4}$")] | None = None
    nik: Annotated[str, Field(pattern=r"^[0-9]{16}$")] | None = None

    @field_validator("sub")
    @classmethod
    def _nobody_s_number(cls, value: str) -> str:
        """Records and stored answers know a person by the subject alone: another issuer's must not be a participant's."""
        if value.startswith(_PARTICIPANT):
            raise ValueError("the subject of a participant token")
        return value

    def pelaku(self) -> Pelaku:
        match self.jenis:
            case JenisPelaku.PELAMAR:
                return Pelaku(self.sub, self.jenis, frozenset({Peran.PELAMAR}), nik=self.nik)
            case JenisPelaku.LAYANAN:
                return Pelaku(self.sub, self.jenis, (self.peran - {Peran.PELAMAR}) | {Peran.LAYANAN}, self.instansi)
            case JenisPelaku.PETUGAS:
                return Pelaku(self.sub, self.jenis, self.peran - {Peran.PELAMAR, Peran.LAYANAN}, self.instansi)


class _Peserta(BaseModel):
    model_config = ConfigDict(frozen=True)

    sub: Annotated[str, Field(pattern=r"^[0-9]{1,20}$")]

    def pelaku(self) -> Pelaku:
        return Pelaku(f"{_PARTICIPANT}{self.sub}", JenisPelaku.PELAMAR, frozenset({Peran.PELAMAR}), peserta=self.sub)


class Identity:
    """Checks tokens of its issuers; one that was right is remembered until it ends or its issuer's keys change."""

    def __init__(self, issuers: Sequence[Issuer], *, clock: Callable[[], float] = time.time) -> None:
        """Take tokens of `issuers`; `clock` gives seconds since 1970."""
        self.issuers = tuple(issuers)
        self._by_name = {issuer.name: issuer for issuer in issuers}
        self._clock = clock
        self._known: OrderedDict[bytes, tuple[float, Issuer, int, Pelaku]] = OrderedDict()

    async def open(self, memory: KeyMemory | None = None) -> None:
        """Fetch the keys of every issuer, as far as they are to be had; `memory` keeps them over a restart."""
        for issuer in self.issuers:
            await issuer.keys.open(memory)

    async def refresh(self) -> None:
        """Ask every issuer for its keys."""
        for issuer in self.issuers:
            await issuer.keys.refresh()

    async def subject_of(self, token: str) -> Pelaku:
        """Who the token speaks of.

        Raises:
            TokenRefused: it is not right.
            Transient: no key of its issuer is there yet.
        """
        slot = hashlib.sha256(token.encode()).digest()
        found = self._known.get(slot)
        if found is not None:
            ends, issuer, generation, pelaku = found
            if self._clock() < ends and generation == issuer.keys.generation:
                self._known.move_to_end(slot)
                return pelaku
            del self._known[slot]
        issuer, claims = await self._checked(token)
        try:
            model = _Peserta if issuer.speaks is Speaks.PARTICIPANTS else _Subjek
            pelaku = model.model_validate(claims).pelaku()
        except ValidationError as error:
            raise TokenRefused(f"claims: {error.error_count()} faults") from error
        self._known[slot] = (claims["exp"] + LEEWAY_SECONDS, issuer, issuer.keys.generation, pelaku)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return pelaku

    async def _checked(self, token: str) -> tuple[Issuer, dict[str, Any]]:
        header, unproven = _opened(token)
        issuer = self._by_name.get(str(unproven.get("iss")))
        if issuer is None:
            raise TokenRefused("an issuer that we do not know")
        if header.get("alg") not in ALGORITHMS or str(header.get("typ", "JWT")).lower() not in _TYPES or "crit" in header:
            raise TokenRefused("algorithm or type")
        key = await issuer.keys.key(str(header.get("kid")))
        if key is None:
            raise TokenRefused("a key that its issuer does not have")
        now = int(self._clock())
        times = jwt.JWTClaimsRegistry(
            now=now,
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": issuer.name},
            aud={"essential": True, "value": issuer.audience},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )
        try:
            claims = jwt.decode(token, key, algorithms=list(ALGORITHMS)).claims
            times.validate(claims)
        except (JoseError, ValueError, TypeError) as error:
            raise TokenRefused(type(error).__name__) from error
        # Keycloak's ID and refresh tokens are of the same issuer and key, and say what they are in a claim.
        if claims.get("typ", "Bearer") != "Bearer":
            raise TokenRefused("no access token")
        if claims["exp"] - claims["iat"] > LONGEST_SECONDS:
            raise TokenRefused("it lives too long")
        return issuer, claims


def _opened(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims, proven by nothing yet: only to find the key that proves them."""
    parts = token.split(".")
    if len(parts) != 3:
        raise TokenRefused("no JWT")
    try:
        header, claims = (orjson.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in parts[:2])
    except (ValueError, binascii.Error) as error:
        raise TokenRefused("no JWT") from error
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise TokenRefused("no JWT")
    return header, claims
