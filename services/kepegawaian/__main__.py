"""`python -m services.kepegawaian`: one process of appointing, set up by the environment."""

from services.kepegawaian.app import build
from services.kepegawaian.settings import Settings
from shared.web import serve

if __name__ == "__main__":
    settings = Settings.model_validate({})
    serve(build(settings), settings)
