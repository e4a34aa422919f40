"""The final ranking of one kelompok, in each formation and over all of them.

Final score, SKD total, TKP, TIU, TWK, GPA or diploma mean, age (PermenPANRB 27/2021 Pasal 48 ayat (4), 6/2024 Pasal 45 ayat (4)).
Nothing after age: who is still equal shares a rank and waits for a signed decision of Panselnas; a winner is never invented.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from services.penilaian.domain.integrasi import NilaiIntegrasi, integrasikan, skd_seratus
from shared.aturan import Alasan, AturanSeleksi, Kriteria, StatusSkb


@dataclass(frozen=True, slots=True)
class PesertaSkb:
    """One participant called to the SKB.

    Attributes:
        nilai_skb: 0 to 100 in thousandths; always there when `status` is HADIR.
        ipk: integer hundredths on the scale `skala_ipk` (IPK or IJAZAH).
    """

    peserta: str
    formasi: str
    twk: int
    tiu: int
    tkp: int
    status: StatusSkb
    nilai_skb: int | None
    ipk: int
    skala_ipk: str
    tanggal_lahir: date

    @property
    def total(self) -> int:
        """SKD points."""
        return self.twk + self.tiu + self.tkp


@dataclass(frozen=True, slots=True)
class HasilAkhir:
    """The result of one participant; `nilai` and both ranks are there exactly when the SKB was sat to its end.

    Attributes:
        seri: shares a rank in the kelompok (and so possibly in the formation) that no article parts.
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


@dataclass(frozen=True, slots=True)
class _Calon:
    """Somebody to be ranked, with the comparison worked out once."""

    asal: PesertaSkb
    nilai: NilaiIntegrasi
    kunci: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Tempat:
    """A rank, how many share it, and what parted its holder from the one before when their final scores are equal."""

    peringkat: int
    bersama: int
    penentu: Kriteria | None
    skala_berbeda: bool


_GUGUR = {
    StatusSkb.TH: "SKB_TIDAK_HADIR",
    StatusSkb.TMS_1: "SKB_GUGUR_BAGIAN_WAJIB",
    StatusSkb.DIS: "SKB_DISKUALIFIKASI",
}


def peringkatkan(peserta: Iterable[PesertaSkb], aturan: AturanSeleksi) -> tuple[HasilAkhir, ...]:
    """Integrate and rank everybody of one kelompok who was called to the SKB; their order does not matter.

    Results come back sorted by participant number. Equal rank is competition rank: 1, 2, 2, 4.
    """
    hasil: list[HasilAkhir] = []
    calon: list[_Calon] = []
    urutan = aturan.peringkat.urutan
    for satu in peserta:
        if satu.status is not StatusSkb.HADIR or satu.nilai_skb is None:
            gugur = Alasan(_GUGUR.get(satu.status, "SKB_TIDAK_HADIR"), aturan.peringkat.pasal)
            skd_100 = skd_seratus(satu.total, aturan.integrasi)
            hasil.append(HasilAkhir(satu.peserta, satu.formasi, satu.total, skd_100, None, None, None, seri=False, alasan=(gugur,)))
            continue
        nilai = integrasikan(satu.total, satu.nilai_skb, aturan.integrasi)
        calon.append(_Calon(satu, nilai, tuple([_NILAI[kriteria](satu, nilai) for kriteria in urutan])))

    di_kelompok = _susun(calon, urutan)
    di_formasi: dict[str, _Tempat] = {}
    for _, group in groupby(sorted(calon, key=lambda satu: satu.asal.formasi), key=lambda satu: satu.asal.formasi):
        di_formasi.update(_susun(list(group), urutan))
    hasil += [_hasil(satu, di_formasi[satu.asal.peserta], di_kelompok[satu.asal.peserta], aturan) for satu in calon]
    hasil.sort(key=lambda satu: satu.peserta)
    return tuple(hasil)


def _susun(calon: Sequence[_Calon], urutan: Sequence[Kriteria]) -> dict[str, _Tempat]:
    """Rank one list of people against each other.

    GPA and diploma mean are different scales. They are compared only where everybody who is still equal is on one scale: comparing pair by
    pair instead could make A better than B, B than C and C than A.
    """
    ipk = urutan.index(Kriteria.IPK) if Kriteria.IPK in urutan else len(urutan)
    tempat: dict[str, _Tempat] = {}
    sebelum: _Calon | None = None
    for _, equal in groupby(sorted(calon, key=lambda satu: satu.kunci[:ipk], reverse=True), key=lambda satu: satu.kunci[:ipk]):
        group = list(equal)
        skala_berbeda = len({satu.asal.skala_ipk for satu in group}) > 1
        mulai = ipk + 1 if skala_berbeda else ipk
        for _, same in groupby(sorted(group, key=lambda satu: satu.kunci[mulai:], reverse=True), key=lambda satu: satu.kunci[mulai:]):
            seri = list(same)
            peringkat = len(tempat) + 1
            penentu = _penentu(sebelum, seri[0], urutan, skip=ipk if skala_berbeda else None)
            tempat.update((satu.asal.peserta, _Tempat(peringkat, len(seri), penentu, skala_berbeda)) for satu in seri)
            sebelum = seri[0]
    return tempat


def _penentu(sebelum: _Calon | None, satu: _Calon, urutan: Sequence[Kriteria], *, skip: int | None) -> Kriteria | None:
    """What parts `satu` from the one before, when it is not the final score."""
    if sebelum is None:
        return None
    for position, (kriteria, better, worse) in enumerate(zip(urutan, sebelum.kunci, satu.kunci, strict=True)):
        if position != skip and better != worse:
            return None if kriteria is Kriteria.NILAI_AKHIR else kriteria
    return None


def _hasil(satu: _Calon, formasi: _Tempat, kelompok: _Tempat, aturan: AturanSeleksi) -> HasilAkhir:
    pasal = aturan.peringkat.pasal
    nilai, asal = satu.nilai, satu.asal
    alasan = [
        Alasan(
            "INTEGRASI",
            aturan.integrasi.pasal,
            (("skd", asal.total), ("skd_100", nilai.skd_100), ("skor_skd", nilai.skor_skd), ("skor_skb", nilai.skor_skb)),
        ),
        Alasan("PERINGKAT", pasal, (("peringkat", formasi.peringkat), ("peringkat_kelompok", kelompok.peringkat))),
    ]
    # Only the name of the criterion leaves the service: GPA and birth date are personal.
    if formasi.penentu is not None:
        alasan.append(Alasan("NILAI_AKHIR_SAMA", pasal, (("penentu", formasi.penentu.value),)))
    if formasi.skala_berbeda:
        alasan.append(Alasan("SKALA_IPK_BERBEDA", pasal))
    seri = kelompok.bersama > 1
    if seri:
        alasan.append(Alasan("SERI", pasal, (("bersama_di_formasi", formasi.bersama), ("bersama_di_kelompok", kelompok.bersama))))
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
    )


# Greater is better for every one of them: the earlier birth date becomes the greater number.
_NILAI: dict[Kriteria, Callable[[PesertaSkb, NilaiIntegrasi], int]] = {
    Kriteria.NILAI_AKHIR: lambda _, nilai: nilai.nilai_akhir,
    Kriteria.SKD: lambda satu, _: satu.total,
    Kriteria.TKP: lambda satu, _: satu.tkp,
    Kriteria.TIU: lambda satu, _: satu.tiu,
    Kriteria.TWK: lambda satu, _: satu.twk,
    Kriteria.IPK: lambda satu, _: satu.ipk,
    Kriteria.USIA: lambda satu, _: -satu.tanggal_lahir.toordinal(),
}
