"""What the running service works under, for routes."""

from typing import Annotated

from fastapi import Depends

from services.penempatan.context import Context
from shared.web import context_of

Ctx = Annotated[Context, Depends(context_of)]
