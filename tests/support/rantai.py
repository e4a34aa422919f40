"""The officers' tools one after the other, each on the table that the one before wrote: a whole season of lists on a few hundred people."""

import csv
import io
from pathlib import Path
from random import Random
from typing import NamedTuple

from typer import Typer
from typer.testing import CliRunner

from services.penempatan.alat import app as penempatan
from services.penilaian.alat import app as penilaian
from shared.tabular import FaultList, read_table, write_csv, write_xlsx

_JENIS = ("UMUM", "UMUM", "CUMLAUDE", "DISABILITAS")
_KOLOM = (
    *("peserta", "formasi", "kelompok", "kuota", "jenis_kebutuhan", "kualifikasi", "kehadiran", "twk", "tiu", "tkp"),
    *("ipk", "tanggal_lahir"),
)
_FORMASI = [(f"F{n:02d}", f"K{n // 8}", f"Unit {n % 3}", _JENIS[n % 4], "S-1 ILMU", 1 + n % 3) for n in range(16)]


class Rantai(NamedTuple):
    """Where each list lies, and what `isi` said of its work."""

    formasi: Path
    potong: Path
    peringkat: Path
    hasil: Path
    kursi: Path
    ringkas: str


def jalankan_alat(alat: Typer, *argumen: str) -> str:
    """Standard output of a tool that succeeds."""
    hasil = CliRunner().invoke(alat, list(argumen))
    assert hasil.exit_code == 0, hasil.output
    return hasil.stdout


def rantai(folder: Path, aturan: str, akhiran: str = ".csv") -> Rantai:
    """Cut-off, SKB, ranking, placing and filling under the rules of a year."""
    acak = Random(aturan)
    formasi, peserta = folder / "formasi.csv", folder / "peserta.csv"
    formasi.write_bytes(_titik_koma(("formasi", "kelompok", "unit", "jenis_kebutuhan", "kualifikasi", "kuota"), [*_FORMASI]))
    peserta.write_bytes(_titik_koma(_KOLOM, [_peserta(acak, n) for n in range(1000, 1400)]))
    potong, peringkat, hasil, kursi = (folder / f"{nama}{akhiran}" for nama in ("potong", "peringkat", "hasil", "hasil-kursi"))
    jalankan_alat(penilaian, "potong", str(peserta), str(potong), "--aturan", aturan)
    dipanggil = folder / f"potong-skb{akhiran}"
    _isi_skb(dipanggil, acak)
    jalankan_alat(penilaian, "peringkat", str(dipanggil), str(peringkat), "--aturan", aturan)
    ringkas = jalankan_alat(penempatan, "isi", str(formasi), str(peringkat), str(hasil), "--aturan", aturan, "--urutan=unit")
    return Rantai(formasi, potong, peringkat, hasil, kursi, ringkas)


def _peserta(acak: Random, nomor: int) -> tuple[str, ...]:
    """Nobody wants the last posts of a kelompok, so that steps have seats to fill; some people are absent."""
    kode, kelompok, _, jenis, studi, kuota = _FORMASI[acak.choice((0, 8)) + acak.randrange(5)]
    nilai = (str(acak.randrange(60, 150, 5)), str(acak.randrange(70, 175, 5)), str(acak.randint(150, 220)))
    hadir = acak.random() > 0.1
    lahir = f"{acak.randint(1, 28):02d}/{acak.randint(1, 12):02d}/{acak.randint(1990, 2000)}"
    orang = (str(nomor), kode, kelompok, str(kuota), jenis, studi)
    return (*orang, "HADIR" if hadir else "TH", *(nilai if hadir else ("", "", "")), f"3,{acak.randint(0, 99):02d}", lahir)


def _titik_koma(kepala: tuple[str, ...], baris: list[tuple[object, ...]]) -> bytes:
    teks = io.StringIO(newline="")
    penulis = csv.writer(teks, delimiter=";", lineterminator="\r\n")
    penulis.writerows([kepala, *baris])
    return teks.getvalue().encode("utf-8-sig")


def _isi_skb(path: Path, acak: Random) -> None:
    """What the officer adds by hand: the result of the SKB."""
    kolom = tuple(next(iter(read_table(path.name, path.read_bytes(), required=["peserta"], optional=[*_KOLOM, "skb"]))).nilai)
    baris = [satu.nilai for satu in read_table(path.name, path.read_bytes(), required=["peserta"], optional=kolom, faults=FaultList())]
    for satu in baris:
        satu["status_skb"] = acak.choice(("HADIR",) * 9 + ("TH",))
        satu["skb"] = f"{acak.randint(40, 99)},{acak.randint(0, 999):03d}" if satu["status_skb"] == "HADIR" else ""
    tulis = write_csv if path.suffix == ".csv" else write_xlsx
    path.write_bytes(tulis(([satu[k] for k in (*kolom, "status_skb")] for satu in baris), (*kolom, "status_skb")))
