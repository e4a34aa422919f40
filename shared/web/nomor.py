"""Numbers in addresses that a column of the database can hold."""

from typing import Annotated

from fastapi import Path, Query

# Of a PostgreSQL integer.
LARGEST = 2_147_483_647

NomorVersi = Annotated[int, Path(ge=1, le=LARGEST, description="Nomor versi.")]
Batas = Annotated[int, Query(ge=1, le=1000, description="Paling banyak sekian baris.")]
