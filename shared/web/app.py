"""One way to make a service's HTTP application, so that all of them refuse, log and report alike."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from shared.errors import Rejected
from shared.web.acts import Refusals, permission_of, refusals_of
from shared.web.document import ServiceApp
from shared.web.identitas import Identity
from shared.web.jejak import OwnNumbers, acts_router
from shared.web.lifeline import Lifeline
from shared.web.nul import Unstorable, unstorable
from shared.web.ops import Operations, Readiness, health_router, operations_router
from shared.web.problem import problem, problem_of
from shared.web.request import Edge, request_id
from shared.web.settings import ServiceSettings
from shared.web.stream import Lists
from shared.web.validation import faults_of

_HTTP_SENTENCES = {
    404: "Alamat ini tidak ada pada layanan ini.",
    405: "Alamat ini tidak menerima cara akses tersebut.",
}


def build_app(
    *,
    title: str,
    settings: ServiceSettings,
    lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]],
    routers: Sequence[APIRouter],
    readiness: Callable[[], Awaitable[Readiness]],
    operations: Callable[[], Operations] | None = None,
    identity: Identity | None = None,
    numbers_of: OwnNumbers | None = None,
) -> FastAPI:
    """Wire an application.

    `app.state.settings` holds `settings`, `app.state.identity` what checks tokens, and
    `app.state.lifeline` the `Lifeline` on which the lifespan hangs its background tasks.

    Args:
        title: of the API, for its document.
        settings: of the service.
        lifespan: opens pool, broker and workers, and closes them.
        routers: the service's own routes.
        readiness: called for /ready; answers within seconds and does not raise.
        operations: gives the messaging layer's view for /v1/operasional; called per request, since the lifespan makes it.
        identity: checks tokens; by default those of the issuers that `settings` name.
        numbers_of: finds the participant numbers of a person, for the reading doors of the record of acts; None: there are none.
    """
    app = ServiceApp(title=title, lifespan=lifespan)
    app.state.settings = settings
    app.state.identity = settings.identity() if identity is None else identity
    app.state.refusals = Refusals()
    app.state.lifeline = Lifeline()
    app.state.lists = Lists()
    app.add_middleware(Edge)
    for router in routers:
        app.include_router(router)
    app.include_router(health_router(readiness))
    if operations is not None:
        app.include_router(operations_router(operations))
    if numbers_of is not None:
        app.include_router(acts_router(numbers_of))
    app.exception_handler(Rejected)(_rejected)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(HTTPException)(_http)
    return app


def lifeline_of(app: FastAPI) -> Lifeline:
    """The lifeline of `app`, typed."""
    line: Lifeline = app.state.lifeline
    return line


def _instance(request: Request) -> str:
    return f"urn:uuid:{request_id(request)}"


async def _rejected(request: Request, error: Rejected) -> Response:
    izin = permission_of(request)
    if error.status == 403 and izin is not None:
        # The door let them in, and what they asked for inside is not theirs.
        await refusals_of(request).write(request, izin.pelaku, izin.tindakan)
    return problem_of(error, instance=_instance(request))


async def _invalid(request: Request, error: RequestValidationError) -> Response:
    faults = faults_of(error.errors())
    detail = faults[0].pesan if len(faults) == 1 else f"{len(faults)} isian perlu diperbaiki; lihat daftar kesalahan."
    return problem("ISIAN_TIDAK_SAH", detail, status=422, instance=_instance(request), faults=faults)


async def _http(request: Request, error: HTTPException) -> Response:
    if isinstance(error, Unstorable):
        return unstorable(error.faults, instance=_instance(request))
    detail = _HTTP_SENTENCES.get(error.status_code, str(error.detail))
    headers = dict(error.headers) if error.headers else {}
    if error.status_code == 405:
        # Of several routes at one address the router names the methods of the first alone.
        methods = {method.upper() for operations, _ in request.app.matching(request.url.path) for method in operations}
        if methods:
            headers["Allow"] = ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))
    return problem(f"HTTP_{error.status_code}", detail, status=error.status_code, instance=_instance(request), headers=headers)
