"""`periksa-skd` and `periksa-peringkat`: hold a published list of CPNS, ours or another's, against the properties of docs/verifikasi.md."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from services.penilaian.alat import pemeringkatan, pemotongan, sel
from services.penilaian.domain.integrasi import NilaiIntegrasi, integrasikan, skd_seratus
from services.penilaian.domain.periksa import periksa_peringkat, periksa_skd
from services.penilaian.domain.peringkat import HasilAkhir, PesertaSkb
from services.penilaian.domain.potong import Batas
from services.penilaian.domain.skd import Formasi, HasilFormasi, PesertaSkd, putuskan_skd
from shared.alasan import Alasan, Pelanggaran
from shared.aturan import AturanSeleksi, HasilSkd, StatusSkb
from shared.tabular import Baris, FaultList, choice, integer, score
from shared.tools import Session, read_sheet

WAJIB_SKD = (*pemotongan.WAJIB, "jenis_kebutuhan", "status")
BOLEH_SKD = ("kehadiran", "jabatan", "memenuhi_ambang_umum", "urutan")
WAJIB_PERINGKAT = (*pemeringkatan.WAJIB, "nilai_akhir", "peringkat")
_TERCETAK_PERINGKAT = ("skd_100", "skor_skd", "skor_skb", "peringkat_kelompok", "seri")
BOLEH_PERINGKAT = (*pemeringkatan.BOLEH, *_TERCETAK_PERINGKAT)
# A list prints no reasons: what is asked of them is not asked of it.
TERCETAK = (Alasan("DAFTAR", "-"),)
TERBANYAK = 10_000_000
_SERATUS = 100_000


class Temuan(NamedTuple):
    """A violation and the kelompok or formation it is in."""

    kelompok: str
    pelanggaran: Pelanggaran


class _YaTidak(StrEnum):
    YA = "YA"
    TIDAK = "TIDAK"


@dataclass(frozen=True, slots=True)
class Tercetak:
    """What a list prints of one person's place; `seri` None = the list has no marks."""

    peringkat: int | None
    peringkat_kelompok: int | None
    seri: bool | None


def ya(baris: Baris, kolom: str, faults: FaultList) -> bool | None:
    """YA or TIDAK, None for an empty cell."""
    if not baris.nilai[kolom]:
        return None
    return choice(baris, kolom, _YaTidak, faults) is _YaTidak.YA


class Bentuk(NamedTuple):
    """What a list prints of ranks: those in the kelompok, or else each formation stands for itself; marks of ties; what parts equals."""

    sekelompok: bool
    bertanda: bool
    buta: bool


def bentuk(kolom: Sequence[str], ukuran: Sequence[str], session: Session) -> Bentuk:
    """Tell what cannot be checked because the list leaves it out; `ukuran` = columns that decide between equals."""
    kurang = [satu for satu in ukuran if satu not in kolom]
    if "peringkat_kelompok" not in kolom:
        session.tell("Kolom peringkat_kelompok tidak ada: yang diperiksa hanya peringkat di dalam setiap formasi.")
    if kurang:
        session.tell(f"Tanpa kolom {' dan '.join(kurang)} urutan di antara peserta yang bernilai sama tidak dapat diperiksa.")
    # The mark is about the kelompok.
    return Bentuk("peringkat_kelompok" in kolom, {"seri", "peringkat_kelompok"} <= set(kolom), bool(kurang))


def tercetak(baris: Baris, faults: FaultList, bentuk: Bentuk) -> Tercetak:
    """The printed ranks of a row."""
    peringkat = _rank(baris, "peringkat", faults)
    di_kelompok = _rank(baris, "peringkat_kelompok", faults) if bentuk.sekelompok else peringkat
    return Tercetak(peringkat, di_kelompok, bool(ya(baris, "seri", faults)) if bentuk.bertanda else None)


def _rank(baris: Baris, kolom: str, faults: FaultList) -> int | None:
    return integer(baris, kolom, 1, TERBANYAK, faults) if baris.nilai[kolom] else None


def usia_tercetak(satu: Tercetak) -> int | None:
    """An age that puts equals in the order of the list (PermenPANRB 6/2024 Pasal 45 ayat (4)): where it is blind no order is wrong."""
    return None if satu.peringkat_kelompok is None else TERBANYAK - satu.peringkat_kelompok


def seri_tercetak(semua: Sequence[Tercetak], satu: Tercetak) -> bool:
    """The mark of a tie as printed; a list without marks says it by equal ranks."""
    if satu.seri is not None:
        return satu.seri
    return satu.peringkat_kelompok is not None and sum(lain.peringkat_kelompok == satu.peringkat_kelompok for lain in semua) > 1


