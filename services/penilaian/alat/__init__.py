"""Officers' tools that need no server: the rules of the service on a table, CSV or XLSX in and out."""

from services.penilaian.alat.perintah import app

__all__ = ["app"]
