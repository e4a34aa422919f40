"""Secrets that are made once and kept in a file that only its owner can read."""

import os
import secrets
from pathlib import Path

_BYTES = 32


def kept(path: Path) -> str:
    """What the file holds; made at random where there is none."""
    return path.read_text(encoding="utf-8") if path.exists() else put(path, secrets.token_urlsafe(_BYTES))


def put(path: Path, value: str) -> str:
    """Write the file in one step, readable to its owner only; returns what was written."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(value)
    draft.replace(path)
    return value
