"""Placing a kelompok: a list of stages, each of which only fills seats that are still empty.

Nobody who has a seat is ever displaced by a later stage, and who has a seat leaves the pool (P27/2021 Pasal 48; K320/2024 diktum 35).
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from services.penempatan.domain.jenis import (
    Formasi,
    Hasil,
    Keputusan,
    Kursi,
    PenempatanKelompok,
    Peringkat,
    Rute,
    StatusKursi,
    Tahap,
    nomor_kursi,
)
from services.penempatan.domain.ketentuan import Ketentuan
from services.penempatan.domain.pengisian import isi
from shared.aturan import Alasan, StatusSkb

_HASIL_TIDAK_HADIR = {StatusSkb.TH: Hasil.TH, StatusSkb.TMS_1: Hasil.TMS_1, StatusSkb.DIS: Hasil.DIS}
_ALASAN_TIDAK_HADIR = {StatusSkb.TH: "TIDAK_HADIR_SKB", StatusSkb.TMS_1: "GUGUR_SYARAT_SKB", StatusSkb.DIS: "DISKUALIFIKASI"}


@dataclass(frozen=True, slots=True)
class Papan:
    """The board that stages hand on: everything decided so far.

    Attributes:
        kursi: all seats, sorted by formation and number.
        pemilik: seat -> (participant, route).
        menunggu: formation -> (shared rank, tied participants) where a tie holds the last seats back.
    """

    formasi: tuple[Formasi, ...]
    peringkat: tuple[Peringkat, ...]
    pemilik: dict[str, tuple[str, Rute]]
    menunggu: dict[str, tuple[int, tuple[str, ...]]]


def _calon(peringkat: Sequence[Peringkat]) -> dict[str, list[tuple[int, str]]]:
    """Per formation the people who can be placed, as (rank, participant)."""
    calon: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for baris in peringkat:
        if baris.status_skb is StatusSkb.HADIR and baris.peringkat is not None:
            calon[baris.formasi].append((baris.peringkat, baris.peserta))
    return calon


def formasi_sendiri(papan: Papan) -> Papan:
    """Stage 1: the seats of a formation go to its own best ranked (P27/2021 Pasal 48; P6/2024 Pasal 45)."""
    calon = _calon(papan.peringkat)
    pemilik = dict(papan.pemilik)
    menunggu = dict(papan.menunggu)
    for formasi in papan.formasi:
        kursi = tuple(nomor_kursi(formasi.kode, nomor) for nomor in range(1, formasi.kuota + 1))
        pengisian = isi(kursi, calon.get(formasi.kode, ()))
        pemilik.update((milik, (peserta, Rute.FORMASI_SENDIRI)) for milik, peserta in pengisian.pasangan)
        if pengisian.peringkat_seri is not None:
            menunggu[formasi.kode] = (pengisian.peringkat_seri, pengisian.menunggu)
    return Papan(papan.formasi, papan.peringkat, pemilik, menunggu)


TAHAPAN: tuple[Callable[[Papan], Papan], ...] = (formasi_sendiri,)
"""The stages in the order of the year; filling between formations joins here."""


def alasan_kosong(ketentuan: Ketentuan, *, kuota: int, calon: int, seri: tuple[int, int] | None) -> Alasan:
    """Why a seat has nobody: a tie over it (`seri` = shared rank, how many share it), or nobody left to take it."""
    if seri is not None:
        angka: tuple[tuple[str, int | str], ...] = (("kuota", kuota), ("peringkat", seri[0]), ("seperingkat", seri[1]))
        return Alasan("SERI_TANPA_URUTAN", ketentuan.pasal_peringkat, angka)
    return Alasan("TIDAK_ADA_CALON", ketentuan.pasal_peringkat, (("kuota", kuota), ("calon", calon)))


def tempatkan(
    formasi: Sequence[Formasi],
    peringkat: Sequence[Peringkat],
    ketentuan: Ketentuan,
    tahapan: Sequence[Callable[[Papan], Papan]] = TAHAPAN,
) -> PenempatanKelompok:
    """Decide about everybody of one kelompok and about every one of its seats.

    The order of `formasi` and `peringkat` does not matter. They satisfy `periksa_masukan`.
    """
    urut = tuple(sorted(formasi, key=lambda f: f.kode))
    papan = Papan(urut, tuple(sorted(peringkat, key=lambda p: p.peserta)), {}, {})
    for tahap in tahapan:
        papan = tahap(papan)
    return _hasil(papan, ketentuan)


@dataclass(frozen=True, slots=True)
class _Acuan:
    """What a single decision is read off: the finished board, turned round to look up people and formations."""

    papan: Papan
    kuota: dict[str, int]
    tempat: dict[str, tuple[str, Rute]]
    seri: frozenset[str]
    nilai_terakhir: dict[str, int]
    ketentuan: Ketentuan


def _hasil(papan: Papan, ketentuan: Ketentuan) -> PenempatanKelompok:
    nilai = {p.peserta: p.nilai_akhir for p in papan.peringkat}
    terakhir: dict[str, int] = {}
    for kursi, (peserta, _) in papan.pemilik.items():
        tujuan = kursi.rpartition("/")[0]
        capaian = nilai[peserta]
        if capaian is not None:
            terakhir[tujuan] = min(terakhir.get(tujuan, capaian), capaian)
    acuan = _Acuan(
        papan=papan,
        kuota={f.kode: f.kuota for f in papan.formasi},
        tempat={peserta: (kursi, rute) for kursi, (peserta, rute) in papan.pemilik.items()},
        seri=frozenset(peserta for _, kelas in papan.menunggu.values() for peserta in kelas),
        nilai_terakhir=terakhir,
        ketentuan=ketentuan,
    )
    calon = _calon(papan.peringkat)
    kursi_semua = (_kursi(acuan, f, nomor, len(calon.get(f.kode, ()))) for f in papan.formasi for nomor in range(1, f.kuota + 1))
    return PenempatanKelompok(tuple(_putuskan(p, acuan) for p in papan.peringkat), tuple(kursi_semua))


def _kursi(acuan: _Acuan, formasi: Formasi, nomor: int, calon: int) -> Kursi:
    kursi = nomor_kursi(formasi.kode, nomor)
    pemilik = acuan.papan.pemilik.get(kursi)
    if pemilik is not None:
        return Kursi(kursi, formasi.kode, nomor, StatusKursi.TERISI, pemilik[0])
    menunggu = acuan.papan.menunggu.get(formasi.kode)
    seri = (menunggu[0], len(menunggu[1])) if menunggu else None
    alasan = alasan_kosong(acuan.ketentuan, kuota=formasi.kuota, calon=calon, seri=seri)
    return Kursi(kursi, formasi.kode, nomor, StatusKursi.KOSONG, alasan=alasan)


def _putuskan(baris: Peringkat, acuan: _Acuan) -> Keputusan:
    hasil, alasan = _hasil_dan_alasan(baris, acuan)
    kursi, rute = acuan.tempat.get(baris.peserta, (None, None))
    return Keputusan(
        peserta=baris.peserta,
        formasi_asal=baris.formasi,
        status_skb=baris.status_skb,
        nilai_akhir=baris.nilai_akhir,
        peringkat=baris.peringkat,
        tahap=Tahap.AKHIR,
        hasil=hasil,
        kode=acuan.ketentuan.kode_dari(hasil),
        alasan=(alasan,),
        rute=rute,
        formasi_tujuan=kursi.rpartition("/")[0] if kursi else None,
        kursi=kursi,
    )


def _hasil_dan_alasan(baris: Peringkat, acuan: _Acuan) -> tuple[Hasil, Alasan]:
    pasal = acuan.ketentuan.pasal_peringkat
    if baris.peringkat is None or baris.nilai_akhir is None:
        # A missed or failed obligatory part of the SKB removes a person whatever the rank (P6/2024 Pasal 45; P27/2021 Pasal 48).
        status = baris.status_skb
        return _HASIL_TIDAK_HADIR[status], Alasan(_ALASAN_TIDAK_HADIR[status], pasal, (("status_skb", status.value),))
    angka: tuple[tuple[str, int | str], ...] = (
        ("peringkat", baris.peringkat),
        ("kuota", acuan.kuota[baris.formasi]),
        ("nilai_akhir", baris.nilai_akhir),
    )
    if baris.peserta in acuan.tempat:
        return Hasil.LULUS, Alasan("PERINGKAT_DALAM_KUOTA", pasal, angka)
    if baris.peserta in acuan.seri:
        seperingkat = len(acuan.papan.menunggu[baris.formasi][1])
        return Hasil.MENUNGGU, Alasan("SERI_TANPA_URUTAN", pasal, (*angka, ("seperingkat", seperingkat)))
    terakhir = acuan.nilai_terakhir.get(baris.formasi)
    if terakhir is not None:
        angka = (*angka, ("nilai_terakhir_lulus", terakhir))
    return Hasil.TIDAK_LULUS, Alasan("PERINGKAT_DI_LUAR_KUOTA", pasal, angka)
