"""The PPPK ranking of one kelompok, in each formation and over all of them.

PermenPANRB 6/2024 Pasal 47 ayat (3) (the same order as PermenPANRB 28/2021): among equals the technical part, then managerial with
socio-cultural, then the interview, then the older. Nothing after age: people still equal wait for a signed decision (`seri`). Where the
year has passing grades (PermenPANRB 29/2021 Pasal 24), nobody below one of them is ranked; points added to the technical part count.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from services.penilaian.domain.berkas import dapat
from services.penilaian.domain.kode import KodeAlasan
from services.penilaian.domain.peringkat import Letak
from services.penilaian.domain.seri import Kedudukan, PutusanSeri, dengan_putusan, terputus
from services.penilaian.domain.susun import Calon, Tempat, Ukuran, susun
from shared.aturan import Alasan, Kehadiran
from shared.aturan.pppk import AturanPppk, KriteriaPppk, SyaratPppk, UjianPppk
from shared.istilah import Afirmasi


class BagianPppk(NamedTuple):
    """The points of each part of the test, as answered; the names are those of the columns and of the parts of a rule set's test."""

    teknis: int
    manajerial_sosiokultural: int
    wawancara: int


@dataclass(frozen=True, slots=True)
class PesertaPppk:
    """One participant, in points; the points of somebody absent or disqualified count for nothing. `usia` is greater for the older.

    Attributes:
        teknis: as answered, before anything is added.
        afirmasi: what was verified of the person; only what the jabatan knows counts.
        putusan_seri: the place that Panselnas signed, of weight only inside a tie that the signed list names whole.
    """

    peserta: str
    formasi: str
    kehadiran: Kehadiran
    teknis: int
    manajerial_sosiokultural: int
    wawancara: int
    usia: int | None
    afirmasi: frozenset[Afirmasi] = frozenset()
    putusan_seri: PutusanSeri | None = None


@dataclass(frozen=True, slots=True)
class HasilPppk:
    """The result of one participant; both ranks are there exactly when the test was sat and the grades of the year reached.

    Attributes:
        teknis: with what is added, and never beyond the maximum; like `total` there exactly when the test was sat.
        memenuhi_ambang: None where the year has no grades, and of somebody who did not sit the test.
        letak: None without a rank, and where the seats are not known.
    """

    peserta: str
    formasi: str
    teknis: int | None
    total: int | None
    peringkat: int | None
    peringkat_kelompok: int | None
    seri: bool
    alasan: tuple[Alasan, ...]
    memenuhi_ambang: bool | None = None
    letak: Letak | None = None


@dataclass(frozen=True, slots=True)
class _Terhitung:
    """Somebody who sat the test, with what is compared."""

    asal: PesertaPppk
    teknis: int
    alasan: tuple[Alasan, ...]

    @property
    def total(self) -> int:
        """Sum of all parts."""
        return self.teknis + self.asal.manajerial_sosiokultural + self.asal.wawancara


@dataclass(frozen=True, slots=True)
class _Batas:
    """The last one inside the seats of a formation, and how many seats there are."""

    kuota: int
    peserta: str
    total: int


_DI_KUOTA = {
    Letak.DALAM: KodeAlasan.PPPK_DI_DALAM_KUOTA,
    Letak.LUAR: KodeAlasan.PPPK_DI_LUAR_KUOTA,
    Letak.SERI: KodeAlasan.PPPK_SERI_DI_BATAS_KUOTA,
}


