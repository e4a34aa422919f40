"""The digest of a season: what people became of it, without times and generated ids, in words in docs/arsip.md."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from shared.arsip.bagian import NILAI
from shared.arsip.berkas import canonical

Baris = Mapping[str, Any]

_PENEMPATAN = ("hasil", "rute", "kode", "formasi_tujuan", "kursi", "alasan")
_KEPEGAWAIAN = ("kursi", "status", "langkah", "nip_terbit")


def sidik_musim(
    hasil: Iterable[Baris], penempatan: Iterable[Baris], kepegawaian: Iterable[Baris], tms: Iterable[Baris], *, jenis: str = "CPNS"
) -> str:
    """SHA-256 (hex) over a line for each participant and one for each count of `tms`; the first three come by participant number.

    `jenis`: kind of the season, CPNS or PPPK.
    """
    digest = sha256()
    duduk, kasus = _Menurut(penempatan), _Menurut(kepegawaian)
    for satu in hasil:
        line = {kolom: satu[kolom] for kolom in NILAI[jenis]}
        for nama, lain, kolom in (("penempatan", duduk, _PENEMPATAN), ("kepegawaian", kasus, _KEPEGAWAIAN)):
            if (isi := lain.milik(satu["peserta"])) is not None:
                line[nama] = {satu_kolom: isi[satu_kolom] for satu_kolom in kolom}
        digest.update(canonical(line))
    for satu in sorted(tms, key=lambda satu: (satu["formasi"], satu["tms"])):
        digest.update(canonical({kolom: satu[kolom] for kolom in ("formasi", "tms", "banyak")}))
    return digest.hexdigest()


class _Menurut:
    """Lines by participant number, of which each is asked for in that order."""

    def __init__(self, baris: Iterable[Baris]) -> None:
        self._sisa: Iterator[Baris] = iter(baris)
        self._kini = next(self._sisa, None)

    def milik(self, peserta: str) -> Baris | None:
        while self._kini is not None and self._kini["peserta"] < peserta:
            self._kini = next(self._sisa, None)
        return self._kini if self._kini is not None and self._kini["peserta"] == peserta else None
