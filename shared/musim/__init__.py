"""Seasons as every service keeps them: a copy of what registration announced, and which of them a request means."""

from collections.abc import Sequence
from typing import NamedTuple

from shared.errors import Rejected
from shared.istilah import KeadaanMusim, ModePengisian


class Musim(NamedTuple):
    """A season in its newest version.

    Attributes:
        musim: its code, such as cpns-2024.
        gelombang: stage of the procurement, from 1.
        tahun: the fiscal year.
        aturan: name of the rule set; `aturan_versi` is what is decided under from now on.
        tanpa_musim: records of before that name no season belong to this one.
    """

    musim: str
    jenis_pengadaan: str
    gelombang: int
    tahun: int
    aturan: str
    aturan_versi: int
    mode_pengisian: ModePengisian
    keadaan: KeadaanMusim
    tanpa_musim: bool
    versi: int


def pilih_musim(ada: Sequence[Musim], kode: str | None) -> Musim:
    """The season that a request means: the one it names, or the only one there is.

    Raises:
        Rejected: 422 MUSIM_PERLU_DISEBUT where there are several and none is named; 404 MUSIM_TIDAK_DIKENAL.
    """
    if kode is None and len(ada) == 1:
        return ada[0]
    dikenal = ", ".join(sorted(satu.musim for satu in ada)) or "belum ada"
    if kode is None and ada:
        raise Rejected("MUSIM_PERLU_DISEBUT", f"Ada beberapa musim: {dikenal}. Sebut salah satu dengan ?musim=.", kolom="musim")
    for satu in ada:
        if satu.musim == kode:
            return satu
    raise Rejected("MUSIM_TIDAK_DIKENAL", f"Musim ini tidak dikenal di sini; yang dikenal: {dikenal}.", kolom="musim", status=404)