def peringkatkan_pppk(
    peserta: Iterable[PesertaPppk], aturan: AturanPppk, syarat: SyaratPppk, kuota: Mapping[str, int] | None = None
) -> tuple[HasilPppk, ...]:
    """Rank everybody of one kelompok; their order does not matter (PermenPANRB 6/2024 Pasal 47 ayat (3), 28/2021, 29/2021 Pasal 24).

    Results come back sorted by participant number.

    Args:
        peserta: all of one kelompok.
        aturan: rules of the year.
        syarat: what holds for the jabatan of the kelompok.
        kuota: seats by formation; where they are known, each reason says who was the last one inside them.

    Raises:
        ValueError: a formation of less than one seat: there is no last one inside.
    """
    hasil: list[HasilPppk] = []
    lulus: list[_Terhitung] = []
    for satu in peserta:
        if satu.kehadiran is not Kehadiran.HADIR:
            hasil.append(_tidak_ikut(satu, syarat))
            continue
        terhitung = _hitung(satu, syarat)
        kurang = kurang_dari_ambang(satu, syarat)
        if kurang:
            hasil.append(_gugur(terhitung, kurang))
        else:
            lulus.append(terhitung)
    hasil += _peringkat(lulus, aturan, syarat, kuota or {})
    hasil.sort(key=lambda satu: satu.peserta)
    return tuple(hasil)


def nilai_teknis(satu: PesertaPppk, syarat: SyaratPppk) -> int:
    """The technical part with what is added to it, never beyond its maximum (PermenPANRB 28/2021; posisi 41)."""
    tambahan = sum(satu_tambahan.nilai for satu_tambahan in syarat.afirmasi if satu_tambahan.kode in satu.afirmasi)
    return min(satu.teknis + tambahan, syarat.ujian.teknis.maksimum)


def kurang_dari_ambang(satu: PesertaPppk, syarat: SyaratPppk) -> tuple[Alasan, ...]:
    """The parts below the grade of the jabatan, with the points that were reached (KepmenPANRB 1127/2021, 1128/2021)."""
    ambang = syarat.ambang
    if ambang is None:
        return ()
    parts = (
        (KodeAlasan.PPPK_AMBANG_TEKNIS, nilai_teknis(satu, syarat), ambang.teknis),
        (KodeAlasan.PPPK_AMBANG_MANAJERIAL_SOSIOKULTURAL, satu.manajerial_sosiokultural, ambang.manajerial_sosiokultural),
        (KodeAlasan.PPPK_AMBANG_WAWANCARA, satu.wawancara, ambang.wawancara),
    )
    return tuple(Alasan(kode, ambang.pasal, (("nilai", nilai), ("batas", batas))) for kode, nilai, batas in parts if nilai < batas)


def mungkin_pppk(satu: PesertaPppk, syarat: SyaratPppk) -> tuple[str, ...]:
    """The parts with points that the test cannot give, by column (PermenPANRB 6/2024, 28/2021, 29/2021)."""
    return tak_mungkin(BagianPppk(satu.teknis, satu.manajerial_sosiokultural, satu.wawancara), syarat.ujian)


def tak_mungkin(nilai: BagianPppk, ujian: UjianPppk) -> tuple[str, ...]:
    """The parts with points that this test cannot give, by column (PermenPANRB 6/2024, 28/2021, 29/2021)."""
    komponen = (ujian.teknis, ujian.manajerial_sosiokultural, ujian.wawancara)
    return tuple(kolom for kolom, butir, satu in zip(nilai._fields, nilai, komponen, strict=True) if not dapat(butir, satu))


def tak_mungkin_di_jabatan(nilai: BagianPppk, jabatan: str | None, aturan: AturanPppk) -> tuple[str, ...]:
    """The parts with points that the test of a jabatan cannot give, by column (PermenPANRB 6/2024, 28/2021, 29/2021).

    Args:
        nilai: the points.
        jabatan: None of somebody who is not known yet: then a test of the year must be able to give them.
        aturan: rules of the year.
    """
    ujian = aturan.ujian if jabatan is None else (aturan.ujian_jabatan(jabatan),)
    return min((tak_mungkin(nilai, satu) for satu in ujian), key=len)


def _sebutan(afirmasi: Afirmasi) -> str:
    """A ground as a published reason names it: a disability is nobody's business but the person's."""
    return "LAIN" if afirmasi is Afirmasi.DISABILITAS else afirmasi.value


