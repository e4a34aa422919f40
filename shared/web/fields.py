"""Fields that requests of several services have."""

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

_WRITTEN = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")


def _written(value: object) -> object:
    """Pydantic takes numbers for seconds since 1970, and any year: `0` would be somebody's birth date."""
    if _WRITTEN.fullmatch(value.isoformat() if isinstance(value, date) else value if isinstance(value, str) else ""):
        return value
    raise PydanticCustomError("date_parsing", "not a day of this or the last century, written as YYYY-MM-DD")


Tanggal = Annotated[date, BeforeValidator(_written)]
"""A day written as YYYY-MM-DD, from 1900 to 2099."""
