"""What registration is told by its environment."""

from datetime import date

from pydantic import Field, SecretStr

from shared.web import ServiceSettings


class Settings(ServiceSettings):
    """The settings of every service and those of this one."""

    pseudonym_key: SecretStr = Field(
        min_length=16, description="Secret of pseudonyms, application numbers and receipts; the same on all replicas and for all seasons."
    )
    musim: str = Field(default="cpns-2024", min_length=1, max_length=40, description="Name of the season; orders the participant numbers.")
    tanggal_acuan_usia: date | None = Field(
        default=None, description="Judge ages at this day instead of the day of application: for rehearsing a past season."
    )
