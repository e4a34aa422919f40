"""State and events become true together, or not at all; an event's place in the outbox is the order in which it was emitted."""

from contextlib import suppress

import asyncpg
import pytest

from shared.contracts.envelope import Meta
from shared.contracts.penilaian import ExamScored
from shared.messaging import unit_of_work
from tests.support.messaging import events, exam, facts, peserta

OUTBOX = "select * from messaging.outbox order by id"


async def test_a_rollback_emits_nothing(pool: asyncpg.Pool) -> None:
    async def use_case() -> None:
        async with unit_of_work(pool) as uow:
            await uow.conn.execute("insert into hitungan values ('x', 1)")
            uow.emit(exam(peserta(1)), sequence=1)
            await uow.flush()
            uow.emit(exam(peserta(1), 2), sequence=2)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await use_case()
    assert await pool.fetch(OUTBOX) == []
    assert await pool.fetch("select * from hitungan") == []


@pytest.mark.parametrize("number", [1, 7, 199, 200, 1000])  # below and from the size at which COPY takes over
async def test_the_outbox_keeps_the_order_of_emission(number: int, pool: asyncpg.Pool) -> None:
    wanted = facts(7, number // 7 + 1)[:number]
    async with unit_of_work(pool, correlation_id="uji") as uow:
        for event, sequence in events(wanted):
            uow.emit(event, sequence=sequence)
    rows = await pool.fetch(OUTBOX)
    assert [(row["key"], row["sequence"]) for row in rows] == wanted
    assert len({row["event_id"] for row in rows}) == number
    assert {row["correlation_id"] for row in rows} == {"uji"}


async def test_an_effect_names_its_cause_and_keeps_its_correlation(pool: asyncpg.Pool) -> None:
    cause = Meta(id="sebab", source="s", subject="s", sequence=1, time="2026-01-01T00:00:00.000Z", correlation_id="awal")
    async with unit_of_work(pool) as uow:
        uow.emit(exam(peserta(1)), sequence=1, cause=cause)
    (row,) = await pool.fetch(OUTBOX)
    assert (row["causation_id"], row["correlation_id"]) == ("sebab", "awal")


async def test_a_savepoint_rolled_back_takes_its_events_with_it(pool: asyncpg.Pool) -> None:
    async with unit_of_work(pool) as uow:
        uow.emit(exam(peserta(1)), sequence=1)
        await uow.flush()
        uow.emit(exam(peserta(2)), sequence=1)
        uow.forget()
        uow.emit(exam(peserta(3)), sequence=1)
    assert [row["key"] for row in await pool.fetch(OUTBOX)] == [peserta(1), peserta(3)]


@pytest.mark.parametrize("emits", [True, False])
async def test_a_hidden_sql_error_does_not_pass_for_a_commit(emits: bool, pool: asyncpg.Pool) -> None:
    """PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error: the caller would have been told a lie."""

    async def use_case() -> None:
        async with unit_of_work(pool) as uow:
            await uow.conn.execute("insert into hitungan values ('x', 1)")
            if emits:
                uow.emit(exam(peserta(1)), sequence=1)
            with suppress(asyncpg.UniqueViolationError):  # as a careless use case might do
                await uow.conn.execute("insert into hitungan values ('x', 2)")

    with pytest.raises(asyncpg.InFailedSQLTransactionError):
        await use_case()


async def test_a_body_that_no_broker_takes_is_refused_at_once(pool: asyncpg.Pool) -> None:
    too_large = ExamScored.model_construct(**{**exam(peserta(1)).model_dump(), "sumber": "x" * 900_001})
    with pytest.raises(ValueError, match="900"):
        async with unit_of_work(pool) as uow:
            uow.emit(too_large, sequence=1)
