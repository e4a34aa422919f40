"""The SKD of an earlier year used instead of a new one (KepmenPANRB 344/2024).

The choice is the person's own and explicit, stands after its window, and closes this year's test to them. NIK and level of study must be
the same as then; the points must reach this year's passing grade of the need type that was chosen, whatever they reached in their own year.
"""

from dataclasses import dataclass
from datetime import date

from services.penilaian.domain.skd import PesertaSkd, di_bawah_ambang
from shared.aturan import AmbangBatas, AturanSeleksi, Kehadiran
from shared.errors import Fault
from shared.istilah import TahapMusim
from shared.jadwal import Jadwal, Jendela
from shared.kalender import WIB


@dataclass(frozen=True, slots=True)
class PilihanBawaan:
    """One person's choice to use an earlier SKD, with what BKN found about it.

    Attributes:
        dipilih_pada: day (WIB) of the choice; None = the person did not choose.
        nik_sama: whether the NIK then and now is the same; the NIK itself stays with pendaftaran.
        jenjang_asal: level of study then, as in the study's name: S-1.
    """

    peserta: str
    tahun_asal: int
    dipilih_pada: date | None
    nik_sama: bool
    jenjang_asal: str
    twk: int
    tiu: int
    tkp: int


def jenjang(kualifikasi: str) -> str:
    """The level of a verified study `S-1|S-1 AKUNTANSI`, compared without case and spaces (KepmenPANRB 344/2024)."""
    return "".join(kualifikasi.partition("|")[0].upper().split())


def periksa_bawaan(
    pilihan: PilihanBawaan, kualifikasi: str, ambang: AmbangBatas, aturan: AturanSeleksi, jadwal: Jadwal | None
) -> tuple[Fault, ...]:
    """Why this earlier score may not be used; empty when it may (KepmenPANRB 344/2024).

    Args:
        pilihan: the choice.
        kualifikasi: the study verified this year.
        ambang: this year's grade of the need type and jabatan that were chosen.
        aturan: rules of the year.
        jadwal: the season's calendar, by which the day of the choice is judged; a season without one has no window.
    """
    bawaan = aturan.bawaan
    if bawaan is None:
        pesan = f"Aturan {aturan.nama} tidak mengenal penggunaan nilai SKD tahun sebelumnya. Peserta mengikuti SKD tahun ini."
        return (Fault("BAWAAN_TIDAK_DIKENAL", pesan, kolom="tahun_asal", nilai=str(pilihan.tahun_asal)),)
    faults: list[Fault] = []
    if pilihan.tahun_asal not in bawaan.tahun_asal:
        tahun = ", ".join(map(str, bawaan.tahun_asal))
        pesan = f"Hanya nilai SKD tahun {tahun} yang dapat digunakan ({bawaan.pasal})."
        faults.append(Fault("BAWAAN_TAHUN", pesan, kolom="tahun_asal", nilai=str(pilihan.tahun_asal)))
    if pilihan.dipilih_pada is None:
        pesan = f"Peserta tidak memilih nilai lama; tanpa pilihan sendiri ia mengikuti SKD ({bawaan.pasal})."
        faults.append(Fault("BAWAAN_TIDAK_DIPILIH", pesan, kolom="dipilih_pada", nilai=""))
    elif jadwal is not None and (pesan := _di_luar_masa(pilihan.dipilih_pada, jadwal.jendela(TahapMusim.PILIHAN_BAWAAN))):
        faults.append(Fault("BAWAAN_DI_LUAR_WAKTU", f"{pesan} ({bawaan.pasal}).", kolom="dipilih_pada", nilai=str(pilihan.dipilih_pada)))
    if not pilihan.nik_sama:
        pesan = f"NIK peserta tidak sama dengan tahun asal nilai ({bawaan.pasal})."
        faults.append(Fault("BAWAAN_NIK", pesan, kolom="nik_sama", nilai=""))
    if jenjang(pilihan.jenjang_asal) != jenjang(kualifikasi):
        pesan = f"Jenjang pendidikan tidak sama dengan tahun asal nilai ({bawaan.pasal})."
        faults.append(Fault("BAWAAN_JENJANG", pesan, kolom="jenjang_asal", nilai=pilihan.jenjang_asal[:40]))
    nilai = PesertaSkd(pilihan.peserta, Kehadiran.HADIR, pilihan.twk, pilihan.tiu, pilihan.tkp)
    for kurang in di_bawah_ambang(nilai, ambang):
        pesan = f"Nilai {kurang.bagian} {kurang.nilai} di bawah nilai ambang batas tahun ini, {kurang.batas} ({ambang.pasal})."
        faults.append(Fault("BAWAAN_DI_BAWAH_AMBANG", pesan, kolom=kurang.bagian, nilai=str(kurang.nilai)))
    return tuple(faults)


def _di_luar_masa(hari: date, masa: Jendela | None) -> str:
    """Why no choice could be made on this day (WIB); empty where one could."""
    if masa is None:
        return "Jadwal musim ini belum memuat masa pilihan. Umumkan masanya dalam jadwal dahulu"
    mulai, sampai = (saat.astimezone(WIB).date() for saat in (masa.mulai, masa.sampai))
    return "" if mulai <= hari <= sampai else f"Pilihan hanya dapat dibuat {mulai} sampai {sampai}"
