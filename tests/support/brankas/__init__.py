"""What stands in for a keeper of wrapping keys."""

import atexit
import hashlib
import shutil
import tempfile
from functools import cache
from pathlib import Path

from shared.brankas.berkas import IsiBerkas, tulis


@cache
def berkas_kunci() -> Path:
    """A key file of this process; every process makes the same, so that several may work on one database."""
    folder = tempfile.mkdtemp(prefix="brankas-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    berkas = Path(folder) / "kunci.json"
    tulis(berkas, IsiBerkas("uji-1", {"uji-1": hashlib.sha256(b"uji").digest()}))
    return berkas
