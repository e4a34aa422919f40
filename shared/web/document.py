"""The OpenAPI document of a service, and the page that shows it without a foreign host."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from importlib.resources import files
from typing import Any, cast

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

from shared.web.identitas import OPTIONAL_SCHEME, SCHEME
from shared.web.problem import MEDIA_TYPE, Problem

_PROBLEM_CONTENT = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
_RESPONSES: dict[int | str, dict[str, object]] = {
    "4XX": {"description": "Permintaan ditolak; isi menyebut sebab dan jalan keluarnya", **_PROBLEM_CONTENT},
    "5XX": {"description": "Layanan belum siap atau gagal; coba lagi", **_PROBLEM_CONTENT},
}
_DESCRIPTION = (
    "Bagian dari platform terbuka seleksi calon aparatur sipil negara. Setiap penolakan berbentuk RFC 9457 dalam bahasa Indonesia, dengan "
    "kode yang tetap untuk program. Alamat GET juga menjawab HEAD. Daftar panjang berbentuk NDJSON: satu objek JSON per baris; sambungan "
    "yang putus berarti daftar belum utuh."
)
_ASSETS = "/docs/aset"


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def isi_berkas(*jenis: str) -> dict[str, Any]:
    """`openapi_extra` of a route that reads its body raw: a file, which may not be missing, of these media types."""
    berkas = {"type": "string", "format": "binary", "minLength": 1}
    return {"requestBody": {"required": True, "content": {satu: {"schema": berkas} for satu in jenis}}}


# What tables come in.
TABEL = isi_berkas("text/csv", "application/gzip", XLSX)


class ServiceApp(FastAPI):
    """FastAPI whose document tells what is true of all routes: the problem body, who needs a token, the tags that are used."""

    def __init__(self, *, title: str, lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]]) -> None:
        """An application of this title; `lifespan` opens and closes what it needs."""
        super().__init__(
            title=title,
            version="1",
            description=_DESCRIPTION,
            contact={"name": "Pengelola platform"},
            license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
            servers=[{"url": "/", "description": "Alamat tempat dokumen ini diambil"}],
            docs_url=None,
            redoc_url=None,
            # A redirect names the scheme that we speak behind a balancer and the host that the caller says: over it form and token would
            # go on in clear, or elsewhere.
            redirect_slashes=False,
            responses=_RESPONSES,
            lifespan=lifespan,
        )
        self.mount(_ASSETS, StaticFiles(directory=str(files("fastapi_offline") / "static")))
        self.add_api_route("/docs", self._page, include_in_schema=False)

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document, in Indonesian; made once."""
        if self.openapi_schema is None:
            document = super().openapi()
            components = document.setdefault("components", {})
            schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            components.setdefault("schemas", {}).update({**schema.pop("$defs"), "Problem": schema})
            for model in components["schemas"].values():
                # A docstring, for those who read the code; what integrators need stands at the fields.
                model.pop("description", None)
            components.get("securitySchemes", {}).pop(OPTIONAL_SCHEME, None)
            tags: dict[str, None] = {}
            for operation in _operations(document):
                for answer in operation["responses"].values():
                    # FastAPI's own words.
                    answer["description"] = answer["description"].replace("Successful Response", "Berhasil")
                tags.update(dict.fromkeys(operation.get("tags", ())))
                for schema in _asked(operation):
                    _storable(schema, components["schemas"], set())
                if "security" in operation:
                    required = any(SCHEME in way for way in operation["security"])
                    operation["security"] = [*([] if required else [{}]), {SCHEME: []}]
            document["tags"] = [{"name": tag} for tag in tags]
        return cast("dict[str, Any]", self.openapi_schema)

    def matching(self, path: str) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
        """The operations at each documented address that `path` may be, by method in small letters, and the parts of the path by name."""
        for template, operations in self.openapi()["paths"].items():
            found = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template), path)
            if found:
                yield operations, found.groupdict()

    async def _page(self) -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url="openapi.json",
            title=self.title,
            swagger_js_url=f"{_ASSETS.removeprefix('/')}/swagger-ui-bundle.js",
            swagger_css_url=f"{_ASSETS.removeprefix('/')}/swagger-ui.css",
            swagger_favicon_url=f"{_ASSETS.removeprefix('/')}/favicon.png",
        )


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in document["paths"].values():
        yield from methods.values()


def _asked(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The schemas of what a caller sends."""
    for each in (*operation.get("parameters", ()), *operation.get("requestBody", {}).get("content", {}).values()):
        yield each["schema"]


def _storable(schema: dict[str, Any], models: dict[str, dict[str, Any]], seen: set[str]) -> None:
    """Say of every free text in `schema` what `shared.web.nul` refuses."""
    name = schema.get("$ref", "").rpartition("/")[2]
    if name and name not in seen:
        seen.add(name)
        _storable(models[name], models, seen)
    if schema.get("type") == "string" and not schema.keys() & {"pattern", "enum", "const", "format"}:
        schema["pattern"] = r"^[^\u0000]*$"
    inner = [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("properties", {}).values()]
    inner += [schema[key] for key in ("items", "additionalProperties") if isinstance(schema.get(key), dict)]
    for each in inner:
        _storable(each, models, seen)
