"""HTTP in: shells around the use cases, and the models of what comes and goes."""

from services.kepegawaian.api import kepegawaian

routers = (kepegawaian.router,)

__all__ = ["routers"]
