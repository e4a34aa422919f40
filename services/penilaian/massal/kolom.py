"""The tables that go in, as columns, and the order of the words that stand in them as codes."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from shared.aturan import HasilSkd, Kehadiran, StatusSkb

Kolom = NDArray[np.int64]
Tanda = NDArray[np.bool_]

TIDAK_ADA = -1
"""No value."""

KEHADIRAN = tuple(Kehadiran)
HASIL_SKD = tuple(HasilSkd)
STATUS_SKB = tuple(StatusSkb)
HADIR_SKD = KEHADIRAN.index(Kehadiran.HADIR)
HADIR_SKB = STATUS_SKB.index(StatusSkb.HADIR)


@dataclass(frozen=True, slots=True)
class TabelFormasi:
    """Posts, one a row.

    Attributes:
        kelompok: number of the kelompok.
        jenis: row in `nama_jenis`, need types such as UMUM.
        jabatan: row in `nama_jabatan`.
        kuota: seats, at least 1.
    """

    kelompok: Kolom
    jenis: Kolom
    jabatan: Kolom
    kuota: Kolom
    nama_jenis: tuple[str, ...]
    nama_jabatan: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse columns of different length, and posts without a seat.

        Raises:
            ValueError: two columns differ in length, or a post has less than one seat.
        """
        sama_panjang(self)
        if (self.kuota < 1).any():
            raise ValueError("a post has less than one seat")


@dataclass(frozen=True, slots=True)
class TabelSkd:
    """The SKD of participants, one a row; points are there exactly for those who attended, and count for nothing for the others.

    Attributes:
        formasi: row in `TabelFormasi`.
        kehadiran: row in `KEHADIRAN`.
        tahun_asal: year in which the points were made, TIDAK_ADA for this one.
    """

    formasi: Kolom
    kehadiran: Kolom
    twk: Kolom
    tiu: Kolom
    tkp: Kolom
    tahun_asal: Kolom

    def __post_init__(self) -> None:
        """Refuse columns of different length.

        Raises:
            ValueError: two columns differ in length.
        """
        sama_panjang(self)


@dataclass(frozen=True, slots=True)
class TabelSkb:
    """Everybody who was called to the SKB, one a row.

    Attributes:
        formasi: row in `TabelFormasi`.
        status: row in `STATUS_SKB`.
        nilai_skb: 0 to 100 in thousandths, or TIDAK_ADA.
        ipk: greater for the better among those of one scale, or TIDAK_ADA.
        skala_ipk: number of the scale of `ipk`.
        usia: greater for the older, never negative; or TIDAK_ADA.
        gugur_di: row in `nama_bagian`, or TIDAK_ADA.
        urutan_panselnas: TIDAK_ADA for everybody, or left out: the columns rank what no signed decision has touched yet.
    """

    formasi: Kolom
    twk: Kolom
    tiu: Kolom
    tkp: Kolom
    status: Kolom
    nilai_skb: Kolom
    ipk: Kolom
    skala_ipk: Kolom
    usia: Kolom
    gugur_di: Kolom
    nama_bagian: tuple[str, ...] = ()
    urutan_panselnas: Kolom | None = None

    def __post_init__(self) -> None:
        """Refuse columns of different length, and signed places inside a tie.

        Raises:
            ValueError: two columns differ in length, or somebody carries a place that Panselnas signed.
        """
        sama_panjang(self)
        if self.urutan_panselnas is not None and (self.urutan_panselnas != TIDAK_ADA).any():
            raise ValueError("a signed order of a tie comes with a correction of one kelompok: rank that with domain.peringkat")


def sama_panjang(tabel: TabelFormasi | TabelSkd | TabelSkb) -> None:
    """Every column of a table has one value a row.

    Raises:
        ValueError: two columns differ in length.
    """
    kolom = {satu.name: getattr(tabel, satu.name) for satu in fields(tabel)}
    panjang = {nama: isi.shape for nama, isi in kolom.items() if isinstance(isi, np.ndarray)}
    if len(set(panjang.values())) > 1:
        raise ValueError(f"columns of different length: {panjang}")
