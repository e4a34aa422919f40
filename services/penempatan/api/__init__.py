"""HTTP in: the placement as it stands, its release, and corrections of it."""

from services.penempatan.api import arsip, koreksi, penempatan, rilis

routers = (penempatan.router, koreksi.router, rilis.router, arsip.router)

__all__ = ["routers"]
