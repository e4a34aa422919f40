"""`python -m shared.brankas`: the file of wrapping keys (`BRANKAS_BERKAS`)."""

import asyncio
from pathlib import Path
from typing import Annotated

import asyncpg
import typer

from shared.brankas import laci
from shared.brankas.berkas import BerkasKunciSalah, buang_dari, tambah
from shared.db import PLAINTEXT_HOSTS, require_tls

# Meanwhile whoever applies waits too.
_SABAR = "5s"

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

Berkas = Annotated[Path, typer.Option(envvar="BRANKAS_BERKAS", show_envvar=True, help="The file.")]
Nama = Annotated[str, typer.Option(help="Name of the key, such as the month in which it was made.")]


@app.callback()
def main() -> None:
    """Look after the keys that wrap the keys of people."""


@app.command()
def baru(nama: Nama, berkas: Berkas) -> None:
    """Make a new key and use it from now on. Running services see it, and wrap anew what is under older ones."""
    try:
        tambah(berkas, nama)
    except (BerkasKunciSalah, OSError) as error:
        _gagal(error)
    typer.echo(f"{nama} is active in {berkas}")


@app.command()
def buang(
    nama: Nama,
    berkas: Berkas,
    database_url: Annotated[str, typer.Option(envvar="DATABASE_URL", show_envvar=True, help="DSN of the service's database.")],
    plaintext_hosts: Annotated[str, typer.Option(envvar=PLAINTEXT_HOSTS, show_envvar=True)] = "",
) -> None:
    """Throw an old key away, once nobody's key is under it: what was wrapped by it in any backup can never be opened again.

    Only this database is asked: a file of wrapping keys is one service's.
    """
    try:
        asyncio.run(_buang(require_tls(database_url, plaintext_hosts), berkas, nama))
    except asyncpg.LockNotAvailableError:
        _gagal(BerkasKunciSalah(f"keys of people are being written; {nama} stays. Try again later"))
    except (BerkasKunciSalah, OSError, ValueError) as error:
        _gagal(error)
    typer.echo(f"{nama} is gone from {berkas}")


async def _buang(dsn: str, berkas: Path, nama: str) -> None:
    # Somebody may have wrapped a key and not written it yet. Nobody writes while we look and throw away, and who writes behind us looks
    # whether the wrapping key is still there (`Brankas.pastikan_dikenal`).
    conn: asyncpg.Connection = await asyncpg.connect(dsn, server_settings={"lock_timeout": _SABAR})
    try:
        async with conn.transaction():
            await laci.tahan(conn)
            buang_dari(berkas, nama, masih_dipakai=await laci.masih_di(conn, nama))
    finally:
        await conn.close()


def _gagal(error: Exception) -> None:
    typer.echo(str(error), err=True)
    raise typer.Exit(1)


if __name__ == "__main__":
    app()
