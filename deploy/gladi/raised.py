"""A higher version of a rule set, made for a rehearsal: whatever were decided under it would carry another code."""

import re
from pathlib import Path

from shared.aturan import source, versions

_VERSION = re.compile(r"^versi = \d+$", re.MULTILINE)
_CODE = re.compile(r'(^\[kode\.akhir\]\nLULUS = "[^"]+)"$', re.MULTILINE)


def next_version(name: str) -> int:
    """The version after the newest of this release."""
    return versions(name)[-1] + 1


def raised(name: str) -> str:
    """The text of that version: the same rules, with another code of the final result.

    Raises:
        ValueError: the file is not written as the others are.
    """
    number = next_version(name)
    text, versions_found = _VERSION.subn(f"versi = {number}", source(name))
    text, codes_found = _CODE.subn(rf'\1/V{number}"', text)
    if (versions_found, codes_found) != (1, 1):
        raise ValueError(f"rule set {name} has {versions_found} lines of its version and {codes_found} of the code of LULUS")
    return text


def write_raised(name: str, folder: Path) -> None:
    """Write that version to a folder for the services (ATURAN_TAMBAHAN)."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.v{next_version(name)}.toml").write_text(raised(name), encoding="utf-8")
