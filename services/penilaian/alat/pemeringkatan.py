"""The final ranking of a table (CPNS): integration, tie-break and reasons, as far as the columns allow."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from services.penilaian.alat import sel
from services.penilaian.alat.jarak import LANGKAH_NILAI, Jarak
from services.penilaian.alat.nasional import peringkatkan_nasional
from services.penilaian.domain.kalimat import kalimat
from services.penilaian.domain.peringkat import HasilAkhir, Letak, PesertaSkb, peringkatkan
from services.penilaian.domain.seri import PutusanSeri
from services.penilaian.domain.urutan_seri import cela_tempat
from shared.aturan import AturanSeleksi, HasilSkd, Kriteria, StatusSkb
from shared.errors import Fault, Rejected
from shared.tabular import Baris, FaultList, Value, integer, score, thousandths
from shared.tools import Session, Sheet, check_rows, read_sheet, write_behind

WAJIB = ("peserta", "formasi", "kelompok", "skb")
BUTIR = ("twk", "tiu", "tkp")
BOLEH = (*BUTIR, "skd", "ipk", "tanggal_lahir", "jenis_kebutuhan", "jabatan", "status_skb", "kuota", "status", "urutan_panselnas")
TAMBAHAN = (
    "skd",
    "skd_100",
    "skor_skd",
    "skor_skb",
    "nilai_akhir",
    "peringkat",
    "peringkat_kelompok",
    "seri",
    "keterangan",
    "alasan",
)
_NILAI_AKHIR, _KETERANGAN = TAMBAHAN.index("nilai_akhir"), TAMBAHAN.index("keterangan")
SEJAK_MASSAL = 20_000
"""Rows from which a table is ranked column by column: a national one in seconds."""
_URUTAN = "urutan_panselnas"
_MUNGKIN_KOSONG = ((Kriteria.IPK, "ipk"), (Kriteria.USIA, "tanggal_lahir"))
_SKB_TERTINGGI = 100_000
_IPK_TERTINGGI = 400
_SKALA_SEPULUH = 1_000
_IJAZAH_TERTINGGI = 10_000


class Ringkasan(NamedTuple):
    """How many people have each code, how many are tied, and how close they stand to the last one inside the seats."""

    kode: Counter[str]
    seri: int
    jarak: Jarak


def peringkatkan_tabel(masuk: Path, keluar: Path, aturan: AturanSeleksi, session: Session, *, kelipatan: bool = True) -> Ringkasan:
    """Write the table with scores, ranks and reasons.

    Raises:
        Rejected: the table cannot be read, or rows are wrong; all faults by row and column.
    """
    faults = FaultList()
    lembar = read_sheet(masuk, required=WAJIB, optional=BOLEH, faults=faults, session=session)
    _periksa_kolom(lembar, keluar, session)
    nasional = None
    if len(lembar.table) >= SEJAK_MASSAL and not faults:
        nasional = peringkatkan_nasional(lembar, aturan, _ipk, session, kelipatan=kelipatan)
    hasil = nasional.baris if nasional is not None else _per_baris(lembar, aturan, faults, session, kelipatan=kelipatan)
    write_behind(keluar, lembar, TAMBAHAN, [tambahan for tambahan, _ in hasil], session)
    kode = Counter(str(tambahan[_KETERANGAN] or "tanpa kode") for tambahan, _ in hasil)
    return Ringkasan(kode, sum(seri for _, seri in hasil), nasional.jarak if nasional is not None else _jarak(lembar, hasil, aturan))


def _jarak(lembar: Sheet, hasil: Sequence[tuple[tuple[Value, ...], bool]], aturan: AturanSeleksi) -> Jarak:
    """By the code in the own formation; who waits for a signed order stands inside."""
    kode = dict(aturan.kode_akhir)
    letak = {kode["LULUS"]: True, sel.MENUNGGU: True, kode["TIDAK_LULUS"]: False}
    semua = zip(lembar.column("formasi") or (), (tambahan for tambahan, _ in hasil), strict=True)
    return Jarak.dari(
        (
            (formasi, int(nilai.scaleb(3)), dalam)
            for formasi, tambahan in semua
            if isinstance(nilai := tambahan[_NILAI_AKHIR], Decimal) and (dalam := letak.get(str(tambahan[_KETERANGAN]))) is not None
        ),
        LANGKAH_NILAI * 1000,
    )


def _per_baris(
    lembar: Sheet, aturan: AturanSeleksi, faults: FaultList, session: Session, *, kelipatan: bool
) -> list[tuple[tuple[Value, ...], bool]]:
    terbaca = sel.periksa_peringkat(
        lembar,
        lambda baris, faults: peserta_skb(baris, aturan, faults, kelipatan=kelipatan),
        faults,
        session,
        semua=lambda lembar, kelompok, faults: periksa_seri(lembar, kelompok, aturan, faults),
    )
    kelompok = terbaca.kelompok
    hasil: dict[str, HasilAkhir] = {}
    for group in session.follow("Memeringkat", sorted(kelompok), len(kelompok)):
        hasil.update((satu.peserta, satu) for satu in peringkatkan(kelompok[group], aturan, terbaca.kuota))
    status = {satu.peserta: satu.status for people in kelompok.values() for satu in people}
    urut = [hasil[baris.nilai["peserta"]] for baris in lembar.rows]
    return [(_tambahan(satu, status[satu.peserta], aturan), satu.seri) for satu in urut]


def _periksa_kolom(lembar: Sheet, keluar: Path, session: Session) -> None:
    """Refuse a table that says no SKD, and one that says of the output what cannot be."""
    check_rows(keluar, len(lembar.table))
    periksa_butir(lembar, session)


def periksa_butir(lembar: Sheet, session: Session) -> None:
    """Tell of a table that has the SKD as totals alone.

    Raises:
        Rejected: it has neither the parts nor the total.
    """
    kurang = [kolom for kolom in BUTIR if kolom not in lembar.columns]
    if kurang and "skd" not in lembar.columns:
        faults = tuple(Fault("TABEL_KOLOM_HILANG", f"Kolom {kolom} tidak ada.", kolom=kolom, baris=1) for kolom in kurang)
        pesan = f"Berkas {lembar.name} tidak memuat kolom {', '.join(kurang)}, juga tidak kolom skd (total)."
        raise Rejected("TABEL_KOLOM_HILANG", pesan, faults=faults)
    if kurang:
        session.tell(
            "Hanya total SKD yang disebut: nilai sama tidak dipisahkan oleh TKP, TIU, TWK dan ukuran sesudahnya, tetapi ditandai seri."
        )


def _tambahan(satu: HasilAkhir, status: StatusSkb, aturan: AturanSeleksi) -> tuple[Value, ...]:
    nilai = satu.nilai
    return (
        satu.skd,
        sel.desimal(satu.skd_100),
        sel.desimal(nilai.skor_skd) if nilai else None,
        sel.desimal(nilai.skor_skb) if nilai else None,
        sel.desimal(nilai.nilai_akhir) if nilai else None,
        satu.peringkat,
        satu.peringkat_kelompok,
        "YA" if satu.seri else "",
        _keterangan(satu, status, dict(aturan.kode_akhir)),
        " ".join(map(kalimat, satu.alasan)),
    )


def _keterangan(satu: HasilAkhir, status: StatusSkb, kode: dict[str, str]) -> str:
    """The code of the year by the formation's own seats; empty where the table does not say how many there are."""
    if satu.nilai is None:
        return kode[status.value]
    letak = {None: "", Letak.DALAM: kode["LULUS"], Letak.LUAR: kode["TIDAK_LULUS"], Letak.SERI: sel.MENUNGGU}
    return letak[satu.letak]


