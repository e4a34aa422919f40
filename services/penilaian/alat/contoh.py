"""An example workbook for `peringkat`: a few invented people, and a sheet that explains each column."""

from decimal import Decimal
from pathlib import Path

from shared.tabular import Value, write_csv, write_xlsx
from shared.tools import put

_KOLOM: tuple[tuple[str, str], ...] = (
    ("peserta", "Wajib. Nomor peserta; format kolom Teks, supaya angkanya tidak dibulatkan."),
    ("formasi", "Wajib. Kode atau nama formasi, ditulis sama di setiap baris."),
    ("kelompok", "Wajib. Formasi yang diperingkat bersama, biasanya jabatan yang sama pada satu instansi."),
    ("kuota", "Boleh. Kursi formasi; bila ada, kode kelulusan ditentukan."),
    ("twk", "Wajib, kecuali kolom skd memuat totalnya. Kelipatan 5."),
    ("tiu", "Seperti twk."),
    ("tkp", "Seperti twk, tanpa kelipatan."),
    ("skb", "Wajib bagi yang hadir. 0 sampai 100, paling banyak tiga angka di belakang koma."),
    ("status_skb", "Boleh. HADIR (juga bila kosong), TH, TMS-1, atau DIS."),
    ("ipk", "Boleh. IPK sampai 4,00, atau rata-rata nilai ijazah dalam skala 100."),
    ("tanggal_lahir", "Boleh. Misalnya 18-08-1996 atau 18 Agustus 1996; yang lebih tua didahulukan."),
    ("jenis_kebutuhan", "Boleh. Misalnya UMUM atau CUMLAUDE; bila ada, nilai ambang batas diuji."),
)
_ISI: tuple[tuple[Value, ...], ...] = (
    ("00000000000000001", "A-1", "A", 1, 100, 110, 190, Decimal("81.500"), "HADIR", Decimal("3.51"), "1996-08-18", "UMUM"),
    ("00000000000000002", "A-1", "A", 1, 95, 120, 185, Decimal("79.250"), "HADIR", Decimal("3.20"), "1997-01-02", "UMUM"),
    ("00000000000000003", "A-1", "A", 1, 90, 100, 180, None, "TH", Decimal("3.75"), "1995-05-05", "UMUM"),
    ("00000000000000004", "A-2", "A", 2, 80, 115, 188, Decimal("70.000"), "HADIR", Decimal("85.25"), "1998-11-30", "UMUM"),
    ("00000000000000005", "A-2", "A", 2, 105, 90, 201, Decimal("66.125"), "HADIR", Decimal("78.00"), "1994-02-14", "UMUM"),
    ("00000000000000006", "A-2", "A", 2, 70, 85, 170, Decimal("90.000"), "HADIR", Decimal("81.50"), "1999-07-07", "UMUM"),
)
_KOLOM_PPPK: tuple[tuple[str, str], ...] = (
    *_KOLOM[:3],
    ("kuota", "Boleh. Kursi formasi; bila ada, kode kelulusan ditentukan."),
    ("jabatan", "Nama jabatan; satu kelompok ialah satu jabatan. Wajib bila tahun itu mempunyai nilai ambang batas."),
    ("teknis", "Wajib bagi yang hadir. Kelipatan 5, sebelum ditambah apa pun."),
    ("manajerial_sosiokultural", "Wajib bagi yang hadir. Jumlah nilai manajerial dan sosial kultural."),
    ("wawancara", "Wajib bagi yang hadir."),
    ("kehadiran", "Boleh. HADIR (juga bila kosong), TH, atau DIS."),
    ("tanggal_lahir", "Boleh. Misalnya 18-08-1996 atau 18 Agustus 1996; yang lebih tua didahulukan."),
)
_KOLOM_AMBANG: tuple[tuple[str, str], ...] = (
    ("ambang_teknis", "Nilai ambang batas teknis menurut lampiran keputusan; hanya untuk jabatan yang belum dimuat aturan."),
    ("afirmasi", "Boleh, untuk guru. SERTIFIKAT_PENDIDIK, USIA_35, THK_II, DISABILITAS; lebih dari satu dipisah +."),
    ("masa_kerja", "Boleh. Dalam tahun; diuji bila ada USIA_35."),
)
_ISI_PPPK: tuple[tuple[Value, ...], ...] = (
    ("00000000000000001", "A-1", "A", 1, "GURU KELAS SD", 300, 150, 30, "HADIR", "1980-08-18", None, "USIA_35 + THK_II", 5),
    ("00000000000000002", "A-1", "A", 1, "GURU KELAS SD", 410, 140, 28, "HADIR", "1990-01-02", None, "", None),
    ("00000000000000003", "A-2", "A", 1, "GURU KELAS SD", 315, 160, 32, "HADIR", "1991-05-05", None, "", None),
    ("00000000000000004", "A-2", "A", 1, "GURU KELAS SD", None, None, None, "TH", "1988-11-30", None, "", None),
    ("00000000000000005", "B-1", "B", 1, "ARSIPARIS", 240, 145, 30, "HADIR", "1994-02-14", 225, "", None),
)


def tulis_contoh(keluar: Path, *, pppk: bool = False, ambang: bool = False) -> None:
    """Write it; as CSV without the sheet that explains.

    Args:
        keluar: where to; its ending says the format.
        pppk: of PPPK instead of CPNS.
        ambang: of a year of PPPK with passing grades, which has some columns more.

    Raises:
        Rejected: it cannot be written.
    """
    arti = (*_KOLOM_PPPK, *(_KOLOM_AMBANG if ambang else ())) if pppk else _KOLOM
    kolom = [nama for nama, _ in arti]
    isi = [row[: len(kolom)] for row in (_ISI_PPPK if pppk else _ISI)]
    put(keluar, write_xlsx(isi, kolom, about=[("kolom", "arti"), *arti]) if keluar.suffix.lower() == ".xlsx" else write_csv(isi, kolom))
