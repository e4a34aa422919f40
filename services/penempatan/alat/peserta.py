"""The table of ranked people, as `python -m services.penilaian peringkat` writes it, with the study and the need type."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path

from services.penempatan.alat.formasi import Pos
from services.penempatan.alat.seri import BOLEH as SERI
from services.penempatan.alat.seri import dengan_seri
from services.penempatan.domain.jenis import BERSEDIA, Kesediaan, Peringkat, baku
from shared.aturan import AturanSeleksi, JenisKebutuhan, StatusSkb
from shared.aturan.pppk import AturanPppk
from shared.istilah import JenisKesediaan, Kehadiran
from shared.tabular import Baris, FaultList, choice, integer, score, text
from shared.tools import Session, Sheet, read_sheet

WAJIB = ("peserta", "formasi", "nilai_akhir", "peringkat", "peringkat_kelompok", "kualifikasi")
BOLEH = ("kelompok", "jenis_kebutuhan", "status_skb", "seri", "twk", "tiu", "tkp", "memenuhi_ambang_umum", "kesediaan")
WAJIB_PPPK = ("peserta", "formasi", "total", "peringkat", "peringkat_kelompok", "kualifikasi")
BOLEH_PPPK = ("kelompok", "jenis_kebutuhan", "kehadiran", "seri", "memenuhi_ambang", "kesediaan")
_SKD = ("twk", "tiu", "tkp")
_TOTAL_TERBESAR = 3_000
_TERBANYAK = 100_000_000


Seleksi = AturanSeleksi | AturanPppk
"""The rule set of a list, of either kind."""


class _YaTidak(StrEnum):
    YA = "YA"
    TIDAK = "TIDAK"


@dataclass(frozen=True, slots=True)
class DaftarPeserta:
    """The table and the people in it, row by row; `kelompok` is that of each person's formation.

    `terpisah`: equal in all that the law compares, and yet of different ranks.
    """

    lembar: Sheet
    orang: list[Peringkat]
    kelompok: list[str]
    terpisah: frozenset[str] = frozenset()


def baca_peserta(
    path: Path,
    formasi: Mapping[str, Pos],
    aturan: Seleksi,
    faults: FaultList,
    session: Session,
    *,
    wajib: tuple[str, ...] = (),
    boleh: tuple[str, ...] = (),
) -> DaftarPeserta:
    """Everybody in the table; `wajib` and `boleh` name columns beside those of a ranking."""
    pppk = isinstance(aturan, AturanPppk)
    harus, dapat = (WAJIB_PPPK, BOLEH_PPPK) if pppk else (WAJIB, (*BOLEH, *SERI))
    lembar = read_sheet(path, required=[*harus, *wajib], optional=[*dapat, *boleh], faults=faults, session=session)
    if not pppk and "memenuhi_ambang_umum" not in lembar.columns and not set(_SKD) <= set(lembar.columns):
        pesan = "Kolom memenuhi_ambang_umum (YA atau TIDAK), atau kolom twk, tiu, dan tkp, harus ada."
        faults.add("KOLOM_AMBANG", pesan, baris=1, kolom="memenuhi_ambang_umum")
        return DaftarPeserta(lembar, [], [])
    orang: list[Peringkat] = []
    kelompok: list[str] = []
    dibaca: list[Baris] = []
    for baris in session.follow("Memeriksa peserta", lembar.rows, len(lembar.rows)):
        pos = formasi.get(baris.nilai["formasi"])
        if pos is None:
            pesan = "Formasi ini tidak ada dalam tabel formasi."
            faults.add("FORMASI_TIDAK_ADA", pesan, baris=baris.baris, kolom="formasi", nilai=baris.nilai["formasi"])
            continue
        if baris.nilai["kelompok"] not in {"", pos.kelompok}:
            pesan = f"Formasi ini berada dalam kelompok {pos.kelompok}."
            faults.add("KELOMPOK_LAIN", pesan, baris=baris.baris, kolom="kelompok", nilai=baris.nilai["kelompok"])
        orang.append(_satu(baris, pos, formasi, aturan, faults))
        kelompok.append(pos.kelompok)
        dibaca.append(baris)
    if "seri" not in lembar.columns:
        orang, terpisah = dengan_seri(lembar, dibaca, orang, kelompok)
        return DaftarPeserta(lembar, orang, kelompok, terpisah)
    return DaftarPeserta(lembar, orang, kelompok)


def _satu(baris: Baris, pos: Pos, formasi: Mapping[str, Pos], aturan: Seleksi, faults: FaultList) -> Peringkat:
    """One row; after a fault its value is a stand-in, since the table is refused as a whole."""
    if isinstance(aturan, AturanPppk):
        return _satu_pppk(baris, pos, formasi, aturan, faults)
    status = choice(baris, "status_skb", StatusSkb, faults, default=StatusSkb.HADIR) or StatusSkb.HADIR
    hadir = status is StatusSkb.HADIR
    nilai = score(baris, "nilai_akhir", 0, 100_000, faults) if hadir else None
    peringkat, sekelompok = (
        integer(baris, kolom, 1, _TERBANYAK, faults) if hadir else None for kolom in ("peringkat", "peringkat_kelompok")
    )
    jenis = choice(baris, "jenis_kebutuhan", JenisKebutuhan, faults, default=pos.formasi.jenis_kebutuhan)
    return Peringkat(
        peserta=text(baris, "peserta", faults, longest=20) or "",
        formasi=pos.formasi.kode,
        status_skb=status,
        nilai_akhir=nilai,
        peringkat=peringkat,
        peringkat_kelompok=sekelompok,
        seri=_ya(baris, "seri", faults, kosong=False),
        jenis_kebutuhan=jenis or pos.formasi.jenis_kebutuhan,
        kualifikasi=baku(text(baris, "kualifikasi", faults, longest=200) or ""),
        memenuhi_ambang_umum=_ambang_umum(baris, pos, aturan, faults),
        kesediaan=_kesediaan(baris, formasi, faults),
    )


def _satu_pppk(baris: Baris, pos: Pos, formasi: Mapping[str, Pos], aturan: AturanPppk, faults: FaultList) -> Peringkat:
    """One row of PPPK; who is below the grades of the year has no rank."""
    hadir = choice(baris, "kehadiran", Kehadiran, faults, default=Kehadiran.HADIR) or Kehadiran.HADIR
    total = integer(baris, "total", 0, _TOTAL_TERBESAR, faults) if hadir is Kehadiran.HADIR else None
    lulus = hadir is Kehadiran.HADIR and (aturan.ambang is None or _ya(baris, "memenuhi_ambang", faults, kosong=True))
    peringkat, sekelompok = (
        integer(baris, kolom, 1, _TERBANYAK, faults) if lulus else None for kolom in ("peringkat", "peringkat_kelompok")
    )
    jenis = choice(baris, "jenis_kebutuhan", JenisKebutuhan, faults, default=pos.formasi.jenis_kebutuhan)
    return Peringkat(
        peserta=text(baris, "peserta", faults, longest=20) or "",
        formasi=pos.formasi.kode,
        status_skb=StatusSkb(hadir),
        nilai_akhir=total,
        peringkat=peringkat,
        peringkat_kelompok=sekelompok,
        seri=_ya(baris, "seri", faults, kosong=False),
        jenis_kebutuhan=jenis or pos.formasi.jenis_kebutuhan,
        kualifikasi=baku(text(baris, "kualifikasi", faults, longest=200) or ""),
        memenuhi_ambang_umum=lulus,
        kesediaan=_kesediaan(baris, formasi, faults),
    )


def _ambang_umum(baris: Baris, pos: Pos, aturan: AturanSeleksi, faults: FaultList) -> bool:
    """Read the column, or compute it from the SKD by the grade of UMUM with its exceptions by jabatan."""
    if baris.nilai["memenuhi_ambang_umum"]:
        return _ya(baris, "memenuhi_ambang_umum", faults, kosong=False)
    twk, tiu, tkp = (integer(baris, kolom, 0, aturan.skd.maksimum, faults) or 0 for kolom in _SKD)
    ambang = aturan.ambang_batas("UMUM", pos.jabatan)
    return twk >= ambang.twk and tiu >= ambang.tiu and tkp >= ambang.tkp and twk + tiu + tkp >= ambang.total


def _ya(baris: Baris, kolom: str, faults: FaultList, *, kosong: bool) -> bool:
    if not baris.nilai[kolom]:
        return kosong
    return choice(baris, kolom, _YaTidak, faults) is _YaTidak.YA


def _kesediaan(baris: Baris, formasi: Mapping[str, Pos], faults: FaultList) -> Kesediaan:
    """Empty or SEMUA: anywhere; TIDAK: nowhere; else formations and units separated by semicolons, each of which must exist."""
    isi = baris.nilai["kesediaan"]
    if isi.upper() in {"", JenisKesediaan.SEMUA.value}:
        return BERSEDIA
    if isi.upper() == JenisKesediaan.TIDAK.value:
        return Kesediaan(JenisKesediaan.TIDAK)
    bagian = [satu.strip() for satu in isi.split(";") if satu.strip()]
    unit = {pos.formasi.unit for pos in formasi.values()}
    for satu in bagian:
        if satu not in formasi and baku(satu) not in unit:
            nama = [*sorted(unit), *sorted(formasi), "SEMUA", "TIDAK"]
            dekat = get_close_matches(baku(satu), nama, cutoff=0.5) or get_close_matches(baku(satu), nama, cutoff=0.3)
            saran = f" Maksudnya: {', '.join(dekat)}?" if dekat else ""
            pesan = f"Tidak ada formasi atau unit bernama demikian dalam tabel formasi.{saran} Isi juga dapat SEMUA atau TIDAK."
            faults.add("KESEDIAAN_TIDAK_DIKENAL", pesan, baris=baris.baris, kolom="kesediaan", nilai=satu)
    return Kesediaan(
        JenisKesediaan.PILIHAN,
        frozenset(baku(satu) for satu in bagian if satu not in formasi),
        frozenset(satu for satu in bagian if satu in formasi),
    )
