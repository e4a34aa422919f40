"""What penilaian says: scores in, the list for SKB, final scores and closed rankings."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.contracts.event import Event
from shared.contracts.types import INT4_MAX, Alasan, Aturan, Jumlah, Kesediaan, KodeFormasi, KodeKelompok, NomorPeserta, Seribu, Versi
from shared.istilah import JenisKebutuhan, JenisUjian, Kehadiran, StatusSkb

Peringkat = Annotated[int, Field(ge=1, le=INT4_MAX, description="Rank, 1 is best; equal only where the law leaves a tie.")]
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
    tahun_asal: Annotated[
        int | None,
        Field(ge=2018, le=9999, description="Year of the SKD, where an earlier one was chosen (KepmenPANRB 344/2024)."),
    ] = None
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


class CompetencyScored(Event, topic="competency-scored"):
    """One person's points in the competency test of PPPK. A higher version replaces a lower one (a corrected file)."""

    peserta: NomorPeserta
    kehadiran: Kehadiran
    teknis: Annotated[Butir | None, Field(description="As answered, before anything is added.")] = None
    manajerial_sosiokultural: Butir | None = None
    wawancara: Butir | None = None
    sumber: Annotated[str, Field(max_length=200, description="Name of the file or CAT centre that the points came from.")]
    versi: Versi

    @model_validator(mode="after")
    def _all_parts_of_who_sat(self) -> "CompetencyScored":
        """A person who sat the test has the points of all its parts, and nobody else has any."""
        known = [value is not None for value in (self.teknis, self.manajerial_sosiokultural, self.wawancara)]
        if known != [self.kehadiran is Kehadiran.HADIR] * 3:
            raise ValueError("teknis, manajerial_sosiokultural and wawancara are there, all of them, exactly when kehadiran is HADIR")
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
    kuota: Annotated[int, Field(ge=1, le=INT4_MAX, description="Seats.")]
    memenuhi_ambang: Annotated[Jumlah, Field(description="How many reached the passing grade.")]
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
    peringkat: Annotated[Peringkat | None, Field(description="Rank in the formation.")] = None
    peringkat_kelompok: Annotated[Peringkat | None, Field(description="Rank in the kelompok.")] = None
    seri: Annotated[bool, Field(description="True where a tie awaits a signed decision of Panselnas.")] = False
    memenuhi_ambang_umum: Annotated[bool, Field(description="Reached the passing grade of UMUM, which cross-filling asks for.")]
    kesediaan: Annotated[Kesediaan | None, Field(description="Absent: would go anywhere, as the decree assumes of everybody.")] = None
    alasan: tuple[Alasan, ...] = ()
    aturan: Aturan
    versi: Versi

    @model_validator(mode="after")
    def _ranked_who_sat(self) -> "ScoreFinalized":
        """Half a result would be ranked as a zero by a careless reader."""
        known = [value is not None for value in (self.skor_skd, self.skor_skb, self.nilai_akhir, self.peringkat, self.peringkat_kelompok)]
        if any(known) is not all(known) or all(known) is not (self.status_skb is StatusSkb.HADIR):
            raise ValueError("final scores and ranks are there, all of them, exactly when status_skb is HADIR")
        return self


class CompetencyFinalized(Event, topic="competency-finalized"):
    """Points and ranks of one PPPK participant; the rows of a season of this kind, where those of CPNS are in score-finalized.

    In the digest of ranking-closed `kehadiran` stands where `status_skb` does, and `total` where `nilai_akhir` does.
    """

    kelompok: KodeKelompok
    formasi: KodeFormasi
    peserta: NomorPeserta
    jenis_kebutuhan: JenisKebutuhan
    kualifikasi: Annotated[str, Field(max_length=200, description="The verified study, which decides which seats may be filled.")]
    kehadiran: Kehadiran
    teknis: Annotated[Butir | None, Field(description="With what is added to it, never beyond the maximum of the part.")] = None
    manajerial_sosiokultural: Butir | None = None
    wawancara: Butir | None = None
    total: Annotated[int | None, Field(ge=0, le=3000, description="Points of all parts together.")] = None
    memenuhi_ambang: Annotated[bool | None, Field(description="Reached the grades of the jabatan; absent where the year has none.")] = None
    peringkat: Annotated[Peringkat | None, Field(description="Rank in the formation.")] = None
    peringkat_kelompok: Annotated[Peringkat | None, Field(description="Rank in the kelompok.")] = None
    seri: Annotated[bool, Field(description="True where a tie awaits a signed decision of Panselnas.")] = False
    kesediaan: Annotated[Kesediaan | None, Field(description="Absent: would go anywhere, as the decree assumes of everybody.")] = None
    alasan: tuple[Alasan, ...] = ()
    aturan: Aturan
    versi: Versi

    @model_validator(mode="after")
    def _ranked_who_passed(self) -> "CompetencyFinalized":
        """Points belong to who sat the test, ranks to who also reached the grades of the year."""
        hadir = self.kehadiran is Kehadiran.HADIR
        points = [value is not None for value in (self.teknis, self.manajerial_sosiokultural, self.wawancara, self.total)]
        if points != [hadir] * len(points):
            raise ValueError("the points are there, all of them, exactly when kehadiran is HADIR")
        ranks = [value is not None for value in (self.peringkat, self.peringkat_kelompok)]
        if ranks != [hadir and self.memenuhi_ambang is not False] * len(ranks):
            raise ValueError("both ranks are there exactly for who sat the test and reached the grades of the year")
        return self