def _hitung(satu: PesertaPppk, syarat: SyaratPppk) -> _Terhitung:
    """Add what the jabatan adds, and say so with the points of every part."""
    teknis = nilai_teknis(satu, syarat)
    alasan = [
        Alasan(KodeAlasan.PPPK_AFIRMASI, tambahan.pasal, (("afirmasi", _sebutan(tambahan.kode)), ("nilai", tambahan.nilai)))
        for tambahan in syarat.afirmasi
        if tambahan.kode in satu.afirmasi
    ]
    angka = (
        ("total", teknis + satu.manajerial_sosiokultural + satu.wawancara),
        ("teknis", teknis),
        ("manajerial_sosiokultural", satu.manajerial_sosiokultural),
        ("wawancara", satu.wawancara),
    )
    alasan.append(Alasan(KodeAlasan.PPPK_NILAI, syarat.ujian.pasal, angka))
    return _Terhitung(satu, teknis, tuple(alasan))


def _tidak_ikut(satu: PesertaPppk, syarat: SyaratPppk) -> HasilPppk:
    kode = KodeAlasan.PPPK_TIDAK_HADIR if satu.kehadiran is Kehadiran.TH else KodeAlasan.PPPK_DISKUALIFIKASI
    alasan = (Alasan(kode, syarat.ujian.pasal),)
    return HasilPppk(satu.peserta, satu.formasi, None, None, None, None, seri=False, alasan=alasan)


def _gugur(satu: _Terhitung, kurang: tuple[Alasan, ...]) -> HasilPppk:
    alasan = (*satu.alasan, *kurang)
    asal = satu.asal
    return HasilPppk(asal.peserta, asal.formasi, satu.teknis, satu.total, None, None, seri=False, alasan=alasan, memenuhi_ambang=False)


def _peringkat(lulus: Sequence[_Terhitung], aturan: AturanPppk, syarat: SyaratPppk, kuota: Mapping[str, int]) -> list[HasilPppk]:
    calon = {satu.asal.peserta: _calon(satu, aturan) for satu in lulus}
    di_kelompok = susun(list(calon.values()))
    berformasi = [(formasi, list(group)) for formasi, group in groupby(sorted(lulus, key=_formasi), key=_formasi)]
    di_formasi: dict[str, tuple[str, Tempat]] = {}
    for formasi, people in berformasi:
        tempat = susun([calon[satu.asal.peserta] for satu in people])
        di_formasi.update((peserta, (formasi, satu)) for peserta, satu in tempat.items())
    putusan = terputus(di_kelompok, di_formasi, {satu.asal.peserta: satu.asal.putusan_seri for satu in lulus if satu.asal.putusan_seri})
    di_kelompok = dengan_putusan(di_kelompok, putusan)
    hasil: list[HasilPppk] = []
    for formasi, people in berformasi:
        tempat = dengan_putusan({satu.asal.peserta: di_formasi[satu.asal.peserta][1] for satu in people}, putusan)
        batas = _batas(formasi, people, tempat, kuota.get(formasi))
        for satu in people:
            nomor = satu.asal.peserta
            hasil.append(_hasil(satu, Kedudukan(tempat[nomor], di_kelompok[nomor], putusan.get(nomor)), batas, aturan, syarat))
    return hasil


def _calon(satu: _Terhitung, aturan: AturanPppk) -> Calon:
    return Calon(satu.asal.peserta, (), tuple(_ukuran(kriteria, satu) for kriteria in aturan.urutan))


def _formasi(satu: _Terhitung) -> str:
    return satu.asal.formasi


def _batas(formasi: str, people: Sequence[_Terhitung], tempat: Mapping[str, Tempat], kuota: int | None) -> _Batas | None:
    if kuota is None:
        return None
    if kuota < 1:
        raise ValueError(f"formasi {formasi}: {kuota} seats; a formation has at least one")
    inside = [satu for satu in people if tempat[satu.asal.peserta].peringkat <= kuota]
    terakhir = max(inside, key=lambda satu: (tempat[satu.asal.peserta].peringkat, satu.asal.peserta))
    return _Batas(kuota, terakhir.asal.peserta, terakhir.total)


