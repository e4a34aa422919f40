"""The changes that a correction makes: two versions of one kelompok compared.

An accepted objection or a corrected score file recomputes the whole kelompok (PermenPANRB 27/2021, 6/2024: objection to the final result;
posisi 21). The difference is published. Nobody loses a seat except by a correction that two officers signed knowing of it: who
was inside the seats before and is not any more is named, and the second officer confirms exactly these names.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class BarisVersi:
    """One participant in one version; everything after `hasil_skd` is None or False where the person was not called to the SKB.

    Attributes:
        urutan_panselnas: the place among equals that was signed last; of no weight where the tie is gone or has new members.
    """

    peserta: str
    formasi: str
    hasil_skd: str
    status_skb: str | None = None
    nilai_akhir: int | None = None
    peringkat: int | None = None
    peringkat_kelompok: int | None = None
    seri: bool = False
    urutan_panselnas: int | None = None


@dataclass(frozen=True, slots=True)
class BarisVersiPppk:
    """One participant of PPPK in one version; points are there exactly when the test was sat.

    Attributes:
        teknis: with what is added.
        memenuhi_ambang: None where the year has no grades.
        urutan_panselnas: as in `BarisVersi`.
    """

    peserta: str
    formasi: str
    kehadiran: str
    teknis: int | None = None
    manajerial_sosiokultural: int | None = None
    wawancara: int | None = None
    total: int | None = None
    memenuhi_ambang: bool | None = None
    peringkat: int | None = None
    peringkat_kelompok: int | None = None
    seri: bool = False
    urutan_panselnas: int | None = None


BarisKelompok = tuple[BarisVersi, ...] | tuple[BarisVersiPppk, ...]
"""The rows of one version of a kelompok, by participant number."""


@dataclass(frozen=True, slots=True)
class Ubahan:
    """One value of one participant that differs."""

    peserta: str
    kolom: str
    dari: int | str | None
    menjadi: int | str | None


@dataclass(frozen=True, slots=True)
class Selisih:
    """How a version differs from the one before, each part sorted by participant number.

    Attributes:
        ubahan: every value that differs.
        masuk: who is inside the seats of the formation now and was not.
        kehilangan: who was inside the seats and is not any more.
    """

    ubahan: tuple[Ubahan, ...]
    masuk: tuple[str, ...]
    kehilangan: tuple[str, ...]


KOLOM_PERINGKAT = frozenset({"peringkat", "peringkat_kelompok"})
"""Columns that shift for everybody behind a corrected person; every other value that differs is a decision about that person."""
_KOLOM = {jenis: tuple(satu.name for satu in fields(jenis) if satu.name != "peserta") for jenis in (BarisVersi, BarisVersiPppk)}


def bandingkan(
    sebelum: Iterable[BarisVersi | BarisVersiPppk], sesudah: Iterable[BarisVersi | BarisVersiPppk], kuota: Mapping[str, int]
) -> Selisih:
    """Compare two versions of one kelompok; `kuota` = seats by formation (posisi 21)."""
    lama = {satu.peserta: satu for satu in sebelum}
    baru = {satu.peserta: satu for satu in sesudah}
    ubahan = tuple(
        Ubahan(peserta, kolom, dari, menjadi)
        for peserta in sorted(lama.keys() | baru.keys())
        for kolom in _KOLOM[type(lama.get(peserta) or baru[peserta])]
        if (dari := _nilai(lama.get(peserta), kolom)) != (menjadi := _nilai(baru.get(peserta), kolom))
    )
    dalam_lama = {satu.peserta for satu in lama.values() if di_dalam(satu, kuota)}
    dalam_baru = {satu.peserta for satu in baru.values() if di_dalam(satu, kuota)}
    return Selisih(ubahan, tuple(sorted(dalam_baru - dalam_lama)), tuple(sorted(dalam_lama - dalam_baru)))


def di_dalam(satu: BarisVersi | BarisVersiPppk, kuota: Mapping[str, int]) -> bool:
    """Whether the rank lies inside the seats of the formation (PermenPANRB 6/2024 Pasal 45)."""
    return satu.peringkat is not None and satu.peringkat <= kuota.get(satu.formasi, 0)


def _nilai(satu: BarisVersi | BarisVersiPppk | None, kolom: str) -> int | str | None:
    value: int | str | None = getattr(satu, kolom) if satu is not None else None
    return value
