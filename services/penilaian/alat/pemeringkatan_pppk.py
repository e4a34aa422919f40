"""The final ranking of a table (PPPK)."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from services.penilaian.alat import sel
from services.penilaian.alat.jarak import Jarak
from services.penilaian.alat.pemeringkatan import Ringkasan
from services.penilaian.domain.kalimat import kalimat
from services.penilaian.domain.periksa import HASIL_CACAT, periksa_pppk
from services.penilaian.domain.peringkat import Letak
from services.penilaian.domain.pppk import HasilPppk, PesertaPppk, mungkin_pppk, peringkatkan_pppk
from services.penilaian.domain.seri import PutusanSeri
from services.penilaian.domain.urutan_seri import cela_tempat_pppk
from services.penilaian.domain.usia import usia as menurut_lahir
from shared.alasan import rincian
from shared.aturan import Kehadiran
from shared.aturan.pppk import AmbangTidakDiketahui, AturanPppk, KriteriaPppk, SyaratPppk
from shared.errors import Rejected
from shared.istilah import Afirmasi
from shared.tabular import Baris, FaultList, Value, integer
from shared.tools import Session, Sheet, check_rows, read_sheet, write_behind

WAJIB = ("peserta", "formasi", "kelompok", "teknis", "manajerial_sosiokultural", "wawancara")
BOLEH = ("tanggal_lahir", "kehadiran", "kuota", "urutan_panselnas", "jabatan", "ambang_teknis", "afirmasi", "masa_kerja")
TAMBAHAN = ("total", "peringkat", "peringkat_kelompok", "seri", "keterangan", "alasan")
TAMBAHAN_AMBANG = ("nilai_teknis", "memenuhi_ambang")
"""Columns that stand before the others in a year with passing grades."""
LANGKAH = 5
"""Points of the total in one step of the picture."""
_URUTAN = "urutan_panselnas"
_TERLAMA_KERJA = 60
_PEMISAH = re.compile(r"[+;,]")


def peringkatkan_tabel(masuk: Path, keluar: Path, aturan: AturanPppk, session: Session, *, kelipatan: bool = True) -> Ringkasan:
    """Write the table with totals, ranks and reasons.

    Raises:
        Rejected: the table cannot be read, or rows are wrong; all faults by row and column. Also when our own result breaks a property.
    """
    pembaca = PembacaPppk(aturan, kelipatan=kelipatan)
    lembar, faults = pembaca.lembar(masuk, session)
    terbaca = pembaca.terbaca(lembar, faults, session, pembaca.peserta)
    check_rows(keluar, len(terbaca.lembar.table))
    kelompok = terbaca.kelompok
    hasil: dict[str, HasilPppk] = {}
    for group in session.follow("Memeringkat", sorted(kelompok), len(kelompok)):
        ranked = peringkatkan_pppk(kelompok[group], aturan, pembaca.syarat[group], terbaca.kuota)
        if salah := periksa_pppk(kelompok[group], ranked, aturan, pembaca.syarat[group], terbaca.kuota):
            raise Rejected(HASIL_CACAT, f"Kelompok {group}: {rincian(salah)}. Kesalahan ini ada pada program; tidak ada yang ditulis.")
        hasil.update((satu.peserta, satu) for satu in ranked)
    kehadiran = {satu.peserta: satu.kehadiran for people in kelompok.values() for satu in people}
    urut = [hasil[baris.nilai["peserta"]] for baris in terbaca.lembar.rows]
    kode = [keterangan(satu, kehadiran[satu.peserta], aturan) for satu in urut]
    kolom = (*(TAMBAHAN_AMBANG if aturan.ambang else ()), *TAMBAHAN)
    rows = [_tambahan(satu, tercetak, aturan) for satu, tercetak in zip(urut, kode, strict=True)]
    write_behind(keluar, terbaca.lembar, kolom, rows, session)
    sekitar = ((satu.formasi, satu.total, satu.letak is not Letak.LUAR) for satu in urut if satu.total is not None and satu.letak)
    return Ringkasan(Counter(satu or "tanpa kode" for satu in kode), sum(satu.seri for satu in urut), Jarak.dari(sekitar, LANGKAH))


def keterangan(satu: HasilPppk, kehadiran: Kehadiran, aturan: AturanPppk) -> str:
    """The code of the year by the formation's own seats; empty where the table does not say how many there are."""
    kode = dict(aturan.kode_akhir)
    if satu.total is None:
        return kode[kehadiran.value]
    if satu.memenuhi_ambang is False:
        return kode["DI_BAWAH_AMBANG"]
    return {None: "", Letak.DALAM: kode["LULUS"], Letak.LUAR: kode["TIDAK_LULUS"], Letak.SERI: sel.MENUNGGU}[satu.letak]


