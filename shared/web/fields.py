"""Fields that requests of several services have."""

import re
from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import Path, Query
from pydantic import AwareDatetime, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

# Of a PostgreSQL integer.
LARGEST = 2_147_483_647

NomorPeserta = Annotated[str, Path(pattern=r"^[0-9]{1,20}$", description="Nomor peserta.")]
NomorVersi = Annotated[int, Path(ge=1, le=LARGEST, description="Nomor versi.")]
Batas = Annotated[int, Query(ge=1, le=1000, description="Paling banyak sekian baris.")]

_WRITTEN = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")


def _written(value: object) -> object:
    """Pydantic takes numbers for seconds since 1970, and any year: `0` would be somebody's birth date."""
    if _WRITTEN.fullmatch(value.isoformat() if isinstance(value, date) else value if isinstance(value, str) else ""):
        return value
    raise PydanticCustomError("date_parsing", "not a day of this or the last century, written as YYYY-MM-DD")


def _no_number(value: object) -> object:
    """Refuse a number, as for days."""
    if isinstance(value, str | datetime) and not str(value).strip().isdigit():
        return value
    raise PydanticCustomError("datetime_parsing", "not a moment written as in ISO 8601")


Tanggal = Annotated[
    date, BeforeValidator(_written), WithJsonSchema({"type": "string", "format": "date", "pattern": f"^{_WRITTEN.pattern}$"})
]
"""A day written as YYYY-MM-DD, from 1900 to 2099."""

Waktu = Annotated[
    AwareDatetime,
    # The first and the last hours that can be written do not exist in every zone.
    Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2100, 1, 1, tzinfo=UTC)),
    BeforeValidator(_no_number),
]
"""A moment with its zone, written as in ISO 8601, from 2000 to 2099."""
