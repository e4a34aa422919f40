"""`python -m services.penempatan`: one process of placement, set up by the environment.

With arguments: the officers' tools `isi` and `periksa`, which need neither server nor environment.
"""

import sys

if __name__ == "__main__":
    if len(sys.argv) > 1:
        from services.penempatan.alat import app
        from shared.tools import run

        run(app, "python -m services.penempatan")
    else:
        from services.penempatan.app import build
        from services.penempatan.settings import Settings
        from shared.web import serve

        settings = Settings.model_validate({})
        serve(build(settings), settings)
