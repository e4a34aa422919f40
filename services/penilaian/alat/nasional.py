"""A national table in seconds: read column by column and ranked by `massal`, with the same rows that the domain would give.

Only a table without a single fault, without a signed order and with all seats stated is taken here; any other goes row by row, where each
fault is named. A column has few different values: each is read once, by the reader of cells that reads rows.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple, TypeVar

import numpy as np

from services.penilaian.alat import sel
from services.penilaian.alat.jarak import LANGKAH_NILAI as LANGKAH
from services.penilaian.alat.jarak import Jarak
from services.penilaian.domain.kalimat import kalimat
from services.penilaian.massal import TIDAK_ADA, Kolom, PeringkatMassal, TabelFormasi, TabelSkb, alasan_akhir, peringkatkan
from services.penilaian.massal.kolom import STATUS_SKB
from shared.aturan import AturanSeleksi, HasilSkd, StatusSkb
from shared.tabular import Baris, FaultList, Value, integer, score
from shared.tools import Session, Sheet

T = TypeVar("T", bound=Hashable)
Ipk = Callable[[Baris, FaultList], tuple[int | None, str]]
_BUTIR = ("twk", "tiu", "tkp")


class _Lain(Exception):
    """The table is not one of those that are taken here."""


class _Kolom:
    """The columns of a table, each value read once."""

    def __init__(self, lembar: Sheet) -> None:
        self._lembar = lembar
        self.banyak = len(lembar.table)

    def teks(self, kolom: str) -> list[str]:
        return self._lembar.column(kolom) or [""] * self.banyak

    def tabel(self, kolom: str, baca: Callable[[Baris, FaultList], T]) -> dict[str, T]:
        faults = FaultList()
        hasil = {isi: baca(Baris(0, {kolom: isi}), faults) for isi in set(self.teks(kolom))}
        if faults:
            raise _Lain
        return hasil

    def angka(self, kolom: str, baca: Callable[[Baris, FaultList], int | None]) -> Kolom:
        tabel = {isi: TIDAK_ADA if nilai is None else nilai for isi, nilai in self.tabel(kolom, baca).items()}
        return np.fromiter(map(tabel.__getitem__, self.teks(kolom)), np.int64, self.banyak)


class Nasional(NamedTuple):
    """The new columns of each row with whether the person is tied, and how close people stand to the last one inside the seats."""

    baris: list[tuple[tuple[Value, ...], bool]]
    jarak: Jarak


def peringkatkan_nasional(lembar: Sheet, aturan: AturanSeleksi, baca_ipk: Ipk, session: Session, *, kelipatan: bool) -> Nasional | None:
    """What came of a table; None for a table that has to be read row by row."""
    kolom = _Kolom(lembar)
    try:
        nomor = _nomor(kolom)
        pos, di = _formasi(kolom)
        tabel = _peserta(kolom, di, aturan, baca_ipk, kelipatan=kelipatan)
        _tolak_yang_lain(kolom, tabel, aturan)
    except _Lain:
        return None
    # The row stands in for the number: rows in the order of numbers.
    urut = np.array(sorted(range(kolom.banyak), key=nomor.__getitem__), dtype=np.int64)
    tabel = TabelSkb(**{nama: getattr(tabel, nama)[urut] for nama in _ISI_TABEL})
    hasil = peringkatkan(pos, tabel, aturan)
    kalimat_urut = alasan_akhir(pos, tabel, hasil, aturan, [nomor[baris] for baris in urut.tolist()])
    semua: list[tuple[tuple[Value, ...], bool]] = [((), False)] * kolom.banyak
    isi = zip(urut.tolist(), _angka(hasil, pos, tabel, aturan), kalimat_urut, strict=True)
    for baris, (angka, seri), alasan in session.follow("Memeringkat", isi, kolom.banyak):
        semua[baris] = ((*angka, " ".join(map(kalimat, alasan))), seri)
    return Nasional(semua, _jarak(hasil, pos, tabel))


def _jarak(hasil: PeringkatMassal, pos: TabelFormasi, tabel: TabelSkb) -> Jarak:
    """People whose rank lies within the seats stand inside, also where a tie reaches over the last one."""
    ada = hasil.peringkat != TIDAK_ADA
    dalam = hasil.peringkat <= pos.kuota[tabel.formasi]
    return Jarak(tabel.formasi[ada], hasil.nilai_akhir[ada], dalam[ada], LANGKAH * 1000)


_ISI_TABEL = ("formasi", "twk", "tiu", "tkp", "status", "nilai_skb", "ipk", "skala_ipk", "usia", "gugur_di")


def _nomor(kolom: _Kolom) -> list[str]:
    nomor = kolom.teks("peserta")
    if len(set(nomor)) < kolom.banyak:
        raise _Lain
    # As `tabel` does for columns of few values; here they all differ.
    kolom.tabel("peserta", lambda baris, faults: sel.kata(baris, "peserta", faults))
    return nomor


def _formasi(kolom: _Kolom) -> tuple[TabelFormasi, Kolom]:
    """The posts, and by participant the row of the own one."""
    for nama in ("formasi", "kelompok"):
        kolom.tabel(nama, lambda baris, faults, nama=nama: sel.kata(baris, nama, faults))  # type: ignore[misc]
    kuota = kolom.tabel("kuota", sel.kursi)
    if None in kuota.values():
        raise _Lain
    baris: dict[str, int] = {}
    isi: dict[str, tuple[str, int | None]] = {}
    formasi = kolom.teks("formasi")
    for satu, pool, kursi in zip(formasi, kolom.teks("kelompok"), kolom.teks("kuota"), strict=True):
        if isi.setdefault(satu, (pool, kuota[kursi])) != (pool, kuota[kursi]):
            raise _Lain
        baris.setdefault(satu, len(baris))
    pools = {pool: n for n, pool in enumerate(sorted({pool for pool, _ in isi.values()}))}
    nol = np.zeros(len(isi), np.int64)
    pos = TabelFormasi(
        kelompok=np.array([pools[pool] for pool, _ in isi.values()], dtype=np.int64),
        jenis=nol,
        jabatan=nol,
        kuota=np.array([kursi for _, kursi in isi.values()], dtype=np.int64),
        nama_jenis=("",),
        nama_jabatan=("",),
    )
    return pos, np.fromiter(map(baris.__getitem__, formasi), np.int64, kolom.banyak)


def _peserta(kolom: _Kolom, di: Kolom, aturan: AturanSeleksi, baca_ipk: Ipk, *, kelipatan: bool) -> TabelSkb:
    def butir(nama: str) -> Kolom:
        komponen = getattr(aturan.skd, nama)
        nilai = kolom.angka(nama, lambda baris, faults: integer(baris, nama, komponen.minimum, komponen.maksimum, faults))
        if kelipatan and ((nilai - komponen.minimum) % komponen.kelipatan).any():
            raise _Lain
        return nilai

    def status(baris: Baris, faults: FaultList) -> int:
        return STATUS_SKB.index(sel.pilihan(baris, "status_skb", StatusSkb, faults, StatusSkb.HADIR))

    hadir = kolom.angka("status_skb", status)
    skb = kolom.angka("skb", lambda baris, faults: score(baris, "skb", 0, 100_000, faults) if baris.nilai["skb"] else None)
    if ((hadir == STATUS_SKB.index(StatusSkb.HADIR)) & (skb == TIDAK_ADA)).any():
        raise _Lain
    twk, tiu, tkp = map(butir, _BUTIR)
    return TabelSkb(
        formasi=di,
        twk=twk,
        tiu=tiu,
        tkp=tkp,
        status=hadir,
        nilai_skb=skb,
        ipk=kolom.angka("ipk", lambda baris, faults: baca_ipk(baris, faults)[0]),
        skala_ipk=kolom.angka("ipk", lambda baris, faults: int(baca_ipk(baris, faults)[1] == "IJAZAH")),
        usia=kolom.angka("tanggal_lahir", lambda baris, faults: sel.usia(baris, aturan.tahun, faults)),
        gugur_di=np.full_like(di, TIDAK_ADA),
    )


def _tolak_yang_lain(kolom: _Kolom, tabel: TabelSkb, aturan: AturanSeleksi) -> None:
    if set(kolom.teks("urutan_panselnas")) != {""} or not {"", dict(aturan.kode_skd)[HasilSkd.LULUS]}.issuperset(kolom.teks("status")):
        raise _Lain
    jumlah = tabel.twk + tabel.tiu + tabel.tkp
    total = kolom.angka("skd", lambda baris, faults: integer(baris, "skd", 0, aturan.skd.maksimum, faults) if baris.nilai["skd"] else None)
    if ((total != TIDAK_ADA) & (total != jumlah)).any():
        raise _Lain
    jenis = kolom.tabel("jenis_kebutuhan", lambda baris, faults: sel.jenis(baris, aturan, faults))
    pasangan = list(zip(kolom.teks("jenis_kebutuhan"), kolom.teks("jabatan"), strict=True))
    for satu in set(pasangan):
        if not jenis[satu[0]]:
            continue
        ambang = aturan.ambang_batas(jenis[satu[0]], sel.baku(satu[1]))
        milik = np.fromiter((lain == satu for lain in pasangan), np.bool_, kolom.banyak)
        kurang = (tabel.twk < ambang.twk) | (tabel.tiu < ambang.tiu) | (tabel.tkp < ambang.tkp) | (jumlah < ambang.total)
        if (milik & kurang).any():
            raise _Lain


def _angka(hasil: PeringkatMassal, pos: TabelFormasi, tabel: TabelSkb, aturan: AturanSeleksi) -> Sequence[tuple[tuple[Value, ...], bool]]:
    """Compute for each row of `tabel` the new columns but the reasons, and whether the person is tied."""
    kode = dict(aturan.kode_akhir)
    kolom = (
        hasil.skd, hasil.skd_100, hasil.skor_skd, hasil.skor_skb, hasil.nilai_akhir, hasil.peringkat, hasil.peringkat_kelompok,
        hasil.seri, hasil.bersama, pos.kuota[tabel.formasi], tabel.status,
    )  # fmt: skip
    semua: list[tuple[tuple[Value, ...], bool]] = []
    for skd, seratus, skor_skd, skor_skb, akhir, dalam, sekelompok, seri, bersama, kuota, status in zip(
        *(satu.tolist() for satu in kolom), strict=True
    ):
        if dalam == TIDAK_ADA:
            semua.append(((skd, sel.desimal(seratus), None, None, None, None, None, "", kode[STATUS_SKB[status].value]), False))
            continue
        dalam_kuota = sel.MENUNGGU if dalam + bersama - 1 > kuota else kode["LULUS"]
        letak = dalam_kuota if dalam <= kuota else kode["TIDAK_LULUS"]
        nilai = map(sel.desimal, (seratus, skor_skd, skor_skb, akhir))
        semua.append(((skd, *nilai, dalam, sekelompok, "YA" if seri else "", letak), bool(seri)))
    return semua
