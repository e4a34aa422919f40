"""Who may act: officers carry one bearer token, of which we know only the SHA-256."""

import hashlib
import hmac
from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from shared.errors import Rejected
from shared.web.settings import ServiceSettings

_bearer = HTTPBearer(auto_error=False, scheme_name="Token petugas", description="Token petugas yang diberikan pengelola.")


async def require_officer(request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> None:
    """Let officers pass.

    Raises:
        Rejected: 401, no token or a wrong one.
    """
    settings: ServiceSettings = request.app.state.settings
    offered = hashlib.sha256((credentials.credentials if credentials else "").encode()).hexdigest()
    # Constant time: the time of the answer must not tell how much of the hash was right.
    if credentials is None or not hmac.compare_digest(offered, settings.api_token_sha256):
        raise Rejected("TOKEN_PETUGAS", "Layanan ini untuk petugas. Sertakan header Authorization: Bearer dengan token sah.", status=401)


Petugas = Annotated[None, Depends(require_officer)]
KunciIdempotensi = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=128,
        pattern=r"^[\x21-\x7e]+$",
        description="Kunci unik per kiriman, misalnya UUID. Kiriman ulang dengan kunci sama dijawab sama dan tidak dikerjakan dua kali.",
    ),
]
