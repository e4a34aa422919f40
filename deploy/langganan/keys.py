"""Keys by which owners sign their records: kept by owner, told to each service as far as it needs them (docs/grants.md)."""

import json
import secrets
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from deploy.lokal.secret import put
from shared.contracts.catalogue import TOPICS, Topic

_BYTES = 32
UNSIGNED = "unsigned-before.json"


def ready(folder: Path, topics: Iterable[Topic] = TOPICS) -> bool:
    """Whether every owner has a key here."""
    return all(_path(folder, owner).exists() for owner in _owners(topics))


def begin(folder: Path, ends: Mapping[str, Sequence[int]], topics: Iterable[Topic] = TOPICS) -> None:
    """Make a key for each owner that has none. `ends` is where topics end now: what is before was written when nobody signed."""
    known = tuple(topics)
    for owner in _owners(known):
        if not _path(folder, owner).exists():
            _keep(folder, owner, [_new()])
    if not (folder / UNSIGNED).exists():
        put(folder / UNSIGNED, json.dumps({topic: list(offsets) for topic, offsets in ends.items() if any(offsets)}))
    tell(folder, known)


def renew(folder: Path, owner: str, topics: Iterable[Topic] = TOPICS) -> None:
    """Make a new key that signs from the owner's next start on; what the older ones signed is believed as before.

    Raises:
        FileNotFoundError: that owner has no key here.
    """
    _keep(folder, owner, [_new(), *_kept(folder, owner)])
    tell(folder, topics)


def retire(folder: Path, owner: str, topics: Iterable[Topic] = TOPICS) -> None:
    """Believe only the newest key of an owner: after the others' records have left the topics, or at once when one was stolen.

    Raises:
        FileNotFoundError: that owner has no key here.
    """
    _keep(folder, owner, _kept(folder, owner)[:1])
    tell(folder, topics)


def tell(folder: Path, topics: Iterable[Topic] = TOPICS) -> None:
    """Write for each service the keys of its own topics and of those it reads, and no others."""
    needed: dict[str, set[str]] = {}
    for topic in topics:
        for service in (topic.owner, *topic.readers):
            needed.setdefault(service, set()).add(topic.owner)
    for service, owners in needed.items():
        put(path_of(folder, service), json.dumps({owner: _kept(folder, owner) for owner in sorted(owners)}))


def path_of(folder: Path, service: str) -> Path:
    """The file that a service is given."""
    return folder / f"{service}.owner-keys.json"


def environment(folder: Path, service: str) -> dict[str, str]:
    """What a service and its relay are told."""
    return {"MESSAGING_OWNER_KEYS_FILE": str(path_of(folder, service)), "MESSAGING_UNSIGNED_BEFORE_FILE": str(folder / UNSIGNED)}


def _owners(topics: Iterable[Topic]) -> list[str]:
    return sorted({topic.owner for topic in topics})


def _new() -> str:
    return f"{secrets.token_hex(4)}:{b64encode(secrets.token_bytes(_BYTES)).decode()}"


def _path(folder: Path, owner: str) -> Path:
    return folder / f"{owner}.key"


def _kept(folder: Path, owner: str) -> list[str]:
    """The keys of an owner, the newest first."""
    return _path(folder, owner).read_text(encoding="utf-8").split()


def _keep(folder: Path, owner: str, keys: Sequence[str]) -> None:
    put(_path(folder, owner), "\n".join(keys) + "\n")
