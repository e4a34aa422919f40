"""The documents of the four services: valid, bounded, complete, and in one language."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.support.http import client_of
from tests.support.layanan import SERVICES, app_of_service

# Words of English that Indonesian does not have.
ENGLISH = re.compile(r"\b(the|of|and|with|for|every|each|whether|by|one|why|is|are|not|who|which|successful)\b", re.IGNORECASE)


@pytest.fixture(params=SERVICES, scope="module")
def document(request: pytest.FixtureRequest) -> dict[str, Any]:
    return app_of_service(request.param).openapi()


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def _schemas(schema: dict[str, Any], document: dict[str, Any], place: str, seen: frozenset[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """`schema` and all within it, each with its place; references followed once."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name not in seen:
            yield from _schemas(document["components"]["schemas"][name], document, place, seen | {name})
        return
    yield place, schema
    for inner in [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())]:
        yield from _schemas(inner, document, place, seen)
    for name, inner in schema.get("properties", {}).items():
        yield from _schemas(inner, document, f"{place}.{name}", seen)
    if isinstance(schema.get("items"), dict):
        yield from _schemas(schema["items"], document, f"{place}[]", seen)


def _asked(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema of what a caller sends."""
    for name, operation in _operations(document):
        for parameter in operation.get("parameters", ()):
            yield from _schemas(parameter["schema"], document, f"{name} {parameter['name']}", frozenset())
        for content in operation.get("requestBody", {}).get("content", {}).values():
            yield from _schemas(content["schema"], document, name, frozenset())


def test_the_document_is_valid(document: dict[str, Any]) -> None:
    official = Draft202012Validator(json.loads(Path(__file__).with_name("openapi-3.1.schema.json").read_text(encoding="utf-8")))
    assert [error.json_path for error in official.iter_errors(document)] == []
    spoiled = {**document, "components": {**document["components"], "securitySchemes": {"Token petugas": {"type": "http"}}}}
    assert not official.is_valid(spoiled)
    referred = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document)))
    assert referred <= set(document["components"]["schemas"])
    assert document["servers"]
    assert document["info"]["contact"]
    assert document["info"]["description"]


def test_every_operation_says_what_it_does(document: dict[str, Any]) -> None:
    for name, operation in _operations(document):
        assert operation.get("summary"), name
        assert operation.get("description"), name
    identities = [operation["operationId"] for _, operation in _operations(document)]
    assert len(identities) == len(set(identities))


def test_tags_are_defined_and_tokens_are_schemes(document: dict[str, Any]) -> None:
    defined = {tag["name"] for tag in document["tags"]}
    schemes = set(document["components"]["securitySchemes"])
    for name, operation in _operations(document):
        assert set(operation["tags"]) <= defined, name
        assert {scheme for way in operation.get("security", ()) for scheme in way} <= schemes, name


def test_no_number_from_outside_is_larger_than_its_column(document: dict[str, Any]) -> None:
    numbers = [(place, schema) for place, schema in _asked(document) if schema.get("type") == "integer"]
    unbounded = [place for place, schema in numbers if schema.get("maximum", schema.get("exclusiveMaximum", 2**64)) >= 2**63]
    assert unbounded == []


def test_what_reads_a_file_says_that_it_may_not_be_missing(document: dict[str, Any]) -> None:
    for name, operation in _operations(document):
        if name.startswith(("POST", "PUT")) and name.endswith(("/berkas", "/massal", "/berkas/{nama}", "/bawaan/{nama}")):
            assert operation["requestBody"]["required"], name


def test_the_document_is_in_one_language(document: dict[str, Any]) -> None:
    found = {text for text in _texts(document) if ENGLISH.search(text)}
    assert found == set()
    assert ENGLISH.search("All open posts, one a line")


def _texts(value: object) -> Iterator[str]:
    """Every title of an operation and every description."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in ("summary", "description") and isinstance(inner, str):
                yield inner
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


async def test_the_page_needs_no_foreign_host() -> None:
    async with client_of(app_of_service("kepegawaian"), lifespan="off") as client:
        async with client.get("/docs") as answer:
            page = await answer.text()
        addresses = re.findall(r"""(?:src|href)="([^"]+)"|url: '([^']+)'""", page)
        found = [first or second for first, second in addresses]
        assert len(found) == 4
        for address in found:
            assert "//" not in address
            async with client.get(f"/{address.removeprefix('/')}") as answer:
                assert answer.status == 200, address


@pytest.mark.parametrize("service", SERVICES)
async def test_who_needs_a_token_is_who_the_document_names(service: str) -> None:
    app = app_of_service(service)
    async with client_of(app, lifespan="off") as client:
        for name, operation in _operations(app.openapi()):
            method, _, path = name.partition(" ")
            filled = re.sub(r"\{[^}]+\}", "1", path)
            async with client.request(method, filled, headers={"Idempotency-Key": "kunci-uji-1"}) as answer:
                is_refused = answer.status == 401
            needs = bool(operation.get("security")) and {} not in operation["security"]
            # Where a form is asked, what is missing in it may be said first.
            assert is_refused == needs or (needs and answer.status == 422), name
