"""`periksa-peringkat` for PPPK: holds a published list, ours or another's, against the properties of docs/verifikasi.md."""

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from services.penilaian.alat.pemeriksaan import (
    TERCETAK,
    Bentuk,
    Temuan,
    Tercetak,
    bentuk,
    per_formasi,
    seri_tercetak,
    tercetak,
    usia_tercetak,
    ya,
)
from services.penilaian.alat.pemeringkatan_pppk import PembacaPppk
from services.penilaian.alat.sel import MENUNGGU
from services.penilaian.domain.periksa import periksa_pppk
from services.penilaian.domain.peringkat import Letak
from services.penilaian.domain.pppk import HasilPppk, PesertaPppk, peringkatkan_pppk
from shared.aturan import Kehadiran
from shared.aturan.pppk import AturanPppk
from shared.tabular import Baris, FaultList, integer
from shared.tools import Session

WAJIB = ("peringkat",)
BOLEH = ("total", "nilai_teknis", "memenuhi_ambang", "peringkat_kelompok", "seri", "keterangan")
_TERTINGGI = 10_000


class _Dicetak(NamedTuple):
    """What the list prints about one person; None = not printed."""

    di: Tercetak
    total: int | None
    teknis: int | None
    ambang: bool | None
    kode: str


def periksa_daftar_pppk(daftar: Path, aturan: AturanPppk, session: Session, *, kelipatan: bool = True) -> tuple[Temuan, ...]:
    """T1 to T7 on a ranking, sorted by kelompok (PermenPANRB 6/2024 Pasal 47 ayat (3), 28/2021, 29/2021 Pasal 24).

    Raises:
        Rejected: the table cannot be read, or rows are wrong; all faults by row and column.
    """
    dicetak: dict[str, _Dicetak] = {}
    pembaca = PembacaPppk(aturan, kelipatan=kelipatan)
    lembar, faults = pembaca.lembar(daftar, session, wajib=WAJIB, boleh=BOLEH)
    isi = bentuk(lembar.columns, ("tanggal_lahir",), session)

    def satu(baris: Baris, faults: FaultList) -> PesertaPppk:
        orang = pembaca.peserta(_tanpa_nilai(baris), faults)
        dicetak[orang.peserta] = _baca(baris, aturan, faults, isi)
        return replace(orang, usia=usia_tercetak(dicetak[orang.peserta].di)) if isi.buta else orang

    terbaca = pembaca.terbaca(lembar, faults, session, satu)
    syarat = {orang.formasi: pembaca.syarat[nama] for nama, people in terbaca.kelompok.items() for orang in people}
    kelompok = terbaca.kelompok if isi.sekelompok else per_formasi(terbaca.kelompok)
    kuota = terbaca.kuota if "keterangan" in lembar.columns else {}
    temuan = []
    for nama in session.follow("Memeriksa kelompok", sorted(kelompok), len(kelompok)):
        people = kelompok[nama]
        berlaku = syarat[people[0].formasi]
        benar = {satu.peserta: satu for satu in peringkatkan_pppk(people, aturan, berlaku)}
        semua = [dicetak[orang.peserta].di for orang in people]
        hasil = []
        for orang in people:
            satu_dicetak = dicetak[orang.peserta]
            letak = _letak(satu_dicetak.kode, aturan) if orang.formasi in kuota else None
            lengkap = replace(
                _hasil(orang, satu_dicetak, benar[orang.peserta], aturan), seri=seri_tercetak(semua, satu_dicetak.di), letak=letak
            )
            hasil.append(lengkap)
        temuan += [Temuan(nama, satu) for satu in periksa_pppk(people, hasil, aturan, berlaku, kuota)]
    return tuple(temuan)


def _tanpa_nilai(baris: Baris) -> Baris:
    """The row with its attendance: a list without that column says it by the code alone."""
    kode = baris.nilai["keterangan"].upper()
    if kode not in {Kehadiran.TH, Kehadiran.DIS} or any(baris.nilai[kolom] for kolom in ("kehadiran", "teknis", "wawancara")):
        return baris
    return Baris(baris.baris, {**baris.nilai, "kehadiran": kode})


def _baca(baris: Baris, aturan: AturanPppk, faults: FaultList, isi: Bentuk) -> _Dicetak:
    kode = baris.nilai["keterangan"].upper()
    dikenal = {*dict(aturan.kode_akhir).values(), MENUNGGU, ""}
    if kode not in dikenal:
        pesan = f"Kode hasil {aturan.nama} ialah {', '.join(sorted(dikenal - {''}))}."
        faults.add("KETERANGAN", pesan, baris=baris.baris, kolom="keterangan", nilai=kode)
    angka = {kolom: integer(baris, kolom, 0, _TERTINGGI, faults) if baris.nilai[kolom] else None for kolom in ("total", "nilai_teknis")}
    di = tercetak(baris, faults, isi)
    return _Dicetak(di, angka["total"], angka["nilai_teknis"], ya(baris, "memenuhi_ambang", faults), kode)


def _letak(tercetak: str, aturan: AturanPppk) -> Letak | None:
    kode = dict(aturan.kode_akhir)
    return {kode["LULUS"]: Letak.DALAM, kode["TIDAK_LULUS"]: Letak.LUAR, MENUNGGU: Letak.SERI}.get(tercetak)


def _hasil(orang: PesertaPppk, dicetak: _Dicetak, benar: HasilPppk, aturan: AturanPppk) -> HasilPppk:
    """The printed points and ranks; what is not printed is filled in as it should be, and so is not asked of the list."""
    ambang = dicetak.ambang
    if ambang is None and aturan.ambang is not None and orang.kehadiran is Kehadiran.HADIR:
        ambang = dicetak.kode != dict(aturan.kode_akhir)["DI_BAWAH_AMBANG"] if dicetak.kode else benar.memenuhi_ambang
    return HasilPppk(
        orang.peserta,
        orang.formasi,
        benar.teknis if dicetak.teknis is None else dicetak.teknis,
        benar.total if dicetak.total is None else dicetak.total,
        dicetak.di.peringkat,
        dicetak.di.peringkat_kelompok,
        seri=False,
        alasan=TERCETAK,
        memenuhi_ambang=ambang,
    )
