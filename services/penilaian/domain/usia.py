"""Age as it is compared: a number that is greater for the older (PermenPANRB 27/2021 Pasal 48 ayat (4), 6/2024 Pasal 45 ayat (4))."""

from datetime import date
from typing import Final

_AKHIR: Final = date.max.toordinal()


def usia(lahir: date) -> int:
    """Days from a birth to the last day of the calendar, never negative (PermenPANRB 6/2024 Pasal 45 ayat (4))."""
    return _AKHIR - lahir.toordinal()
