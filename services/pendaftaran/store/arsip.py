"""What an archive of the season holds of registration, beside what is public."""

from collections.abc import AsyncGenerator

import asyncpg

from shared.db import pages


def tms(pool: asyncpg.Pool, musim: str) -> AsyncGenerator[list[asyncpg.Record], None]:
    """How many were not admitted in a season, in pages, by formation and reason; who has several reasons counts in each."""
    return pages(pool, _TMS, musim)


_TMS = """
    select l.formasi, satu ->> 'kode' as tms, count(*)::int as banyak
    from pendaftaran.putusan u
    join pendaftaran.lamaran l using (lamaran)
    join pendaftaran.formasi f using (formasi)
    cross join jsonb_array_elements(u.alasan) as satu
    where u.status = 'TMS' and f.musim = $1
    group by 1, 2 order by 1, 2
"""
