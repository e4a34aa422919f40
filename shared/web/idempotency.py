"""A request repeated is answered again, not done again."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Protocol

from fastapi.responses import Response
from pydantic import BaseModel

from shared.db import Conn
from shared.errors import Rejected

KEEP_DAYS = 7
_FORGET_AT_ONCE = 5000


class HasConnection(Protocol):
    """The part of the unit of work that is needed here."""

    @property
    def conn(self) -> Conn:
        """The connection with the open transaction."""


async def once(
    uow: HasConnection, *, key: str, route: str, body: bytes, action: Callable[[], Awaitable[BaseModel]], status: int = 200
) -> Response:
    """Do `action` the first time that `key` is seen on `route`; afterwards give the stored answer, byte for byte.

    The answer is written in the transaction of `uow`, together with everything `action` does. A twin that comes meanwhile waits on the
    unique key until that transaction ends. A refusal by `action` rolls all of it back: the key stays free for the mended request.
    Needs READ COMMITTED, the default: the twin must see what its predecessor committed.

    Args:
        uow: open unit of work.
        key: of the client (`KunciIdempotensi`).
        route: method and path, with every parameter that changes what is asked.
        body: raw request body; the same key with another body is refused.
        action: does the work and returns the answer's model.
        status: HTTP status of the answer.

    Returns:
        The answer, with the header `Idempotency-Replayed: true` when nothing was done.

    Raises:
        Rejected: 409, the key was used for another body.
    """
    digest = hashlib.sha256(body).digest()
    conn = uow.conn
    if not await conn.fetchval(_CLAIM, route, key, digest):
        return await _replay(conn, route, key, digest)
    model = await action()
    answer = model.model_dump_json(by_alias=True).encode()
    await conn.execute("update web.idempotency set status = $3, body = $4 where route = $1 and key = $2", route, key, status, answer)
    return Response(answer, status_code=status, media_type="application/json")


async def _replay(conn: Conn, route: str, key: str, digest: bytes) -> Response:
    row = await conn.fetchrow("select body_sha256, status, body from web.idempotency where route = $1 and key = $2", route, key)
    if row is None:
        # Forgotten between the two statements.
        raise Rejected("KUNCI_IDEMPOTENSI", "Kunci ini baru saja kedaluwarsa. Kirim dengan kunci baru.", status=409)
    if row["body_sha256"] != digest:
        raise Rejected("KUNCI_IDEMPOTENSI", "Kunci ini sudah dipakai untuk kiriman lain. Pakai kunci baru untuk isi yang baru.", status=409)
    return Response(row["body"], status_code=row["status"], media_type="application/json", headers={"Idempotency-Replayed": "true"})


async def forget_old_answers(uow: HasConnection) -> int:
    """Delete some answers older than `KEEP_DAYS`; a step for a `Worker`.

    Returns:
        How many were deleted: 0 when there is nothing left to do.
    """
    return int(await uow.conn.fetchval(_FORGET, KEEP_DAYS, _FORGET_AT_ONCE))


_CLAIM = """
    insert into web.idempotency (route, key, body_sha256) values ($1, $2, $3)
    on conflict do nothing
    returning true
"""
_FORGET = """
    with old as (
        select route, key from web.idempotency
        where created_at < now() - make_interval(days => $1)
        order by created_at limit $2
        for update skip locked
    ), gone as (
        delete from web.idempotency using old
        where idempotency.route = old.route and idempotency.key = old.key
        returning 1
    )
    select count(*) from gone
"""
