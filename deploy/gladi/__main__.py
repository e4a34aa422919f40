"""`python -m deploy.gladi`: play a whole season, print what came of it, fail when an invariant does."""

import asyncio
import signal
import sys
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from deploy.gladi.benih import berkas_formasi
from deploy.gladi.gangguan import RencanaGangguan
from deploy.gladi.kegagalan import MusimGagal
from deploy.gladi.musim import Rencana
from deploy.gladi.pergelaran import gelar
from deploy.gladi.saringan import saring
from deploy.gladi.tempat import milik_sendiri, yang_berjalan
from deploy.lokal.folders import CHECKOUT
from deploy.lokal.process import ChildFailed
from shared.aturan import names

console = Console()


def main(
    *,
    formasi: Annotated[
        list[str] | None, typer.Option(envvar="FORMASI", help="Files of posts in SSCASN columns; none: invented posts.")
    ] = None,
    banyak_formasi: Annotated[int, typer.Option(help="How many posts to invent.")] = 500,
    pelamar: Annotated[int, typer.Option(envvar="PELAMAR", min=100, help="Applicants.")] = 20_000,
    seed: Annotated[int, typer.Option(envvar="SEED", help="Decides everything that is invented.")] = 1,
    acak: Annotated[int, typer.Option(help="Decides the order in which things are sent; must not change the outcome.")] = 0,
    nodes: Annotated[int, typer.Option(envvar="NODES", help="Kafka nodes, 1 or 3.")] = 1,
    replika: Annotated[int, typer.Option(envvar="REPLIKA", help="Processes of each service.")] = 1,
    aturan: Annotated[str, typer.Option(envvar="ATURAN", help="Rule set.")] = "cpns-2024",
    persetujuan: Annotated[
        bool, typer.Option(envvar="PERSETUJUAN", help="Fill empty seats only where people said beforehand that they would go.")
    ] = False,
    keluaran: Annotated[Path, typer.Option(envvar="KELUARAN", help="Folder for the outputs.")] = CHECKOUT / "keluaran",
    stack: Annotated[Path | None, typer.Option(help="stack.json of a running stack, instead of one of our own.")] = None,
    gangguan_proses: Annotated[int, typer.Option(help="Kill services and relays, at least so many.")] = 0,
    gangguan_broker: Annotated[int, typer.Option(help="Kill each broker at least so often; needs three nodes.")] = 0,
    jeda: Annotated[float, typer.Option(help="Seconds between kills.")] = 3.0,
) -> None:
    """Play a selection season through the front doors."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    mulai = monotonic()

    def log(pesan: str) -> None:
        console.print(f"[dim]{monotonic() - mulai:6.1f} s[/]  {escape(pesan)}", highlight=False, soft_wrap=True)

    if gangguan_broker and (stack is not None or nodes < 2):
        raise typer.BadParameter("brokers can be killed only in a stack of our own with three nodes (--nodes 3)")
    if persetujuan and stack is not None:
        raise typer.BadParameter("a running stack fills seats as it was told when it was started (MODE_PENGISIAN)")
    if stack is None and aturan not in names("CPNS"):
        raise typer.BadParameter(f"ATURAN={aturan}: a season can be played under {', '.join(names('CPNS'))}")
    berkas = {Path(satu).name: _isi(satu) for satu in formasi or ()}
    berkas = berkas or berkas_formasi(seed, banyak_formasi, acak=acak)
    musim = f"gladi-{seed}-{pelamar}"
    sendiri = partial(milik_sendiri, nodes=nodes, replicas=replika, aturan=aturan, persetujuan=persetujuan, log=log)
    try:
        tempat_ = nullcontext(yang_berjalan(stack)) if stack else sendiri(musim)
    except ValueError as refused:
        raise typer.BadParameter(str(refused)) from refused
    # The season keeps its name: participant numbers follow from it, and the two ways of filling are to be compared.
    folder = keluaran / (f"{musim}-persetujuan" if persetujuan else musim)
    folder.mkdir(parents=True, exist_ok=True)
    gagal: list[str] = []
    try:
        with tempat_ as tempat:
            saringan = saring(berkas, tempat.aturan)
            for kalimat in saringan.kalimat:
                log(kalimat)
            rencana = Rencana(musim, seed, acak, pelamar, saringan.berkas, tempat.aturan, saringan.dilewati)
            gangguan = RencanaGangguan(gangguan_proses, gangguan_broker, jeda)
            siap = monotonic() - mulai
            if not asyncio.run(gelar(rencana, tempat, gangguan, console, folder=folder, detik_siap=siap)):
                raise typer.Exit(1)
    except* (MusimGagal, ChildFailed) as galat:
        gagal.extend(_sebab(galat))
    if gagal:
        console.print("\n".join(f"[red]gagal:[/] {escape(satu)}" for satu in gagal), highlight=False, soft_wrap=True)
        raise typer.Exit(2)


def _isi(berkas: str) -> bytes:
    try:
        return Path(berkas).read_bytes()
    except OSError as galat:
        raise typer.BadParameter(f"FORMASI={berkas}: {galat.strerror}") from galat


def _sebab(galat: BaseExceptionGroup[MusimGagal | ChildFailed]) -> list[str]:
    """The sentences of the single failures."""
    kalimat: list[str] = []
    for satu in galat.exceptions:
        kalimat += _sebab(satu) if isinstance(satu, BaseExceptionGroup) else [f"{type(satu).__name__}: {satu}"]
    return kalimat


if __name__ == "__main__":
    typer.run(main)
