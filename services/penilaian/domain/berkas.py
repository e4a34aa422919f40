"""What a row of a score file may say; the composition of the SKD comes from the rule set.

KepmenPANRB 321/2024 and its forerunners: TWK and TIU give 5 points a right answer, so other values cannot occur, and no part exceeds its
maximum. SKB values have at most three decimals, the precision in which they are published.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from shared.aturan import Kehadiran, Komponen, StatusSkb, SusunanSkd

SKB_MAKSIMUM = 100_000
_PESERTA = re.compile(r"[0-9]{1,20}")
_BULAT = re.compile(r"[0-9]{1,4}")
_DESIMAL = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,3}))?")


@dataclass(frozen=True, slots=True)
class Cacat:
    """One thing wrong with a row: rule, column, what it says, and the way out in Indonesian."""

    kode: str
    kolom: str
    nilai: str
    pesan: str


@dataclass(frozen=True, slots=True)
class BarisSkd:
    """One person's SKD from a file; points are there exactly when the person attended."""

    peserta: str
    kehadiran: Kehadiran
    twk: int | None = None
    tiu: int | None = None
    tkp: int | None = None


@dataclass(frozen=True, slots=True)
class BarisSkb:
    """One person's SKB from a file; `nilai` in thousandths, there with `status` exactly when the person attended."""

    peserta: str
    kehadiran: Kehadiran
    nilai: int | None = None
    status: StatusSkb | None = None


def baca_skd(sel: Mapping[str, str], susunan: SusunanSkd) -> tuple[BarisSkd | None, tuple[Cacat, ...]]:
    """Read the cells of one SKD row (peserta, kehadiran, twk, tiu, tkp): the row, or everything that is wrong with it.

    KepmenPANRB 1023/2021, 651/2023, 321/2024: composition of the test.
    """
    cacat: list[Cacat] = []
    peserta = _peserta(sel, cacat)
    kehadiran = _kehadiran(sel, cacat)
    if kehadiran is None:
        return None, tuple(cacat)
    parts = (("twk", susunan.twk), ("tiu", susunan.tiu), ("tkp", susunan.tkp))
    if kehadiran is Kehadiran.HADIR:
        twk, tiu, tkp = (_butir(sel, kolom, komponen, cacat) for kolom, komponen in parts)
        baris = BarisSkd(peserta, kehadiran, twk, tiu, tkp)
    else:
        baris = BarisSkd(peserta, kehadiran)
        _kosong(sel, tuple(kolom for kolom, _ in parts), kehadiran, cacat)
    return (None, tuple(cacat)) if cacat else (baris, ())


def baca_skb(sel: Mapping[str, str]) -> tuple[BarisSkb | None, tuple[Cacat, ...]]:
    """Read the cells of one SKB row (peserta, kehadiran, nilai_skb, status_skb): the row, or everything that is wrong with it."""
    cacat: list[Cacat] = []
    peserta = _peserta(sel, cacat)
    kehadiran = _kehadiran(sel, cacat)
    if kehadiran is None:
        return None, tuple(cacat)
    if kehadiran is Kehadiran.HADIR:
        baris = BarisSkb(peserta, kehadiran, _nilai_skb(sel, cacat), _status(sel, cacat))
    else:
        baris = BarisSkb(peserta, kehadiran)
        _kosong(sel, ("nilai_skb",), kehadiran, cacat)
    return (None, tuple(cacat)) if cacat else (baris, ())


def mungkin(twk: int | None, tiu: int | None, tkp: int | None, susunan: SusunanSkd) -> bool:
    """True when the test can give these points (KepmenPANRB 1023/2021, 651/2023, 321/2024)."""
    parts = ((twk, susunan.twk), (tiu, susunan.tiu), (tkp, susunan.tkp))
    return all(points is not None and _dalam(points, komponen) for points, komponen in parts)


def _dalam(points: int, komponen: Komponen) -> bool:
    return komponen.minimum <= points <= komponen.maksimum and (points - komponen.minimum) % komponen.kelipatan == 0


def _peserta(sel: Mapping[str, str], cacat: list[Cacat]) -> str:
    text = sel.get("peserta", "").strip()
    if not _PESERTA.fullmatch(text):
        cacat.append(Cacat("NOMOR_PESERTA", "peserta", text[:40], "Nomor peserta terdiri atas 1 sampai 20 angka, tanpa tanda lain."))
    return text


def _kehadiran(sel: Mapping[str, str], cacat: list[Cacat]) -> Kehadiran | None:
    text = sel.get("kehadiran", "").strip().upper()
    try:
        return Kehadiran(text)
    except ValueError:
        cacat.append(Cacat("KEHADIRAN", "kehadiran", text[:40], "Isi kehadiran dengan HADIR, TH, atau DIS."))
        return None


def _butir(sel: Mapping[str, str], kolom: str, komponen: Komponen, cacat: list[Cacat]) -> int | None:
    text = sel.get(kolom, "").strip()
    if not _BULAT.fullmatch(text):
        cacat.append(Cacat("BUKAN_BILANGAN", kolom, text[:40], f"Isi {kolom} dengan bilangan bulat; peserta yang tidak ujian ditulis TH."))
        return None
    points = int(text)
    if not _dalam(points, komponen):
        langkah = f" dan kelipatan {komponen.kelipatan}" if komponen.kelipatan > 1 else ""
        pesan = f"Nilai {kolom} harus antara {komponen.minimum} dan {komponen.maksimum}{langkah}. Periksa berkas asal dari pusat CAT."
        cacat.append(Cacat("NILAI_TIDAK_MUNGKIN", kolom, text[:40], pesan))
    return points


def _nilai_skb(sel: Mapping[str, str], cacat: list[Cacat]) -> int | None:
    text = sel.get("nilai_skb", "").strip()
    found = _DESIMAL.fullmatch(text)
    if not found:
        cacat.append(Cacat("BUKAN_BILANGAN", "nilai_skb", text[:40], "Isi nilai_skb dengan 0 sampai 100, paling banyak tiga desimal."))
        return None
    nilai = int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0"))
    if nilai > SKB_MAKSIMUM:
        cacat.append(
            Cacat("NILAI_TIDAK_MUNGKIN", "nilai_skb", text[:40], "Nilai SKB paling tinggi 100. Periksa berkas asal dari instansi.")
        )
    return nilai


def _status(sel: Mapping[str, str], cacat: list[Cacat]) -> StatusSkb | None:
    text = sel.get("status_skb", "").strip().upper()
    try:
        return StatusSkb(text) if text else StatusSkb.HADIR
    except ValueError:
        cacat.append(Cacat("STATUS_SKB", "status_skb", text[:40], "Isi status_skb dengan HADIR, TH, TMS-1, atau DIS."))
        return None


def _kosong(sel: Mapping[str, str], kolom: tuple[str, ...], kehadiran: Kehadiran, cacat: list[Cacat]) -> None:
    """An absent person with points above zero is a contradiction that only the sender can resolve."""
    for satu in kolom:
        text = sel.get(satu, "").strip()
        if text.strip("0.,"):
            pesan = f"Peserta {kehadiran} tidak boleh bernilai. Kosongkan {satu} atau perbaiki kehadiran."
            cacat.append(Cacat("NILAI_TANPA_KEHADIRAN", satu, text[:40], pesan))
