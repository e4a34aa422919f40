"""A program for the tests of the nursery: says what it is, then does what its arguments ask."""

import json
import os
import signal
import sys
from pathlib import Path


def _main() -> None:
    said = {"argv": sys.argv[1:], "said": os.environ.get("SAID"), "session": os.getsid(0), "folder": str(Path.cwd())}
    print(json.dumps(said), flush=True)
    if "stay" in sys.argv:
        signal.pause()
    sys.exit(3)


if __name__ == "__main__":
    _main()
