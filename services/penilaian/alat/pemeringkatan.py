"""The final ranking of a table (CPNS): integration, tie-break and reasons, as far as the columns allow."""

from pathlib import Path

from services.penilaian.alat import sel
from services.penilaian.domain.kalimat import kalimat
from services.penilaian.domain.peringkat import HasilAkhir, Letak, PesertaSkb, peringkatkan
from services.penilaian.domain.seri import PutusanSeri
from services.penilaian.domain.urutan_seri import cela_tempat
from shared.aturan import AturanSeleksi, HasilSkd, Kriteria, StatusSkb
from shared.tabular import Baris, FaultList, integer, score, thousandths
from shared.tools import Bars, Sheet, Value, write_behind

WAJIB = ("peserta", "formasi", "kelompok", "twk", "tiu", "tkp", "skb")
BOLEH = ("ipk", "tanggal_lahir", "jenis_kebutuhan", "status_skb", "kuota", "status", "urutan_panselnas")
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
MENUNGGU = "MENUNGGU"
_URUTAN = "urutan_panselnas"
_MUNGKIN_KOSONG = ((Kriteria.IPK, "ipk"), (Kriteria.USIA, "tanggal_lahir"))
_SKB_TERTINGGI = 100_000
_IPK_TERTINGGI = 400
_IJAZAH_TERTINGGI = 10_000


def peringkatkan_tabel(masuk: Path, keluar: Path, aturan: AturanSeleksi, bars: Bars, *, kelipatan: bool = True) -> None:
    """Write the table with scores, ranks and reasons.

    Raises:
        Rejected: the table cannot be read, or rows are wrong; all faults by row and column.
    """
    terbaca = sel.baca_peringkat(
        masuk,
        WAJIB,
        BOLEH,
        lambda baris, faults: _peserta(baris, aturan, faults, kelipatan=kelipatan),
        bars,
        semua=lambda lembar, kelompok, faults: _periksa_seri(lembar, kelompok, aturan, faults),
    )
    lembar, kelompok = terbaca.lembar, terbaca.kelompok
    hasil: dict[str, HasilAkhir] = {}
    for group in bars.follow("Memeringkat", sorted(kelompok), len(kelompok)):
        hasil.update((satu.peserta, satu) for satu in peringkatkan(kelompok[group], aturan, terbaca.kuota))
    status = {satu.peserta: satu.status for people in kelompok.values() for satu in people}
    nomor = [baris.nilai["peserta"] for baris in lembar.rows]
    write_behind(keluar, lembar, TAMBAHAN, [_tambahan(hasil[satu], status[satu], aturan) for satu in nomor], bars)


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
    letak = {None: "", Letak.DALAM: kode["LULUS"], Letak.LUAR: kode["TIDAK_LULUS"], Letak.SERI: MENUNGGU}
    return letak[satu.letak]


def _peserta(baris: Baris, aturan: AturanSeleksi, faults: FaultList, *, kelipatan: bool) -> PesertaSkb:
    """One row; after a fault its value is a stand-in, since the table is refused as a whole."""
    if _tidak_dipanggil(baris, aturan, faults):
        return PesertaSkb(
            sel.kata(baris, "peserta", faults), sel.kata(baris, "formasi", faults), 0, 0, 0, StatusSkb.TH, None, None, "", None
        )
    status = sel.pilihan(baris, "status_skb", StatusSkb, faults, StatusSkb.HADIR)
    needed = status is StatusSkb.HADIR or baris.nilai["skb"]
    ipk, skala = _ipk(baris, faults)
    _jenis(baris, aturan, faults)
    return PesertaSkb(
        sel.kata(baris, "peserta", faults),
        sel.kata(baris, "formasi", faults),
        *sel.skd(baris, aturan.skd, faults, kelipatan=kelipatan),
        status,
        score(baris, "skb", 0, _SKB_TERTINGGI, faults) if needed else None,
        ipk,
        skala,
        sel.hari(baris, "tanggal_lahir", faults),
        putusan_seri=_putusan(baris, aturan, faults),
    )


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


def _periksa_seri(lembar: Sheet, kelompok: sel.Kelompok[PesertaSkb], aturan: AturanSeleksi, faults: FaultList) -> None:
    """Refuse signed places that do not settle whole ties (PermenPANRB 6/2024 Pasal 45 ayat (4))."""
    baris = {satu.nilai["peserta"]: satu for satu in lembar.rows}
    for people in kelompok.values():
        for cela in cela_tempat(people, aturan):
            satu = baris[cela.nilai or ""]
            faults.add(cela.kode, cela.pesan, baris=satu.baris, kolom=_URUTAN, nilai=satu.nilai[_URUTAN])


def _tidak_dipanggil(baris: Baris, aturan: AturanSeleksi, faults: FaultList) -> bool:
    """Whether `potong` printed that this person does not go on: outside three times the seats, below the grade, or absent."""
    status = baris.nilai["status"].upper()
    if status not in {kode for hasil, kode in aturan.kode_skd if hasil is not HasilSkd.LULUS}:
        return False
    pesan = "Peserta ini tidak mengikuti SKB, jadi tidak diperingkat. Pakai tabel …-skb yang ditulis perintah potong."
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
    return ipk, "IPK" if ipk <= _IPK_TERTINGGI else "IJAZAH"


def _jenis(baris: Baris, aturan: AturanSeleksi, faults: FaultList) -> None:
    value = baris.nilai["jenis_kebutuhan"]
    known = [jenis.value for jenis, _ in aturan.ambang]
    if value and value.upper() not in known:
        pesan = f"Jenis kebutuhan {aturan.nama} ialah {', '.join(known)}."
        faults.add("JENIS_KEBUTUHAN", pesan, baris=baris.baris, kolom="jenis_kebutuhan", nilai=value)
