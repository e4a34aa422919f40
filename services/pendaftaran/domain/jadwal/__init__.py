"""Whether a calendar may be announced: everything the law and earlier promises say against it, each with its article and the way out."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from services.pendaftaran.domain.jadwal.cela import Cela, KetentuanJadwal
from services.pendaftaran.domain.jadwal.hukum import cela_hukum
from services.pendaftaran.domain.jadwal.perubahan import cela_perubahan, lampau
from shared.errors import Fault
from shared.jadwal import Jadwal, Pengecualian

__all__ = ["KetentuanJadwal", "periksa"]


def periksa(baru: Jadwal, lama: Jadwal | None, saat: datetime, ketentuan: KetentuanJadwal) -> tuple[Fault, ...]:
    """Everything against announcing `baru`; empty when it may be (PP 11/2017 Pasal 22 ayat (2), Pasal 24 ayat (3); posisi 37 and 38).

    Args:
        baru: the version proposed, with the decrees that excuse it.
        lama: the version in force; None = there is none yet.
        saat: the moment from which it would be in force.
        ketentuan: what it is held against.
    """
    hukum = [
        cela
        for cela in cela_hukum(baru, ketentuan)
        if not (cela.terkait and all(lampau(lama, baru, tahap, batas, saat) for tahap, batas in cela.terkait))
    ]
    dikecualikan = {(satu.aturan, satu.tahap) for satu in baru.pengecualian}
    tersisa = [cela for cela in hukum if not (cela.dapat_dikecualikan and (cela.kode, cela.tahap) in dikecualikan)]
    ingkar = tuple(cela_perubahan(baru, lama, saat))
    return tuple(cela.fault() for cela in (*tersisa, *ingkar, *_sia_sia(baru, lama, (*hukum, *ingkar))))


def _sia_sia(baru: Jadwal, lama: Jadwal | None, semua: Iterable[Cela]) -> Iterator[Cela]:
    """A decree is named for a rule that is broken and can be excused, or stood there before: nothing is excused in advance."""
    cela = {(satu.kode, satu.tahap): satu for satu in semua}
    dahulu: tuple[Pengecualian, ...] = () if lama is None else lama.pengecualian
    for satu in baru.pengecualian:
        ada = cela.get((satu.aturan, satu.tahap))
        if ada is not None and not ada.dapat_dikecualikan:
            pesan = f"{satu.aturan} tidak dapat dikecualikan oleh keputusan apa pun. Perbaiki waktunya dan hapus {satu.keputusan}."
            yield Cela("JADWAL_TIDAK_DAPAT_DIKECUALIKAN", satu.tahap, pesan)
        elif ada is None and satu not in dahulu:
            pesan = f"Keputusan {satu.keputusan} tidak diperlukan untuk {satu.aturan} pada {satu.tahap}. Hapus dari pengecualian."
            yield Cela("JADWAL_PENGECUALIAN_TIDAK_PERLU", satu.tahap, pesan)
