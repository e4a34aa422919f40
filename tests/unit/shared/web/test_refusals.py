"""Whatever goes wrong, the caller gets one shape of answer, in Indonesian, with nothing personal in it."""

import io
import uuid
from collections.abc import AsyncIterator
from enum import StrEnum
from typing import Annotated

import aiohttp
import asyncpg
import pytest
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field, model_validator
from structlog.testing import capture_logs

from shared.errors import Fault, Rejected, Transient
from shared.web import KunciIdempotensi, ndjson, read_body, wewenang
from shared.web.problem import MAX_FAULTS
from tests.support.http import OFFICER

NIK = "0012345678901234"


class Kelamin(StrEnum):
    L = "L"
    P = "P"


class Isian(BaseModel):
    nik: Annotated[str, Field(pattern=r"^\d{16}$")]
    kelamin: Kelamin
    umur: Annotated[int, Field(ge=18)]

    @model_validator(mode="after")
    def _sesuai(self) -> "Isian":
        if self.umur > 100:
            raise ValueError("umur tidak mungkin")
        return self


class Baris(BaseModel):
    n: int


router = APIRouter()


@router.post("/isian")
async def isian(_kiriman: Isian) -> Baris:
    return Baris(n=1)


@router.get("/tolak")
async def tolak(jumlah: Annotated[int, Query(ge=0)] = 0) -> Baris:
    faults = tuple(Fault("SALAH", "Perbaiki.", kolom="twk", baris=n) for n in range(jumlah))
    raise Rejected("SUDAH_TUTUP", "Pendaftaran sudah ditutup.", status=409, faults=faults)


@router.get("/kolom")
async def kolom() -> Baris:
    raise Rejected("NIK", "NIK tidak sah.", kolom="nik")


@router.get("/rusak")
async def rusak() -> Baris:
    raise ZeroDivisionError(f"about {NIK}")


@router.get("/nanti")
async def nanti(kind: str) -> Baris:
    raise {
        "ours": Transient("later"),
        "connection": asyncpg.ConnectionDoesNotExistError("gone"),
        "dead": asyncpg.DeadlockDetectedError("x"),
    }[kind]


@router.put("/berkas")
async def berkas(request: Request) -> Baris:
    return Baris(n=len(await read_body(request, 2_000_000)))


@router.get("/petugas", dependencies=[wewenang("operasional.baca")])
async def petugas() -> Baris:
    return Baris(n=1)


@router.post("/kunci")
async def kunci(key: KunciIdempotensi) -> Baris:
    return Baris(n=len(key))


@router.get("/putus.ndjson")
async def putus() -> object:
    async def rows() -> AsyncIterator[Baris]:
        for n in range(20_000):
            yield Baris(n=n)
        raise ZeroDivisionError

    return ndjson(rows())


async def test_a_rules_refusal_is_a_problem(client: aiohttp.ClientSession) -> None:
    async with client.get("/tolak") as answer:
        body = await answer.json(content_type="application/problem+json")
        assert answer.status == body["status"] == 409
    assert body["kode"] == "SUDAH_TUTUP"
    assert body["type"] == "urn:casn:masalah:SUDAH_TUTUP"
    assert body["detail"] == "Pendaftaran sudah ditutup."
    assert body["title"] == "Bertentangan dengan keadaan saat ini"
    assert body["kesalahan"] == []
    assert body["instance"] == f"urn:uuid:{answer.headers['X-Request-ID']}"


async def test_the_refused_field_is_named(client: aiohttp.ClientSession) -> None:
    async with client.get("/kolom") as answer:
        body = await answer.json(content_type=None)
    assert [(k["kolom"], k["kode"], k["baris"]) for k in body["kesalahan"]] == [("nik", "NIK", None)]


async def test_a_million_faults_are_counted_but_not_all_listed(client: aiohttp.ClientSession) -> None:
    async with client.get("/tolak", params={"jumlah": str(MAX_FAULTS + 5)}) as answer:
        body = await answer.json(content_type=None)
    assert (len(body["kesalahan"]), body["jumlah_kesalahan"]) == (MAX_FAULTS, MAX_FAULTS + 5)


async def test_wrong_fields_are_named_in_indonesian_and_never_repeated(client: aiohttp.ClientSession) -> None:
    async with client.post("/isian", json={"nik": NIK + "x", "kelamin": "X"}) as answer:
        text = await answer.text()
        body = await answer.json(content_type=None)
    assert answer.status == 422
    assert NIK not in text
    assert {k["kolom"]: k["pesan"] for k in body["kesalahan"]} == {
        "nik": r"Isian 'nik' tidak sesuai bentuk yang diminta (^\d{16}$).",
        "kelamin": "Isian 'kelamin' harus salah satu dari 'L' or 'P'.",
        "umur": "Isian 'umur' wajib diisi.",
    }
    assert body["detail"] == "3 isian perlu diperbaiki; lihat daftar kesalahan."


