"""The board that stages hand on: which seats are open, who may still be placed, what was decided so far."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.penempatan.domain.jenis import Formasi, Peringkat, StatusKursi
from shared.aturan.pengisian import LangkahPengisian
from shared.istilah import Rute


@dataclass(frozen=True, slots=True)
class Kedudukan:
    """How somebody came to a seat.

    Attributes:
        langkah: the filling step; None in the own formation.
        berikutnya: rank in the kelompok of the next one who could have had it by the same step, if there was one.
    """

    kursi: str
    formasi: str
    rute: Rute
    langkah: LangkahPengisian | None = None
    berikutnya: int | None = None


@dataclass(frozen=True, slots=True)
class Seri:
    """A tie that the law leaves, over the last open seats of a formation.

    Attributes:
        peringkat: the best rank among those concerned: in the formation, or in the kelompok when `langkah` is there.
        calon: how many may come into the seats: the tied, and with filling whoever follows if one of them is placed elsewhere.
    """

    formasi: str
    peringkat: int
    calon: int
    langkah: LangkahPengisian | None = None


@dataclass(frozen=True, slots=True)
class Papan:
    """What is open and what is decided.

    Attributes:
        formasi: all formations of the kelompok, by id.
        calon: people who may be placed: sat the SKB, had no seat before, never left one; sorted by participant.
        kosong: formation -> its open seats by number; formations without any are left out.
        duduk: participant -> seat, of those placed so far.
        menunggu: participant -> the tie they wait for.
        tertahan: formation -> the tie that holds all its open seats back.
    """

    formasi: Mapping[str, Formasi]
    calon: tuple[Peringkat, ...]
    kosong: Mapping[str, tuple[str, ...]]
    duduk: Mapping[str, Kedudukan]
    menunggu: Mapping[str, Seri]
    tertahan: Mapping[str, Seri]

    def status_kosong(self, formasi: str) -> StatusKursi:
        """The state of the open seats of a formation."""
        return StatusKursi.DITAHAN if formasi in self.tertahan else StatusKursi.KOSONG

    @property
    def belum(self) -> tuple[Peringkat, ...]:
        """The people without a seat, those who wait included."""
        return tuple(orang for orang in self.calon if orang.peserta not in self.duduk)