def periksa_daftar_skd(daftar: Path, aturan: AturanSeleksi, session: Session, *, kelipatan: bool = True) -> tuple[Temuan, ...]:
    """S1 to S8 on a list after the SKD, each formation for itself, sorted by formation (PermenPANRB 27/2021, 6/2024).

    Raises:
        Rejected: the table cannot be read, or rows are wrong; all faults by row and column.
    """
    faults = FaultList()
    lembar = read_sheet(daftar, required=WAJIB_SKD, optional=BOLEH_SKD, faults=faults, session=session)
    sekali = sel.Sekali(faults)
    pos: dict[str, Formasi] = {}
    isi: defaultdict[str, list[_BarisSkd]] = defaultdict(list)
    for baris in session.follow("Memeriksa", lembar.rows, len(lembar.rows)):
        satu, formasi = _baris_skd(baris, aturan, faults, kelipatan=kelipatan)
        sekali.peserta(baris, satu.orang.peserta)
        sekali.formasi(baris, formasi.formasi, formasi.kuota)
        pertama = pos.setdefault(formasi.formasi, formasi)
        if replace(pertama, kuota=formasi.kuota) != formasi:
            pesan = "Jenis kebutuhan dan jabatan harus sama untuk semua peserta formasi ini."
            faults.add("FORMASI_BERBEDA", pesan, baris=baris.baris, kolom="jenis_kebutuhan", nilai=formasi.formasi)
        isi[formasi.formasi].append(satu)
    faults.refuse("TABEL_SKD", f"Tabel {lembar.name}")
    temuan = []
    for kode in session.follow("Memeriksa formasi", sorted(isi), len(isi)):
        orang = [satu.orang for satu in isi[kode]]
        hasil = _hasil_skd(pos[kode], isi[kode], aturan)
        temuan += [Temuan(kode, satu) for satu in periksa_skd([pos[kode]], {kode: orang}, [hasil], aturan, len(orang))]
    return tuple(temuan)


class _BarisSkd(NamedTuple):
    """A person and what the list prints."""

    orang: PesertaSkd
    hasil: HasilSkd
    urutan: int | None
    umum: bool | None


def _baris_skd(baris: Baris, aturan: AturanSeleksi, faults: FaultList, *, kelipatan: bool) -> tuple[_BarisSkd, Formasi]:
    kode = {tercetak: hasil for hasil, tercetak in aturan.kode_skd}
    status = baris.nilai["status"].upper()
    if status not in kode:
        pesan = f"Kode hasil SKD {aturan.nama} ialah {', '.join(kode)}."
        faults.add("STATUS_BUKAN_SKD", pesan, baris=baris.baris, kolom="status", nilai=status)
    hasil = kode.get(status, HasilSkd.TH)
    if not baris.nilai["jenis_kebutuhan"]:
        pesan = "Isi jenis kebutuhan: tanpanya nilai ambang batas tidak diketahui."
        faults.add("SEL_KOSONG", pesan, baris=baris.baris, kolom="jenis_kebutuhan")
    # A list without the column of attendance says it by the code alone.
    tanpa_nilai = not any(baris.nilai[kolom] for kolom in ("kehadiran", "twk", "tiu", "tkp")) and hasil in {HasilSkd.TH, HasilSkd.DIS}
    baca = Baris(baris.baris, {**baris.nilai, "kehadiran": hasil.value}) if tanpa_nilai else baris
    orang, formasi, tempat = pemotongan.peserta_skd(baca, aturan, faults, kelipatan=kelipatan)
    satu = _BarisSkd(orang, hasil, _rank(baris, "urutan", faults), ya(baris, "memenuhi_ambang_umum", faults))
    return satu, Formasi(formasi, sel.baku(tempat.jabatan), tempat.jenis_kebutuhan, tempat.kuota)


def _hasil_skd(pos: Formasi, isi: Sequence[_BarisSkd], aturan: AturanSeleksi) -> HasilFormasi:
    """The printed codes as decisions; what a list does not print is filled in as it should be, and so is not asked of it."""
    seharusnya = putuskan_skd(pos, [satu.orang for satu in isi], aturan)
    benar = {satu.peserta: satu for satu in seharusnya.putusan}
    putusan = []
    for satu in isi:
        isian = benar[satu.orang.peserta]
        umum = isian.memenuhi_ambang_umum if satu.umum is None else satu.umum
        urutan = isian.urutan if satu.urutan is None else satu.urutan
        putusan.append(replace(isian, hasil=satu.hasil, urutan=urutan, memenuhi_ambang_umum=umum, alasan=TERCETAK))
    dipanggil = [satu.orang for satu in isi if satu.hasil is HasilSkd.LULUS]
    dipanggil.sort(key=lambda satu: (-satu.twk - satu.tiu - satu.tkp, -satu.tkp, -satu.tiu, satu.peserta))
    akhir = dipanggil[-1] if dipanggil else None
    batas = None if akhir is None else Batas(akhir.twk + akhir.tiu + akhir.tkp, akhir.tkp, akhir.tiu, akhir.twk)
    return replace(seharusnya, putusan=tuple(putusan), daftar=tuple(satu.peserta for satu in dipanggil), batas=batas, alasan=TERCETAK)


