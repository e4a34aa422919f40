"""Placing a kelompok: a list of stages, each of which only fills seats that are still empty.

A later stage never displaces somebody who has a seat, and somebody who has a seat leaves the pool (PermenPANRB 27/2021 Pasal 48;
KepmenPANRB 320/2024 diktum ke-35; posisi 17).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from services.penempatan.domain.jenis import Formasi, Keputusan, Kursi, PenempatanKelompok, Peringkat, StatusKursi, Tahap, nomor_kursi
from services.penempatan.domain.ketentuan import Ketentuan
from services.penempatan.domain.kode import KodeAlasan
from services.penempatan.domain.papan import Kedudukan, Papan, Seri
from services.penempatan.domain.pengisian import isi_antar_formasi
from services.penempatan.domain.penjelasan import AlasanKosong, AlasanTanpaKursi, alasan_pengisian, alasan_seri, calon_per_formasi
from shared.alasan import Alasan
from shared.aturan import StatusSkb
from shared.istilah import Hasil, ModePengisian, Rute

Tahapan = Sequence[Callable[[Papan, Ketentuan, ModePengisian], Papan]]

_HASIL_TIDAK_HADIR = {StatusSkb.TH: Hasil.TH, StatusSkb.TMS_1: Hasil.TMS_1, StatusSkb.DIS: Hasil.DIS}
_ALASAN_TIDAK_HADIR = {
    StatusSkb.TMS_1: KodeAlasan.GUGUR_SYARAT_SKB,
    StatusSkb.DIS: KodeAlasan.DISKUALIFIKASI,
}


@dataclass(frozen=True, slots=True)
class Pembagian:
    """Outcome of giving the seats of one formation to its own people.

    Attributes:
        pasangan: (seat, participant), best rank to first seat.
        menunggu: the tied people, sorted, whom the remaining seats cannot all hold; nobody may choose among them here.
        kosong: the seats nobody got, in the order given.
        peringkat_seri: the rank that `menunggu` share.
    """

    pasangan: tuple[tuple[str, str], ...]
    menunggu: tuple[str, ...]
    kosong: tuple[str, ...]
    peringkat_seri: int | None = None


def bagikan(kursi: Sequence[str], calon: Iterable[tuple[int, str]]) -> Pembagian:
    """Give the seats, in their order, to the best ranked of `calon` (rank, participant).

    Equal rank means that every criterion of the law is equal (PermenPANRB 27/2021 Pasal 48 ayat (4); PermenPANRB 6/2024 Pasal 45 ayat (4)),
    so people of one rank either all get a seat or none does: the order inside a rank is the participant number, which
    decides the number of the seat only (posisi 4).
    """
    pasangan: list[tuple[str, str]] = []
    for peringkat, kelas in groupby(sorted(calon), key=itemgetter(0)):
        seperingkat = tuple(peserta for _, peserta in kelas)
        sisa = len(kursi) - len(pasangan)
        if sisa == 0:
            break
        if len(seperingkat) > sisa:
            return Pembagian(tuple(pasangan), seperingkat, tuple(kursi[len(pasangan) :]), peringkat)
        pasangan.extend(zip(kursi[len(pasangan) :], seperingkat, strict=False))
    return Pembagian(tuple(pasangan), (), tuple(kursi[len(pasangan) :]))


def formasi_sendiri(papan: Papan, ketentuan: Ketentuan, mode: ModePengisian) -> Papan:  # noqa: ARG001 - every stage is told the same
    """Stage 1: the seats of a formation go to its own best ranked (PermenPANRB 27/2021 Pasal 48; PermenPANRB 6/2024 Pasal 45)."""
    calon: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for orang in papan.calon:
        if orang.peringkat is not None:
            calon[orang.formasi].append((orang.peringkat, orang.peserta))
    kosong: dict[str, tuple[str, ...]] = {}
    duduk, menunggu, tertahan = dict(papan.duduk), dict(papan.menunggu), dict(papan.tertahan)
    for kode, kursi in papan.kosong.items():
        hasil = bagikan(kursi, calon.get(kode, ()))
        duduk.update((peserta, Kedudukan(nomor, kode, Rute.FORMASI_SENDIRI)) for nomor, peserta in hasil.pasangan)
        if hasil.kosong:
            kosong[kode] = hasil.kosong
        if hasil.peringkat_seri is not None:
            tertahan[kode] = Seri(kode, hasil.peringkat_seri, len(hasil.menunggu))
            menunggu.update((peserta, tertahan[kode]) for peserta in hasil.menunggu)
    return Papan(papan.formasi, papan.calon, kosong, duduk, menunggu, tertahan)


TAHAPAN: Tahapan = (formasi_sendiri, isi_antar_formasi)
"""The stages in their order: own formation, then filling between formations."""


def tempatkan(
    formasi: Sequence[Formasi],
    peringkat: Sequence[Peringkat],
    ketentuan: Ketentuan,
    mode: ModePengisian = ModePengisian.SESUAI_KEPUTUSAN,
    tahapan: Tahapan = TAHAPAN,
) -> PenempatanKelompok:
    """Decide about everybody of one kelompok and about every one of its seats.

    The order of `formasi` and `peringkat` does not matter. They satisfy `periksa_masukan`.
    """
    urut = sorted(formasi, key=lambda f: f.kode)
    semua = tuple(sorted(peringkat, key=lambda p: p.peserta))
    kosong = {f.kode: tuple(nomor_kursi(f.kode, nomor) for nomor in range(1, f.kuota + 1)) for f in urut}
    calon = tuple(orang for orang in semua if orang.berperingkat)
    papan = Papan({f.kode: f for f in urut}, calon, kosong, {}, {}, {})
    for tahap in tahapan:
        papan = tahap(papan, ketentuan, mode)
    return _hasil(papan, semua, ketentuan, mode)


@dataclass(frozen=True, slots=True)
class _Acuan:
    """The finished board and the last person placed, from which each decision is read."""

    papan: Papan
    nilai_terakhir: Mapping[str, int]
    tanpa_kursi: AlasanTanpaKursi
    ketentuan: Ketentuan


def _hasil(papan: Papan, semua: Sequence[Peringkat], ketentuan: Ketentuan, mode: ModePengisian) -> PenempatanKelompok:
    terakhir: dict[str, int] = {}
    for orang in papan.calon:
        tempat = papan.duduk.get(orang.peserta)
        if tempat is not None and tempat.langkah is None and orang.nilai_akhir is not None:
            terakhir[tempat.formasi] = min(orang.nilai_akhir, terakhir.get(tempat.formasi, orang.nilai_akhir))
    acuan = _Acuan(papan, terakhir, AlasanTanpaKursi(papan, ketentuan, mode), ketentuan)
    return PenempatanKelompok(tuple(_putuskan(p, acuan) for p in semua), tuple(_semua_kursi(papan, semua, ketentuan, mode)))


def _semua_kursi(papan: Papan, semua: Sequence[Peringkat], ketentuan: Ketentuan, mode: ModePengisian) -> list[Kursi]:
    pemilik = {tempat.kursi: peserta for peserta, tempat in papan.duduk.items()}
    kosong = alasan_kosong(papan, ketentuan, mode, calon_per_formasi(semua)) if papan.kosong else {}
    hasil: list[Kursi] = []
    for formasi in papan.formasi.values():
        for nomor in range(1, formasi.kuota + 1):
            kursi = nomor_kursi(formasi.kode, nomor)
            peserta = pemilik.get(kursi)
            if peserta is None:
                hasil.append(Kursi(kursi, formasi.kode, nomor, papan.status_kosong(formasi.kode), alasan=kosong[formasi.kode]))
            else:
                hasil.append(Kursi(kursi, formasi.kode, nomor, StatusKursi.TERISI, peserta))
    return hasil


def alasan_kosong(papan: Papan, ketentuan: Ketentuan, mode: ModePengisian, calon: Mapping[str, int]) -> dict[str, Alasan]:
    """Say for every formation with open seats why they are open; `calon`: formation -> its people who may be placed."""
    penjelas = AlasanKosong(papan, ketentuan, mode)
    return {
        kode: alasan_seri(papan.tertahan[kode], ketentuan, kursi=len(kursi), kuota=papan.formasi[kode].kuota)
        if kode in papan.tertahan
        else penjelas.untuk(papan.formasi[kode], calon_sendiri=calon.get(kode, 0))
        for kode, kursi in papan.kosong.items()
    }


def _putuskan(baris: Peringkat, acuan: _Acuan) -> Keputusan:
    hasil, alasan = _hasil_dan_alasan(baris, acuan)
    tempat = acuan.papan.duduk.get(baris.peserta)
    rute = tempat.rute if tempat else None
    return Keputusan(
        dasar=baris,
        tahap=Tahap.AKHIR,
        hasil=hasil,
        kode=_kode(baris, hasil, rute, acuan.ketentuan),
        alasan=alasan,
        rute=rute,
        formasi_tujuan=tempat.formasi if tempat else None,
        kursi=tempat.kursi if tempat else None,
    )


def _kode(baris: Peringkat, hasil: Hasil, rute: Rute | None, ketentuan: Ketentuan) -> str:
    """The code printed for an outcome; who did not reach the grades of the year has one of their own."""
    return ketentuan.ambang.kode if baris.di_bawah_ambang and ketentuan.ambang is not None else ketentuan.kode_dari(hasil, rute)


def _tanpa_peringkat(baris: Peringkat, ketentuan: Ketentuan) -> tuple[Hasil, tuple[Alasan, ...]]:
    """Who is out whatever others reached: below the grades, or a missed or failed obligatory part of the last test.

    PermenPANRB 6/2024 Pasal 45 and 27/2021 Pasal 48 for CPNS, PermenPANRB 29/2021 Pasal 24 for PPPK.
    """
    kata, status, pasal = ketentuan.kata, baris.status_skb, ketentuan.pasal_peringkat
    if baris.di_bawah_ambang and ketentuan.ambang is not None:
        return Hasil.TIDAK_LULUS, (Alasan(KodeAlasan.DI_BAWAH_AMBANG, ketentuan.ambang.pasal, ((kata.nilai, baris.nilai_akhir or 0),)),)
    kode = _ALASAN_TIDAK_HADIR.get(status, kata.tidak_hadir)
    return _HASIL_TIDAK_HADIR[status], (Alasan(kode, pasal, ((kata.status, status.value),)),)


def _hasil_dan_alasan(baris: Peringkat, acuan: _Acuan) -> tuple[Hasil, tuple[Alasan, ...]]:
    pasal, kata = acuan.ketentuan.pasal_peringkat, acuan.ketentuan.kata
    if baris.peringkat is None or baris.nilai_akhir is None:
        return _tanpa_peringkat(baris, acuan.ketentuan)
    formasi = acuan.papan.formasi[baris.formasi]
    angka: tuple[tuple[str, int | str], ...] = (
        ("peringkat", baris.peringkat),
        ("kuota", formasi.kuota),
        (kata.nilai, baris.nilai_akhir),
    )
    seri = acuan.papan.menunggu.get(baris.peserta)
    tempat = acuan.papan.duduk.get(baris.peserta)
    if tempat is None and seri is not None and seri.langkah is None:
        return Hasil.MENUNGGU, (Alasan(KodeAlasan.SERI_TANPA_URUTAN, pasal, (*angka, ("seperingkat", seri.calon))),)
    terakhir = acuan.nilai_terakhir.get(baris.formasi)
    if terakhir is not None:
        angka = (*angka, (kata.terakhir_lulus, terakhir))
    if tempat is not None and tempat.langkah is None:
        return Hasil.LULUS, (Alasan(KodeAlasan.PERINGKAT_DALAM_KUOTA, pasal, angka),)
    luar = Alasan(KodeAlasan.PERINGKAT_DI_LUAR_KUOTA, pasal, angka)
    if tempat is not None:
        return Hasil.LULUS, (luar, alasan_pengisian(baris, tempat, acuan.ketentuan))
    if seri is not None:
        kosong = len(acuan.papan.kosong[seri.formasi])
        tunggu = alasan_seri(seri, acuan.ketentuan, kursi=kosong, kuota=acuan.papan.formasi[seri.formasi].kuota)
        return Hasil.MENUNGGU, (luar, tunggu)
    tanpa = acuan.tanpa_kursi.untuk(baris)
    return Hasil.TIDAK_LULUS, (luar,) if tanpa is None else (luar, tanpa)
