"""Ties that Panselnas has put in order by a signed decision.

PermenPANRB 27/2021 Pasal 48 ayat (4) and 6/2024 Pasal 45 ayat (4) name nothing after age (posisi 4): people still equal wait.
The signed order is no criterion: it parts only people who are equal in all of them, and only where it names every one of these.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from services.penilaian.domain.susun import Tempat


@dataclass(frozen=True, slots=True)
class PutusanSeri:
    """The signed place of one person among those equal in every criterion (PermenPANRB 6/2024 Pasal 45 ayat (4)).

    Attributes:
        daftar: the signed list; places of different lists are not compared.
        urutan_panselnas: place in it, 1 is best.
        dokumen: number of the signed document, which is published.
    """

    daftar: str
    urutan_panselnas: int
    dokumen: str


@dataclass(frozen=True, slots=True)
class Kedudukan:
    """Somebody's ranks, and the signed place where it settled a tie."""

    formasi: Tempat
    kelompok: Tempat
    putusan: PutusanSeri | None


@dataclass(frozen=True, slots=True)
class SatuSeri:
    """One of those who share a rank in the kelompok, with the rank in the own formation."""

    peserta: str
    formasi: str
    peringkat: int
    putusan: PutusanSeri | None


def urutan_seri(satu: SatuSeri) -> int:
    """The signed place, 0 without one (PermenPANRB 6/2024 Pasal 45 ayat (4))."""
    return satu.putusan.urutan_panselnas if satu.putusan else 0


def seri_diputuskan(seri: Sequence[SatuSeri]) -> bool:
    """Whether a signed order parts all of these equals (PermenPANRB 6/2024 Pasal 45 ayat (4)).

    It does when everybody has a place of one and the same list, no two the same, and none that turns round two people of one formation whom
    a criterion parts there (GPA, where the kelompok has two scales): otherwise the tie stays whole.
    """
    putusan = [satu.putusan for satu in seri if satu.putusan is not None]
    tempat = {satu.urutan_panselnas for satu in putusan}
    lengkap = len(tempat) == len(seri) and len({satu.daftar for satu in putusan}) == 1
    return lengkap and not any(True for _ in melawan_kriteria(seri))


def melawan_kriteria(seri: Sequence[SatuSeri]) -> Iterator[tuple[str, str]]:
    """The pairs that are put in order against a criterion that parts the two in their formation (PermenPANRB 6/2024 Pasal 45 ayat (4))."""
    terburuk: dict[str, SatuSeri] = {}
    for satu in sorted((satu for satu in seri if satu.putusan), key=urutan_seri):
        sebelum = terburuk.setdefault(satu.formasi, satu)
        if sebelum.peringkat > satu.peringkat:
            yield sebelum.peserta, satu.peserta
        else:
            terburuk[satu.formasi] = satu


def terputus(
    kelompok: Mapping[str, Tempat], formasi: Mapping[str, tuple[str, Tempat]], putusan: Mapping[str, PutusanSeri]
) -> dict[str, PutusanSeri]:
    """Those whose tie in the kelompok is settled, with their signed place (PermenPANRB 6/2024 Pasal 45 ayat (4)).

    Who is equal in a formation is equal in the kelompok too, so that these are the settled ties of the formations as well.

    Args:
        kelompok: the rank of everybody by the criteria.
        formasi: the formation of everybody and the rank in it by the criteria.
        putusan: signed places, by participant number.
    """
    seri: defaultdict[int, list[SatuSeri]] = defaultdict(list)
    for peserta, tempat in kelompok.items():
        if putusan and tempat.bersama > 1:
            di, dalam = formasi[peserta]
            seri[tempat.peringkat].append(SatuSeri(peserta, di, dalam.peringkat, putusan.get(peserta)))
    return {satu.peserta: putusan[satu.peserta] for sama in seri.values() if seri_diputuskan(sama) for satu in sama}


def dengan_putusan(tempat: Mapping[str, Tempat], putusan: Mapping[str, PutusanSeri]) -> dict[str, Tempat]:
    """The ranks of one list after the signed places of those whose ties they settle (PermenPANRB 6/2024 Pasal 45 ayat (4))."""
    sama: defaultdict[int, list[str]] = defaultdict(list)
    for peserta in putusan.keys() & tempat.keys():
        sama[tempat[peserta].peringkat].append(peserta)
    baru = dict(tempat)
    for people in sama.values():
        people.sort(key=lambda peserta: putusan[peserta].urutan_panselnas)
        for ke, peserta in enumerate(people):
            lama = tempat[peserta]
            # A criterion still parts the first from the person above, the others only by the signature.
            baru[peserta] = replace(lama, peringkat=lama.peringkat + ke, bersama=1, penentu=None if ke else lama.penentu)
    return baru
