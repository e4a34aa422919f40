"""Objections as answers show them: to the person, and to officers."""

from datetime import datetime
from typing import Any

from pydantic import Field

from services.penilaian.domain.kalimat_sanggah import BELUM_TERBIT, keterangan
from services.penilaian.domain.sanggah import AlasanJawaban, PokokSanggah, PutusanSanggah, SanggahPeserta, StatusSanggah
from services.penilaian.store.sanggah import UraianSanggah
from services.penilaian.usecases.sanggah import KeadaanSanggah, SanggahBermasa
from shared.aturan.sanggah import TahapSanggah
from shared.kalender import WIB
from shared.web import Jawaban


class TandaSanggah(Jawaban):
    """Bukti bahwa sanggah diterima."""

    nomor: int
    diterima_pada: datetime
    keterangan: str = Field(description="Sampai kapan dijawab, dan apa selanjutnya.")


class SanggahSendiri(Jawaban):
    """Sanggah milik sendiri beserta jawabannya."""

    nomor: int
    status: StatusSanggah
    pokok: list[PokokSanggah]
    uraian: str | None
    dokumen: list[str]
    diterima_pada: datetime
    putusan: PutusanSanggah | None
    alasan: AlasanJawaban | None
    penjelasan: str | None
    dijawab_pada: datetime | None
    versi: int | None = Field(description="Versi kelompok yang mengoreksi hasilnya.")


class HasilSanggah(Jawaban):
    """Satu hasil: kapan dapat disanggah, dan sanggah sendiri bila ada; waktu dalam WIB."""

    tahap: TahapSanggah
    terbuka: bool
    mulai: datetime | None
    sampai: datetime | None
    jawab_sampai: datetime | None
    pokok_boleh: list[PokokSanggah]
    keterangan: str = Field(description="Apa yang diputuskan, sampai kapan, dan apa selanjutnya.")
    sanggah: SanggahSendiri | None


class SanggahTercatat(Jawaban):
    """Satu sanggah tanpa uraian pelamarnya."""

    nomor: int
    tahap: TahapSanggah
    kelompok: str
    peserta: str
    pokok: list[PokokSanggah]
    status: StatusSanggah
    diterima_pada: datetime
    versi_hasil: int
    diambil_oleh: str | None
    diambil_pada: datetime | None
    jawab_sampai: datetime | None
    terlambat: bool = Field(description="Belum dijawab padahal masa jawab lewat, atau dijawab sesudahnya.")
    putusan: PutusanSanggah | None
    alasan: AlasanJawaban | None
    penjelasan: str | None
    keputusan: str | None
    dijawab_oleh: str | None
    dijawab_pada: datetime | None
    menunggu_koreksi: bool
    koreksi: int | None
    versi: int | None


class SanggahLengkap(SanggahTercatat):
    """Satu sanggah seperti dilihat yang menjawabnya; setiap pembacaan dicatat."""

    dokumen: list[str]
    uraian: str | None = Field(description="Kosong bila pelamarnya sudah dihapus.")


class SanggahDiarsipkan(Jawaban):
    """Satu sanggah dalam arsip musim."""

    nomor: int
    kelompok: str
    peserta: str
    tahap: TahapSanggah
    pokok: list[PokokSanggah]
    versi_hasil: int
    diterima_pada: datetime
    putusan: PutusanSanggah | None
    alasan: AlasanJawaban | None
    dijawab_pada: datetime | None
    versi: int | None


class JumlahSanggah(Jawaban):
    """Sanggah atas satu hasil, dalam angka."""

    tahap: TahapSanggah
    diajukan: int
    menunggu_jawaban: int
    diterima: int
    ditolak: int
    menunggu_koreksi: int
    dikoreksi: int
    terlambat: int


def _wib(saat: datetime | None) -> datetime | None:
    return None if saat is None else saat.astimezone(WIB)


def sendiri(satu: KeadaanSanggah, saat: datetime) -> HasilSanggah:
    """One result as its own person reads it at this moment."""
    kirim = satu.masa.kirim if satu.masa else None
    return HasilSanggah(
        tahap=satu.tahap,
        terbuka=satu.terbit and kirim is not None and kirim.terbuka(saat),
        mulai=_wib(kirim.mulai) if kirim else None,
        sampai=_wib(kirim.sampai) if kirim else None,
        jawab_sampai=_wib(satu.masa.jawab_sampai) if satu.masa else None,
        pokok_boleh=list(satu.pokok_boleh),
        keterangan=keterangan(satu.sanggah, satu.masa, saat) if satu.terbit or satu.sanggah else BELUM_TERBIT,
        sanggah=None if satu.sanggah is None else _isi(satu.sanggah, satu.uraian),
    )


def kata_sendiri(uraian: UraianSanggah | None) -> dict[str, Any]:
    """The person's own words as fields of an answer; nothing of somebody who was erased."""
    return {"uraian": uraian.uraian if uraian else None, "dokumen": list(uraian.dokumen) if uraian else []}


def _isi(satu: SanggahPeserta, uraian: UraianSanggah | None) -> SanggahSendiri:
    return SanggahSendiri(
        nomor=satu.nomor,
        status=satu.status,
        pokok=list(satu.pokok),
        **kata_sendiri(uraian),
        diterima_pada=satu.diterima_pada.astimezone(WIB),
        putusan=satu.putusan,
        alasan=satu.alasan,
        penjelasan=satu.penjelasan,
        dijawab_pada=_wib(satu.dijawab_pada),
        versi=satu.versi,
    )


def tercatat(yang: SanggahBermasa, saat: datetime) -> SanggahTercatat:
    """One objection as officers read it at this moment."""
    satu, masa = yang.sanggah, yang.masa
    return SanggahTercatat(
        nomor=satu.nomor,
        tahap=satu.tahap,
        kelompok=satu.kelompok,
        peserta=satu.peserta,
        pokok=list(satu.pokok),
        status=satu.status,
        diterima_pada=satu.diterima_pada.astimezone(WIB),
        versi_hasil=satu.versi_hasil,
        diambil_oleh=satu.diambil_oleh,
        diambil_pada=_wib(satu.diambil_pada),
        jawab_sampai=_wib(masa.jawab_sampai) if masa else None,
        terlambat=masa is not None and masa.terlambat(satu.dijawab_pada or saat),
        putusan=satu.putusan,
        alasan=satu.alasan,
        penjelasan=satu.penjelasan,
        keputusan=satu.keputusan,
        dijawab_oleh=satu.dijawab_oleh,
        dijawab_pada=_wib(satu.dijawab_pada),
        menunggu_koreksi=satu.menunggu_koreksi,
        koreksi=satu.koreksi,
        versi=satu.versi,
    )
