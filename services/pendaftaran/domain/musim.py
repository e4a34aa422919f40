"""What a season is, and what an act may make of it (decision 26; PermenPANRB 6/2024 Pasal 25 ayat (4))."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from shared.errors import Fault
from shared.istilah import KeadaanMusim
from shared.musim import Musim

# Seasons until then have one root for each kind, as they always had: their codes, and so their SHA-256, stay.
TAHUN_AKAR_JENIS: Final = 2024
_URUTAN: Final = tuple(KeadaanMusim)


@dataclass(frozen=True, slots=True)
class MusimTercatat:
    """A season as it is.

    Attributes:
        awalan_nomor: year and path with which its participant numbers begin, the agency between the two.
        diputuskan: its administrative selection is done.
    """

    musim: Musim
    awalan_nomor: str
    diputuskan: bool


def akar(musim: str, jenis_pengadaan: str, tahun: int) -> str:
    """What the codes of a season's jabatan are made with, so that no two seasons of an installation share a kelompok (decision 26)."""
    return jenis_pengadaan if tahun <= TAHUN_AKAR_JENIS else musim


def periksa_musim(baru: Musim, awalan_nomor: str, ada: Sequence[MusimTercatat]) -> tuple[Fault, ...]:
    """Everything against a season, or a newer version of one, beside those there are (decision 26); empty when it may be."""
    for lama in ada:
        if lama.musim.musim == baru.musim:
            return tuple(_versi_baru(baru, awalan_nomor, lama))
    return tuple(_musim_baru(baru, awalan_nomor, ada))


def _musim_baru(baru: Musim, awalan_nomor: str, ada: Sequence[MusimTercatat]) -> Iterator[Fault]:
    if baru.versi != 1:
        yield _salah("MUSIM_VERSI", "versi", "Musim ini belum ada; versi pertamanya 1.")
    if baru.keadaan is not KeadaanMusim.BERJALAN:
        yield _salah("MUSIM_KEADAAN", "keadaan", "Musim baru dimulai sebagai BERJALAN.")
    for lain in ada:
        satu = lain.musim
        if akar(satu.musim, satu.jenis_pengadaan, satu.tahun) == akar(baru.musim, baru.jenis_pengadaan, baru.tahun):
            pesan = f"Kode jabatan musim ini akan sama dengan kode jabatan {satu.musim}. Pasang musim ini pada instalasi lain."
            yield _salah("MUSIM_AKAR_SAMA", "aturan.nama", pesan)
        if lain.awalan_nomor == awalan_nomor:
            pesan = f"Nomor peserta musim ini akan sama dengan nomor peserta {satu.musim}. Pakai kumpulan aturan dengan jalur lain."
            yield _salah("MUSIM_AWALAN_SAMA", "aturan.nama", pesan)


def _versi_baru(baru: Musim, awalan_nomor: str, tercatat: MusimTercatat) -> Iterator[Fault]:
    lama = tercatat.musim
    if baru.versi != lama.versi + 1:
        pesan = f"Usul ini dibuat untuk versi {baru.versi}, padahal versi berikutnya adalah {lama.versi + 1}. Baca musim terbaru dahulu."
        yield _salah("MUSIM_VERSI", "versi", pesan)
    if lama.keadaan is KeadaanMusim.DIARSIPKAN:
        yield _salah("MUSIM_DIARSIPKAN", "musim", "Musim ini sudah diarsipkan dan tidak dapat diubah lagi.")
    if (baru.jenis_pengadaan, baru.tahun, baru.aturan) != (lama.jenis_pengadaan, lama.tahun, lama.aturan):
        pesan = f"Jenis dan tahun anggaran musim tidak dapat diubah; kumpulan aturannya tetap {lama.aturan}, hanya versinya dapat naik."
        yield _salah("MUSIM_TETAP", "aturan.nama", pesan)
    elif baru.aturan_versi < lama.aturan_versi:
        pesan = f"Versi kumpulan aturan sudah {lama.aturan_versi} dan tidak dapat turun. Pakai versi itu atau yang lebih baru."
        yield _salah("MUSIM_ATURAN_TURUN", "aturan.versi", pesan)
    elif awalan_nomor != tercatat.awalan_nomor:
        yield _salah("MUSIM_TETAP", "aturan.versi", "Versi kumpulan aturan ini mengubah awalan nomor peserta. Pakai versi lain.")
    if baru.gelombang != lama.gelombang:
        yield _salah("MUSIM_TETAP", "gelombang", f"Gelombang musim tidak dapat diubah; tetap {lama.gelombang}.")
    yield from _keadaan(baru, tercatat)
    if baru._replace(versi=lama.versi) == lama:
        yield _salah("MUSIM_TIDAK_BERUBAH", None, "Usul ini sama dengan musim yang berlaku. Ubah salah satu isinya.")


def _keadaan(baru: Musim, tercatat: MusimTercatat) -> Iterator[Fault]:
    langkah = _URUTAN.index(baru.keadaan) - _URUTAN.index(tercatat.musim.keadaan)
    if langkah not in {0, 1}:
        pesan = f"Keadaan musim berjalan dari {', '.join(_URUTAN)}, satu demi satu; sekarang {tercatat.musim.keadaan}."
        yield _salah("MUSIM_KEADAAN", "keadaan", pesan)
    elif langkah and not tercatat.diputuskan:
        pesan = "Seleksi administrasi musim ini belum selesai. Selesaikan dahulu, lalu nyatakan musim SELESAI."
        yield _salah("MUSIM_BELUM_SELESAI", "keadaan", pesan)


def _salah(kode: str, kolom: str | None, pesan: str) -> Fault:
    return Fault(kode, pesan, kolom=kolom, bertentangan=True)
