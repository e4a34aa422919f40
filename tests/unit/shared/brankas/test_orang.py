"""What was sealed by an earlier release opens for good, and what was changed never."""

import hashlib
from pathlib import Path

import pytest

from shared.brankas import Brankas, SegelRusak, Tertutup
from shared.brankas.berkas import IsiBerkas, KunciBerkas, tulis

SEGEL = "01000102030405060708090a0b82c2859c93596253bd36df7fd27312d966c64a8cc1ca8d56afffe66ee53e0482"
TERBUNGKUS = "000102030405060708090a0beccee6712c90405830ddcc1dedc746aa2f3c63837a9b82619ead04bf4c543c6f44abf1e3adff2e46721394aac2b098a5"


async def _dibuka(folder: Path, segel: bytes) -> list[tuple[str | None, ...]]:
    tulis(folder / "kunci.json", IsiBerkas("uji-1", {"uji-1": hashlib.sha256(b"uji").digest()}))
    tertutup = Tertutup("1" * 64, "uji-1", bytes.fromhex(TERBUNGKUS), (("nik", segel),))
    return await Brankas(KunciBerkas(folder / "kunci.json")).buka([tertutup])


async def test_a_seal_of_the_first_release_opens(tmp_path: Path) -> None:
    assert await _dibuka(tmp_path, bytes.fromhex(SEGEL)) == [("0012345678901234",)]


@pytest.mark.parametrize("segel", ["00" + SEGEL[2:], "02" + SEGEL[2:], "ff" + SEGEL[2:], "", "01", SEGEL[:12], SEGEL[:26], SEGEL[:-2]])
async def test_a_seal_of_another_way_or_cut_does_not_open(tmp_path: Path, segel: str) -> None:
    with pytest.raises(SegelRusak):
        await _dibuka(tmp_path, bytes.fromhex(segel))
