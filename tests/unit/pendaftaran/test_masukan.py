from dataclasses import replace
from datetime import date

import orjson
import pytest
from fastapi.routing import APIRoute

from services.pendaftaran.api import lamaran as lamaran_api
from services.pendaftaran.api.masukan import KOLOM_WAJIB, baca_badan, baca_ndjson, baca_satu, baca_tabel, gabung
from services.pendaftaran.domain.kesediaan import Kesediaan
from services.pendaftaran.domain.lamaran import Lamaran
from services.pendaftaran.domain.riwayat import MasaKerja, Riwayat
from shared.errors import Rejected
from shared.istilah import Afirmasi, JenisKesediaan
from tests.support.pendaftaran import isian_lamaran, lamaran, ndjson_of, nik, tabel_csv


def kolom_salah(**ubah: object) -> set[str | None]:
    hasil = baca_badan(orjson.dumps({**isian_lamaran(), **ubah}), 3)
    assert isinstance(hasil, tuple)
    assert {satu.baris for satu in hasil} == {3}
    assert all(nik(1) not in satu.pesan and satu.nilai is None for satu in hasil)
    return {satu.kolom for satu in hasil}


def test_json_becomes_an_application() -> None:
    assert baca_satu(orjson.dumps(isian_lamaran())) == lamaran()
    rapi = baca_satu(orjson.dumps(isian_lamaran(nama="  Pelamar  Contoh 1", kualifikasi="s-1/sarjana|s-1  akuntansi")))
    assert rapi == lamaran()


@pytest.mark.parametrize(
    ("kolom", "nilai"),
    [
        ("nik", "123"),
        ("nik", 1234567890123456),
        ("nik", "00" + "٣" * 14),
        ("nama", " "),
        ("tanggal_lahir", "1998-02-30"),
        ("tanggal_lahir", "1899-12-31"),
        ("tanggal_lahir", "0999-01-01"),
        ("tanggal_lahir", "2100-01-01"),
        ("tanggal_lahir", 0),
        ("tanggal_lahir", "0"),
        ("tanggal_lahir", "٢٠٠٠-٠١-٠١"),
        ("nama", "Pelamar\0Contoh"),
        ("nama", "Pelamar\x1fContoh"),
        ("formasi", "f\0-1"),
        ("kualifikasi", "S-1|\0"),
        ("ipk", "3.79\0"),
        ("surel", "a\0@contoh.id"),
        ("surel", "a\x1f@contoh.id"),
        ("dokumen", ["KTP\0"]),
        ("jenis_kelamin", "X"),
        ("formasi", ""),
        ("kualifikasi", "x" * 201),
        ("ipk", "4.50"),
        ("ipk", 3.79),
        ("skala_ipk", "NEM"),
        ("dokumen", ["ktp"]),
        ("dokumen", "KTP"),
        ("surel", "bukan surel"),
    ],
)
def test_a_wrong_field_is_named(kolom: str, nilai: object) -> None:
    assert kolom_salah(**{kolom: nilai}) == {kolom}


def test_a_character_that_cannot_be_stored_is_told_as_such() -> None:
    hasil = baca_badan(orjson.dumps(isian_lamaran(nama="Pelamar\0Contoh", kesediaan={"jenis": "PILIHAN", "unit": ["Unit\0A"]})))
    assert isinstance(hasil, tuple)
    assert [(satu.kolom, "karakter kendali" in satu.pesan) for satu in hasil] == [("nama", True), ("kesediaan.unit", True)]
    # Half of a surrogate pair cannot even be read.
    assert isinstance(baca_badan(orjson.dumps(isian_lamaran()).replace(b"Pelamar", b"\\ud800")), tuple)


def test_unknown_fields_are_refused_and_all_faults_told() -> None:
    assert kolom_salah(nik="1", nama="", pekerjaan="x") == {"nik", "nama", "pekerjaan"}
    with pytest.raises(Rejected) as ditolak:
        baca_satu(b"[]")
    assert ditolak.value.faults[0].kode == "BUKAN_JSON"


def test_lines_are_numbered_as_in_the_file() -> None:
    isi = ndjson_of([isian_lamaran(1)]) + b"\n" + b"{rusak\n" + ndjson_of([isian_lamaran(2)])
    baik, buruk = baca_ndjson(isi)
    assert [baris for baris, _ in baik] == [1, 4]
    assert [(satu.baris, satu.kode) for satu in buruk] == [(3, "BUKAN_JSON")]


