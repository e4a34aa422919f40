"""Small values that several events share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.istilah import (
    JenisKesediaan,
)

INT4_MAX = 2_147_483_647  # a number above it passes here and fails in the reader's integer column, where it is no longer Poison

Seribu = Annotated[int, Field(ge=0, le=1_000_000, description="Score in integer thousandths: 83500 means 83.500.")]
NomorPeserta = Annotated[str, Field(pattern=r"^[0-9]{1,20}$", description="Participant number; opaque to readers.")]
KodeMusim = Annotated[str, Field(min_length=1, max_length=40, description="Code of the season, such as cpns-2024.")]
KodeKelompok = Annotated[str, Field(min_length=1, max_length=64, description="Agency and jabatan: the pool posts are filled from.")]
# No separator of the digest's lines inside the id, or two rankings could have one digest (digest.py).
KodeFormasi = Annotated[str, Field(max_length=64, pattern=r"^[^|\s]+$", description="Formation id as published in SSCASN.")]
NomorKursi = Annotated[str, Field(min_length=1, max_length=80, description="One seat: formation id, slash, 1 to the number of seats.")]
Versi = Annotated[int, Field(ge=1, le=INT4_MAX, description="Version of this fact, from 1.")]
Jumlah = Annotated[int, Field(ge=0, le=INT4_MAX)]


class Alasan(BaseModel):
    """One reason of a decision: the rule, its article, and the numbers that were compared."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kode: Annotated[str, Field(max_length=64, description="Rule id, stable across years.")]
    pasal: Annotated[str, Field(max_length=120, description="Article the rule comes from.")]
    angka: Annotated[dict[str, int | str], Field(default_factory=dict, description="The values compared, by name.")]


class Aturan(BaseModel):
    """The rule set a decision was made under."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    nama: Annotated[str, Field(max_length=40, description="Name of the rule set, such as cpns-2024.")]
    versi: Annotated[int, Field(ge=1, le=INT4_MAX, description="Version of the rule set, from 1.")]


class Kesediaan(BaseModel):
    """Where a person stated beforehand to be willing to go besides the formation applied for."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    jenis: Annotated[JenisKesediaan, Field(description="SEMUA anywhere, TIDAK nowhere, PILIHAN only what is named.")]
    unit: Annotated[tuple[str, ...], Field(description="Units as formations name them; capitals and spaces do not count.")] = ()
    formasi: tuple[KodeFormasi, ...] = ()
