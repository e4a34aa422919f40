"""Keys of owners: each service is told those it needs, a new one signs and the older ones are believed until they are retired."""

import json
from pathlib import Path

import pytest

from deploy.langganan import keys
from shared.contracts.catalogue import BY_NAME
from shared.messaging.proof import Keys, Verifier
from tests.unit.shared.messaging.test_proof import TOPIC, sent


def told(folder: Path, service: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(keys.path_of(folder, service).read_text())
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    keys.begin(tmp_path, {TOPIC: (3, 0), "other": (0, 0)})
    return tmp_path


def test_a_service_has_the_keys_of_what_it_writes_and_reads_and_no_others(folder: Path) -> None:
    assert set(told(folder, "pendaftaran")) == {"pendaftaran", BY_NAME["sanction-imposed"].owner}
    assert set(told(folder, "kepegawaian")) == {"kepegawaian", "pendaftaran", "penempatan"}
    assert told(folder, "penempatan")["penempatan"] == told(folder, "kepegawaian")["penempatan"]
    assert (
        len({key for service in ("pendaftaran", "penilaian", "penempatan", "kepegawaian") for key in told(folder, service)[service]}) == 4
    )
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_what_is_there_stays(folder: Path) -> None:
    before = {path.name: path.read_text() for path in folder.iterdir()}
    assert keys.ready(folder)
    keys.begin(folder, {TOPIC: (9, 9)})
    assert {path.name: path.read_text() for path in folder.iterdir()} == before
    assert json.loads((folder / keys.UNSIGNED).read_text()) == {TOPIC: [3, 0]}


def test_a_new_key_signs_and_the_old_one_is_believed_until_it_is_retired(folder: Path) -> None:
    (old,) = told(folder, "penilaian")["penilaian"]
    keys.renew(folder, "penilaian")
    new, second = told(folder, "penempatan")["penilaian"]
    assert second == old
    read = Keys(owner_keys_file=keys.path_of(folder, "penempatan"))
    for key in (old, new):
        Verifier(read, owner="penilaian", topic=TOPIC).check(sent(key))
    keys.retire(folder, "penilaian")
    assert told(folder, "penempatan")["penilaian"] == [new]


def test_a_key_that_was_never_made_cannot_be_renewed(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        keys.renew(tmp_path, "penilaian")
