"""Signing keys in a file (a JWK set with private keys, mode 0600), turned in three steps so that nobody who should pass is refused.

The last key of the file signs; all of them are published. A new key is announced first: who checks signatures asks for keys at most every
`ASK_AGAIN_SECONDS`, and a signature by a key that was published no longer ago than that could be refused. Then it is used, and the old one
retired when its last token has ended.
"""

from pathlib import Path
from typing import Any

import orjson

from shared.errors import CasnError
from shared.secret_files import changing, replace

Jwk = dict[str, Any]


class KeyFileWrong(CasnError):
    """The step does not fit what is in the file of signing keys; nothing was changed."""


def read_keys(path: Path) -> list[Jwk]:
    """The keys of the file in their order; the last one signs.

    Raises:
        KeyFileWrong: it is no JWK set, or it is empty.
        OSError: it is not there, or we may not read it.
    """
    try:
        keys = orjson.loads(path.read_bytes())["keys"]
        named = [str(key["kid"]) for key in keys]
    except (ValueError, KeyError, TypeError) as error:
        raise KeyFileWrong(f"{path.name}: no JWK set whose keys have ids") from error
    if not named or len(set(named)) < len(named):
        raise KeyFileWrong(f"{path.name}: it has no key, or two of one id")
    return list(keys)


def write_keys(path: Path, keys: list[Jwk]) -> None:
    """Replace the file in one step, readable to its owner only: a reader sees the old or the new, never half."""
    replace(path, orjson.dumps({"keys": keys}))


def announce(path: Path, key: Jwk) -> None:
    """Publish a new key that does not sign yet.

    Raises:
        KeyFileWrong: there is a key of that id.
    """
    with changing(path):
        keys = read_keys(path)
        if any(each["kid"] == key["kid"] for each in keys):
            raise KeyFileWrong(f"{path.name}: there is a key {key['kid']} already")
        write_keys(path, [key, *keys])


def use(path: Path, kid: str) -> None:
    """Sign with an announced key from now on; the one that signed stays published.

    Raises:
        KeyFileWrong: there is no such key.
    """
    with changing(path):
        others, key = _apart(path, kid)
        write_keys(path, [*others, key])


def retire(path: Path, kid: str) -> None:
    """Take a key away: its tokens open nothing once those who check have looked again.

    Raises:
        KeyFileWrong: there is no such key, or it is the one that signs.
    """
    with changing(path):
        others, _ = _apart(path, kid)
        if read_keys(path)[-1]["kid"] == kid:
            raise KeyFileWrong(f"{path.name}: {kid} signs; use another first")
        write_keys(path, others)


def _apart(path: Path, kid: str) -> tuple[list[Jwk], Jwk]:
    keys = read_keys(path)
    found = [key for key in keys if key["kid"] == kid]
    if not found:
        raise KeyFileWrong(f"{path.name}: there is no key {kid}")
    return [key for key in keys if key["kid"] != kid], found[0]
