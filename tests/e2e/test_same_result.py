"""The same season gives the same digest, whatever happens to the machines and in whatever order things arrive."""

from pathlib import Path

import pytest

from tests.support.gladi.command import Season, play

pytestmark = [pytest.mark.slow, pytest.mark.season, pytest.mark.timeout(900)]

SMALL = ("--banyak-formasi", "120", "--pelamar", "4000", "--seed", "11")
LONG = ("--banyak-formasi", "500", "--pelamar", "100000", "--seed", "11")


def sound(season: Season) -> str:
    """The digest of a season in which every invariant held."""
    assert season.code == 0, season.printed[-4000:]
    return season.sha256


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sound(play(tmp_path_factory.mktemp("plain"), *SMALL))


@pytest.fixture(scope="module")
def plain_long(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sound(play(tmp_path_factory.mktemp("plain-long"), *LONG))


def test_another_order_of_arrival_and_another_hash_seed(plain: str, tmp_path: Path) -> None:
    assert sound(play(tmp_path, *SMALL, "--acak", "5", hash_seed=4242)) == plain


def test_three_replicas_of_each_service(plain: str, tmp_path: Path) -> None:
    assert sound(play(tmp_path, *SMALL, "--replika", "3")) == plain


def test_three_brokers(plain: str, tmp_path: Path) -> None:
    assert sound(play(tmp_path, *SMALL, "--nodes", "3")) == plain


def test_another_seed_gives_another_result(plain: str, tmp_path: Path) -> None:
    """The control: a digest that never changed would pass all of the above."""
    assert sound(play(tmp_path, *SMALL[:-1], "12")) != plain


def test_with_consent_everything_holds_and_the_result_is_another(plain: str, tmp_path: Path) -> None:
    assert sound(play(tmp_path, *SMALL, "--persetujuan")) != plain


@pytest.mark.fault
def test_services_and_relays_killed_thirty_times(plain_long: str, tmp_path: Path) -> None:
    season = play(tmp_path, *LONG, "--gangguan-proses", "30", "--jeda", "2")
    assert sound(season) == plain_long


@pytest.mark.fault
def test_each_of_three_brokers_killed_twice(plain_long: str, tmp_path: Path) -> None:
    season = play(tmp_path, *LONG, "--nodes", "3", "--gangguan-broker", "2", "--jeda", "1")
    assert sound(season) == plain_long
