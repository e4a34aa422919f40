"""What readers were promised: for each topic every released form of its channel and schema. Files are only ever added.

`released/<topic>/v1/<number>.json` holds one release. `released/SHA256SUMS` names each with its digest; where git is present, its history
says that none was changed or taken away.
"""

import hashlib
import json
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from shared.contracts.catalogue import Topic
from shared.contracts.compatibility import breaking_changes
from shared.contracts.envelope import MAX_BODY_BYTES, SEQUENCE_DIGITS, attributes, decode
from shared.contracts.event import MODELS, Event
from shared.contracts.probes import refused, verdicts
from shared.contracts.samples import JsonObject, load_samples
from shared.contracts.schema import event_schema, schema_id

FOLDER = Path("shared/contracts/released")
SUMS = FOLDER / "SHA256SUMS"
_FOR_EVER = 10**9
_NAME = re.compile(r"\d{4}\.json")


@dataclass(frozen=True, slots=True)
class Release:
    """One promise: how the topic is kept and addressed, what a body looks like, and which bodies were taken (`probes`)."""

    channel: JsonObject
    schema: JsonObject
    taken: str

    @property
    def examples(self) -> list[JsonObject]:
        """The golden samples of that day."""
        return cast("list[JsonObject]", self.schema["examples"])

    def text(self) -> str:
        """The release as it is kept."""
        said = {"channel": self.channel, "taken": self.taken, "schema": self.schema}
        return json.dumps(said, indent=2, ensure_ascii=False) + "\n"


def channel_of(topic: Topic) -> JsonObject:
    """The promises of a topic besides its bodies."""
    return {
        "topic": topic.name,
        "owner": topic.owner,
        "plane": topic.plane.value,
        "key": topic.key,
        "subject": topic.subject,
        "partitions": topic.partitions,
        "cleanup.policy": topic.config["cleanup.policy"],
        "retention_days": topic.retention_days,
        "type": topic.type,
        "source": topic.source,
        "dataschema": schema_id(topic.name),
        "headers": sorted(_headers(MODELS[topic.name])),
        "sequence_digits": SEQUENCE_DIGITS,
        "max_body_bytes": MAX_BODY_BYTES,
    }


