"""Who may act: each officer carries a bearer token, of which we know only the SHA-256."""

import hashlib
import hmac
import re
from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import HTTPConnection

from shared.errors import Rejected
from shared.web.settings import ServiceSettings

# RFC 6750: the scheme, one space, one token; and the header once, since of two the one that was checked may not be the one that was meant.
_FORM = re.compile(r"(?i:bearer) ([A-Za-z0-9._~+/-]{1,4096}=*)")


class _Bearer(HTTPBearer):
    """`HTTPBearer` for the document, with one strict rule for what it reads: anything else is as good as no token."""

    async def __call__(self, request: HTTPConnection) -> HTTPAuthorizationCredentials | None:
        given = request.headers.getlist("authorization")
        found = _FORM.fullmatch(given[0]) if len(given) == 1 else None
        return HTTPAuthorizationCredentials(scheme="Bearer", credentials=found[1]) if found else None


SCHEME = "TokenPetugas"
# Of routes that answer everybody and say more to officers; the document shows both ways.
OPTIONAL_SCHEME = "TokenPetugasBilaAda"
_HOW = "Token yang diberikan pengelola: `Authorization: Bearer <token>`, satu header, satu spasi."
_bearer = _Bearer(auto_error=False, scheme_name=SCHEME, description=_HOW)
_optional = _Bearer(auto_error=False, scheme_name=OPTIONAL_SCHEME)

KredensialWajib = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
Kredensial = Annotated[HTTPAuthorizationCredentials | None, Depends(_optional)]


async def require_officer(request: Request, credentials: KredensialWajib) -> str:
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
