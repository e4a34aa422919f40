"""Score files read: cells as the officers' tools read them, and what only a score file knows (docs/penilaian.md)."""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

import orjson

from services.penilaian.domain.bawaan import PilihanBawaan
from services.penilaian.domain.berkas import dapat
from services.penilaian.domain.pppk import BagianPppk
from services.penilaian.domain.skb import BagianSkb, HasilBagian, NilaiSkb, gabungkan
from services.penilaian.store.berkas import Isi, Ujian
from services.penilaian.usecases.bawaan import PilihanTerbaca
from services.penilaian.usecases.berkas import BerkasNilai, NilaiTerbaca
from shared.alasan import ribuan
from shared.aturan import AturanSeleksi, AturanSkb, Kehadiran, Komponen, StatusSkb
from shared.aturan.pppk import AturanPppk
from shared.istilah import JenisUjian
from shared.tabular import Baris, FaultList, choice, integer, read_table, score, tanggal_di, thousandths

_KOLOM: Mapping[Ujian, tuple[tuple[str, ...], tuple[str, ...]]] = {
    JenisUjian.SKD: (("peserta", "kehadiran", "twk", "tiu", "tkp"), ()),
    JenisUjian.SKB: (("peserta", "kehadiran", "nilai_skb"), ("status_skb",)),
}
_NILAI_SKD, _NILAI_SKB = ("twk", "tiu", "tkp"), ("nilai_skb",)
_KOLOM_BAWAAN = ("peserta", "tahun_asal", "dipilih_pada", "nik_sama", "jenjang_asal", "twk", "tiu", "tkp")
_SKB_TERTINGGI = 100_000
_ANGKA_TERBANYAK = 20
_YA, _TIDAK = "YA", "TIDAK"

T = TypeVar("T")


class _KesalahanBerkas(FaultList):
    """Counts the rows that the reader could not hand on: they are rows of the file all the same."""

    def __init__(self) -> None:
        super().__init__()
        self._tidak_sampai: set[int | None] = set()

    @property
    def timpang(self) -> int:
        """How many they are."""
        return len(self._tidak_sampai)

    def add(self, kode: str, pesan: str, *, baris: int | None = None, kolom: str | None = None, nilai: str | None = None) -> None:
        """Note one fault."""
        super().add(kode, pesan, baris=baris, kolom=kolom, nilai=nilai)
        if kode.startswith("TABEL_"):
            self._tidak_sampai.add(baris)


class _PerPeserta(Generic[T]):
    """Good rows by participant. Of two rows about one person nobody can say which is right: neither is taken."""

    def __init__(self, faults: _KesalahanBerkas) -> None:
        self._faults = faults
        self._first: dict[str, int] = {}
        self._rows = 0
        self.baris: dict[str, tuple[int, T]] = {}

    def catat(self, baris: Baris, satu: T | None) -> None:
        """Note a row and what it says; None after a fault."""
        peserta = baris.nilai["peserta"]
        self._rows += 1
        first = self._first.setdefault(peserta, baris.baris)
        if first != baris.baris:
            pesan = f"Peserta ini sudah ada di baris {first}. Sisakan satu baris yang benar."
            self._faults.add("PESERTA_GANDA", pesan, baris=baris.baris, kolom="peserta", nilai=peserta)
            self.baris.pop(peserta, None)
        elif satu is not None:
            self.baris[peserta] = (baris.baris, satu)

    @property
    def jumlah(self) -> int:
        """Data rows of the file."""
        return self._rows + self._faults.timpang


def baca_nilai(kiriman: BerkasNilai, aturan: AturanSeleksi, bagian: Mapping[str, Sequence[BagianSkb]]) -> NilaiTerbaca:
    """Read a score file row by row; `bagian` = the announced SKB parts of the people who have some.

    Raises:
        Rejected: the file as a whole is no such table, or has more rows than its sender says.
    """
    faults = _KesalahanBerkas()
    required, optional = _KOLOM[kiriman.jenis]
    columns = sorted({part.kode for parts in bagian.values() for part in parts})
    if columns:
        required, optional = ("peserta", "kehadiran"), ("nilai_skb", "status_skb", *columns)
    orang: _PerPeserta[Isi] = _PerPeserta(faults)
    rows = read_table(kiriman.nama, kiriman.isi, required=required, optional=optional, faults=faults, at_most=kiriman.jumlah)
    for baris in rows:
        before = len(faults)
        _peserta(baris, faults)
        satu = _isi(baris, kiriman.jenis, aturan, bagian.get(baris.nilai["peserta"], ()), faults)
        orang.catat(baris, satu if len(faults) == before else None)
    return NilaiTerbaca(orang.baris, faults, orang.jumlah)


