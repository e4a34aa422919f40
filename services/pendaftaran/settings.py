"""What registration is told by its environment."""

from datetime import date
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator

from shared.brankas.pilihan import PilihanPembungkus
from shared.istilah import ModePengisian
from shared.jam import PilihanJam
from shared.web import ServiceSettings


class Settings(ServiceSettings, PilihanPembungkus, PilihanJam):
    """The settings of every service and those of this one."""

    pseudonym_key: SecretStr = Field(
        min_length=16, description="Secret of pseudonyms, application numbers and receipts; the same on all replicas and for all seasons."
    )
    participant_key_file: Path | None = Field(
        default=None, description="JWK set of private Ed25519 keys; the last signs participant tokens, all are published."
    )
    musim: str = Field(
        default="cpns-2024", min_length=1, max_length=40, description="Code of the first season, taken over where the database has none."
    )
    aturan: str = Field(default="cpns-2024", description="Rule set of the first season; later ones are acts.")
    mode_pengisian: ModePengisian = Field(
        default=ModePengisian.SESUAI_KEPUTUSAN, description="Mode of filling of the first season; another one later is an act."
    )
    tanggal_acuan_usia: date | None = Field(
        default=None, description="Judge ages at this day instead of the day of application: for rehearsing a past season."
    )

    @model_validator(mode="after")
    def _own_tokens(self) -> Self:
        """Registration takes the participant tokens that it signs."""
        if self.participant_key_file is not None and self.participant_jwks_file is None:
            object.__setattr__(self, "participant_jwks_file", self.participant_key_file)
        return self
