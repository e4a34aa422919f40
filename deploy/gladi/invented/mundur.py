"""Resignations: which people would give up a seat, when and why, in the proportions that BKN counted in April 2025."""

from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

from deploy.gladi.invented.draws import Draws

_ALASAN = (
    ("LOKASI_JAUH", 1285),
    ("IZIN_KELUARGA", 320),
    ("KESEHATAN_ORANG_TUA", 156),
    ("TIDAK_MELENGKAPI_DRH", 92),
    ("STUDI", 44),
    ("KESEHATAN_SENDIRI", 21),
    ("KONTRAK_LAIN", 13),
    ("SALAH_FORMASI", 11),
    ("KESEHATAN_PASANGAN", 8),
    ("DOKUMEN", 8),
    ("MERASA_TIDAK_BERHAK", 6),
    ("GAJI", 3),
    # Not in BKN's list of withdrawals: counted apart there, few.
    ("MENINGGAL_DUNIA", 7),
    ("DISKUALIFIKASI", 5),
)
_BOBOT = tuple(accumulate(float(bobot) for _, bobot in _ALASAN))
_JENIS = {
    "TIDAK_MELENGKAPI_DRH": "DIANGGAP_MENGUNDURKAN_DIRI",
    "MENINGGAL_DUNIA": "MENINGGAL_DUNIA",
    "DISKUALIFIKASI": "DISKUALIFIKASI",
}
_AWAL_DRH, _AWAL_NIP = date(2025, 1, 23), date(2025, 3, 3)


class Mundur(NamedTuple):
    """How somebody would leave; `setelah_nip` tells whether before or after the NIP is issued."""

    setelah_nip: bool
    jenis: str
    alasan: str
    tanggal: date


def mundur(seed: int, nomor: int, *, tanpa_mau: bool = False) -> Mundur | None:
    """What person `nomor` would do with a seat: leave (about 9 % before the NIP, 0.8 % after), or stay (None).

    Args:
        seed: seed of the season.
        nomor: the person.
        tanpa_mau: was moved to a post that this person said no to: 28 % leave before the NIP, among them all who would anyway. With
            the people who were moved and said nothing this makes the 12 to 13 % that BKN counted among all who were moved.
    """
    draws = Draws(seed, "mundur", nomor)
    bagian = draws.uniform()
    if bagian >= (0.28 if tanpa_mau else 0.098):
        return None
    setelah_nip = bagian >= 0.09 and not tanpa_mau
    alasan = _ALASAN[draws.weighted(_BOBOT)][0]
    if setelah_nip and alasan == "TIDAK_MELENGKAPI_DRH":
        alasan = "STUDI"
    awal = _AWAL_NIP if setelah_nip else _AWAL_DRH
    return Mundur(setelah_nip, _JENIS.get(alasan, "MENGUNDURKAN_DIRI"), alasan, awal + timedelta(days=draws.integer(0, 25)))
