"""What a process of placement does beside requests and events."""

from services.penempatan import app
from services.penempatan.context import Context
from services.penempatan.jobs import jobs
from services.penempatan.settings import Settings
from shared.aturan import names
from shared.web import forget_old_answers, service
from tests.support.http import DIGEST_KEY

SETTINGS = Settings.model_validate(
    {
        "database_url": "postgresql://127.0.0.1:1/none",
        "kafka_bootstrap_servers": "nowhere.invalid:9092",
        "service_name": "penempatan",
        "http_port": 0,
        "digest_key": DIGEST_KEY,
        "mode_pengisian": "DENGAN_PERSETUJUAN",
        "kelompok_per_transaksi": 7,
    }
)


def test_it_is_built_like_every_service_so_that_stored_answers_are_forgotten_here_too() -> None:
    """Without that job, which `Service.build` adds, the answers to officers would be kept for ever."""
    assert isinstance(app.SERVICE, service.Service)
    assert (app.build, app.SERVICE.name) == (app.SERVICE.build, "penempatan")
    assert [job.name for job in jobs(Context())] == ["tempatkan"]
    assert forget_old_answers in [job.step for job in service._COMMON_JOBS]


def test_the_settings_reach_the_context_and_all_rule_sets_are_read_once() -> None:
    context = Context.of(SETTINGS)
    assert context.kelompok_per_transaksi == 7
    assert {nama for nama, _ in context.buku} == set(names())
