"""CPNS and PPPK of one year at once: each comes out as it does alone, and nobody is in both."""

from pathlib import Path

import pytest

from tests.support.gladi.command import Season, play

pytestmark = [pytest.mark.slow, pytest.mark.season, pytest.mark.timeout(900)]

SMALL = ("--banyak-formasi", "60", "--pelamar", "1500", "--seed", "3")
CPNS, PPPK = "gladi-3-1500", "gladi-3-1500-pppk"


def sound(season: Season) -> dict[str, str]:
    """The digests of seasons in which every invariant held, each for itself and across them."""
    assert (season.code, season.broken) == (0, []), season.printed[-4000:]
    return season.digests


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each comes to when nothing else is played."""
    cpns = sound(play(tmp_path_factory.mktemp("cpns"), *SMALL))
    pppk = sound(play(tmp_path_factory.mktemp("pppk"), *SMALL, "--musim", "pppk-2024"))
    assert (list(cpns), list(pppk)) == ([CPNS], [PPPK])
    return cpns | pppk


def test_each_comes_out_as_it_does_alone(alone: dict[str, str], tmp_path: Path) -> None:
    season = play(tmp_path, *SMALL, "--musim", "cpns-2024,pppk-2024")
    assert sound(season) == alone
    assert season.topics["season-announced"] == 4  # each once, and once more with a higher version of its rules
    assert season.topics["schedule-announced"] == 2  # the calendar and its extension
    for digest in alone.values():
        assert digest in season.printed


def test_which_is_there_first_changes_nothing(alone: dict[str, str], tmp_path: Path) -> None:
    assert sound(play(tmp_path, *SMALL, "--musim", "pppk-2024,cpns-2024", "--acak", "5")) == alone


@pytest.mark.fault
def test_killed_services_change_neither(alone: dict[str, str], tmp_path: Path) -> None:
    season = play(tmp_path, *SMALL, "--musim", "cpns-2024,pppk-2024", "--gangguan-proses", "8", "--jeda", "2", "--replika", "2")
    assert sound(season) == alone
