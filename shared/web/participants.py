"""What a participant reads about their own number, and nobody else but officers.

A participant carries a token that is bound to their number: the HMAC-SHA-256 of the number under a key that the services share, so that
one token opens the explanations of all of them. It is handed out by an officer's system that knows who the person is.
"""

import hashlib
import hmac
from typing import Annotated

from fastapi import Depends, Path, Request
from pydantic import Field, SecretStr, field_validator

from shared.errors import Rejected
from shared.web.auth import KredensialWajib, officer_of
from shared.web.settings import ServiceSettings

_SHORTEST_KEY = 32

NomorPeserta = Annotated[str, Path(pattern=r"^[0-9]{1,20}$", description="Nomor peserta.")]


class ParticipantSettings(ServiceSettings):
    """Settings of a service that explains results to participants."""

    kunci_peserta: SecretStr = Field(
        default=SecretStr(""),
        description="Key of the tokens with which participants read their own explanation, 32 characters or more; empty = officers only.",
    )

    @field_validator("kunci_peserta")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        """A short key can be guessed from one token."""
        if 0 < len(value.get_secret_value()) < _SHORTEST_KEY:
            raise ValueError(f"kunci_peserta has less than {_SHORTEST_KEY} characters")
        return value


def participant_token(request: Request, peserta: str) -> str | None:
    """The token of one participant number, in hex; None where the service has no key."""
    settings: ParticipantSettings = request.app.state.settings
    key = settings.kunci_peserta.get_secret_value()
    return hmac.new(key.encode(), f"penjelasan/{peserta}".encode(), hashlib.sha256).hexdigest() if key else None


async def require_participant(request: Request, credentials: KredensialWajib, peserta: NomorPeserta) -> str:
    """Let the participant of the number in the path pass, and officers.

    Returns:
        The number.

    Raises:
        Rejected: 401, no token, or that of another number.
    """
    if officer_of(request, credentials) is not None:
        return peserta
    wanted, offered = participant_token(request, peserta), credentials.credentials if credentials else ""
    # Without a key no token is right; a missing one is told the same as a wrong one.
    if wanted is None or not hmac.compare_digest(wanted.encode(), offered.encode()):
        pesan = "Penjelasan hanya untuk peserta bernomor ini. Sertakan header Authorization: Bearer dengan token Anda."
        raise Rejected("TOKEN_PESERTA", pesan, status=401)
    return peserta


NomorSendiri = Annotated[str, Depends(require_participant)]
