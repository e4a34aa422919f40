"""The values appointing speaks of."""

from dataclasses import dataclass
from enum import StrEnum

from shared.aturan.pengangkatan import Langkah, Rute


class StatusKasus(StrEnum):
    """State of a case. MUNDUR is final; DICABUT: the decision that opened the case was withdrawn before the NIP."""

    AKTIF = "AKTIF"
    MUNDUR = "MUNDUR"
    DICABUT = "DICABUT"


class JenisKelamin(StrEnum):
    """Sex as in the register of residents."""

    LAKI_LAKI = "L"
    PEREMPUAN = "P"


@dataclass(frozen=True, slots=True)
class Kasus:
    """Somebody who was placed, on the way to the appointment.

    Attributes:
        versi: version of the placement decision the case stands on.
        langkah: how far it is; after a resignation, how far it was.
        dapat_diganti: of a resignation: the next in rank may take the seat.
    """

    peserta: str
    kelompok: str
    formasi: str
    kursi: str
    rute: Rute
    aturan: str
    versi: int
    status: StatusKasus = StatusKasus.AKTIF
    langkah: Langkah = Langkah.SEBELUM_USUL_NIP
    dapat_diganti: bool = False

    @property
    def nip_terbit(self) -> bool:
        """A NIP was issued, even if it was cancelled afterwards."""
        return self.langkah in {Langkah.NIP_TERBIT, Langkah.CPNS}


@dataclass(frozen=True, slots=True)
class Keputusan:
    """What placement decided about a person; the place is there exactly when it says LULUS."""

    peserta: str
    kelompok: str
    lulus: bool
    formasi: str | None
    kursi: str | None
    rute: Rute | None
    aturan: str
    versi: int


@dataclass(frozen=True, slots=True)
class Tolakan:
    """A rule refuses; `pesan` is Indonesian, for the officer. `bertentangan`: with the state of the case, not with the form."""

    kode: str
    pesan: str
    kolom: str | None = None
    bertentangan: bool = False
