"""The HTTP edge that all services share: refusals, officers' access, idempotency, streams, health, serving."""

from shared.kebijakan import Diizinkan
from shared.web.acts import Recorder, Rekam
from shared.web.app import build_app, lifeline_of
from shared.web.document import TABEL, XLSX, isi_berkas
from shared.web.fields import LARGEST, Batas, NomorPeserta, NomorVersi, Tanggal, Waktu
from shared.web.idempotency import KunciIdempotensi, Once, Sekali, forget_old_answers
from shared.web.identitas import (
    bila_boleh,
    instansi_di_kelompok,
    instansi_di_peserta,
    milik_kelompok,
    milik_peserta,
    milik_sendiri,
    pastikan_menjangkau,
    require_private_or_tls,
    sebatas_jangkauan,
    terbuka,
    wewenang,
)
from shared.web.identitas.participants import ParticipantSigner
from shared.web.jejak import own_number
from shared.web.lifeline import Lifeline
from shared.web.ops import Operations, Readiness, database_readiness
from shared.web.problem import Kesalahan, Problem
from shared.web.published import AlasanTerbit, SumberTerbit, without_personal_data
from shared.web.request import read_body, request_id
from shared.web.season import KodeDiminta, Saat, sekarang
from shared.web.serve import serve
from shared.web.service import Service
from shared.web.settings import ServiceSettings
from shared.web.stream import NDJSON, NDJSON_ANSWER, Lines, ndjson, ndjson_of
from shared.web.uploads import read_upload
from shared.web.wiring import Jawaban, Pool, context_of, pool_of

__all__ = [
    "LARGEST",
    "NDJSON",
    "NDJSON_ANSWER",
    "TABEL",
    "XLSX",
    "AlasanTerbit",
    "Batas",
    "Diizinkan",
    "Jawaban",
    "Kesalahan",
    "KodeDiminta",
    "KunciIdempotensi",
    "Lifeline",
    "Lines",
    "NomorPeserta",
    "NomorVersi",
    "Once",
    "Operations",
    "ParticipantSigner",
    "Pool",
    "Problem",
    "Readiness",
    "Recorder",
    "Rekam",
    "Saat",
    "Sekali",
    "Service",
    "ServiceSettings",
    "SumberTerbit",
    "Tanggal",
    "Waktu",
    "bila_boleh",
    "build_app",
    "context_of",
    "database_readiness",
    "forget_old_answers",
    "instansi_di_kelompok",
    "instansi_di_peserta",
    "isi_berkas",
    "lifeline_of",
    "milik_kelompok",
    "milik_peserta",
    "milik_sendiri",
    "ndjson",
    "ndjson_of",
    "own_number",
    "pastikan_menjangkau",
    "pool_of",
    "read_body",
    "read_upload",
    "request_id",
    "require_private_or_tls",
    "sebatas_jangkauan",
    "sekarang",
    "serve",
    "terbuka",
    "wewenang",
    "without_personal_data",
]
