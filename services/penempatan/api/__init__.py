"""HTTP in: the placement as it stands, its release, and corrections of it."""

from services.penempatan.api import koreksi, penempatan, rilis

routers = (penempatan.router, koreksi.router, rilis.router)

__all__ = ["routers"]
