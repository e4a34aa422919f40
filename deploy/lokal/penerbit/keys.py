"""The issuer's signing keys: a file that only its owner reads; the last key signs."""

from pathlib import Path

import orjson
from joserfc import jwt
from joserfc.jwk import ECKey, Key, KeySet

from shared.web.identitas.rotation import Jwk, announce, read_keys, retire, use, write_keys


class SigningKeys:
    """Signs with the last key; publishes the public part of all. The file is read again when it changes."""

    def __init__(self, path: Path) -> None:
        """Make the file with a first key unless it is there."""
        self._path = path
        self._read_as = (0, 0)
        self._keys: list[Key] = []
        if not path.exists():
            write_keys(path, [_new("1")])

    def sign(self, claims: dict[str, object]) -> str:
        """These claims as an access token (RFC 9068)."""
        key = self._current()[-1]
        return jwt.encode({"alg": "ES256", "kid": key.kid, "typ": "at+jwt"}, claims, key, algorithms=["ES256"])

    def public(self) -> bytes:
        """The JWK set for those who check."""
        return orjson.dumps(KeySet(self._current()).as_dict(private=False))

    def announce(self) -> str:
        """Publish a new key that does not sign yet; its id."""
        kid = self._next()
        announce(self._path, _new(kid))
        return kid

    def use(self, kid: str) -> None:
        """Sign with an announced key from now on."""
        use(self._path, kid)

    def retire(self, kid: str) -> None:
        """Publish a key no longer."""
        retire(self._path, kid)

    def turn(self, *, keep: int = 1) -> None:
        """Sign with a new key at once; `keep` old ones stay published. Whoever fetched the keys just before refuses what it signs."""
        keys = read_keys(self._path)
        write_keys(self._path, [*keys[len(keys) - keep :], _new(self._next())])

    def _next(self) -> str:
        return str(max(int(key["kid"]) for key in read_keys(self._path)) + 1)

    def _current(self) -> list[Key]:
        stat = self._path.stat()
        if self._read_as != (stat.st_mtime_ns, stat.st_ino):
            self._keys = list(KeySet.import_key_set({"keys": read_keys(self._path)}).keys)
            self._read_as = (stat.st_mtime_ns, stat.st_ino)
        return self._keys


def _new(kid: str) -> Jwk:
    return dict(ECKey.generate_key("P-256", {"kid": kid, "use": "sig"}).as_dict(private=True))
