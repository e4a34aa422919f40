"""People apply for PPPK: what the form takes besides, what the document check makes of it, and that a CPNS season wants none of it."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import orjson
import pytest

from services.pendaftaran.api.masukan import KOLOM_BOLEH, KOLOM_WAJIB
from tests.support.http import OFFICER
from tests.support.pendaftaran import DOKUMEN, Uji, baris_formasi, berjalan, isian_lamaran, nik, tabel_csv, tabel_xlsx
from tests.support.pendaftaran.musim import PPPK_2024, baris_pppk, tetapkan

KERJA = [*DOKUMEN, "SURAT_KETERANGAN_KERJA"]
LAMA = [{"mulai": "2019-01-01", "sampai": "2020-06-30"}, {"mulai": "2023-09-06"}]
FORMASI = [
    baris_formasi("f-1", jp_nama="PPPK"),
    baris_formasi("f-2", jp_nama="PPPK", jabatan_nm="PERAWAT AHLI PERTAMA"),
    baris_formasi("f-3", jp_nama="PPPK", jabatan_nm="GURU KELAS SD"),
]


@pytest.fixture
async def pppk(service_dsn: Callable[[str], str]) -> AsyncIterator[Uji]:
    """The service with the PPPK of 2024 as its only season."""
    async with berjalan(service_dsn("pendaftaran"), pertama="pppk-2024") as layanan:
        yield layanan


@pytest.fixture
async def guru(service_dsn: Callable[[str], str]) -> AsyncIterator[Uji]:
    """The service with the PPPK of 2021, where teachers are granted points."""
    async with berjalan(service_dsn("pendaftaran"), pertama="pppk-2021") as layanan:
        yield layanan


def pelamar(nomor: int, **ubah: object) -> dict[str, object]:
    """Somebody with two years of work on 6 September 2024, 547 and 366 days of them."""
    return isian_lamaran(nomor, **{"dokumen": KERJA, "pengalaman": LAMA, **ubah})


async def hasil(uji: Uji) -> dict[str, Any]:
    """What the document check said, by NIK, as the event says it."""
    terbit = {satu["lamaran"]: satu for satu in await uji.kotak_keluar("application-verified")}
    return {str(row["nik"]): terbit[row["lamaran"]] for row in await uji.baca("/v1/peserta.ndjson")}


async def test_a_season_of_pppk_from_the_form_to_the_outcome(pppk: Uji) -> None:
    await pppk.buka(*FORMASI)
    perawat = [*KERJA, "STR"]
    status, tanda = await pppk.kirim("POST", "/v1/lamaran", orjson.dumps(pelamar(1)))
    assert status == 201, tanda
    kiriman = await pppk.massal(
        [
            isian_lamaran(2, dokumen=KERJA),
            pelamar(3, formasi="f-2"),
            pelamar(4, formasi="f-2", dokumen=perawat),
            pelamar(5, formasi="f-2", dokumen=perawat, str_berlaku_sampai="2024-09-05"),
            isian_lamaran(6, formasi="f-3"),
            pelamar(7, tanggal_lahir="1966-09-06"),
            pelamar(8, tanggal_lahir="1966-09-07"),
        ]
    )
    assert (kiriman["diterima"], kiriman["ditolak"]) == (7, [])
    await pppk.umumkan()
    terbit = await hasil(pppk)
    assert {int(siapa): [alasan["kode"] for alasan in satu["alasan"]] for siapa, satu in terbit.items()} == {
        1: ["MEMENUHI_SYARAT"],
        2: ["PENGALAMAN_KURANG"],
        3: ["STR_TIDAK_ADA"],
        4: ["MEMENUHI_SYARAT"],
        5: ["STR_KEDALUWARSA"],
        6: ["MEMENUHI_SYARAT"],
        7: ["USIA_LEBIH"],
        8: ["MEMENUHI_SYARAT"],
    }
    assert all("afirmasi" not in satu for satu in terbit.values())
    # Year, agency, and the path of PPPK.
    peserta = terbit[nik(1)]["peserta"]
    assert (peserta[:2], peserta[6:8]) == ("24", "30")
    assert terbit[nik(1)]["aturan"] == {"nama": "pppk-2024", "versi": 1}
    _, saya = await pppk.kirim("GET", f"/v1/lamaran/{tanda['lamaran']}")
    assert "seleksi kompetensi" in str(saya["keterangan"])
    _, kurang = await pppk.kirim("GET", f"/v1/lamaran/{terbit[nik(2)]['lamaran']}")
    assert [satu["kalimat"] for satu in kurang["alasan"]] == [  # type: ignore[attr-defined]
        "Pengalaman kerja Anda 0 hari pada saat melamar; paling sedikit 2 tahun, yaitu 731 hari. Dasar: KepmenPANRB 347/2024."
    ]


async def test_a_career_is_sealed_and_goes_with_the_person(pppk: Uji) -> None:
    await pppk.buka(*FORMASI)
    await pppk.massal([pelamar(1), isian_lamaran(2, formasi="f-3")])
    segel = await pppk.pool.fetch("select riwayat from pribadi.orang where riwayat is not null")
    assert len(segel) == 1
    assert b"2019" not in segel[0]["riwayat"]
    await pppk.umumkan()
    lamaran = (await hasil(pppk))[nik(1)]["lamaran"]
    status, isi = await pppk.kirim("DELETE", f"/v1/peserta/lamaran/{lamaran}", kepala=OFFICER)
    assert status == 200, isi
    assert await pppk.pool.fetchval("select count(*) from pribadi.orang where riwayat is not null") == 0


async def test_the_same_form_is_the_same_application_and_another_career_is_not(pppk: Uji) -> None:
    await pppk.buka(*FORMASI)
    terbalik = pelamar(1, pengalaman=LAMA[::-1])
    assert (await pppk.massal([pelamar(1), terbalik]))["sudah_ada"] == 1
    lain = await pppk.massal([pelamar(1, pengalaman=LAMA[:1])])
    assert [satu["kode"] for satu in lain["ditolak"]] == ["SUDAH_MELAMAR"]  # type: ignore[attr-defined]


async def test_the_claims_of_a_teacher_reach_scoring_as_verified(guru: Uji) -> None:
    await guru.buka(*FORMASI)
    kartu = [*KERJA, "KARTU_THK_II"]
    mengajar = {"formasi": "f-3", "pengalaman": [{"mulai": "2021-09-06"}], "afirmasi": ["USIA_35", "THK_II"]}
    await guru.massal(
        [
            isian_lamaran(1, dokumen=kartu, tanggal_lahir="1989-09-06", **mengajar),
            isian_lamaran(2, dokumen=kartu, **mengajar),
            isian_lamaran(3, dokumen=KERJA, **mengajar),
            isian_lamaran(4, dokumen=kartu, **{**mengajar, "afirmasi": []}),
        ]
    )
    await guru.umumkan()
    terbit = await hasil(guru)
    assert {int(siapa): (satu["status"], satu.get("afirmasi")) for siapa, satu in terbit.items()} == {
        1: ("MS", ["USIA_35", "THK_II"]),
        2: ("MS", ["THK_II"]),
        3: ("MS", None),
        4: ("MS", None),
    }
    assert [alasan["kode"] for alasan in terbit[nik(3)]["alasan"]] == ["MEMENUHI_SYARAT", "AFIRMASI_USIA_KURANG", "AFIRMASI_TANPA_DOKUMEN"]


@pytest.mark.parametrize(("bentuk", "tulis"), [("csv", tabel_csv), ("xlsx", tabel_xlsx)])
async def test_a_table_says_the_same_and_faults_name_row_and_column(pppk: Uji, bentuk: str, tulis: Callable[..., bytes]) -> None:
    await pppk.buka(*FORMASI)
    dasar = {kolom: str(isi) for kolom, isi in isian_lamaran().items()} | {"dokumen": "|".join(KERJA)}
    kolom = (*KOLOM_WAJIB, *KOLOM_BOLEH)
    rows = [
        {**dict.fromkeys(kolom, ""), **dasar, "nik": nik(nomor), **satu}
        for nomor, satu in enumerate(
            [
                {"pengalaman": "2019-01-01~30-06-2020 | 2023-09-06"},
                {"pengalaman": "2019-01-01~kemarin"},
                {"pengalaman": "2020-06-30~2019-01-01"},
                {"str_berlaku_sampai": "besok"},
                {"afirmasi": "thk_ii"},
                {"afirmasi": "TETANGGA"},
                {"pengalaman": "2999-01-01"},
            ],
            start=1,
        )
    ]
    status, isi = await pppk.kirim("POST", f"/v1/lamaran/massal?format={bentuk}", tulis(rows, kolom))
    assert (status, isi["diterima"]) == (200, 1), isi
    assert [(satu["baris"], satu["kolom"], satu["kode"]) for satu in isi["ditolak"]] == [  # type: ignore[attr-defined]
        (3, "pengalaman", "ISIAN_TIDAK_SAH"),
        (4, "pengalaman", "MASA_KERJA_TERBALIK"),
        (5, "str_berlaku_sampai", "ISIAN_TIDAK_SAH"),
        (6, "afirmasi", "AFIRMASI_TIDAK_ADA"),
        (7, "afirmasi", "ISIAN_TIDAK_SAH"),
        (8, "pengalaman", "ISIAN_TIDAK_SAH"),
    ]
    await pppk.umumkan()
    assert [satu["status"] for satu in (await hasil(pppk)).values()] == ["MS"]


async def test_a_cpns_season_refuses_what_only_pppk_asks_for(uji: Uji) -> None:
    await uji.buka()
    status, isi = await uji.kirim("POST", "/v1/lamaran", orjson.dumps(pelamar(1, afirmasi=["THK_II"], str_berlaku_sampai="2030-01-01")))
    assert status == 422
    assert str(isi).count("ISIAN_HANYA_PPPK") >= 3
    massal = await uji.massal([isian_lamaran(2), pelamar(3)])
    assert massal["diterima"] == 1
    assert massal["ditolak"] == [
        {
            "baris": 2,
            "kolom": "pengalaman",
            "kode": "ISIAN_HANYA_PPPK",
            "pesan": "Isian ini hanya untuk lamaran PPPK, dan formasi ini bukan PPPK. Kosongkan isian ini, atau pilih formasi PPPK.",
        }
    ]


async def test_beside_cpns_each_post_takes_what_its_kind_asks_for(uji: Uji) -> None:
    pppk = await tetapkan(uji, PPPK_2024)
    await uji.pada("cpns-2024").buka(baris_formasi("f-1"))
    await pppk.buka(baris_pppk("p-1"), baris_pppk("p-2", jabatan_nm="PERAWAT AHLI PERTAMA"))
    kiriman = await uji.massal(
        [
            isian_lamaran(1),
            pelamar(2),
            pelamar(3, formasi="p-1"),
            pelamar(4, formasi="p-2"),
            pelamar(5, formasi="p-1", afirmasi=["THK_II"]),
            pelamar(1, formasi="p-1"),
        ]
    )
    assert (kiriman["diterima"], [(satu["baris"], satu["kode"]) for satu in kiriman["ditolak"]]) == (  # type: ignore[attr-defined]
        *(3, [(2, "ISIAN_HANYA_PPPK"), (5, "AFIRMASI_TIDAK_ADA"), (6, "SUDAH_MELAMAR")]),
    )
    await pppk.umumkan()
    assert {int(siapa): satu["status"] for siapa, satu in (await hasil(pppk)).items()} == {3: "MS", 4: "TMS"}
