"""Posts of another year: those of a need type that the rule set does not know are left out of the files, and counted.

A catalogue played by the rules of another year holds need types that did not exist then; pendaftaran refuses such a file, and rightly.
"""

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from deploy.gladi.benih.formasi import KOLOM
from shared.aturan import loading
from shared.aturan.pendaftaran import load
from shared.errors import Rejected
from shared.tabular.sources import rows_of

_DIBACA = ("formasi_id", "formasi_nm", "jumlah_formasi")


class Dilewati(NamedTuple):
    """Posts left out of the season, and their seats."""

    formasi: int = 0
    kursi: int = 0


class _Baris(NamedTuple):
    """One row with all its cells, and the three that are looked at."""

    sel: Sequence[str]
    formasi: str
    kebutuhan: str
    kursi: str


class Saringan(NamedTuple):
    """The files as the season sends them, and what was left out because `aturan` does not know it, by label of the need type, sorted."""

    berkas: dict[str, bytes]
    dilewati: dict[str, Dilewati]
    aturan: str

    @property
    def kalimat(self) -> list[str]:
        """One sentence for each need type left out."""
        return [
            f"{self.aturan} tidak mengenal jenis kebutuhan {label}: {satu.formasi} formasi ({satu.kursi} kursi) dilewati"
            for label, satu in self.dilewati.items()
        ]


def saring(berkas: Mapping[str, bytes], aturan: str) -> Saringan:
    """Leave out the posts whose need type another year knows and `aturan` does not.

    Anything else that is wrong with a file stays in it, for pendaftaran to refuse: a label that no year knows is a mistake, and so is a
    post with two need types. A file of which nothing is left out stays as it is, byte for byte.

    Raises:
        AturanTidakSah: no such rule set.
    """
    asing = {label for nama in loading.names() for label in load(nama).label_kebutuhan} - load(aturan).label_kebutuhan.keys()
    hasil: dict[str, bytes] = {}
    dilewati: defaultdict[str, Dilewati] = defaultdict(Dilewati)
    for nama, isi in berkas.items():
        semua = _baris(nama, isi)
        keluar = _asing(semua, asing)
        for label, kursi in keluar.values():
            dilewati[label] = Dilewati(dilewati[label].formasi + 1, dilewati[label].kursi + kursi)
        hasil |= _tanpa(nama, semua, keluar) if keluar else {nama: isi}
    return Saringan(hasil, dict(sorted(dilewati.items())), aturan)


def _baris(nama: str, isi: bytes) -> list[_Baris]:
    """The heading and the rows of a file; nothing where it cannot be read, so that pendaftaran says why."""
    try:
        semua = [sel for _, sel in rows_of(nama, isi, KOLOM) if any(sel)]
    except Rejected:
        return []
    judul = [nama.strip().casefold() for nama in semua[0]] if semua else []
    if not all(nama in judul for nama in _DIBACA):
        return []
    tempat = [judul.index(nama) for nama in _DIBACA]
    return [_Baris(sel, *(sel[letak].strip() if letak < len(sel) else "" for letak in tempat)) for sel in semua]


def _asing(semua: Sequence[_Baris], asing: set[str]) -> dict[str, tuple[str, int]]:
    """Posts to leave out, each with its label and seats: all rows of a post must agree."""
    isi: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for satu in semua[1:]:
        isi[satu.formasi].add((" ".join(satu.kebutuhan.upper().split()), satu.kursi))
    tunggal = {formasi: next(iter(kepala)) for formasi, kepala in isi.items() if len(kepala) == 1}
    return {formasi: (label, int(kursi)) for formasi, (label, kursi) in tunggal.items() if label in asing and kursi.isdecimal()}


def _tanpa(nama: str, semua: Sequence[_Baris], keluar: Mapping[str, object]) -> dict[str, bytes]:
    """The file without those posts; an XLSX becomes a CSV. None where nothing is left of it."""
    tersisa = [satu.sel for satu in semua if satu.formasi not in keluar]
    if len(tersisa) == 1:
        return {}
    teks = io.StringIO(newline="")
    csv.writer(teks).writerows(tersisa)
    isi = teks.getvalue().encode()
    if nama.endswith(".gz"):
        return {nama: gzip.compress(isi, mtime=0)}
    return {nama if nama.endswith(".csv") else f"{nama}.csv": isi}
