"""Of several seasons on the same topics, each finds its own records."""

import orjson
import pytest

from deploy.gladi.evidence import Belongings, owner

CPNS = Belongings(frozenset({"m"}), frozenset({"0001-J0"}), frozenset({"F0"}), frozenset({"1"}))
PPPK = Belongings(frozenset({"m-pppk"}), frozenset({"0001-J9"}), frozenset({"F9"}), frozenset({"9"}))


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"musim": "m-pppk"}, 1),
        ({"formasi": "F0", "kuota": 2}, 0),
        ({"kelompok": "0001-J9", "formasi": "F9"}, 1),
        ({"peserta": "1", "jenis": "SKD"}, 0),
        ({"kelompok": "0001-J9", "peserta": ["9", "1"]}, 1),
        ({"peserta": "7", "pseudonim": "x"}, None),
    ],
)
def test_a_record_belongs_to_the_season_that_it_speaks_of(said: dict[str, object], place: int | None) -> None:
    assert owner((CPNS, PPPK), orjson.dumps(said)) == place


def test_a_record_without_a_body_belongs_to_none() -> None:
    assert owner((CPNS, PPPK), b"") is None
