"""`python -m shared.jejak periksa`: what an auditor asks a record of acts."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Annotated, TypeVar

import asyncpg
import typer

from shared.db.tls import PLAINTEXT_HOSTS, require_tls
from shared.jejak import periksa as pemeriksaan
from shared.jejak.baca import perubahan
from shared.jejak.periksa import TEMUAN_TERBANYAK, Hasil
from shared.jejak.rantai import Kepala
from shared.jejak.store import kepala as kepala_rantai

T = TypeVar("T")
TERBANYAK = 1000

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Memeriksa rekam tindakan sebuah layanan.")


def _kepala(teks: str) -> Kepala:
    try:
        return Kepala.baca(teks)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


Dsn = Annotated[str, typer.Option("--dsn", envvar="DATABASE_URL", help="Alamat basis data layanan; sandinya lebih aman lewat lingkungan.")]
Polos = Annotated[str, typer.Option(envvar=PLAINTEXT_HOSTS, help="Tuan rumah, dipisah koma, yang boleh tanpa enkripsi.")]
Jangkar = Annotated[
    list[Kepala] | None,
    typer.Option("--kepala", parser=_kepala, metavar="POSISI:SIDIK", help="Kepala yang disimpan di tempat lain; boleh berkali-kali."),
]
Awal = Annotated[
    Kepala | None,
    typer.Option("--awal", parser=_kepala, metavar="POSISI:SIDIK", help="Mata terakhir yang sudah dipindahkan ke arsip."),
]
Objek = Annotated[str, typer.Argument(metavar="OBJEK", help="Awal kolom objek, misalnya kelompok=0001-J01&nomor=3")]
Tenggang = Annotated[int, typer.Option("--tenggang", min=0, help="Menit yang boleh lewat sebelum sebuah catatan dirantai.")]


@app.callback()
def _alat() -> None:
    """Memeriksa rekam tindakan sebuah layanan."""


@app.command()
def periksa(dsn: Dsn, *, kepala: Jangkar = None, awal: Awal = None, tenggang: Tenggang = 10, tuan_rumah_polos: Polos = "") -> None:
    """Bandingkan setiap catatan dengan rantainya; 0 bila utuh, 1 bila ada temuan."""
    hasil = _tanya(dsn, tuan_rumah_polos, kepala or [], awal, timedelta(minutes=tenggang))
    for satu in hasil.temuan:
        typer.echo(f"{satu.kode}: {satu.pesan}")
    if len(hasil.temuan) == TEMUAN_TERBANYAK:
        typer.echo(f"… dan mungkin lebih: hanya {TEMUAN_TERBANYAK} temuan pertama yang disebut.")
    keadaan = f"{len(hasil.temuan)} temuan" if hasil.temuan else "utuh"
    typer.echo(f"Rekam tindakan {keadaan}: {hasil.dirantai} catatan dirantai, {hasil.menunggu} menunggu. Kepala: {hasil.kepala}")
    if hasil.temuan:
        raise typer.Exit(1)


@app.command()
def kepala(dsn: Dsn, *, tuan_rumah_polos: Polos = "") -> None:
    """Tulis kepala rantai, untuk disimpan di tempat lain sebagai jangkar."""
    typer.echo(str(_answer(dsn, tuan_rumah_polos, kepala_rantai)))


@app.command()
def objek(dsn: Dsn, awalan: Objek, *, tuan_rumah_polos: Polos = "") -> None:
    """Tulis tindakan yang mengubah sebuah objek, dengan sidik keadaannya sebelum dan sesudah setiap tindakan."""
    tindakan = _answer(dsn, tuan_rumah_polos, lambda conn: perubahan(conn, awalan, TERBANYAK))
    lama: bytes | None = None
    for nomor, satu in enumerate(tindakan):
        if nomor and satu.sebelum != lama:
            typer.echo("  … berubah di antaranya, bukan oleh tindakan")
        typer.echo(
            f"{satu.nomor} {satu.waktu:%Y-%m-%d %H:%M:%S} {satu.subjek} {satu.tindakan}: {_hex(satu.sebelum)} → {_hex(satu.sesudah)}"
        )
        lama = satu.sesudah
    typer.echo(f"{len(tindakan)} tindakan" + (", yang terdahulu saja" if len(tindakan) == TERBANYAK else ""))


def _hex(sidik: bytes | None) -> str:
    return "tidak ada" if sidik is None else sidik.hex()


def _tanya(dsn: str, polos: str, jangkar: list[Kepala], awal: Kepala | None, tenggang: timedelta) -> Hasil:
    return _answer(dsn, polos, lambda conn: pemeriksaan.periksa(conn, awal=awal, jangkar=jangkar, tenggang=tenggang))


def _answer(dsn: str, polos: str, ask: Callable[[asyncpg.Connection], Awaitable[T]]) -> T:
    """What `ask` finds in one snapshot, which it cannot change."""

    async def asked() -> T:
        conn: asyncpg.Connection = await asyncpg.connect(require_tls(dsn, polos), server_settings={"statement_timeout": "0"})
        try:
            async with conn.transaction(isolation="repeatable_read", readonly=True):
                return await ask(conn)
        finally:
            await conn.close()

    try:
        return asyncio.run(asked())
    except (OSError, ValueError, asyncpg.PostgresError) as error:
        typer.echo(f"Basis data tidak dapat dibaca: {type(error).__name__}: {error}", err=True)
        raise typer.Exit(2) from error
