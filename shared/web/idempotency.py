"""A request repeated is answered again, not done again."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import cache
from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.responses import Response
from pydantic import TypeAdapter

from shared.db import Conn
from shared.errors import Rejected
from shared.jejak import Hasil
from shared.jejak.store import insertion, parameters
from shared.kebijakan import retensi
from shared.messaging import Change, UnitOfWork, unit_of_work
from shared.web.acts import act_of, permission_of, salted
from shared.web.identitas import subject_of
from shared.web.wiring import Pool

KunciIdempotensi = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=128,
        pattern=r"^[\x21-\x7e]+$",
        description="Kunci unik per kiriman, misalnya UUID. Kiriman ulang dengan kunci sama dijawab sama dan tidak dikerjakan dua kali.",
    ),
]
KEEP_DAYS = retensi()["jawaban"].hari
_FORGET_AT_ONCE = 5000

Work = Callable[[UnitOfWork], Awaitable[object]]


class Once:
    """Does the work of a request the first time that its key is seen; afterwards gives the stored answer, byte for byte."""

    def __init__(self, pool: Pool, request: Request, key: str) -> None:
        """Bind to one request; nothing is read or opened yet."""
        self._pool = pool
        self._request = request
        self._key = key

    async def __call__(self, work: Work, answer: type) -> Response:
        """Do `work` in a unit of work and answer with what it returns, read into `answer`; the status is that of the route.

        The answer, and the act's row in the record of acts, are written in the transaction of `work`. A twin that comes meanwhile waits on
        the unique slot until that transaction ends. A refusal rolls all of it back: the key stays free for the mended request. Needs READ
        COMMITTED, the default: the twin must see what its predecessor committed.

        Returns:
            The answer, with the header `Idempotency-Replayed: true` when nothing was done.

        Raises:
            Rejected: 409, the key was used for another body.
        """
        digest = hashlib.sha256(await self._request.body()).digest()
        keyed = hmac.digest(self._request.app.state.settings.digest_key.get_secret_value().encode(), digest, hashlib.sha256)
        # Only now: the route's permission is another dependency, which may be resolved after this one.
        slot = _slot(self._request, self._key, subject_of(self._request) or "")
        status = self._request.scope["route"].status_code or 200
        async with unit_of_work(self._pool) as uow:
            if not await uow.conn.fetchval(_CLAIM, slot, keyed):
                return await _replay(uow.conn, slot, (keyed, digest))
            shape = _shape(answer)
            said = shape.dump_json(shape.validate_python(await work(uow), from_attributes=True), by_alias=True)
            await self._keep(uow, (slot, status, said), digest)
        return Response(said, status_code=status, media_type="application/json")

    async def _keep(self, uow: UnitOfWork, answer: tuple[bytes, int, bytes], sent: bytes) -> None:
        """Store the answer, and the act with it, in one statement."""
        izin = permission_of(self._request)
        if izin is None:
            await uow.conn.execute(_ANSWER, *answer)
            return
        change = uow.change or Change({}, None, None)
        act = replace(
            act_of(self._request, izin, Hasil.DIKERJAKAN, about=change.about),
            kiriman_sha256=salted(sent, self._key),
            jawaban_sha256=salted(hashlib.sha256(answer[-1]).digest(), self._key),
            sebelum_sha256=change.before,
            sesudah_sha256=change.after,
        )
        await uow.conn.execute(_ANSWER_AND_ACT, *answer, *parameters(act))


async def _once(request: Request, pool: Pool, kunci: KunciIdempotensi) -> Once:
    return Once(pool, request, kunci)


Sekali = Annotated[Once, Depends(_once)]


@cache
def _shape(answer: type) -> TypeAdapter[object]:
    return TypeAdapter(answer)


def _slot(request: Request, key: str, subject: str) -> bytes:
    """One slot per subject, request line and key; in the raw path, the query and the key no line can end."""
    scope = request.scope
    query = b"&".join(sorted(scope["query_string"].split(b"&")))
    path = (scope.get("raw_path") or scope["path"].encode()) + (b"?" + query if query else b"")
    return hashlib.sha256(b"\n".join((scope["method"].encode() + b" " + path, key.encode(), subject.encode()))).digest()


async def _replay(conn: Conn, slot: bytes, digests: tuple[bytes, bytes]) -> Response:
    """The stored answer to what has one of these digests: that of today, or the one without a key, which answers of before were kept by."""
    row = await conn.fetchrow("select body_sha256, status, body from web.idempotency where slot = $1", slot)
    if row is None:
        # Forgotten between the two statements.
        raise Rejected("KUNCI_IDEMPOTENSI", "Kunci ini baru saja kedaluwarsa. Kirim dengan kunci baru.", status=409)
    if row["body_sha256"] not in digests:
        raise Rejected("KUNCI_IDEMPOTENSI", "Kunci ini sudah dipakai untuk kiriman lain. Pakai kunci baru untuk isi yang baru.", status=409)
    return Response(row["body"], status_code=row["status"], media_type="application/json", headers={"Idempotency-Replayed": "true"})


async def forget_old_answers(uow: UnitOfWork) -> int:
    """Delete some answers older than `KEEP_DAYS`; the step of a job that every service has.

    Returns:
        How many were deleted: 0 when there is nothing left to do.
    """
    return int(await uow.conn.fetchval(_FORGET, KEEP_DAYS, _FORGET_AT_ONCE))


_CLAIM = """
    insert into web.idempotency (slot, body_sha256) values ($1, $2)
    on conflict do nothing
    returning true
"""
_ANSWER = "update web.idempotency set status = $2, body = $3 where slot = $1"
_ANSWER_AND_ACT = f"with jawaban as ({_ANSWER}), {insertion(4)}"
_FORGET = """
    with old as (
        select slot from web.idempotency
        where created_at < now() - make_interval(days => $1)
        order by created_at limit $2
        for update skip locked
    ), gone as (
        delete from web.idempotency using old
        where idempotency.slot = old.slot
        returning 1
    )
    select count(*) from gone
"""
