"""Placing and replacing, written a second time: slow, from the definition, without a line of the service.

The definition: people of a formation who sat the SKB and did not leave are compared by rank alone. Somebody has a seat when those who are
at least as good, themselves included, are no more than the seats. Somebody waits when there are more, but the strictly better ones alone
would leave a seat over. Nobody else gets anything.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Orang:
    nomor: str
    formasi: str
    hadir: bool
    peringkat: int | None


@dataclass(frozen=True)
class Pergi:
    nomor: str
    diganti: bool


@dataclass(frozen=True)
class Papan:
    """Seat -> participant for taken seats; who waits; seats that are carried over."""

    kursi: Mapping[str, str]
    menunggu: frozenset[str]
    dibawa: frozenset[str]


def nasib(orang: Orang, semua: Iterable[Orang], tempat: int) -> str:
    """DAPAT, TUNGGU or TIDAK."""
    if not orang.hadir or orang.peringkat is None:
        return "TIDAK"
    saingan = [lain.peringkat for lain in semua if lain.formasi == orang.formasi and lain.hadir and lain.peringkat is not None]
    lebih_baik = sum(1 for peringkat in saingan if peringkat < orang.peringkat)
    setidaknya_sama = sum(1 for peringkat in saingan if peringkat <= orang.peringkat)
    if setidaknya_sama <= tempat:
        return "DAPAT"
    return "TUNGGU" if lebih_baik < tempat else "TIDAK"


def jalankan(kuota: Mapping[str, int], semua: Sequence[Orang], pergi: Sequence[Pergi] = ()) -> Papan:
    """Place everybody, then let people go one after the other."""
    kursi: dict[str, str] = {}
    dibawa: set[str] = set()
    tinggal = list(semua)
    for kode in kuota:
        _duduk(kode, kuota, tinggal, kursi, dibawa)
    for satu in pergi:
        ditinggal = next(nomor for nomor, pemilik in kursi.items() if pemilik == satu.nomor)
        del kursi[ditinggal]
        if not satu.diganti:
            dibawa.add(ditinggal)
        tinggal = [orang for orang in tinggal if orang.nomor != satu.nomor]
        _duduk(ditinggal.split("/")[0], kuota, tinggal, kursi, dibawa)
    menunggu = {o.nomor for o in tinggal if nasib(o, tinggal, kuota[o.formasi] - _terbawa(o.formasi, dibawa)) == "TUNGGU"}
    return Papan(dict(sorted(kursi.items())), frozenset(menunggu), frozenset(dibawa))


def _terbawa(kode: str, dibawa: set[str]) -> int:
    return sum(1 for nomor in dibawa if nomor.split("/")[0] == kode)


def _duduk(kode: str, kuota: Mapping[str, int], tinggal: Sequence[Orang], kursi: dict[str, str], dibawa: set[str]) -> None:
    tempat = kuota[kode] - _terbawa(kode, dibawa)
    baru = [o for o in tinggal if o.formasi == kode and o.nomor not in kursi.values() and nasib(o, tinggal, tempat) == "DAPAT"]
    baru.sort(key=lambda o: (o.peringkat or 0, o.nomor))
    bebas = [f"{kode}/{n}" for n in range(1, kuota[kode] + 1) if f"{kode}/{n}" not in kursi and f"{kode}/{n}" not in dibawa]
    for nomor, orang in zip(bebas, baru, strict=False):
        kursi[nomor] = orang.nomor
