"""`python -m services.penilaian`: one process of scoring, configured by environment variables."""

from services.penilaian.app import build
from services.penilaian.settings import Settings
from shared.web import serve

settings = Settings()
serve(build(settings), settings)
