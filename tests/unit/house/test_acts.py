"""No route that changes something, and none that shows people, can be added without a row in the record of acts."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from deploy.lokal.stack import SERVICES
from shared.web import Rekam, Sekali, milik_sendiri, terbuka, wewenang
from shared.web.acts import Recorder
from shared.web.idempotency import Once
from shared.web.identitas import BilaBoleh, Terbuka, Wewenang
from tests.support.http import app_of
from tests.support.layanan import app_of_service

# They only compute: nothing is different afterwards.
READING = {("POST", "tanda_terima.periksa")}


def routes(router: APIRouter | FastAPI) -> Iterator[APIRoute]:
    """Every route of a service, also of the routers that it includes."""
    for route in router.routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from routes(inner)
        elif isinstance(route, APIRoute) and route.include_in_schema:
            yield route


def dependencies(dependant: Dependant) -> Iterator[object]:
    for found in dependant.dependencies:
        yield found.call
        yield from dependencies(found)


def returns(call: object) -> object:
    return getattr(call, "__annotations__", {}).get("return")


def faults(route: APIRoute) -> list[str]:
    """What the route lacks."""
    calls = list(dependencies(route.dependant))
    doors = [call for call in calls if isinstance(call, Wewenang | Terbuka | BilaBoleh)]
    said: list[str] = []
    if not any(isinstance(door, Wewenang | Terbuka) for door in doors):
        said.append("names no action")
    writes = [returns(call) for call in calls]
    for method in (route.methods or set()) - {"GET", "HEAD"}:
        named = {(method, door.tindakan.kode) for door in doors}
        if named & READING:
            continue
        if not any(isinstance(door, Wewenang) for door in doors):
            said.append(f"{method} changes something in nobody's name")
        elif Once not in writes and Recorder not in writes:
            said.append(f"{method} has neither Sekali nor Rekam")
    # Looks are written by the door itself; a door that is open to all writes none.
    if any(isinstance(door, Terbuka) and door.tindakan.data_pribadi for door in doors):
        said.append("shows people to everybody")
    return said


@cache
def served(service: str) -> tuple[APIRoute, ...]:
    return tuple(routes(app_of_service(service)))


@pytest.mark.parametrize("service", SERVICES)
def test_every_write_and_every_look_at_people_leaves_a_row(service: str) -> None:
    assert {f"{route.path}": said for route in served(service) if (said := faults(route))} == {}
    assert len(served(service)) > 15


def test_the_walk_sees_every_documented_route() -> None:
    for service in SERVICES:
        # The prefix of an included router is not part of its routes' own paths.
        assert len(served(service)) == sum(len(methods) for methods in app_of_service(service).openapi()["paths"].values())


_router = APIRouter()


@_router.post("/tanpa-tindakan")
async def tanpa_tindakan(sekali: Sekali) -> None: ...


@_router.post("/tanpa-catatan", dependencies=[wewenang("nip.usul")])
async def tanpa_catatan() -> None: ...


@_router.put("/terbuka", dependencies=[terbuka("formasi.baca")])
async def siapa_saja(rekam: Rekam) -> None: ...


@_router.get("/bernama")
async def bernama() -> None: ...


@_router.post("/baik", dependencies=[wewenang("nip.usul")])
async def baik(sekali: Sekali) -> None: ...


@_router.put("/baik-juga")
async def baik_juga(izin: Annotated[object, wewenang("saya.jejak", milik_sendiri)], rekam: Rekam) -> None: ...


@_router.post("/membaca", dependencies=[terbuka("tanda_terima.periksa")])
async def membaca() -> None: ...


def test_what_is_forgotten_is_found() -> None:
    found = {route.path: faults(route) for route in routes(app_of(_router)) if faults(route)}
    assert {path: len(said) for path, said in found.items() if not path.startswith(("/health", "/ready", "/metrics"))} == {
        "/tanpa-tindakan": 2,
        "/tanpa-catatan": 1,
        "/terbuka": 1,
        "/bernama": 1,
    }
