"""What is open at a moment, to the millisecond."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.istilah import TahapMusim
from shared.jadwal import NAMA, PINTU, UJIAN, Jadwal, Jendela
from shared.kalender import WIB

MULAI = datetime(2024, 8, 20, tzinfo=WIB)
SAMPAI = datetime(2024, 9, 10, 23, 59, 59, 999_000, tzinfo=WIB)
MASA = Jendela(MULAI, SAMPAI)
MIKRO = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("saat", "terbuka"),
    [
        (MULAI - MIKRO, False),
        (MULAI, True),
        (SAMPAI, True),
        (SAMPAI + 999 * MIKRO, True),  # still the last millisecond
        (SAMPAI + 1000 * MIKRO, False),
        (SAMPAI.astimezone(UTC), True),
        (datetime(2024, 9, 10, 17, tzinfo=UTC), False),  # midnight in WIB
    ],
)
def test_a_window_is_open_to_its_last_millisecond(saat: datetime, *, terbuka: bool) -> None:
    assert MASA.terbuka(saat) is terbuka
    assert MASA.terbuka(saat) is (MASA.sudah_mulai(saat) and not MASA.sudah_selesai(saat))


@pytest.mark.parametrize(
    ("mulai", "sampai"),
    [
        (MULAI.replace(tzinfo=None), SAMPAI),
        (MULAI, SAMPAI + MIKRO),
        (MULAI, MULAI - 1000 * MIKRO),
    ],
)
def test_what_is_no_window_cannot_be_made(mulai: datetime, sampai: datetime) -> None:
    with pytest.raises(ValueError, match=r"zone|end"):
        Jendela(mulai, sampai)


def test_a_stage_without_dates_is_never_open() -> None:
    jadwal = Jadwal("cpns-2024", 1, ((TahapMusim.PENDAFTARAN, MASA),))
    assert jadwal.terbuka(TahapMusim.PENDAFTARAN, MULAI)
    assert not jadwal.terbuka(TahapMusim.SKD, MULAI)
    assert jadwal.jendela(TahapMusim.SKD) is None
    with pytest.raises(ValueError, match="twice"):
        Jadwal("cpns-2024", 1, ((TahapMusim.PENDAFTARAN, MASA), (TahapMusim.PENDAFTARAN, MASA)))


def test_every_stage_has_a_name_and_none_is_both_a_door_and_a_test() -> None:
    assert set(NAMA) == set(TahapMusim)
    assert not PINTU & UJIAN
