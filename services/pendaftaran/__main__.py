"""`python -m services.pendaftaran`: one process of registration, configured by environment variables."""

from services.pendaftaran.app import build
from services.pendaftaran.settings import Settings
from shared.web import serve

settings = Settings()
serve(build(settings), settings)
