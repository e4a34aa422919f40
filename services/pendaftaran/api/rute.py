"""All routes."""

from fastapi import APIRouter

from services.pendaftaran.api import formasi, lamaran, pemeriksaan, peserta

routers: tuple[APIRouter, ...] = (formasi.router, lamaran.router, pemeriksaan.router, peserta.router)
