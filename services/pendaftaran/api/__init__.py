"""HTTP in: shells around the use cases, and the models of what comes and goes."""

from services.pendaftaran.api import formasi, lamaran, pemeriksaan, peserta

routers = (formasi.router, lamaran.router, pemeriksaan.router, peserta.router)

__all__ = ["routers"]
