"""What the document check asks of applicants for PPPK alone, and which claims to added points it grants.

PermenPANRB 28/2021, 29/2021, 6/2024; posisi 44 and 45.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from services.pendaftaran.domain.kode import KodeAlasan
from services.pendaftaran.domain.riwayat import Riwayat, hari_kerja, hari_minimum
from shared.alasan import Alasan
from shared.aturan.pendaftaran import AturanPendaftaran, Pengalaman, disebut
from shared.aturan.pppk import TambahanNilai
from shared.istilah import Afirmasi


@dataclass(frozen=True, slots=True)
class Diajukan:
    """What is judged: the career and documents of somebody who has completed `umur` years on the day `pada`."""

    riwayat: Riwayat
    dokumen: AbstractSet[str]
    umur: int
    pada: date


def pengalaman_diminta(aturan: AturanPendaftaran, jabatan: str, kualifikasi: str) -> Pengalaman | None:
    """The work that a jabatan asks for (PermenPANRB 29/2021; KepmenPANRB 347/2024); None where it asks for none."""
    jenjang = kualifikasi.partition("|")[0]
    for satu in aturan.pengalaman:
        if (not satu.jabatan or disebut(jabatan, satu.jabatan)) and (not satu.jenjang or jenjang in satu.jenjang):
            return satu if satu.tahun else None
    return None


def periksa_pengalaman(satu: Diajukan, diminta: Pengalaman) -> Iterator[Alasan]:
    """Say that the work is too short, if it is (PermenPANRB 29/2021; KepmenPANRB 347/2024; posisi 44)."""
    hari, paling_sedikit = hari_kerja(satu.riwayat.pengalaman, satu.pada), hari_minimum(diminta.tahun, satu.pada)
    if hari < paling_sedikit:
        angka = (("hari", hari), ("hari_min", paling_sedikit), ("tahun_min", diminta.tahun))
        yield Alasan(KodeAlasan.PENGALAMAN_KURANG, diminta.pasal, angka)


def periksa_registrasi(satu: Diajukan, aturan: AturanPendaftaran, jabatan: str) -> Iterator[Alasan]:
    """Say what is wrong with the registration (STR) of a health jabatan (KepmenPANRB 980/2021; UU 17/2023 Pasal 260)."""
    diminta = aturan.registrasi
    if diminta is None or not disebut(jabatan, diminta.jabatan) or disebut(jabatan, diminta.kecuali):
        return
    sampai = satu.riwayat.str_sampai
    if diminta.dokumen not in satu.dokumen:
        yield Alasan(KodeAlasan.STR_TIDAK_ADA, diminta.pasal, ())
    elif sampai is None and not diminta.seumur_hidup:
        yield Alasan(KodeAlasan.STR_TANPA_MASA_BERLAKU, diminta.pasal, ())
    elif sampai is not None and sampai < satu.pada:
        yield Alasan(KodeAlasan.STR_KEDALUWARSA, diminta.pasal, (("sampai", sampai.isoformat()),))


def periksa_afirmasi(satu: Diajukan, aturan: AturanPendaftaran, jabatan: str) -> tuple[tuple[Afirmasi, ...], tuple[Alasan, ...]]:
    """Verify the claims to added points (PermenPANRB 28/2021): those that are granted, and for each claim why it is or is not."""
    tersedia = {tambahan.kode: tambahan for tambahan in (aturan.pppk.afirmasi_untuk(jabatan) if aturan.pppk else ())}
    klaim = satu.riwayat.afirmasi
    alasan = tuple(_putuskan(satu, apa, tersedia.get(apa), aturan.pasal_dokumen) for apa in klaim)
    diakui = tuple(apa for apa, karena in zip(klaim, alasan, strict=True) if karena.kode == KodeAlasan.AFIRMASI_DIAKUI)
    return diakui, alasan


def _putuskan(satu: Diajukan, klaim: Afirmasi, tambahan: TambahanNilai | None, pasal: str) -> Alasan:
    apa = ("afirmasi", klaim.value)
    if tambahan is None:
        return Alasan(KodeAlasan.AFIRMASI_BUKAN_UNTUK_JABATAN, pasal, (apa,))
    if kurang := [jenis for jenis in tambahan.dokumen if jenis not in satu.dokumen]:
        return Alasan(KodeAlasan.AFIRMASI_TANPA_DOKUMEN, tambahan.pasal, (apa, ("dokumen", ", ".join(kurang))))
    if tambahan.usia_minimum is not None and satu.umur < tambahan.usia_minimum:
        return Alasan(KodeAlasan.AFIRMASI_USIA_KURANG, tambahan.pasal, (apa, ("usia", satu.umur), ("usia_min", tambahan.usia_minimum)))
    if tambahan.masa_kerja_minimum is not None:
        hari, paling_sedikit = hari_kerja(satu.riwayat.pengalaman, satu.pada), hari_minimum(tambahan.masa_kerja_minimum, satu.pada)
        if hari < paling_sedikit:
            angka = (apa, ("hari", hari), ("hari_min", paling_sedikit), ("tahun_min", tambahan.masa_kerja_minimum))
            return Alasan(KodeAlasan.AFIRMASI_MASA_KERJA_KURANG, tambahan.pasal, angka)
    return Alasan(KodeAlasan.AFIRMASI_DIAKUI, tambahan.pasal, (apa, ("nilai", tambahan.nilai)))
