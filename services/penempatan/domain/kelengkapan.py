"""Whether a kelompok may be placed at all: everything the closing of its ranking announced must be here, and exactly that."""

from dataclasses import dataclass
from enum import StrEnum


class Sebab(StrEnum):
    """Why a kelompok is held back."""

    FORMASI_KURANG = "FORMASI_KURANG"
    KURSI_BERBEDA = "KURSI_BERBEDA"
    BARIS_KURANG = "BARIS_KURANG"
    BARIS_LEBIH = "BARIS_LEBIH"
    SIDIK_BERBEDA = "SIDIK_BERBEDA"
    MASUKAN_CACAT = "MASUKAN_CACAT"
    HASIL_CACAT = "HASIL_CACAT"
    ATURAN_ASING = "ATURAN_ASING"
    TERKAIT = "TERKAIT"


@dataclass(frozen=True, slots=True)
class Penutupan:
    """What the closing of a ranking announces about a kelompok."""

    jumlah: int
    jumlah_formasi: int
    jumlah_kursi: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Tertahan:
    """A kelompok is held back: `sebab` for programs, `rincian` for people (Indonesian, no personal data)."""

    sebab: Sebab
    rincian: str


def periksa_kelengkapan(penutupan: Penutupan, *, formasi: int, kursi: int, baris: int, sidik: str | None = None) -> Tertahan | None:
    """Compare what is announced with what is here; `sidik` (SHA-256 of the rows) is compared when it is given."""
    if formasi < penutupan.jumlah_formasi:
        return Tertahan(Sebab.FORMASI_KURANG, f"{formasi} dari {penutupan.jumlah_formasi} formasi sudah diterima")
    if formasi > penutupan.jumlah_formasi or kursi != penutupan.jumlah_kursi:
        rincian = f"{formasi} formasi dengan {kursi} kursi; penutupan menyebut {penutupan.jumlah_formasi} dengan {penutupan.jumlah_kursi}"
        return Tertahan(Sebab.KURSI_BERBEDA, rincian)
    if baris < penutupan.jumlah:
        return Tertahan(Sebab.BARIS_KURANG, f"{baris} dari {penutupan.jumlah} baris nilai sudah diterima")
    if baris > penutupan.jumlah:
        return Tertahan(Sebab.BARIS_LEBIH, f"{baris} baris nilai; penutupan menyebut {penutupan.jumlah}")
    if sidik is not None and sidik != penutupan.sha256:
        return Tertahan(Sebab.SIDIK_BERBEDA, "isi baris nilai tidak sama dengan yang ditutup; menunggu baris yang benar")
    return None
