"""The OpenAPI document tells integrators what a refusal looks like."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from shared.web import Petugas
from tests.support.http import app_of

router = APIRouter()


class Isian(BaseModel):
    n: Annotated[int, Field(ge=1)]


@router.post("/v1/isian")
async def isian(_: Petugas, kiriman: Isian) -> Isian:
    return kiriman


def test_every_operation_documents_its_problem_and_its_token() -> None:
    document = app_of(router).openapi()
    operation = document["paths"]["/v1/isian"]["post"]
    assert set(operation["responses"]) == {"200", "4XX", "5XX"}
    schema = operation["responses"]["4XX"]["content"]["application/problem+json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/Problem"}
    assert {"Problem", "Kesalahan", "Isian"} <= set(document["components"]["schemas"])
    assert "HTTPValidationError" not in document["components"]["schemas"]
    assert operation["security"] == [{"TokenPetugas": []}]


def test_the_document_is_made_once() -> None:
    app = app_of(router)
    assert app.openapi() == app.openapi()
