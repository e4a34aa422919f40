"""The rules of scoring on published rows, whose scores are whole thousandths."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol

from acuan.penilaian import langkah_integrasi

FAKTOR_SKB = 3  # PermenPANRB 6/2024: the best three times the seats go on
LOLOS = frozenset({"LULUS", "DI_LUAR_BATAS", "P/L", "P"})


class Nilai(Protocol):
    """What is published of one participant after the SKD."""

    @property
    def peserta(self) -> str: ...
    @property
    def hasil_skd(self) -> str: ...
    @property
    def skd(self) -> int | None: ...
    @property
    def tkp(self) -> int | None: ...
    @property
    def tiu(self) -> int | None: ...
    @property
    def twk(self) -> int | None: ...


def integrasi(skd: int, nilai_skb: int) -> tuple[int, int, int]:
    """SKD part, SKB part and final score in thousandths, rounded at each of the three steps (PermenPANRB 6/2024).

    Args:
        skd: total of 550.
        nilai_skb: thousandths of 0 to 100.
    """
    _, skor_skd, skor_skb = langkah_integrasi(skd, Decimal(nilai_skb) / 1000)
    return int(skor_skd * 1000), int(skor_skb * 1000), int((skor_skd + skor_skb) * 1000)


def skor_skd(nilai: Nilai) -> tuple[int, int, int, int]:
    """What orders two people who reached the passing grade: SKD, then TKP, TIU, TWK."""
    return (nilai.skd or 0, nilai.tkp or 0, nilai.tiu or 0, nilai.twk or 0)


def daftar_skb(semua: Iterable[Nilai], kuota: int) -> set[str]:
    """Who of one formation goes on to the SKB: the best three times the seats of those who reached the grade, and the last one's equals."""
    lolos = [nilai for nilai in semua if nilai.hasil_skd in LOLOS]
    tempat = FAKTOR_SKB * kuota
    if len(lolos) <= tempat:
        return {nilai.peserta for nilai in lolos}
    batas = sorted(map(skor_skd, lolos), reverse=True)[tempat - 1]
    return {nilai.peserta for nilai in lolos if skor_skd(nilai) >= batas}
