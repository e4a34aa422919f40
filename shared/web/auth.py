"""Who may act: each officer carries a bearer token, of which we know only the SHA-256."""

import hashlib
import hmac
from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from shared.errors import Rejected
from shared.web.settings import ServiceSettings

_bearer = HTTPBearer(auto_error=False, scheme_name="Token petugas", description="Token petugas yang diberikan pengelola.")


async def require_officer(request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> str:
    """Let officers pass.

    Returns:
        The officer's name, as the settings know it.

    Raises:
        Rejected: 401, no token or a wrong one.
    """
    name = officer_of(request, credentials)
    if name is None:
        raise Rejected("TOKEN_PETUGAS", "Layanan ini untuk petugas. Sertakan header Authorization: Bearer dengan token sah.", status=401)
    return name


def officer_of(request: Request, credentials: HTTPAuthorizationCredentials | None) -> str | None:
    """The name of the officer whose token this is; None when it is nobody's."""
    if credentials is None:
        return None
    settings: ServiceSettings = request.app.state.settings
    offered = hashlib.sha256(credentials.credentials.encode()).hexdigest()
    # Constant time, and all of them: the time of the answer must not tell how much of which hash was right.
    found = [name for name, known in settings.officers.items() if hmac.compare_digest(offered, known)]
    return found[0] if found else None


Kredensial = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
Petugas = Annotated[str, Depends(require_officer)]
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
