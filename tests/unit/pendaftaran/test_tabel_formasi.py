import pytest

from services.pendaftaran.domain.formasi import Formasi, Tercatat, bandingkan
from services.pendaftaran.domain.tabel_formasi import BarisFormasi, KetentuanTabel, baca_baris, susun
from shared.aturan.kuota import load
from tests.support.pendaftaran import ATURAN, baris_formasi

LABEL = ATURAN.label_kebutuhan
KUOTA = load("cpns-2024")


def baca(baris: int, **ubah: str) -> BarisFormasi:
    hasil = baca_baris(baris, baris_formasi(**ubah), KetentuanTabel("CPNS", LABEL, KUOTA))
    assert isinstance(hasil, BarisFormasi)
    return hasil


def salah(**ubah: str) -> set[tuple[str, str | None]]:
    hasil = baca_baris(7, baris_formasi(**ubah), KetentuanTabel("CPNS", LABEL, KUOTA))
    assert isinstance(hasil, tuple)
    assert {satu.baris for satu in hasil} == {7}
    return {(satu.kode, satu.kolom) for satu in hasil}


def formasi(**ubah: str) -> Formasi:
    return susun([baca(2, **ubah)])[0][0]


def test_a_row_is_read_with_canonical_names() -> None:
    hasil = baca(2, jabatan_nm="  analis   contoh ", jenjang_studi="S-1/Sarjana", program_studi="s-1  akuntansi", lokasi_nm="Unit  A")
    assert hasil.isian.jabatan == "ANALIS CONTOH"
    assert hasil.isian.unit == "Unit A"
    assert hasil.kualifikasi == "S-1/SARJANA|S-1 AKUNTANSI"
    assert hasil.isian.terbuka_disabilitas


@pytest.mark.parametrize(
    ("kolom", "isi", "kode"),
    [
        ("formasi_id", "F-1\u200b", "KARAKTER_TAK_TAMPAK"),
        ("formasi_id", "F-\uff11", "KODE_BUKAN_ASCII"),
        ("formasi_id", "\u0410-1", "KODE_BUKAN_ASCII"),
        ("formasi_id", "F\u20111", "KODE_BUKAN_ASCII"),
        ("formasi_id", "1,2E+17", "NOMOR_ILMIAH"),
        ("ins_nm", "Pemerintah\u200b Kab. Contoh", "KARAKTER_TAK_TAMPAK"),
        ("jabatan_nm", "ANALIS\u2060", "KARAKTER_TAK_TAMPAK"),
        ("lokasi_nm", "\ufeffUnit A", "KARAKTER_TAK_TAMPAK"),
        ("program_studi", "AKUNTANSI\u00ad", "KARAKTER_TAK_TAMPAK"),
    ],
)
def test_names_that_only_look_alike_are_refused(kolom: str, isi: str, kode: str) -> None:
    assert (kode, kolom) in salah(**{kolom: isi})


@pytest.mark.parametrize(
    ("kolom", "satu", "lain"),
    [("formasi_id", "f-1", "F-1"), ("formasi_id", "0101", "101"), ("ins_nm", "Pemerintah Kab. Contoh", "PEMERINTAH KAB. CONTOH")],
)
def test_two_spellings_of_one_name_are_refused(kolom: str, satu: str, lain: str) -> None:
    beda = {} if kolom == "formasi_id" else {"formasi_id": "f-2"}
    faults = susun([baca(2, **{kolom: satu}), baca(3, **{kolom: lain}, **beda)])[1]
    assert [(satu.kode, satu.kolom, satu.baris) for satu in faults] == [("PENULISAN_BERBEDA", kolom, 3)]


def test_every_published_label_has_its_need_type() -> None:
    label = {
        "UMUM": "UMUM",
        "LULUSAN TERBAIK": "CUMLAUDE",
        "PENYANDANG DISABILITAS": "DISABILITAS",
        "DIASPORA": "DIASPORA",
        "PUTRA/PUTRI PAPUA DAN PAPUA BARAT": "PAPUA",
        "ORANG ASLI PAPUA (OAP)": "OAP",
        "UMUM (NON OAP)": "NON_OAP",
        "PUTRA/PUTRI DAERAH TERTINGGAL": "DAERAH_TERTINGGAL",
        "PUTRA/PUTRI KALIMANTAN": "KALIMANTAN",
    }
    assert {satu: baca(2, formasi_nm=satu).isian.jenis_kebutuhan for satu in label} == label


def test_all_faults_of_a_row_are_told_at_once() -> None:
    assert salah(formasi_nm="UMUMM", jumlah_formasi="0", gaji_min="sejuta", disable="mungkin", ins_nm=" ") == {
        ("JENIS_KEBUTUHAN_TIDAK_DIKENAL", "formasi_nm"),
        ("BUKAN_BILANGAN", "jumlah_formasi"),
        ("BUKAN_BILANGAN", "gaji_min"),
        ("BUKAN_YA_TIDAK", "disable"),
        ("KOSONG", "ins_nm"),
    }


def test_lengths_numbers_and_pay_have_bounds() -> None:
    assert salah(formasi_id="x" * 65) == {("TERLALU_PANJANG", "formasi_id")}
    assert salah(jenjang_studi="x" * 150, program_studi="y" * 150) == {("TERLALU_PANJANG", "program_studi")}
    assert salah(jumlah_formasi="9" * 5000) == {("BUKAN_BILANGAN", "jumlah_formasi")}
    assert salah(jumlah_formasi="٣") == {("BUKAN_BILANGAN", "jumlah_formasi")}
    assert salah(gaji_min="5", gaji_max="4") == {("GAJI_TERBALIK", "gaji_max")}


