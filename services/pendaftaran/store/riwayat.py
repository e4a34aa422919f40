"""How a career is written before it is sealed."""

from pydantic import TypeAdapter

from services.pendaftaran.domain.riwayat import TANPA_RIWAYAT, Riwayat

_RIWAYAT = TypeAdapter(Riwayat)


def tulis_riwayat(riwayat: Riwayat | None) -> str | None:
    """As JSON; None where nothing was stated."""
    return None if riwayat is None else _RIWAYAT.dump_json(riwayat).decode()


def baca_riwayat(teks: str | None) -> Riwayat:
    """Read it back; empty where nothing was stated."""
    return TANPA_RIWAYAT if teks is None else _RIWAYAT.validate_json(teks)
