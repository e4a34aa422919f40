"""Scoring written a second time from the law: slow, decimal, readable, sharing no code and no rule file with the service.

Everybody is compared with everybody; a rank is one more than the number of people who are better.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import NamedTuple

SERIBU = Decimal("0.001")

# Passing grades as (total, TWK, TIU, TKP): KepmenPANRB 1023/2021, 651/2023, 321/2024.
_UMUM = (0, 65, 80, 166)
_311 = (311, 0, 85, 0)
_286 = (286, 0, 60, 0)
AMBANG: dict[str, dict[str, tuple[int, int, int, int]]] = {
    "cpns-2021": {"UMUM": _UMUM, "CUMLAUDE": _311, "DIASPORA": _311, "DISABILITAS": _286, "PAPUA": _286},
    "cpns-2023": {"UMUM": _UMUM, "CUMLAUDE": _311, "DISABILITAS": _286, "PAPUA": _286},
    "cpns-2024": {
        "UMUM": _UMUM,
        "KALIMANTAN": _UMUM,
        "NON_OAP": _UMUM,
        "CUMLAUDE": _311,
        "DIASPORA": _311,
        "DISABILITAS": _286,
        "PAPUA": _286,
        "OAP": _286,
        "DAERAH_TERTINGGAL": _286,
    },
}

# Jabatan whose general grade is replaced, by the first words of their names (the same three decrees).
DOKTER = ("DOKTER AHLI", "DOKTER GIGI", "DOKTER PENDIDIK KLINIS", "DOKTER SPESIALIS", "DOKTER UMUM")
KAPAL_PENYELAMAT_GUNUNG_API = (
    *("BOATSWAIN", "JENANG KAPAL", "JURU MASAK KAPAL", "JURU MESIN KAPAL", "JURU MINYAK KAPAL", "JURU MUDI KAPAL", "KASAB DECK KAPAL"),
    *("KASAB MESIN KAPAL", "KELASI KAPAL", "KEPALA KAMAR MESIN KAPAL", "KERANI KAPAL", "MANDOR MESIN KAPAL", "MASINIS I KAPAL"),
    *("MASINIS II KAPAL", "MASINIS III KAPAL", "MUALIM I KAPAL", "MUALIM II KAPAL", "MUALIM III KAPAL", "NAKHODA KAPAL"),
    *("PENGAMAT GUNUNG API", "PENYELAM SCUBA KAPAL", "RESCUER", "TEKNISI LISTRIK KAPAL"),
)

# What the final lists print for somebody who keeps to the own formation (the announcements of each year).
KODE_AKHIR: dict[str, dict[str, str]] = {
    "cpns-2021": {"LULUS": "P/L", "TIDAK_LULUS": "P/TL", "TH": "P/TH", "TMS-1": "TMS-1", "DIS": "DIS"},
    "cpns-2023": {"LULUS": "L", "TIDAK_LULUS": "TL", "TH": "TH", "TMS-1": "TMS-1", "DIS": "DIS"},
    "cpns-2024": {"LULUS": "P/L", "TIDAK_LULUS": "TL", "TH": "TH", "TMS-1": "TMS-1", "DIS": "DIS"},
    "pppk-2021": {"LULUS": "L", "TIDAK_LULUS": "P", "DI_BAWAH_AMBANG": "TL", "TH": "TH", "DIS": "DIS"},
    "pppk-2024": {"LULUS": "L", "TIDAK_LULUS": "TL", "TH": "TH", "DIS": "DIS"},
}


class Penentu(NamedTuple):
    """What orders two people of one list: the scores, larger first, then GPA on the same scale, then the older.

    `skor` is (final score, SKD, TKP, TIU, TWK), in the order of PermenPANRB 6/2024 Pasal 45 ayat (4).
    """

    skor: tuple[Decimal | int, int, int, int, int]
    ipk: Decimal | int | None
    skala_ipk: str
    tanggal_lahir: date | None


@dataclass(frozen=True)
class Bagian:
    """An announced SKB part on 0 to 100: weight in per cent, whether missing it or staying below `minimum` ends the selection."""

    bobot: int
    wajib: bool = True
    minimum: Decimal | None = None


@dataclass(frozen=True)
class Pos:
    """A formation."""

    formasi: str
    jabatan: str
    jenis_kebutuhan: str
    kuota: int
    bagian: Mapping[str, Bagian] = field(default_factory=dict)


@dataclass(frozen=True)
class Orang:
    """One participant with everything that is known.

    `nilai_skb` on 0 to 100, `ipk` as printed; `bagian` = SKB parts, None = missed; `putusan` = signed list and place in it.
    """

    peserta: str
    formasi: str
    kehadiran: str
    twk: int
    tiu: int
    tkp: int
    status_skb: str = "HADIR"
    nilai_skb: Decimal = Decimal(0)
    ipk: Decimal | None = Decimal(0)
    skala_ipk: str = "IPK"
    tanggal_lahir: date | None = date(2000, 1, 1)
    bagian: Mapping[str, Decimal | None] = field(default_factory=dict)
    putusan: tuple[str, int] | None = None

    @property
    def skd(self) -> int:
        return self.twk + self.tiu + self.tkp

    @cached_property
    def penentu(self) -> Penentu:
        akhir = nilai_akhir(self.skd, self.nilai_skb)
        return Penentu((akhir, self.skd, self.tkp, self.tiu, self.twk), self.ipk, self.skala_ipk, self.tanggal_lahir)


def ambang(jenis_kebutuhan: str, jabatan: str, aturan: str) -> tuple[int, int, int, int]:
    """The passing grade; doctors and crews of ships and rescue have their own in place of the general one."""
    if not jenis_kebutuhan:
        return 0, 0, 0, 0  # a list that does not say the need type cannot be held against a grade
    batas = AMBANG[aturan][jenis_kebutuhan]
    seperti_umum = batas == AMBANG[aturan]["UMUM"]
    nama = " ".join(jabatan.upper().split()) + " "
    if seperti_umum and nama.startswith(tuple(f"{awalan} " for awalan in DOKTER)):
        return 311, 0, 80, 0
    if seperti_umum and nama.startswith(tuple(f"{awalan} " for awalan in KAPAL_PENYELAMAT_GUNUNG_API)):
        return 286, 0, 70, 0
    return batas


def lulus_ambang(orang: Orang, jenis_kebutuhan: str, jabatan: str = "PENATA", aturan: str = "cpns-2024") -> bool:
    """Whether somebody who attended reaches the passing grade of the need type."""
    total, twk, tiu, tkp = ambang(jenis_kebutuhan, jabatan, aturan)
    return orang.kehadiran == "HADIR" and orang.skd >= total and orang.twk >= twk and orang.tiu >= tiu and orang.tkp >= tkp


def hasil_skd(
    orang: Sequence[Orang], jenis_kebutuhan: str, kuota: int, jabatan: str = "PENATA", aturan: str = "cpns-2024"
) -> dict[str, str]:
    """The code of everybody of one formation: P/L, P, TL, TH or DIS.

    Somebody goes on when fewer people than three times the seats are strictly better, so everybody who equals the last one goes on as well
    (PermenPANRB 27/2021, PermenPANRB 6/2024).
    """
    lulus = {satu.peserta: _urutan_skd(satu) for satu in orang if lulus_ambang(satu, jenis_kebutuhan, jabatan, aturan)}
    terbaik_dulu = sorted(lulus.values(), reverse=True)
    # How many people stand before somebody is where his points come first in the list.
    di_depan = {nilai: terbaik_dulu.index(nilai) for nilai in set(terbaik_dulu)}
    kode = {}
    for satu in orang:
        if satu.kehadiran != "HADIR":
            kode[satu.peserta] = satu.kehadiran
        elif satu.peserta not in lulus:
            kode[satu.peserta] = "TL"
        else:
            kode[satu.peserta] = "P/L" if di_depan[lulus[satu.peserta]] < 3 * kuota else "P"
    return kode


def _urutan_skd(satu: Orang) -> tuple[int, int, int, int]:
    return (satu.skd, satu.tkp, satu.tiu, satu.twk)


def skb_dari_bagian(orang: Orang, bagian: Mapping[str, Bagian]) -> Orang:
    """The person with the composite of the parts: absent from a mandatory part before failed in a knock-out part.

    PermenPANRB 6/2024 Pasal 34 sampai Pasal 37.
    """
    if not bagian:
        return orang
    jumlah = sum((Decimal(satu.bobot) * (orang.bagian[kode] or 0) / 100 for kode, satu in bagian.items()), Decimal(0))
    status = "HADIR"
    for kode, satu in bagian.items():
        nilai = orang.bagian[kode]
        if nilai is not None and satu.minimum is not None and nilai < satu.minimum:
            status = "TMS-1"
    if any(satu.wajib and orang.bagian[kode] is None for kode, satu in bagian.items()):
        status = "TH"
    return replace(orang, nilai_skb=jumlah.quantize(SERIBU, ROUND_HALF_UP), status_skb=status)


def nilai_akhir(skd: int, nilai_skb: Decimal) -> Decimal:
    """Final score of 2024: rounded at each of three steps (PermenPANRB 6/2024)."""
    return sum(langkah_integrasi(skd, nilai_skb)[1:], Decimal(0))


def langkah_integrasi(skd: int, nilai_skb: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """SKD on 100, weighed SKD, weighed SKB: each rounded to three decimals (PermenPANRB 6/2024; 3,796 published scores agree)."""
    skd_100 = (Decimal(skd) * 100 / 550).quantize(SERIBU, ROUND_HALF_UP)
    skor_skd = (skd_100 * Decimal("0.4")).quantize(SERIBU, ROUND_HALF_UP)
    skor_skb = (nilai_skb * Decimal("0.6")).quantize(SERIBU, ROUND_HALF_UP)
    return skd_100, skor_skd, skor_skb


def peringkat(orang: Sequence[Orang], kelompok: Sequence[Orang] | None = None) -> dict[str, int]:
    """Ranks of those of one list who sat the whole SKB; `kelompok` = everybody of it, where the list is one formation."""
    tempat = _menurut_ukuran(orang)
    semua = orang if kelompok is None else kelompok
    selesai = _seri_selesai(semua)
    bertempat = [satu for satu in orang if satu.peserta in tempat]
    return {
        satu.peserta: tempat[satu.peserta]
        + sum(
            tempat[lain.peserta] == tempat[satu.peserta] and satu.peserta in selesai and lain.putusan < satu.putusan  # type: ignore[operator]
            for lain in bertempat
        )
        for satu in bertempat
    }


def _menurut_ukuran(orang: Sequence[Orang]) -> dict[str, int]:
    """Ranks by what the law names and nothing else (PermenPANRB 27/2021 Pasal 48 ayat (4), PermenPANRB 6/2024 Pasal 45 ayat (4))."""
    hadir = [(satu.peserta, satu.penentu) for satu in orang if satu.status_skb == "HADIR"]
    semua = [penentu for _, penentu in hadir]
    return {peserta: 1 + sum(lebih_baik(lain, penentu, semua) for lain in semua) for peserta, penentu in hadir}


def _seri_selesai(kelompok: Sequence[Orang]) -> set[str]:
    """Everybody of the kelompok who shares a rank by the law, where one signed list puts all of these in order.

    A list that puts B before A although the criteria put A before B in the formation of both says nothing.
    """
    tempat = _menurut_ukuran(kelompok)
    dalam: dict[str, int] = {}
    for formasi in {satu.formasi for satu in kelompok}:
        dalam |= _menurut_ukuran([satu for satu in kelompok if satu.formasi == formasi])
    selesai: set[str] = set()
    for rank in set(tempat.values()):
        sama = [satu for satu in kelompok if tempat.get(satu.peserta) == rank]
        putusan = {satu.putusan for satu in sama}
        if len(sama) == 1 or None in putusan or len(putusan) < len(sama) or len({satu.putusan[0] for satu in sama if satu.putusan}) > 1:
            continue
        terbalik = any(
            a.formasi == b.formasi and dalam[a.peserta] < dalam[b.peserta] and a.putusan > b.putusan  # type: ignore[operator]
            for a in sama
            for b in sama
        )
        if not terbalik:
            selesai |= {satu.peserta for satu in sama}
    return selesai


def lebih_baik(satu: Penentu, lain: Penentu, semua: Iterable[Penentu]) -> bool:
    """Whether the law puts the first before the second; False where it leaves them equal (PermenPANRB 6/2024 Pasal 45 ayat (4)).

    Among people of the list `semua` with equal scores a GPA counts only where all of them have one on the same scale, and a birth date only
    where all who are still equal have one.
    """
    if satu.skor != lain.skor:
        return satu.skor > lain.skor
    seri = [orang for orang in semua if orang.skor == satu.skor]
    if len({orang.skala_ipk for orang in seri}) == 1 and all(orang.ipk is not None for orang in seri):
        assert satu.ipk is not None
        assert lain.ipk is not None
        if satu.ipk != lain.ipk:
            return satu.ipk > lain.ipk
        seri = [orang for orang in seri if orang.ipk == satu.ipk]
    if any(orang.tanggal_lahir is None for orang in seri):
        return False
    assert satu.tanggal_lahir is not None
    assert lain.tanggal_lahir is not None
    return satu.tanggal_lahir < lain.tanggal_lahir


Hasil = dict[str, object]


def putuskan(orang: Sequence[Orang], pos: Sequence[Pos], aturan: str) -> list[Hasil]:
    """Everything decided about everybody of one kelompok, sorted by participant number; scores in thousandths."""
    kode: dict[str, str] = {}
    for tempat in pos:
        pelamar = [satu for satu in orang if satu.formasi == tempat.formasi]
        kode |= hasil_skd(pelamar, tempat.jenis_kebutuhan, tempat.kuota, tempat.jabatan, aturan)
    posisi = {tempat.formasi: tempat for tempat in pos}
    dipanggil = [skb_dari_bagian(satu, posisi[satu.formasi].bagian) for satu in orang if kode[satu.peserta] == "P/L"]
    di_kelompok = peringkat(dipanggil)
    di_formasi: dict[str, int] = {}
    for tempat in pos:
        di_formasi |= peringkat([satu for satu in dipanggil if satu.formasi == tempat.formasi], dipanggil)
    tahap_dua = {satu.peserta: satu for satu in dipanggil}
    rows: list[Hasil] = []
    for satu in sorted(orang, key=lambda satu: satu.peserta):
        row: Hasil = {"peserta": satu.peserta, "formasi": satu.formasi, "kode_skd": kode[satu.peserta]}
        row["memenuhi_ambang_umum"] = lulus_ambang(satu, "UMUM", posisi[satu.formasi].jabatan, aturan)
        if satu.peserta in tahap_dua:
            row |= _akhir(tahap_dua[satu.peserta], di_formasi, di_kelompok, posisi[satu.formasi].kuota)
        rows.append(row)
    return rows


def _akhir(satu: Orang, di_formasi: Mapping[str, int], di_kelompok: Mapping[str, int], kuota: int) -> Hasil:
    skd_100, skor_skd, skor_skb = (int(nilai * 1000) for nilai in langkah_integrasi(satu.skd, satu.nilai_skb))
    row: Hasil = {"status_skb": satu.status_skb, "skd": satu.skd, "skd_100": skd_100}
    if satu.status_skb != "HADIR":
        return row
    bersama = [peserta for peserta, rank in di_kelompok.items() if rank == di_kelompok[satu.peserta]]
    return row | {
        "skor_skd": skor_skd,
        "skor_skb": skor_skb,
        "nilai_akhir": skor_skd + skor_skb,
        "peringkat": di_formasi[satu.peserta],
        "peringkat_kelompok": di_kelompok[satu.peserta],
        "seri": len(bersama) > 1,
        "di_dalam": di_formasi[satu.peserta] <= kuota,
    }
