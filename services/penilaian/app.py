"""The only place that puts the rooms of this service together."""

from services.penilaian import handlers, jobs
from services.penilaian.api import routers
from services.penilaian.context import Context
from shared.web import Service

SERVICE = Service("penilaian", Context.of, routers, handlers.subscribe, jobs.jobs)
build = SERVICE.build
