"""A record is believed only as its owner signed it."""

import json
import os
from base64 import b64encode
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from shared.contracts.envelope import MAC_HEADER, Headers, body, decode
from shared.contracts.penilaian import ExamScored
from shared.errors import Poison
from shared.messaging.proof import Keys, OwnerKey, Verifier
from tests.support.messaging import exam, wire

TOPIC = "uji.exam-scored"
OWNER = "penilaian"


def new(name: str = "a") -> str:
    return f"{name}:{b64encode(os.urandom(32)).decode()}"


FIRST, SECOND = new("pertama"), new("kedua")


@dataclass(frozen=True)
class Sent:
    """A record as it comes from the broker."""

    key: bytes
    value: bytes
    headers: Headers
    partition: int = 0
    offset: int = 7
    topic: str = field(default=TOPIC)


def sent(key: str | None = FIRST, topic: str = TOPIC) -> Sent:
    event = exam("24000000000000001")
    headers = wire(event, sequence=1)
    record_key, value = event.key.encode(), body(event)
    signed = [] if key is None else [OwnerKey.parsed(key).of(topic).sign(record_key, headers, value)]
    return Sent(record_key, value, [*headers, *signed])


def verifier(*keys: str, topic: str = TOPIC, before: Path | None = None) -> Verifier:
    known = {OWNER: tuple(map(SecretStr, keys))} if keys else {}
    return Verifier(Keys(owner_keys=known, unsigned_before_file=before), owner=OWNER, topic=topic)


def refused(found: Verifier, record: Sent) -> str:
    with pytest.raises(Poison) as caught:
        found.check(record)
    assert caught.value.kode == "tanda"
    return caught.value.detail


def test_what_the_owner_signed_is_believed_with_any_of_its_keys() -> None:
    verifier(FIRST).check(sent(FIRST))
    verifier(SECOND, FIRST).check(sent(FIRST))
    verifier(SECOND, FIRST).check(sent(SECOND))


def test_what_nobody_signed_or_somebody_else_is_not() -> None:
    assert refused(verifier(FIRST), sent(None)) == "not signed by the owner of the topic"
    assert "does not have" in refused(verifier(FIRST), sent(SECOND))
    # Somebody who knows the id of a key and not the key.
    assert refused(verifier(FIRST), sent(new("pertama"))) == "not what the owner of the topic signed"
    assert refused(verifier(FIRST, topic="exam-scored"), sent(FIRST)) == "not what the owner of the topic signed"


CHANGED = [name for name, _ in wire(exam("24000000000000001"), sequence=1)]
CONSTANT = {"content-type", "ce_specversion", "ce_source", "ce_dataschema", "ce_partitionkey"}


@pytest.mark.parametrize("name", sorted(set(CHANGED) - CONSTANT))
def test_no_attribute_that_a_reader_acts_on_can_be_changed(name: str) -> None:
    record = sent()
    forged = [(header, b"1" + value if header == name else value) for header, value in record.headers]
    assert "not what" in refused(verifier(FIRST), replace(record, headers=forged))
    assert "not what" in refused(verifier(FIRST), replace(record, headers=[(h, v) for h, v in record.headers if h != name]))


@pytest.mark.parametrize("name", ["ce_specversion", "ce_source"])
def test_what_is_not_signed_can_have_one_value_only(name: str) -> None:
    record = sent()
    forged = [(header, b"x" if header == name else value) for header, value in record.headers]
    with pytest.raises(Poison) as caught:
        decode(ExamScored, ExamScored.topic, forged, record.value)
    assert caught.value.kode in {"jenis", "sumber"}


def test_no_byte_of_key_or_body_can_be_changed_or_moved() -> None:
    record = sent()
    for forged in (
        replace(record, key=record.key + b"1"),
        replace(record, value=record.value.replace(b"HADIR", b"TIDAK")),
        replace(record, value=record.value[1:], key=record.key + record.value[:1]),
        replace(record, headers=[*record.headers, ("ce_subject", b"lain")]),
        replace(record, headers=[*record.headers, (MAC_HEADER, b"pertama:")]),
        replace(record, headers=[*record.headers, (MAC_HEADER, b"")]),
        replace(record, headers=[(n, b"\xff" if n == MAC_HEADER else v) for n, v in record.headers]),
    ):
        refused(verifier(FIRST), forged)


def test_a_header_that_is_not_ours_hinders_nothing() -> None:
    record = sent()
    verifier(FIRST).check(replace(record, headers=[("traceparent", b"x"), *record.headers]))


def test_without_a_key_nothing_is_demanded() -> None:
    found = verifier()
    assert not found.demands
    found.check(sent(None))


def test_what_was_written_before_anybody_signed_is_believed(tmp_path: Path) -> None:
    (tmp_path / "before").write_text(json.dumps({TOPIC: [8, 0]}))
    found = verifier(FIRST, before=tmp_path / "before")
    found.check(sent(None))
    refused(found, replace(sent(None), offset=8))
    refused(found, replace(sent(None), partition=1))


def test_a_new_key_is_known_as_soon_as_it_is_met(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.messaging.proof._LOOK_AGAIN_SECONDS", 0.0)
    path = tmp_path / "keys.json"
    path.write_text(json.dumps({OWNER: [FIRST]}))
    found = Verifier(Keys(owner_keys_file=path), owner=OWNER, topic=TOPIC)
    refused(found, sent(SECOND))
    path.write_text(json.dumps({OWNER: [SECOND, FIRST]}))
    os.utime(path, (1, 1))
    found.check(sent(SECOND))
    found.check(sent(FIRST))
    path.write_text(json.dumps({OWNER: [SECOND]}))
    refused(Verifier(Keys(owner_keys_file=path), owner=OWNER, topic=TOPIC), sent(FIRST))


WRONG = ["", "a", "a:", "a:!!", ":" + FIRST.partition(":")[2], f"a b:{FIRST.partition(':')[2]}", "a:c2hvcnQ="]


# Named by their place: the key differs in every worker, and workers must collect the same tests.
@pytest.mark.parametrize("wrong", WRONG, ids=range(len(WRONG)))
def test_what_is_no_key_is_refused_and_not_told(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"is <id>|base64|padding|Only") as caught:
        Keys(owner_keys={OWNER: (SecretStr(wrong),)}).load()
    assert FIRST.partition(":")[2] not in str(caught.value)


def test_two_keys_have_two_ids_and_none_is_shown() -> None:
    keys = Keys(owner_keys={OWNER: (SecretStr(FIRST), SecretStr(new("pertama")))})
    with pytest.raises(ValueError, match="one id"):
        keys.load()
    assert FIRST.partition(":")[2] not in repr(keys)
