"""People apply, from many devices at once."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime, timedelta

import orjson
import pytest

from services.pendaftaran.domain.lamaran import WIB, pseudonim, tanggal_wib
from services.pendaftaran.usecases import lamaran as usecases
from services.pendaftaran.usecases import penerimaan
from shared.contracts.kepegawaian import SanctionImposed
from shared.contracts.types import Alasan
from shared.errors import Rejected
from shared.messaging import unit_of_work
from tests.support.administrator import administrator
from tests.support.http import PENERBIT
from tests.support.pendaftaran import (
    KUALIFIKASI,
    SAAT,
    Uji,
    baris_formasi,
    berjalan,
    isian_lamaran,
    lamaran,
    ndjson_of,
    nik,
    tabel_csv,
    tabel_xlsx,
)
from tests.support.penempatan import terima
from tests.support.penerbit import bearer

JALAN = "/v1/lamaran"

LAYANAN = bearer(PENERBIT.layanan())


async def ajukan(uji: Uji, isi: dict[str, object], **kepala: str) -> tuple[int, dict[str, object]]:
    # An applicant has no token.
    return await uji.kirim("POST", JALAN, orjson.dumps(isi), kepala=kepala)


async def test_an_application_is_locked_and_published_without_personal_data(uji: Uji) -> None:
    await uji.buka()
    status, tanda = await ajukan(uji, isian_lamaran(1))
    assert status == 201
    assert len(str(tanda["tanda_terima"])) == 32
    [terbit] = await uji.kotak_keluar("application-submitted")
    assert terbit["lamaran"] == tanda["lamaran"]
    assert terbit["formasi"] == "f-1"
    assert nik(1) not in str(terbit)
    assert "Pelamar Contoh" not in str(terbit)
    status, keadaan = await uji.kirim("GET", f"{JALAN}/{tanda['lamaran']}")
    assert (status, keadaan["status"], keadaan["jabatan"]) == (200, "DITERIMA", "ANALIS CONTOH AHLI PERTAMA")


async def test_nobody_applies_before_being_born(uji: Uji) -> None:
    await uji.buka()
    status, masalah = await ajukan(uji, isian_lamaran(1, tanggal_lahir="2098-01-01"))
    assert (status, masalah["kode"]) == (422, "TANGGAL_LAHIR_MUSTAHIL")
    assert "2098" not in str(masalah)


@pytest.mark.parametrize(
    "saat", ["0001-01-01T00:00:00+07:00", "9999-12-31T23:59:59-07:00", "1999-12-31T23:59:59Z", 0, "2024-09-06T03:00:00"]
)
async def test_a_receipt_of_an_impossible_moment_is_a_refusal_and_no_failure(uji: Uji, saat: object) -> None:
    isi = {"lamaran": "A" * 26, "diterima_pada": saat, "tanda_terima": "0" * 32}
    async with uji.http.post("/v1/lamaran/tanda-terima/periksa", json=isi) as jawaban:
        assert jawaban.status == 422, await jawaban.text()


async def test_the_same_key_is_answered_again_and_another_body_refused(uji: Uji) -> None:
    await uji.buka()
    kunci = {"Idempotency-Key": "satu-kunci-pelamar"}
    pertama = await ajukan(uji, isian_lamaran(1), **kunci)
    assert await ajukan(uji, isian_lamaran(1), **kunci) == pertama
    status, masalah = await ajukan(uji, isian_lamaran(1, ipk="3.80"), **kunci)
    assert (status, masalah["kode"]) == (409, "KUNCI_IDEMPOTENSI")
    assert len(await uji.kotak_keluar("application-submitted")) == 1


async def test_a_second_application_is_refused_saying_when_but_not_what(uji: Uji) -> None:
    await uji.buka(baris_formasi("f-1"), baris_formasi("f-2"))
    await ajukan(uji, isian_lamaran(1))
    status, masalah = await ajukan(uji, isian_lamaran(1, formasi="f-2"))
    assert (status, masalah["kode"]) == (409, "SUDAH_MELAMAR")
    assert "WIB" in str(masalah["detail"])
    assert "f-1" not in str(masalah)
    assert nik(1) not in str(masalah)


async def test_unknown_and_unopened_posts_and_malformed_fields_are_refused(uji: Uji) -> None:
    await uji.buka()
    await uji.impor(tabel_csv([baris_formasi("belum-buka")]))
    for formasi in ("tidak-ada", "belum-buka"):
        status, masalah = await ajukan(uji, isian_lamaran(1, formasi=formasi))
        assert (status, masalah["kode"]) == (422, "FORMASI_TIDAK_DIKENAL")
    status, masalah = await ajukan(uji, isian_lamaran(1, nik="123", ipk="5"))
    assert (status, masalah["kode"]) == (422, "LAMARAN_TIDAK_SAH")
    assert {satu["kolom"] for satu in masalah["kesalahan"]} == {"nik"}  # type: ignore[attr-defined]
    assert (await ajukan(uji, {**isian_lamaran(1), "nama": "x" * 70_000}))[0] == 413


async def dua_perangkat(uji: Uji, formasi: int) -> tuple[list[int], int]:
    """One person, many devices, each for another post, all at once: the answers, and how many applications there are."""
    jawaban = await asyncio.gather(*(ajukan(uji, isian_lamaran(1, formasi=f"f-{nomor}")) for nomor in range(formasi)))
    banyak = await uji.pool.fetchval("select count(*) from pribadi.orang where pseudonim = $1", uji.instalasi.pseudonim(nik(1)))
    return sorted(status for status, _ in jawaban), int(banyak)


async def test_two_devices_at_the_same_moment_make_one_application(service_dsn: Callable[[str], str]) -> None:
    dsn = service_dsn("pendaftaran")
    # Two replicas, so that nothing inside one process can be what keeps them apart.
    async with berjalan(dsn) as satu, berjalan(dsn) as dua:
        await satu.buka(*(baris_formasi(f"f-{nomor}") for nomor in range(8)))
        jawaban = await asyncio.gather(
            *(ajukan(uji, isian_lamaran(1, formasi=f"f-{nomor}")) for nomor, uji in enumerate([satu, dua] * 4)),
        )
        assert sorted(status for status, _ in jawaban) == [201] + [409] * 7
        assert await satu.pool.fetchval("select count(*) from pribadi.orang") == 1
        assert await satu.pool.fetchval("select count(*) from pendaftaran.lamaran") == 1
        assert len(await satu.kotak_keluar("application-submitted")) == 1


async def test_the_same_form_from_many_devices_at_once_is_one_application_and_no_failure(uji: Uji) -> None:
    # Twins meet in the index of application numbers before that of NIK: both must be met quietly.
    await uji.buka()
    for nomor in range(10):
        jawaban = await asyncio.gather(*(ajukan(uji, isian_lamaran(nomor)) for _ in range(8)))
        assert sorted(status for status, _ in jawaban) == [201] + [409] * 7
    assert len(await uji.kotak_keluar("application-submitted")) == 10


async def test_negative_control_without_the_unique_index_there_are_two(uji: Uji) -> None:
    await uji.buka(baris_formasi("f-0"), baris_formasi("f-1"))
    async with administrator(uji.pool) as conn:
        await conn.execute("drop index pribadi.satu_orang_satu_lamaran; alter table kunci.orang drop constraint orang_pkey")
    assert await dua_perangkat(uji, 2) == ([201, 201], 2)


async def test_in_bulk_good_rows_are_taken_and_bad_ones_listed(uji: Uji) -> None:
    await uji.buka()
    rows = [isian_lamaran(nomor) for nomor in range(1, 8)]
    hasil = await uji.massal(
        [
            *rows,
            isian_lamaran(8, nik="rusak"),
            isian_lamaran(9, formasi="tidak-ada"),
            isian_lamaran(3),
            isian_lamaran(4, ipk="2.00"),
        ]
    )
    assert (hasil["diterima"], hasil["sudah_ada"]) == (7, 1)
    ditolak = hasil["ditolak"]
    assert isinstance(ditolak, list)
    assert [(satu["baris"], satu["kolom"], satu["kode"]) for satu in ditolak] == [
        (8, "nik", "ISIAN_TIDAK_SAH"),
        (9, "formasi", "FORMASI_TIDAK_DIKENAL"),
        (11, "nik", "SUDAH_MELAMAR"),
    ]
    assert len(await uji.kotak_keluar("application-submitted")) == 7
    assert await uji.massal(rows) == {"diterima": 0, "sudah_ada": 7, "ditolak": []}
    assert len(await uji.kotak_keluar("application-submitted")) == 7


async def test_bulk_as_a_table(uji: Uji) -> None:
    await uji.buka()
    rows = [{**{k: str(v) for k, v in isian_lamaran(n).items()}, "dokumen": "KTP|IJAZAH"} for n in (1, 2)]
    isi = tabel_csv(rows, [*rows[0]])
    status, hasil = await uji.kirim("POST", f"{JALAN}/massal", isi, kepala={"Content-Type": "text/csv"})
    assert (status, hasil) == (200, {"diterima": 2, "sudah_ada": 0, "ditolak": []})


async def test_overlapping_bulk_uploads_at_once_take_everybody_once(uji: Uji) -> None:
    await uji.buka()
    potong = [[isian_lamaran(nomor) for nomor in range(awal, awal + 400)] for awal in (0, 200, 100, 300)]
    hasil = await asyncio.gather(*(uji.massal(reversed(rows) if nomor % 2 else rows) for nomor, rows in enumerate(potong)))
    assert sum(int(str(satu["diterima"])) for satu in hasil) == 700
    assert sum(int(str(satu["sudah_ada"])) for satu in hasil) == 900
    assert len(await uji.kotak_keluar("application-submitted")) == 700


async def test_the_receipt_number_is_the_same_whichever_way_it_came(uji: Uji) -> None:
    await uji.buka()
    await uji.massal([isian_lamaran(1)])
    [baris] = await uji.baca("/v1/peserta.ndjson")
    assert (baris["nik"], baris["status"], baris["peserta"], baris["alasan"]) == (nik(1), "BELUM", None, [])
    status, masalah = await ajukan(uji, isian_lamaran(1))
    assert (status, masalah["kode"]) == (409, "SUDAH_MELAMAR")
    assert str(masalah["detail"]).endswith("Satu orang hanya dapat mengirim satu lamaran (PermenPANRB 6/2024 Pasal 25 ayat (4)).")


async def test_a_sanctioned_person_is_refused_until_the_day(uji: Uji) -> None:
    await uji.buka()
    dasar = Alasan(kode="SANKSI_MUNDUR", pasal="PermenPANRB 6/2024 Pasal 58 ayat (2)", angka={})

    def hukum(nomor: int, sampai: date, versi: int) -> SanctionImposed:
        return SanctionImposed(
            pseudonim=pseudonim(uji.musim.kunci, nik(nomor)), peserta=f"{nomor}", sampai=sampai, dasar=dasar, versi=versi
        )

    async with unit_of_work(uji.pool) as uow:
        hukuman = (hukum(1, date(2020, 1, 1), 1), hukum(1, date(2999, 1, 1), 2), hukum(2, date(2020, 1, 1), 1))
        await penerimaan.terima_sanksi(uow, terima(*hukuman))
        # An older version that comes late changes nothing.
        await penerimaan.terima_sanksi(uow, terima(hukum(1, date(2020, 1, 1), 1)))
    status, masalah = await ajukan(uji, isian_lamaran(1))
    assert (status, masalah["kode"]) == (422, "DALAM_SANKSI")
    assert "PermenPANRB 6/2024 Pasal 58 ayat (2)" in str(masalah["detail"])
    assert (await ajukan(uji, isian_lamaran(2)))[0] == 201
    hasil = await uji.massal([isian_lamaran(1), isian_lamaran(3)])
    assert hasil["diterima"] == 1


async def test_a_sanction_ends_with_its_last_day(uji: Uji) -> None:
    await uji.buka()
    dasar = Alasan(kode="SANKSI_MUNDUR", pasal="PermenPANRB 6/2024 Pasal 58 ayat (2)", angka={})
    orang = lamaran(1)
    hukuman = SanctionImposed(pseudonim=pseudonim(uji.musim.kunci, orang.nik), peserta="1", sampai=tanggal_wib(SAAT), dasar=dasar, versi=1)
    async with unit_of_work(uji.pool) as uow:
        await penerimaan.terima_sanksi(uow, terima(hukuman))
    (kunci,) = await uji.brankas.kunci_baru(1)
    with pytest.raises(Rejected) as ditolak:
        async with unit_of_work(uji.pool) as uow:
            await usecases.ajukan(uow, uji.instalasi, kunci, orang, SAAT)
    assert ditolak.value.kode == "DALAM_SANKSI"
    async with unit_of_work(uji.pool) as uow:
        await usecases.ajukan(uow, uji.instalasi, kunci, orang, SAAT + timedelta(days=1))
    assert len(await uji.kotak_keluar("application-submitted")) == 1


async def test_after_the_close_nobody_gets_in(uji: Uji) -> None:
    await uji.buka()
    await ajukan(uji, isian_lamaran(1))
    await uji.umumkan()
    status, masalah = await ajukan(uji, isian_lamaran(2))
    assert (status, masalah["kode"]) == (409, "PENDAFTARAN_DITUTUP")
    status, masalah = await uji.kirim("POST", f"{JALAN}/massal?format=ndjson", ndjson_of([isian_lamaran(3)]))
    assert (status, masalah["kode"]) == (409, "PENDAFTARAN_DITUTUP")


async def test_the_study_is_compared_in_capitals(uji: Uji) -> None:
    await uji.buka()
    await uji.massal([isian_lamaran(1, kualifikasi=KUALIFIKASI.lower())])
    assert (await uji.umumkan())["ms"] == 1


UNIT = [
    baris_formasi("f-1", lokasi_nm="Unit A"),
    baris_formasi("f-2", lokasi_nm="Unit B; Bidang 1"),
    baris_formasi("f-3", lokasi_nm="Unit C", jabatan_nm="PENGAWAS CONTOH"),
    baris_formasi("f-4", lokasi_nm="Unit D", ins_nm="Badan Lain"),
]
MAU: dict[str, object] = {"jenis": "PILIHAN", "unit": ["unit b; bidang 1"], "formasi": ["f-2"]}
MAU_TERBIT = {"jenis": "PILIHAN", "unit": ["UNIT B; BIDANG 1"], "formasi": ["f-2"]}


async def test_a_statement_is_locked_shown_and_published_with_the_outcome(uji: Uji) -> None:
    await uji.buka(*UNIT)
    mau: list[dict[str, object] | None] = [MAU, {"jenis": "TIDAK"}, {"jenis": "SEMUA"}, None]
    tanda = [await ajukan(uji, isian_lamaran(nomor, kesediaan=satu)) for nomor, satu in enumerate(mau)]
    assert [status for status, _ in tanda] == [201] * 4
    assert "unit UNIT B; BIDANG 1; formasi f-2" in str(tanda[0][1]["kesediaan"])
    assert "tidak menyatakan" in str(tanda[3][1]["kesediaan"])
    # One too old: of who is TMS nothing is handed on.
    await ajukan(uji, isian_lamaran(9, kesediaan=MAU, tanggal_lahir="1970-01-01"))
    await uji.umumkan()
    _, keadaan = await uji.kirim("GET", f"{JALAN}/{tanda[0][1]['lamaran']}")
    assert (keadaan["status"], keadaan["kesediaan"]) == ("MS", tanda[0][1]["kesediaan"])
    terbit = {satu["lamaran"]: satu.get("kesediaan") for satu in await uji.kotak_keluar("application-verified")}
    assert [terbit[str(satu["lamaran"])] for _, satu in tanda] == [
        MAU_TERBIT,
        {"jenis": "TIDAK", "unit": [], "formasi": []},
        {"jenis": "SEMUA", "unit": [], "formasi": []},
        None,
    ]
    assert len(terbit) == 5
    assert sum(1 for satu in terbit.values() if satu is None) == 2


async def test_a_statement_about_another_kelompok_is_refused_by_field(uji: Uji) -> None:
    await uji.buka(*UNIT)
    await uji.impor(tabel_csv([baris_formasi("belum-buka", lokasi_nm="Unit Z")]))
    asing = {"jenis": "PILIHAN", "unit": ["Unit B; Bidang 1", "Unit C", "Unit D", "Unit Z"], "formasi": ["f-3", "belum-buka", "f-1"]}
    status, masalah = await ajukan(uji, isian_lamaran(1, kesediaan=asing))
    assert (status, masalah["kode"]) == (422, "KESEDIAAN_TIDAK_DIKENAL")
    kesalahan = masalah["kesalahan"]
    assert isinstance(kesalahan, list)
    assert [(satu["kolom"], satu["nilai"]) for satu in kesalahan] == [
        *(("kesediaan.unit", unit) for unit in ("UNIT C", "UNIT D", "UNIT Z")),
        *(("kesediaan.formasi", formasi) for formasi in ("belum-buka", "f-3")),
    ]
    status, masalah = await ajukan(uji, isian_lamaran(1, kesediaan={"jenis": "PILIHAN"}))
    assert (status, masalah["kode"]) == (422, "LAMARAN_TIDAK_SAH")
    assert await uji.pool.fetchval("select count(*) from pendaftaran.lamaran") == 0
    assert (await ajukan(uji, isian_lamaran(1, kesediaan=MAU)))[0] == 201
    # Locked with the application: another statement is another application.
    status, masalah = await ajukan(uji, isian_lamaran(1, kesediaan={"jenis": "TIDAK"}))
    assert (status, masalah["kode"]) == (409, "SUDAH_MELAMAR")


@pytest.mark.parametrize(("bentuk", "tulis"), [("csv", tabel_csv), ("xlsx", tabel_xlsx)])
async def test_tables_state_it_in_three_columns_and_faults_name_row_and_column(
    uji: Uji, bentuk: str, tulis: Callable[[list[dict[str, str]], list[str]], bytes]
) -> None:
    await uji.buka(*UNIT)
    sel = [("PILIHAN", "Unit B; Bidang 1~UNIT A", ""), ("PILIHAN", "", "f-4"), ("SEMUA", "", "f-2"), ("", "", "")]
    rows = [
        {**{k: str(v) for k, v in isian_lamaran(n).items()}, "dokumen": "KTP|IJAZAH"}
        | dict(zip(("kesediaan", "kesediaan_unit", "kesediaan_formasi"), satu, strict=True))
        for n, satu in enumerate(sel, start=1)
    ]
    status, hasil = await uji.kirim("POST", f"{JALAN}/massal?format={bentuk}", tulis(rows, [*rows[0]]))
    assert (status, hasil["diterima"]) == (200, 2), hasil
    ditolak = hasil["ditolak"]
    assert isinstance(ditolak, list)
    assert [(satu["baris"], satu["kolom"], satu["kode"]) for satu in ditolak] == [
        (3, "kesediaan_formasi", "KESEDIAAN_TIDAK_DIKENAL"),
        (4, "kesediaan_formasi", "KESEDIAAN_BERLEBIH"),
    ]
    tersimpan = await uji.pool.fetch("select kesediaan, kesediaan_unit, kesediaan_formasi from pendaftaran.lamaran order by 1 nulls last")
    assert [tuple(row) for row in tersimpan] == [("PILIHAN", ["UNIT A", "UNIT B; BIDANG 1"], []), (None, [], [])]


async def test_a_receipt_is_given_again_and_everybody_can_ask_whether_it_is_ours(uji: Uji) -> None:
    """After the stored answer is forgotten too: the receipt follows from the application and its time."""
    await uji.buka()
    status, tanda = await ajukan(uji, isian_lamaran(1))
    assert status == 201
    await uji.pool.execute("delete from web.idempotency")
    async with uji.http.get(f"/v1/lamaran/{tanda['lamaran']}/tanda-terima", headers=LAYANAN) as jawaban:
        assert (jawaban.status, await jawaban.json()) == (200, tanda)
    bukti = {kolom: tanda[kolom] for kolom in ("lamaran", "diterima_pada", "tanda_terima")}
    salah = [
        {**bukti, "lamaran": "A" * 26},
        {**bukti, "diterima_pada": "2024-09-06T00:00:00Z"},
        {**bukti, "tanda_terima": "0" * 32},
    ]
    sama = datetime.fromisoformat(str(tanda["diterima_pada"])).astimezone(WIB).isoformat()
    for isi, sah in [(bukti, True), ({**bukti, "diterima_pada": sama}, True), *((satu, False) for satu in salah)]:
        async with uji.http.post("/v1/lamaran/tanda-terima/periksa", json=isi) as jawaban:
            assert (jawaban.status, await jawaban.json()) == (200, {"sah": sah})
    async with uji.http.get(f"/v1/lamaran/{'A' * 26}/tanda-terima", headers=LAYANAN) as jawaban:
        assert jawaban.status == 404


@pytest.mark.parametrize("kolom", ["nama", "formasi", "kualifikasi", "surel"])
async def test_a_row_with_a_character_that_cannot_be_stored_is_refused_alone(uji: Uji, kolom: str) -> None:
    await uji.buka()
    hasil = await uji.massal([isian_lamaran(1, **{kolom: "a@b.id\0"}), isian_lamaran(2)])
    assert hasil["diterima"] == 1
    assert [(satu["baris"], satu["kolom"]) for satu in hasil["ditolak"]] == [(1, kolom)]  # type: ignore[attr-defined]
    assert (await ajukan(uji, isian_lamaran(3, **{kolom: "a@b.id\0"})))[0] == 422
