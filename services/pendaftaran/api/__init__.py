"""HTTP in: shells around the use cases, and the models of what comes and goes."""

from services.pendaftaran.api import arsip, formasi, jadwal, lamaran, musim, pemeriksaan, peserta, saya

routers = (
    musim.router,
    formasi.router,
    jadwal.router,
    lamaran.router,
    pemeriksaan.router,
    peserta.router,
    saya.router,
    arsip.router,
)

__all__ = ["routers"]
