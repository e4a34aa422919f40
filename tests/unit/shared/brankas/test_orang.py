"""What was sealed by an earlier release opens for good."""

import hashlib
from pathlib import Path

from shared.brankas import Brankas, Tertutup
from shared.brankas.berkas import IsiBerkas, KunciBerkas, tulis

SEGEL = "01000102030405060708090a0b82c2859c93596253bd36df7fd27312d966c64a8cc1ca8d56afffe66ee53e0482"
TERBUNGKUS = "000102030405060708090a0beccee6712c90405830ddcc1dedc746aa2f3c63837a9b82619ead04bf4c543c6f44abf1e3adff2e46721394aac2b098a5"


async def test_a_seal_of_the_first_release_opens(tmp_path: Path) -> None:
    tulis(tmp_path / "kunci.json", IsiBerkas("uji-1", {"uji-1": hashlib.sha256(b"uji").digest()}))
    tertutup = Tertutup("1" * 64, "uji-1", bytes.fromhex(TERBUNGKUS), (("nik", bytes.fromhex(SEGEL)),))
    assert await Brankas(KunciBerkas(tmp_path / "kunci.json")).buka([tertutup]) == [("0012345678901234",)]
