"""The only place that puts the rooms of this service together."""

from services.kepegawaian import handlers, jobs
from services.kepegawaian.api import routers
from services.kepegawaian.context import Context
from shared.web import Service

SERVICE = Service("kepegawaian", Context.of, routers, handlers.subscribe, jobs.jobs)
build = SERVICE.build