def test_a_table_is_read_as_the_same_applications() -> None:
    rows = []
    for nomor, lahir in ((1, "1998-05-17"), (2, "17-05-1998"), (3, "kemarin"), (4, "0098-05-17"), (5, "31-12-1899")):
        isi = isian_lamaran(nomor)
        dokumen = isi["dokumen"]
        assert isinstance(dokumen, list)
        rows.append({**{kolom: str(isi[kolom]) for kolom in KOLOM_WAJIB}, "tanggal_lahir": lahir, "dokumen": "|".join(dokumen)})
    baik, buruk = baca_tabel(tabel_csv(rows, KOLOM_WAJIB))
    assert baik == [(2, lamaran(1)), (3, lamaran(2))]
    assert [(satu.baris, satu.kolom) for satu in buruk] == [(baris, "tanggal_lahir") for baris in (4, 5, 6)]


def test_more_rows_than_allowed_are_refused() -> None:
    with pytest.raises(Rejected, match="TERLALU_BANYAK_BARIS"):
        baca_ndjson(b"{}\n" * 10_001)


def test_an_application_is_a_value() -> None:
    hasil = baca_badan(orjson.dumps(isian_lamaran(dokumen=["KTP", "IJAZAH", "KTP"])))
    assert isinstance(hasil, Lamaran)
    assert hasil.dokumen == ("IJAZAH", "KTP")


MAU = {"jenis": "PILIHAN", "unit": ["Unit A | Bidang; 1", "unit b"], "formasi": ["f-2"]}
MAU_DIBACA = Kesediaan(JenisKesediaan.PILIHAN, ("UNIT A | BIDANG; 1", "UNIT B"), ("f-2",))


def test_a_statement_is_part_of_the_application() -> None:
    assert baca_satu(orjson.dumps(isian_lamaran(kesediaan=MAU))) == replace(lamaran(), kesediaan=MAU_DIBACA)
    assert baca_satu(orjson.dumps(isian_lamaran(kesediaan={"jenis": "TIDAK"}))).kesediaan == Kesediaan(JenisKesediaan.TIDAK)
    assert baca_satu(orjson.dumps(isian_lamaran(kesediaan=None))) == lamaran()


@pytest.mark.parametrize(
    ("nilai", "kolom"),
    [
        ("SEMUA", {"kesediaan"}),
        ({}, {"kesediaan.jenis"}),
        ({"jenis": "MUNGKIN"}, {"kesediaan.jenis"}),
        ({"jenis": "PILIHAN"}, {"kesediaan.unit"}),
        ({"jenis": "PILIHAN", "unit": "Unit A"}, {"kesediaan.unit"}),
        ({"jenis": "PILIHAN", "unit": [" "], "formasi": ["x" * 65]}, {"kesediaan.unit", "kesediaan.formasi"}),
        ({"jenis": "PILIHAN", "formasi": [f"f-{nomor}" for nomor in range(21)]}, {"kesediaan.formasi"}),
        ({"jenis": "SEMUA", "formasi": ["f-2"]}, {"kesediaan.formasi"}),
        ({"jenis": "TIDAK", "lokasi": "x"}, {"kesediaan.lokasi"}),
    ],
)
def test_a_wrong_statement_names_its_field(nilai: object, kolom: set[str]) -> None:
    assert kolom_salah(kesediaan=nilai) == kolom


def test_the_document_of_the_api_shows_the_whole_form() -> None:
    teks = orjson.dumps([rute.openapi_extra for rute in lamaran_api.router.routes if isinstance(rute, APIRoute)]).decode()
    assert "$ref" not in teks
    assert all(satu in teks for satu in ("kesediaan", "PILIHAN", "skala_ipk"))


