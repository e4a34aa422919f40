"""The HTTP edge that all services share: refusals, officers' access, idempotency, streams, health, serving."""

from shared.web.acts import Recorder, Rekam
from shared.web.app import build_app, lifeline_of
from shared.web.auth import Kredensial, KunciIdempotensi, Petugas, officer_of, require_officer
from shared.web.document import TABEL, XLSX, isi_berkas
from shared.web.fields import LARGEST, Batas, NomorVersi, Tanggal, Waktu
from shared.web.idempotency import Once, Sekali, forget_old_answers
from shared.web.lifeline import Lifeline
from shared.web.ops import Operations, Readiness, database_readiness
from shared.web.participants import NomorPeserta, NomorSendiri, ParticipantSettings, participant_token
from shared.web.problem import Kesalahan, Problem
from shared.web.published import AlasanTerbit, SumberTerbit, without_personal_data
from shared.web.request import read_body, request_id
from shared.web.serve import serve
from shared.web.service import Service
from shared.web.settings import ServiceSettings
from shared.web.stream import NDJSON, ndjson, ndjson_of
from shared.web.uploads import read_upload
from shared.web.wiring import Jawaban, Pool, context_of, pool_of

__all__ = [
    "LARGEST",
    "NDJSON",
    "TABEL",
    "XLSX",
    "AlasanTerbit",
    "Batas",
    "Jawaban",
    "Kesalahan",
    "Kredensial",
    "KunciIdempotensi",
    "Lifeline",
    "NomorPeserta",
    "NomorSendiri",
    "NomorVersi",
    "Once",
    "Operations",
    "ParticipantSettings",
    "Petugas",
    "Pool",
    "Problem",
    "Readiness",
    "Recorder",
    "Rekam",
    "Sekali",
    "Service",
    "ServiceSettings",
    "SumberTerbit",
    "Tanggal",
    "Waktu",
    "build_app",
    "context_of",
    "database_readiness",
    "forget_old_answers",
    "isi_berkas",
    "lifeline_of",
    "ndjson",
    "ndjson_of",
    "officer_of",
    "participant_token",
    "pool_of",
    "read_body",
    "read_upload",
    "request_id",
    "require_officer",
    "serve",
    "without_personal_data",
]
