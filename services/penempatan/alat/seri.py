"""Ties of a list that says nothing of them: from what decides between equals where the list has it, otherwise from equal ranks."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple, TypeVar

from services.penempatan.domain.jenis import Peringkat
from shared.tabular import Baris, tanggal, thousandths
from shared.tools import Sheet

UKURAN = ("twk", "tiu", "tkp", "ipk", "tanggal_lahir")
_PANSELNAS = "urutan_panselnas"
BOLEH = ("ipk", "tanggal_lahir", _PANSELNAS)
_IPK_TERTINGGI = 4_000
T = TypeVar("T")


class _Orang(NamedTuple):
    peserta: str
    peringkat: int | None
    skor: tuple[int | None, ...]
    ipk: int | None
    ijazah: bool
    lahir: date | None
    urutan: str


class DaftarSeri(NamedTuple):
    """The people with their ties, and those whom the list puts in an order that no article gives."""

    orang: list[Peringkat]
    terpisah: frozenset[str]


def dengan_seri(lembar: Sheet, rows: Sequence[Baris], orang: Sequence[Peringkat], kelompok: Sequence[str]) -> DaftarSeri:
    """The ties of a list; `rows`, `orang` and `kelompok` go together."""
    if not set(UKURAN) <= set(lembar.columns):
        return DaftarSeri(_dari_peringkat(orang, kelompok), frozenset())
    per_kelompok: defaultdict[str, list[_Orang]] = defaultdict(list)
    for baris, satu, pool in zip(rows, orang, kelompok, strict=True):
        if satu.peringkat is not None:
            per_kelompok[pool].append(_dibaca(baris, satu))
    setara = [sama for isi in per_kelompok.values() for sama in seri_dari_data(isi)]
    seri = {satu.peserta for sama in setara for satu in sama}
    terpisah = {satu.peserta for sama in setara if len({satu.peringkat for satu in sama}) > 1 for satu in sama}
    return DaftarSeri([replace(satu, seri=satu.peserta in seri) for satu in orang], frozenset(terpisah))


def _dibaca(baris: Baris, satu: Peringkat) -> _Orang:
    ipk = _nilai(baris.nilai["ipk"], thousandths)
    skor = (satu.nilai_akhir, *(_nilai(baris.nilai[kolom], thousandths) for kolom in ("tkp", "tiu", "twk")))
    lahir = _nilai(baris.nilai["tanggal_lahir"], tanggal)
    return _Orang(
        satu.peserta, satu.peringkat_kelompok, skor, ipk, ipk is not None and ipk > _IPK_TERTINGGI, lahir, baris.nilai[_PANSELNAS]
    )


def _nilai(isi: str, baca: Callable[[str], T]) -> T | None:
    """What cannot be read decides nothing, as what is not there."""
    try:
        return baca(isi)
    except ValueError:
        return None


def seri_dari_data(orang: Iterable[_Orang]) -> Iterator[list[_Orang]]:
    """Those of one kelompok who equal each other in all that the law compares (PermenPANRB 6/2024 Pasal 45 ayat (4)).

    Among equals a GPA counts only where all have one on the same scale, a birth date only where all have one; places that Panselnas signed
    for all of them part them.
    """
    for setara in _bagi(orang, lambda satu: satu.skor):
        sebanding = len({satu.ijazah for satu in setara}) == 1 and all(satu.ipk is not None for satu in setara)
        for sama in _bagi(setara, lambda satu: satu.ipk) if sebanding else [setara]:
            bertanggal = all(satu.lahir is not None for satu in sama)
            for tetap in _bagi(sama, lambda satu: satu.lahir) if bertanggal else [sama]:
                tempat = {satu.urutan for satu in tetap}
                if len(tetap) > 1 and ("" in tempat or len(tempat) < len(tetap)):
                    yield tetap


def _bagi(orang: Iterable[_Orang], kunci: Callable[[_Orang], Hashable]) -> Iterable[list[_Orang]]:
    isi: defaultdict[Hashable, list[_Orang]] = defaultdict(list)
    for satu in orang:
        isi[kunci(satu)].append(satu)
    return isi.values()


def _dari_peringkat(orang: Sequence[Peringkat], kelompok: Sequence[str]) -> list[Peringkat]:
    """A list that says of nobody that he is tied says it by giving one rank to several."""
    dalam = Counter((satu.formasi, satu.peringkat or 0) for satu in orang)
    bersama = Counter((pool, satu.peringkat_kelompok or 0) for satu, pool in zip(orang, kelompok, strict=True))
    return [
        replace(satu, seri=dalam[satu.formasi, satu.peringkat] > 1 or bersama[pool, satu.peringkat_kelompok or 0] > 1)
        if satu.peringkat
        else satu
        for satu, pool in zip(orang, kelompok, strict=True)
    ]