def channel_changes(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    """Find each change that breaks a reader of the old channel; new headers and longer retention break none."""
    found: list[str] = []
    for word, before in old.items():
        after = new.get(word)
        if word == "headers":
            gone = sorted(set(cast("list[str]", before)) - set(cast("list[str]", after or [])))
            found += [f"the header {name} is gone" for name in gone]
        elif word == "retention_days":
            if _days(after) < _days(before):
                found.append(f"retention_days was {before}, is shortened to {after}")
        elif before != after:
            found.append(f"{word} was {before!r}, is {after!r}")
    return found


def meanings(old: object, new: object, place: str = "") -> Iterator[str]:
    """Descriptions that say something else than they did, by the place of what they describe."""
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        return
    if "description" in old and isinstance(old["description"], str) and old["description"] != new.get("description"):
        yield f"{place or '(body)'}: said {old['description']!r}, says {new.get('description')!r}"
    for word in ("properties", "$defs"):
        before, after = old.get(word), new.get(word)
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            for name, part in before.items():
                yield from meanings(part, after.get(name), f"{place}.{name}".lstrip("."))
    yield from meanings(old.get("items"), new.get("items"), f"{place}[]")


def today(model: type[Event]) -> Release:
    """Build the release of a topic as its model is now."""
    schema = event_schema(model)
    samples = cast("list[JsonObject]", schema["examples"])
    return Release(channel_of(model.topic), schema, verdicts(model, schema, samples))


def releases(topic: str, root: Path) -> tuple[Release, ...]:
    """Everything that was ever released of a topic, the newest last."""
    paths = sorted(path for path in (root / FOLDER / topic / "v1").glob("*.json") if _NAME.fullmatch(path.name))
    read = (json.loads(path.read_text(encoding="utf-8")) for path in paths)
    return tuple(Release(said["channel"], said["schema"], said["taken"]) for said in read)


def promises_broken(model: type[Event], root: Path) -> Iterator[str]:
    """One sentence for everything that would trip up a reader of any release of this topic.

    Raises:
        KeyError: a release lacks one of its three parts.
    """
    known = releases(model.topic.name, root)
    kept = [sample.content for sample in load_samples(model.topic.name, folder=root / "shared/contracts/samples")]
    channel, schema = channel_of(model.topic), event_schema(model)
    found: dict[str, None] = {}
    for release in known:
        found |= dict.fromkeys(channel_changes(release.channel, channel))
        found |= dict.fromkeys(breaking_changes(release.schema, schema))
        found |= dict.fromkeys(f"a released sample was changed or taken away: {lost}" for lost in release.examples if lost not in kept)
        found |= dict.fromkeys(f"was taken, is refused: {what}" for what in refused(model, release.schema, release.examples, release.taken))
    yield from found


def reworded(model: type[Event], root: Path) -> Iterator[str]:
    """Descriptions that differ from the newest release: a change of meaning, until somebody says that it is only one of words."""
    known = releases(model.topic.name, root)
    if known:
        yield from meanings(known[-1].schema, event_schema(model))


def add(root: Path) -> list[Path]:
    """Write a release of every topic that differs from its newest one, and the digests; the paths of the new files."""
    written: list[Path] = []
    for topic, model in MODELS.items():
        known, now = releases(topic, root), today(model)
        if not known or known[-1] != now:
            path = FOLDER / topic / "v1" / f"{len(known) + 1:04}.json"
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(now.text(), encoding="utf-8")
            written.append(path)
    (root / SUMS).write_text("".join(f"{digest}  {path}\n" for path, digest in _digests(root).items()), encoding="utf-8")
    return written


def tampered(root: Path) -> Iterator[str]:
    """One line for every release that is not what it was: by its digest, and by the history of the repository where there is one."""
    lines = (root / SUMS).read_text(encoding="utf-8").splitlines() if (root / SUMS).exists() else []
    wanted = {path: digest for digest, _, path in (line.partition("  ") for line in lines)}
    found = _digests(root)
    for path in sorted(wanted.keys() | found.keys()):
        if path not in found:
            yield f"{path} was released and is gone"
        elif path not in wanted:
            yield f"{path} has no digest in {SUMS.name}: only `release` adds files here"
        elif wanted[path] != found[path]:
            yield f"{path} was released and has been changed"
    yield from (f"{path} was released, and the history changed or lost it" for path in _history(root))


def _history(root: Path) -> list[str]:
    """Releases that some commit changed, moved or deleted, or that differ from the last commit; nothing where git is not."""
    ask = [
        "git",
        "-C",
        str(root),
        "log",
        "--format=",
        "--name-only",
        "--no-renames",
        "--diff-filter=DM",
        "--",
        f":(glob){FOLDER}/*/v1/*.json",
    ]
    now = ["git", "-C", str(root), "diff", "HEAD", "--name-only", "--no-renames", "--diff-filter=DM", "--", f":(glob){FOLDER}/*/v1/*.json"]
    if not (root / ".git").exists():
        return []
    try:
        said = [subprocess.run(each, capture_output=True, check=True, text=True, timeout=60).stdout for each in (ask, now)]  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return []
    return sorted({line for text in said for line in text.splitlines() if line})


def _digests(root: Path) -> dict[str, str]:
    paths = sorted((root / FOLDER).glob("*/v*/*.json"))
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def _headers(model: type[Event]) -> Iterable[str]:
    sample = load_samples(model.topic.name)[0]
    event, meta = decode(model, model.topic, sample.raw_headers, sample.raw_body)
    return attributes(
        event, event_id=meta.id, sequence=meta.sequence, time=meta.time, correlation_id=meta.correlation_id, causation_id=None
    ).keys()


def _days(value: object) -> int:
    return _FOR_EVER if value == -1 else cast("int", value)
