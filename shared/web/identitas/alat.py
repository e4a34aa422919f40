"""`./casn kunci`: the file of keys that sign participant tokens (`PARTICIPANT_KEY_FILE`), turned without refusing anybody."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from shared.web.identitas.issuers import ASK_AGAIN_SECONDS
from shared.web.identitas.participants import LIFE_SECONDS, new_signing_key
from shared.web.identitas.rotation import KeyFileWrong, announce, read_keys, retire, use, write_keys
from shared.web.identitas.tokens import LEEWAY_SECONDS

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Mengganti kunci yang menandatangani token peserta.")

Berkas = Annotated[Path, typer.Option(envvar="PARTICIPANT_KEY_FILE", show_envvar=True, help="Berkas kunci (himpunan JWK, mode 0600).")]
Nama = Annotated[str, typer.Option(help="Nama kunci, misalnya bulan pembuatannya.")]
Segera = Annotated[bool, typer.Option(help="Jangan menunggu. Untuk kunci yang dicuri: sebagian orang harus meminta token baru.")]


@app.callback()
def _alat() -> None:
    """Mengganti kunci yang menandatangani token peserta: umumkan, pakai, buang."""


@app.command()
def lihat(berkas: Berkas) -> None:
    """Sebut kunci yang ada; yang terakhir menandatangani."""
    with _gagal():
        *lain, penanda = [str(key["kid"]) for key in read_keys(berkas)]
    for nama in lain:
        typer.echo(f"{nama}: diumumkan")
    typer.echo(f"{penanda}: menandatangani")


@app.command()
def umumkan(nama: Nama, berkas: Berkas) -> None:
    """Buat kunci baru dan umumkan, tanpa dipakai dahulu. Berkas yang belum ada dibuat, dan kunci pertamanya langsung dipakai."""
    with _gagal():
        if berkas.exists():
            announce(berkas, new_signing_key(nama))
        else:
            write_keys(berkas, [new_signing_key(nama)])
    typer.echo(f"{nama} diumumkan. Pakai setelah {ASK_AGAIN_SECONDS:.0f} detik: kunci pakai --nama {nama}")


@app.command()
def pakai(nama: Nama, berkas: Berkas, *, segera: Segera = False) -> None:
    """Tanda tangani dengan kunci yang sudah diumumkan; kunci sebelumnya tetap diumumkan."""
    with _gagal():
        lama = read_keys(berkas)[-1]["kid"]
        _tunggu(berkas, 0.0 if segera else ASK_AGAIN_SECONDS)
        use(berkas, nama)
    typer.echo(f"{nama} menandatangani. Buang yang lama setelah {LIFE_SECONDS // 60} menit: kunci buang --nama {lama}")


@app.command()
def buang(nama: Nama, berkas: Berkas, *, segera: Segera = False) -> None:
    """Buang kunci lama, setelah token terakhirnya habis masa berlakunya."""
    with _gagal():
        _tunggu(berkas, 0.0 if segera else LIFE_SECONDS + LEEWAY_SECONDS)
        retire(berkas, nama)
    typer.echo(f"{nama} dibuang; tokennya tidak membuka apa pun paling lambat lima menit lagi.")


def _tunggu(berkas: Path, detik: float) -> None:
    """Refuse a step that comes sooner after the one before than those who check can follow."""
    sisa = detik - (time.time() - berkas.stat().st_mtime)
    if sisa > 0:
        raise KeyFileWrong(f"Terlalu cepat: tunggu {sisa:.0f} detik lagi, atau --segera bila kunci dicuri.")


@contextmanager
def _gagal() -> Iterator[None]:
    try:
        yield
    except (KeyFileWrong, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


if __name__ == "__main__":
    app()
