"""Officers have names; two names are two people."""

import hashlib
from types import SimpleNamespace
from typing import cast

import pytest
from fastapi import Request
from fastapi.security import HTTPAuthorizationCredentials
from pydantic import ValidationError

from shared.web import ServiceSettings, officer_of


def _sha(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _settings(**more: object) -> ServiceSettings:
    return ServiceSettings.model_validate(
        {
            "database_url": "postgresql://127.0.0.1:1/none",
            "kafka_bootstrap_servers": "nowhere.invalid:9092",
            "service_name": "penilaian",
            "http_port": 0,
            "api_token_sha256": _sha("satu"),
            **more,
        }
    )


def _who(settings: ServiceSettings, token: str | None) -> str | None:
    request = cast("Request", SimpleNamespace(app=SimpleNamespace(state=SimpleNamespace(settings=settings))))
    return officer_of(request, None if token is None else HTTPAuthorizationCredentials(scheme="Bearer", credentials=token))


def test_without_further_officers_there_is_the_one_called_petugas() -> None:
    assert [_who(_settings(), token) for token in ("satu", "dua", "", None)] == ["petugas", None, None, None]


def test_each_token_is_a_name() -> None:
    settings = _settings(api_officers={"ani": _sha("dua"), "budi": _sha("tiga")})

    assert [_who(settings, token) for token in ("satu", "dua", "tiga", "empat")] == ["petugas", "ani", "budi", None]


def test_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "DATABASE_URL": "postgresql://127.0.0.1:1/none",
        "KAFKA_BOOTSTRAP_SERVERS": "nowhere.invalid:9092",
        "SERVICE_NAME": "penilaian",
        "HTTP_PORT": "0",
        "API_TOKEN_SHA256": _sha("satu"),
        "API_OFFICERS": f'{{"ani": "{_sha("dua")}"}}',
    }.items():
        monkeypatch.setenv(name, value)
    assert _who(ServiceSettings(), "dua") == "ani"


@pytest.mark.parametrize("officers", [{"ani": _sha("satu")}, {"ani": _sha("x"), "budi": _sha("x")}, {"ani": "bukan sidik"}])
def test_one_token_for_two_names_is_refused(officers: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        _settings(api_officers=officers)