def _ukuran(kriteria: KriteriaPppk, satu: _Terhitung) -> Ukuran:
    match kriteria:
        case KriteriaPppk.TOTAL:
            return "", satu.total
        case KriteriaPppk.TEKNIS:
            return "", satu.teknis
        case KriteriaPppk.MANAJERIAL_SOSIOKULTURAL:
            return "", satu.asal.manajerial_sosiokultural
        case KriteriaPppk.WAWANCARA:
            return "", satu.asal.wawancara
        case KriteriaPppk.USIA:
            return "", satu.asal.usia


def _hasil(satu: _Terhitung, tempat: Kedudukan, batas: _Batas | None, aturan: AturanPppk, syarat: SyaratPppk) -> HasilPppk:
    formasi, kelompok = tempat.formasi, tempat.kelompok
    pasal = aturan.pasal_peringkat
    alasan = [*satu.alasan]
    if syarat.ambang is not None:
        alasan.append(Alasan(KodeAlasan.PPPK_AMBANG_TERPENUHI, syarat.ambang.pasal))
    alasan.append(Alasan(KodeAlasan.PERINGKAT, pasal, (("peringkat", formasi.peringkat), ("peringkat_kelompok", kelompok.peringkat))))
    if formasi.penentu is not None and aturan.urutan[formasi.penentu] is not aturan.urutan[0]:
        alasan.append(Alasan(KodeAlasan.NILAI_AKHIR_SAMA, pasal, (("penentu", aturan.urutan[formasi.penentu].value),)))
    alasan += [Alasan(KodeAlasan.DATA_TIDAK_ADA, pasal, (("ukuran", aturan.urutan[n].value),)) for n in formasi.tidak_ada]
    seri = kelompok.bersama > 1
    if seri:
        alasan.append(Alasan(KodeAlasan.SERI, pasal, (("bersama_di_formasi", formasi.bersama), ("bersama_di_kelompok", kelompok.bersama))))
    if tempat.putusan is not None:
        putusan = (("urutan", tempat.putusan.urutan_panselnas), ("dokumen", tempat.putusan.dokumen))
        alasan.append(Alasan(KodeAlasan.SERI_DIPUTUSKAN, pasal, putusan))
    letak = None if batas is None else _letak(formasi, batas.kuota)
    if batas is not None and letak is not None:
        alasan.append(_kuota(satu, letak, batas, Alasan(_DI_KUOTA[letak], pasal), syarat))
    return HasilPppk(
        satu.asal.peserta,
        satu.asal.formasi,
        satu.teknis,
        satu.total,
        formasi.peringkat,
        kelompok.peringkat,
        seri=seri,
        alasan=tuple(alasan),
        memenuhi_ambang=None if syarat.ambang is None else True,
        letak=letak,
    )


def _kuota(satu: _Terhitung, letak: Letak, batas: _Batas, alasan: Alasan, syarat: SyaratPppk) -> Alasan:
    """Say where the seats of the own formation end, and how many points would have sufficed."""
    angka: tuple[tuple[str, int | str], ...] = (
        ("kuota", batas.kuota),
        ("total", satu.total),
        ("total_terakhir", batas.total),
        ("peserta_terakhir", batas.peserta),
    )
    if letak is Letak.LUAR and batas.total < syarat.ujian.maksimum:
        angka = (*angka, ("total_perlu", batas.total + 1))
    return replace(alasan, angka=angka)


def _letak(tempat: Tempat, kuota: int) -> Letak:
    if tempat.peringkat > kuota:
        return Letak.LUAR
    return Letak.SERI if kuota < tempat.peringkat + tempat.bersama - 1 else Letak.DALAM
