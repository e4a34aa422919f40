"""HTTP in: shells around the use cases, and the models of what comes and goes."""

from services.penilaian.api import hasil, nilai, penutupan
from services.penilaian.api.layanan import Layanan

routers = (nilai.router, penutupan.router, hasil.router)

__all__ = ["Layanan", "routers"]
