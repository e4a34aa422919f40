"""HTTP in: shells around the use cases, and the models of what comes and goes."""

from services.kepegawaian.api import nip, pegawai, pengunduran

routers = (pengunduran.router, nip.router, pegawai.router)

__all__ = ["routers"]