def periksa_daftar_peringkat(daftar: Path, aturan: AturanSeleksi, session: Session, *, kelipatan: bool = True) -> tuple[Temuan, ...]:
    """P1 to P6 on a final ranking, sorted by kelompok (PermenPANRB 27/2021 Pasal 48 ayat (4), 6/2024 Pasal 45 ayat (4)).

    Raises:
        Rejected: the table cannot be read, or rows are wrong; all faults by row and column.
    """
    faults = FaultList()
    lembar = read_sheet(daftar, required=WAJIB_PERINGKAT, optional=BOLEH_PERINGKAT, faults=faults, session=session)
    pemeringkatan.periksa_butir(lembar, session)
    isi = bentuk(lembar.columns, ("ipk", "tanggal_lahir"), session)
    dicetak: dict[str, tuple[Tercetak, NilaiIntegrasi | None, int]] = {}

    def satu(baris: Baris, faults: FaultList) -> PesertaSkb:
        orang = pemeringkatan.peserta_skb(baris, aturan, faults, kelipatan=kelipatan)
        di = tercetak(baris, faults, isi)
        dicetak[orang.peserta] = (di, *_nilai(baris, orang, aturan, faults))
        # Also a row of totals alone leaves the order of equals to the list.
        return replace(orang, usia=usia_tercetak(di)) if isi.buta or not baris.nilai["twk"] else orang

    terbaca = sel.periksa_peringkat(
        lembar,
        satu,
        faults,
        session,
        semua=lambda lembar, kelompok, faults: pemeringkatan.periksa_seri(lembar, kelompok, aturan, faults),
    )
    kelompok = terbaca.kelompok if isi.sekelompok else per_formasi(terbaca.kelompok)
    temuan = []
    for nama in session.follow("Memeriksa kelompok", sorted(kelompok), len(kelompok)):
        semua = [dicetak[orang.peserta][0] for orang in kelompok[nama]]
        hasil = [_hasil_akhir(orang, *dicetak[orang.peserta], semua) for orang in kelompok[nama]]
        temuan += [Temuan(nama, satu) for satu in periksa_peringkat(kelompok[nama], hasil, aturan, len(hasil))]
    return tuple(temuan)


def per_formasi(kelompok: sel.Kelompok[sel.Peserta]) -> dict[str, list[sel.Peserta]]:
    """People by formation."""
    hasil: defaultdict[str, list[sel.Peserta]] = defaultdict(list)
    for people in kelompok.values():
        for orang in people:
            hasil[orang.formasi].append(orang)
    return dict(hasil)


def _nilai(baris: Baris, orang: PesertaSkb, aturan: AturanSeleksi, faults: FaultList) -> tuple[NilaiIntegrasi | None, int]:
    """The printed steps of the score, and the SKD on 100; a step that is not printed is taken as it should be."""
    skd_100 = score(baris, "skd_100", 0, _SERATUS, faults) if baris.nilai["skd_100"] else None
    benar = None if orang.nilai_skb is None else integrasikan(orang.total, orang.nilai_skb, aturan.integrasi)
    if benar is None or not baris.nilai["nilai_akhir"]:
        return None, skd_seratus(orang.total, aturan.integrasi) if skd_100 is None else skd_100
    langkah = {
        kolom: score(baris, kolom, 0, _SERATUS, faults) if baris.nilai[kolom] else None for kolom in ("skor_skd", "skor_skb", "nilai_akhir")
    }
    tertulis = {kolom: nilai for kolom, nilai in langkah.items() if nilai is not None}
    if skd_100 is not None:
        tertulis["skd_100"] = skd_100
    dicetak = replace(benar, **tertulis)
    return dicetak, dicetak.skd_100 if skd_100 is not None else skd_seratus(orang.total, aturan.integrasi)


def _hasil_akhir(orang: PesertaSkb, di: Tercetak, nilai: NilaiIntegrasi | None, skd_100: int, semua: Sequence[Tercetak]) -> HasilAkhir:
    return HasilAkhir(
        orang.peserta,
        orang.formasi,
        orang.total,
        skd_100,
        nilai if orang.status is StatusSkb.HADIR else None,
        di.peringkat,
        di.peringkat_kelompok,
        seri=seri_tercetak(semua, di),
        alasan=TERCETAK,
    )
