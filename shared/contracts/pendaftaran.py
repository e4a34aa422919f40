"""What pendaftaran says: posts opened, applications locked, documents checked."""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from shared.contracts.event import Event
from shared.contracts.types import INT4_MAX, Alasan, Aturan, Kesediaan, KodeFormasi, KodeKelompok, KodeMusim, NomorPeserta, Versi
from shared.istilah import Afirmasi, JenisKebutuhan, KeadaanMusim, ModePengisian, StatusVerifikasi, TahapMusim

NomorLamaran = Annotated[str, Field(min_length=1, max_length=40, description="Application number.")]
Kualifikasi = Annotated[str, Field(max_length=200, description="Study: level and programme, such as S-1|S-1 AKUNTANSI.")]
SkalaIpk = Annotated[Literal["IPK", "IJAZAH"], Field(description="GPA (scale 4) or diploma mean (scale 100).")]
IPK_TERTINGGI: Final = 10_000


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
    musim: Annotated[KodeMusim | None, Field(description="Absent: of the season that says `tanpa_musim`.")] = None
    versi: Versi


class SeasonAnnounced(Event, topic="season-announced"):
    """A season as it is. A later version of the same season replaces the earlier one (the topic is compacted)."""

    musim: KodeMusim
    jenis_pengadaan: Annotated[str, Field(max_length=20, description="CPNS or PPPK.")]
    gelombang: Annotated[int, Field(ge=1, le=9, description="Stage of the procurement, where a year has several of one kind; else 1.")] = 1
    tahun_anggaran: Annotated[int, Field(ge=2000, le=2099, description="Fiscal year; nobody is in two applications of one year.")]
    aturan: Annotated[Aturan, Field(description="What is decided from now on is decided under it; what was decided stays under its own.")]
    mode_pengisian: Annotated[ModePengisian, Field(description="Filling as decreed, or with the consent stated beforehand.")]
    keadaan: Annotated[KeadaanMusim, Field(description="BERJALAN until everything is decided, then SELESAI, then DIARSIPKAN.")]
    tanpa_musim: Annotated[bool, Field(description="Records of before that name no season belong to this one.")] = False
    keputusan: Annotated[str, Field(max_length=200, description="Letter or decree that announces this version; empty for the first.")] = ""
    diumumkan_pada: Annotated[AwareDatetime, Field(description="Server time from which it is in force.")]
    versi: Versi


class TahapJadwal(BaseModel):
    """One stage of the calendar: from the first moment to the last, both included."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    tahap: TahapMusim
    mulai: Annotated[AwareDatetime, Field(description="First moment, to the millisecond; written in WIB.")]
    sampai: Annotated[AwareDatetime, Field(description="Last moment, to the millisecond: a day ends at 23:59:59.999 WIB.")]


class PengecualianJadwal(BaseModel):
    """A decree that lets one stage deviate from one rule."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    aturan: Annotated[str, Field(max_length=64, description="Rule id, stable across years.")]
    tahap: TahapMusim
    keputusan: Annotated[str, Field(min_length=1, max_length=200, description="Number of the decree.")]


class ScheduleAnnounced(Event, topic="schedule-announced"):
    """A calendar of a season is in force. A later version replaces the earlier one (the topic is compacted)."""

    musim: KodeMusim
    jenis_pengadaan: Annotated[str, Field(max_length=20, description="CPNS or PPPK.")]
    tahun_anggaran: Annotated[int, Field(ge=2000, le=2099, description="Fiscal year of the season.")]
    aturan: Aturan
    tahap: Annotated[tuple[TahapJadwal, ...], Field(min_length=1, description="The stages that have dates so far, each once.")]
    pengecualian: Annotated[tuple[PengecualianJadwal, ...], Field(description="Decrees without which it would be unlawful.")] = ()
    keputusan: Annotated[str, Field(min_length=1, max_length=200, description="Letter or decree that announces this version.")]
    diumumkan_pada: Annotated[AwareDatetime, Field(description="Server time from which it is in force.")]
    versi: Versi


class ApplicationSubmitted(Event, topic="application-submitted"):
    """An application is locked (Akhiri pendaftaran)."""

    lamaran: NomorLamaran
    formasi: KodeFormasi
    kelompok: KodeKelompok
    diterima_pada: Annotated[AwareDatetime, Field(description="Server time of receipt; deadlines are judged by it.")]


class PersonErased(Event, topic="person-erased"):
    """Who sent an application was erased, on request or when their time was over; there is a participant number where one was given."""

    lamaran: NomorLamaran
    peserta: NomorPeserta | None = None
    dihapus_pada: Annotated[AwareDatetime, Field(description="Server time; from then on nothing of the person opens.")]


class FaktaPelamar(BaseModel):
    """What the ranking must know of a person, as records of earlier seasons say it: with a birth date. Nothing writes it any more."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    tanggal_lahir: date
    ipk: Annotated[int, Field(ge=0, le=IPK_TERTINGGI, description="Integer hundredths: 379 means 3.79; diploma means go to 100.00.")]
    skala_ipk: SkalaIpk
    kualifikasi: Kualifikasi


_AFIRMASI = "PPPK: what was claimed, verified, and adds points to the technical part, each once; absent where there is nothing of it."
_USIA = "Place by age among all applicants of the kelompok, the oldest first; equal for one birth day, then the next number."
_IJAZAH = "Place by GPA or diploma mean among all applicants of the kelompok on the same scale, the highest first; equal for equals."


class UrutanPelamar(BaseModel):
    """What the ranking must know of a person, and nothing else: places, by which those of one kelompok compare."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    usia: Annotated[int, Field(ge=1, le=INT4_MAX, description=_USIA)]
    ijazah: Annotated[int, Field(ge=1, le=INT4_MAX, description=_IJAZAH)]
    skala_ipk: SkalaIpk
    kualifikasi: Kualifikasi


class ApplicationVerified(Event, topic="application-verified"):
    """The document check of one application is decided; for MS with `peserta` and `urutan`, or in records of before `fakta`."""

    lamaran: NomorLamaran
    formasi: KodeFormasi
    kelompok: KodeKelompok
    status: StatusVerifikasi
    peserta: NomorPeserta | None = None
    jenis_kebutuhan: JenisKebutuhan
    fakta: Annotated[FaktaPelamar | None, Field(description="Only in records of earlier seasons, in place of `urutan`.")] = None
    urutan: Annotated[UrutanPelamar | None, Field(description="There for MS, unless `fakta` is.")] = None
    kesediaan: Annotated[Kesediaan | None, Field(description="Absent: would go anywhere, as the decree assumes of everybody.")] = None
    afirmasi: Annotated[tuple[Afirmasi, ...] | None, Field(min_length=1, max_length=8, description=_AFIRMASI)] = None
    alasan: tuple[Alasan, ...] = ()
    aturan: Aturan
    diputuskan_pada: AwareDatetime
    versi: Versi

    @model_validator(mode="after")
    def _only_ms_goes_on(self) -> "ApplicationVerified":
        """Participant number and places (or the facts of before) belong to the status MS, and both of them; added points to it alone."""
        ms = self.status is StatusVerifikasi.MS
        if (self.peserta is not None) is not ms or (self.fakta is not None) + (self.urutan is not None) != ms:
            raise ValueError("peserta and either urutan or fakta are there exactly when the status is MS")
        if self.afirmasi is not None and (not ms or len(set(self.afirmasi)) != len(self.afirmasi)):
            raise ValueError("afirmasi is there for MS only, each word once")
        return self
