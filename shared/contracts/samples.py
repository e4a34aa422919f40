"""Golden samples: one record of each shape we ever published, kept forever.

A file `samples/<topic>/v1/<name>.json` is never edited once it is released: readers of today must read it, and write it back unchanged.
"""

import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("samples")

JsonObject = dict[str, object]


@dataclass(frozen=True, slots=True)
class Sample:
    """One published record.

    Attributes:
        name: what is special about it, in a few words.
        key: Kafka key.
        headers: all headers, as text.
        content: the body as parsed JSON, fields in the order they were written.
    """

    topic: str
    name: str
    key: str
    headers: dict[str, str]
    content: JsonObject

    @property
    def raw_headers(self) -> list[tuple[str, bytes]]:
        """The headers as the broker carries them."""
        return [(name, value.encode()) for name, value in self.headers.items()]

    @property
    def raw_body(self) -> bytes:
        """The bytes that were published: JSON without spaces, UTF-8."""
        return json.dumps(self.content, separators=(",", ":"), ensure_ascii=False).encode()


def load_samples(topic: str, *, version: int = 1, folder: Path = FOLDER) -> tuple[Sample, ...]:
    """All samples of one version of a topic, by name; empty when there are none.

    Raises:
        KeyError: a file lacks key, headers or body.
        json.JSONDecodeError: a file is not JSON.
    """
    return tuple(_load(topic, path) for path in sorted((folder / topic / f"v{version}").glob("*.json")))


def _load(topic: str, path: Path) -> Sample:
    record = json.loads(path.read_text(encoding="utf-8"))
    return Sample(topic=topic, name=path.stem, key=record["key"], headers=record["headers"], content=record["body"])
