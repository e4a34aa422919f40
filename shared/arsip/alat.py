"""`./casn arsip tulis`: the season that the four services hold, as one file."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import aiohttp
import typer

from shared.arsip.pintu import PintuHttp, pastikan_tersandi, waktu
from shared.arsip.tulis import Arsip
from shared.arsip.tulis import tulis as tulis_arsip
from shared.errors import Rejected

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Mengarsipkan musim yang sudah selesai.")

Berkas = Annotated[Path, typer.Argument(help="Berkas arsip yang akan dibuat, misalnya cpns-2024.arsip.ndjson.")]
Musim = Annotated[str | None, typer.Option(help="Kode musim, misalnya pppk-2024; boleh tidak disebut bila hanya ada satu.")]
Token = Annotated[
    str, typer.Option(envvar="TOKEN_MASUK", show_envvar=True, help="Token masuk seorang auditor; lebih aman lewat lingkungan.")
]
Pendaftaran = Annotated[str, typer.Option(envvar="PENDAFTARAN_URL", show_envvar=True, help="Alamat layanan pendaftaran.")]
Penilaian = Annotated[str, typer.Option(envvar="PENILAIAN_URL", show_envvar=True, help="Alamat layanan penilaian.")]
Penempatan = Annotated[str, typer.Option(envvar="PENEMPATAN_URL", show_envvar=True, help="Alamat layanan penempatan.")]
Kepegawaian = Annotated[str, typer.Option(envvar="KEPEGAWAIAN_URL", show_envvar=True, help="Alamat layanan kepegawaian.")]


@app.callback()
def _alat() -> None:
    """Mengarsipkan musim yang sudah selesai. Arsip diperiksa dengan `python3 -m acuan arsip periksa`."""


@app.command()
def tulis(
    berkas: Berkas,
    *,
    token: Token,
    pendaftaran: Pendaftaran,
    penilaian: Penilaian,
    penempatan: Penempatan,
    kepegawaian: Kepegawaian,
    musim: Musim = None,
) -> None:
    """Baca pintu keempat layanan ke dalam satu berkas; 2 bila musim belum selesai atau sebuah pintu menolak."""
    alamat = {"pendaftaran": pendaftaran, "penilaian": penilaian, "penempatan": penempatan, "kepegawaian": kepegawaian}
    try:
        pastikan_tersandi(alamat)
        _pastikan_baru(berkas)
        arsip = asyncio.run(_tulis(berkas, alamat, token, musim))
    except Rejected as error:
        typer.echo(error.pesan, err=True)
        raise typer.Exit(2) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        typer.echo(f"Arsip tidak ditulis: {type(error).__name__}: {error}", err=True)
        raise typer.Exit(2) from error
    typer.echo(f"{berkas}: {arsip.baris} baris.")
    typer.echo(f"Sidik musim: {arsip.hasil_sha256}")
    typer.echo(f"Sidik manifes: {arsip.manifes_sha256}. Simpan di tempat lain: dengannya setiap perubahan arsip terlihat.")


async def _tulis(berkas: Path, alamat: Mapping[str, str], token: str, musim: str | None) -> Arsip:
    async def masuk() -> Mapping[str, str]:
        return {"Authorization": f"Bearer {token}"}

    async with aiohttp.ClientSession(timeout=waktu()) as session:
        return await tulis_arsip(PintuHttp(session, alamat, masuk, musim), berkas)


def _pastikan_baru(berkas: Path) -> None:
    if berkas.exists():
        raise Rejected("ARSIP_SUDAH_ADA", f"Berkas {berkas} sudah ada; arsip tidak menggantikan apa pun.")