@pytest.mark.parametrize(
    ("method", "path", "options", "pesan"),
    [
        ("POST", "/isian", {"json": {"nik": NIK, "kelamin": "L", "umur": 101}}, "Isian tidak sah: umur tidak mungkin."),
        ("POST", "/isian", {"data": b"{", "headers": {"Content-Type": "application/json"}}, "Isian bukan JSON yang sah."),
        ("GET", "/tolak", {"params": {"jumlah": "-1"}}, "Parameter 'jumlah' paling kecil 0."),
        ("POST", "/kunci", {}, "Header 'Idempotency-Key' wajib diisi."),
        ("POST", "/kunci", {"headers": {"Idempotency-Key": "pendek"}}, "Header 'Idempotency-Key' paling sedikit 8 karakter."),
    ],
)
async def test_a_single_finding_is_the_detail(
    client: aiohttp.ClientSession, method: str, path: str, options: dict[str, object], pesan: str
) -> None:
    async with client.request(method, path, **options) as answer:  # type: ignore[arg-type]
        body = await answer.json(content_type=None)
    assert (answer.status, body["detail"]) == (422, pesan)


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/tidak-ada", 404), ("DELETE", "/tolak", 405)])
async def test_unknown_addresses_are_problems_too(client: aiohttp.ClientSession, method: str, path: str, status: int) -> None:
    async with client.request(method, path) as answer:
        body = await answer.json(content_type="application/problem+json")
    assert (answer.status, body["kode"]) == (status, f"HTTP_{status}")


async def test_a_bug_gives_an_id_and_no_inside_view(client: aiohttp.ClientSession) -> None:
    with capture_logs() as lines:
        async with client.get("/rusak") as answer:
            text = await answer.text()
            body = await answer.json(content_type="application/problem+json")
    assert answer.status == 500
    assert NIK not in text
    assert "ZeroDivision" not in text
    identity = answer.headers["X-Request-ID"]
    assert identity in body["detail"]
    uuid.UUID(identity)
    assert [(line["route"], line["exc_info"]) for line in lines if line["event"] == "request failed"] == [("/rusak", True)]


@pytest.mark.parametrize("kind", ["ours", "connection", "dead"])
async def test_what_may_succeed_later_says_so(client: aiohttp.ClientSession, kind: str) -> None:
    async with client.get("/nanti", params={"kind": kind}) as answer:
        body = await answer.json(content_type="application/problem+json")
    assert (answer.status, body["kode"], answer.headers["Retry-After"]) == (503, "BELUM_SIAP", "5")


async def test_a_form_larger_than_the_default_is_refused(client: aiohttp.ClientSession) -> None:
    async with client.post("/isian", data=io.BytesIO(b" " * 1_048_577), headers={"Content-Type": "application/json"}) as answer:
        body = await answer.json(content_type="application/problem+json")
    assert (answer.status, body["kode"]) == (413, "HTTP_413")


async def test_a_file_may_have_its_own_limit(client: aiohttp.ClientSession) -> None:
    async with client.put("/berkas", data=io.BytesIO(b"x" * 2_000_000)) as answer:
        assert (answer.status, (await answer.json())["n"]) == (200, 2_000_000)
    async with client.put("/berkas", data=io.BytesIO(b"x" * 2_000_001)) as answer:
        assert answer.status == 413
        assert "2.000.000 bita" in (await answer.json(content_type=None))["detail"]


async def test_an_unannounced_length_is_limited_as_well(client: aiohttp.ClientSession) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(31):
            yield b"x" * 65_536

    async with client.put("/berkas", data=pieces()) as answer:
        assert answer.status == 413


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer salah"}, {"Authorization": "Basic dGVzOnRlcw=="}, {"Authorization": "Bearer "}]
)
async def test_without_the_officers_token_nobody_passes(client: aiohttp.ClientSession, headers: dict[str, str]) -> None:
    async with client.get("/petugas", headers=headers) as answer:
        body = await answer.json(content_type="application/problem+json")
    assert (answer.status, body["kode"], answer.headers["WWW-Authenticate"]) == (401, "TOKEN_MASUK", "Bearer")


async def test_officers_pass(client: aiohttp.ClientSession) -> None:
    async with client.get("/petugas", headers=OFFICER) as answer:
        assert answer.status == 200


async def test_a_callers_uuid_is_kept_and_anything_else_is_not(client: aiohttp.ClientSession) -> None:
    own = str(uuid.uuid4())
    async with client.get("/health", headers={"X-Request-ID": own}) as answer:
        assert answer.headers["X-Request-ID"] == own
    async with client.get("/health", headers={"X-Request-ID": NIK}) as answer:
        assert answer.headers["X-Request-ID"] != NIK


async def test_a_list_that_breaks_is_not_taken_for_whole(client: aiohttp.ClientSession) -> None:
    with capture_logs():
        async with client.get("/putus.ndjson") as answer:
            assert answer.status == 200
            with pytest.raises(aiohttp.ClientPayloadError):
                await answer.read()
