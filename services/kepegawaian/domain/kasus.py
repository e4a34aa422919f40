"""What a placement decision does to the case of a person."""

from dataclasses import replace

from services.kepegawaian.domain.jenis import Kasus, Keputusan, StatusKasus, Tolakan


def terapkan_keputusan(kasus: Kasus | None, keputusan: Keputusan) -> Kasus | Tolakan | None:
    """The case after a newer decision; None when there is and stays no case.

    Who left never comes back in the same selection (domain.md §12 no. 19), and a seat that has a NIP is not changed by a list
    (Perka BKN 14/2018): both are refused, so that somebody looks at them. A decision on the very seat that was left has crossed the
    departure on its way (a correction that changes its reasons) and changes nothing.
    """
    if keputusan.formasi is None or keputusan.kursi is None or keputusan.rute is None:
        return _tanpa_kursi(kasus, keputusan)
    if kasus is None:
        return Kasus(
            peserta=keputusan.peserta,
            kelompok=keputusan.kelompok,
            formasi=keputusan.formasi,
            kursi=keputusan.kursi,
            rute=keputusan.rute,
            aturan=keputusan.aturan,
            versi=keputusan.versi,
        )
    if kasus.status is StatusKasus.MUNDUR and keputusan.kursi == kasus.kursi:
        return kasus
    if kasus.status is StatusKasus.MUNDUR:
        return Tolakan("SUDAH_KELUAR", f"Peserta {kasus.peserta} sudah keluar, tetapi diputuskan lulus lagi.", bertentangan=True)
    if kasus.nip_terbit and keputusan.kursi != kasus.kursi:
        return _nip_terbit(kasus)
    return replace(
        kasus,
        formasi=keputusan.formasi,
        kursi=keputusan.kursi,
        rute=keputusan.rute,
        aturan=keputusan.aturan,
        versi=keputusan.versi,
        status=StatusKasus.AKTIF,
    )


def _tanpa_kursi(kasus: Kasus | None, keputusan: Keputusan) -> Kasus | Tolakan | None:
    if kasus is None or kasus.status is not StatusKasus.AKTIF:
        return kasus
    if kasus.nip_terbit:
        return _nip_terbit(kasus)
    return replace(kasus, status=StatusKasus.DICABUT, versi=keputusan.versi)


def _nip_terbit(kasus: Kasus) -> Tolakan:
    return Tolakan("NIP_SUDAH_TERBIT", f"NIP peserta {kasus.peserta} sudah terbit; kursinya tidak dapat diubah.", bertentangan=True)
