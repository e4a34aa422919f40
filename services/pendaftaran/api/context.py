"""What routes need of the running service."""

from typing import Annotated

from fastapi import Depends

from services.pendaftaran.context import Context
from shared.web import context_of

Ctx = Annotated[Context, Depends(context_of)]
