"""Whether a sealed ranking may be placed: it is here whole, as it was sealed, in the chain of seals, and does not contradict itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from services.penempatan.domain.jenis import Formasi, Peringkat
from services.penempatan.domain.kelengkapan import Sebab, Segel, Tertahan, periksa_kelengkapan, periksa_rantai
from services.penempatan.domain.ketentuan import Buku, Ketentuan
from services.penempatan.domain.periksa import periksa_masukan
from services.penempatan.store.masukan import BarisPeringkat
from services.penempatan.store.musim import MusimKelompok
from shared.alasan import Pelanggaran, rincian
from shared.contracts import digest as contract
from shared.contracts.digest import ranking_digest
from shared.db import BarisTertahan
from shared.istilah import ModePengisian

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Siap:
    """A ranking that may be placed, and the words of its year."""

    peringkat: tuple[Peringkat, ...]
    ketentuan: Ketentuan


def kurang(segel: Segel, formasi: Sequence[Formasi], baris: int, semua: Mapping[int, str]) -> Tertahan | None:
    """Find what is missing before the rows are read: counts, and the chain of seals (version -> digest)."""
    jumlah = periksa_kelengkapan(segel, formasi=len(formasi), kursi=sum(f.kuota for f in formasi), baris=baris)
    return jumlah or periksa_rantai(segel, semua)


def siapkan(segel: Segel, formasi: Sequence[Formasi], isi: Sequence[BarisPeringkat], buku: Buku) -> Siap | Tertahan:
    """Check the rows of the sealed version; pure, and the same for any order of the rows."""
    ketentuan = buku.get((segel.aturan, segel.aturan_versi))
    if ketentuan is None:
        return Tertahan(Sebab.ATURAN_ASING, f"kumpulan aturan {segel.aturan} versi {segel.aturan_versi} tidak dikenal layanan ini")
    peringkat = tuple(baris.orang for baris in isi)
    sidik = ranking_digest(
        contract.BarisPeringkat(p.peserta, p.formasi, p.status_skb.value, p.nilai_akhir, p.peringkat, p.peringkat_kelompok, baris.versi)
        for p, baris in zip(peringkat, isi, strict=True)
    )
    kursi = sum(f.kuota for f in formasi)
    belum = periksa_kelengkapan(segel, formasi=len(formasi), kursi=kursi, baris=len(isi), sidik=sidik)
    if belum is not None:
        return belum
    salah = periksa_masukan(formasi, peringkat, berambang=ketentuan.ambang is not None)
    return cacat(Sebab.MASUKAN_CACAT, salah) if salah else Siap(peringkat, ketentuan)


def cacat(sebab: Sebab, salah: Sequence[Pelanggaran]) -> Tertahan:
    """Properties that do not hold, the first few by name."""
    return Tertahan(sebab, rincian(salah))


@dataclass(frozen=True, slots=True)
class Cara:
    """Of which season a kelompok is, and in which mode it is filled."""

    musim: str
    mode: ModePengisian


def cara(milik: MusimKelompok) -> Cara | Tertahan:
    """How a kelompok is filled, once its season was announced."""
    if not milik.seragam:
        return Tertahan(Sebab.MUSIM_BERBEDA, "formasi kelompok ini menyebut musim yang berbeda-beda")
    if milik.musim is None or milik.mode is None:
        return Tertahan(Sebab.MUSIM_BELUM_DIKENAL, f"musim {milik.musim or 'formasi tanpa musim'} belum diumumkan kepada layanan ini")
    return Cara(milik.musim, milik.mode)


def terkait(lain: str) -> Tertahan:
    """Two kelompok cannot both decide about somebody; `lain` did already."""
    return Tertahan(Sebab.TERKAIT, f"ada peserta yang sudah diputuskan dalam kelompok {lain}")


def formasi_terkait(lain: str) -> Tertahan:
    """Nor can two kelompok give away the seats of one post."""
    return Tertahan(Sebab.TERKAIT, f"ada formasi yang kursinya sudah ditempatkan dalam kelompok {lain}")


def secukupnya(antre: Sequence[T], paling_banyak: int, jumlah: Callable[[T], int]) -> list[T]:
    """The head of the line, of so many rows; the first one whatever its size."""
    semua = 0
    diambil: list[T] = []
    for satu in antre:
        semua += jumlah(satu)
        if diambil and semua > paling_banyak:
            break
        diambil.append(satu)
    return diambil


def tertahan(kelompok: str, karena: Tertahan) -> BarisTertahan:
    """Build the row that keeps a kelompok held back."""
    return BarisTertahan(kelompok, karena.sebab.value, karena.rincian)
