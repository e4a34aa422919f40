"""The SKD of an earlier year used instead of a new one (KepmenPANRB 344/2024).

The choice is the person's own and explicit, stands after its window, and closes this year's test to them. NIK and level of study must be
the same as then; the points must reach this year's passing grade of the need type that was chosen, whatever they reached in their own year.
"""

from dataclasses import dataclass
from datetime import date

from services.penilaian.domain.berkas import Cacat
from services.penilaian.domain.skd import PesertaSkd, kurang_dari_ambang
from shared.aturan import AmbangBatas, AturanSeleksi, Kehadiran


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


def periksa_bawaan(pilihan: PilihanBawaan, kualifikasi: str, ambang: AmbangBatas, aturan: AturanSeleksi) -> tuple[Cacat, ...]:
    """Why this earlier score may not be used; empty when it may (KepmenPANRB 344/2024).

    Args:
        pilihan: the choice.
        kualifikasi: the study verified this year.
        ambang: this year's grade of the need type and jabatan that were chosen.
        aturan: rules of the year.
    """
    bawaan = aturan.bawaan
    if bawaan is None:
        pesan = f"Aturan {aturan.nama} tidak mengenal penggunaan nilai SKD tahun sebelumnya. Peserta mengikuti SKD tahun ini."
        return (Cacat("BAWAAN_TIDAK_DIKENAL", "tahun_asal", str(pilihan.tahun_asal), pesan),)
    cacat: list[Cacat] = []
    if pilihan.tahun_asal not in bawaan.tahun_asal:
        tahun = ", ".join(map(str, bawaan.tahun_asal))
        pesan = f"Hanya nilai SKD tahun {tahun} yang dapat digunakan ({bawaan.pasal})."
        cacat.append(Cacat("BAWAAN_TAHUN", "tahun_asal", str(pilihan.tahun_asal), pesan))
    if pilihan.dipilih_pada is None:
        pesan = f"Peserta tidak memilih nilai lama; tanpa pilihan sendiri ia mengikuti SKD ({bawaan.pasal})."
        cacat.append(Cacat("BAWAAN_TIDAK_DIPILIH", "dipilih_pada", "", pesan))
    elif not bawaan.pilihan_mulai <= pilihan.dipilih_pada <= bawaan.pilihan_sampai:
        pesan = f"Pilihan hanya dapat dibuat {bawaan.pilihan_mulai} sampai {bawaan.pilihan_sampai} ({bawaan.pasal})."
        cacat.append(Cacat("BAWAAN_DI_LUAR_WAKTU", "dipilih_pada", str(pilihan.dipilih_pada), pesan))
    if not pilihan.nik_sama:
        cacat.append(Cacat("BAWAAN_NIK", "nik_sama", "", f"NIK peserta tidak sama dengan tahun asal nilai ({bawaan.pasal})."))
    if jenjang(pilihan.jenjang_asal) != jenjang(kualifikasi):
        pesan = f"Jenjang pendidikan tidak sama dengan tahun asal nilai ({bawaan.pasal})."
        cacat.append(Cacat("BAWAAN_JENJANG", "jenjang_asal", pilihan.jenjang_asal[:40], pesan))
    nilai = PesertaSkd(pilihan.peserta, Kehadiran.HADIR, pilihan.twk, pilihan.tiu, pilihan.tkp)
    for kurang in kurang_dari_ambang(nilai, ambang):
        angka = dict(kurang.angka)
        kolom = kurang.kode.rpartition("_")[2].lower()
        pesan = f"Nilai {kolom} {angka['nilai']} di bawah nilai ambang batas tahun ini, {angka['batas']} ({kurang.pasal})."
        cacat.append(Cacat("BAWAAN_DI_BAWAH_AMBANG", kolom, str(angka["nilai"]), pesan))
    return tuple(cacat)
