"""Which keeper of wrapping keys an installation has."""

from pathlib import Path
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.brankas.berkas import KunciBerkas
from shared.brankas.pembungkus import PembungkusKunci
from shared.brankas.transit import KunciTransit
from shared.web import require_private_or_tls


class PilihanPembungkus(BaseSettings):
    """A file, or a transit engine: exactly one of them."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    brankas_berkas: Path | None = Field(default=None, description="File of the wrapping keys of the vault; or the three below.")
    brankas_transit_alamat: str | None = Field(
        default=None, description="Transit engine of OpenBao or Vault that keeps the wrapping keys: https://bao.example/v1/transit."
    )
    brankas_transit_kunci: str = Field(default="casn", description="Name of the key there.")
    brankas_transit_berkas_token: Path | None = Field(default=None, description="File with the token for it; read at every request.")

    @model_validator(mode="after")
    def _one_keeper(self) -> Self:
        self.pembungkus()
        return self

    def pembungkus(self) -> PembungkusKunci:
        """The keeper; nothing is read or asked yet.

        Raises:
            ValueError: none is named, or two, or one at an address where anybody could read along.
        """
        berkas, alamat, token = self.brankas_berkas, self.brankas_transit_alamat, self.brankas_transit_berkas_token
        if berkas is not None and alamat is None and token is None:
            return KunciBerkas(berkas)
        if berkas is None and alamat is not None and token is not None:
            require_private_or_tls(alamat)
            return KunciTransit(alamat, self.brankas_transit_kunci, token)
        raise ValueError("the wrapping keys are in BRANKAS_BERKAS, or with BRANKAS_TRANSIT_ALAMAT and BRANKAS_TRANSIT_BERKAS_TOKEN")