def baca_kompetensi(kiriman: BerkasNilai, aturan: AturanPppk) -> NilaiTerbaca:
    """Read a score file of the competency test; that the test of the own jabatan can give the points is found later.

    Raises:
        Rejected: the file as a whole is no such table, or has more rows than its sender says.
    """
    faults = _KesalahanBerkas()
    orang: _PerPeserta[Isi] = _PerPeserta(faults)
    required = ("peserta", "kehadiran", *BagianPppk._fields)
    for baris in read_table(kiriman.nama, kiriman.isi, required=required, faults=faults, at_most=kiriman.jumlah):
        before = len(faults)
        _peserta(baris, faults)
        satu = _isi_kompetensi(baris, aturan, faults)
        orang.catat(baris, satu if len(faults) == before else None)
    return NilaiTerbaca(orang.baris, faults, orang.jumlah)


def baca_bawaan(kiriman: BerkasNilai, aturan: AturanSeleksi) -> PilihanTerbaca:
    """Read a file of people who chose an earlier year's SKD.

    Raises:
        Rejected: the file as a whole is no such table, or has more rows than its sender says.
    """
    faults = _KesalahanBerkas()
    orang: _PerPeserta[PilihanBawaan] = _PerPeserta(faults)
    for baris in read_table(kiriman.nama, kiriman.isi, required=_KOLOM_BAWAAN, faults=faults, at_most=kiriman.jumlah):
        orang.catat(baris, _pilihan(baris, aturan, faults))
    return PilihanTerbaca(orang.baris, faults, orang.jumlah)


def _peserta(baris: Baris, faults: FaultList) -> str:
    peserta = baris.nilai["peserta"]
    if not (peserta.isascii() and peserta.isdecimal() and len(peserta) <= _ANGKA_TERBANYAK):
        pesan = "Nomor peserta terdiri atas 1 sampai 20 angka, tanpa tanda lain."
        faults.add("NOMOR_PESERTA", pesan, baris=baris.baris, kolom="peserta", nilai=peserta)
    return peserta


def _isi(baris: Baris, jenis: Ujian, aturan: AturanSeleksi, bagian: Sequence[BagianSkb], faults: FaultList) -> Isi | None:
    """Read the row; after a fault the value is a stand-in."""
    kehadiran = choice(baris, "kehadiran", Kehadiran, faults)
    if kehadiran is None:
        return None
    if kehadiran is not Kehadiran.HADIR:
        _tanpa_nilai(baris, kehadiran, _NILAI_SKD if jenis is JenisUjian.SKD else _NILAI_SKB, faults, bagian)
        return Isi(kehadiran)
    if jenis is JenisUjian.SKD:
        return Isi(kehadiran, *_butir(baris, aturan, faults))
    if bagian:
        return _dari_bagian(baris, bagian, aturan.skb, faults)
    nilai = score(baris, "nilai_skb", 0, _SKB_TERTINGGI, faults)
    return Isi(kehadiran, nilai_skb=nilai, status=choice(baris, "status_skb", StatusSkb, faults, default=StatusSkb.HADIR))


def _isi_kompetensi(baris: Baris, aturan: AturanPppk, faults: FaultList) -> Isi | None:
    """Read the row; after a fault the value is a stand-in."""
    kehadiran = choice(baris, "kehadiran", Kehadiran, faults)
    if kehadiran is None:
        return None
    if kehadiran is not Kehadiran.HADIR:
        _tanpa_nilai(baris, kehadiran, BagianPppk._fields, faults)
        return Isi(kehadiran)
    tertinggi = (
        max(satu.teknis.maksimum for satu in aturan.ujian),
        max(satu.manajerial_sosiokultural.maksimum for satu in aturan.ujian),
        max(satu.wawancara.maksimum for satu in aturan.ujian),
    )
    teknis, mansos, wawancara = (
        integer(baris, kolom, 0, batas, faults) for kolom, batas in zip(BagianPppk._fields, tertinggi, strict=True)
    )
    return Isi(kehadiran, teknis=teknis, manajerial_sosiokultural=mansos, wawancara=wawancara)


def _tanpa_nilai(baris: Baris, kehadiran: Kehadiran, kolom: Sequence[str], faults: FaultList, bagian: Sequence[BagianSkb] = ()) -> None:
    """An absent person with points above zero is a contradiction that only the sender can resolve."""
    terisi = [satu for satu in kolom if baris.nilai[satu].strip("0.,")]
    terisi += [satu.kode for satu in bagian if baris.nilai[satu.kode].upper() not in {"", "TH"}]
    for satu in terisi:
        pesan = f"Peserta {kehadiran} tidak boleh bernilai. Kosongkan {satu} atau perbaiki kehadiran."
        faults.add("NILAI_TANPA_KEHADIRAN", pesan, baris=baris.baris, kolom=satu, nilai=baris.nilai[satu])


def _butir(baris: Baris, aturan: AturanSeleksi, faults: FaultList) -> tuple[int | None, int | None, int | None]:
    """TWK, TIU and TKP as the test can give them (the year's decree on the SKD)."""
    skd = aturan.skd
    return _satu(baris, "twk", skd.twk, faults), _satu(baris, "tiu", skd.tiu, faults), _satu(baris, "tkp", skd.tkp, faults)


