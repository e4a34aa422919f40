"""HTTP in: the placement as it stands, and corrections of it."""

from services.penempatan.api import baca, koreksi

routers = (baca.router, koreksi.router)

__all__ = ["routers"]
