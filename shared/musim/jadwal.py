"""The copy of the calendars in a service's own database, and the doors that open and close by it.

Registration owns the calendar and judges applicants by it. Elsewhere officers act, and participants object to results; a copy that is a
moment late shuts nobody out for good: an extension only ever lets in what was shut, and who comes before it has arrived comes again.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from shared.contracts.jadwal import baca_jadwal
from shared.contracts.pendaftaran import ScheduleAnnounced
from shared.db import Column, Conn, Table
from shared.errors import Fault, Rejected
from shared.istilah import TahapMusim
from shared.jadwal import NAMA, Jadwal, Jendela
from shared.kalender import waktu_wib
from shared.messaging import Received, newest


class JadwalTersimpan(NamedTuple):
    """The calendar of a season in its newest version, as it was announced; `isi` is JSON."""

    musim: str
    versi: int
    isi: str


class SalinanJadwal:
    """The table `<schema>.jadwal`: one row a season."""

    def __init__(self, schema: str) -> None:
        """`schema` is that of the service, such as penilaian."""
        self.table = Table(f"{schema}.jadwal", JadwalTersimpan, key=("musim",), columns={"isi": Column("jsonb")})

    async def terima(self, conn: Conn, batch: Sequence[Received[ScheduleAnnounced]]) -> None:
        """Keep the newest calendar of every season that the batch speaks of.

        Raises:
            Poison: one that contradicts itself.
        """
        for satu in batch:
            baca_jadwal(satu.event)
        rows = [JadwalTersimpan(satu.event.musim, satu.event.versi, satu.event.model_dump_json()) for satu in batch]
        terbaru = newest(rows, key=lambda satu: satu.musim, version=lambda satu: satu.versi)
        await self.table.upsert(conn, terbaru, newest="versi")

    async def ambil(self, conn: Conn, musim: str) -> Jadwal | None:
        """The calendar of the season; None where it has none."""
        rows = await self.table.select(conn, "where t.musim = $1", musim)
        return baca_jadwal(ScheduleAnnounced.model_validate_json(rows[0].isi)) if rows else None

    async def jendela(self, conn: Conn, musim: str, tahap: TahapMusim) -> Jendela | None:
        """When a stage of the season is; None where the season has no calendar, or this stage no dates yet."""
        jadwal = await self.ambil(conn, musim)
        return None if jadwal is None else jadwal.jendela(tahap)


def pastikan_selesai(jendela: Jendela | None, tahap: TahapMusim, saat: datetime) -> None:
    """Let pass what follows a stage: its last moment is over, or it has no dates.

    Raises:
        Rejected: 409 BELUM_WAKTUNYA, with the moment.
    """
    if jendela is not None and not jendela.sudah_selesai(saat):
        pesan = f"{NAMA[tahap]} menurut jadwal berlangsung sampai {waktu_wib(jendela.sampai)}. Ulangi sesudah itu."
        raise Rejected("BELUM_WAKTUNYA", _kalimat(pesan), status=409)


def pastikan_mulai(jendela: Jendela | None, tahap: TahapMusim, saat: datetime) -> None:
    """Let pass what follows the beginning of a stage: that has come, or it has no dates.

    Raises:
        Rejected: 409 BELUM_WAKTUNYA, with the moment.
    """
    if jendela is not None and not jendela.sudah_mulai(saat):
        raise Rejected.of(_belum_mulai(jendela, tahap))


def di_luar_masa(jendela: Jendela | None, tahap: TahapMusim, saat: datetime) -> Fault | None:
    """Why nothing of a stage is done at a moment: it has not begun, or it is over. None while it goes on, or where it has no dates."""
    if jendela is None or jendela.terbuka(saat):
        return None
    if jendela.sudah_selesai(saat):
        pesan = f"{NAMA[tahap]} menurut jadwal berakhir {waktu_wib(jendela.sampai)}. Hanya perpanjangan jadwal yang membukanya lagi."
        return Fault("LEWAT_WAKTU", _kalimat(pesan), bertentangan=True)
    return _belum_mulai(jendela, tahap)


def _belum_mulai(jendela: Jendela, tahap: TahapMusim) -> Fault:
    pesan = f"{NAMA[tahap]} menurut jadwal dimulai {waktu_wib(jendela.mulai)}. Ulangi sejak saat itu."
    return Fault("BELUM_WAKTUNYA", _kalimat(pesan), bertentangan=True)


def _kalimat(pesan: str) -> str:
    return pesan[0].upper() + pesan[1:]
