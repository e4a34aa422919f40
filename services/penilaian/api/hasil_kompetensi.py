"""The result of a PPPK participant as everybody may read it."""

from pydantic import Field

from services.penilaian.store.kompetensi import HasilKompetensi
from shared.aturan import Kehadiran
from shared.web import Jawaban


class HasilKompetensiTampil(Jawaban):
    """Hasil seorang peserta PPPK, dalam butir."""

    peserta: str
    formasi: str
    kelompok: str
    kehadiran: Kehadiran
    teknis: int | None = Field(description="Beserta tambahannya, paling banyak nilai tertinggi bagian ini.")
    manajerial_sosiokultural: int | None
    wawancara: int | None
    total: int | None
    memenuhi_ambang: bool | None = Field(description="Kosong bila tahun itu tidak mengenal nilai ambang batas.")
    peringkat: int | None
    peringkat_kelompok: int | None
    seri: bool
    alasan: list[str] = Field(description="Kode alasan; artinya di docs/penilaian.md.")


def tampilkan(satu: HasilKompetensi) -> HasilKompetensiTampil:
    """A stored result as it is shown."""
    return HasilKompetensiTampil.model_validate({**satu.baris._asdict(), "alasan": [alasan.kode for alasan in satu.baris.alasan]})
