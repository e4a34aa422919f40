"""The only place that puts the rooms of this service together."""

from services.penempatan import handlers, jobs
from services.penempatan.api import routers
from services.penempatan.context import Context
from shared.web import Service

SERVICE = Service("penempatan", Context.of, routers, handlers.subscribe, jobs.jobs)
build = SERVICE.build
