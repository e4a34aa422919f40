"""What the season shows while it runs, and the times it measured."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import NamedTuple

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from deploy.gladi.kegagalan import TidakSelesai

TENGGAT_DIAM_DETIK = 300.0
_POLA_JEDA = (0.05, 0.1, 0.2, 0.3)


class Maju(NamedTuple):
    """How far something is: done when `selesai == total` and `utuh` (counts and digests agree)."""

    selesai: int
    total: int
    utuh: bool
    kurang: str = ""


@dataclass(slots=True)
class Catatan:
    """One finished stage: seconds, and how many items went through."""

    nama: str
    detik: float
    banyak: int
    satuan: str


@dataclass(slots=True)
class Tahap:
    """The running stage. `banyak` items of `satuan` become its throughput."""

    papan: "Papan"
    nama: str
    tugas: TaskID
    mulai: float
    banyak: int = 0
    satuan: str = ""
    keterangan: list[str] = field(default_factory=list)

    def tampil(self, selesai: int, total: int, catatan: str = "") -> None:
        """Show a count."""
        laju = selesai / max(monotonic() - self.mulai, 0.001)
        self.papan.progress.update(self.tugas, completed=selesai, total=total, catatan=f"{laju:,.0f}/s  lag {self.papan.lag:,}  {catatan}")

    async def tunggu(self, apa: str, periksa: Callable[[], Awaitable[Maju]]) -> None:
        """Ask `periksa` until the thing is whole.

        Raises:
            TidakSelesai: nothing changed for `TENGGAT_DIAM_DETIK` seconds.
        """
        terakhir: Maju | None = None
        sejak = monotonic()
        putaran = 0
        while True:
            maju = await periksa()
            self.tampil(maju.selesai, maju.total, apa)
            if maju.utuh and maju.selesai >= maju.total:
                return
            if maju != terakhir:
                terakhir, sejak = maju, monotonic()
            elif monotonic() - sejak > TENGGAT_DIAM_DETIK:
                raise TidakSelesai(f"{self.nama}: {apa} stands at {maju.selesai} of {maju.total} {maju.kurang}")
            await asyncio.sleep(_POLA_JEDA[min(putaran, len(_POLA_JEDA) - 1)])
            putaran += 1


class Papan:
    """Progress on the terminal; a finished line per stage also where there is none.

    Attributes:
        lag: records that the services have not applied yet, as last seen.
    """

    def __init__(self, console: Console) -> None:
        """Draw on `console`."""
        self.console = console
        self.lag = 0
        self.catatan: list[Catatan] = []
        self.progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[catatan]}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )

    @asynccontextmanager
    async def tahap(self, nama: str) -> AsyncIterator[Tahap]:
        """One stage of the season: timed, shown, and noted when it is through."""
        if not self.console.is_terminal:
            self.console.print(f"… {nama}")
        tahap = Tahap(self, nama, self.progress.add_task(nama, total=None, catatan=""), monotonic())
        try:
            yield tahap
        finally:
            self.progress.remove_task(tahap.tugas)
        detik = monotonic() - tahap.mulai
        self.catatan.append(Catatan(nama, detik, tahap.banyak, tahap.satuan))
        laju = f"  ({tahap.banyak / detik:,.0f} {tahap.satuan}/s)" if tahap.banyak and detik > 0.05 else ""
        self.console.print(f"[green]✓[/] {nama}  {detik:.1f} s{laju}  {'; '.join(tahap.keterangan)}", highlight=False, soft_wrap=True)
