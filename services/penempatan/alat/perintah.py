"""`python -m services.penempatan isi | periksa`: from the command line to the tables and back."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from services.penempatan.alat.formasi import Urutan
from services.penempatan.alat.pemeriksaan import periksa_tabel
from services.penempatan.alat.pengisian import AKHIRAN_KURSI, isi_tabel
from services.penempatan.alat.peserta import Seleksi
from services.penempatan.domain.ketentuan import Ketentuan, ketentuan_dari, ketentuan_pppk
from services.penempatan.domain.periksa import SIFAT
from shared.aturan import jenis_pengadaan, load
from shared.aturan.pengangkatan import load as load_pengangkatan
from shared.aturan.pengisian import load as load_pengisian
from shared.aturan.pppk import load as load_pppk
from shared.aturan.sanggah import load as load_sanggah
from shared.istilah import ModePengisian
from shared.tabular import Style
from shared.tools import STDIO, Session, beside, check_target, rule_set, told, write_sheet

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Alat petugas penempatan tanpa server.")

Formasi = Annotated[Path, typer.Argument(metavar="FORMASI", help="Tabel formasi: CSV, CSV.GZ, atau XLSX; - untuk masukan standar.")]
Peserta = Annotated[Path, typer.Argument(metavar="PESERTA", help="Tabel peringkat: CSV, CSV.GZ, atau XLSX; - untuk masukan standar.")]
Daftar = Annotated[Path, typer.Argument(metavar="HASIL", help="Daftar hasil: CSV, CSV.GZ, atau XLSX; - untuk masukan standar.")]
Keluar = Annotated[Path, typer.Argument(metavar="KELUAR", help="Tabel hasil; .csv atau .xlsx; - untuk keluaran standar.")]
Aturan = Annotated[str, typer.Option("--aturan", help="Nama kumpulan aturan, misalnya cpns-2024.", callback=rule_set)]
PilihanMode = Annotated[
    ModePengisian, typer.Option("--mode", help="Sesuai keputusan, atau dengan persetujuan peserta.", case_sensitive=False)
]
Laporan = Annotated[Path | None, typer.Option("--laporan", help="Tulis juga semua temuan ke tabel .csv atau .xlsx.")]
Lembar = Annotated[str | None, typer.Option("--lembar", help="Nama lembar yang dibaca dari buku kerja.")]
Timpa = Annotated[bool, typer.Option("--timpa", help="Ganti berkas hasil yang sudah ada.")]
Gaya = Annotated[
    Style, typer.Option("--gaya", help="Bentuk CSV hasil: baku, atau excel-id (titik koma, koma desimal).", case_sensitive=False)
]
PilihanUrutan = Annotated[
    Urutan, typer.Option("--urutan", help="Urutan pengisian: kolom urutan tabel formasi, atau nama unit.", case_sensitive=False)
]

_KOLOM_FORMASI = "Kolom FORMASI: formasi, kelompok, unit, jenis_kebutuhan, kualifikasi, kuota; boleh: urutan, grup, jabatan. "
_KOLOM_PESERTA = (
    "peserta, formasi, nilai_akhir, peringkat, peringkat_kelompok, kualifikasi, dan memenuhi_ambang_umum atau twk, tiu, tkp; "
    "boleh: kelompok, jenis_kebutuhan, status_skb, seri, kesediaan. PPPK: total menggantikan nilai_akhir, kehadiran menggantikan "
    "status_skb, dan memenuhi_ambang (YA atau TIDAK) bila tahunnya mempunyai nilai ambang batas"
)


@app.command(epilog=f"{_KOLOM_FORMASI}Kolom PESERTA: {_KOLOM_PESERTA}.")
def isi(
    formasi: Formasi,
    peserta: Peserta,
    keluar: Keluar,
    aturan: Aturan = "cpns-2024",
    *,
    mode: PilihanMode = ModePengisian.SESUAI_KEPUTUSAN,
    urutan: PilihanUrutan = Urutan.KOLOM,
    lembar: Lembar = None,
    timpa: Timpa = False,
    gaya: Gaya = Style.BAKU,
) -> None:
    """Tempatkan peserta pada formasinya, lalu isi kursi yang masih kosong."""
    with told(), Session(sheet=lembar, overwrite=timpa, style=gaya) as session:
        check_target(keluar, session, inputs=[formasi, peserta])
        if keluar != STDIO:
            check_target(beside(keluar, AKHIRAN_KURSI), session, inputs=[formasi, peserta])
        seleksi, ketentuan = _aturan(aturan)
        hasil = isi_tabel(formasi, peserta, keluar, aturan=seleksi, ketentuan=ketentuan, mode=mode, session=session, urutan=urutan)
    ringkas = ", ".join(f"{kode} {banyak}" for kode, banyak in sorted(hasil.kode.items()))
    selesai = f"{len(hasil.ditempatkan)} kelompok ditempatkan, {len(hasil.tertahan)} tertahan"
    session.sum_up(aturan, seleksi.versi, f"{selesai}; {ringkas}." if ringkas else f"{selesai}.")
    if urutan is Urutan.UNIT:
        session.say("Kursi kosong diisi menurut nama unit, bukan menurut urutan daftar resmi (--urutan=unit).")
    for kelompok, cacat in sorted(hasil.tertahan.items()):
        for satu in cacat:
            sys.stderr.write(f"  {kelompok}: {satu.sifat} ({satu.tentang}): {SIFAT[satu.sifat]}\n")
    if hasil.tertahan:
        raise typer.Exit(1)


@app.command(epilog=f"{_KOLOM_FORMASI}Kolom HASIL: kode, {_KOLOM_PESERTA}, rute, formasi_tujuan, kursi.")
def periksa(
    formasi: Formasi,
    hasil: Daftar,
    aturan: Aturan = "cpns-2024",
    *,
    mode: PilihanMode = ModePengisian.SESUAI_KEPUTUSAN,
    laporan: Laporan = None,
    lembar: Lembar = None,
    timpa: Timpa = False,
) -> None:
    """Periksa daftar hasil terhadap semua sifat yang harus berlaku; keluar dengan 1 bila ada yang dilanggar."""
    with told(), Session(sheet=lembar, overwrite=timpa) as session:
        if laporan is not None:
            check_target(laporan, session, inputs=[formasi, hasil])
        seleksi, ketentuan = _aturan(aturan)
        temuan = periksa_tabel(formasi, hasil, aturan=seleksi, ketentuan=ketentuan, mode=mode, session=session)
        if laporan is not None:
            rows = [(t.kelompok, t.pelanggaran.sifat, t.pelanggaran.tentang, SIFAT[t.pelanggaran.sifat]) for t in temuan]
            write_sheet(laporan, ("kelompok", "sifat", "tentang", "penjelasan"), rows, session)
    for satu in temuan:
        sifat, tentang = satu.pelanggaran.sifat, satu.pelanggaran.tentang
        sys.stdout.write(f"{satu.kelompok}: {sifat} ({tentang}): {SIFAT[sifat]}\n")
    session.sum_up(aturan, seleksi.versi, f"{len(temuan)} pelanggaran." if temuan else "semua sifat dipenuhi.")
    if temuan:
        raise typer.Exit(1)


def _aturan(nama: str) -> tuple[Seleksi, Ketentuan]:
    bagian = (load_pengangkatan(nama), load_pengisian(nama), load_sanggah(nama))
    if jenis_pengadaan(nama) == "PPPK":
        pppk = load_pppk(nama)
        return pppk, ketentuan_pppk(pppk, *bagian)
    seleksi = load(nama)
    return seleksi, ketentuan_dari(seleksi, *bagian)
