"""`python -m services.penilaian`: one process of scoring, configured by environment variables.

With arguments: the officers' tools `peringkat` and `potong`, which need neither server nor environment.
"""

import sys

if len(sys.argv) > 1:
    from services.penilaian.alat import app
    from shared.tools import run

    run(app, "python -m services.penilaian")
else:
    from services.penilaian.app import build
    from services.penilaian.settings import Settings
    from shared.web import serve

    settings = Settings()
    serve(build(settings), settings)
