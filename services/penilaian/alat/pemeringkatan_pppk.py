"""The final ranking of a table (PPPK)."""

from collections import Counter
from pathlib import Path

from services.penilaian.alat import sel
from services.penilaian.alat.jarak import Jarak
from services.penilaian.alat.pemeringkatan import Ringkasan
from services.penilaian.domain.kalimat import kalimat
from services.penilaian.domain.pppk import HasilPppk, PesertaPppk, mungkin_pppk, peringkatkan_pppk
from shared.aturan import Kehadiran
from shared.aturan.pppk import AturanPppk
from shared.tabular import Baris, FaultList, integer
from shared.tools import Session, check_rows, write_behind

WAJIB = ("peserta", "formasi", "kelompok", "teknis", "manajerial_sosiokultural", "wawancara")
BOLEH = ("tanggal_lahir", "kehadiran", "kuota", "urutan_panselnas")
TAMBAHAN = ("total", "peringkat", "peringkat_kelompok", "seri", "keterangan", "alasan")
LANGKAH = 5
"""Points of 670 in one step of the picture."""


def peringkatkan_tabel(masuk: Path, keluar: Path, aturan: AturanPppk, session: Session, *, kelipatan: bool = True) -> Ringkasan:
    """Write the table with totals, ranks and reasons.

    Raises:
        Rejected: the table cannot be read, or rows are wrong; all faults by row and column.
    """
    terbaca = sel.baca_peringkat(masuk, WAJIB, BOLEH, lambda baris, faults: _peserta(baris, aturan, faults, kelipatan=kelipatan), session)
    check_rows(keluar, len(terbaca.lembar.table))
    lembar, kelompok = terbaca.lembar, terbaca.kelompok
    hasil: dict[str, HasilPppk] = {}
    for group in session.follow("Memeringkat", sorted(kelompok), len(kelompok)):
        hasil.update((satu.peserta, satu) for satu in peringkatkan_pppk(kelompok[group], aturan))
    kehadiran = {satu.peserta: satu.kehadiran for people in kelompok.values() for satu in people}
    bersama = Counter((satu.formasi, satu.peringkat) for satu in hasil.values())
    rows = []
    for baris in lembar.rows:
        akhir = hasil[baris.nilai["peserta"]]
        kuota, seperingkat = terbaca.kuota.get(akhir.formasi), bersama[akhir.formasi, akhir.peringkat]
        kode = _keterangan(akhir, kehadiran[akhir.peserta], kuota, seperingkat, aturan)
        seri = "YA" if akhir.seri else ""
        rows.append((akhir.total, akhir.peringkat, akhir.peringkat_kelompok, seri, kode, " ".join(map(kalimat, akhir.alasan))))
    write_behind(keluar, lembar, TAMBAHAN, rows, session)
    tercetak = dict(aturan.kode_akhir)
    letak = {tercetak["LULUS"]: True, sel.MENUNGGU: True, tercetak["TIDAK_LULUS"]: False}
    sekitar = (
        (baris.nilai["formasi"], row[0], letak[row[4]])
        for baris, row in zip(lembar.rows, rows, strict=True)
        if row[0] is not None and row[4] in letak
    )
    return Ringkasan(Counter(row[4] or "tanpa kode" for row in rows), sum(row[3] == "YA" for row in rows), Jarak.dari(sekitar, LANGKAH))


def _keterangan(satu: HasilPppk, kehadiran: Kehadiran, kuota: int | None, bersama: int, aturan: AturanPppk) -> str:
    kode = dict(aturan.kode_akhir)
    if satu.peringkat is None:
        return kode[kehadiran.value]
    if kuota is None:
        return ""
    if satu.peringkat > kuota:
        return kode["TIDAK_LULUS"]
    return kode["LULUS"] if satu.peringkat + bersama - 1 <= kuota else sel.MENUNGGU


def _peserta(baris: Baris, aturan: AturanPppk, faults: FaultList, *, kelipatan: bool) -> PesertaPppk:
    kehadiran = sel.pilihan(baris, "kehadiran", Kehadiran, faults, Kehadiran.HADIR)
    parts = (
        ("teknis", aturan.teknis),
        ("manajerial_sosiokultural", aturan.manajerial_sosiokultural),
        ("wawancara", aturan.wawancara),
    )
    hadir = kehadiran is Kehadiran.HADIR
    teknis, manajerial_sosiokultural, wawancara = (
        integer(baris, kolom, satu.minimum, satu.maksimum, faults) or 0 if hadir or baris.nilai[kolom] else 0 for kolom, satu in parts
    )
    peserta = PesertaPppk(
        sel.kata(baris, "peserta", faults),
        sel.kata(baris, "formasi", faults),
        kehadiran,
        teknis,
        manajerial_sosiokultural,
        wawancara,
        sel.usia(baris, aturan.tahun, faults),
    )
    if baris.nilai["urutan_panselnas"]:
        pesan = "Urutan seri dari Panselnas hanya dibaca pada tabel CPNS. Kosongkan kolom ini; seri PPPK tetap ditandai."
        faults.add("URUTAN_PANSELNAS", pesan, baris=baris.baris, kolom="urutan_panselnas", nilai=baris.nilai["urutan_panselnas"])
    for kolom in mungkin_pppk(peserta, aturan) if kelipatan else ():
        pesan = f"Nilai {kolom} ini tidak mungkin menurut susunan soal. Periksa berkas asal dari pusat CAT."
        faults.add("NILAI_TIDAK_MUNGKIN", pesan, baris=baris.baris, kolom=kolom, nilai=baris.nilai[kolom])
    return peserta
