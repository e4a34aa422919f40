"""Everything invented for a season, as pure functions of the seed and a number."""

from deploy.gladi.invented.draws import Draws
from deploy.gladi.invented.formasi import berkas_formasi
from deploy.gladi.invented.kesediaan import Kesediaan, jenis_kesediaan
from deploy.gladi.invented.mundur import Mundur, mundur
from deploy.gladi.invented.nilai import NilaiSkb, NilaiSkd, nilai_skb, nilai_skd
from deploy.gladi.invented.orang import Formasi, Lowongan, Pelamar, nik, nomor_dari_nik, pelamar

__all__ = [
    "Draws",
    "Formasi",
    "Kesediaan",
    "Lowongan",
    "Mundur",
    "NilaiSkb",
    "NilaiSkd",
    "Pelamar",
    "berkas_formasi",
    "jenis_kesediaan",
    "mundur",
    "nik",
    "nilai_skb",
    "nilai_skd",
    "nomor_dari_nik",
    "pelamar",
]
