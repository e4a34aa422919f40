"""Where an applicant would go besides the post applied for, stated when the application is locked.

No article asks for it: KepmenPANRB 320/2024 diktum ke-35 and PermenPANRB 27/2021 (unfilled needs) move people without asking. Recording it
is a declared deviation (posisi 18); a person who says nothing would go anywhere, as the decrees assume of everybody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from services.pendaftaran.domain.teks import baku, ringkas
from shared.errors import Fault
from shared.istilah import JenisKesediaan

PILIHAN_MAKS: Final = 20

KOLOM_JENIS: Final = "kesediaan.jenis"
KOLOM_UNIT: Final = "kesediaan.unit"
KOLOM_FORMASI: Final = "kesediaan.formasi"


@dataclass(frozen=True, slots=True)
class Kesediaan:
    """A statement; `unit` (in capitals) and `formasi` are sorted, each once, and there exactly when `jenis` is PILIHAN."""

    jenis: JenisKesediaan
    unit: tuple[str, ...] = ()
    formasi: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tujuan:
    """What may be named by those who apply in one kelompok: units (in capitals) and ids of its open posts."""

    unit: frozenset[str]
    formasi: frozenset[str]


def nyatakan(jenis: JenisKesediaan, unit: Iterable[str], formasi: Iterable[str]) -> Kesediaan | tuple[Fault, ...]:
    """Read a statement (posisi 18: PILIHAN names at least one unit or post, the others name none).

    Returns:
        The statement, or every fault it has by itself; whether what it names exists is `tidak_dikenal`.
    """
    satu = Kesediaan(jenis, tuple(sorted({baku(nama) for nama in unit})), tuple(sorted({nama.strip() for nama in formasi})))
    banyak = len(satu.unit) + len(satu.formasi)
    if jenis is JenisKesediaan.PILIHAN:
        if not banyak:
            pesan = "Kesediaan PILIHAN menyebut paling sedikit satu unit atau satu formasi. Sebutkan, atau pilih SEMUA atau TIDAK."
            return (Fault("KESEDIAAN_TANPA_PILIHAN", pesan, kolom=KOLOM_UNIT),)
        if banyak > PILIHAN_MAKS:
            pesan = f"Kesediaan menyebut {banyak} unit dan formasi; paling banyak {PILIHAN_MAKS}. Kurangi, atau pilih SEMUA."
            return (Fault("KESEDIAAN_TERLALU_BANYAK", pesan, kolom=KOLOM_UNIT if satu.unit else KOLOM_FORMASI),)
        return satu
    terisi = ((KOLOM_UNIT, "unit", satu.unit), (KOLOM_FORMASI, "formasi", satu.formasi))
    pesan = f"Kesediaan {jenis.value} tidak menyebut {{apa}}. Kosongkan {{apa}}, atau pilih PILIHAN."
    faults = tuple(Fault("KESEDIAAN_BERLEBIH", pesan.format(apa=apa), kolom=kolom) for kolom, apa, isi in terisi if isi)
    return faults or satu


def tidak_dikenal(kesediaan: Kesediaan, tujuan: Tujuan) -> tuple[Fault, ...]:
    """A fault for each name that no open post of the kelompok has: only there vacancies are filled (KepmenPANRB 320/2024 diktum ke-35)."""
    unit = (
        _asing(KOLOM_UNIT, f"Unit {ringkas(nama)} tidak ada pada formasi dengan instansi dan jabatan yang sama.", nama)
        for nama in kesediaan.unit
        if nama not in tujuan.unit
    )
    formasi = (
        _asing(KOLOM_FORMASI, f"Formasi {ringkas(nama)} bukan formasi terbuka dengan instansi dan jabatan yang sama.", nama)
        for nama in kesediaan.formasi
        if nama not in tujuan.formasi
    )
    return (*unit, *formasi)


def _asing(kolom: str, pesan: str, nama: str) -> Fault:
    return Fault("KESEDIAAN_TIDAK_DIKENAL", f"{pesan} Salin dari daftar formasi, atau hapus.", kolom=kolom, nilai=ringkas(nama))


_TIDAK_MENGIKAT = "Pernyataan ini dicatat; penempatan mengikutinya hanya bila Panselnas mengisi formasi kosong dengan persetujuan."


def kalimat_kesediaan(kesediaan: Kesediaan | None) -> str:
    """Tell the applicant in words what was stated, and what the statement is worth (posisi 18)."""
    if kesediaan is None:
        return "Anda tidak menyatakan kesediaan: Anda dianggap bersedia pada formasi lain mana pun dengan instansi dan jabatan yang sama."
    match kesediaan.jenis:
        case JenisKesediaan.SEMUA:
            isi = "Anda bersedia ditempatkan pada formasi lain mana pun dengan instansi dan jabatan yang sama."
        case JenisKesediaan.TIDAK:
            isi = "Anda tidak bersedia ditempatkan selain pada formasi yang Anda lamar."
        case _:
            unit = [f"unit {nama}" for nama in kesediaan.unit]
            formasi = [f"formasi {nama}" for nama in kesediaan.formasi]
            isi = f"Selain formasi yang Anda lamar, Anda hanya bersedia pada: {'; '.join([*unit, *formasi])}."
    return f"{isi} {_TIDAK_MENGIKAT}"
