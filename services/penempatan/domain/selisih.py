"""What a correction changes in seats. It is published with every new version (posisi 21)."""

from collections.abc import Collection
from dataclasses import dataclass

from services.penempatan.domain.jenis import Keadaan, StatusKursi


@dataclass(frozen=True, slots=True)
class Perpindahan:
    """Somebody whose seat is one of another formation than before."""

    peserta: str
    dari: str
    ke: str


@dataclass(frozen=True, slots=True)
class PergantianKursi:
    """A seat with another holder than before, None where there was or is none."""

    kursi: str
    sebelum: str | None
    sesudah: str | None


@dataclass(frozen=True, slots=True)
class Selisih:
    """How two states of a kelompok differ, each part sorted.

    Attributes:
        masuk: who has a seat and had none.
        kehilangan: who had a seat and has none. Who left before had none any more, and is not among them.
        pindah: who has a seat of another formation.
        kursi: seats with another holder.
        dibuka_kembali: seats that were carried over to the next need and are not any more.
    """

    masuk: tuple[str, ...] = ()
    kehilangan: tuple[str, ...] = ()
    pindah: tuple[Perpindahan, ...] = ()
    kursi: tuple[PergantianKursi, ...] = ()
    dibuka_kembali: tuple[str, ...] = ()

    @property
    def berpindah(self) -> tuple[str, ...]:
        """The people of `pindah`."""
        return tuple(satu.peserta for satu in self.pindah)

    @property
    def perlu_tanda_tangan(self) -> bool:
        """Nobody loses or changes a seat, and no seat given to the next need is taken back, unless two officers sign."""
        return bool(self.kehilangan or self.pindah or self.dibuka_kembali)


def selisih(lama: Keadaan, baru: Keadaan) -> Selisih:
    """Compare two states of one kelompok; both have the same seats."""
    dulu = {k.peserta: k.formasi for k in lama.kursi.values() if k.peserta is not None}
    kini = {k.peserta: k.formasi for k in baru.kursi.values() if k.peserta is not None}
    tetap = sorted(dulu.keys() & kini.keys())
    pasangan = [(k, baru.kursi[k.kursi]) for k in sorted(lama.kursi.values(), key=lambda k: (k.formasi, k.nomor))]
    return Selisih(
        masuk=tuple(sorted(kini.keys() - dulu.keys())),
        kehilangan=tuple(sorted(dulu.keys() - kini.keys())),
        pindah=tuple(Perpindahan(satu, dulu[satu], kini[satu]) for satu in tetap if dulu[satu] != kini[satu]),
        kursi=tuple(PergantianKursi(a.kursi, a.peserta, b.peserta) for a, b in pasangan if a.peserta != b.peserta),
        dibuka_kembali=tuple(a.kursi for a, b in pasangan if a.status is StatusKursi.DIBAWA is not b.status),
    )


def terikat_nip(berbeda: Selisih, nip: Collection[str]) -> tuple[str, ...]:
    """Find those who would lose or change a seat and have a valid NIP: no list changes such a seat (Perka BKN 14/2018)."""
    return tuple(sorted(satu for satu in (*berbeda.kehilangan, *berbeda.berpindah) if satu in nip))
