"""The copy of the seasons in a service's own database: one table of one shape, filled from season-announced."""

from collections.abc import Sequence

from shared.contracts.pendaftaran import SeasonAnnounced
from shared.db import Conn, Table
from shared.messaging import Received, newest
from shared.musim import Musim, pilih_musim


class SalinanMusim:
    """The table `<schema>.musim`; its columns are the fields of `Musim`, its key the code."""

    def __init__(self, schema: str) -> None:
        """`schema` is that of the service, such as penilaian."""
        self.table = Table(f"{schema}.musim", Musim, key=("musim",))

    async def terima(self, conn: Conn, batch: Sequence[Received[SeasonAnnounced]]) -> list[Musim]:
        """Keep the newest version of every season that the batch speaks of; returns those that were new or changed."""
        rows = [_musim(satu.event) for satu in batch]
        terbaru = newest(rows, key=lambda satu: satu.musim, version=lambda satu: satu.versi)
        berubah = {kode for (kode,) in await self.table.upsert(conn, terbaru, newest="versi")}
        return [satu for satu in terbaru if satu.musim in berubah]

    async def semua(self, conn: Conn) -> list[Musim]:
        """Every season, by code."""
        return await self.table.select(conn, "order by musim")

    async def pilih(self, conn: Conn, kode: str | None) -> Musim:
        """The season that a request means.

        Raises:
            Rejected: see `pilih_musim`.
        """
        return pilih_musim(await self.semua(conn), kode)

    async def saringan(self, conn: Conn, kode: str | None) -> Musim | None:
        """The season whose part of a list is asked for; None for everything, where none is named and at most one is known.

        Raises:
            Rejected: none is named and there are several, or the one named is not known.
        """
        semua = await self.semua(conn)
        return None if kode is None and len(semua) <= 1 else pilih_musim(semua, kode)


def _musim(event: SeasonAnnounced) -> Musim:
    return Musim(
        event.musim,
        event.jenis_pengadaan,
        event.gelombang,
        event.tahun_anggaran,
        event.aturan.nama,
        event.aturan.versi,
        event.mode_pengisian,
        event.keadaan,
        event.tanpa_musim,
        event.versi,
    )