@pytest.mark.parametrize("kolom", ["formasi_id", "ins_nm", "jabatan_nm", "lokasi_nm", "jenjang_studi", "program_studi", "grup"])
@pytest.mark.parametrize("kendali", ["\0", "\x1b", "\x7f", "\ud800"])
def test_what_no_database_can_hold_is_refused_by_row_and_column(kolom: str, kendali: str) -> None:
    assert salah(**{kolom: f"A{kendali}B"}) == {("KARAKTER_KENDALI", kolom)}


def test_rows_of_one_post_are_put_together_sorted_and_without_repeats() -> None:
    rows = [baca(2, program_studi="S-1 B"), baca(3, program_studi="S-1 A"), baca(4, program_studi="s-1  a")]
    hasil, faults = susun(rows)
    assert not faults
    assert [satu.kualifikasi for satu in hasil] == [("S-1/SARJANA|S-1 A", "S-1/SARJANA|S-1 B")]


def test_a_row_that_contradicts_its_post_is_named_with_what_differs() -> None:
    _, faults = susun([baca(2), baca(3, jumlah_formasi="5", program_studi="S-1 B")])
    assert [(satu.kode, satu.baris) for satu in faults] == [("FORMASI_TIDAK_SEPAKAT", 3)]
    assert "kuota" in faults[0].pesan
    assert "baris 2" in faults[0].pesan


def test_the_digest_sees_every_change_and_nothing_else() -> None:
    asal = formasi()
    assert formasi().sidik == asal.sidik
    ubah = {"ins_nm": "Lain", "formasi_nm": "DIASPORA", "jumlah_formasi": "3", "disable": "0", "program_studi": "S-1 LAIN", "gaji_min": "1"}
    ubah["grup"] = "WILAYAH 1"
    assert len({formasi(**{kolom: nilai}).sidik for kolom, nilai in ubah.items()} | {asal.sidik}) == len(ubah) + 1


def test_an_import_knows_new_changed_and_same() -> None:
    sama, berubah, baru = formasi(formasi_id="a"), formasi(formasi_id="b"), formasi(formasi_id="c")
    tercatat = {"a": Tercatat(sama.sidik, "m", sama.identitas, 1), "b": Tercatat("lama", "m", berubah.identitas, 1)}
    selisih, faults = bandingkan("m", [sama, berubah, baru], tercatat)
    assert not faults
    assert (selisih.baru, selisih.berubah, selisih.sama) == (1, 1, 1)
    assert [satu.isian.formasi for satu in selisih.tulis] == ["b", "c"]


def test_the_identity_of_an_open_post_is_fixed() -> None:
    lama = formasi(jabatan_nm="LAMA")
    baru = formasi(jabatan_nm="BARU")
    assert bandingkan("m", [baru], {"f-1": Tercatat(lama.sidik, "m", lama.identitas, 0)})[1] == ()
    assert [satu.kode for satu in bandingkan("m", [baru], {"f-1": Tercatat(lama.sidik, "m", lama.identitas, 1)})[1]] == [
        "IDENTITAS_BERUBAH"
    ]


def test_a_post_stays_in_its_season() -> None:
    lama = formasi()
    selisih, faults = bandingkan("lain", [lama], {"f-1": Tercatat(lama.sidik, "m", lama.identitas, 0)})
    assert ([satu.kode for satu in faults], selisih.tulis, selisih.sama) == (["FORMASI_MUSIM_LAIN"], (), 0)


def test_a_post_without_a_group_has_the_digest_it_had_before_groups() -> None:
    assert formasi(grup=" ").isian.grup is None
    assert formasi().sidik == "49968b40aec9cdef34da6e1b068c71d093488cc98d21803afe2e4ec231ec76bf"


def test_only_central_agencies_group_their_units() -> None:
    assert baca(2, grup=" wilayah  1 ").isian.grup == "WILAYAH 1"
    for instansi in ("Pemerintah Kab. Contoh", "PEMERINTAH ACEH", "Pemerintah Prov. Contoh"):
        assert salah(ins_nm=instansi, grup="WILAYAH 1") == {("GRUP_BUKAN_INSTANSI_PUSAT", "grup")}
        assert baca(2, ins_nm=instansi).isian.grup is None
    assert salah(grup="x" * 65) == {("TERLALU_PANJANG", "grup")}
    # A season whose rules know no central agencies knows no groups either.
    hasil = baca_baris(7, baris_formasi(grup="WILAYAH 1"), KetentuanTabel("CPNS", LABEL, None))
    assert isinstance(hasil, tuple)
    assert [satu.kode for satu in hasil] == ["GRUP_BUKAN_INSTANSI_PUSAT"]


def test_rows_of_one_post_agree_in_the_group() -> None:
    _, faults = susun([baca(2, grup="WILAYAH 1"), baca(3, program_studi="S-1 B")])
    assert "grup" in faults[0].pesan


@pytest.mark.parametrize("jenis", ["PPPK", "APA SAJA", "cpns pppk", "СPNS"])
def test_a_post_of_another_procurement_is_refused_with_row_and_column(jenis: str) -> None:
    hasil = baca_baris(7, baris_formasi(jp_nama=jenis), KetentuanTabel("CPNS", LABEL, KUOTA))
    assert not isinstance(hasil, BarisFormasi)
    assert [(satu.kode, satu.baris, satu.kolom) for satu in hasil] == [("JENIS_PENGADAAN_LAIN", 7, "jp_nama")]


def test_capitals_and_spaces_make_no_other_procurement() -> None:
    hasil = baca_baris(7, baris_formasi(jp_nama=" Cpns "), KetentuanTabel("CPNS", LABEL, KUOTA))
    assert isinstance(hasil, BarisFormasi)
    assert hasil.isian.jenis_pengadaan == "CPNS"
