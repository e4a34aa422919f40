"""Headers survive the table that keeps them; a key has one shard, for ever and everywhere."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from shared.messaging.records import StoredRecord, key_text, pack_headers, unpack_headers
from shared.messaging.unit_of_work import OUTBOX_SHARDS, shard_of
from tests.support.messaging import peserta
from tests.support.processes import CHECKOUT

names = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.lists(st.tuples(names, st.binary(max_size=40))))
def test_headers_come_back_as_they_were(headers: list[tuple[str, bytes]]) -> None:
    assert unpack_headers(pack_headers(headers)) == headers


@given(st.binary())
def test_any_key_can_be_shown(key: bytes) -> None:
    shown = key_text(StoredRecord("t", 0, 0, key, [], None))
    assert shown.encode() == key or "\\x" in shown


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_shard_exists(key: str) -> None:
    assert 0 <= shard_of(key) < OUTBOX_SHARDS


def test_a_shard_is_the_same_in_another_process_with_another_hash_seed() -> None:
    keys = [peserta(n) for n in range(50)]
    program = f"from shared.messaging.unit_of_work import shard_of; print([shard_of(key) for key in {keys}])"
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKOUT, env={"PYTHONHASHSEED": "7"}, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == str([shard_of(key) for key in keys])
    assert len({shard_of(key) for key in keys}) == OUTBOX_SHARDS


def test_shards_of_yesterday_are_shards_of_today() -> None:
    """Rows written before an upgrade must not change their place: the values are fixed for life."""
    assert [shard_of(key) for key in ("", "a", "24000000000000001", "kelompok")] == [0, 3, 1, 1]
