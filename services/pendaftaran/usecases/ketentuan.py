"""What registration reads of a rule set, all of it, so that a season whose file lacks a part never begins."""

from dataclasses import dataclass, field
from functools import cache

from services.pendaftaran.domain.jadwal import KetentuanJadwal
from shared import kalender
from shared.aturan import jadwal, kuota, loading, pendaftaran, sanggah
from shared.aturan.kuota import AturanKuota
from shared.aturan.pendaftaran import AturanPendaftaran
from shared.aturan.tabel import number, text


@dataclass(frozen=True, slots=True)
class KetentuanMusim:
    """One version of a rule set.

    Attributes:
        kuota: seats to be set aside; None where the rules set nothing aside.
    """

    nama: str
    versi: int
    jenis_pengadaan: str
    tahun: int
    pendaftaran: AturanPendaftaran = field(repr=False)
    jadwal: KetentuanJadwal = field(repr=False)
    kuota: AturanKuota | None = field(repr=False)

    @property
    def awalan_nomor(self) -> str:
        """Year and path of participant numbers, two digits each."""
        return f"{self.pendaftaran.awalan_peserta}{self.pendaftaran.jalur_peserta}"


@cache
def ketentuan(nama: str, versi: int | None = None) -> KetentuanMusim:
    """Read a rule set; without `versi` its newest version.

    Raises:
        AturanTidakSah: name or version is unknown, a part is missing, or the file contradicts itself.
    """
    tabel = loading.read(nama, versi)
    return KetentuanMusim(
        nama,
        number(tabel, "versi"),
        text(tabel, "jenis_pengadaan"),
        number(tabel, "tahun"),
        pendaftaran.load(nama, versi),
        KetentuanJadwal(jadwal.load(nama, versi), sanggah.load(nama, versi), kalender.load()),
        kuota.load(nama, versi),
    )
