"""A file of signing keys is turned in steps; a step that does not fit changes nothing."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from shared.web.identitas.participants import ParticipantSigner, SigningKeysUnreadable, new_signing_key
from shared.web.identitas.rotation import KeyFileWrong, announce, read_keys, retire, use, write_keys
from shared.web.identitas.tokens import _opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "kunci.json"
    write_keys(made, [new_signing_key("1")])
    return made


def _order(path: Path) -> list[str]:
    return [key["kid"] for key in read_keys(path)]


def _signs(path: Path) -> str:
    header, _ = _opened(ParticipantSigner(path).sign("24300011100000001").token)
    return str(header["kid"])


def test_an_announced_key_is_published_and_does_not_sign_before_it_is_used(path: Path) -> None:
    announce(path, new_signing_key("2"))
    assert (set(_order(path)), _signs(path)) == ({"1", "2"}, "1")
    assert b'"2"' in ParticipantSigner(path).public()
    use(path, "2")
    assert (set(_order(path)), _signs(path)) == ({"1", "2"}, "2")
    retire(path, "1")
    assert (_order(path), _signs(path)) == (["2"], "2")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "step",
    [
        lambda path: announce(path, new_signing_key("1")),
        lambda path: use(path, "lain"),
        lambda path: retire(path, "lain"),
        lambda path: retire(path, "1"),
    ],
)
def test_a_step_that_does_not_fit_changes_nothing(path: Path, step: Callable[[Path], None]) -> None:
    before = path.read_bytes()
    with pytest.raises(KeyFileWrong):
        step(path)
    assert path.read_bytes() == before


def test_private_keys_that_others_may_read_sign_nothing(path: Path) -> None:
    path.chmod(0o640)
    with pytest.raises(SigningKeysUnreadable, match="chmod 600"):
        ParticipantSigner(path).sign("24300011100000001")


@pytest.mark.parametrize("text", ["", "{}", '{"keys":[]}', '{"keys":[{}]}', '{"keys":[{"kid":"1"},{"kid":"1"}]}', "[]"])
def test_what_is_no_file_of_keys_is_refused(path: Path, text: str) -> None:
    path.write_text(text)
    with pytest.raises(KeyFileWrong):
        announce(path, new_signing_key("2"))
