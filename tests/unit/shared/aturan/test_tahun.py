"""What each year's law says in single values, written down a second time: a slip in a rule file is seen."""

import pytest

from services.pendaftaran.domain.kuota import periksa_kuota
from services.pendaftaran.domain.pemeriksaan import batas_usia, dokumen_diminta
from shared.aturan import load, names, pppk
from shared.aturan.kuota import load as load_kuota
from shared.aturan.pendaftaran import load as load_pendaftaran
from shared.aturan.pengangkatan import SatuanSanksi
from shared.aturan.pengangkatan import load as load_pengangkatan
from shared.aturan.pengisian import load as load_pengisian
from shared.istilah import Hasil
from tests.support.penempatan import SEMUA_KETENTUAN

CPNS = names("CPNS")
UMUM, DOKTER, AWAK = (0, 65, 80, 166), (311, 0, 80, 0), (286, 0, 70, 0)


@pytest.mark.parametrize("nama", CPNS)
@pytest.mark.parametrize(
    ("jabatan", "batas"),
    [
        *((jabatan, DOKTER) for jabatan in ("DOKTER AHLI PERTAMA", "DOKTER GIGI AHLI PERTAMA", "DOKTER PENDIDIK KLINIS", "DOKTER UMUM")),
        ("DOKTER SPESIALIS ANAK", DOKTER),
        *((jabatan, AWAK) for jabatan in ("NAKHODA KAPAL", "RESCUER PEMULA", "PENGAMAT GUNUNG API TERAMPIL", "MUALIM II KAPAL")),
        *((jabatan, UMUM) for jabatan in ("DOKTER HEWAN", "PENGAMAT TERA", "KELASI", "DOSEN ASISTEN AHLI")),
    ],
)
def test_jabatan_with_a_grade_of_their_own(nama: str, jabatan: str, batas: tuple[int, int, int, int]) -> None:
    """KepmenPANRB 1023/2021, 651/2023, 321/2024: the same in the three years."""
    ambang = load(nama).ambang_batas("UMUM", jabatan)
    assert (ambang.total, ambang.twk, ambang.tiu, ambang.tkp) == batas
    papua = load(nama).ambang_batas("PAPUA", jabatan)
    assert (papua.total, papua.twk, papua.tiu, papua.tkp) == (286, 0, 60, 0)


@pytest.mark.parametrize("nama", CPNS)
def test_ages_of_a_cpns(nama: str) -> None:
    """PP 11/2017 Pasal 23: 18 to 35; 40 for specialists and clinical educators, and with a doctorate for three jabatan."""
    aturan = load_pendaftaran(nama)
    assert (aturan.usia_min, aturan.usia_maks) == (18, 35)
    for jabatan in ("DOKTER SPESIALIS ANAK", "DOKTER GIGI SPESIALIS", "DOKTER PENDIDIK KLINIS"):
        assert batas_usia(aturan, jabatan, "PROFESI|X")[0] == 40
    for jabatan in ("DOSEN", "PENELITI", "PEREKAYASA"):
        assert [batas_usia(aturan, f"{jabatan} AHLI", studi)[0] for studi in ("S-3/DOKTOR|X", "S-2|X")] == [40, 35]


def test_ages_of_a_pppk() -> None:
    """PP 49/2018, PermenPANRB 6/2024 Pasal 60: from 20 to a year before retirement, which UU 20/2023 Pasal 55 sets by jabatan."""
    aturan = load_pendaftaran("pppk-2024")
    assert aturan.usia_min == 20
    jenjang = ("PRANATA KOMPUTER TERAMPIL", "PENGAWAS AHLI MUDA", "PENGAWAS AHLI MADYA", "PENGAWAS AHLI UTAMA")
    jabatan = (*jenjang, "GURU KELAS SD", "DOSEN ASISTEN AHLI")
    for tahun in (aturan, load_pendaftaran("pppk-2021")):
        assert [batas_usia(tahun, satu, "S-1|X")[0] for satu in jabatan] == [57, 57, 59, 64, 59, 64]


@pytest.mark.parametrize("nama", names("PPPK"))
def test_numbers_of_a_pppk(nama: str) -> None:
    """Participant numbers tell the two kinds of a year apart; an NI on a first contract has 21 in the middle (posisi 32)."""
    aturan, cpns = load_pendaftaran(nama), load_pendaftaran(nama.replace("pppk", "cpns"))
    assert (aturan.awalan_peserta, cpns.awalan_peserta) == (nama[-2:], nama[-2:])
    assert aturan.jalur_peserta != cpns.jalur_peserta
    assert load_pengangkatan(nama).digit_ni_pppk == "21"


