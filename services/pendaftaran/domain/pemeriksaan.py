"""The document check: MS or TMS, with every requirement that failed (PP 11/2017 Pasal 23-24; PermenPANRB 27/2021, 6/2024)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.pendaftaran.domain.kode import KodeAlasan
from services.pendaftaran.domain.riwayat import TANPA_RIWAYAT, Riwayat
from services.pendaftaran.domain.syarat_pppk import Diajukan, pengalaman_diminta, periksa_afirmasi, periksa_pengalaman, periksa_registrasi
from shared.alasan import Alasan
from shared.aturan.pendaftaran import AturanPendaftaran, disebut
from shared.istilah import Afirmasi

Status = Literal["MS", "TMS"]


@dataclass(frozen=True, slots=True)
class Berkas:
    """What is judged of one application.

    Attributes:
        tanggal_melamar: the day (WIB) of the application, by which sanctions are judged.
        tanggal_usia: the day at which age, work and registration count: that of the application, but for rehearsals.
        sanksi_sampai: last day of a sanction against this person, if there is one.
        riwayat: what an applicant for PPPK states besides.
    """

    tanggal_lahir: date
    tanggal_melamar: date
    tanggal_usia: date
    kualifikasi: str
    dokumen: AbstractSet[str]
    sanksi_sampai: date | None
    riwayat: Riwayat = TANPA_RIWAYAT


@dataclass(frozen=True, slots=True)
class Syarat:
    """What the chosen post asks for."""

    jabatan: str
    jenis_kebutuhan: str
    kualifikasi: AbstractSet[str]


@dataclass(frozen=True, slots=True)
class Putusan:
    """The outcome and its reasons: for TMS all that failed, for MS the one that says so, then one for each claim.

    Attributes:
        afirmasi: the claims to added points that were granted.
    """

    status: Status
    alasan: tuple[Alasan, ...]
    afirmasi: tuple[Afirmasi, ...] = ()


def usia(lahir: date, pada: date) -> int:
    """Age in completed years; somebody born on 29 February completes a year on 1 March of a common year."""
    return pada.year - lahir.year - ((pada.month, pada.day) < (lahir.month, lahir.day))


def batas_usia(aturan: AturanPendaftaran, jabatan: str, kualifikasi: str) -> tuple[int, str]:
    """Oldest age in completed years for this jabatan and study, and its article.

    PP 11/2017 Pasal 23 ayat (2): 40 for specialist doctors and dentists and clinical educators, and for lecturers, researchers and
    engineers with a doctorate.
    """
    jenjang = kualifikasi.partition("|")[0]
    batas = (aturan.usia_maks, aturan.pasal_usia)
    for khusus in aturan.usia_khusus:
        cocok = disebut(jabatan, khusus.jabatan) and (not khusus.jenjang or jenjang in khusus.jenjang)
        if cocok and khusus.usia_maks > batas[0]:
            batas = (khusus.usia_maks, khusus.pasal)
    return batas


def dokumen_diminta(aturan: AturanPendaftaran, jenis_kebutuhan: str, *, bekerja: bool = False) -> tuple[str, ...]:
    """Documents this need type asks for, in the order of the rule set; `bekerja`: and the proof of work."""
    return (*aturan.dokumen_wajib, *aturan.dokumen_kebutuhan.get(jenis_kebutuhan, ()), *((aturan.dokumen_pengalaman,) if bekerja else ()))


def periksa(berkas: Berkas, syarat: Syarat, aturan: AturanPendaftaran) -> Putusan:
    """Judge one application against its post.

    Every requirement is tried: an applicant must learn all that failed, because an objection that leaves one out changes nothing
    (domain position: all failed items or no change).
    """
    umur = usia(berkas.tanggal_lahir, berkas.tanggal_usia)
    batas_atas, pasal_batas = batas_usia(aturan, syarat.jabatan, berkas.kualifikasi)
    bekerja = pengalaman_diminta(aturan, syarat.jabatan, berkas.kualifikasi)
    diajukan = Diajukan(berkas.riwayat, berkas.dokumen, umur, berkas.tanggal_usia)
    gagal: list[Alasan] = []
    if umur < aturan.usia_min:
        gagal.append(Alasan(KodeAlasan.USIA_KURANG, aturan.pasal_usia, (("usia", umur), ("usia_min", aturan.usia_min))))
    if umur > batas_atas:
        gagal.append(Alasan(KodeAlasan.USIA_LEBIH, pasal_batas, (("usia", umur), ("usia_maks", batas_atas))))
    if berkas.kualifikasi not in syarat.kualifikasi:
        gagal.append(Alasan(KodeAlasan.KUALIFIKASI_TIDAK_SESUAI, aturan.pasal_kualifikasi, (("kualifikasi", berkas.kualifikasi),)))
    diminta = dokumen_diminta(aturan, syarat.jenis_kebutuhan, bekerja=bekerja is not None)
    kurang = [jenis for jenis in diminta if jenis not in berkas.dokumen]
    if kurang:
        gagal.append(
            Alasan(KodeAlasan.DOKUMEN_TIDAK_LENGKAP, aturan.pasal_dokumen, (("jumlah", len(kurang)), ("dokumen", ", ".join(kurang))))
        )
    if bekerja is not None:
        gagal += periksa_pengalaman(diajukan, bekerja)
    gagal += periksa_registrasi(diajukan, aturan, syarat.jabatan)
    if berkas.sanksi_sampai is not None and berkas.tanggal_melamar <= berkas.sanksi_sampai:
        gagal.append(Alasan(KodeAlasan.DALAM_SANKSI, aturan.pasal_sanksi, (("sampai", berkas.sanksi_sampai.isoformat()),)))
    if gagal:
        return Putusan("TMS", tuple(gagal))
    diakui, klaim = periksa_afirmasi(diajukan, aturan, syarat.jabatan)
    memenuhi = Alasan(KodeAlasan.MEMENUHI_SYARAT, aturan.pasal_usia, (("usia", umur), ("usia_maks", batas_atas)))
    return Putusan("MS", (memenuhi, *klaim), diakui)
