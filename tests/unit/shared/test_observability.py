"""Logs are one JSON object a line and hold no identity numbers, whoever wrote them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from shared.observability import masked

CHECKOUT = Path(__file__).resolve().parents[3]
PROGRAM = """
import logging, structlog
from shared.observability import configure_logging
configure_logging("penilaian", "INFO")
log = structlog.get_logger("ours")
log.info("accepted", nik="0012345678901234", peserta="24000120110000001", angka=198001012005011001)
log.debug("not shown")
logging.getLogger("theirs").warning("row of %s", "0012345678901234", extra={"table": "pelamar"})
try:
    raise ValueError("0012345678901234")
except ValueError:
    log.exception("failed")
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NIK 0012345678901234.", "NIK 9999999999999999."),
        ("198001012005011001", "999999999999999999"),
        ("24000120110000001", "24000120110000001"),
        ("seconds 0.1234567890123456", "seconds 0.1234567890123456"),
        ("nama=skd.0012345678901234.csv", "nama=skd.9999999999999999.csv"),
        (".198001012005011001", ".999999999999999999"),
        ("1763814000000000000", "1763814000000000000"),
    ],
)
def test_only_what_looks_like_a_nik_or_nip_is_masked(text: str, expected: str) -> None:
    assert masked(text) == expected


def test_ours_and_the_libraries_lines_are_json_without_identities() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=CHECKOUT, capture_output=True, text=True, check=True, timeout=60)
    assert "0012345678901234" not in done.stderr
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [(line["event"], line["level"], line["logger"]) for line in lines] == [
        ("accepted", "info", "ours"),
        ("row of 9999999999999999", "warning", "theirs"),
        ("failed", "error", "ours"),
    ]
    assert lines[0]["peserta"] == "24000120110000001"
    assert lines[1]["table"] == "pelamar"
    assert "ValueError" in lines[2]["exception"]
    assert {line["service"] for line in lines} == {"penilaian"}
