"""What penilaian says: scores in, the list for SKB, final scores and closed rankings."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.contracts.event import Event
from shared.contracts.types import (
    Alasan,
    Aturan,
    JenisKebutuhan,
    JenisUjian,
    Kehadiran,
    KodeFormasi,
    KodeKelompok,
    NomorPeserta,
    Seribu,
    StatusSkb,
    Versi,
)

Butir = Annotated[int, Field(ge=0, le=1000, description="Points of the test, whole numbers.")]


class ExamScored(Event, topic="exam-scored"):
    """One person's result in one test. A higher version replaces a lower one (a corrected file)."""

    peserta: NomorPeserta
    jenis: JenisUjian
    kehadiran: Kehadiran
    twk: Butir | None = None
    tiu: Butir | None = None
    tkp: Butir | None = None
    nilai_skb: Annotated[int | None, Field(ge=0, le=100_000, description="SKB on the scale 0 to 100, in thousandths.")] = None
    status_skb: StatusSkb | None = None
    sumber: Annotated[str, Field(max_length=200, description="Name of the file or CAT centre that the score came from.")]
    versi: Versi

    @property
    def ujian(self) -> str:
        """Subject: this person in this test."""
        return f"{self.peserta}/{self.jenis}"

    @model_validator(mode="after")
    def _scores_fit_the_test(self) -> "ExamScored":
        """A person who sat the test has all of its scores."""
        if self.kehadiran is not Kehadiran.HADIR:
            return self
        if self.jenis is JenisUjian.SKD and None in (self.twk, self.tiu, self.tkp):
            raise ValueError("SKD of a person who attended needs twk, tiu and tkp")
        if self.jenis is JenisUjian.SKB and (self.nilai_skb is None or self.status_skb is None):
            raise ValueError("SKB of a person who attended needs nilai_skb and status_skb")
        return self


class BatasSkb(BaseModel):
    """The scores of the last one who went on."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    skd: Butir
    tkp: Butir
    tiu: Butir
    twk: Butir


class SkbShortlisted(Event, topic="skb-shortlisted"):
    """Those of one formation who sit the SKB: the best three times the seats among those above the passing grade."""

    kelompok: KodeKelompok
    formasi: KodeFormasi
    kuota: Annotated[int, Field(ge=1)]
    memenuhi_ambang: Annotated[int, Field(ge=0, description="How many reached the passing grade.")]
    batas: BatasSkb | None = None
    peserta: Annotated[tuple[NomorPeserta, ...], Field(description="In order of rank.")]
    alasan: tuple[Alasan, ...] = ()
    aturan: Aturan
    versi: Versi


class ScoreFinalized(Event, topic="score-finalized"):
    """Final scores and ranks of one person who was called to the SKB.

    `skor_skd`, `skor_skb`, `nilai_akhir` and both ranks are there exactly when `status_skb` is HADIR.
    """

    kelompok: KodeKelompok
    formasi: KodeFormasi
    peserta: NomorPeserta
    jenis_kebutuhan: JenisKebutuhan
    kualifikasi: Annotated[str, Field(max_length=200, description="The verified study, which decides which seats may be filled.")]
    twk: Butir
    tiu: Butir
    tkp: Butir
    skd: Butir
    skd_100: Seribu
    status_skb: StatusSkb
    nilai_skb: Seribu | None = None
    skor_skd: Seribu | None = None
    skor_skb: Seribu | None = None
    nilai_akhir: Seribu | None = None
    peringkat: Annotated[int | None, Field(ge=1, description="Rank in the formation; equal only where the law leaves a tie.")] = None
    peringkat_kelompok: Annotated[int | None, Field(ge=1)] = None
    seri: Annotated[bool, Field(description="True where a tie awaits a signed decision of Panselnas.")] = False
    memenuhi_ambang_umum: Annotated[bool, Field(description="Reached the passing grade of UMUM, which cross-filling asks for.")]
    alasan: tuple[Alasan, ...] = ()
    aturan: Aturan
    versi: Versi


class RankingClosed(Event, topic="ranking-closed"):
    """A kelompok is complete: a reader that has `jumlah` rows and computes the same digest has exactly what was published."""

    kelompok: KodeKelompok
    jumlah: Annotated[int, Field(ge=0, description="Rows of score-finalized of this version.")]
    jumlah_formasi: Annotated[int, Field(ge=1)]
    jumlah_kursi: Annotated[int, Field(ge=1)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="shared.contracts.digest.ranking_digest of the rows.")]
    aturan: Aturan
    versi: Versi
