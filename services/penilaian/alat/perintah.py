"""`python -m services.penilaian peringkat | potong`: from the command line to the tables and back."""

from pathlib import Path
from typing import Annotated

import typer

from services.penilaian.alat import pemeringkatan, pemeringkatan_pppk, pemotongan
from shared.aturan import jenis_pengadaan, load, pppk
from shared.tools import Bars, check_target, only_cpns, told

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
    with told(), Bars() as bars:
        check_target(keluar)
        if jenis_pengadaan(aturan) == "PPPK":
            pemeringkatan_pppk.peringkatkan_tabel(masuk, keluar, pppk.load(aturan), bars, kelipatan=not tanpa_kelipatan)
        else:
            pemeringkatan.peringkatkan_tabel(masuk, keluar, load(aturan), bars, kelipatan=not tanpa_kelipatan)


@app.command(epilog="Kolom: peserta, formasi, kuota, twk, tiu, tkp; boleh: kehadiran, jenis_kebutuhan, jabatan.")
def potong(masuk: Masuk, keluar: Keluar, aturan: Aturan = "cpns-2024", *, tanpa_kelipatan: TanpaKelipatan = False) -> None:
    """Tentukan siapa yang mengikuti SKB; tabel …-skb memuat mereka saja, siap diisi nilainya untuk perintah peringkat."""
    with told(), Bars() as bars:
        check_target(keluar)
        only_cpns(aturan)
        pemotongan.potong_tabel(masuk, keluar, load(aturan), bars, kelipatan=not tanpa_kelipatan)
