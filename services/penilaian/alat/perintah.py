"""`python -m services.penilaian peringkat | potong | periksa-skd | periksa-peringkat`: from the command line to the tables and back."""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from services.penilaian.alat import pemeriksaan, pemeringkatan, pemeringkatan_pppk, pemotongan
from services.penilaian.alat.contoh import tulis_contoh
from services.penilaian.alat.jarak import LANGKAH_NILAI
from services.penilaian.alat.pemeriksaan import Temuan
from services.penilaian.alat.pemeriksaan_pppk import periksa_daftar_pppk
from services.penilaian.alat.pemeringkatan import BOLEH, WAJIB
from services.penilaian.alat.pemeringkatan_pppk import WAJIB as PPPK
from services.penilaian.domain.periksa import SIFAT
from shared.aturan import jenis_pengadaan, load, pppk
from shared.tabular import Style
from shared.tools import ALIASES, STDIO, Session, beside, check_target, only_cpns, rule_set, told, write_sheet

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Alat petugas penilaian tanpa server.")

Masuk = Annotated[Path, typer.Argument(metavar="MASUK", help="Tabel CSV, CSV.GZ, ZIP berisi satu CSV, atau XLSX; - untuk masukan standar.")]
Keluar = Annotated[Path, typer.Argument(metavar="KELUAR", help="Tabel hasil; .csv atau .xlsx; - untuk keluaran standar.")]
Aturan = Annotated[str, typer.Option("--aturan", help="Nama kumpulan aturan, misalnya cpns-2024.", callback=rule_set)]
TanpaKelipatan = Annotated[
    bool, typer.Option("--tanpa-kelipatan", help="Jangan tolak TWK dan TIU yang bukan kelipatan (contoh ajar, bukan hasil ujian).")
]
Lembar = Annotated[str | None, typer.Option("--lembar", help="Nama lembar yang dibaca dari buku kerja.")]
Timpa = Annotated[bool, typer.Option("--timpa", help="Ganti berkas hasil yang sudah ada.")]
Gaya = Annotated[
    Style, typer.Option("--gaya", help="Bentuk CSV hasil: baku, atau excel-id (titik koma, koma desimal).", case_sensitive=False)
]
Daftar = Annotated[Path, typer.Argument(metavar="DAFTAR", help="Daftar yang diumumkan: CSV, CSV.GZ, atau XLSX; - untuk masukan standar.")]
Laporan = Annotated[Path | None, typer.Option("--laporan", help="Tulis juga semua temuan ke tabel .csv atau .xlsx.")]
Banding = Annotated[bool, typer.Option("--banding", help="Sebut setiap perbedaan antara kolom tabel masukan dan hasil hitungan.")]

_LAIN = (
    " Nama kolom lain yang dikenal: "
    + "; ".join(f"{kolom} = {', '.join(nama)}" for kolom, nama in ALIASES.items() if kolom in {*WAJIB, *BOLEH, *PPPK})
    + "."
)


@app.command(
    epilog="Kolom CPNS: peserta, formasi, kelompok, skb, dan twk, tiu, tkp (atau skd saja); boleh: ipk, tanggal_lahir, jenis_kebutuhan, "
    "jabatan, status_skb, kuota, urutan_panselnas. "
    "Kolom PPPK: peserta, formasi, kelompok, teknis, manajerial_sosiokultural, wawancara; boleh: tanggal_lahir, kehadiran, kuota, "
    "urutan_panselnas, jabatan, dan pada tahun bernilai ambang batas ambang_teknis, afirmasi, masa_kerja." + _LAIN
)
def peringkat(
    masuk: Masuk,
    keluar: Keluar,
    aturan: Aturan = "cpns-2024",
    *,
    tanpa_kelipatan: TanpaKelipatan = False,
    lembar: Lembar = None,
    timpa: Timpa = False,
    gaya: Gaya = Style.BAKU,
    banding: Banding = False,
) -> None:
    """Integrasikan nilai dan beri peringkat."""
    with told(), Session(sheet=lembar, overwrite=timpa, style=gaya, compare=banding) as session:
        check_target(keluar, session, inputs=[masuk])
        if jenis_pengadaan(aturan) == "PPPK":
            dasar, langkah = pppk.load(aturan), pemeringkatan_pppk.LANGKAH
            hasil = pemeringkatan_pppk.peringkatkan_tabel(masuk, keluar, dasar, session, kelipatan=not tanpa_kelipatan)
            versi = dasar.versi
        else:
            seleksi, langkah = load(aturan), LANGKAH_NILAI
            hasil = pemeringkatan.peringkatkan_tabel(masuk, keluar, seleksi, session, kelipatan=not tanpa_kelipatan)
            versi = seleksi.versi
        _ringkas(session, hasil.kode, f" {hasil.seri} peserta seri.", aturan=aturan, versi=versi)
        for garis in hasil.jarak.gambar("Jarak nilai ke peserta terakhir di dalam kuota formasinya", langkah):
            session.say(garis)
    if session.differences:
        raise typer.Exit(1)


