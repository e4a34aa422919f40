"""Kafka in: which event leads to which use case, and what its numbers promise."""

from functools import partial

from services.penilaian.context import Context
from services.penilaian.usecases import penerimaan, sanggah
from services.penilaian.usecases.kompetensi import masukan
from services.penilaian.usecases.musim import terima_jadwal, terima_musim
from shared.contracts.pendaftaran import ApplicationVerified, FormationOpened, PersonErased, ScheduleAnnounced, SeasonAnnounced
from shared.contracts.penilaian import CompetencyScored, ExamScored
from shared.messaging import Consumers


def subscribe(consumers: Consumers, context: Context) -> None:
    """Subscribe to everything scoring reads; all of it applies by version, so that repeats and stragglers change nothing."""
    consumers.subscribe(SeasonAnnounced, terima_musim)
    consumers.subscribe(FormationOpened, penerimaan.terima_formasi)
    consumers.subscribe(ApplicationVerified, penerimaan.terima_pelamar)
    consumers.subscribe(ExamScored, partial(penerimaan.terima_nilai, buku=context.buku))
    consumers.subscribe(CompetencyScored, partial(masukan.terima_kompetensi, buku=context.buku_pppk))
    consumers.subscribe(ScheduleAnnounced, terima_jadwal)
    consumers.subscribe(PersonErased, sanggah.terima_penghapusan)
