"""Numbered properties (docs/verifikasi.md), checked on the input and output of every kelompok before anything is published.

Nothing here shares code with the placing: what both go by is the rule set and the values themselves.
"""

from collections.abc import Sequence

from services.penempatan.domain.jenis import Formasi, Keadaan, PenempatanKelompok, Peringkat
from services.penempatan.domain.ketentuan import Ketentuan
from services.penempatan.domain.periksa.formasi_sendiri import periksa_formasi_sendiri, periksa_pemenang
from services.penempatan.domain.periksa.keutuhan import periksa_kelengkapan_hasil, periksa_keutuhan
from services.penempatan.domain.periksa.koreksi import periksa_koreksi
from services.penempatan.domain.periksa.masukan import periksa_masukan
from services.penempatan.domain.periksa.pengisian import periksa_pengisian, periksa_urutan
from services.penempatan.domain.periksa.potret import Potret, potret
from services.penempatan.domain.periksa.sifat import SIFAT
from shared.alasan import Pelanggaran
from shared.istilah import ModePengisian

__all__ = ["SIFAT", "Potret", "periksa_hasil", "periksa_keadaan", "periksa_koreksi", "periksa_masukan", "potret"]


def periksa_hasil(
    formasi: Sequence[Formasi],
    peringkat: Sequence[Peringkat],
    hasil: PenempatanKelompok,
    ketentuan: Ketentuan,
    mode: ModePengisian = ModePengisian.SESUAI_KEPUTUSAN,
) -> tuple[Pelanggaran, ...]:
    """Every property K on a whole kelompok as it was placed."""
    p = potret({f.kode: f for f in formasi}, hasil.keputusan, hasil.kursi, ketentuan, mode)
    lengkap = tuple(periksa_kelengkapan_hasil(formasi, peringkat, hasil))
    if any(satu.sifat == "K1" for satu in lengkap):
        return lengkap  # a decision about a stranger has no formation the others could be checked against
    return (*lengkap, *_keadaan(p), *periksa_pemenang(p), *periksa_urutan(p))


def periksa_keadaan(keadaan: Keadaan, ketentuan: Ketentuan) -> tuple[Pelanggaran, ...]:
    """Every property that still holds after people left: all but K1, K2, K18 and K19."""
    return tuple(_keadaan(potret(keadaan.formasi, keadaan.keputusan.values(), keadaan.kursi.values(), ketentuan, keadaan.mode)))


def _keadaan(p: Potret) -> tuple[Pelanggaran, ...]:
    return (*periksa_keutuhan(p), *periksa_formasi_sendiri(p), *periksa_pengisian(p))