@app.command(epilog="Kolom: peserta, formasi, kuota, twk, tiu, tkp; boleh: kehadiran, jenis_kebutuhan, jabatan." + _LAIN)
def potong(
    masuk: Masuk,
    keluar: Keluar,
    aturan: Aturan = "cpns-2024",
    *,
    tanpa_kelipatan: TanpaKelipatan = False,
    lembar: Lembar = None,
    timpa: Timpa = False,
    gaya: Gaya = Style.BAKU,
    banding: Banding = False,
) -> None:
    """Tentukan siapa yang mengikuti SKB; tabel …-skb memuat mereka saja, siap diisi nilainya untuk perintah peringkat."""
    with told(), Session(sheet=lembar, overwrite=timpa, style=gaya, compare=banding) as session:
        check_target(keluar, session, inputs=[masuk])
        if keluar != STDIO:
            check_target(beside(keluar, pemotongan.AKHIRAN_SKB), session, inputs=[masuk])
        only_cpns(aturan)
        seleksi = load(aturan)
        hasil = pemotongan.potong_tabel(masuk, keluar, seleksi, session, kelipatan=not tanpa_kelipatan)
        _ringkas(session, hasil.kode, "", aturan=aturan, versi=seleksi.versi)
        for garis in hasil.jarak.gambar("Jarak nilai SKD ke peserta terakhir yang mengikuti SKB pada formasinya", pemotongan.LANGKAH):
            session.say(garis)
    if session.differences:
        raise typer.Exit(1)


def _lapor(temuan: Sequence[Temuan], laporan: Path | None, session: Session, *, aturan: str, versi: int) -> None:
    """Print every violation, and end with 1 when there is one."""
    if laporan is not None:
        rows = [(satu.kelompok, satu.pelanggaran.sifat, satu.pelanggaran.tentang, SIFAT[satu.pelanggaran.sifat]) for satu in temuan]
        write_sheet(laporan, ("kelompok", "sifat", "tentang", "penjelasan"), rows, session)
    for satu in temuan:
        sifat, tentang = satu.pelanggaran.sifat, satu.pelanggaran.tentang
        sys.stdout.write(f"{satu.kelompok}: {sifat} ({tentang}): {SIFAT[sifat]}\n")
    session.sum_up(aturan, versi, f"{len(temuan)} pelanggaran." if temuan else "semua sifat dipenuhi.")
    if temuan:
        raise typer.Exit(1)


@app.command(
    "periksa-skd",
    epilog=f"Kolom: {', '.join(pemeriksaan.WAJIB_SKD)}; boleh: {', '.join(pemeriksaan.BOLEH_SKD)}." + _LAIN,
)
def periksa_skd(
    daftar: Daftar,
    aturan: Aturan = "cpns-2024",
    *,
    tanpa_kelipatan: TanpaKelipatan = False,
    laporan: Laporan = None,
    lembar: Lembar = None,
    timpa: Timpa = False,
) -> None:
    """Periksa daftar hasil SKD terhadap semua sifat yang harus berlaku; keluar dengan 1 bila ada yang dilanggar."""
    with told(), Session(sheet=lembar, overwrite=timpa) as session:
        if laporan is not None:
            check_target(laporan, session, inputs=[daftar])
        only_cpns(aturan)
        seleksi = load(aturan)
        temuan = pemeriksaan.periksa_daftar_skd(daftar, seleksi, session, kelipatan=not tanpa_kelipatan)
        _lapor(temuan, laporan, session, aturan=aturan, versi=seleksi.versi)


@app.command(
    "periksa-peringkat",
    epilog="Kolom: seperti perintah peringkat, dan nilai_akhir (CPNS) dan peringkat; boleh: skd_100, skor_skd, skor_skb (CPNS), total, "
    "nilai_teknis, memenuhi_ambang, keterangan (PPPK), peringkat_kelompok, seri." + _LAIN,
)
def periksa_peringkat(
    daftar: Daftar,
    aturan: Aturan = "cpns-2024",
    *,
    tanpa_kelipatan: TanpaKelipatan = False,
    laporan: Laporan = None,
    lembar: Lembar = None,
    timpa: Timpa = False,
) -> None:
    """Periksa daftar peringkat terhadap semua sifat yang harus berlaku; keluar dengan 1 bila ada yang dilanggar."""
    with told(), Session(sheet=lembar, overwrite=timpa) as session:
        if laporan is not None:
            check_target(laporan, session, inputs=[daftar])
        if jenis_pengadaan(aturan) == "PPPK":
            dasar = pppk.load(aturan)
            temuan = periksa_daftar_pppk(daftar, dasar, session, kelipatan=not tanpa_kelipatan)
            versi = dasar.versi
        else:
            seleksi = load(aturan)
            temuan = pemeriksaan.periksa_daftar_peringkat(daftar, seleksi, session, kelipatan=not tanpa_kelipatan)
            versi = seleksi.versi
        _lapor(temuan, laporan, session, aturan=aturan, versi=versi)


@app.command()
def contoh(keluar: Keluar, aturan: Aturan = "cpns-2024", *, timpa: Timpa = False) -> None:
    """Tulis buku kerja contoh untuk perintah peringkat, dengan lembar yang menerangkan setiap kolom."""
    with told(), Session(overwrite=timpa) as session:
        check_target(keluar, session)
        if jenis_pengadaan(aturan) == "PPPK":
            tulis_contoh(keluar, pppk=True, ambang=pppk.load(aturan).ambang is not None)
        else:
            tulis_contoh(keluar)
        session.say(f"Contoh ditulis ke {keluar}.")


def _ringkas(session: Session, kode: Counter[str], lanjut: str, *, aturan: str, versi: int) -> None:
    ringkas = ", ".join(f"{satu} {banyak}" for satu, banyak in sorted(kode.items()))
    session.sum_up(aturan, versi, f"{kode.total()} peserta; {ringkas}.{lanjut}")
