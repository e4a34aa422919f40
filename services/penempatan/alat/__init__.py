"""Officers' tools that need no server: the rules of the service on tables, CSV or XLSX in and out."""

from services.penempatan.alat.perintah import app

__all__ = ["app"]
