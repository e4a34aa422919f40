"""Kafka in: which event leads to which use case, and what its numbers promise."""

from functools import partial

from services.penilaian.context import Context
from services.penilaian.usecases import penerimaan, sanggah
from shared.contracts.pendaftaran import ApplicationVerified, FormationOpened, PersonErased, ScheduleAnnounced
from shared.contracts.penilaian import ExamScored
from shared.messaging import Consumers


def subscribe(consumers: Consumers, context: Context) -> None:
    """Subscribe to everything scoring reads; all of it applies by version, so that repeats and stragglers change nothing."""
    consumers.subscribe(FormationOpened, partial(penerimaan.terima_formasi, aturan=context.aturan))
    consumers.subscribe(ApplicationVerified, penerimaan.terima_pelamar)
    consumers.subscribe(ExamScored, partial(penerimaan.terima_nilai, aturan=context.aturan))
    consumers.subscribe(ScheduleAnnounced, sanggah.terima_jadwal)
    consumers.subscribe(PersonErased, sanggah.terima_penghapusan)