@pytest.mark.parametrize("nama", names("PPPK"))
def test_seats_that_a_pppk_agency_sets_aside(nama: str) -> None:
    """PermenPANRB 29/2021, 6/2024: the share of the disabled, and neither cumlaude nor Papua."""
    aturan = load_kuota(nama)
    assert aturan is not None
    for instansi in ("Kementerian Keuangan", "Pemerintah Kab. Jember"):
        temuan = periksa_kuota(instansi, {"UMUM": 51}, aturan).temuan
        assert [(satu.kode, satu.seharusnya) for satu in temuan] == [("DISABILITAS", 2)]


@pytest.mark.parametrize("nama", names())
def test_documents_to_be_handed_in(nama: str) -> None:
    aturan = load_pendaftaran(nama)
    semua = ("KTP", "PASFOTO", "SWAFOTO", "IJAZAH", "TRANSKRIP", "SURAT_LAMARAN", "SURAT_PERNYATAAN")
    assert dokumen_diminta(aturan, "UMUM") == semua
    assert dokumen_diminta(aturan, "DISABILITAS") == (*semua, "SURAT_KETERANGAN_DISABILITAS", "VIDEO_KEGIATAN")
    if nama in CPNS:
        assert dokumen_diminta(aturan, "PAPUA") == (*semua, "AKTA_KELAHIRAN", "SURAT_KETERANGAN_PAPUA")


AKHIR = {
    "cpns-2021": ("P/L", "P/TL", "P/TH", "TMS-1", "DIS", "MENUNGGU"),
    "cpns-2023": ("L", "TL", "TH", "TMS-1", "DIS", "MENUNGGU"),
    "cpns-2024": ("P/L", "TL", "TH", "TMS-1", "DIS", "MENUNGGU"),
}


@pytest.mark.parametrize("nama", CPNS)
def test_codes_as_printed(nama: str) -> None:
    """The keys of the announcements: BKN December 2021, 08/PANPEL.BKN of 2023, the results of CPNS 2024. MENUNGGU is our word."""
    urut = (Hasil.LULUS, Hasil.TIDAK_LULUS, Hasil.TH, Hasil.TMS_1, Hasil.DIS, Hasil.MENUNGGU)
    assert tuple(SEMUA_KETENTUAN[nama].kode_dari(hasil) for hasil in urut) == AKHIR[nama]
    assert dict(load(nama).kode_skd) == {"LULUS": "P/L", "DI_LUAR_BATAS": "P", "TIDAK_LULUS": "TL", "TH": "TH", "DIS": "DIS"}


def test_codes_of_a_pppk() -> None:
    assert dict(pppk.load("pppk-2024").kode_akhir) == {"LULUS": "L", "TIDAK_LULUS": "TL", "TH": "TH", "DIS": "DIS"}
    lama = {"LULUS": "L", "TIDAK_LULUS": "P", "DI_BAWAH_AMBANG": "TL", "TH": "TH", "DIS": "DIS"}
    assert dict(pppk.load("pppk-2021").kode_akhir) == lama


def test_replacement_of_a_pppk() -> None:
    """Perka BKN 1/2019; seats are filled from other units in 2021 and not in 2024."""
    assert [load_pengangkatan(nama).pasal_penggantian.partition(";")[0] for nama in names("PPPK")] == ["Perka BKN 1/2019"] * 2
    assert [[satu.kode for satu in load_pengisian(nama).langkah] for nama in names("PPPK")] == [["L-2"], []]


@pytest.mark.parametrize("nama", names())
def test_sanctions(nama: str) -> None:
    """PermenPANRB 27/2021 Pasal 54 ayat (2), 6/2024 Pasal 58 ayat (2); the article of PPPK 2021 says as that of CPNS."""
    aturan = load_pengangkatan(nama)
    dasar = "PermenPANRB 27/2021 Pasal 54 ayat (2)" if nama in CPNS else "PermenPANRB 29/2021"
    lama = (1, SatuanSanksi.PERIODE, False, dasar)
    baru = (2, SatuanSanksi.TAHUN_ANGGARAN, True, "PermenPANRB 6/2024 Pasal 58 ayat (2)")
    found = (aturan.sanksi_jumlah, aturan.sanksi_satuan, aturan.sanksi_sebelum_nip, aturan.pasal_sanksi)
    assert found == (baru if nama.endswith("2024") else lama)
