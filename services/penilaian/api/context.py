"""The rules and limits of the process, as a dependency of routes."""

from typing import Annotated

from fastapi import Depends

from services.penilaian.context import Context
from shared.web import context_of

Ctx = Annotated[Context, Depends(context_of)]
