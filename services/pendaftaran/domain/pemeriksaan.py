"""The document check: MS or TMS, with every requirement that failed (PP 11/2017 Pasal 23-24; PermenPANRB 27/2021, 6/2024)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.pendaftaran.domain.kode import KodeAlasan
from shared.alasan import Alasan
from shared.aturan.pendaftaran import AturanPendaftaran

Status = Literal["MS", "TMS"]


@dataclass(frozen=True, slots=True)
class Berkas:
    """What is judged of one application.

    Attributes:
        tanggal_melamar: the day (WIB) of the application, by which sanctions are judged.
        tanggal_usia: the day at which the age counts: that of the application, but for rehearsals.
        sanksi_sampai: last day of a sanction against this person, if there is one.
    """

    tanggal_lahir: date
    tanggal_melamar: date
    tanggal_usia: date
    kualifikasi: str
    dokumen: AbstractSet[str]
    sanksi_sampai: date | None


@dataclass(frozen=True, slots=True)
class Syarat:
    """What the chosen post asks for."""

    jabatan: str
    jenis_kebutuhan: str
    kualifikasi: AbstractSet[str]


@dataclass(frozen=True, slots=True)
class Putusan:
    """The outcome and its reasons: for TMS all that failed, for MS the one that says so."""

    status: Status
    alasan: tuple[Alasan, ...]


def usia(lahir: date, pada: date) -> int:
    """Age in completed years; somebody born on 29 February completes a year on 1 March of a common year."""
    return pada.year - lahir.year - ((pada.month, pada.day) < (lahir.month, lahir.day))


def batas_usia(aturan: AturanPendaftaran, jabatan: str, kualifikasi: str) -> tuple[int, str]:
    """Oldest age in completed years for this jabatan and study, and its article.

    PP 11/2017 Pasal 23 ayat (2): 40 for specialist doctors and dentists and clinical educators, and for lecturers, researchers and
    engineers with a doctorate.
    """
    kata = frozenset(jabatan.split())
    jenjang = kualifikasi.partition("|")[0]
    batas = (aturan.usia_maks, aturan.pasal_usia)
    for khusus in aturan.usia_khusus:
        cocok = any(nama <= kata for nama in khusus.jabatan) and (not khusus.jenjang or jenjang in khusus.jenjang)
        if cocok and khusus.usia_maks > batas[0]:
            batas = (khusus.usia_maks, khusus.pasal)
    return batas


def dokumen_diminta(aturan: AturanPendaftaran, jenis_kebutuhan: str) -> tuple[str, ...]:
    """Documents this need type asks for, in the order of the rule set."""
    return aturan.dokumen_wajib + aturan.dokumen_kebutuhan.get(jenis_kebutuhan, ())


def periksa(berkas: Berkas, syarat: Syarat, aturan: AturanPendaftaran) -> Putusan:
    """Judge one application against its post.

    Every requirement is tried: an applicant must learn all that failed, because an objection that leaves one out changes nothing
    (domain position: all failed items or no change).
    """
    umur = usia(berkas.tanggal_lahir, berkas.tanggal_usia)
    batas_atas, pasal_batas = batas_usia(aturan, syarat.jabatan, berkas.kualifikasi)
    gagal: list[Alasan] = []
    if umur < aturan.usia_min:
        gagal.append(Alasan(KodeAlasan.USIA_KURANG, aturan.pasal_usia, (("usia", umur), ("usia_min", aturan.usia_min))))
    if umur > batas_atas:
        gagal.append(Alasan(KodeAlasan.USIA_LEBIH, pasal_batas, (("usia", umur), ("usia_maks", batas_atas))))
    if berkas.kualifikasi not in syarat.kualifikasi:
        gagal.append(Alasan(KodeAlasan.KUALIFIKASI_TIDAK_SESUAI, aturan.pasal_kualifikasi, (("kualifikasi", berkas.kualifikasi),)))
    kurang = [jenis for jenis in dokumen_diminta(aturan, syarat.jenis_kebutuhan) if jenis not in berkas.dokumen]
    if kurang:
        gagal.append(
            Alasan(KodeAlasan.DOKUMEN_TIDAK_LENGKAP, aturan.pasal_dokumen, (("jumlah", len(kurang)), ("dokumen", ", ".join(kurang))))
        )
    if berkas.sanksi_sampai is not None and berkas.tanggal_melamar <= berkas.sanksi_sampai:
        gagal.append(Alasan(KodeAlasan.DALAM_SANKSI, aturan.pasal_sanksi, (("sampai", berkas.sanksi_sampai.isoformat()),)))
    if gagal:
        return Putusan("TMS", tuple(gagal))
    return Putusan("MS", (Alasan(KodeAlasan.MEMENUHI_SYARAT, aturan.pasal_usia, (("usia", umur), ("usia_maks", batas_atas))),))
