"""The clock is the machine's; only a rehearsal may move it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from deploy.gladi.clock import Clock
from services.pendaftaran.settings import Settings
from shared.jam import Jam

SEBENTAR = timedelta(seconds=30)


def test_it_is_the_time_of_the_machine() -> None:
    assert abs(Jam().kini() - datetime.now(UTC)) < SEBENTAR


def test_a_rehearsal_moves_it_and_it_runs_on_from_there(tmp_path: Path) -> None:
    clock = Clock(tmp_path / "jam")
    jam = Jam(clock.file)
    assert abs(jam.kini() - datetime.now(UTC)) < SEBENTAR
    for saat in (datetime(2024, 9, 6, 16, 59, 40, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)):
        clock.move_to(saat)
        assert timedelta(0) <= jam.kini() - saat < SEBENTAR
    assert jam.kini() <= jam.kini()


def _settings(**lain: object) -> Settings:
    isi: dict[str, object] = {
        "service_name": "pendaftaran",
        "http_port": 1,
        "database_url": "postgresql://uji@127.0.0.1/uji",
        "kafka_bootstrap_servers": "127.0.0.1:1",
        "oidc_issuer": "http://127.0.0.1:1",
        "pseudonym_key": "k" * 32,
        "digest_key": "k" * 32,
        "brankas_berkas": "kunci.json",
    }
    return Settings(**(isi | lain))  # type: ignore[arg-type]


def test_a_season_that_people_take_part_in_has_the_true_time(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="GESER_JAM is for rehearsals"):
        _settings(geser_jam=tmp_path / "jam")
    assert _settings(geser_jam=tmp_path / "jam", casn_lingkungan="pengembangan").geser_jam is not None
    assert _settings().geser_jam is None
