"""Participant tokens: registration says in whose name a participant number may speak, signed, for a short while.

No other service learns who the person is: they check the signature by registration's public keys and see a participant number.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import orjson
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey

from shared.errors import CasnError, Transient
from shared.secret_files import is_private

ISSUER = "urn:casn:pendaftaran"
LIFE_SECONDS = 900


class SigningKeysUnreadable(CasnError):
    """The file of signing keys is missing or broken; nothing is signed."""


@dataclass(frozen=True, slots=True)
class ParticipantToken:
    """A signed token, and when it ends, in seconds since 1970."""

    token: str
    ends_at: int


def new_signing_key(kid: str) -> dict[str, object]:
    """A private Ed25519 key as a JWK (RFC 8037), for the file of signing keys."""
    made: dict[str, object] = dict(OKPKey.generate_key("Ed25519", {"kid": kid, "use": "sig", "alg": "Ed25519"}).as_dict(private=True))
    return made


class ParticipantSigner:
    """Signs with the last key of a file (a JWK set with private keys) and publishes the public part of all of them.

    The file is read again when it changes; `rotation` says in which steps it is to change.
    """

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.time) -> None:
        """Nothing is read before the first use."""
        self._path = path
        self._clock = clock
        self._keys: KeySet | None = None
        self._read_as = (0, 0)

    def sign(self, peserta: str) -> ParticipantToken:
        """A token for this participant number.

        Raises:
            SigningKeysUnreadable: see there.
        """
        key = self._current().keys[-1]
        now = int(self._clock())
        claims = {"iss": ISSUER, "aud": ISSUER, "sub": peserta, "iat": now, "exp": now + LIFE_SECONDS}
        header = {"alg": "Ed25519", "kid": key.kid, "typ": "at+jwt"}
        return ParticipantToken(jwt.encode(header, claims, key, algorithms=["Ed25519"]), now + LIFE_SECONDS)

    def public(self) -> bytes:
        """The JWK set that others check by.

        Raises:
            SigningKeysUnreadable: see there.
        """
        return orjson.dumps(self._current().as_dict(private=False))

    async def fetch(self) -> bytes:
        """The same, as a `KeySource`: registration takes its own tokens too.

        Raises:
            Transient: the file cannot be read now.
        """
        try:
            return self.public()
        except SigningKeysUnreadable as error:
            raise Transient(str(error)) from error

    def _current(self) -> KeySet:
        try:
            stat = self._path.stat()
            if self._keys is None or self._read_as != (stat.st_mtime_ns, stat.st_ino):
                if not is_private(self._path):
                    raise SigningKeysUnreadable(f"{self._path.name}: others may read it; chmod 600")
                given = KeySet.import_key_set(orjson.loads(self._path.read_bytes()))
                if not given.keys or any(key.key_type != "OKP" or not key.is_private or not key.kid for key in given.keys):
                    raise SigningKeysUnreadable(f"{self._path.name}: a key is not a private Ed25519 key with an id")
                self._keys, self._read_as = given, (stat.st_mtime_ns, stat.st_ino)
        except (OSError, ValueError, KeyError, TypeError, JoseError) as error:
            raise SigningKeysUnreadable(f"{self._path.name}: {type(error).__name__}") from error
        return self._keys
