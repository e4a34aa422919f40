"""The four services as they are served, wired to nothing: for what must hold of every route."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from deploy.lokal.stack import SERVICES
from shared.errors import Transient
from shared.web.identitas import BilaBoleh, Terbuka, Wewenang
from tests.support.http import IDENTITY


class NoDatabase:
    """Stands where the pool stands: whoever is let in so far is told to come again."""

    def acquire(self, **_: object) -> None:
        raise Transient("no database here")


def app_of_service(service: str) -> FastAPI:
    """The service, taking the tokens of the tests' issuers."""
    settings = import_module(f"services.{service}.settings").Settings(
        database_url="postgresql://127.0.0.1:1/none",
        kafka_bootstrap_servers="nowhere.invalid:9092",
        service_name=service,
        http_port=0,
        pseudonym_key="kunci" * 8,
        brankas_berkas="tidak-ada.json",
        nip_key="sidik" * 8,
        **IDENTITY,
    )
    app: FastAPI = import_module(f"services.{service}.app").build(settings)
    app.state.pool = NoDatabase()
    return app


@dataclass(frozen=True)
class Rute:
    """One route, with the dependencies by which it names its action."""

    layanan: str
    cara: str
    jalan: str
    wewenang: tuple[Wewenang, ...]
    terbuka: tuple[Terbuka, ...]
    bila_boleh: tuple[BilaBoleh, ...]

    def __str__(self) -> str:
        return f"{self.cara} {self.layanan}{self.jalan}"


def semua_rute(app: FastAPI, layanan: str) -> Iterator[Rute]:
    """Every documented route of a service."""
    for found in iter_route_contexts(app.routes):
        route = found.original_route
        if isinstance(route, APIRoute) and route.include_in_schema:
            calls = [each.call for each in _flat(route.dependant)]
            yield Rute(
                layanan,
                min(route.methods or {"GET"}),
                str(found.path),
                tuple(call for call in calls if isinstance(call, Wewenang)),
                tuple(call for call in calls if isinstance(call, Terbuka)),
                tuple(call for call in calls if isinstance(call, BilaBoleh)),
            )


def _flat(dependant: Dependant) -> Iterator[Dependant]:
    for each in dependant.dependencies:
        yield each
        yield from _flat(each)


__all__ = ["SERVICES", "NoDatabase", "Rute", "app_of_service", "semua_rute"]
