"""Passing grade and cut-off over columns; the law is read in `domain.skd` and `domain.potong`."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.penilaian.domain.kode import KodeAlasan
from services.penilaian.domain.skd import AMBANG_UMUM
from services.penilaian.massal.kolom import HADIR_SKD, HASIL_SKD, KEHADIRAN, TIDAK_ADA, Kolom, TabelFormasi, TabelSkd, Tanda
from services.penilaian.massal.urut import awal, urutkan
from shared.aturan import AmbangBatas, AturanSeleksi, HasilSkd, Kehadiran, Kriteria

BAGIAN = (KodeAlasan.SKD_AMBANG_TOTAL, KodeAlasan.SKD_AMBANG_TWK, KodeAlasan.SKD_AMBANG_TIU, KodeAlasan.SKD_AMBANG_TKP)
"""What a passing grade may ask for, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class PutusanMassal:
    """The decisions.

    Attributes:
        hasil: by participant, row in `HASIL_SKD`.
        urutan: by participant, rank among those who reached the passing grade; TIDAK_ADA for the others.
        memenuhi_ambang_umum: by participant.
        kurang: by participant, bit n set where part n of `BAGIAN` stays below the passing grade.
        ambang: the passing grades met.
        ambang_formasi: by formation, row in `ambang`.
        memenuhi_ambang: by formation, how many reached it.
        dipanggil: by formation, how many go on.
        terakhir: by formation, the row of the last one who goes on, or TIDAK_ADA.
        daftar: rows of all who go on, formation after formation in order of rank.
    """

    hasil: Kolom
    urutan: Kolom
    memenuhi_ambang_umum: Tanda
    kurang: Kolom
    ambang: tuple[AmbangBatas, ...]
    ambang_formasi: Kolom
    memenuhi_ambang: Kolom
    dipanggil: Kolom
    terakhir: Kolom
    daftar: NDArray[np.intp]


def putuskan_skd(formasi: TabelFormasi, peserta: TabelSkd, aturan: AturanSeleksi) -> PutusanMassal:
    """Decide the SKD of every formation: passing grade, then the best `faktor` times the seats and whoever equals the last of them.

    PermenPANRB 27/2021, 6/2024 with the year's decree on passing grades.

    Raises:
        KeyError: a need type that the rule set does not know, or a criterion of the cut-off that is not an SKD score.
    """
    ambang, milik, umum = _ambang(formasi, aturan)
    ukuran = {
        Kriteria.SKD: peserta.twk + peserta.tiu + peserta.tkp,
        Kriteria.TKP: peserta.tkp,
        Kriteria.TIU: peserta.tiu,
        Kriteria.TWK: peserta.twk,
    }
    hadir = peserta.kehadiran == HADIR_SKD
    kurang = np.where(hadir, _kurang(ukuran, ambang, milik[peserta.formasi]), 0)
    hasil = np.full_like(peserta.formasi, HASIL_SKD.index(HasilSkd.TIDAK_LULUS))
    hasil[~hadir] = HASIL_SKD.index(HasilSkd.DIS)
    hasil[peserta.kehadiran == KEHADIRAN.index(Kehadiran.TH)] = HASIL_SKD.index(HasilSkd.TH)

    lulus = np.flatnonzero(hadir & (kurang == 0))
    di = peserta.formasi[lulus]
    urut = urutkan(di, [ukuran[kriteria][lulus] for kriteria in aturan.potong.urutan])
    peringkat = awal(urut.seri_mulai) - awal(urut.daftar_mulai) + 1
    terurut, di = lulus[urut.baris], di[urut.baris]
    urutan = np.full_like(peserta.formasi, TIDAK_ADA)
    urutan[terurut] = peringkat
    # Equals share a rank, so whoever equals the last place has a rank inside it (letter B/III/M.SM.01.00/2020).
    dipanggil = peringkat <= formasi.kuota[di] * aturan.potong.faktor
    hasil[terurut] = np.where(dipanggil, HASIL_SKD.index(HasilSkd.LULUS), HASIL_SKD.index(HasilSkd.DI_LUAR_BATAS))
    daftar = terurut[dipanggil]
    terakhir = np.full_like(formasi.kuota, TIDAK_ADA)
    terakhir[peserta.formasi[daftar]] = daftar
    jumlah = len(formasi.kuota)
    return PutusanMassal(
        hasil=hasil,
        urutan=urutan,
        memenuhi_ambang_umum=hadir & (_kurang(ukuran, ambang, umum[peserta.formasi]) == 0),
        kurang=kurang,
        ambang=ambang,
        ambang_formasi=milik,
        memenuhi_ambang=np.bincount(di, minlength=jumlah),
        dipanggil=np.bincount(di[dipanggil], minlength=jumlah),
        terakhir=terakhir,
        daftar=daftar,
    )


def _ambang(formasi: TabelFormasi, aturan: AturanSeleksi) -> tuple[tuple[AmbangBatas, ...], Kolom, Kolom]:
    """The passing grades met, and by formation the row of its own and of the general one; looked up once for each need type and jabatan."""
    ambang: dict[AmbangBatas, int] = {}
    pasangan, tempat = np.unique(formasi.jenis * (len(formasi.nama_jabatan) + 1) + formasi.jabatan, return_inverse=True)
    jenis, jabatan = np.divmod(pasangan, len(formasi.nama_jabatan) + 1)
    nama = [(formasi.nama_jenis[a], formasi.nama_jabatan[b]) for a, b in zip(jenis.tolist(), jabatan.tolist(), strict=True)]
    milik, umum = (
        np.array([ambang.setdefault(aturan.ambang_batas(satu, jabatan), len(ambang)) for satu, jabatan in pilihan], dtype=np.int64)
        for pilihan in (nama, [(AMBANG_UMUM, jabatan) for _, jabatan in nama])
    )
    return tuple(ambang), milik[tempat], umum[tempat]


def _kurang(ukuran: dict[Kriteria, Kolom], ambang: tuple[AmbangBatas, ...], milik: Kolom) -> Kolom:
    kurang = np.zeros_like(milik)
    for bit, (kriteria, nama) in enumerate(((Kriteria.SKD, "total"), (Kriteria.TWK, "twk"), (Kriteria.TIU, "tiu"), (Kriteria.TKP, "tkp"))):
        batas = np.array([getattr(satu, nama) for satu in ambang], dtype=np.int64)
        kurang |= (ukuran[kriteria] < batas[milik]).astype(np.int64) << bit
    return kurang
