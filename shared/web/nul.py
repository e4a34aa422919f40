"""Characters that no PostgreSQL text can hold: refused at the door, by the name of the field, before any rule sees them.

They are U+0000 and halves of surrogate pairs, which JSON can spell and UTF-8 cannot.
"""

import json
import re
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl

from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.types import Scope

from shared.errors import Fault
from shared.web.problem import problem

_NUL = "\0"
_BAD = re.compile("[\0\ud800-\udfff]")
_SPELLED = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_KODE = "ISIAN_TIDAK_SAH"


class Unstorable(HTTPException):
    """422 from inside the reading of a body; an HTTPException, because FastAPI turns anything else raised there into 400."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Build the refusal from these faults."""
        super().__init__(422)
        self.faults = tuple(faults)


def unstorable(faults: Sequence[Fault], *, instance: str) -> Response:
    """The answer to a request in which `faults` were found."""
    return problem(_KODE, faults[0].pesan, status=422, instance=instance, faults=faults)


def faults_in_address(scope: Scope) -> list[Fault]:
    """One fault per part of the path and per parameter that holds U+0000; an address that is no route's has none."""
    faults: list[Fault] = []
    if b"%00" in scope["query_string"]:
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        faults += [_fault("Parameter", name.replace(_NUL, "")) for name, value in pairs if _NUL in name + value]
    if _NUL in scope["path"]:
        # Nothing is routed yet, so the document is asked for the names.
        parts: dict[str, str] = next((parts for _, parts in scope["app"].matching(scope["path"])), {})
        faults += [_fault("Bagian alamat", name) for name, value in parts.items() if _NUL in value]
    return faults


def faults_in_json(text: bytes) -> list[Fault]:
    r"""One fault per field of a JSON text that holds such a character, spelled \u0000 or \ud800; a text that is no JSON has none."""
    if not _SPELLED.search(text):
        return []
    try:
        value = json.loads(text)
    except ValueError:
        return []
    return [_fault("Isian", place) for place in _places(value, "")]


def _places(value: object, place: str) -> Iterator[str]:
    if isinstance(value, str) and _BAD.search(value):
        yield place
    elif isinstance(value, dict):
        for name, inner in value.items():
            inside = f"{place}.{_BAD.sub('', name)}".strip(".")
            if _BAD.search(name):
                yield inside
            yield from _places(inner, inside)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _places(inner, f"{place}.{number}".strip("."))


def _fault(where: str, kolom: str) -> Fault:
    pesan = f"{where} '{kolom}' memuat karakter U+0000 atau setengah pasangan surogat, yang tidak dapat disimpan; hapus karakter itu."
    return Fault(_KODE, pesan, kolom=kolom or None)
