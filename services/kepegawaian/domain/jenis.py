"""The values appointing speaks of."""

from dataclasses import dataclass
from enum import StrEnum

from shared.istilah import LangkahPengangkatan, Rute


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
class Tempat:
    """Where a decision places somebody, and by which route."""

    formasi: str
    kursi: str
    rute: Rute


@dataclass(frozen=True, slots=True)
class Keputusan:
    """What placement decided about a person; there is a place exactly when it says LULUS.

    `musim` is None where it belongs to the season that takes what names none.
    """

    peserta: str
    kelompok: str
    aturan: str
    aturan_versi: int
    versi: int
    tempat: Tempat | None
    musim: str | None = None


@dataclass(frozen=True, slots=True)
class Kasus:
    """Somebody who was placed, on the way to the appointment.

    Attributes:
        tempat: the seat of the decision the case stands on.
        aturan: rule set of the decision, which stays that of the case when a later version comes.
        aturan_versi: its version.
        versi: version of that decision.
        langkah: how far the case is; after a resignation, how far it was.
        dapat_diganti: of a resignation: the next in rank may take the seat.
        musim: of that decision.
    """

    peserta: str
    kelompok: str
    aturan: str
    aturan_versi: int
    versi: int
    tempat: Tempat
    status: StatusKasus = StatusKasus.AKTIF
    langkah: LangkahPengangkatan = LangkahPengangkatan.SEBELUM_USUL_NIP
    dapat_diganti: bool = False
    musim: str | None = None

    @classmethod
    def dari(cls, keputusan: Keputusan, tempat: Tempat, langkah: LangkahPengangkatan = LangkahPengangkatan.SEBELUM_USUL_NIP) -> "Kasus":
        """The open case that stands on `keputusan` and on nothing else; only how far it is came before."""
        k = keputusan
        return cls(k.peserta, k.kelompok, k.aturan, k.aturan_versi, k.versi, tempat, langkah=langkah, musim=k.musim)

    @property
    def nip_terbit(self) -> bool:
        """A NIP was issued, even if it was cancelled afterwards."""
        return self.langkah in {LangkahPengangkatan.NIP_TERBIT, LangkahPengangkatan.CPNS}