def _tambahan(satu: HasilPppk, kode: str, aturan: AturanPppk) -> tuple[Value, ...]:
    memenuhi = {None: "", True: "YA", False: "TIDAK"}[satu.memenuhi_ambang]
    seri = "YA" if satu.seri else ""
    biasa = (satu.total, satu.peringkat, satu.peringkat_kelompok, seri, kode, " ".join(map(kalimat, satu.alasan)))
    return (satu.teknis, memenuhi, *biasa) if aturan.ambang else biasa


def _huruf(nama: str) -> str:
    """A word as it is compared: THK-II is THK_II."""
    return "".join(huruf for huruf in nama.upper() if huruf.isalnum())


class PembacaPppk:
    """Reads a table of PPPK participants; `syarat` says afterwards what holds for each kelompok, whose people have one jabatan."""

    def __init__(self, aturan: AturanPppk, *, kelipatan: bool = True) -> None:
        self._aturan = aturan
        self._kelipatan = kelipatan
        self._pertama: dict[str, int] = {}
        self.syarat: dict[str, SyaratPppk] = {}

    def lembar(self, masuk: Path, session: Session, *, wajib: tuple[str, ...] = (), boleh: tuple[str, ...] = ()) -> tuple[Sheet, FaultList]:
        """The table, with columns that somebody else needs, and the faults so far.

        Raises:
            Rejected: it cannot be read.
        """
        faults = FaultList()
        return read_sheet(masuk, required=(*WAJIB, *wajib), optional=(*BOLEH, *boleh), faults=faults, session=session), faults

    def terbaca(
        self, lembar: Sheet, faults: FaultList, session: Session, satu: Callable[[Baris, FaultList], PesertaPppk]
    ) -> sel.Terbaca[PesertaPppk]:
        """The people of the table, each row by `satu`.

        Raises:
            Rejected: rows are wrong; all faults by row and column.
        """
        return sel.periksa_peringkat(lembar, satu, faults, session, semua=self._periksa_seri)

    def peserta(self, baris: Baris, faults: FaultList) -> PesertaPppk:
        """One row; after a fault its value is a stand-in, since the table is refused as a whole."""
        kehadiran = sel.pilihan(baris, "kehadiran", Kehadiran, faults, Kehadiran.HADIR)
        syarat = self._syarat(baris, faults)
        ujian = syarat.ujian if syarat else self._aturan.ujian[0]
        parts = (
            ("teknis", ujian.teknis),
            ("manajerial_sosiokultural", ujian.manajerial_sosiokultural),
            ("wawancara", ujian.wawancara),
        )
        if kehadiran is Kehadiran.TH:
            sel.tanpa_nilai(baris, [kolom for kolom, _ in parts], faults)
        ada = {kolom for kolom, _ in parts if kehadiran is Kehadiran.HADIR or baris.nilai[kolom]}
        teknis, mansos, wawancara = (
            integer(baris, kolom, satu.minimum, satu.maksimum, faults) or 0 if kolom in ada else 0 for kolom, satu in parts
        )
        usia = sel.usia(baris, self._aturan.tahun, faults)
        peserta = PesertaPppk(
            sel.kata(baris, "peserta", faults),
            sel.kata(baris, "formasi", faults),
            kehadiran,
            teknis,
            mansos,
            wawancara,
            usia,
            self._afirmasi(baris, syarat, usia, faults),
            self._putusan(baris, faults),
        )
        for kolom in mungkin_pppk(peserta, syarat) if syarat and self._kelipatan else ():
            pesan = f"Nilai {kolom} ini tidak mungkin menurut susunan soal. Periksa berkas asal dari pusat CAT."
            faults.add("NILAI_TIDAK_MUNGKIN", pesan, baris=baris.baris, kolom=kolom, nilai=baris.nilai[kolom])
        return peserta

    def _syarat(self, baris: Baris, faults: FaultList) -> SyaratPppk | None:
        """What holds for the jabatan of a row, or None after a fault (KepmenPANRB 1127/2021, 1128/2021)."""
        nilai = baris.nilai
        ambang = integer(baris, "ambang_teknis", 0, 1_000, faults) if nilai["ambang_teknis"] else None
        try:
            syarat = self._aturan.syarat(nilai["jabatan"], ambang)
        except AmbangTidakDiketahui as error:
            self._ambang_tidak_diketahui(baris, error.nilai, faults)
            return None
        pertama = self._pertama.setdefault(nilai["kelompok"], baris.baris)
        if self.syarat.setdefault(nilai["kelompok"], syarat) != syarat:
            pesan = f"Nilai ambang batas atau susunan ujian jabatan ini lain daripada di baris {pertama}. Satu kelompok ialah satu jabatan."
            faults.add("JABATAN_BERBEDA", pesan, baris=baris.baris, kolom="jabatan", nilai=nilai["jabatan"])
        return syarat

    def _ambang_tidak_diketahui(self, baris: Baris, nilai: int | None, faults: FaultList) -> None:
        jabatan, ambang = baris.nilai["jabatan"], baris.nilai["ambang_teknis"]
        if nilai is not None:
            pesan = (
                f"Menurut {self._aturan.nama} nilai ambang batas teknis jabatan ini {nilai}. Kosongkan sel ini atau perbaiki jabatannya."
            )
            faults.add("AMBANG_BERBEDA", pesan, baris=baris.baris, kolom="ambang_teknis", nilai=ambang)
        elif ambang:
            pesan = "Nilai ambang batas teknis ini di luar lampiran keputusan. Periksa angkanya."
            faults.add("AMBANG_TIDAK_MUNGKIN", pesan, baris=baris.baris, kolom="ambang_teknis", nilai=ambang)
        else:
            belum = f"Aturan {self._aturan.nama} belum memuat nilai ambang batas teknis jabatan ini."
            pesan = f"{belum} Isi kolom ambang_teknis menurut lampiran keputusan."
            faults.add("AMBANG_TIDAK_DIKETAHUI", pesan, baris=baris.baris, kolom="jabatan", nilai=jabatan)

    def _afirmasi(self, baris: Baris, syarat: SyaratPppk | None, usia: int | None, faults: FaultList) -> frozenset[Afirmasi]:
        """What is added, as words parted by +; refused where the jabatan knows no such thing or the row itself contradicts it."""
        kata = {_huruf(satu) for satu in _PEMISAH.split(baris.nilai["afirmasi"])} - {""}
        if not kata or syarat is None:
            return frozenset()
        dikenal = {_huruf(satu.kode): satu for satu in syarat.afirmasi}
        for asing in sorted(kata - dikenal.keys()):
            nama = ", ".join(satu.kode for satu in syarat.afirmasi)
            mana = f"hanya {nama}, dipisah +" if nama else "tidak ada tambahan nilai"
            pesan = f"Untuk jabatan ini {mana}."
            faults.add("AFIRMASI", pesan, baris=baris.baris, kolom="afirmasi", nilai=asing)
        for satu in (dikenal[satu] for satu in sorted(kata & dikenal.keys())):
            if satu.usia_minimum and usia is not None and usia < menurut_lahir(date(self._aturan.tahun - satu.usia_minimum, 12, 31)):
                pesan = f"{satu.kode} mensyaratkan usia paling rendah {satu.usia_minimum} tahun; tanggal lahir ini lebih muda."
                faults.add("AFIRMASI_USIA", pesan, baris=baris.baris, kolom="afirmasi", nilai=satu.kode)
            if satu.masa_kerja_minimum and baris.nilai["masa_kerja"]:
                lama = integer(baris, "masa_kerja", 0, _TERLAMA_KERJA, faults)
                if lama is not None and lama < satu.masa_kerja_minimum:
                    pesan = f"{satu.kode} mensyaratkan masa kerja paling sedikit {satu.masa_kerja_minimum} tahun."
                    faults.add("AFIRMASI_MASA_KERJA", pesan, baris=baris.baris, kolom="masa_kerja", nilai=str(lama))
        return frozenset(dikenal[satu].kode for satu in kata & dikenal.keys())

    def _putusan(self, baris: Baris, faults: FaultList) -> PutusanSeri | None:
        """The place that Panselnas signed, or None when the cell is empty; the table does not say the document."""
        if not baris.nilai[_URUTAN]:
            return None
        if KriteriaPppk.USIA in self._aturan.urutan and not baris.nilai["tanggal_lahir"]:
            pesan = "Isi juga tanggal_lahir: urutan Panselnas hanya berlaku di antara peserta yang sama dalam semua ukuran."
            faults.add("URUTAN_TANPA_UKURAN", pesan, baris=baris.baris, kolom="tanggal_lahir")
        urutan = integer(baris, _URUTAN, 1, 1_000_000, faults)
        return None if urutan is None else PutusanSeri(_URUTAN, urutan, f"kolom {_URUTAN}")

    def _periksa_seri(self, lembar: Sheet, kelompok: sel.Kelompok[PesertaPppk], faults: FaultList) -> None:
        """Refuse signed places that do not settle whole ties (PermenPANRB 6/2024 Pasal 47 ayat (3))."""
        baris = {satu.nilai["peserta"]: satu for satu in lembar.rows}
        for nama, people in kelompok.items():
            for cela in cela_tempat_pppk(people, self._aturan, self.syarat[nama]):
                satu = baris[cela.nilai or ""]
                faults.add(cela.kode, cela.pesan, baris=satu.baris, kolom=_URUTAN, nilai=satu.nilai[_URUTAN])