def peserta_skb(baris: Baris, aturan: AturanSeleksi, faults: FaultList, *, kelipatan: bool) -> PesertaSkb:
    """One row; after a fault its value is a stand-in, since the table is refused as a whole."""
    if _tidak_dipanggil(baris, aturan, faults):
        return PesertaSkb(
            sel.kata(baris, "peserta", faults), sel.kata(baris, "formasi", faults), 0, 0, 0, StatusSkb.TH, None, None, "", None
        )
    status = sel.pilihan(baris, "status_skb", StatusSkb, faults, StatusSkb.HADIR)
    needed = status is StatusSkb.HADIR or baris.nilai["skb"]
    ipk, skala = _ipk(baris, faults)
    usia = sel.usia(baris, aturan.tahun, faults)
    butir, total = _skd(baris, aturan, faults, kelipatan=kelipatan)
    _ambang(baris, butir, aturan, faults, total=total)
    return PesertaSkb(
        sel.kata(baris, "peserta", faults),
        sel.kata(baris, "formasi", faults),
        *butir,
        status,
        score(baris, "skb", 0, _SKB_TERTINGGI, faults) if needed else None,
        # Of equal totals nobody knows which comes first: what stands behind the parts in the order may not decide either.
        None if total else ipk,
        "" if total else skala,
        None if total else usia,
        putusan_seri=_putusan(baris, aturan, faults),
    )


def _skd(baris: Baris, aturan: AturanSeleksi, faults: FaultList, *, kelipatan: bool) -> tuple[tuple[int, int, int], bool]:
    """Read TWK, TIU and TKP; a row that has only the total gives (total, 0, 0) and True."""
    if not any(baris.nilai[kolom] for kolom in BUTIR) and baris.nilai["skd"]:
        return (integer(baris, "skd", 0, aturan.skd.maksimum, faults) or 0, 0, 0), True
    butir = sel.skd(baris, aturan.skd, faults, kelipatan=kelipatan)
    tertulis = integer(baris, "skd", 0, aturan.skd.maksimum, faults) if baris.nilai["skd"] else None
    if tertulis is not None and tertulis != sum(butir):
        pesan = f"Total SKD tertulis {tertulis}, padahal TWK, TIU, dan TKP berjumlah {sum(butir)}. Perbaiki salah satunya."
        faults.add("SKD_BERBEDA", pesan, baris=baris.baris, kolom="skd", nilai=baris.nilai["skd"])
    return butir, False


