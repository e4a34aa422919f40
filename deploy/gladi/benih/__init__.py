"""Everything invented for a season, as pure functions of the seed and a number."""

from deploy.gladi.benih.formasi import berkas_formasi
from deploy.gladi.benih.kesediaan import Kesediaan, jenis_kesediaan
from deploy.gladi.benih.mundur import Mundur, mundur
from deploy.gladi.benih.nilai import NilaiSkb, NilaiSkd, nilai_skb, nilai_skd
from deploy.gladi.benih.orang import Formasi, Lowongan, Pelamar, nik, nomor_dari_nik, pelamar
from deploy.gladi.benih.undi import Undi

__all__ = [
    "Formasi",
    "Kesediaan",
    "Lowongan",
    "Mundur",
    "NilaiSkb",
    "NilaiSkd",
    "Pelamar",
    "Undi",
    "berkas_formasi",
    "jenis_kesediaan",
    "mundur",
    "nik",
    "nilai_skb",
    "nilai_skd",
    "nomor_dari_nik",
    "pelamar",
]
