"""`python -m services.penempatan`: one process of placement, set up by the environment."""

from services.penempatan.app import build
from services.penempatan.settings import Settings
from shared.web import serve

if __name__ == "__main__":
    settings = Settings.model_validate({})
    serve(build(settings), settings)