def _ambang(baris: Baris, butir: tuple[int, int, int], aturan: AturanSeleksi, faults: FaultList, *, total: bool) -> None:
    """Refuse a row below the passing grade of its need type: nobody below it takes the SKB (the year's decree on passing grades)."""
    jenis = sel.jenis(baris, aturan, faults)
    if not jenis:
        return
    ambang = aturan.ambang_batas(jenis, sel.baku(baris.nilai["jabatan"]))
    kurang = [] if total else [nama for nama, nilai in zip(BUTIR, butir, strict=True) if nilai < getattr(ambang, nama)]
    if sum(butir) < ambang.total:
        kurang.append("total")
    if kurang:
        pesan = f"Nilai SKD ({', '.join(kurang)}) di bawah nilai ambang batas {jenis}: peserta ini tidak mengikuti SKB. Keluarkan barisnya."
        faults.add("DI_BAWAH_AMBANG", pesan, baris=baris.baris, kolom="jenis_kebutuhan", nilai=jenis)


def _putusan(baris: Baris, aturan: AturanSeleksi, faults: FaultList) -> PutusanSeri | None:
    """The place that Panselnas signed, or None when the cell is empty; the table does not say the document."""
    if not baris.nilai[_URUTAN]:
        return None
    for kriteria, kolom in _MUNGKIN_KOSONG:
        if kriteria in aturan.peringkat.urutan and not baris.nilai[kolom]:
            pesan = f"Isi juga {kolom}: urutan Panselnas hanya berlaku di antara peserta yang sama dalam semua ukuran."
            faults.add("URUTAN_TANPA_UKURAN", pesan, baris=baris.baris, kolom=kolom)
    urutan = integer(baris, _URUTAN, 1, 1_000_000, faults)
    return None if urutan is None else PutusanSeri(_URUTAN, urutan, f"kolom {_URUTAN}")


def periksa_seri(lembar: Sheet, kelompok: sel.Kelompok[PesertaSkb], aturan: AturanSeleksi, faults: FaultList) -> None:
    """Refuse signed places that do not settle whole ties (PermenPANRB 6/2024 Pasal 45 ayat (4))."""
    baris = {satu.nilai["peserta"]: satu for satu in lembar.rows}
    for people in kelompok.values():
        for cela in cela_tempat(people, aturan):
            satu = baris[cela.nilai or ""]
            faults.add(cela.kode, cela.pesan, baris=satu.baris, kolom=_URUTAN, nilai=satu.nilai[_URUTAN])


def _tidak_dipanggil(baris: Baris, aturan: AturanSeleksi, faults: FaultList) -> bool:
    """Whether `potong` printed that this person does not go on: outside three times the seats, below the grade, or absent."""
    status = baris.nilai["status"].upper()
    dikenal = dict(aturan.kode_skd)
    if status and status not in dikenal.values():
        pesan = (
            f"Kolom status hanya berarti hasil SKD dari perintah potong ({', '.join(dikenal.values())}). "
            "Bila isinya hasil akhir, ganti nama kolomnya menjadi keterangan."
        )
        faults.add("STATUS_BUKAN_SKD", pesan, baris=baris.baris, kolom="status", nilai=status)
        return True
    if status in {"", dikenal[HasilSkd.LULUS]}:
        return False
    pesan = (
        "Kolom status memuat hasil SKD dari perintah potong: peserta ini tidak mengikuti SKB, jadi tidak diperingkat. Pakai tabel …-skb. "
        "Bila yang dimaksud hasil akhir, ganti nama kolomnya menjadi keterangan."
    )
    faults.add("TIDAK_IKUT_SKB", pesan, baris=baris.baris, kolom="status", nilai=status)
    return True


def _ipk(baris: Baris, faults: FaultList) -> tuple[int | None, str]:
    """GPA up to 4, above it a diploma mean up to 100: the two are never compared (PermenPANRB 6/2024 Pasal 45 ayat (4))."""
    value = baris.nilai["ipk"]
    if not value:
        return None, ""
    try:
        ribu = thousandths(value)
    except ValueError:
        ribu = -1
    ipk = ribu // 10
    if ribu % 10 or not 0 <= ipk <= _IJAZAH_TERTINGGI:
        pesan = "Isi ipk dengan IPK (sampai 4,00) atau rata-rata nilai ijazah (sampai 100,00), dua angka di belakang koma."
        faults.add("IPK", pesan, baris=baris.baris, kolom="ipk", nilai=value)
    if _IPK_TERTINGGI < ipk <= _SKALA_SEPULUH:
        pesan = "Nilai antara 4 dan 10 hanya mungkin rata-rata ijazah berskala 10. Tulis dalam skala 100 (8,50 menjadi 85,00)."
        faults.add("IPK_SKALA", pesan, baris=baris.baris, kolom="ipk", nilai=value)
    return ipk, "IPK" if ipk <= _IPK_TERTINGGI else "IJAZAH"
