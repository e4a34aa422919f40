"""`periksa`: holds a published list, ours or another's, against the properties of docs/verifikasi.md."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from services.penempatan.alat.formasi import Pos, baca_formasi
from services.penempatan.alat.pengisian import di_dua_kelompok, kelompokkan
from services.penempatan.alat.peserta import DaftarPeserta, Seleksi, baca_peserta
from services.penempatan.domain.jenis import Formasi, Keputusan, Kursi, PenempatanKelompok, Peringkat, StatusKursi, Tahap
from services.penempatan.domain.ketentuan import Ketentuan
from services.penempatan.domain.kode import KodeAlasan
from services.penempatan.domain.periksa import periksa_hasil, periksa_masukan
from services.penempatan.domain.periksa.formasi_sendiri import seri_sendiri
from services.penempatan.domain.periksa.pengisian import dapat_menunggu
from services.penempatan.domain.periksa.potret import potret
from shared.alasan import Alasan, Pelanggaran
from shared.istilah import Hasil, ModePengisian, Rute
from shared.tabular import Baris, FaultList
from shared.tools import Session

WAJIB = ("kode",)
BOLEH = ("hasil", "rute", "formasi_tujuan", "kursi")
_TAK_TERBACA = {"M1", "M2", "M3"}
# Printed at the final stage in every year, for people who were out before anybody was placed: not eligible, resigned on own request.
_KELUAR = {"TMS", "APS"}
# What is asked of decisions by this service and not of codes it does not print.
_TENTANG_KODE = {"K5", "K9", "K19"}
_TERCETAK = Alasan("DAFTAR", "-")


class Temuan(NamedTuple):
    """A violation and the kelompok it is in."""

    kelompok: str
    pelanggaran: Pelanggaran


def periksa_tabel(
    formasi: Path, hasil: Path, *, aturan: Seleksi, ketentuan: Ketentuan, mode: ModePengisian, session: Session
) -> tuple[Temuan, ...]:
    """Every violation, sorted by kelompok, property and what it is about.

    A list says who has which seat and not why a seat is empty: an empty seat that somebody printed as waiting may come into counts as held.

    Raises:
        Rejected: a table cannot be read, or rows are wrong; all faults by row and column.
    """
    faults = FaultList()
    pos = baca_formasi(formasi, aturan.nama, faults, session)
    faults.refuse("TABEL_FORMASI", f"Tabel {formasi.name}")
    daftar = baca_peserta(hasil, pos, aturan, faults, session, wajib=WAJIB, boleh=BOLEH)
    faults.refuse("TABEL_HASIL", f"Tabel {hasil.name}")
    pembaca = _Pembaca(pos, ketentuan)
    keputusan = _keputusan(daftar, pembaca, faults)
    faults.refuse("TABEL_HASIL", f"Tabel {hasil.name}")
    per_kelompok, orang = kelompokkan(pos, daftar)
    ganda = di_dua_kelompok(daftar)
    temuan: set[Temuan] = set()
    for kelompok in session.follow("Memeriksa kelompok", sorted(per_kelompok), len(per_kelompok)):
        isi = orang.get(kelompok, [])
        masukan = periksa_masukan(per_kelompok[kelompok], isi, berambang=ketentuan.ambang is not None)
        cacat = [*masukan, *(Pelanggaran("M2", p.peserta) for p in isi if p.peserta in ganda)]
        cacat += (Pelanggaran("M6", p.peserta) for p in isi if p.peserta in daftar.terpisah)
        if not {satu.sifat for satu in cacat} & _TAK_TERBACA:
            tercetak = keputusan.get(kelompok, [])
            asing = {k.peserta: k.kode for k, _ in tercetak if pembaca.asing(k.kode)}
            lain = asing.keys() | {k.peserta for k, _ in tercetak if k.mundur}
            # M9: every printed code is one of the year.
            cacat += (Pelanggaran("M9", f"{peserta}: {kode}") for peserta, kode in asing.items())
            ditemukan = _hasil(per_kelompok[kelompok], isi, tercetak, ketentuan, mode)
            cacat += (satu for satu in ditemukan if not (satu.sifat in _TENTANG_KODE and satu.tentang in lain))
        temuan.update(Temuan(kelompok, satu) for satu in cacat)
    return tuple(sorted(temuan, key=lambda satu: (satu.kelompok, _urutan(satu.pelanggaran.sifat), satu.pelanggaran.tentang)))


def _urutan(sifat: str) -> tuple[bool, int]:
    return (sifat[0] == "K", int(sifat[1:]))


def _keputusan(daftar: DaftarPeserta, pembaca: "_Pembaca", faults: FaultList) -> dict[str, list[tuple[Keputusan, str]]]:
    """Read the printed decisions, each with the printed seat, by kelompok."""
    hasil: defaultdict[str, list[tuple[Keputusan, str]]] = defaultdict(list)
    for baris, kelompok, orang in zip(daftar.lembar.rows, daftar.kelompok, daftar.orang, strict=True):
        hasil[kelompok].append((pembaca.keputusan(baris, orang, faults), baris.nilai["kursi"]))
    return hasil


class _Pembaca:
    """Reads decisions off printed codes."""

    def __init__(self, pos: Mapping[str, Pos], ketentuan: Ketentuan) -> None:
        self._pos = pos
        self._ketentuan = ketentuan
        di_bawah = {} if ketentuan.ambang is None else {ketentuan.ambang.kode: Hasil.TIDAK_LULUS}
        self._hasil = {**di_bawah, **{kode: hasil for hasil, kode in reversed(ketentuan.kode)}}
        self._dikenal = self._hasil.keys() | {satu.kode for satu in ketentuan.pengisian.langkah} | _KELUAR

    def asing(self, kode: str) -> bool:
        """Whether the year knows no such code: it is kept as it is printed, and told."""
        return kode not in self._dikenal

    def keputusan(self, baris: Baris, orang: Peringkat, faults: FaultList) -> Keputusan:
        kode, tujuan = baris.nilai["kode"], baris.nilai["formasi_tujuan"]
        if tujuan and tujuan not in self._pos:
            pesan = "Formasi tujuan ini tidak ada dalam tabel formasi."
            faults.add("FORMASI_TIDAK_ADA", pesan, baris=baris.baris, kolom="formasi_tujuan", nilai=tujuan)
        langkah = [satu for satu in self._ketentuan.pengisian.langkah if satu.kode == kode]
        if langkah and not tujuan:
            pesan = f"Kode {kode} berarti mengisi formasi lain; isi kolom formasi_tujuan."
            faults.add("TUJUAN_KOSONG", pesan, baris=baris.baris, kolom="formasi_tujuan")
        lulus = bool(langkah) or self._hasil.get(kode) is Hasil.LULUS
        if not lulus:
            keluar = kode in _KELUAR and kode not in self._hasil
            return Keputusan(orang, Tahap.AKHIR, self._hasil.get(kode, Hasil.TIDAK_LULUS), kode, (_TERCETAK,), mundur=keluar)
        tujuan = tujuan or orang.formasi
        return Keputusan(orang, Tahap.AKHIR, Hasil.LULUS, kode, (_TERCETAK,), self._rute(baris, tujuan, faults), tujuan)

    def _rute(self, baris: Baris, tujuan: str, faults: FaultList) -> Rute:
        if baris.nilai["rute"]:
            try:
                return Rute(baris.nilai["rute"].upper())
            except ValueError:
                pesan = f"Kolom rute harus salah satu dari {', '.join(Rute)}."
                faults.add("SEL_BUKAN_PILIHAN", pesan, baris=baris.baris, kolom="rute", nilai=baris.nilai["rute"])
        pilihan = [satu for satu in self._ketentuan.pengisian.langkah if satu.kode == baris.nilai["kode"]]
        if not pilihan or tujuan not in self._pos:
            return Rute.FORMASI_SENDIRI
        # Two steps of 2021 share one code: the kind of seat tells which it was.
        jenis = self._ketentuan.jenis_kursi(self._pos[tujuan].formasi.jenis_kebutuhan)
        return next((satu.rute for satu in pilihan if satu.kursi is jenis), pilihan[0].rute)


def _hasil(
    formasi: Sequence[Formasi],
    orang: Sequence[Peringkat],
    tercetak: Sequence[tuple[Keputusan, str]],
    ketentuan: Ketentuan,
    mode: ModePengisian,
) -> tuple[Pelanggaran, ...]:
    keputusan, kursi = _dudukkan(formasi, tercetak)
    pos = {f.kode: f for f in formasi}
    kursi = _tahan(kursi, seri_sendiri(potret(pos, keputusan, kursi, ketentuan, mode)))
    menunggu = [k for k in keputusan if k.hasil is Hasil.MENUNGGU]
    if menunggu:
        sendiri = {k.formasi_asal for k in keputusan if k.hasil in {Hasil.TIDAK_LULUS, Hasil.MENUNGGU}}
        p = potret(pos, keputusan, _tahan(kursi, pos.keys() - sendiri), ketentuan, mode)
        satu_satu = {kode: replace(p, ditahan={kode: banyak}) for kode, banyak in p.ditahan.items()}
        kursi = _tahan(kursi, {kode for kode, hanya in satu_satu.items() if any(dapat_menunggu(k, hanya) for k in menunggu)})
    return periksa_hasil(formasi, orang, PenempatanKelompok(keputusan, kursi), ketentuan, mode)


def _tahan(kursi: Sequence[Kursi], formasi: Collection[str]) -> tuple[Kursi, ...]:
    """The seats, the empty ones of these formations as held."""
    return tuple(replace(k, status=StatusKursi.DITAHAN) if k.status is StatusKursi.KOSONG and k.formasi in formasi else k for k in kursi)


def _dudukkan(formasi: Sequence[Formasi], tercetak: Sequence[tuple[Keputusan, str]]) -> tuple[tuple[Keputusan, ...], tuple[Kursi, ...]]:
    """The seats as the list has them: printed ones first, the others in order; more people than seats get numbers beyond the last."""
    bebas = {f.kode: [f"{f.kode}/{nomor}" for nomor in range(f.kuota, 0, -1)] for f in formasi}
    for _, kursi in tercetak:
        kode = kursi.rpartition("/")[0]
        if kursi in bebas.get(kode, ()):
            bebas[kode].remove(kursi)
    semua: list[Kursi] = []
    keputusan: list[Keputusan] = []
    lebih = {f.kode: f.kuota for f in formasi}
    for k, tertulis in tercetak:
        tujuan = k.formasi_tujuan
        if k.hasil is not Hasil.LULUS or tujuan is None or tujuan not in bebas:
            keputusan.append(k)
            continue
        kursi = tertulis
        if not kursi:
            lebih[tujuan] += not bebas[tujuan]
            kursi = bebas[tujuan].pop() if bebas[tujuan] else f"{tujuan}/{lebih[tujuan]}"
        keputusan.append(replace(k, kursi=kursi))
        nomor = kursi.rpartition("/")[2]
        semua.append(Kursi(kursi, tujuan, int(nomor) if nomor.isdecimal() else 0, StatusKursi.TERISI, k.peserta))
    kosong = Alasan(KodeAlasan.TIDAK_ADA_CALON, "-")
    for kode, sisa in bebas.items():
        semua += [Kursi(kursi, kode, int(kursi.rpartition("/")[2]), StatusKursi.KOSONG, alasan=kosong) for kursi in sisa]
    return tuple(keputusan), tuple(semua)
