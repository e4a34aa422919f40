"""The files made from the code: which, what is in them, and whether they still say the same."""

import difflib
import json
from collections.abc import Iterator
from pathlib import Path

from shared.contracts.asyncapi import document
from shared.contracts.catalogue import TOPICS, Plane, Topic
from shared.contracts.envelope import body, decode
from shared.contracts.event import MODELS
from shared.contracts.privacy import personal_fields
from shared.contracts.releases import FOLDER, promises_broken, reworded, tampered
from shared.contracts.samples import load_samples
from shared.contracts.schema import event_schema
from shared.errors import Poison

ROOT = Path(__file__).parents[2]
HERE = Path("shared/contracts")
GUIDE = Path("docs/contracts.md")
TABLE_BEGIN = "<!-- catalogue: made by `python -m shared.contracts generate` -->\n"
TABLE_END = "<!-- end of catalogue -->\n"
_PLANES = tuple(Plane)


def render(root: Path = ROOT) -> dict[Path, str]:
    """Every generated file by its path under `root`.

    Raises:
        ValueError: the guide has lost the marks between which the catalogue table stands.
    """
    files = {schema_path(topic): _json(event_schema(MODELS[topic])) for topic in MODELS}
    files[HERE / "asyncapi.json"] = _json(document())
    files[GUIDE] = _with_table((root / GUIDE).read_text(encoding="utf-8"))
    return files


def schema_path(topic: str) -> Path:
    """Path of the schema of version 1 of a topic."""
    return HERE / "schemas" / topic / "v1.json"


def stale(root: Path = ROOT) -> Iterator[str]:
    """One unified diff for every file that no longer says what the code says, and one line for every file too many."""
    wanted = render(root)
    for path, text in wanted.items():
        found = (root / path).read_text(encoding="utf-8") if (root / path).exists() else ""
        if found != text:
            yield "".join(difflib.unified_diff(_lines(found), _lines(text), f"{path} (as committed)", f"{path} (as generated)"))
    for path in sorted((root / HERE / "schemas").rglob("*.json")):
        if path.relative_to(root) not in wanted:
            yield f"{path.relative_to(root)}: no topic has this schema\n"


def broken(root: Path = ROOT, *, words_only: bool = False) -> Iterator[str]:
    """One line for every promise that the code would break: to readers of what was released, and to the persons in it.

    Args:
        root: root of the repository.
        words_only: somebody says that descriptions which changed still mean the same.
    """
    for topic, model in MODELS.items():
        if model.topic.plane is not Plane.INTERNAL:
            yield from (
                f"{topic}: {field} is personal data on the plane {model.topic.plane}\n" for field in personal_fields(event_schema(model))
            )
        samples = load_samples(topic, folder=root / HERE / "samples")
        yield from (f"{topic}: {change}\n" for change in promises_broken(model, root))
        yield from (
            f"{topic}: {change}; if the meaning stays: `release --reworded`\n" for change in reworded(model, root) if not words_only
        )
        if not samples:
            yield f"{topic}: has no golden sample\n"
        for sample in samples:
            try:
                event, _ = decode(model, model.topic, sample.raw_headers, sample.raw_body)
            except Poison as poison:
                yield f"{topic}: sample {sample.name} can no longer be read: {poison}\n"
                continue
            if body(event) != sample.raw_body:
                yield f"{topic}: sample {sample.name} is written differently than it was\n"
    for path in sorted((root / FOLDER).glob("*/")):
        if path.name not in MODELS:
            yield f"{path.name}: was released, and is no longer a topic\n"
    yield from (f"{line}\n" for line in tampered(root))


def catalogue_table() -> str:
    """The catalogue as two Markdown tables: what each topic says, and how it travels."""
    topics = sorted(TOPICS, key=lambda topic: (_PLANES.index(topic.plane), topic.name))
    rows = [
        "| topic | says |",
        "|---|---|",
        *(f"| `{topic.name}` | {topic.says} |" for topic in topics),
        "",
        "| topic | plane | owner | key | subject | partitions | kept |",
        "|---|---|---|---|---|---|---|",
        *(_row(topic) for topic in topics),
    ]
    return "\n".join(rows) + "\n"


def _row(topic: Topic) -> str:
    kept = "for ever" if topic.retention_days < 0 else f"{topic.retention_days} days"
    if topic.compacted:
        kept += ", compacted"
    return f"| `{topic.name}` | {topic.plane} | {topic.owner} | {topic.key} | {topic.subject} | {topic.partitions} | {kept} |"


def _with_table(guide: str) -> str:
    before, begin, rest = guide.partition(TABLE_BEGIN)
    _, end, after = rest.partition(TABLE_END)
    if not begin or not end:
        raise ValueError(f"{GUIDE} has no place for the catalogue: it stands between {TABLE_BEGIN.strip()} and {TABLE_END.strip()}")
    return f"{before}{begin}{catalogue_table()}{end}{after}"


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
