"""The cut-off to the SKB of a table: three times the seats with all equals, after the passing grade where the table says the need type."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from services.penilaian.alat import sel
from services.penilaian.alat.jarak import Jarak
from services.penilaian.domain.kalimat import kalimat, kalimat_tanpa_ambang
from services.penilaian.domain.skd import AMBANG_UMUM, Formasi, HasilFormasi, PesertaSkd, PutusanSkd, putuskan_skd
from shared.aturan import AmbangBatas, AturanSeleksi, JenisKebutuhan, Kehadiran
from shared.tabular import Baris, FaultList, integer
from shared.tools import STDIO, Session, beside, read_sheet, write_behind

WAJIB = ("peserta", "formasi", "kuota", "twk", "tiu", "tkp")
BOLEH = ("kehadiran", "jenis_kebutuhan", "jabatan")
TAMBAHAN = ("status", "alasan")
AKHIRAN_SKB = "skb"
KOLOM_SKB = ("skb", "status_skb")
LANGKAH = 5
"""Points of the SKD in one step of the picture: those of one question."""
_TIDAK_DIUJI = "Nilai ambang batas tidak diuji karena jenis kebutuhan tidak disebut."


@dataclass(frozen=True, slots=True)
class _Pos:
    """What the table says about a formation; an empty need type = the passing grade is not tested."""

    kuota: int
    jenis_kebutuhan: str
    jabatan: str


class Terpotong(NamedTuple):
    """What came of a table."""

    kode: Counter[str]
    jarak: Jarak


def potong_tabel(masuk: Path, keluar: Path, aturan: AturanSeleksi, session: Session, *, kelipatan: bool = True) -> Terpotong:
    """Write the table with the code after the SKD and the reasons, and beside it `…-skb`: who goes on, with cells for their SKB.

    Returns how many have each code, and how close people stand to the last one who goes on.

    Raises:
        Rejected: the table cannot be read, or rows are wrong; all faults by row and column.
    """
    faults = FaultList()
    lembar = read_sheet(masuk, required=WAJIB, optional=BOLEH, faults=faults, session=session)
    sekali = sel.Sekali(faults)
    pos: dict[str, _Pos] = {}
    orang: dict[str, list[PesertaSkd]] = defaultdict(list)
    for baris in session.follow("Memeriksa", lembar.rows, len(lembar.rows)):
        satu, formasi, tempat = peserta_skd(baris, aturan, faults, kelipatan=kelipatan)
        sekali.peserta(baris, satu.peserta)
        sekali.formasi(baris, formasi, tempat.kuota)
        if pos.setdefault(formasi, tempat) != tempat and pos[formasi].kuota == tempat.kuota:
            pesan = "Jenis kebutuhan dan jabatan harus sama untuk semua peserta formasi ini."
            faults.add("FORMASI_BERBEDA", pesan, baris=baris.baris, kolom="jenis_kebutuhan", nilai=formasi)
        orang[formasi].append(satu)
    faults.refuse("TABEL_POTONG", f"Tabel {masuk.name}")
    putusan: dict[str, tuple[str, str]] = {}
    daftar: set[str] = set()
    sekitar: list[tuple[str, int, bool]] = []
    for formasi in session.follow("Memotong", sorted(orang), len(orang)):
        decided = _putuskan(formasi, pos[formasi], orang[formasi], aturan)
        daftar.update(decided.daftar)
        putusan.update((satu.peserta, _tambahan(satu, pos[formasi], decided, aturan)) for satu in decided.putusan)
        skd = {satu.peserta: satu.twk + satu.tiu + satu.tkp for satu in orang[formasi]}
        sekitar += [(formasi, skd[satu.peserta], satu.peserta in daftar) for satu in decided.putusan if satu.urutan is not None]
    write_behind(keluar, lembar, TAMBAHAN, [putusan[baris.nilai["peserta"]] for baris in lembar.rows], session)
    # What was there of an SKB would be of another year.
    ikut = lembar.only(lambda baris: baris.nilai["peserta"] in daftar)
    if keluar != STDIO:
        write_behind(beside(keluar, AKHIRAN_SKB), ikut, KOLOM_SKB, [("", "") for _ in ikut.table], session)
    return Terpotong(Counter(kode for kode, _ in putusan.values()), Jarak.dari(sekitar, LANGKAH))


def _putuskan(formasi: str, pos: _Pos, orang: list[PesertaSkd], aturan: AturanSeleksi) -> HasilFormasi:
    if pos.jenis_kebutuhan:
        return putuskan_skd(Formasi(formasi, pos.jabatan, pos.jenis_kebutuhan, pos.kuota), orang, aturan)
    tanpa = replace(aturan, ambang=((JenisKebutuhan.UMUM, AmbangBatas("TIDAK_DIUJI", aturan.potong.pasal)),), ambang_jabatan=())
    return putuskan_skd(Formasi(formasi, pos.jabatan, AMBANG_UMUM, pos.kuota), orang, tanpa)


def _tambahan(satu: PutusanSkd, pos: _Pos, formasi: HasilFormasi, aturan: AturanSeleksi) -> tuple[str, str]:
    tested = bool(pos.jenis_kebutuhan)
    sebut = kalimat if tested else kalimat_tanpa_ambang
    alasan = [kata for satu_alasan in satu.alasan if (kata := sebut(satu_alasan))]
    # The reason of the list itself: why it ends where it does, equals at the last place among them.
    akhir = [sebut(alasan) for alasan in formasi.alasan] if satu.urutan is not None else []
    return dict(aturan.kode_skd)[satu.hasil], " ".join([*([] if tested else [_TIDAK_DIUJI]), *alasan, *akhir])


def peserta_skd(baris: Baris, aturan: AturanSeleksi, faults: FaultList, *, kelipatan: bool) -> tuple[PesertaSkd, str, _Pos]:
    """One row: the person, the formation, and what the row says of it; after a fault its value is a stand-in."""
    kehadiran = sel.pilihan(baris, "kehadiran", Kehadiran, faults, Kehadiran.HADIR)
    points = (0, 0, 0)
    if kehadiran is Kehadiran.HADIR:
        points = sel.skd(baris, aturan.skd, faults, kelipatan=kelipatan)
    elif kehadiran is Kehadiran.TH:
        sel.tanpa_nilai(baris, ("twk", "tiu", "tkp"), faults)
    jenis = sel.jenis(baris, aturan, faults)
    kuota = integer(baris, "kuota", 1, 1_000_000, faults) or 1
    peserta = PesertaSkd(sel.kata(baris, "peserta", faults), kehadiran, *points)
    return peserta, sel.kata(baris, "formasi", faults), _Pos(kuota, jenis, baris.nilai["jabatan"])
