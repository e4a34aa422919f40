"""The rule set of a PPPK selection: one computer test in parts, no passing grade in 2024, and an order of ranking."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from shared.aturan.loading import read
from shared.aturan.periksa import periksa_komponen
from shared.aturan.seleksi import Komponen
from shared.aturan.tabel import AturanTidakSah, Tabel, only, record, table, text
from shared.istilah import Kehadiran


class KriteriaPppk(StrEnum):
    """What the ranking compares, best first; USIA: the earlier birth date is better."""

    TOTAL = "TOTAL"
    TEKNIS = "TEKNIS"
    MANAJERIAL_SOSIOKULTURAL = "MANAJERIAL_SOSIOKULTURAL"
    WAWANCARA = "WAWANCARA"
    USIA = "USIA"


@dataclass(frozen=True, slots=True)
class AturanPppk:
    """Everything a PPPK ranking is decided by, in points.

    Attributes:
        kode_akhir: code as printed, by outcome (words of `shared.istilah.Hasil`).
    """

    nama: str
    versi: int
    tahun: int
    teknis: Komponen
    manajerial_sosiokultural: Komponen
    wawancara: Komponen
    maksimum: int
    pasal_ujian: str
    urutan: tuple[KriteriaPppk, ...]
    pasal_peringkat: str
    kode_akhir: tuple[tuple[str, str], ...]


@cache
def load(name: str) -> AturanPppk:
    """The checked PPPK rule set of that name, such as pppk-2024.

    Raises:
        AturanTidakSah: unknown name, missing or misspelt value, or values that contradict each other.
    """
    return parse(read(name), name=name)


def parse(tabel: Tabel, *, name: str) -> AturanPppk:
    """Type and check one parsed file; sections that belong to other loaders are left alone.

    Raises:
        AturanTidakSah: see `load`.
    """
    try:
        aturan = _build(tabel)
        faults = _check(aturan)
    except (KeyError, TypeError, ValueError) as error:
        raise AturanTidakSah(f"rule set {name}: {type(error).__name__}: {error}") from error
    if aturan.nama != name:
        raise AturanTidakSah(f"rule set {name}: calls itself {aturan.nama}")
    if faults:
        raise AturanTidakSah(f"rule set {name}: " + "; ".join(faults))
    return aturan


def _build(tabel: Tabel) -> AturanPppk:
    if text(tabel, "jenis_pengadaan") != "PPPK":
        raise ValueError("is no rule set of PPPK")
    text(tabel, "pasal")
    ujian, peringkat, kode = (table(tabel, nama) for nama in ("ujian", "peringkat", "kode"))
    only(ujian, {"maksimum", "nilai_ambang_batas", "komponen", "pasal"}, "ujian")
    if ujian["nilai_ambang_batas"] is not False:
        raise ValueError("[ujian] a PPPK selection with a passing grade is not built: 2024 has none")
    text(kode, "pasal")
    only(peringkat, {"urutan", "pasal"}, "peringkat")
    komponen = {nama.lower(): satu for nama, satu in table(ujian, "komponen").items()}
    head = {nama: tabel[nama] for nama in ("nama", "versi", "tahun")}
    ranked = {"urutan": peringkat["urutan"], "pasal_peringkat": peringkat["pasal"], "kode_akhir": kode["akhir"]}
    return record(AturanPppk, {**head, **komponen, "maksimum": ujian["maksimum"], "pasal_ujian": ujian["pasal"], **ranked}, "")


def _check(aturan: AturanPppk) -> list[str]:
    parts = (
        ("TEKNIS", aturan.teknis),
        ("MANAJERIAL_SOSIOKULTURAL", aturan.manajerial_sosiokultural),
        ("WAWANCARA", aturan.wawancara),
    )
    faults = [fault for nama, satu in parts for fault in periksa_komponen(f"ujian.komponen.{nama}", satu)]
    if sum(satu.maksimum for _, satu in parts) != aturan.maksimum:
        faults.append("[ujian] maksimum is not the sum of its parts")
    if not aturan.urutan or len(set(aturan.urutan)) != len(aturan.urutan):
        faults.append("[peringkat] urutan is empty or names a criterion twice")
    wanted = {"LULUS", "TIDAK_LULUS", *(satu.value for satu in Kehadiran if satu is not Kehadiran.HADIR)}
    if not wanted <= {hasil for hasil, _ in aturan.kode_akhir}:
        faults.append(f"[kode.akhir] must name {', '.join(sorted(wanted))}")
    return faults
