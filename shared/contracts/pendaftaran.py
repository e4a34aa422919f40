"""What pendaftaran says: posts opened, applications locked, documents checked."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from shared.contracts.event import Event
from shared.contracts.types import INT4_MAX, Alasan, Aturan, Kesediaan, KodeFormasi, KodeKelompok, NomorPeserta, Versi
from shared.istilah import JenisKebutuhan, StatusVerifikasi

NomorLamaran = Annotated[str, Field(min_length=1, max_length=40, description="Application number.")]
Kualifikasi = Annotated[str, Field(max_length=200, description="Study: level and programme, such as S-1|S-1 AKUNTANSI.")]


class FormationOpened(Event, topic="formation-opened"):
    """A post is open. A later version of the same formasi replaces the earlier one (the topic is compacted)."""

    formasi: KodeFormasi
    kelompok: KodeKelompok
    kode_instansi: Annotated[str, Field(pattern=r"^[0-9]{4}$")]
    instansi: Annotated[str, Field(max_length=200)]
    kode_jabatan: Annotated[str, Field(max_length=40)]
    jabatan: Annotated[str, Field(max_length=200)]
    unit: Annotated[str, Field(max_length=600)]
    jenis_pengadaan: Annotated[str, Field(max_length=20, description="CPNS or PPPK.")]
    jenis_kebutuhan: JenisKebutuhan
    kualifikasi: Annotated[tuple[Kualifikasi, ...], Field(min_length=1, description="Accepted studies, sorted.")]
    kuota: Annotated[int, Field(ge=1, le=INT4_MAX, description="Seats.")]
    terbuka_disabilitas: bool
    gaji_min: Annotated[int, Field(ge=0, le=INT4_MAX, description="Rupiah a month.")]
    gaji_maks: Annotated[int, Field(ge=0, le=INT4_MAX, description="Rupiah a month.")]
    grup: Annotated[str | None, Field(max_length=64, description="Group of units that the agency fills inside of, if it has any.")] = None
    aturan: Aturan
    versi: Versi


class ApplicationSubmitted(Event, topic="application-submitted"):
    """An application is locked (Akhiri pendaftaran)."""

    lamaran: NomorLamaran
    formasi: KodeFormasi
    kelompok: KodeKelompok
    diterima_pada: Annotated[AwareDatetime, Field(description="Server time of receipt; deadlines are judged by it.")]


class FaktaPelamar(BaseModel):
    """What the ranking must know of a person, and nothing else. Internal plane only: it holds a birth date."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    tanggal_lahir: date
    ipk: Annotated[int, Field(ge=0, le=10_000, description="Integer hundredths: 379 means 3.79; diploma means go to 100.00.")]
    skala_ipk: Annotated[Literal["IPK", "IJAZAH"], Field(description="GPA (scale 4) or diploma mean (scale 100).")]
    kualifikasi: Kualifikasi


class ApplicationVerified(Event, topic="application-verified"):
    """The document check of one application is decided; `peserta` and `fakta` are there exactly when the status is MS."""

    lamaran: NomorLamaran
    formasi: KodeFormasi
    kelompok: KodeKelompok
    status: StatusVerifikasi
    peserta: NomorPeserta | None = None
    jenis_kebutuhan: JenisKebutuhan
    fakta: FaktaPelamar | None = None
    kesediaan: Annotated[Kesediaan | None, Field(description="Absent: would go anywhere, as the decree assumes of everybody.")] = None
    alasan: tuple[Alasan, ...] = ()
    aturan: Aturan
    diputuskan_pada: AwareDatetime
    versi: Versi

    @model_validator(mode="after")
    def _only_ms_goes_on(self) -> "ApplicationVerified":
        """Participant number and facts belong to the status MS, and both of them."""
        ms = self.status is StatusVerifikasi.MS
        if (self.peserta is not None) is not ms or (self.fakta is not None) is not ms:
            raise ValueError("peserta and fakta are there exactly when the status is MS")
        return self
