"""`python -m shared.jejak periksa --dsn …`: is the record of acts as it was written?"""

from shared.jejak.alat import app
from shared.tools import run

run(app, "python -m shared.jejak")
