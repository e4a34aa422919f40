"""Settings of appointing, on top of what every service is told."""

from shared.web import ServiceSettings


class Settings(ServiceSettings):
    """The settings of every service, and no others."""