class RankingClosed(Event, topic="ranking-closed"):
    """A kelompok is complete: a reader that has `jumlah` rows and computes the same digest has exactly what was published.

    The rows of version n are those of score-finalized with `versi` n, all of them published anew; a row that stayed at a lower version is
    no longer ranked (docs/decisions/0008).
    """

    kelompok: KodeKelompok
    jumlah: Annotated[Jumlah, Field(description="Rows of score-finalized in this kelompok; of competency-finalized in a PPPK season.")]
    jumlah_formasi: Annotated[Jumlah, Field(ge=1, description="Formations in this kelompok.")]
    jumlah_kursi: Annotated[Jumlah, Field(ge=1, description="Seats of all its formations.")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="shared.contracts.digest.ranking_digest of the rows.")]
    sha256_sebelumnya: Annotated[
        str | None, Field(pattern=r"^[0-9a-f]{64}$", description="Digest of the version before, which this one corrects.")
    ] = None
    aturan: Aturan
    versi: Versi


class UbahanPeringkat(BaseModel):
    """One value of one participant that differs; `dari` or `menjadi` is absent where there was or is none."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    peserta: NomorPeserta
    kolom: Annotated[str, Field(max_length=40, description="Name of the value, as in the versions of the kelompok over HTTP.")]
    dari: bool | int | str | None = None
    menjadi: bool | int | str | None = None


class RankingCorrected(Event, topic="ranking-corrected"):
    """What one released correction changed in a kelompok, and why. The facts themselves are published anew on their own topics.

    One score can shift the rank of thousands, so the lists are bounded (`CORRECTION_LISTS_MAX_BYTES`) and filled in this order: who loses a
    seat, who comes inside the seats, every changed outcome, score and tie, and only then shifted ranks (`peringkat`,
    `peringkat_kelompok`), each by participant number. What did not fit is counted (`…_lain`, all 0 in nearly every correction but for
    `ubahan_peringkat_lain`). The complete difference is at GET /v1/kelompok/{kelompok}/versi/{versi}/selisih, and every rank is in
    score-finalized of this version.

    The first version of a kelompok is not a correction: `versi`, and with it the sequence, begins at 2.
    """

    kelompok: KodeKelompok
    versi: Annotated[int, Field(ge=2, le=INT4_MAX, description="Version of the kelompok that this correction made.")]
    versi_sebelumnya: Versi
    sha256: Annotated[str | None, Field(pattern=r"^[0-9a-f]{64}$", description="As in ranking-closed; absent before it is closed.")] = None
    sha256_sebelumnya: Annotated[str | None, Field(pattern=r"^[0-9a-f]{64}$", description="Digest of the version before.")] = None
    kehilangan: Annotated[tuple[NomorPeserta, ...], Field(description="Was inside the seats of the formation and is not any more.")] = ()
    masuk: Annotated[tuple[NomorPeserta, ...], Field(description="Is inside the seats of the formation and was not.")] = ()
    ubahan: tuple[UbahanPeringkat, ...] = ()
    kehilangan_lain: Annotated[Jumlah, Field(description="Names in `kehilangan` that did not fit.")] = 0
    masuk_lain: Annotated[Jumlah, Field(description="Names in `masuk` that did not fit.")] = 0
    ubahan_lain: Annotated[Jumlah, Field(description="Changed outcomes, scores and ties that did not fit.")] = 0
    ubahan_peringkat_lain: Annotated[Jumlah, Field(description="Shifted ranks that did not fit.")] = 0
    alasan: Annotated[str, Field(max_length=1000, description="Why, as the officer wrote it.")]
    sumber: Annotated[str, Field(max_length=200, description="The document the correction rests on.")]
    sanggah: Annotated[tuple[Versi, ...] | None, Field(description="Numbers of the accepted objections that it answers, if any.")] = None
    aturan: Aturan

    @model_validator(mode="after")
    def _one_step_of_the_chain(self) -> "RankingCorrected":
        """A correction follows the version before, and a digest without its predecessor would break the chain of digests."""
        if self.versi_sebelumnya != self.versi - 1:
            raise ValueError("versi_sebelumnya is the version just before versi")
        if (self.sha256 is None) is not (self.sha256_sebelumnya is None):
            raise ValueError("sha256 and sha256_sebelumnya are there together, when the ranking is closed")
        return self
