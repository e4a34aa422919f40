"""The table of posts: one row a post, or one row for each study it accepts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from services.penempatan.domain.jenis import Formasi, baku
from shared.aturan import JenisKebutuhan, pendaftaran
from shared.tabular import Baris, FaultList, choice, integer, text
from shared.tools import Session, read_sheet

WAJIB = ("formasi", "kelompok", "unit", "jenis_kebutuhan", "kualifikasi", "kuota")
BOLEH = ("urutan", "grup", "jabatan")
_TERPANJANG = 600
_TERBANYAK = 1_000_000


@dataclass(frozen=True, slots=True)
class Pos:
    """A post with what is not the rules' business; `jabatan` decides about exceptions to the passing grade."""

    formasi: Formasi
    kelompok: str
    jabatan: str


class Urutan(StrEnum):
    """In which order vacancies are filled."""

    KOLOM = "kolom"
    UNIT = "unit"


def baca_formasi(path: Path, aturan: str, faults: FaultList, session: Session, *, urutan: Urutan = Urutan.UNIT) -> dict[str, Pos]:
    """Read all posts by id; several rows of one post become one, and semicolons separate the studies in a cell.

    Args:
        path: of the table.
        aturan: name of the rule set, for the labels of need types.
        faults: collects the faults of rows.
        session: of this run.
        urutan: KOLOM refuses a table of several posts that does not say their order.
    """
    lembar = read_sheet(path, required=WAJIB, optional=BOLEH, faults=faults, session=session)
    label = pendaftaran.load(aturan).label_kebutuhan
    hasil: dict[str, Pos] = {}
    pertama: dict[str, int] = {}
    for baris in session.follow("Memeriksa formasi", lembar.rows, len(lembar.rows)):
        pos = _pos(baris, label, faults)
        kode = pos.formasi.kode
        lama = hasil.setdefault(kode, pos)
        awal = pertama.setdefault(kode, baris.baris)
        if awal == baris.baris:
            continue
        if _pokok(lama) != _pokok(pos):
            pesan = f"Isi formasi ini lain daripada di baris {awal}. Hanya kualifikasi yang boleh berbeda."
            faults.add("FORMASI_TIDAK_SEPAKAT", pesan, baris=baris.baris, kolom="formasi", nilai=kode)
        gabung = lama.formasi.kualifikasi | pos.formasi.kualifikasi
        hasil[kode] = Pos(_dengan(lama.formasi, gabung), lama.kelompok, lama.jabatan)
    if urutan is Urutan.KOLOM and len(hasil) > 1:
        _periksa_urutan(lembar.rows, faults)
    return hasil


def _periksa_urutan(rows: Sequence[Baris], faults: FaultList) -> None:
    """Refuse an order of vacancies that nobody stated, and one that two posts of a kelompok share: it decides who moves where."""
    pemilik: dict[tuple[str, str], tuple[str, int]] = {}
    for baris in rows:
        nilai = baris.nilai
        formasi, awal = pemilik.setdefault((nilai["kelompok"], nilai["urutan"].lstrip("0")), (nilai["formasi"], baris.baris))
        if nilai["urutan"] and formasi != nilai["formasi"]:
            pesan = f"Formasi di baris {awal} mempunyai urutan yang sama, padahal urutan menentukan siapa ditempatkan di mana. Bedakan."
            faults.add("URUTAN_GANDA", pesan, baris=baris.baris, kolom="urutan", nilai=nilai["urutan"])
        if not baris.nilai["urutan"]:
            pesan = (
                "Kolom urutan (urutan formasi dalam daftar resmi) kosong atau tidak ada, padahal ia menentukan siapa ditempatkan di mana. "
                "Isi kolom itu, atau pakai --urutan=unit untuk mengurutkan menurut nama unit."
            )
            faults.add("URUTAN_TIDAK_ADA", pesan, baris=baris.baris, kolom="urutan")
            return


def _dengan(formasi: Formasi, kualifikasi: frozenset[str]) -> Formasi:
    return Formasi(formasi.kode, formasi.kuota, formasi.jenis_kebutuhan, formasi.unit, kualifikasi, formasi.urutan, formasi.grup)


def _pokok(pos: Pos) -> tuple[object, ...]:
    return (_dengan(pos.formasi, frozenset()), pos.kelompok, pos.jabatan)


def _pos(baris: Baris, label: Mapping[str, str], faults: FaultList) -> Pos:
    """One row; after a fault its value is a stand-in, since the table is refused as a whole."""
    jenis = " ".join(baris.nilai["jenis_kebutuhan"].upper().split())
    baris.nilai["jenis_kebutuhan"] = label.get(jenis, jenis)
    studi = frozenset(baku(satu) for satu in (text(baris, "kualifikasi", faults, longest=200_000) or "").split(";") if satu.strip())
    return Pos(
        Formasi(
            kode=text(baris, "formasi", faults, longest=64) or "",
            kuota=integer(baris, "kuota", 1, _TERBANYAK, faults) or 1,
            jenis_kebutuhan=choice(baris, "jenis_kebutuhan", JenisKebutuhan, faults) or JenisKebutuhan.UMUM,
            unit=baku(text(baris, "unit", faults, longest=_TERPANJANG) or ""),
            kualifikasi=studi,
            urutan=(integer(baris, "urutan", 0, _TERBANYAK, faults) or 0) if baris.nilai["urutan"] else 0,
            grup=baku(baris.nilai["grup"]) or None,
        ),
        text(baris, "kelompok", faults, longest=64) or "",
        baku(baris.nilai["jabatan"]),
    )
