"""HTTP in: the placement as it stands, and corrections of it."""

from fastapi import APIRouter

from services.penempatan.api import baca, koreksi

__all__ = ["router"]

router = APIRouter()
router.include_router(baca.router)
router.include_router(koreksi.router)
