"""HTTP in: shells around the use cases, and the models of what comes and goes."""

from services.pendaftaran.api.rute import routers

__all__ = ["routers"]
