"""Published lists as rows of named cells: CSV as the officers' tools write it, JSON lines as the public doors give them."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import NamedTuple


class TidakTerbaca(Exception):
    """A list that says nothing that could be computed again; the words are for the citizen."""


class Jenis(StrEnum):
    """What a list says, told by its columns."""

    FORMASI = "daftar formasi"
    SKD = "hasil SKD"
    PERINGKAT = "peringkat"
    PPPK = "peringkat PPPK"
    HASIL = "hasil akhir"
    KURSI = "daftar kursi"
    PENGUNDURAN = "pengunduran diri"
    PENGGANTI = "pengganti"


# The first row whose columns are all there says what the list is.
_CIRI: tuple[tuple[Jenis, frozenset[str]], ...] = (
    (Jenis.PENGGANTI, frozenset({"kursi", "digantikan", "pengganti"})),
    (Jenis.PENGUNDURAN, frozenset({"peserta", "dapat_diganti"})),
    (Jenis.HASIL, frozenset({"peserta", "formasi", "kode", "formasi_tujuan"})),
    (Jenis.PPPK, frozenset({"peserta", "formasi", "kelompok", "teknis", "manajerial_sosiokultural", "wawancara", "peringkat"})),
    (Jenis.PERINGKAT, frozenset({"peserta", "formasi", "kelompok", "skb", "nilai_akhir", "peringkat"})),
    (Jenis.SKD, frozenset({"peserta", "formasi", "twk", "tiu", "tkp", "status"})),
    (Jenis.KURSI, frozenset({"kursi", "formasi", "status"})),
    (Jenis.FORMASI, frozenset({"formasi", "kelompok", "unit", "jenis_kebutuhan", "kualifikasi", "kuota"})),
)
_PER_ORANG = frozenset({Jenis.SKD, Jenis.PERINGKAT, Jenis.PPPK, Jenis.HASIL})
# In the doors scores are whole thousandths, and some names are others.
_SERIBU = frozenset({"nilai_skb", "skd_100", "skor_skd", "skor_skb", "nilai_akhir"})
_NAMA = {"nilai_skb": "skb", "kode_skd": "status", "formasi_asal": "formasi"}
_BULAN = ("januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november", "desember")

# What lists call need types, beside the names that the rules use.
LABEL = {
    "LULUSAN TERBAIK": "CUMLAUDE",
    "PENYANDANG DISABILITAS": "DISABILITAS",
    "PUTRA/PUTRI PAPUA DAN PAPUA BARAT": "PAPUA",
    "PUTRA/PUTRI PAPUA": "PAPUA",
    "ORANG ASLI PAPUA (OAP)": "OAP",
    "UMUM (NON OAP)": "NON_OAP",
    "PUTRA/PUTRI DAERAH TERTINGGAL": "DAERAH_TERTINGGAL",
    "PUTRA/PUTRI KALIMANTAN": "KALIMANTAN",
}


class Baris(NamedTuple):
    """The number of a row in its file (the header is 1), and its cells by column."""

    nomor: int
    sel: Mapping[str, str]

    def isi(self, kolom: str) -> str:
        """The cell, empty where there is no such column."""
        return self.sel.get(kolom, "")


class Beda(NamedTuple):
    """One cell that says otherwise than the law does on the same numbers."""

    daftar: str
    baris: int
    siapa: str
    kolom: str
    tertulis: str
    seharusnya: str

    def __str__(self) -> str:
        return (
            f"{self.daftar} baris {self.baris}, {self.siapa}: {self.kolom} tertulis {self.tertulis or 'kosong'}, "
            f"seharusnya {self.seharusnya or 'kosong'}"
        )


@dataclass(frozen=True)
class Daftar:
    """One list."""

    nama: str
    jenis: Jenis
    kolom: frozenset[str]
    baris: tuple[Baris, ...]

    def bulat(self, baris: Baris, kolom: str) -> int:
        """A whole number that must be there.

        Raises:
            TidakTerbaca: it is not.
        """
        nilai = bulat(baris.isi(kolom))
        if nilai is None:
            raise TidakTerbaca(f"{self.nama} baris {baris.nomor}: kolom {kolom} harus bilangan bulat, tertulis {baris.isi(kolom)!r}.")
        return nilai

    def angka(self, baris: Baris, kolom: str) -> Decimal | None:
        """A number, None for an empty cell.

        Raises:
            TidakTerbaca: something else is written.
        """
        nilai = desimal(baris.isi(kolom))
        if nilai is None and baris.isi(kolom):
            raise TidakTerbaca(f"{self.nama} baris {baris.nomor}: kolom {kolom} harus angka, tertulis {baris.isi(kolom)!r}.")
        return nilai

    def banding(self, baris: Baris, kolom: str, seharusnya: Decimal | str | None, siapa: str = "peserta") -> Iterator[Beda]:
        """The difference between a cell and what it should say; none where the list has no such column."""
        if kolom not in self.kolom:
            return
        tertulis = baris.isi(kolom)
        sama = desimal(tertulis) == seharusnya if isinstance(seharusnya, Decimal) else tertulis.upper() == (seharusnya or "").upper()
        if not sama:
            orang = f"{siapa} {baris.isi(siapa)}"
            yield Beda(self.nama, baris.nomor, orang, kolom, tertulis, "" if seharusnya is None else str(seharusnya))


def baca(nama: str, teks: Iterable[str]) -> Daftar:
    """Read a list: JSON lines where its name ends so, otherwise CSV with commas or semicolons.

    Raises:
        TidakTerbaca: not such a list.
    """
    baris = tuple(_ndjson(teks) if nama.endswith(".ndjson") else _csv(nama, teks))
    if not baris:
        raise TidakTerbaca(f"{nama}: tidak berisi satu baris pun.")
    kolom = frozenset(baris[0].sel)
    for jenis, ciri in _CIRI:
        if ciri <= kolom:
            if jenis in _PER_ORANG:
                _sekali(nama, baris)
            return Daftar(nama, jenis, kolom, baris)
    dikenal = "; ".join(f"{jenis.value}: {', '.join(sorted(ciri))}" for jenis, ciri in _CIRI)
    raise TidakTerbaca(f"{nama}: bukan daftar yang dikenal. Kolom yang menentukan: {dikenal}.")


def _sekali(nama: str, semua: Iterable[Baris]) -> None:
    pertama: dict[tuple[str, str], int] = {}
    for baris in semua:
        awal = pertama.setdefault((baris.isi("peserta"), baris.isi("formasi")), baris.nomor)
        if awal != baris.nomor:
            raise TidakTerbaca(f"{nama} baris {baris.nomor}: peserta {baris.isi('peserta')} sudah ada di baris {awal}.")


def _csv(nama: str, teks: Iterable[str]) -> Iterable[Baris]:
    baris = iter(teks)
    kepala = next(baris, "").lstrip("\ufeff")
    pemisah = ";" if kepala.count(";") > kepala.count(",") else ","
    kolom = [satu.strip().casefold() for satu in next(csv.reader([kepala], delimiter=pemisah), [])]
    ganda = sorted({satu for satu in kolom if satu and kolom.count(satu) > 1})
    if ganda:
        raise TidakTerbaca(f"{nama}: kolom {', '.join(ganda)} ada lebih dari satu.")
    for nomor, sel in enumerate(csv.reader(baris, delimiter=pemisah), 2):
        if any(sel):
            if len(sel) < len(kolom) or any(sel[len(kolom) :]):
                raise TidakTerbaca(f"{nama} baris {nomor}: berisi {len(sel)} sel, padahal judul berisi {len(kolom)}. Daftar ini terpotong?")
            yield Baris(nomor, dict(zip(kolom, (satu.strip() for satu in sel), strict=False)))


def _ndjson(teks: Iterable[str]) -> Iterable[Baris]:
    for nomor, satu in enumerate(teks, 1):
        if satu.strip():
            yield dari_pintu(nomor, json.loads(satu, parse_float=Decimal))


def dari_pintu(nomor: int, isi: Mapping[str, object]) -> Baris:
    """A row as a door says it: the names of the lists, scores out of thousandths."""
    return Baris(nomor, {_NAMA.get(kolom, kolom): _sel(kolom, nilai) for kolom, nilai in isi.items()})


def _sel(kolom: str, nilai: object) -> str:
    if nilai is None:
        return ""
    if isinstance(nilai, bool):
        return "YA" if nilai else "TIDAK"
    if isinstance(nilai, list):
        return ";".join(map(str, nilai))
    if kolom in _SERIBU and isinstance(nilai, int):
        return str(Decimal(nilai).scaleb(-3))
    return str(nilai)


def desimal(isi: str) -> Decimal | None:
    """A number with a point or a comma; None where nothing, or something else, is written."""
    try:
        nilai = Decimal(isi.replace(",", "."))
    except InvalidOperation:
        return None
    return nilai if nilai.is_finite() else None


def bulat(isi: str) -> int | None:
    """A whole number; None where nothing, or something else, is written."""
    nilai = desimal(isi)
    return None if nilai is None or nilai != int(nilai) else int(nilai)


def tanggal(isi: str) -> date | None:
    """A day as 1996-08-18, 18-08-1996, 18/08/1996, 18.08.1996 or "18 Agustus 1996"; None where nothing, or something else, is written."""
    bagian = isi.partition("T")[0].casefold().replace("/", "-").replace(".", "-").replace(" ", "-").split("-")[:3]
    if len(bagian) == 3 and bagian[1] in _BULAN:
        bagian[1] = str(_BULAN.index(bagian[1]) + 1)
    if len(bagian) < 3 or not all(satu.isascii() and satu.isdecimal() for satu in bagian):
        return None
    tahun, bulan, hari = bagian if len(bagian[0]) == 4 else reversed(bagian)
    try:
        return date(int(tahun), int(bulan), int(hari))
    except ValueError:
        return None


def baku(nama: str) -> str:
    """A name as it is compared: capitals, single blanks."""
    return " ".join(nama.upper().split())


def jenis_kebutuhan(label: str) -> str:
    """A need type by the name that the rules use."""
    return LABEL.get(baku(label), baku(label))
