"""HTTP in: shells around the use cases, and the models of what comes and goes."""

from services.penilaian.api import arsip, bagian, daftar_sanggah, hasil, kompetensi, koreksi, nilai, penjelasan, penutupan, sanggah

routers = (
    nilai.router,
    bagian.router,
    penutupan.router,
    kompetensi.router,
    hasil.router,
    penjelasan.router,
    koreksi.router,
    sanggah.router,
    daftar_sanggah.router,
    arsip.router,
)

__all__ = ["routers"]
