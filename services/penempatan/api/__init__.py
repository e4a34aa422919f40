"""HTTP in: the placement as it stands, and corrections of it."""

from services.penempatan.api import koreksi, penempatan

routers = (penempatan.router, koreksi.router)

__all__ = ["routers"]
