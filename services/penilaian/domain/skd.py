"""The passing grade of the SKD, and what each participant of one formation is told after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from services.penilaian.domain.kode import KodeAlasan
from services.penilaian.domain.potong import Batas, potong, urutkan
from shared.aturan import Alasan, AmbangBatas, AturanSeleksi, HasilSkd, Kehadiran

AMBANG_UMUM = "UMUM"


@dataclass(frozen=True, slots=True)
class Formasi:
    """A post as the scoring sees it; `kuota` in seats."""

    formasi: str
    jabatan: str
    jenis_kebutuhan: str
    kuota: int


@dataclass(frozen=True, slots=True)
class PesertaSkd:
    """One participant's SKD in points; the points of somebody absent or disqualified count for nothing.

    Attributes:
        tahun_asal: the year in which the points were made, where the participant chose an earlier one.
    """

    peserta: str
    kehadiran: Kehadiran
    twk: int
    tiu: int
    tkp: int
    tahun_asal: int | None = None

    @property
    def total(self) -> int:
        """Sum of the three parts, in points."""
        return self.twk + self.tiu + self.tkp


@dataclass(frozen=True, slots=True)
class PutusanSkd:
    """The decision about one participant; `urutan` is the rank among those who reached the passing grade."""

    peserta: str
    hasil: HasilSkd
    urutan: int | None
    memenuhi_ambang_umum: bool
    alasan: tuple[Alasan, ...]


@dataclass(frozen=True, slots=True)
class HasilFormasi:
    """The SKD of one formation: who goes on in order of rank, the last one's scores, and the decision about everybody."""

    formasi: str
    memenuhi_ambang: int
    daftar: tuple[str, ...]
    batas: Batas | None
    alasan: tuple[Alasan, ...]
    putusan: tuple[PutusanSkd, ...]


class DiBawahAmbang(NamedTuple):
    """A part of the SKD (total, twk, tiu, tkp) whose points stay below the passing grade."""

    bagian: str
    nilai: int
    batas: int


_DI_BAWAH = {
    "total": KodeAlasan.SKD_AMBANG_TOTAL,
    "twk": KodeAlasan.SKD_AMBANG_TWK,
    "tiu": KodeAlasan.SKD_AMBANG_TIU,
    "tkp": KodeAlasan.SKD_AMBANG_TKP,
}

_POSISI = {HasilSkd.LULUS: KodeAlasan.SKB_DIPANGGIL, HasilSkd.DI_LUAR_BATAS: KodeAlasan.SKB_DI_LUAR_BATAS}
_TIDAK_IKUT = {
    Kehadiran.TH: (HasilSkd.TH, KodeAlasan.SKD_TIDAK_HADIR),
    Kehadiran.DIS: (HasilSkd.DIS, KodeAlasan.SKD_DISKUALIFIKASI),
}


def di_bawah_ambang(nilai: PesertaSkd, ambang: AmbangBatas) -> tuple[DiBawahAmbang, ...]:
    """The parts that stay below the passing grade; empty when it is reached.

    Source: the decree named by `ambang.pasal` (KepmenPANRB 1023/2021, 651/2023, 321/2024).
    """
    parts = (
        DiBawahAmbang("total", nilai.total, ambang.total),
        DiBawahAmbang("twk", nilai.twk, ambang.twk),
        DiBawahAmbang("tiu", nilai.tiu, ambang.tiu),
        DiBawahAmbang("tkp", nilai.tkp, ambang.tkp),
    )
    return tuple(satu for satu in parts if satu.nilai < satu.batas)


def kurang_dari_ambang(nilai: PesertaSkd, ambang: AmbangBatas) -> tuple[Alasan, ...]:
    """The parts that stay below the passing grade, one reason each; empty when it is reached.

    Source: the decree named by `ambang.pasal` (KepmenPANRB 1023/2021, 651/2023, 321/2024).
    """
    return tuple(
        Alasan(_DI_BAWAH[satu.bagian], ambang.pasal, (("nilai", satu.nilai), ("batas", satu.batas), ("ambang", ambang.kode)))
        for satu in di_bawah_ambang(nilai, ambang)
    )


def putuskan_skd(formasi: Formasi, peserta: Sequence[PesertaSkd], aturan: AturanSeleksi) -> HasilFormasi:
    """Decide the SKD of one formation: passing grade, then the best `faktor` times the seats.

    PermenPANRB 27/2021, 6/2024 with the year's decree on passing grades; an earlier year's points are tested against this year's grade
    (KepmenPANRB 344/2024). The order of `peserta` does not matter. Decisions come back sorted by participant number.
    """
    ambang = aturan.ambang_batas(formasi.jenis_kebutuhan, formasi.jabatan)
    ambang_umum = aturan.ambang_batas(AMBANG_UMUM, formasi.jabatan)
    putusan: list[PutusanSkd] = []
    lulus: list[PesertaSkd] = []
    for satu in peserta:
        if satu.kehadiran is not Kehadiran.HADIR:
            putusan.append(_tidak_ikut(satu, aturan))
        elif kurang := kurang_dari_ambang(satu, ambang):
            memenuhi_umum = not kurang_dari_ambang(satu, ambang_umum)
            putusan.append(PutusanSkd(satu.peserta, HasilSkd.TIDAK_LULUS, None, memenuhi_umum, (*_dibawa(satu, aturan), *kurang)))
        else:
            lulus.append(satu)

    terurut = urutkan(lulus, aturan.potong.urutan)
    potongan = potong(terurut, kuota=formasi.kuota, aturan=aturan.potong)
    terpenuhi = Alasan(KodeAlasan.SKD_AMBANG_TERPENUHI, ambang.pasal, (("ambang", ambang.kode),))
    dipanggil = frozenset(potongan.daftar)
    tempat = formasi.kuota * aturan.potong.faktor
    for urutan, satu in terurut:
        hasil = HasilSkd.LULUS if satu.peserta in dipanggil else HasilSkd.DI_LUAR_BATAS
        angka = (("urutan", urutan), ("tempat", tempat), ("kuota", formasi.kuota), ("skd", satu.total))
        posisi = Alasan(_POSISI[hasil], aturan.potong.pasal, (*angka, *_akhir(potongan.batas)))
        alasan = (*_dibawa(satu, aturan), terpenuhi, posisi)
        putusan.append(PutusanSkd(satu.peserta, hasil, urutan, not kurang_dari_ambang(satu, ambang_umum), alasan))
    putusan.sort(key=lambda satu: satu.peserta)
    return HasilFormasi(formasi.formasi, len(lulus), potongan.daftar, potongan.batas, potongan.alasan, tuple(putusan))


def _tidak_ikut(satu: PesertaSkd, aturan: AturanSeleksi) -> PutusanSkd:
    hasil, kode = _TIDAK_IKUT[satu.kehadiran]
    return PutusanSkd(satu.peserta, hasil, None, memenuhi_ambang_umum=False, alasan=(Alasan(kode, aturan.skd.pasal),))


def _dibawa(satu: PesertaSkd, aturan: AturanSeleksi) -> tuple[Alasan, ...]:
    if satu.tahun_asal is None:
        return ()
    return (Alasan(KodeAlasan.SKD_DIBAWA, aturan.bawaan.pasal if aturan.bawaan else aturan.skd.pasal, (("tahun", satu.tahun_asal),)),)


def _akhir(batas: Batas | None) -> tuple[tuple[str, int], ...]:
    """The last one who goes on, with whom everybody may compare themselves."""
    return (("batas_skd", batas.skd), ("batas_tkp", batas.tkp), ("batas_tiu", batas.tiu)) if batas else ()
