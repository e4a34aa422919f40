"""Posts: in as files, out as events."""

import asyncio
import hashlib

import pytest

from tests.support.http import OFFICER
from tests.support.pendaftaran import Uji, baris_formasi, isian_lamaran, tabel_csv, tabel_gz, tabel_xlsx

ROWS = [
    baris_formasi("f-1"),
    baris_formasi("f-1", program_studi="S-1 MANAJEMEN"),
    baris_formasi("f-2", ins_nm="Badan Alfa", formasi_nm="LULUSAN TERBAIK"),
    baris_formasi("f-3", jabatan_nm="PENGAWAS CONTOH", jumlah_formasi="7"),
]


@pytest.mark.parametrize(("nama", "isi"), [("f.csv", tabel_csv(ROWS)), ("f.csv.gz", tabel_gz(ROWS)), ("f.xlsx", tabel_xlsx(ROWS))])
async def test_a_file_is_taken_in_every_form(uji: Uji, nama: str, isi: bytes) -> None:
    status, hasil = await uji.impor(isi, nama)
    assert (status, hasil) == (
        200,
        {
            "berkas": nama,
            "sha256": hashlib.sha256(isi).hexdigest(),
            "baris": 4,
            "formasi": 3,
            "kursi": 11,
            "baru": 3,
            "berubah": 0,
            "sama": 0,
        },
    )


async def test_the_same_file_again_changes_nothing_and_a_changed_one_only_what_changed(uji: Uji) -> None:
    await uji.impor(tabel_csv(ROWS))
    _, lagi = await uji.impor(tabel_gz(list(reversed(ROWS))), "lain.csv.gz")
    assert (lagi["baru"], lagi["berubah"], lagi["sama"]) == (0, 0, 3)
    _, ubah = await uji.impor(tabel_csv([*ROWS[:3], {**ROWS[3], "jumlah_formasi": "8"}]))
    assert (ubah["baru"], ubah["berubah"], ubah["sama"]) == (0, 1, 2)


async def test_one_bad_cell_refuses_the_whole_file_and_names_row_and_column(uji: Uji) -> None:
    rows = [ROWS[0], {**ROWS[1], "jumlah_formasi": "9"}, {**ROWS[2], "formasi_nm": "UMUMM"}, {**ROWS[3], "gaji_min": "banyak"}]
    status, masalah = await uji.impor(tabel_csv(rows))
    assert (status, masalah["kode"]) == (422, "BERKAS_FORMASI")
    kesalahan = masalah["kesalahan"]
    assert isinstance(kesalahan, list)
    assert {(satu["baris"], satu["kolom"], satu["kode"]) for satu in kesalahan} == {
        (3, "formasi_id", "FORMASI_TIDAK_SEPAKAT"),
        (4, "formasi_nm", "JENIS_KEBUTUHAN_TIDAK_DIKENAL"),
        (5, "gaji_min", "BUKAN_BILANGAN"),
    }
    assert await uji.pool.fetchval("select count(*) from pendaftaran.formasi") == 0


async def test_a_post_of_another_kind_of_procurement_is_neither_imported_nor_opened(uji: Uji) -> None:
    status, masalah = await uji.impor(tabel_csv([ROWS[0], {**ROWS[2], "jp_nama": "PPPK"}]))
    assert (status, masalah["kode"]) == (422, "BERKAS_FORMASI")
    kesalahan = masalah["kesalahan"]
    assert isinstance(kesalahan, list)
    assert [(satu["baris"], satu["kolom"], satu["kode"]) for satu in kesalahan] == [(3, "jp_nama", "JENIS_PENGADAAN_LAIN")]
    # One that was imported when nobody looked is not opened either.
    await uji.impor(tabel_csv(ROWS))
    await uji.pool.execute("update pendaftaran.formasi set jenis_pengadaan = 'PPPK' where formasi = 'f-2'")
    status, masalah = await uji.kirim("POST", "/v1/formasi/buka")
    assert (status, masalah["kode"]) == (409, "JENIS_PENGADAAN_LAIN")
    assert await uji.kotak_keluar("formation-opened") == []


async def test_what_is_no_table_is_refused(uji: Uji) -> None:
    for isi in (b"", b"PK\x03\x04rusak", tabel_csv(ROWS, ("formasi_id", "ins_nm"))):
        status, masalah = await uji.impor(isi)
        assert status == 422
        assert str(masalah["kode"]).startswith("TABEL_" if isi else "KIRIMAN_KOSONG")


async def test_opening_gives_codes_by_name_and_emits_each_post_once(uji: Uji) -> None:
    await uji.impor(tabel_csv(ROWS))
    status, hasil = await uji.kirim("POST", "/v1/formasi/buka")
    assert (status, hasil) == (200, {"dibuka": 3, "formasi": 3, "kelompok": 3})
    terbit = await uji.kotak_keluar("formation-opened")
    assert [(satu["formasi"], satu["kode_instansi"], satu["versi"]) for satu in terbit] == [
        ("f-1", "0002", 1),
        ("f-2", "0001", 1),
        ("f-3", "0002", 1),
    ]
    assert terbit[0]["kualifikasi"] == ["S-1/SARJANA|S-1 AKUNTANSI", "S-1/SARJANA|S-1 MANAJEMEN"]
    assert terbit[1]["jenis_kebutuhan"] == "CUMLAUDE"
    assert terbit[0]["aturan"] == {"nama": "cpns-2024", "versi": 1}
    assert await uji.kirim("POST", "/v1/formasi/buka") == (200, {"dibuka": 0, "formasi": 3, "kelompok": 3})
    daftar = await uji.baca("/v1/formasi.ndjson")
    assert [(satu["formasi"], satu["kelompok"], satu["kuota"]) for satu in daftar] == [
        (satu["formasi"], satu["kelompok"], satu["kuota"]) for satu in terbit
    ]


