"""The only place that puts the rooms of this service together."""

from services.pendaftaran import handlers, jobs
from services.pendaftaran.api import routers
from services.pendaftaran.api.saya import nomor_sendiri
from services.pendaftaran.context import Context
from services.pendaftaran.usecases.adopsi import siapkan
from shared.web import Service

SERVICE = Service(
    "pendaftaran",
    Context.of,
    routers,
    handlers.subscribe,
    jobs.jobs,
    nomor_sendiri,
    lambda pool, context: siapkan(pool, context.instalasi),
)
build = SERVICE.build
