"""Ranks of many lists at once, by an order of criteria some of which may not be comparable; the law is read in `domain.susun`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.penilaian.massal.kolom import TIDAK_ADA, Kolom, Tanda
from services.penilaian.massal.urut import Urutan, awal, banyak, urutkan


class Lunak(NamedTuple):
    """A criterion that may be missing or on another scale: by row its scale, its value (greater is better), and whether there is one."""

    skala: Kolom
    nilai: Kolom
    ada: Tanda


@dataclass(frozen=True, slots=True)
class Susunan:
    """The ranks, by row.

    Attributes:
        urutan: rows, list after list in order of rank, equals by row.
        peringkat: 1, 2, 2, 4.
        bersama: how many share the rank.
        penentu: place in the order of criteria of the one that parts from those before; TIDAK_ADA for the first of a list.
        beda_skala, tidak_ada: bit n is set where criterion n was passed over among those equal before it.
    """

    urutan: NDArray[np.intp]
    peringkat: Kolom
    bersama: Kolom
    penentu: Kolom
    beda_skala: Kolom
    tidak_ada: Kolom


def susun(daftar: Kolom, pasti: Sequence[Kolom], lunak: Sequence[Lunak]) -> Susunan:
    """Rank every list by `pasti`, then by `lunak` wherever all who are still equal have it on one scale.

    PermenPANRB 27/2021 Pasal 48 ayat (4), 6/2024 Pasal 45 ayat (4).
    """
    urut = urutkan(daftar, pasti)
    baris, seri_mulai = urut.baris, urut.seri_mulai
    beda_skala, tidak_ada = np.zeros_like(daftar), np.zeros_like(daftar)
    penentu = _penentu(urut, pasti)
    for ke, satu in enumerate(lunak):
        tempat = np.flatnonzero(banyak(seri_mulai) > 1)
        if not len(tempat):
            break
        orang, mulai = baris[tempat], np.flatnonzero(seri_mulai[tempat])
        panjang = np.diff(mulai, append=len(tempat))
        ada = np.logical_and.reduceat(satu.ada[orang], mulai)
        sama = np.minimum.reduceat(satu.skala[orang], mulai) == np.maximum.reduceat(satu.skala[orang], mulai)
        bit = 1 << (len(pasti) + ke)
        tidak_ada[orang] |= np.repeat(np.where(ada, 0, bit), panjang)
        beda_skala[orang] |= np.repeat(np.where(ada & ~sama, bit, 0), panjang)
        # From here on only those equals whom this criterion may part.
        dapat = np.repeat(ada & sama, panjang)
        tempat, orang = tempat[dapat], orang[dapat]
        nomor = np.cumsum(seri_mulai[tempat])
        orang = orang[np.lexsort((-satu.nilai[orang], nomor))]
        nilai = satu.nilai[orang]
        penentu[orang[nilai < nilai[awal(seri_mulai[tempat])]]] = len(pasti) + ke
        baris[tempat] = orang
        seri_mulai[tempat[1:]] |= nilai[1:] != nilai[:-1]
    peringkat, bersama = np.empty_like(daftar), np.empty_like(daftar)
    peringkat[baris] = awal(seri_mulai) - awal(urut.daftar_mulai) + 1
    bersama[baris] = banyak(seri_mulai)
    return Susunan(baris, peringkat, bersama, penentu, beda_skala, tidak_ada)


def _penentu(urut: Urutan, pasti: Sequence[Kolom]) -> Kolom:
    """Find for each row the first criterion that parts it from the row before; rows of equal values share it."""
    tempat = np.flatnonzero(urut.seri_mulai)
    ini, sebelum = urut.baris[tempat], urut.baris[tempat - 1]
    penentu = np.full(len(tempat), TIDAK_ADA, dtype=np.int64)
    for ke in reversed(range(len(pasti))):
        penentu[pasti[ke][ini] != pasti[ke][sebelum]] = ke
    penentu[urut.daftar_mulai[tempat]] = TIDAK_ADA
    hasil = np.empty(len(urut.baris), dtype=np.int64)
    hasil[urut.baris] = np.repeat(penentu, np.diff(tempat, append=len(urut.baris)))
    return hasil
