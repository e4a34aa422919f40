"""What scoring is told by its environment."""

from pydantic import Field, SecretStr, field_validator

from shared.web import ServiceSettings

_SHORTEST_KEY = 32


class Settings(ServiceSettings):
    """The settings of every service and those of this one."""

    berkas_max_bytes: int = Field(default=67_108_864, ge=1024, description="Largest score file accepted, as sent.")
    worker_poll_seconds: float = Field(default=0.2, gt=0)
    rilis_dua_orang: bool = Field(default=False, description="Lists after the SKD and the ranking need a second officer's release.")
    kunci_peserta: SecretStr = Field(
        default=SecretStr(""),
        description="Key of the tokens with which participants read their own explanation, 32 characters or more; empty = officers only.",
    )

    @field_validator("kunci_peserta")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        """A short key can be guessed from one token."""
        if 0 < len(value.get_secret_value()) < _SHORTEST_KEY:
            raise ValueError(f"kunci_peserta has less than {_SHORTEST_KEY} characters")
        return value
