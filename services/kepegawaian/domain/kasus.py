"""What a placement decision does to the case of a person."""

from dataclasses import replace

from services.kepegawaian.domain.jenis import Kasus, Keputusan, StatusKasus
from shared.errors import Fault


def terapkan_keputusan(kasus: Kasus | None, keputusan: Keputusan) -> Kasus | Fault | None:
    """The case after a newer decision; None when there is and stays no case.

    A person who left never comes back in the same selection (posisi 19), and a seat that has a NIP is not changed by a list
    (Perka BKN 14/2018): both are refused, so that somebody looks at them. A decision on the same seat that was left has crossed the
    departure on its way (a correction that changes its reasons) and changes nothing.
    """
    tempat = keputusan.tempat
    if tempat is None:
        return _tanpa_kursi(kasus, keputusan)
    if kasus is None:
        return Kasus.dari(keputusan, tempat)
    sama = tempat.kursi == kasus.tempat.kursi
    if kasus.status is StatusKasus.MUNDUR:
        pesan = f"Peserta {kasus.peserta} sudah keluar, tetapi diputuskan lulus lagi."
        return kasus if sama else Fault("SUDAH_KELUAR", pesan, bertentangan=True)
    if kasus.nip_terbit and not sama:
        return _nip_terbit(kasus)
    return Kasus.dari(keputusan, tempat, kasus.langkah)


def _tanpa_kursi(kasus: Kasus | None, keputusan: Keputusan) -> Kasus | Fault | None:
    if kasus is None or kasus.status is not StatusKasus.AKTIF:
        return kasus
    if kasus.nip_terbit:
        return _nip_terbit(kasus)
    return replace(kasus, status=StatusKasus.DICABUT, versi=keputusan.versi)


def _nip_terbit(kasus: Kasus) -> Fault:
    return Fault("NIP_SUDAH_TERBIT", f"NIP peserta {kasus.peserta} sudah terbit; kursinya tidak dapat diubah.", bertentangan=True)