def _satu(baris: Baris, kolom: str, komponen: Komponen, faults: FaultList) -> int | None:
    butir = integer(baris, kolom, komponen.minimum, komponen.maksimum, faults)
    if butir is not None and not dapat(butir, komponen):
        pesan = f"Nilai {kolom} harus kelipatan {komponen.kelipatan}. Periksa berkas asal dari pusat CAT."
        faults.add("NILAI_TIDAK_MUNGKIN", pesan, baris=baris.baris, kolom=kolom, nilai=baris.nilai[kolom])
    return butir


def _dari_bagian(baris: Baris, bagian: Sequence[BagianSkb], aturan: AturanSkb, faults: FaultList) -> Isi | None:
    """The SKB from its announced parts; `nilai_skb` and `status_skb` may stand there too and must then agree (Pasal 34-37)."""
    hasil = {part.kode: _hasil_bagian(baris, part, faults) for part in bagian}
    lengkap = {kode: satu for kode, satu in hasil.items() if satu is not None}
    if len(lengkap) < len(hasil):
        return None
    gabungan = gabungkan(bagian, lengkap, aturan)
    status = _status(baris, gabungan, faults)
    _cocok(baris, gabungan, faults)
    # Written by us and compared as text: the same row of a file must give the same bytes.
    parts = {kode: {"nilai": satu.nilai, "gugur": satu.gugur} for kode, satu in lengkap.items()}
    gugur_di = gabungan.gugur_di if status is gabungan.status else ""
    stored = orjson.dumps({"bagian": parts, "gugur_di": gugur_di}, option=orjson.OPT_SORT_KEYS).decode()
    return Isi(Kehadiran.HADIR, nilai_skb=gabungan.nilai, status=status, bagian=stored)


def _hasil_bagian(baris: Baris, part: BagianSkb, faults: FaultList) -> HasilBagian | None:
    """A cell of a part is a score, TH (did not attend) or GUGUR (failed a knock-out part that gives no score)."""
    isi = baris.nilai[part.kode].upper()
    if isi == "TH":
        return HasilBagian(None)
    if isi == "GUGUR" and part.menggugurkan:
        return HasilBagian(0, gugur=True)
    if not isi:
        gugur = ", GUGUR" if part.menggugurkan else ""
        pesan = f"Isi {part.kode} dengan 0 sampai {part.skala}{gugur}, atau TH bila tidak hadir."
        faults.add("SEL_KOSONG", pesan, baris=baris.baris, kolom=part.kode)
        return None
    nilai = score(baris, part.kode, 0, part.skala * 1000, faults)
    return None if nilai is None else HasilBagian(nilai)


def _status(baris: Baris, gabungan: NilaiSkb, faults: FaultList) -> StatusSkb:
    """Disqualification is found by people, not by scores; any other word must be what the parts say."""
    isi = baris.nilai["status_skb"].upper()
    if isi == StatusSkb.DIS:
        return StatusSkb.DIS
    if isi and isi != gabungan.status:
        pesan = f"Menurut bagian-bagiannya status peserta ini {gabungan.status}. Kosongkan status_skb atau perbaiki bagiannya."
        faults.add("STATUS_BERBEDA", pesan, baris=baris.baris, kolom="status_skb", nilai=isi)
    return gabungan.status


def _cocok(baris: Baris, gabungan: NilaiSkb, faults: FaultList) -> None:
    isi = baris.nilai["nilai_skb"]
    if not isi:
        return
    try:
        sama = thousandths(isi) == gabungan.nilai
    except ValueError:
        sama = False
    if not sama:
        pesan = f"Menurut bobot yang diumumkan nilainya {ribuan(gabungan.nilai)}. Kosongkan nilai_skb atau perbaiki bagiannya."
        faults.add("NILAI_SKB_BERBEDA", pesan, baris=baris.baris, kolom="nilai_skb", nilai=isi)


def _pilihan(baris: Baris, aturan: AturanSeleksi, faults: FaultList) -> PilihanBawaan | None:
    before = len(faults)
    peserta = _peserta(baris, faults)
    butir = _butir(baris, aturan, faults)
    tahun = integer(baris, "tahun_asal", 2018, aturan.tahun, faults)
    dipilih = tanggal_di(baris, "dipilih_pada", faults) if baris.nilai["dipilih_pada"] else None
    nik = baris.nilai["nik_sama"].upper()
    if nik not in {_YA, _TIDAK}:
        faults.add("SEL_BUKAN_PILIHAN", f"Isi nik_sama dengan {_YA} atau {_TIDAK}.", baris=baris.baris, kolom="nik_sama", nilai=nik)
    twk, tiu, tkp = butir
    if len(faults) != before or tahun is None or twk is None or tiu is None or tkp is None:
        return None
    return PilihanBawaan(peserta, tahun, dipilih, nik == _YA, baris.nilai["jenjang_asal"], twk, tiu, tkp)
