"""The PPPK rankings of 2021 and 2024 written a second time, sharing no code and no rule file with the service.

Everybody is compared with everybody; a rank is one more than the number of people who are better (PermenPANRB 6/2024 Pasal 47 ayat (3); the
same order in PermenPANRB 28/2021).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

# Technical grades by jabatan: the annexes of KepmenPANRB 1127/2021 and 1128/2021, as far as they were reported in public.
_AGAMA = {f"GURU AGAMA {agama} {sekolah}": 325 for agama in ("BUDDHA", "HINDU", "ISLAM", "KATOLIK", "KRISTEN") for sekolah in ("SD", "SMP")}
AMBANG_TEKNIS: Mapping[str, int] = {
    "AHLI PERTAMA PENGAWAS KOPERASI": 203,
    "AHLI PERTAMA PUSTAKAWAN": 225,
    "GURU KELAS TK": 260,
    "GURU KELAS SD": 320,
    "GURU PENJASORKES SD": 275,
    "GURU BAHASA INDONESIA SMP": 265,
    "GURU BAHASA INGGRIS SMP": 270,
    "GURU BIMBINGAN KONSELING SMP": 270,
    "GURU IPA SMP": 270,
    "GURU IPS SMP": 305,
    "GURU MATEMATIKA SMP": 205,
    "GURU PENJASORKES SMP": 280,
    "GURU PPKN SMP": 330,
    "GURU PRAKARYA DAN KEWIRAUSAHAAN SMP": 250,
    "GURU SENI BUDAYA SMP": 280,
    "GURU TIK SMP": 235,
    **_AGAMA,
}
AMBANG_MANSOS, AMBANG_WAWANCARA = 130, 24
# Added to the technical part of teachers (PermenPANRB 28/2021): 100, 15, 10 and 10 per cent of 500.
TAMBAHAN: Mapping[str, int] = {"SERTIFIKAT_PENDIDIK": 500, "USIA_35": 75, "THK_II": 50, "DISABILITAS": 50}


class Ujian(NamedTuple):
    """The most technical points, the grades of (technical, managerial with socio-cultural, interview), and what may be added."""

    teknis: int
    ambang: tuple[int, int, int]
    tambahan: Mapping[str, int]


def ujian(aturan: str, jabatan: str = "", ambang_teknis: int | None = None) -> Ujian | None:
    """What holds for a jabatan; None where its technical grade is not known and not given."""
    if aturan == "pppk-2024":
        return Ujian(450, (0, 0, 0), {})
    nama = " ".join(jabatan.upper().replace("-", " ").split())
    teknis = AMBANG_TEKNIS.get(nama, ambang_teknis)
    if teknis is None:
        return None
    guru = nama.removeprefix("AHLI PERTAMA ").split()[:1] == ["GURU"]
    return Ujian(500 if guru else 450, (teknis, AMBANG_MANSOS, AMBANG_WAWANCARA), TAMBAHAN if guru else {})


@dataclass(frozen=True)
class Orang:
    """One participant; points, what was verified of the person, and signed list with the place in it."""

    peserta: str
    formasi: str
    hadir: bool
    teknis: int
    mansos: int
    wawancara: int
    tanggal_lahir: date | None
    afirmasi: frozenset[str] = field(default_factory=frozenset)
    putusan: tuple[str, int] | None = None


class Nilai(NamedTuple):
    """Points as they are compared, the first difference deciding."""

    total: int
    teknis: int
    mansos: int
    wawancara: int


def nilai(satu: Orang, menurut: Ujian) -> Nilai:
    """The points with what is added, never beyond the most that the technical part gives (PermenPANRB 28/2021)."""
    teknis = satu.teknis
    for apa in satu.afirmasi:
        teknis += menurut.tambahan.get(apa, 0)
    teknis = min(teknis, menurut.teknis)
    return Nilai(teknis + satu.mansos + satu.wawancara, teknis, satu.mansos, satu.wawancara)


def lulus_ambang(satu: Orang, menurut: Ujian) -> bool:
    """Whether somebody who sat the test reaches each grade (PermenPANRB 29/2021 Pasal 24)."""
    return satu.hadir and all(didapat >= batas for didapat, batas in zip(nilai(satu, menurut)[1:], menurut.ambang, strict=True))


def peringkat(orang: Sequence[Orang], menurut: Ujian, kelompok: Sequence[Orang] | None = None) -> dict[str, int]:
    """Ranks of those of one list who reach the grades; `kelompok` = everybody of it, where the list is one formation."""
    tempat = _menurut_ukuran(orang, menurut)
    selesai = _seri_selesai(orang if kelompok is None else kelompok, menurut)
    putusan = {satu.peserta: satu.putusan for satu in orang}
    return {
        satu: rank + sum(tempat[lain] == rank and satu in selesai and putusan[lain] < putusan[satu] for lain in tempat)  # type: ignore[operator]
        for satu, rank in tempat.items()
    }


def _menurut_ukuran(orang: Sequence[Orang], menurut: Ujian) -> dict[str, int]:
    """Ranks by what the law names and nothing else."""
    semua = [(satu, nilai(satu, menurut)) for satu in orang if lulus_ambang(satu, menurut)]
    tanpa_lahir = {punya for satu, punya in semua if satu.tanggal_lahir is None}
    return {
        satu.peserta: 1
        + sum(
            lain_punya > punya or (lain_punya == punya and punya not in tanpa_lahir and lain.tanggal_lahir < satu.tanggal_lahir)  # type: ignore[operator]
            for lain, lain_punya in semua
        )
        for satu, punya in semua
    }


def _seri_selesai(kelompok: Sequence[Orang], menurut: Ujian) -> set[str]:
    """Everybody of the kelompok who shares a rank by the law, where one signed list puts all of these in order.

    A list that puts B before A although the criteria put A before B in the formation of both says nothing.
    """
    tempat = _menurut_ukuran(kelompok, menurut)
    dalam: dict[str, int] = {}
    for formasi in {satu.formasi for satu in kelompok}:
        dalam |= _menurut_ukuran([satu for satu in kelompok if satu.formasi == formasi], menurut)
    selesai: set[str] = set()
    for rank in set(tempat.values()):
        sama = [satu for satu in kelompok if tempat.get(satu.peserta) == rank]
        putusan = [satu.putusan for satu in sama if satu.putusan is not None]
        if len(sama) == 1 or len(set(putusan)) < len(sama) or len({daftar for daftar, _ in putusan}) > 1:
            continue
        urut = sorted(sama, key=lambda satu: satu.putusan or ("", 0))
        if not any(a.formasi == b.formasi and dalam[b.peserta] < dalam[a.peserta] for ke, a in enumerate(urut) for b in urut[ke + 1 :]):
            selesai |= {satu.peserta for satu in sama}
    return selesai


def letak(rank: int | None, semua: Sequence[int], kuota: int | None) -> str | None:
    """Whether somebody is inside the seats (DALAM), outside (LUAR), or in a tie that reaches over the last one (SERI)."""
    if rank is None or kuota is None:
        return None
    if rank > kuota:
        return "LUAR"
    lebih_baik_atau_sama = sum(lain <= rank for lain in semua)
    return "DALAM" if lebih_baik_atau_sama <= kuota else "SERI"


def putuskan(orang: Sequence[Orang], menurut: Ujian, kuota: Mapping[str, int]) -> list[dict[str, object]]:
    """Everybody of one kelompok, sorted by participant number; `kuota` = seats by formation, where they are known."""
    di_kelompok = peringkat(orang, menurut)
    di_formasi: dict[str, int] = {}
    semua: dict[str, list[int]] = {}
    for formasi in {satu.formasi for satu in orang}:
        tempat = peringkat([satu for satu in orang if satu.formasi == formasi], menurut, orang)
        di_formasi |= tempat
        semua[formasi] = list(tempat.values())
    return [
        {
            "peserta": satu.peserta,
            "formasi": satu.formasi,
            "teknis": nilai(satu, menurut).teknis if satu.hadir else None,
            "total": nilai(satu, menurut).total if satu.hadir else None,
            "memenuhi_ambang": lulus_ambang(satu, menurut) if satu.hadir and any(menurut.ambang) else None,
            "peringkat": di_formasi.get(satu.peserta),
            "peringkat_kelompok": di_kelompok.get(satu.peserta),
            "letak": letak(di_formasi.get(satu.peserta), semua[satu.formasi], kuota.get(satu.formasi)),
            "seri": satu.peserta in di_kelompok and list(di_kelompok.values()).count(di_kelompok[satu.peserta]) > 1,
        }
        for satu in sorted(orang, key=lambda x: x.peserta)
    ]
