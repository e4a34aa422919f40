"""Settings of appointing, on top of what every service is told."""

from pydantic import Field, SecretStr

from shared.brankas import PilihanPembungkus
from shared.jam import PilihanJam
from shared.web import ServiceSettings


class Settings(ServiceSettings, PilihanPembungkus, PilihanJam):
    """The settings of every service and those of this one."""

    nip_key: SecretStr = Field(min_length=16, description="Secret of NIP fingerprints; the same on all replicas and for all seasons.")
