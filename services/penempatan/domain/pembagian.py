"""The seats of one formation among its own people: the act behind own placement and behind the first look at a seat that was left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter


@dataclass(frozen=True, slots=True)
class Pembagian:
    """What sharing out came to.

    Attributes:
        pasangan: (seat, participant), best rank to first seat.
        menunggu: the tied people, sorted, whom the remaining seats cannot all hold; nobody may choose among them here.
        kosong: the seats nobody got, in the order given.
        peringkat_seri: the rank that `menunggu` share.
    """

    pasangan: tuple[tuple[str, str], ...]
    menunggu: tuple[str, ...]
    kosong: tuple[str, ...]
    peringkat_seri: int | None = None


def bagikan(kursi: Sequence[str], calon: Iterable[tuple[int, str]]) -> Pembagian:
    """Give the seats, in their order, to the best ranked of `calon` (rank, participant).

    Equal rank means that every criterion of the law is equal (PermenPANRB 27/2021 Pasal 48 ayat (4); PermenPANRB 6/2024 Pasal 45 ayat (4)),
    so people of one rank either all get a seat or none does: the order inside a rank is the participant number, which
    decides the number of the seat only (posisi 4).
    """
    pasangan: list[tuple[str, str]] = []
    for peringkat, kelas in groupby(sorted(calon), key=itemgetter(0)):
        seperingkat = tuple(peserta for _, peserta in kelas)
        sisa = len(kursi) - len(pasangan)
        if sisa == 0:
            break
        if len(seperingkat) > sisa:
            return Pembagian(tuple(pasangan), seperingkat, tuple(kursi[len(pasangan) :]), peringkat)
        pasangan.extend(zip(kursi[len(pasangan) :], seperingkat, strict=False))
    return Pembagian(tuple(pasangan), (), tuple(kursi[len(pasangan) :]))
