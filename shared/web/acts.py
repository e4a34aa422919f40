"""From a request to its row in the record of acts: who stood at the door, for what, with which outcome."""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated
from urllib.parse import urlencode

import structlog
from fastapi import Depends, Request

from shared.db import Conn, is_transient
from shared.jejak import Catatan, Hasil
from shared.jejak.store import tulis
from shared.kebijakan import Diizinkan, Pelaku, Tindakan
from shared.messaging import ActWriter, Change, UnitOfWork
from shared.observability import ACTS, masked
from shared.web.request import request_id
from shared.web.wiring import pool_of

_LONGEST_VALUE = 120

_log = structlog.get_logger(__name__)


def permission_of(request: Request) -> Diizinkan | None:
    """The permission under which this request runs; None where the route is open to all."""
    found: Diizinkan | None = getattr(request.state, "izin", None)
    return found


def act_of(request: Request, izin: Diizinkan, hasil: Hasil, *, about: Mapping[str, str] | None = None) -> Catatan:
    """The row of a permitted act; `about` adds to the names and values of the path what only the body or the query says."""
    objek = {**request.path_params, **(about or {})}
    return _catatan(request, izin.pelaku, izin.tindakan, hasil, objek=objek, sebagai=izin.sebagai)


def salted(digest: bytes, key: str) -> bytes:
    """A digest that only who kept the idempotency key of the request can make again: a body of few unknowns could be found by trying."""
    return hashlib.sha256(key.encode() + b"\n" + digest).digest()


class Recorder:
    """Writes the act of one request in a transaction that the route or its use case opens; for routes without `Sekali`."""

    def __init__(self, request: Request) -> None:
        """Bind to one request; its permission is looked for when the act is written."""
        self._request = request

    def act(self, *, sent: bytes | None = None, uow: UnitOfWork | None = None, **about: str) -> ActWriter:
        """Give what writes the act, for whoever opens the transaction.

        Args:
            sent: SHA-256 of what was sent.
            uow: the unit of work whose use case told what it changed.
            about: what only the body or the query says of the object.
        """

        async def write(conn: Conn) -> None:
            izin = permission_of(self._request)
            if izin is None:
                raise LookupError("an act without a permission")
            change = (uow and uow.change) or Change({}, None, None)
            act = act_of(self._request, izin, Hasil.DIKERJAKAN, about={**change.about, **about})
            await tulis(conn, replace(act, kiriman_sha256=sent, sebelum_sha256=change.before, sesudah_sha256=change.after))
            ACTS.labels(Hasil.DIKERJAKAN).inc()

        return write


async def _recorder(request: Request) -> Recorder:
    return Recorder(request)


Rekam = Annotated[Recorder, Depends(_recorder)]


async def write_look(request: Request, izin: Diizinkan) -> None:
    """Write down that personal data is asked for, before any is read: what cannot be written down is not shown.

    Raises:
        Transient: the database is not to be had.
    """
    pool = await pool_of(request)
    async with pool.acquire() as conn:
        await tulis(conn, act_of(request, izin, Hasil.DILIHAT))
    ACTS.labels(Hasil.DILIHAT).inc()


def _catatan(
    request: Request,
    pelaku: Pelaku,
    tindakan: Tindakan,
    hasil: Hasil,
    *,
    objek: Mapping[str, object],
    sebagai: str | None,
    counted: int = 0,
) -> Catatan:
    # Anything can stand in a path, also a NIK where a participant number belongs.
    told = {name: masked(str(value))[:_LONGEST_VALUE] for name, value in objek.items()}
    return Catatan(
        subjek=pelaku.subjek,
        jenis=pelaku.jenis,
        sebagai=sebagai,
        instansi=pelaku.instansi,
        tindakan=tindakan.kode,
        objek=urlencode(told),
        peserta=told.get("peserta"),
        permintaan=request_id(request),
        hasil=hasil,
        tidak_dicatat=counted,
    )


class Refusals:
    """Writes refusals down, so many of one subject in a minute and no more: the rest is counted, and told by the subject's next row.

    Attributes:
        per_minute: rows of one subject in a minute, of one process.
        remembered: subjects of whom we know what they did lately.
    """

    per_minute = 10
    remembered = 10_000

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Nobody was refused yet; `clock` gives seconds."""
        self._clock = clock
        # By subject: the minute, the rows written in it, the refusals that were only counted.
        self._lately: OrderedDict[str, tuple[int, int, int]] = OrderedDict()

    def admit(self, subject: str) -> int | None:
        """Whether a refusal may be written: how many were only counted since the row before; None: count this one too."""
        now = int(self._clock() // 60)
        minute, written, counted = self._lately.pop(subject, (now, 0, 0))
        if minute != now:
            minute, written = now, 0
        admitted = written < self.per_minute
        self._lately[subject] = (minute, written + 1, 0) if admitted else (minute, written, counted + 1)
        if len(self._lately) > self.remembered:
            self._lately.popitem(last=False)
        return counted if admitted else None

    async def write(self, request: Request, pelaku: Pelaku, tindakan: Tindakan) -> None:
        """Write one refusal down in a transaction of its own; that it could not be written changes nothing for who was refused."""
        counted = self.admit(pelaku.subjek)
        if counted is None:
            ACTS.labels("COUNTED").inc()
            return
        objek = request.path_params
        try:
            pool = await pool_of(request)
            async with pool.acquire() as conn:
                await tulis(conn, _catatan(request, pelaku, tindakan, Hasil.DITOLAK, objek=objek, sebagai=None, counted=counted))
        except Exception as error:
            if not is_transient(error):
                raise
            _log.warning("refusal_not_written", action=tindakan.kode, error=type(error).__name__)
            ACTS.labels("COUNTED").inc()
        else:
            ACTS.labels(Hasil.DITOLAK).inc()


def refusals_of(request: Request) -> Refusals:
    """What was refused lately at the doors of this process."""
    found: Refusals = request.app.state.refusals
    return found
