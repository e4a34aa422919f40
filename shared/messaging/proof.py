"""Who wrote a record: a keyed digest (HMAC-SHA-256) by the owner of its topic, in a header, held against its key before anything else.

Access lists keep others from writing. This is for the day on which they do not: a right given too widely, a stolen password, a broker that
was started without locks. Keys are symmetric, so a reader could sign in the owner's name; an outsider, an agency or another service cannot.
"""

import hmac
import time
from base64 import b64decode
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from struct import Struct
from typing import NamedTuple, Protocol

from pydantic import Field, SecretStr, TypeAdapter
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.contracts.envelope import MAC_HEADER, Headers
from shared.errors import Poison

_DOMAIN = b"casn-mac-1\0"
# Source, version and schema are not among the parts: for a topic each of them has one value only, and `decode` refuses every other.
_LENGTHS = Struct(">9I")
_SHORTEST_KEY = 32
_LOOK_AGAIN_SECONDS = 1.0
_FILE = TypeAdapter(dict[str, tuple[str, ...]])
_OFFSETS = TypeAdapter(dict[str, tuple[int, ...]])


class Written(Protocol):
    """What of a record is proved, and where it is."""

    @property
    def partition(self) -> int:
        """Partition number."""

    @property
    def offset(self) -> int:
        """Position in the partition."""

    @property
    def key(self) -> bytes | None:
        """Key."""

    @property
    def value(self) -> bytes | None:
        """Body."""

    @property
    def headers(self) -> Headers:
        """Headers."""


class TopicKey(NamedTuple):
    """A key of an owner for one topic; `id` stands in the header, `state` is a digest that has eaten the secret and the topic's name."""

    id: bytes
    state: hmac.HMAC

    def digest(self, key: bytes, headers: Mapping[str, bytes | None], body: bytes) -> bytes:
        """The digest in hex of what a reader acts on: every part behind its length, so that nothing can move from one to the next."""
        value = headers.get
        parts = (
            key,
            value("ce_type") or b"",
            value("ce_id") or b"",
            value("ce_time") or b"",
            value("ce_subject") or b"",
            value("ce_sequence") or b"",
            value("ce_correlationid") or b"",
            value("ce_causationid") or b"",
            body,
        )
        state = self.state.copy()
        state.update(_LENGTHS.pack(*map(len, parts)) + b"".join(parts))
        return state.hexdigest().encode()

    def sign(self, key: bytes, headers: Headers, body: bytes) -> tuple[str, bytes]:
        """The header that proves a record."""
        return MAC_HEADER, self.id + b":" + self.digest(key, dict(headers), body)


class OwnerKey(NamedTuple):
    """One key of an owner."""

    id: bytes
    secret: bytes

    @classmethod
    def parsed(cls, text: str) -> "OwnerKey":
        """A key from `<id>:<base64>`.

        Raises:
            ValueError: not of that form, or shorter than 32 bytes.
        """
        name, _, secret = text.partition(":")
        found = b64decode(secret, validate=True)
        if not name.isalnum() or len(found) < _SHORTEST_KEY:
            raise ValueError(f"a key is <id>:<base64>, of at least {_SHORTEST_KEY} bytes")
        return cls(name.encode(), found)

    def of(self, topic: str) -> TopicKey:
        """The key for one topic, by its name with its prefix: a record of another topic is not proved by it."""
        state = hmac.new(self.secret, digestmod="sha256")
        state.update(_DOMAIN + topic.encode() + b"\0")
        return TopicKey(self.id, state)


class Keys(BaseSettings):
    """The keys of owners, read from the environment as `MESSAGING_<NAME>`. A process has those of its own topics and of those it reads.

    Of an owner without a key nothing is demanded. The first key of an owner signs, all of them are believed.
    """

    model_config = SettingsConfigDict(env_prefix="MESSAGING_", frozen=True, hide_input_in_errors=True)

    owner_keys: dict[str, tuple[SecretStr, ...]] = Field(default_factory=dict, description="<id>:<base64> by owner, as JSON.")
    owner_keys_file: Path | None = Field(default=None, description="File with the same; it is read again when an unknown key is met.")
    unsigned_before_file: Path | None = Field(
        default=None, description="JSON: by topic the offset of each partition from which on records are signed; none before had a key."
    )

    def load(self) -> dict[str, tuple[OwnerKey, ...]]:
        """Every key, by owner.

        Raises:
            OSError: a file cannot be read.
            ValueError: what stands there is no list of keys, or two keys of an owner have one id.
        """
        texts = {owner: tuple(key.get_secret_value() for key in keys) for owner, keys in self.owner_keys.items()}
        if self.owner_keys_file is not None:
            texts |= _FILE.validate_json(self.owner_keys_file.read_bytes())
        found = {owner: tuple(map(OwnerKey.parsed, keys)) for owner, keys in texts.items() if keys}
        for owner, keys in found.items():
            if len({key.id for key in keys}) < len(keys):
                raise ValueError(f"two keys of {owner} have one id")
        return found

    @cached_property
    def unsigned_before(self) -> Mapping[str, Sequence[int]]:
        """By topic, with its prefix, where signed records begin in each partition."""
        return {} if self.unsigned_before_file is None else _OFFSETS.validate_json(self.unsigned_before_file.read_bytes())

    def changed_at(self) -> float:
        """When the file was last changed; 0 where there is none."""
        return 0.0 if self.owner_keys_file is None else self.owner_keys_file.stat().st_mtime


class Verifier:
    """Holds the records of one topic against the keys of its owner."""

    def __init__(self, keys: Keys, *, owner: str, topic: str) -> None:
        """`topic` with its prefix.

        Raises:
            OSError: a file of `keys` cannot be read.
            ValueError: what stands there is no list of keys.
        """
        self._keys = keys
        self._owner = owner
        self._topic = topic
        self._unsigned_before = dict(enumerate(keys.unsigned_before.get(topic, ())))
        self._looked = time.monotonic()
        self._read()

    @property
    def demands(self) -> bool:
        """Whether there is a key to hold records against."""
        return bool(self._known)

    def check(self, record: Written) -> None:
        """Return when the owner wrote the record, or none is asked to prove it.

        Raises:
            Poison: `tanda`: not signed, with a key that the owner does not have, or something of the record is not what was signed.
        """
        if not self._known or record.offset < self._unsigned_before.get(record.partition, 0):
            return
        found = dict(record.headers)
        key_id, _, digest = (found.get(MAC_HEADER) or b"").partition(b":")
        if not digest:
            raise Poison("tanda", "not signed by the owner of the topic")
        key = self._known.get(key_id) or self._newly_known(key_id)
        if key is None:
            raise Poison("tanda", f"signed with the key {key_id[:20]!r}, which {self._owner} does not have")
        if not hmac.compare_digest(digest, key.digest(record.key or b"", found, record.value or b"")):
            raise Poison("tanda", "not what the owner of the topic signed")

    def _read(self) -> None:
        self._read_at = self._keys.changed_at()
        self._known = {key.id: key.of(self._topic) for key in self._keys.load().get(self._owner, ())}

    def _newly_known(self, key_id: bytes) -> TopicKey | None:
        """The owner may have a new key since; so a new one can sign before every reader has been started again."""
        if time.monotonic() - self._looked >= _LOOK_AGAIN_SECONDS:
            self._looked = time.monotonic()
            if self._keys.changed_at() != self._read_at:
                self._read()
        return self._known.get(key_id)
