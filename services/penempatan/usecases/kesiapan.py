"""Whether a sealed ranking may be placed: it is here whole, as it was sealed, in the chain of seals, and does not contradict itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import structlog

from services.penempatan.domain import (
    Formasi,
    JenisKebutuhan,
    Ketentuan,
    Pelanggaran,
    Penutupan,
    Peringkat,
    Sebab,
    StatusSkb,
    Tertahan,
    ketentuan_dari,
    periksa_kelengkapan,
    periksa_masukan,
    periksa_rantai,
)
from services.penempatan.store import dasar
from services.penempatan.store.antrean import BarisIsi, BarisKelompok
from shared.aturan import AturanTidakSah, load
from shared.aturan.pengangkatan import load as load_pengangkatan
from shared.aturan.pengisian import load as load_pengisian
from shared.aturan.sanggah import load as load_sanggah
from shared.contracts.digest import BarisPeringkat, ranking_digest
from shared.db import BarisTertahan

T = TypeVar("T")
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Siap:
    """A ranking that may be placed, and the words of its year."""

    peringkat: tuple[Peringkat, ...]
    ketentuan: Ketentuan


def kurang(satu: BarisKelompok, formasi: Sequence[Formasi], baris: int, segel: Mapping[int, str]) -> Tertahan | None:
    """What can be said before the rows are read: counts, and the chain of seals (version -> digest)."""
    jumlah = periksa_kelengkapan(_penutupan(satu), formasi=len(formasi), kursi=sum(f.kuota for f in formasi), baris=baris)
    return jumlah or periksa_rantai(satu.versi, satu.sha256_sebelumnya, segel)


def siapkan(satu: BarisKelompok, formasi: Sequence[Formasi], isi: Sequence[BarisIsi]) -> Siap | Tertahan:
    """Check the rows of the sealed version; pure, and the same for any order of the rows."""
    ketentuan = ketentuan_untuk(satu.aturan, satu.aturan_versi)
    if ketentuan is None:
        return Tertahan(Sebab.ATURAN_ASING, f"kumpulan aturan {satu.aturan} versi {satu.aturan_versi} tidak dikenal layanan ini")
    sidik = ranking_digest(
        BarisPeringkat(b.peserta, b.formasi, b.status_skb, b.nilai_akhir, b.peringkat, b.peringkat_kelompok, b.versi) for b in isi
    )
    kursi = sum(f.kuota for f in formasi)
    belum = periksa_kelengkapan(_penutupan(satu), formasi=len(formasi), kursi=kursi, baris=len(isi), sidik=sidik)
    if belum is not None:
        return belum
    peringkat = tuple(_peringkat(baris) for baris in isi)
    salah = periksa_masukan(formasi, peringkat)
    return cacat(Sebab.MASUKAN_CACAT, salah) if salah else Siap(peringkat, ketentuan)


def ketentuan_untuk(aturan: str, versi: int) -> Ketentuan | None:
    """The words of a rule set, or None when this release does not know it in that version."""
    try:
        seleksi = load(aturan)
        if seleksi.versi != versi:
            return None
        return ketentuan_dari(seleksi, load_pengangkatan(aturan), load_pengisian(aturan), load_sanggah(aturan))
    except AturanTidakSah:
        return None


def terjaga(kelompok: str, hitung: Callable[[], T]) -> T | Tertahan:
    """The result of a pure computation about one kelompok; one that fails holds back this kelompok and not the whole nation."""
    try:
        return hitung()
    except Exception as error:
        log.exception("hitungan_gagal", kelompok=kelompok)
        return Tertahan(Sebab.HASIL_CACAT, f"perhitungan berhenti karena {type(error).__name__}; perlu diperiksa pengelola")


def cacat(sebab: Sebab, salah: Sequence[Pelanggaran]) -> Tertahan:
    """Properties that do not hold, the first few by name."""
    contoh = ", ".join(f"{satu.sifat} ({satu.tentang})" for satu in salah[:5])
    return Tertahan(sebab, f"{len(salah)} sifat tidak dipenuhi: {contoh}")


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
    """As it is kept."""
    return BarisTertahan(kelompok, karena.sebab.value, karena.rincian)


def _penutupan(satu: BarisKelompok) -> Penutupan:
    return Penutupan(satu.jumlah, satu.jumlah_formasi, satu.jumlah_kursi, satu.sha256)


def _peringkat(b: BarisIsi) -> Peringkat:
    return Peringkat(
        peserta=b.peserta,
        formasi=b.formasi,
        status_skb=StatusSkb(b.status_skb),
        nilai_akhir=b.nilai_akhir,
        peringkat=b.peringkat,
        peringkat_kelompok=b.peringkat_kelompok,
        seri=b.seri,
        jenis_kebutuhan=JenisKebutuhan(b.jenis_kebutuhan),
        kualifikasi=b.kualifikasi,
        memenuhi_ambang_umum=b.memenuhi_ambang_umum,
        kesediaan=dasar.kesediaan_dari(b.kesediaan),
    )
