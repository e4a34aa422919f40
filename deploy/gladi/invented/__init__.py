"""Everything invented for a season, as pure functions of the seed and a number."""

from deploy.gladi.invented.draws import Draws
from deploy.gladi.invented.formasi import berkas_formasi
from deploy.gladi.invented.formasi_pppk import berkas_formasi_pppk
from deploy.gladi.invented.kesediaan import Kesediaan, jenis_kesediaan
from deploy.gladi.invented.kompetensi import NilaiKompetensi, nilai_kompetensi
from deploy.gladi.invented.mundur import Mundur, mundur
from deploy.gladi.invented.nilai import NilaiSkb, NilaiSkd, nilai_skb, nilai_skd
from deploy.gladi.invented.orang import Formasi, Lowongan, Pelamar, nik, nomor_dari_nik, pelamar
from deploy.gladi.invented.ragam import Jenis, Ragam, ragam

__all__ = [
    "Draws",
    "Formasi",
    "Jenis",
    "Kesediaan",
    "Lowongan",
    "Mundur",
    "NilaiKompetensi",
    "NilaiSkb",
    "NilaiSkd",
    "Pelamar",
    "Ragam",
    "berkas_formasi",
    "berkas_formasi_pppk",
    "jenis_kesediaan",
    "mundur",
    "nik",
    "nilai_kompetensi",
    "nilai_skb",
    "nilai_skd",
    "nomor_dari_nik",
    "pelamar",
    "ragam",
]
