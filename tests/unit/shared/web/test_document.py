"""The OpenAPI document tells integrators what a refusal looks like."""

from typing import Annotated, Literal

import pytest
from fastapi import APIRouter
from pydantic import BaseModel, Field
from yarl import URL

from shared.web import wewenang
from tests.support.http import app_of, client_of

router = APIRouter()


class Isian(BaseModel):
    n: Annotated[int, Field(ge=1)]


@router.post("/v1/isian", dependencies=[wewenang("operasional.baca")])
async def isian(kiriman: Isian) -> Isian:
    return kiriman


def test_every_operation_documents_its_problem_and_its_token() -> None:
    document = app_of(router).openapi()
    operation = document["paths"]["/v1/isian"]["post"]
    assert set(operation["responses"]) == {"200", "4XX", "5XX"}
    schema = operation["responses"]["4XX"]["content"]["application/problem+json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/Problem"}
    assert {"Problem", "Kesalahan", "Isian"} <= set(document["components"]["schemas"])
    assert "HTTPValidationError" not in document["components"]["schemas"]
    assert operation["security"] == [{"TokenMasuk": []}]


def test_the_document_is_made_once() -> None:
    app = app_of(router)
    assert app.openapi() == app.openapi()


async def test_a_method_that_is_not_there_is_told_all_that_are() -> None:
    here = APIRouter()

    @here.get("/v1/hal/{nomor}")
    async def lihat(nomor: int) -> int:
        return nomor

    @here.put("/v1/hal/{nomor}")
    async def ubah(nomor: int) -> int:
        return nomor

    async with client_of(app_of(here)) as client, client.delete("/v1/hal/1") as answer:
        assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD, PUT")


def test_free_text_is_said_to_hold_no_character_that_is_refused() -> None:
    here = APIRouter()

    class Dalam(BaseModel):
        daftar: list[str | None]
        jenis: Literal["A", "B"]

    class Luar(BaseModel):
        nama: Annotated[str, Field(max_length=5)]
        kode: Annotated[str, Field(pattern="^[a-z]$")]
        dalam: Dalam

    @here.post("/v1/hal")
    async def hal(isi: Luar, cari: str) -> None:
        del isi, cari

    document = app_of(here).openapi()
    schemas = document["components"]["schemas"]
    free = r"^[^\u0000]*$"
    assert schemas["Luar"]["properties"]["nama"]["pattern"] == free
    assert schemas["Luar"]["properties"]["kode"]["pattern"] == "^[a-z]$"
    assert schemas["Dalam"]["properties"]["daftar"]["items"]["anyOf"][0]["pattern"] == free
    assert "pattern" not in schemas["Dalam"]["properties"]["jenis"]
    assert document["paths"]["/v1/hal"]["post"]["parameters"][0]["schema"]["pattern"] == free


@pytest.mark.parametrize("address", ["/v1/isian/", "/v1/isian//", "/v1/isian%2f", "/docs/", "/docs/aset"])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_nobody_is_sent_elsewhere_with_what_they_brought(address: str, method: str) -> None:
    async with client_of(app_of(router)) as client:
        url = URL(address, encoded=True)
        async with client.request(method, url, headers={"Host": "lain.invalid"}, json={"n": 1}, allow_redirects=False) as answer:
            assert answer.status in {404, 405}
            assert "Location" not in answer.headers
