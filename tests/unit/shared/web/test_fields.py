"""Days and moments are written, never counted."""

from datetime import UTC, date, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.web import Tanggal, Waktu

DAY: TypeAdapter[date] = TypeAdapter(Tanggal)
MOMENT: TypeAdapter[datetime] = TypeAdapter(Waktu)


def test_what_is_written_is_read() -> None:
    assert DAY.validate_python("1999-12-31") == date(1999, 12, 31)
    assert MOMENT.validate_python("2026-01-02T03:04:05+07:00") == datetime(2026, 1, 1, 20, 4, 5, tzinfo=UTC)
    assert MOMENT.validate_python(datetime(2026, 1, 2, tzinfo=UTC)) == datetime(2026, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize("value", [0, 1.5, "0", True, None, "1899-12-31", "9999-12-31", "2026-01-02T00:00:00", "31-12-1999"])
def test_a_day_is_neither_a_number_nor_of_another_age(value: object) -> None:
    with pytest.raises(ValidationError):
        DAY.validate_python(value)


@pytest.mark.parametrize(
    "value", [0, 1.5, "0", " 1700000000", True, None, "2026-01-02T03:04:05", "1999-12-31T00:00:00Z", "0001-01-01T00:00:00+14:00"]
)
def test_a_moment_is_neither_a_number_nor_without_a_zone(value: object) -> None:
    with pytest.raises(ValidationError):
        MOMENT.validate_python(value)
