"""What an archive of the season holds of registration, beside what is public."""

from collections.abc import AsyncGenerator

import asyncpg

from shared.db import pages


def tms(pool: asyncpg.Pool) -> AsyncGenerator[list[asyncpg.Record], None]:
    """How many were not admitted, in pages, by formation and reason; who has several reasons counts in each."""
    return pages(pool, _TMS)


_TMS = """
    select l.formasi, satu ->> 'kode' as tms, count(*)::int as banyak
    from pendaftaran.putusan u
    join pendaftaran.lamaran l using (lamaran)
    cross join jsonb_array_elements(u.alasan) as satu
    where u.status = 'TMS'
    group by 1, 2 order by 1, 2
"""
