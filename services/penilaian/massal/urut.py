"""Sorting lists by several columns at once: columns are packed into as few 64-bit words as they need, then sorted as numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.penilaian.massal.kolom import Kolom, Tanda

_BIT = 63


@dataclass(frozen=True, slots=True)
class Urutan:
    """Rows in order: list after list, in each the best first, equals by row.

    Attributes:
        baris: rows in this order.
        daftar_mulai: by place in the order, whether a list begins there.
        seri_mulai: by place in the order, whether somebody begins who is worse than the one before, or a list.
    """

    baris: NDArray[np.intp]
    daftar_mulai: Tanda
    seri_mulai: Tanda


def urutkan(daftar: Kolom, ukuran: Sequence[Kolom]) -> Urutan:
    """Sort every list by `ukuran`, greater is better, the first decides before the second.

    Args:
        daftar: number of the list, by row.
        ukuran: what is compared, by row.
    """
    if not len(daftar):
        kosong = np.empty(0, dtype=np.bool_)
        return Urutan(np.empty(0, dtype=np.intp), kosong, kosong)
    kata = _kemas([daftar - daftar.min(), *(satu.max() - satu for satu in ukuran)])
    baris = np.argsort(kata[0], kind="stable") if len(kata) == 1 else np.lexsort(kata[::-1])
    seri_mulai = _mulai(kata[0][baris])
    for satu in kata[1:]:
        seri_mulai |= _mulai(satu[baris])
    return Urutan(baris, _mulai(daftar[baris]), seri_mulai)


def awal(mulai: Tanda) -> NDArray[np.intp]:
    """Find for each place the beginning of its run."""
    tempat = np.flatnonzero(mulai)
    return np.repeat(tempat, np.diff(tempat, append=len(mulai)))


def banyak(mulai: Tanda) -> NDArray[np.intp]:
    """Find for each place the length of its run."""
    panjang = np.diff(np.flatnonzero(mulai), append=len(mulai))
    return np.repeat(panjang, panjang)


def _mulai(kolom: Kolom) -> Tanda:
    """Mark each value that differs from the one before it; the first is marked."""
    mulai = np.ones(len(kolom), dtype=np.bool_)
    mulai[1:] = kolom[1:] != kolom[:-1]
    return mulai


def _kemas(kolom: Sequence[Kolom]) -> list[Kolom]:
    """Columns of values from 0, the most important first, side by side in words of 63 bits."""
    kata: list[Kolom] = []
    terisi = _BIT + 1
    for satu in kolom:
        lebar = int(satu.max()).bit_length()
        if terisi + lebar > _BIT:
            kata.append(satu)
            terisi = lebar
        else:
            kata[-1] = (kata[-1] << lebar) | satu
            terisi += lebar
    return kata
