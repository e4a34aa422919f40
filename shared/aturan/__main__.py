"""`python -m shared.aturan docs | check`.

docs   write docs/aturan.md: from every article to its functions and tests.
check  fail, one line for everything wrong, when the page is stale or a part of a rule set leads nowhere.
"""

import argparse
import sys
from pathlib import Path

from shared.aturan.dokumen import HALAMAN, ROOT, problems, render


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the result is the exit status: 0, or 1 when something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m shared.aturan", description="The rule sets as a page.")
    parser.add_argument("command", choices=("docs", "check"))
    parser.add_argument("--root", type=Path, default=ROOT, help="root of the repository")
    chosen = parser.parse_args(arguments)
    root: Path = chosen.root
    if chosen.command == "docs":
        (root / HALAMAN).write_text(render(root), encoding="utf-8")
    found = list(problems(root))
    sys.stderr.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
