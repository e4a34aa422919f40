"""What kepegawaian says: resignations, numbers issued, appointments, sanctions."""

from datetime import date
from typing import Annotated

from pydantic import Field

from shared.contracts.event import Event
from shared.contracts.types import Alasan, KodeFormasi, KodeKelompok, NomorKursi, NomorPeserta, Versi
from shared.istilah import AlasanMundur, JenisPengunduran, LangkahPengangkatan

DataRef = Annotated[str, Field(min_length=1, max_length=200, description="Path of the authorised API that holds the personal part.")]


class CandidateResigned(Event, topic="candidate-resigned"):
    """Somebody who had a seat has it no longer."""

    kelompok: KodeKelompok
    formasi: KodeFormasi
    kursi: NomorKursi
    peserta: NomorPeserta
    jenis: JenisPengunduran
    langkah: LangkahPengangkatan
    alasan: AlasanMundur
    dapat_diganti: Annotated[bool, Field(description="True until the NIP is issued; kepegawaian, the issuer, decides.")]
    dasar: Alasan
    tanggal: Annotated[date, Field(description="Day on which it takes effect.")]
    versi: Versi


class NipIssued(Event, topic="nip-issued"):
    """A NIP exists. The number is not here: its first eight digits are a birth date."""

    peserta: NomorPeserta
    kelompok: KodeKelompok
    formasi: KodeFormasi
    tmt: Annotated[date, Field(description="Effective day, first of a month.")]
    dataref: DataRef
    versi: Versi


class NipCancelled(Event, topic="nip-cancelled"):
    """The NIP is withdrawn, and its number never used again (posisi 31)."""

    peserta: NomorPeserta
    alasan: Alasan
    versi: Versi


class CandidateAppointed(Event, topic="candidate-appointed"):
    """The decree of appointment as CPNS is signed."""

    peserta: NomorPeserta
    formasi: KodeFormasi
    tmt: Annotated[date, Field(description="Effective day of the decree.")]
    dataref: DataRef
    versi: Versi


class ServantAppointed(Event, topic="servant-appointed"):
    """Probation passed: a PNS."""

    peserta: NomorPeserta
    formasi: KodeFormasi
    tmt: Annotated[date, Field(description="Effective day of the decree.")]
    dataref: DataRef
    versi: Versi


class CandidateDismissed(Event, topic="candidate-dismissed"):
    """A CPNS leaves during probation; the seat is not refilled in this season."""

    peserta: NomorPeserta
    formasi: KodeFormasi
    alasan: Alasan
    tanggal: Annotated[date, Field(description="Day on which it takes effect.")]
    versi: Versi


class SanctionImposed(Event, topic="sanction-imposed"):
    """A person is barred from applying. The person is named by a keyed pseudonym of the NIK."""

    pseudonim: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="HMAC-SHA-256 of the NIK; the key stays in pendaftaran.")]
    peserta: NomorPeserta
    sampai: Annotated[date, Field(description="Last day on which an application is refused.")]
    dasar: Alasan
    versi: Versi
