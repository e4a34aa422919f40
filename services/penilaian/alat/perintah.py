"""`python -m services.penilaian peringkat | potong`: from the command line to the tables and back."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from services.penilaian.alat import pemeringkatan, pemeringkatan_pppk, pemotongan
from services.penilaian.alat.lembar import Kemajuan, Lembar, tulis
from shared.aturan import AturanTidakSah, jenis_pengadaan, load, pppk
from shared.errors import Rejected

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Alat petugas penilaian tanpa server.")

Masuk = Annotated[Path, typer.Argument(metavar="MASUK", help="Tabel CSV, CSV.GZ, atau XLSX.", exists=True, dir_okay=False)]
Keluar = Annotated[Path, typer.Argument(metavar="KELUAR", help="Tabel hasil; .csv atau .xlsx.", dir_okay=False)]
Aturan = Annotated[str, typer.Option("--aturan", help="Nama kumpulan aturan, misalnya cpns-2024.")]
TanpaKelipatan = Annotated[
    bool, typer.Option("--tanpa-kelipatan", help="Jangan tolak TWK dan TIU yang bukan kelipatan (contoh ajar, bukan hasil ujian).")
]


@app.command(
    epilog="Kolom CPNS: peserta, formasi, kelompok, twk, tiu, tkp, skb; boleh: ipk, tanggal_lahir, jenis_kebutuhan, status_skb, kuota. "
    "Kolom PPPK: peserta, formasi, kelompok, teknis, manajerial_sosiokultural, wawancara; boleh: tanggal_lahir, kehadiran, kuota."
)
def peringkat(masuk: Masuk, keluar: Keluar, aturan: Aturan = "cpns-2024", *, tanpa_kelipatan: TanpaKelipatan = False) -> None:
    """Integrasikan nilai dan beri peringkat."""

    def kerja(data: bytes, maju: Kemajuan) -> Lembar:
        if jenis_pengadaan(aturan) == "PPPK":
            return pemeringkatan_pppk.peringkatkan_tabel(masuk.name, data, pppk.load(aturan), maju, kelipatan=not tanpa_kelipatan)
        return pemeringkatan.peringkatkan_tabel(masuk.name, data, load(aturan), maju, kelipatan=not tanpa_kelipatan)

    _jalankan(masuk, keluar, kerja)


@app.command(epilog="Kolom: peserta, formasi, kuota, twk, tiu, tkp; boleh: kehadiran, jenis_kebutuhan, jabatan.")
def potong(masuk: Masuk, keluar: Keluar, aturan: Aturan = "cpns-2024", *, tanpa_kelipatan: TanpaKelipatan = False) -> None:
    """Tentukan siapa yang mengikuti SKB."""

    def kerja(data: bytes, maju: Kemajuan) -> Lembar:
        return pemotongan.potong_tabel(masuk.name, data, load(aturan), maju, kelipatan=not tanpa_kelipatan)

    _jalankan(masuk, keluar, kerja)


def _jalankan(masuk: Path, keluar: Path, kerja: Callable[[bytes, Kemajuan], Lembar]) -> None:
    """Read, work, write; every fault by row and column, and no output file unless all of it is right."""
    try:
        with Kemajuan() as maju:
            tulis(keluar, kerja(masuk.read_bytes(), maju), maju)
    except Rejected as error:
        sys.stderr.write(f"{error.pesan}\n")
        for fault in error.faults:
            place = ", ".join(
                part for part in (f"baris {fault.baris}" if fault.baris else "", f"kolom {fault.kolom}" if fault.kolom else "") if part
            )
            value = f" (tertulis {fault.nilai!r})" if fault.nilai else ""
            sys.stderr.write(f"  {place + ': ' if place else ''}{fault.pesan}{value}\n")
        raise typer.Exit(1) from error
    except AturanTidakSah as error:
        sys.stderr.write(f"Aturan tidak dapat dipakai: {error}\n")
        raise typer.Exit(2) from error
