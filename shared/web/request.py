"""What is true of every request: an id, a log line, a bounded body, and an answer even when we fail."""

import re
import time
import uuid

import structlog
from fastapi import Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.db import is_transient
from shared.errors import Rejected
from shared.observability import HTTP_SECONDS
from shared.web.nul import Unstorable, faults_in_address, faults_in_json, unstorable
from shared.web.problem import problem

# Enough for any single form; files say their own limit through `read_body`.
DEFAULT_BODY_BYTES = 1_048_576
_LIMIT = "body_limit_bytes"
_ID = "request_id"
_HEAD = "head"
_RETRY_SECONDS = "5"
_JSON = re.compile(rb"application/(?:[a-z0-9.-]+\+)?json *(?:;|$)", re.IGNORECASE)
_UNLOGGED = frozenset({"/health", "/ready", "/metrics"})

_log = structlog.get_logger("http")


def request_id(request: Request) -> str:
    """The id of this request, also in its log line, its answer (`X-Request-ID`) and its problem body."""
    return str(request.scope["state"][_ID])


def is_head(scope: Scope) -> bool:
    """Whether only the head of the answer is wanted, so that nothing long need be read for its body."""
    return bool(scope["state"][_HEAD])


async def read_body(request: Request, limit_bytes: int) -> bytes:
    """Read the raw body of a request.

    Raises:
        HTTPException: 413, the body is larger than `limit_bytes`; nothing beyond the limit is kept.
        Rejected: there is no body.
    """
    request.scope["state"][_LIMIT] = limit_bytes
    body = await request.body()
    if not body:
        raise Rejected("KIRIMAN_KOSONG", "Kiriman ini kosong. Sertakan isinya.")
    return body


class Edge:
    """The outermost layer of our own: pure ASGI, because it runs for every request and every chunk of a stream."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        identity = _identity(scope)
        # Starlette shares the lifespan's state with every request; ours must not leak into the next one. HEAD is the GET of the same
        # address without its body: the server, which keeps the scope as it was, leaves the body out.
        asked = scope["method"]
        scope = {
            **scope,
            "method": "GET" if asked == "HEAD" else asked,
            "state": {**scope.get("state", {}), _ID: identity, _LIMIT: DEFAULT_BODY_BYTES, _HEAD: asked == "HEAD"},
        }
        status = 0

        async def observed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", identity.encode())]
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=identity):
            try:
                await self._run(scope, _bounded(scope, receive), observed)
            except ClientDisconnect:
                # The caller broke off what it was sending: nobody is there to answer, and nothing of ours failed.
                pass
            except Exception as error:  # nothing is swallowed: logged with its traceback, and told to the caller with its number
                answer = _failed(scope, asked, identity, error)
                if status:
                    # Half an answer is out: only a broken connection tells the reader that the rest is missing.
                    raise
                await answer(scope, receive, observed)
            finally:
                _observe(scope, asked, status, time.perf_counter() - started)

    async def _run(self, scope: Scope, receive: Receive, send: Send) -> None:
        if b"%00" in scope["query_string"] or "\0" in scope["path"]:
            faults = faults_in_address(scope)
            if faults:
                await unstorable(faults, instance=f"urn:uuid:{scope['state'][_ID]}")(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _failed(scope: Scope, asked: str, identity: str, error: Exception) -> Response:
    """Answer a request that met `error`: later, or that we are at fault; the log has what happened."""
    if is_transient(error):
        _log.warning("not now", route=_route(scope), method=asked, error=type(error).__name__)
        return problem(
            "BELUM_SIAP",
            f"Layanan sedang tidak dapat mengerjakan permintaan ini. Kirim ulang dalam {_RETRY_SECONDS} detik dengan kunci yang sama.",
            status=503,
            instance=f"urn:uuid:{identity}",
            headers={"Retry-After": _RETRY_SECONDS},
        )
    _log.exception("request failed", route=_route(scope), method=asked)
    return problem(
        "KESALAHAN_SISTEM",
        f"Terjadi kesalahan pada sistem kami; bukan kesalahan Anda. Coba lagi, dan bila berulang sebutkan nomor {identity}.",
        status=500,
        instance=f"urn:uuid:{identity}",
    )


def _bounded(scope: Scope, receive: Receive) -> Receive:
    """`receive`, refusing a body longer than the limit that holds when it is read, and JSON that no database can store."""
    taken = 0
    headers = scope["headers"]
    announced = next((int(value) for name, value in headers if name == b"content-length" and value.isdigit()), 0)
    json = bytearray() if any(name == b"content-type" and _JSON.match(value) for name, value in headers) else None

    async def bounded() -> Message:
        nonlocal taken
        limit = scope["state"][_LIMIT]
        if announced > limit:
            raise _too_large(limit)
        message = await receive()
        if message["type"] == "http.request":
            body = message.get("body", b"")
            taken += len(body)
            if taken > limit:
                raise _too_large(limit)
            if json is not None and taken <= DEFAULT_BODY_BYTES:
                json.extend(body)
                if not message.get("more_body") and (faults := faults_in_json(bytes(json))):
                    raise Unstorable(faults)
        return message

    return bounded


def _too_large(limit: int) -> HTTPException:
    # An HTTPException and not a Rejected: FastAPI turns anything else raised while it reads a body into 400.
    return HTTPException(413, f"Kiriman lebih besar dari {limit:,} bita. Bagi menjadi beberapa kiriman.".replace(",", "."))


def _identity(scope: Scope) -> str:
    """The caller's own id when it is a UUID, else a new one; free text could smuggle personal data into the log."""
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            try:
                return str(uuid.UUID(value.decode("ascii")))
            except ValueError:
                break
    return str(uuid.uuid4())


def _route(scope: Scope) -> str:
    """The path template: a path itself may carry personal data, and would be a metric label without end."""
    route: BaseRoute | None = scope.get("route")
    return getattr(route, "path", "-")


def _observe(scope: Scope, asked: str, status: int, seconds: float) -> None:
    if scope["path"] in _UNLOGGED:
        return
    route = _route(scope)
    HTTP_SECONDS.labels(asked, route, str(status)).observe(seconds)
    _log.info("request", method=asked, route=route, status=status, ms=round(seconds * 1000, 1))
