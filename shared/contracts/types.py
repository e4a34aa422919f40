"""Words and small values that several events share."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

INT4_MAX = 2_147_483_647  # a number above it passes here and fails in the reader's integer column, where it is no longer Poison

Seribu = Annotated[int, Field(ge=0, le=1_000_000, description="Score in integer thousandths: 83500 means 83.500.")]
NomorPeserta = Annotated[str, Field(pattern=r"^[0-9]{1,20}$", description="Participant number; opaque to readers.")]
KodeKelompok = Annotated[str, Field(min_length=1, max_length=64, description="Agency and jabatan: the pool posts are filled from.")]
# No separator of the digest's lines inside the id, or two rankings could have one digest (digest.py).
KodeFormasi = Annotated[str, Field(max_length=64, pattern=r"^[^|\s]+$", description="Formation id as published in SSCASN.")]
NomorKursi = Annotated[str, Field(min_length=1, max_length=80, description="One seat: formation id, slash, 1 to the number of seats.")]
Versi = Annotated[int, Field(ge=1, le=INT4_MAX, description="Version of this fact, from 1.")]
Jumlah = Annotated[int, Field(ge=0, le=INT4_MAX)]


class JenisKebutuhan(StrEnum):
    """Need type of a formation (P27/2021 Pasal 5, P6/2024, K320/2024)."""

    UMUM = "UMUM"
    CUMLAUDE = "CUMLAUDE"
    DISABILITAS = "DISABILITAS"
    DIASPORA = "DIASPORA"
    PAPUA = "PAPUA"
    OAP = "OAP"
    NON_OAP = "NON_OAP"
    DAERAH_TERTINGGAL = "DAERAH_TERTINGGAL"
    KALIMANTAN = "KALIMANTAN"


class StatusVerifikasi(StrEnum):
    """Outcome of the document check."""

    MS = "MS"
    TMS = "TMS"


class JenisUjian(StrEnum):
    """The two computer tests."""

    SKD = "SKD"
    SKB = "SKB"


class Kehadiran(StrEnum):
    """Attendance: TH = never recorded as started, DIS = disqualified (domain.md §12 no. 9)."""

    HADIR = "HADIR"
    TH = "TH"
    DIS = "DIS"


class StatusSkb(StrEnum):
    """How the SKB ended: TMS_1 = failed a knock-out part, whatever the rank."""

    HADIR = "HADIR"
    TH = "TH"
    TMS_1 = "TMS-1"
    DIS = "DIS"


class Hasil(StrEnum):
    """Outcome of the placement for one person. MENUNGGU: a tie that the law does not break awaits a signed decision."""

    LULUS = "LULUS"
    TIDAK_LULUS = "TIDAK_LULUS"
    TH = "TH"
    TMS_1 = "TMS-1"
    DIS = "DIS"
    MENUNGGU = "MENUNGGU"


class Rute(StrEnum):
    """By which way a seat was reached."""

    FORMASI_SENDIRI = "FORMASI_SENDIRI"
    PENGGANTI = "PENGGANTI"


class JenisPengunduran(StrEnum):
    """How somebody came to leave (seed of the rule: Perka BKN 14/2018; domain.md §8)."""

    MENGUNDURKAN_DIRI = "MENGUNDURKAN_DIRI"
    DIANGGAP_MENGUNDURKAN_DIRI = "DIANGGAP_MENGUNDURKAN_DIRI"
    DISKUALIFIKASI = "DISKUALIFIKASI"
    MENINGGAL_DUNIA = "MENINGGAL_DUNIA"


class Langkah(StrEnum):
    """The step of the appointment at which somebody left."""

    SEBELUM_USUL_NIP = "SEBELUM_USUL_NIP"
    USUL_NIP = "USUL_NIP"
    NIP_TERBIT = "NIP_TERBIT"
    CPNS = "CPNS"


class AlasanMundur(StrEnum):
    """Reasons for leaving, as BKN counts them (April 2025)."""

    LOKASI_JAUH = "LOKASI_JAUH"
    IZIN_KELUARGA = "IZIN_KELUARGA"
    KESEHATAN_ORANG_TUA = "KESEHATAN_ORANG_TUA"
    STUDI = "STUDI"
    KESEHATAN_SENDIRI = "KESEHATAN_SENDIRI"
    KONTRAK_LAIN = "KONTRAK_LAIN"
    SALAH_FORMASI = "SALAH_FORMASI"
    KESEHATAN_PASANGAN = "KESEHATAN_PASANGAN"
    DOKUMEN = "DOKUMEN"
    MERASA_TIDAK_BERHAK = "MERASA_TIDAK_BERHAK"
    GAJI = "GAJI"
    TIDAK_MELENGKAPI_DRH = "TIDAK_MELENGKAPI_DRH"
    MENINGGAL_DUNIA = "MENINGGAL_DUNIA"
    DISKUALIFIKASI = "DISKUALIFIKASI"


class Alasan(BaseModel):
    """One reason of a decision: the rule, its article, and the numbers that were compared."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kode: Annotated[str, Field(max_length=64, description="Rule id, stable across years.")]
    pasal: Annotated[str, Field(max_length=120, description="Article the rule comes from.")]
    angka: Annotated[dict[str, int | str], Field(default_factory=dict, description="The values compared, by name.")]


class Aturan(BaseModel):
    """The rule set a decision was made under."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    nama: Annotated[str, Field(max_length=40, description="Name of the rule set, such as cpns-2024.")]
    versi: Annotated[int, Field(ge=1, le=INT4_MAX, description="Version of the rule set, from 1.")]
