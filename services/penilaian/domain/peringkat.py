"""The final ranking of one kelompok, in each formation and over all of them.

Final score, SKD total, TKP, TIU, TWK, GPA or diploma mean, age (PermenPANRB 27/2021 Pasal 48 ayat (4), 6/2024 Pasal 45 ayat (4)).
Nothing after age: people still equal share a rank and wait for a signed decision of Panselnas; a winner is never invented. Where it is
signed, it puts those in order whom it names, and nobody else (`seri`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from services.penilaian.domain.integrasi import NilaiIntegrasi, integrasikan, skb_untuk_melebihi, skd_seratus
from services.penilaian.domain.kode import KodeAlasan
from services.penilaian.domain.seri import Kedudukan, PutusanSeri, dengan_putusan, terputus
from services.penilaian.domain.susun import Calon, Tempat, Ukuran, susun
from shared.aturan import Alasan, AturanSeleksi, Kriteria, StatusSkb

# These may be missing, or on different scales; everybody has the others.
_LUNAK = frozenset({Kriteria.IPK, Kriteria.USIA})


@dataclass(frozen=True, slots=True)
class PesertaSkb:
    """One participant called to the SKB.

    Attributes:
        nilai_skb: 0 to 100 in thousandths; always there when `status` is HADIR.
        ipk: greater for the better GPA or diploma mean, among those of one scale `skala_ipk` (IPK or IJAZAH); None = not known.
        usia: greater for the older; None = not known.
        gugur_di: the SKB part in which `status` arose, where the SKB has parts.
        putusan_seri: the place that Panselnas signed, of weight only inside a tie that the signed list names whole.
    """

    peserta: str
    formasi: str
    twk: int
    tiu: int
    tkp: int
    status: StatusSkb
    nilai_skb: int | None
    ipk: int | None
    skala_ipk: str
    usia: int | None
    gugur_di: str = ""
    putusan_seri: PutusanSeri | None = None

    @property
    def total(self) -> int:
        """SKD points."""
        return self.twk + self.tiu + self.tkp


class Letak(StrEnum):
    """Place of a person relative to the seats of the own formation: inside, outside, or in a tie that reaches over the last seat."""

    DALAM = "DALAM"
    LUAR = "LUAR"
    SERI = "SERI"


@dataclass(frozen=True, slots=True)
class HasilAkhir:
    """The result of one participant; `nilai` and both ranks are there exactly when the SKB was sat to its end.

    Attributes:
        seri: shares a rank in the kelompok, and so possibly in the formation, that neither an article nor a signed decision resolves.
        letak: None without a rank, and where the seats are not known.
    """

    peserta: str
    formasi: str
    skd: int
    skd_100: int
    nilai: NilaiIntegrasi | None
    peringkat: int | None
    peringkat_kelompok: int | None
    seri: bool
    alasan: tuple[Alasan, ...]
    letak: Letak | None = None


@dataclass(frozen=True, slots=True)
class _Terhitung:
    """Somebody with a final score, and what is compared."""

    asal: PesertaSkb
    nilai: NilaiIntegrasi
    calon: Calon

    @property
    def peserta(self) -> str:
        """Participant number."""
        return self.asal.peserta


@dataclass(frozen=True, slots=True)
class _Batas:
    """The last one inside the seats of a formation, and how many seats there are."""

    kuota: int
    peserta: str
    nilai_akhir: int


_DI_DALAM = {Letak.DALAM: KodeAlasan.DI_DALAM_KUOTA, Letak.SERI: KodeAlasan.SERI_DI_BATAS_KUOTA}
_GUGUR = {
    StatusSkb.TH: KodeAlasan.SKB_TIDAK_HADIR,
    StatusSkb.TMS_1: KodeAlasan.SKB_GUGUR_BAGIAN_WAJIB,
    StatusSkb.DIS: KodeAlasan.SKB_DISKUALIFIKASI,
}


def peringkatkan(peserta: Iterable[PesertaSkb], aturan: AturanSeleksi, kuota: Mapping[str, int] | None = None) -> tuple[HasilAkhir, ...]:
    """Integrate and rank everybody of one kelompok who was called to the SKB; their order does not matter.

    PermenPANRB 27/2021 Pasal 48 ayat (4), 6/2024 Pasal 45 ayat (4). Results come back sorted by participant number. Equal rank is
    competition rank: 1, 2, 2, 4.

    Args:
        peserta: all of one kelompok.
        aturan: rules of the year.
        kuota: seats by formation; where they are known, each reason says who was the last one inside them and what would have sufficed.

    Raises:
        ValueError: a formation of less than one seat, which no table and no event can bring: there is no last one inside.
    """
    hasil: list[HasilAkhir] = []
    terhitung: list[_Terhitung] = []
    urutan = aturan.peringkat.urutan
    lunak = next((n for n, kriteria in enumerate(urutan) if kriteria in _LUNAK), len(urutan))
    pasti, sisa = tuple(_NILAI[kriteria] for kriteria in urutan[:lunak]), urutan[lunak:]
    for satu in peserta:
        if satu.status is not StatusSkb.HADIR or satu.nilai_skb is None:
            hasil.append(_gugur(satu, aturan))
            continue
        nilai = integrasikan(satu.total, satu.nilai_skb, aturan.integrasi)
        calon = Calon(
            satu.peserta,
            tuple([baca(satu, nilai) for baca in pasti]),
            tuple([_ukuran(kriteria, satu, nilai) for kriteria in sisa]),
        )
        terhitung.append(_Terhitung(satu, nilai, calon))

    di_kelompok = susun([satu.calon for satu in terhitung])
    di_formasi: dict[str, tuple[str, Tempat]] = {}
    berformasi = [(formasi, list(group)) for formasi, group in groupby(sorted(terhitung, key=_formasi), key=_formasi)]
    for formasi, people in berformasi:
        tempat = susun([satu.calon for satu in people])
        di_formasi.update((peserta, (formasi, satu)) for peserta, satu in tempat.items())
    putusan = terputus(di_kelompok, di_formasi, {satu.peserta: satu.asal.putusan_seri for satu in terhitung if satu.asal.putusan_seri})
    di_kelompok = dengan_putusan(di_kelompok, putusan)
    for formasi, people in berformasi:
        tempat = dengan_putusan({satu.peserta: di_formasi[satu.peserta][1] for satu in people}, putusan)
        batas = _batas(people, tempat, kuota.get(formasi)) if kuota else None
        hasil += [
            _hasil(satu, Kedudukan(tempat[satu.peserta], di_kelompok[satu.peserta], putusan.get(satu.peserta)), batas, aturan)
            for satu in people
        ]
    hasil.sort(key=lambda satu: satu.peserta)
    return tuple(hasil)


def _gugur(satu: PesertaSkb, aturan: AturanSeleksi) -> HasilAkhir:
    """Absence in a mandatory part and a failed knock-out remove a person whatever the rank (PermenPANRB 6/2024 Pasal 34-37)."""
    angka = (("bagian", satu.gugur_di),) if satu.gugur_di else ()
    alasan = Alasan(_GUGUR.get(satu.status, KodeAlasan.SKB_TIDAK_HADIR), aturan.skb.pasal, angka)
    skd_100 = skd_seratus(satu.total, aturan.integrasi)
    return HasilAkhir(satu.peserta, satu.formasi, satu.total, skd_100, None, None, None, seri=False, alasan=(alasan,))


def _batas(people: Sequence[_Terhitung], tempat: Mapping[str, Tempat], kuota: int | None) -> _Batas | None:
    if kuota is None:
        return None
    if kuota < 1:
        raise ValueError(f"formasi {people[0].asal.formasi}: {kuota} seats; a formation has at least one")
    inside = [satu for satu in people if tempat[satu.asal.peserta].peringkat <= kuota]
    terakhir = max(inside, key=lambda satu: (tempat[satu.asal.peserta].peringkat, satu.asal.peserta))
    return _Batas(kuota, terakhir.asal.peserta, terakhir.nilai.nilai_akhir)


def _formasi(satu: _Terhitung) -> str:
    return satu.asal.formasi


def _hasil(satu: _Terhitung, tempat: Kedudukan, batas: _Batas | None, aturan: AturanSeleksi) -> HasilAkhir:
    formasi, kelompok = tempat.formasi, tempat.kelompok
    pasal, urutan = aturan.peringkat.pasal, aturan.peringkat.urutan
    nilai, asal = satu.nilai, satu.asal
    alasan = [
        Alasan(
            KodeAlasan.INTEGRASI,
            aturan.integrasi.pasal,
            (("skd", asal.total), ("skd_100", nilai.skd_100), ("skor_skd", nilai.skor_skd), ("skor_skb", nilai.skor_skb)),
        ),
        Alasan(KodeAlasan.PERINGKAT, pasal, (("peringkat", formasi.peringkat), ("peringkat_kelompok", kelompok.peringkat))),
    ]
    # Only the name of the criterion leaves the service: GPA and age are personal.
    if formasi.penentu is not None and urutan[formasi.penentu] is not Kriteria.NILAI_AKHIR:
        alasan.append(Alasan(KodeAlasan.NILAI_AKHIR_SAMA, pasal, (("penentu", urutan[formasi.penentu].value),)))
    if formasi.beda_skala:
        alasan.append(Alasan(KodeAlasan.SKALA_IPK_BERBEDA, pasal))
    alasan += [Alasan(KodeAlasan.DATA_TIDAK_ADA, pasal, (("ukuran", urutan[n].value),)) for n in formasi.tidak_ada]
    seri = kelompok.bersama > 1
    if seri:
        alasan.append(Alasan(KodeAlasan.SERI, pasal, (("bersama_di_formasi", formasi.bersama), ("bersama_di_kelompok", kelompok.bersama))))
    if tempat.putusan is not None:
        angka = (("urutan", tempat.putusan.urutan_panselnas), ("dokumen", tempat.putusan.dokumen))
        alasan.append(Alasan(KodeAlasan.SERI_DIPUTUSKAN, pasal, angka))
    letak = None if batas is None else _letak(formasi, batas.kuota)
    if batas is not None and letak is not None:
        alasan.append(_kuota(satu, letak, batas, aturan))
    return HasilAkhir(
        asal.peserta,
        asal.formasi,
        asal.total,
        nilai.skd_100,
        nilai,
        formasi.peringkat,
        kelompok.peringkat,
        seri=seri,
        alasan=tuple(alasan),
        letak=letak,
    )


def _letak(tempat: Tempat, kuota: int) -> Letak:
    if tempat.peringkat > kuota:
        return Letak.LUAR
    return Letak.SERI if kuota < tempat.peringkat + tempat.bersama - 1 else Letak.DALAM


def _kuota(satu: _Terhitung, letak: Letak, batas: _Batas, aturan: AturanSeleksi) -> Alasan:
    """Say where the seats of the own formation end, and which SKB score would have sufficed."""
    dasar: tuple[tuple[str, int | str], ...] = (
        ("kuota", batas.kuota),
        ("nilai_akhir", satu.nilai.nilai_akhir),
        ("nilai_terakhir", batas.nilai_akhir),
        ("peserta_terakhir", batas.peserta),
    )
    if letak is not Letak.LUAR:
        return Alasan(_DI_DALAM[letak], aturan.peringkat.pasal, dasar)
    cukup = skb_untuk_melebihi(batas.nilai_akhir, satu.asal.total, aturan.integrasi)
    perlu: tuple[tuple[str, int | str], ...] = (("skb_perlu", cukup),) if cukup is not None else ()
    return Alasan(KodeAlasan.DI_LUAR_KUOTA, aturan.peringkat.pasal, (*dasar, *perlu))


def _ukuran(kriteria: Kriteria, satu: PesertaSkb, nilai: NilaiIntegrasi) -> Ukuran:
    if kriteria is Kriteria.IPK:
        return satu.skala_ipk, satu.ipk
    if kriteria is Kriteria.USIA:
        return "", satu.usia
    return "", _NILAI[kriteria](satu, nilai)


_NILAI: dict[Kriteria, Callable[[PesertaSkb, NilaiIntegrasi], int]] = {
    Kriteria.NILAI_AKHIR: lambda _, nilai: nilai.nilai_akhir,
    Kriteria.SKD: lambda satu, _: satu.total,
    Kriteria.TKP: lambda satu, _: satu.tkp,
    Kriteria.TIU: lambda satu, _: satu.tiu,
    Kriteria.TWK: lambda satu, _: satu.twk,
}
