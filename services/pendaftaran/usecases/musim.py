"""What is the same for the whole season."""

from dataclasses import dataclass, field
from datetime import date

from services.pendaftaran.domain.jadwal import KetentuanJadwal
from services.pendaftaran.domain.lamaran import kunci_nomor_peserta, pseudonim
from shared.aturan.pendaftaran import AturanPendaftaran
from shared.contracts.types import Aturan


@dataclass(frozen=True, slots=True)
class Musim:
    """The season, its rules and its secret.

    Attributes:
        nama: name of the season; public.
        kunci: secret key of pseudonyms, application numbers, receipts and the draw of participant numbers.
        aturan: the rules of registration.
        jenis_pengadaan: the kind of procurement that this season's rules are for.
        tahun: the fiscal year.
        dasar: name and version of the rule set, as events carry it.
        ketentuan_jadwal: what a calendar of this season is held against.
        tanggal_acuan_usia: judges every age at this day instead of the day of application; for rehearsals of a past season.
    """

    nama: str
    kunci: bytes = field(repr=False)
    aturan: AturanPendaftaran
    dasar: Aturan
    jenis_pengadaan: str
    tahun: int
    ketentuan_jadwal: KetentuanJadwal = field(repr=False)
    tanggal_acuan_usia: date | None = None

    def pseudonim(self, nik: str) -> str:
        """Under which name sanctions speak of this person."""
        return pseudonim(self.kunci, nik)

    @property
    def kunci_nomor(self) -> bytes:
        """The secret of this season's draw of participant numbers."""
        return kunci_nomor_peserta(self.kunci, self.nama)
