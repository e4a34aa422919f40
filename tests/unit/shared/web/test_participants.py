"""A participant's token opens the explanations of one number and of no other."""

from types import SimpleNamespace
from typing import cast

import pytest
from fastapi import Request
from fastapi.security import HTTPAuthorizationCredentials
from pydantic import SecretStr, ValidationError

from shared.errors import Rejected
from shared.web import ParticipantSettings, participant_token
from shared.web.participants import require_participant
from tests.support.http import TOKEN, settings_for

KUNCI = "k" * 32


def _request(kunci: str = KUNCI) -> Request:
    settings = settings_for().model_copy(update={"kunci_peserta": SecretStr(kunci)})
    return cast("Request", SimpleNamespace(app=SimpleNamespace(state=SimpleNamespace(settings=settings))))


async def _reads(request: Request, token: str | None, peserta: str) -> bool:
    credentials = None if token is None else HTTPAuthorizationCredentials(scheme="Bearer", credentials=token)
    try:
        return await require_participant(request, credentials, peserta) == peserta
    except Rejected as rejected:
        return (rejected.kode, rejected.status) != ("TOKEN_PESERTA", 401)


async def test_the_own_number_and_officers() -> None:
    request = _request()
    satu = participant_token(request, "1")
    assert satu is not None
    assert [await _reads(request, token, "1") for token in (satu, TOKEN, participant_token(request, "2"), "", "salah", None)] == [
        *(True, True, False, False, False, False),
    ]
    assert not await _reads(request, satu, "2")
    assert not await _reads(request, "\u00e9", "1")


async def test_services_of_one_key_take_one_token_and_without_a_key_only_officers_read() -> None:
    assert participant_token(_request(), "1") == participant_token(_request(), "1") != participant_token(_request("l" * 32), "1")
    assert participant_token(_request(""), "1") is None
    assert [await _reads(_request(""), token, "1") for token in (participant_token(_request(), "1"), "", None, TOKEN)] == [
        *(False, False, False, True),
    ]


def test_a_short_key_is_refused_and_never_shown() -> None:
    asked = {**settings_for().model_dump(), "kunci_peserta": "pendek"}
    with pytest.raises(ValidationError, match="less than 32"):
        ParticipantSettings.model_validate(asked)
    assert KUNCI not in repr(ParticipantSettings.model_validate({**asked, "kunci_peserta": KUNCI}))
