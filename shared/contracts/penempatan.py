"""What penempatan says: who has which seat, and the life of an empty seat."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.contracts.event import Event
from shared.contracts.types import Alasan, Aturan, Jumlah, KodeFormasi, KodeKelompok, KodeMusim, NomorKursi, NomorPeserta, Versi
from shared.istilah import Hasil, Rute


class PlacementDecided(Event, topic="placement-decided"):
    """The decision about one ranked person. A later version replaces the earlier one.

    `rute`, `formasi_tujuan` and `kursi` are there exactly when the outcome is LULUS.
    """

    kelompok: KodeKelompok
    peserta: NomorPeserta
    tahap: Annotated[str, Field(max_length=20, description="AKHIR, or PENGGANTIAN after a resignation.")]
    hasil: Hasil
    rute: Rute | None = None
    kode: Annotated[str, Field(max_length=12, description="Code as printed in the lists of the year, such as P/L.")]
    formasi_asal: KodeFormasi
    formasi_tujuan: KodeFormasi | None = None
    kursi: NomorKursi | None = None
    alasan: tuple[Alasan, ...] = ()
    aturan: Aturan
    musim: Annotated[KodeMusim | None, Field(description="Absent: of the season that says `tanpa_musim`.")] = None
    versi: Versi

    @model_validator(mode="after")
    def _seat_of_who_passed(self) -> "PlacementDecided":
        """A pass without a seat, or a seat without a pass, would be read as two different decisions."""
        known = [value is not None for value in (self.rute, self.formasi_tujuan, self.kursi)]
        if any(known) is not all(known) or all(known) is not (self.hasil is Hasil.LULUS):
            raise ValueError("rute, formasi_tujuan and kursi are there, all of them, exactly when hasil is LULUS")
        return self


class VacancyOpened(Event, topic="vacancy-opened"):
    """A seat has nobody."""

    kelompok: KodeKelompok
    formasi: KodeFormasi
    kursi: NomorKursi
    alasan: Alasan
    versi: Versi


class VacancyFilled(Event, topic="vacancy-filled"):
    """A seat that was empty has somebody."""

    kelompok: KodeKelompok
    formasi: KodeFormasi
    kursi: NomorKursi
    peserta: NomorPeserta
    rute: Rute
    alasan: Alasan
    versi: Versi


class VacancyCarriedOver(Event, topic="vacancy-carried-over"):
    """A seat stays empty until the next need is set (Perka BKN 14/2018: after the NIP there is no replacement)."""

    kelompok: KodeKelompok
    formasi: KodeFormasi
    kursi: NomorKursi
    alasan: Alasan
    versi: Versi


class CandidateReplaced(Event, topic="candidate-replaced"):
    """The next in rank takes the seat of somebody who left before the NIP."""

    kelompok: KodeKelompok
    formasi: KodeFormasi
    kursi: NomorKursi
    digantikan: NomorPeserta
    pengganti: NomorPeserta
    alasan: Alasan
    versi: Versi


class Perpindahan(BaseModel):
    """Somebody whose seat is one of another formation than before."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    peserta: NomorPeserta
    dari: KodeFormasi
    ke: KodeFormasi


class PergantianKursi(BaseModel):
    """A seat with another holder than before; absent where there was or is none."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kursi: NomorKursi
    sebelum: NomorPeserta | None = None
    sesudah: NomorPeserta | None = None


class PlacementCorrected(Event, topic="placement-corrected"):
    """A kelompok was placed again on a corrected ranking: what changed in seats, and only that.

    `versi` is that of the ranking now in force; versions that were overtaken before they were placed are left out. People who left
    before are not among `kehilangan`. `alasan` and `sumber` are there when two officers signed because somebody loses or changes a seat.

    The lists are bounded (`CORRECTION_LISTS_MAX_BYTES`) and filled in this order: who loses a seat, who moves, who comes in, which seats
    have another holder. What did not fit is counted (`…_lain`, absent where everything fits, as in all but corrections of thousands of
    seats); the complete difference is at GET /v1/kelompok/{kelompok}/versi/{versi}/selisih.
    """

    kelompok: KodeKelompok
    versi: Versi
    versi_sebelumnya: Annotated[Versi, Field(description="Version of the ranking that was in force before.")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="Digest of the ranking now in force, as in ranking-closed.")]
    masuk: Annotated[tuple[NomorPeserta, ...], Field(description="Have a seat and had none.")] = ()
    kehilangan: Annotated[tuple[NomorPeserta, ...], Field(description="Had a seat and have none.")] = ()
    pindah: tuple[Perpindahan, ...] = ()
    kursi: tuple[PergantianKursi, ...] = ()
    kehilangan_lain: Annotated[Jumlah | None, Field(description="Names in `kehilangan` that did not fit.")] = None
    pindah_lain: Annotated[Jumlah | None, Field(description="Moves that did not fit.")] = None
    masuk_lain: Annotated[Jumlah | None, Field(description="Names in `masuk` that did not fit.")] = None
    kursi_lain: Annotated[Jumlah | None, Field(description="Seats that did not fit.")] = None
    alasan: Annotated[str | None, Field(max_length=1000, description="Why, as the officers signed it.")] = None
    sumber: Annotated[str | None, Field(max_length=200, description="The document they signed on.")] = None
    aturan: Aturan