def test_a_table_states_the_same_and_faults_name_its_columns() -> None:
    kolom = (*KOLOM_WAJIB, "kesediaan", "kesediaan_unit", "kesediaan_formasi")
    sel = [
        ("PILIHAN", "Unit A | Bidang; 1 ~ unit b", "f-2"),
        ("", "", ""),
        ("TIDAK", "", ""),
        ("TIDAK", "Unit A", ""),
        ("", "", "f-2"),
        ("PILIHAN", "~", ""),
    ]
    rows = [
        {**{satu: str(isian_lamaran(1)[satu]) for satu in KOLOM_WAJIB}, "dokumen": "|".join(lamaran().dokumen)}
        | dict(zip(kolom[-3:], satu, strict=True))
        for satu in sel
    ]
    baik, buruk = baca_tabel(tabel_csv(rows, kolom))
    assert [(baris, satu.kesediaan) for baris, satu in baik] == [(2, MAU_DIBACA), (3, None), (4, Kesediaan(JenisKesediaan.TIDAK))]
    assert [(satu.baris, satu.kolom, satu.kode) for satu in gabung(buruk, [], tabel=True)] == [
        (5, "kesediaan_unit", "KESEDIAAN_BERLEBIH"),
        (6, "kesediaan", "ISIAN_TIDAK_SAH"),
        (7, "kesediaan_unit", "KESEDIAAN_TANPA_PILIHAN"),
    ]


KERJA = [{"mulai": "2023-01-01"}, {"mulai": "2019-01-01", "sampai": "2020-06-30"}]
KERJA_DIBACA = (MasaKerja(date(2019, 1, 1), date(2020, 6, 30)), MasaKerja(date(2023, 1, 1)))


def test_a_career_is_part_of_the_application() -> None:
    isi = isian_lamaran(pengalaman=KERJA, str_berlaku_sampai="2027-01-01", afirmasi=["DISABILITAS", "THK_II"])
    klaim = (Afirmasi.THK_II, Afirmasi.DISABILITAS)
    assert baca_satu(orjson.dumps(isi)) == replace(lamaran(), riwayat=Riwayat(KERJA_DIBACA, date(2027, 1, 1), klaim))
    kosong = isian_lamaran(pengalaman=[], str_berlaku_sampai=None, afirmasi=[])
    assert baca_satu(orjson.dumps(kosong)) == lamaran()


@pytest.mark.parametrize(
    ("kolom", "nilai"),
    [
        ("pengalaman", "lima tahun"),
        ("pengalaman", [{"sampai": "2020-01-01"}]),
        ("pengalaman", [{"mulai": "2020-13-01"}]),
        ("pengalaman", [{"mulai": "2020-01-01", "tempat": "x"}]),
        ("pengalaman", [{"mulai": "2020-01-02", "sampai": "2020-01-01"}]),
        ("pengalaman", [{"mulai": "2020-01-01"}] * 21),
        ("str_berlaku_sampai", "seumur hidup"),
        ("afirmasi", ["TETANGGA"]),
        ("afirmasi", "THK_II"),
        ("afirmasi", None),
    ],
)
def test_a_wrong_career_names_its_field(kolom: str, nilai: object) -> None:
    assert kolom_salah(**{kolom: nilai}) == {kolom}


def test_a_table_states_a_career_in_three_columns() -> None:
    kolom = (*KOLOM_WAJIB, "pengalaman", "str_berlaku_sampai", "afirmasi")
    sel = [
        ("2023-01-01|2019-01-01~30-06-2020", "01-01-2027", "thk_ii | DISABILITAS"),
        ("", "", ""),
        ("~2020-06-30", "", ""),
        ("2019-01-01~2020-06-30~2021-01-01", "x", "?"),
    ]
    rows = [
        {**{satu: str(isian_lamaran(1)[satu]) for satu in KOLOM_WAJIB}, "dokumen": "|".join(lamaran().dokumen)}
        | dict(zip(kolom[-3:], satu, strict=True))
        for satu in sel
    ]
    baik, buruk = baca_tabel(tabel_csv(rows, kolom))
    penuh = Riwayat(KERJA_DIBACA, date(2027, 1, 1), (Afirmasi.THK_II, Afirmasi.DISABILITAS))
    assert [(baris, satu.riwayat) for baris, satu in baik] == [(2, penuh), (3, None)]
    assert [(satu.baris, satu.kolom) for satu in gabung(buruk, [], tabel=True)] == [
        (4, "pengalaman"),
        (5, "afirmasi"),
        (5, "pengalaman"),
        (5, "str_berlaku_sampai"),
    ]
