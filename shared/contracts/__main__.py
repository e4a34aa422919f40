"""`python -m shared.contracts generate | check | release`.

generate  write the schemas, the AsyncAPI document and the catalogue table of the guide.
check     fail, with a diff, when one of them is stale or a promise to readers is broken.
release   after a passing check, add today's channels and schemas to the promises that later ones are held against.
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from shared.contracts.event import MODELS
from shared.contracts.generated import ROOT, broken, render, stale
from shared.contracts.releases import add, releases


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the result is the exit status: 0, or 1 when something is stale or broken."""
    parser = argparse.ArgumentParser(prog="python -m shared.contracts", description="The contracts as files.")
    parser.add_argument("command", choices=("generate", "check", "release"))
    parser.add_argument("--root", type=Path, default=ROOT, help="root of the repository")
    parser.add_argument("--reworded", action="store_true", help="descriptions that changed still mean the same")
    chosen = parser.parse_args(arguments)
    root: Path = chosen.root
    if chosen.command == "generate":
        _write(root, render(root))
        return 0
    problems = [*stale(root), *broken(root, words_only=chosen.reworded)]
    if chosen.command == "check":
        problems += [f"{topic}: was never released, so nothing holds it: run `release`\n" for topic in MODELS if not releases(topic, root)]
    if problems:
        return _complain(problems)
    if chosen.command == "release":
        sys.stdout.writelines(f"{path}\n" for path in add(root))
    return 0


def _write(root: Path, files: dict[Path, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def _complain(problems: Iterable[str]) -> int:
    sys.stderr.writelines(problems)
    sys.stderr.write("Stale files: run `python -m shared.contracts generate`. Broken promises: docs/contracts.md, chapter Evolution.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
