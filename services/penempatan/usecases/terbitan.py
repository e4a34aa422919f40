"""The one way from a new state to the bus: what differs is said, then kept. Placing, replacing and correcting publish by it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.penempatan.domain.jenis import Hitungan, Keadaan, Keputusan
from services.penempatan.domain.peristiwa import Peristiwa
from services.penempatan.store import keadaan
from services.penempatan.store.keadaan import BarisKeputusan, BarisKursi
from services.penempatan.usecases.peristiwa import Asal, keputusan_terbit, kursi_terbit
from shared.contracts.envelope import Meta
from shared.messaging import UnitOfWork


@dataclass(frozen=True, slots=True)
class Perubahan:
    """One step of a kelompok, which is locked, from a state to the next; `cause` is the received event it follows from."""

    asal: Asal
    sebelum: Keadaan
    sesudah: Keadaan
    peristiwa: Sequence[Peristiwa]
    cause: Meta | None = None


async def terbitkan(uow: UnitOfWork, perubahan: Sequence[Perubahan]) -> None:
    """Publish steps in their order, and keep what they come to.

    Everything that happened to a seat is said, then every decision that a reader would see differ, by participant. Nothing is said of
    somebody who left: the decision stands as history.
    """
    orang_baru = {peserta for satu in perubahan for peserta in satu.sesudah.keputusan.keys() - satu.sebelum.keputusan.keys()}
    kursi_baru = {nama for satu in perubahan for nama in satu.sesudah.kursi.keys() - satu.sebelum.kursi.keys()}
    penerbit = _Penerbit(uow, await keadaan.ambil_alih(uow.conn, orang_baru) if orang_baru else {})
    for satu in perubahan:
        penerbit.kursi(satu)
        penerbit.keputusan(satu)
    await keadaan.simpan(
        uow.conn,
        [penerbit.keputusan_kini[nama] for nama in sorted(penerbit.keputusan_kini)],
        [penerbit.kursi_kini[nama] for nama in sorted(penerbit.kursi_kini)],
        orang_baru=orang_baru,
        kursi_baru=kursi_baru,
    )


class _Penerbit:
    """Counts on from what was published: decisions of a person, facts about a seat."""

    def __init__(self, uow: UnitOfWork, nomor: dict[str, int]) -> None:
        """`nomor`: participant -> number of the last decision, where it stands in another kelompok."""
        self._uow = uow
        self._nomor = nomor
        self._terbit: dict[str, Hitungan] = {}
        self.keputusan_kini: dict[str, BarisKeputusan] = {}
        self.kursi_kini: dict[str, BarisKursi] = {}

    def kursi(self, satu: Perubahan) -> None:
        """Say what happened to seats."""
        for peristiwa in satu.peristiwa:
            sejauh_ini = self._terbit.get(peristiwa.kursi, satu.sesudah.kursi[peristiwa.kursi].terbit)
            event, nomor, self._terbit[peristiwa.kursi] = kursi_terbit(peristiwa, sejauh_ini, kelompok=satu.asal.kelompok)
            self._uow.emit(event, sequence=nomor, cause=satu.cause)
        terjadi = {peristiwa.kursi for peristiwa in satu.peristiwa}
        for nama, baru in satu.sesudah.kursi.items():
            lama = satu.sebelum.kursi.get(nama)
            if nama in terjadi or (baru is not lama and baru != lama):
                self.kursi_kini[nama] = BarisKursi(satu.asal.kelompok, replace(baru, terbit=self._terbit.get(nama, baru.terbit)))

    def keputusan(self, satu: Perubahan) -> None:
        """Say which decisions are new."""
        semua, dulu = satu.sesudah.keputusan, satu.sebelum.keputusan
        for peserta in sorted(peserta for peserta, k in semua.items() if k is not dulu.get(peserta)):
            baru, lama = semua[peserta], dulu.get(peserta)
            if baru == lama:
                continue
            nomor = self._nomor.get(peserta, baru.versi)
            if lama is None or not (baru.mundur or _sama_terbaca(satu, lama, baru)):
                nomor += 1
                event = keputusan_terbit(baru, asal=satu.asal, versi=nomor)
                self._uow.emit(event, sequence=nomor, cause=satu.cause)
            self._nomor[peserta] = nomor
            self.keputusan_kini[peserta] = BarisKeputusan(satu.asal.kelompok, replace(baru, versi=nomor))


def _sama_terbaca(satu: Perubahan, lama: Keputusan, baru: Keputusan) -> bool:
    """Whether a reader of the bus sees no difference."""
    a, b = (keputusan_terbit(k, asal=satu.asal, versi=1) for k in (lama, baru))
    return a == b