async def test_a_changed_post_is_published_as_the_next_version_and_codes_stay(uji: Uji) -> None:
    await uji.buka(*ROWS)
    await uji.buka(baris_formasi("f-3", jabatan_nm="PENGAWAS CONTOH", jumlah_formasi="8"), baris_formasi("f-4", ins_nm="Aa Baru"))
    terbit = (await uji.kotak_keluar("formation-opened"))[3:]
    assert [(satu["formasi"], satu["kode_instansi"], satu["versi"], satu["kuota"]) for satu in terbit] == [
        ("f-3", "0002", 2, 8),
        ("f-4", "0003", 1, 2),
    ]


async def test_a_group_of_units_is_published_and_a_changed_one_is_the_next_version(uji: Uji) -> None:
    kolom = [*ROWS[0]]
    await uji.impor(tabel_csv([{**ROWS[2], "grup": "wilayah  1"}, {**ROWS[3], "grup": ""}], kolom))
    await uji.kirim("POST", "/v1/formasi/buka")
    await uji.impor(tabel_csv([{**ROWS[2], "grup": "WILAYAH 2"}, {**ROWS[3], "grup": ""}], kolom))
    await uji.kirim("POST", "/v1/formasi/buka")
    terbit = await uji.kotak_keluar("formation-opened")
    assert [(satu["formasi"], satu.get("grup"), satu["versi"]) for satu in terbit] == [
        ("f-2", "WILAYAH 1", 1),
        ("f-3", None, 1),
        ("f-2", "WILAYAH 2", 2),
    ]
    assert [satu["grup"] for satu in await uji.baca("/v1/formasi.ndjson")] == ["WILAYAH 2", None]


async def test_a_group_of_a_regional_agency_is_refused_by_row(uji: Uji) -> None:
    daerah = {**ROWS[3], "ins_nm": "Pemerintah Kota Contoh", "grup": "WILAYAH 1"}
    status, masalah = await uji.impor(tabel_csv([ROWS[0], daerah], [*ROWS[0]]))
    assert (status, masalah["kode"]) == (422, "BERKAS_FORMASI")
    kesalahan = masalah["kesalahan"]
    assert isinstance(kesalahan, list)
    assert [(satu["baris"], satu["kolom"], satu["kode"]) for satu in kesalahan] == [(3, "grup", "GRUP_BUKAN_INSTANSI_PUSAT")]


async def test_the_identity_of_an_open_post_cannot_change(uji: Uji) -> None:
    await uji.buka(*ROWS)
    status, masalah = await uji.impor(tabel_csv([{**ROWS[3], "jabatan_nm": "LAIN"}]))
    assert status == 422
    assert "IDENTITAS_BERUBAH" in str(masalah["kesalahan"])


async def test_two_replicas_opening_at_once_open_each_post_once(uji: Uji) -> None:
    await uji.impor(tabel_csv(ROWS))
    jawaban = await asyncio.gather(*(uji.kirim("POST", "/v1/formasi/buka") for _ in range(4)))
    assert sorted(int(str(isi["dibuka"])) for _, isi in jawaban) == [0, 0, 0, 3]
    assert len(await uji.kotak_keluar("formation-opened")) == 3


async def test_after_the_close_posts_stay_as_they_are(uji: Uji) -> None:
    await uji.buka(*ROWS)
    await uji.massal([isian_lamaran(1)])
    await uji.umumkan()
    assert (await uji.impor(tabel_csv(ROWS)))[0] == 200
    status, masalah = await uji.impor(tabel_csv([baris_formasi("f-9")]))
    assert (status, masalah["kode"]) == (409, "PENDAFTARAN_DITUTUP")


async def test_only_officers_write(uji: Uji) -> None:
    for cara, jalan in (
        ("PUT", "/v1/formasi/berkas/f.csv"),
        ("POST", "/v1/formasi/buka"),
        ("POST", "/v1/lamaran/massal"),
        ("POST", "/v1/seleksi-administrasi/umumkan"),
        ("GET", "/v1/peserta.ndjson"),
        ("GET", "/v1/peserta/24000120110000001/data-pribadi"),
    ):
        status, masalah = await uji.kirim(cara, jalan, kepala={"Authorization": "Bearer salah"})
        assert (status, masalah["kode"]) == (401, "TOKEN_MASUK"), jalan


async def test_planning_quotas_are_shown_agency_by_agency(uji: Uji) -> None:
    await uji.impor(tabel_csv([baris_formasi("k-1", ins_nm="Kementerian Contoh", jumlah_formasi="100"), *ROWS]))
    async with uji.http.get("/v1/formasi/kuota", headers=OFFICER) as jawaban:
        assert jawaban.status == 200
        isi = await jawaban.json()
    contoh = next(satu for satu in isi if satu["instansi"] == "Kementerian Contoh")
    assert (contoh["pusat"], contoh["total"], contoh["kursi"]) == (True, 100, {"UMUM": 100})
    assert [(satu["kode"], satu["seharusnya"], satu["tersedia"]) for satu in contoh["temuan"]] == [
        *(("DISABILITAS", 2, 0), ("CUMLAUDE", 10, 0), ("PAPUA", 1, 0)),
    ]
