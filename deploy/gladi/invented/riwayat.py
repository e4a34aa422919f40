"""What synthetic applicants for PPPK state of their careers: relevant work, and registration where a health jabatan asks for one."""

from datetime import date, timedelta
from typing import NamedTuple

from deploy.gladi.invented.draws import Draws
from shared.aturan.pendaftaran import AturanPendaftaran, disebut


class Riwayat(NamedTuple):
    """One career.

    Attributes:
        pengalaman: stretches of work as (first day, last day); None = it goes on.
        str_sampai: last day of the registration; None = for life, or there is none.
    """

    pengalaman: tuple[tuple[date, date | None], ...] = ()
    str_sampai: date | None = None


def berizin(aturan: AturanPendaftaran, jabatan: str) -> bool:
    """Whether a jabatan asks for a registration (STR)."""
    diminta = aturan.registrasi
    return diminta is not None and disebut(jabatan, diminta.jabatan) and not disebut(jabatan, diminta.kecuali)


def riwayat(seed: int, nomor: int, hari: date, *, izin: bool) -> Riwayat:
    """The career of person `nomor` on that day: mostly years of work, in one of twenty months only; `izin`: with a registration."""
    draws = Draws(seed, "riwayat", nomor)
    lama = timedelta(days=draws.integer(90, 600) if draws.chance(0.05) else draws.integer(3 * 366, 12 * 365))
    masa: tuple[tuple[date, date | None], ...] = ((hari - lama, None),)
    if draws.chance(0.3):
        # The same days in two jobs, of which one is over: they count once.
        tengah = hari - lama / 2
        masa = ((hari - lama, tengah), (tengah - lama / 4, None))
    if not izin:
        return Riwayat(masa)
    bagian = draws.uniform()
    sampai = hari - timedelta(days=draws.integer(1, 400)) if bagian < 0.03 else hari + timedelta(days=draws.integer(30, 1_500))
    return Riwayat(masa, sampai if bagian < 0.25 else None)
