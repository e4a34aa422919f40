"""Whether a kelompok may be placed at all: everything the closing of its ranking announced must be here, and exactly that."""

from collections.abc import Mapping
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
    RANTAI_PUTUS = "RANTAI_PUTUS"


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


def periksa_rantai(versi: int, sebelumnya: str | None, segel: Mapping[int, str]) -> Tertahan | None:
    """Whether the seal of `versi` continues the chain: it names (`sebelumnya`) the digest of the version before it.

    `segel`: version -> digest of every seal received. The first one received has nothing to be held against.
    """
    if not any(lain < versi for lain in segel):
        return None
    if versi - 1 not in segel:
        return Tertahan(Sebab.RANTAI_PUTUS, f"penutupan versi {versi} diterima, tetapi penutupan versi {versi - 1} tidak")
    if segel[versi - 1] != sebelumnya:
        rincian = f"penutupan versi {versi} tidak menyebut sidik versi {versi - 1} yang diterima; penilaian perlu memeriksa urutannya"
        return Tertahan(Sebab.RANTAI_PUTUS, rincian)
    return None
