"""The issuer's signing keys: a file that only its owner reads, with the newest key last."""

import os
from pathlib import Path

import orjson
from joserfc import jwt
from joserfc.jwk import ECKey, Key, KeySet


class SigningKeys:
    """Signs with the newest key; publishes the public part of all. The file is read again when it changes."""

    def __init__(self, path: Path) -> None:
        """Make the file with a first key unless it is there."""
        self._path = path
        self._read_as = 0
        self._keys: list[Key] = []
        if not path.exists():
            self._write([_new("1")])

    def sign(self, claims: dict[str, object]) -> str:
        """These claims as an access token (RFC 9068)."""
        key = self._current()[-1]
        return jwt.encode({"alg": "ES256", "kid": key.kid, "typ": "at+jwt"}, claims, key, algorithms=["ES256"])

    def public(self) -> bytes:
        """The JWK set for those who check."""
        return orjson.dumps(KeySet(self._current()).as_dict(private=False))

    def turn(self, *, keep: int = 1) -> None:
        """Sign with a new key from now on; `keep` old ones stay published, so that their tokens run out by themselves."""
        keys = self._current()
        self._write([*keys[len(keys) - keep :], _new(str(int(keys[-1].kid or "0") + 1))])

    def _current(self) -> list[Key]:
        stamp = self._path.stat().st_mtime_ns
        if stamp != self._read_as:
            self._keys = list(KeySet.import_key_set(orjson.loads(self._path.read_bytes())).keys)
            self._read_as = stamp
        return self._keys

    def _write(self, keys: list[Key]) -> None:
        fresh = self._path.with_suffix(".new")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(orjson.dumps(KeySet(keys).as_dict(private=True)))
        fresh.replace(self._path)


def _new(kid: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig"})
