"""The header `Authorization`, read by one strict rule."""

import re

from starlette.requests import HTTPConnection

# RFC 6750: the scheme, one space, one token; and the header once, since of two the one that was checked may not be the one that was meant.
_FORM = re.compile(r"(?i:bearer) ([A-Za-z0-9._~+/-]{1,8192}=*)")


def bearer_token(request: HTTPConnection) -> str | None:
    """The one bearer token of a request; None without a header, or with one that is written otherwise."""
    given = request.headers.getlist("authorization")
    found = _FORM.fullmatch(given[0]) if len(given) == 1 else None
    return found[1] if found else None
