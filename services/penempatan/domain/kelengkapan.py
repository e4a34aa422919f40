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
    MUSIM_BELUM_DIKENAL = "MUSIM_BELUM_DIKENAL"
    MUSIM_BERBEDA = "MUSIM_BERBEDA"


@dataclass(frozen=True, slots=True)
class Segel:
    """The closing of one version of a ranking: what the kelompok must consist of, and under which rule set it was ranked.

    Attributes:
        jumlah: ranked people.
        sha256: digest of their rows.
        sha256_sebelumnya: digest of the version before, where there was one.
        aturan: name of the rule set; `aturan_versi` its version.
    """

    kelompok: str
    versi: int
    jumlah: int
    jumlah_formasi: int
    jumlah_kursi: int
    sha256: str
    sha256_sebelumnya: str | None
    aturan: str
    aturan_versi: int


@dataclass(frozen=True, slots=True)
class Tertahan:
    """A kelompok is held back: `sebab` for programs, `rincian` for people (Indonesian, no personal data)."""

    sebab: Sebab
    rincian: str


def periksa_kelengkapan(segel: Segel, *, formasi: int, kursi: int, baris: int, sidik: str | None = None) -> Tertahan | None:
    """Compare what is announced with what is here; `sidik` (SHA-256 of the rows) is compared when it is given."""
    if formasi < segel.jumlah_formasi:
        return Tertahan(Sebab.FORMASI_KURANG, f"{formasi} dari {segel.jumlah_formasi} formasi sudah diterima")
    if formasi > segel.jumlah_formasi or kursi != segel.jumlah_kursi:
        rincian = f"{formasi} formasi dengan {kursi} kursi; penutupan menyebut {segel.jumlah_formasi} dengan {segel.jumlah_kursi}"
        return Tertahan(Sebab.KURSI_BERBEDA, rincian)
    if baris < segel.jumlah:
        return Tertahan(Sebab.BARIS_KURANG, f"{baris} dari {segel.jumlah} baris nilai sudah diterima")
    if baris > segel.jumlah:
        return Tertahan(Sebab.BARIS_LEBIH, f"{baris} baris nilai; penutupan menyebut {segel.jumlah}")
    if sidik is not None and sidik != segel.sha256:
        return Tertahan(Sebab.SIDIK_BERBEDA, "isi baris nilai tidak sama dengan yang ditutup; menunggu baris yang benar")
    return None


def periksa_rantai(segel: Segel, semua: Mapping[int, str]) -> Tertahan | None:
    """Whether the seal continues the chain: it names the digest of the version before it.

    `semua`: version -> digest of every seal received. The first one received has nothing to be held against.
    """
    versi = segel.versi
    if not any(lain < versi for lain in semua):
        return None
    if versi - 1 not in semua:
        return Tertahan(Sebab.RANTAI_PUTUS, f"penutupan versi {versi} diterima, tetapi penutupan versi {versi - 1} tidak")
    if semua[versi - 1] != segel.sha256_sebelumnya:
        rincian = f"penutupan versi {versi} tidak menyebut sidik versi {versi - 1} yang diterima; penilaian perlu memeriksa urutannya"
        return Tertahan(Sebab.RANTAI_PUTUS, rincian)
    return None
