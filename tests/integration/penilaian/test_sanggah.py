"""Objections on a real database: who may, until when, once; an answer has its officer, and a correction names what it answers."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import asyncpg
import orjson
import pytest

from services.penilaian.usecases import sanggah as usecases
from shared.arsip.bagian import BAGIAN
from shared.contracts.pendaftaran import PersonErased
from shared.jadwal import Jendela
from shared.kebijakan import Peran
from shared.messaging import unit_of_work
from tests.integration.penilaian import season as musim
from tests.integration.penilaian.sanggah import DITERIMA, DITOLAK, ISI, MILIDETIK, URAIAN, Uji, akhir_hari, berjalan
from tests.integration.penilaian.test_koreksi import ALASAN, headers, skb
from tests.support.administrator import administrator
from tests.support.http import OFFICER, PENERBIT, SECOND_OFFICER, participant
from tests.support.jejak import sidik_tindakan, tersambung
from tests.support.penempatan import terima
from tests.support.penerbit import bearer


@pytest.fixture
async def uji(pool: asyncpg.Pool) -> AsyncIterator[Uji]:
    async with berjalan(pool) as layanan:
        yield layanan


async def test_an_objection_goes_its_way_to_a_correction(uji: Uji) -> None:
    sebelum = await uji.sendiri()
    assert (sebelum["terbuka"], sebelum["sanggah"]) == (True, None)
    assert "satu sanggah" in sebelum["keterangan"]
    status, tanda = await uji.ajukan()
    assert status == 201, tanda
    assert datetime.fromisoformat(tanda["diterima_pada"]) == uji.jam.kini.replace(microsecond=uji.jam.kini.microsecond // 1000 * 1000)
    assert (await uji.minta("POST", f"/peserta/{uji.peserta}/sanggah/AKHIR", participant(uji.peserta), ISI, "lain-kunci"))[1]["kode"] == (
        "SANGGAH_SUDAH_ADA"
    )
    status, diambil = await uji.ambil(uji.panitia())
    assert (status, diambil["status"], diambil["diambil_oleh"]) == (200, "DIPERIKSA", "panitia")
    status, dijawab = await uji.jawab(uji.panitia(), DITERIMA)
    assert (status, dijawab["status"], dijawab["dijawab_oleh"], dijawab["menunggu_koreksi"]) == (200, "DITERIMA", "panitia", True)
    lagi = DITERIMA | {"penjelasan": "Sekali lagi, dengan kalimat lain."}
    assert (await uji.jawab(uji.panitia(), lagi))[1]["kode"] == "SANGGAH_SUDAH_DIJAWAB"
    assert "dihitung ulang" in (await uji.sendiri())["keterangan"]
    acts = await sidik_tindakan(uji.pool, "sanggah.ajukan", "sanggah.ambil", "sanggah.jawab", objek=f"peserta={uji.peserta}")
    assert (len(acts), acts[0].sebelum, tersambung(acts)) == (3, None, True)

    usul = {"alasan": ALASAN, "sumber": "BA 12", "perubahan": [skb(uji.peserta, 100_000)], "sanggah": [tanda["nomor"]]}
    status, diusulkan = await uji.minta("POST", f"/kelompok/{uji.kelompok}/koreksi", uji.panitia(), usul)
    assert (status, diusulkan["sanggah"]) == (201, [tanda["nomor"]])
    rilis = f"/kelompok/{uji.kelompok}/koreksi/{diusulkan['nomor']}/rilis"
    isi = {"kehilangan": diusulkan["selisih"]["kehilangan"]}
    # Who answered may propose, and may not release, whatever roles they have.
    berdua = uji.panitia("panitia", Peran.PANSELNAS_PERILIS)
    usul_lain = await uji.minta("POST", f"/kelompok/{uji.kelompok}/koreksi", OFFICER, usul)
    lain = f"/kelompok/{uji.kelompok}/koreksi/{usul_lain[1]['nomor']}/rilis"
    assert [(await uji.minta("POST", jalan, berdua, isi))[1]["kode"] for jalan in (rilis, lain)] == ["PERLU_PETUGAS_LAIN"] * 2
    status, dirilis = await uji.minta("POST", rilis, SECOND_OFFICER, isi)
    assert (status, dirilis["versi"]) == (200, 2), dirilis

    sesudah = await uji.sendiri()
    assert (sesudah["sanggah"]["status"], sesudah["sanggah"]["versi"], sesudah["sanggah"]["uraian"]) == ("DIKOREKSI", 2, URAIAN)
    (koreksi,) = await musim.emitted(uji.pool, "ranking-corrected")
    assert koreksi["sanggah"] == [tanda["nomor"]]
    (lainnya,) = await uji.orang(1)
    for peserta, sebutan in ((uji.peserta, f"{tanda['nomor']} (sanggah Anda)"), (lainnya, f"{tanda['nomor']}.")):
        _, penjelasan = await uji.minta("GET", f"/peserta/{peserta}/penjelasan", participant(peserta))
        assert penjelasan["penjelasan"].startswith(f"Hasil kelompok ini dikoreksi atas sanggah nomor {sebutan}")
    ulang = await uji.minta("POST", f"/kelompok/{uji.kelompok}/koreksi", OFFICER, usul | {"sumber": "BA 13"})
    assert (ulang[0], ulang[1]["kesalahan"][0]["kode"]) == (409, "SANGGAH_SUDAH_DIKOREKSI")


async def test_a_correction_without_objections_says_as_little_as_before(uji: Uji) -> None:
    usul = {"alasan": ALASAN, "sumber": "BA 12", "perubahan": [skb(uji.peserta, 100_000)]}
    _, diusulkan = await uji.minta("POST", f"/kelompok/{uji.kelompok}/koreksi", OFFICER, usul)
    isi = {"kehilangan": diusulkan["selisih"]["kehilangan"]}
    jalan = f"/kelompok/{uji.kelompok}/koreksi/{diusulkan['nomor']}/rilis"
    assert (await uji.minta("POST", jalan, SECOND_OFFICER, isi))[1]["sanggah"] == []
    (koreksi,) = await musim.emitted(uji.pool, "ranking-corrected")
    assert "sanggah" not in koreksi
    _, penjelasan = await uji.minta("GET", f"/peserta/{uji.peserta}/penjelasan", participant(uji.peserta))
    assert "sanggah" not in penjelasan["penjelasan"]


async def test_only_the_person_objects_and_only_the_agency_answers(uji: Uji) -> None:
    (lain,) = await uji.orang(1)
    jalan = f"/peserta/{uji.peserta}/sanggah"
    asing = uji.panitia("panitia-lain", instansi="0009")
    assert (await uji.minta("POST", f"{jalan}/AKHIR", participant(lain), ISI))[0] == 403
    assert (await uji.minta("POST", f"{jalan}/AKHIR", uji.panitia(), ISI))[0] == 403
    assert (await uji.minta("GET", jalan, participant(lain)))[0] == 403
    assert (await uji.minta("GET", jalan, {}))[0] == 401
    assert (await uji.ajukan())[0] == 201
    assert (await uji.minta("GET", f"{jalan}/AKHIR", asing))[0] == 403
    assert (await uji.ambil(asing))[0] == 403
    assert (await uji.jawab(asing, DITERIMA))[0] == 403
    assert (await uji.minta("GET", f"{jalan}/AKHIR", participant(uji.peserta)))[0] == 403
    assert (await uji.ambil(participant(uji.peserta)))[0] == 403


async def test_a_number_of_another_agency_opens_no_kelompok(uji: Uji) -> None:
    """The path says the agency of the number; what is answered belongs to the agency of the kelompok."""
    assert (await uji.ajukan())[0] == 201
    async with administrator(uji.pool) as conn:
        await conn.execute("update penilaian.sanggah set kelompok = '0009-J9'")
    assert (await uji.ambil(uji.panitia()))[1]["kode"] == "TIDAK_BERWENANG"
    assert (await uji.minta("GET", f"/peserta/{uji.peserta}/sanggah/AKHIR", uji.panitia()))[0] == 403
    assert await uji.pool.fetchval("select diambil_oleh from penilaian.sanggah") is None


async def test_without_a_calendar_the_days_of_the_rule_set_count(uji: Uji) -> None:
    satu, dua = await uji.orang(2)
    uji.jam.kini = akhir_hari(uji.tutup, 3)
    assert (await uji.ajukan(satu))[0] == 201
    uji.jam.kini += MILIDETIK
    assert (await uji.ajukan(dua))[1]["kode"] == "SANGGAH_DITUTUP"
    # Such a season has no objection to the SKD, because its rule set names none.
    assert (await uji.ajukan(dua, ISI | {"pokok": ["NILAI_SKD"]}, "SKD"))[1]["kode"] == "SANGGAH_TIDAK_ADA"


async def test_the_calendar_opens_and_closes_to_the_millisecond(uji: Uji) -> None:
    satu, dua, tiga, empat = await uji.orang(4)
    mulai = akhir_hari(uji.tutup, 5) + MILIDETIK
    kirim = Jendela(mulai, akhir_hari(mulai, 2))
    await uji.jadwal(2, kirim, Jendela(mulai, akhir_hari(mulai, 6)))
    uji.jam.kini = kirim.mulai - MILIDETIK
    assert (await uji.ajukan(satu))[1]["kode"] == "SANGGAH_BELUM_DIBUKA"
    uji.jam.kini = kirim.mulai
    assert (await uji.ajukan(satu))[0] == 201
    # Whatever is finer than a millisecond is neither early nor late.
    uji.jam.kini = kirim.sampai + timedelta(microseconds=999)
    assert (await uji.ajukan(dua))[0] == 201
    uji.jam.kini = kirim.sampai + MILIDETIK
    assert (await uji.ajukan(tiga))[1]["kode"] == "SANGGAH_DITUTUP"
    # An older version that arrives late changes nothing; a newer one opens the door again.
    await uji.jadwal(1, Jendela(mulai, akhir_hari(mulai, 30)), Jendela(mulai, akhir_hari(mulai, 40)))
    assert (await uji.ajukan(tiga, ISI | {"uraian": "lagi"}))[1]["kode"] == "SANGGAH_DITUTUP"
    await uji.jadwal(3, Jendela(mulai, akhir_hari(mulai, 3)), Jendela(mulai, akhir_hari(mulai, 7)))
    assert (await uji.ajukan(empat))[0] == 201


async def test_a_late_answer_needs_a_decree(uji: Uji) -> None:
    assert (await uji.ajukan())[0] == 201
    assert (await uji.ambil(uji.panitia()))[0] == 200
    uji.jam.kini = akhir_hari(uji.tutup, 3 + 7) + MILIDETIK
    assert "jawabannya masih ditunggu" in (await uji.sendiri())["keterangan"]
    _, hitungan = await uji.minta("GET", "/sanggah/ringkasan", bearer(PENERBIT.petugas(Peran.OPERATOR)))
    assert [(satu["tahap"], satu["diajukan"], satu["menunggu_jawaban"], satu["terlambat"]) for satu in hitungan] == [("AKHIR", 1, 1, 1)]
    assert (await uji.jawab(uji.panitia(), DITOLAK))[1]["kode"] == "SANGGAH_JAWABAN_LEWAT"
    status, dijawab = await uji.jawab(uji.panitia(), DITOLAK | {"keputusan": "Kep. Panselnas 3/2025"})
    assert (status, dijawab["keputusan"], dijawab["terlambat"]) == (200, "Kep. Panselnas 3/2025", True)
    _, hitungan = await uji.minta("GET", "/sanggah/ringkasan", OFFICER)
    assert [(satu["menunggu_jawaban"], satu["ditolak"], satu["terlambat"]) for satu in hitungan] == [(0, 1, 1)]


@pytest.mark.parametrize(
    ("isi", "kode"),
    [
        ({"pokok": []}, "ISIAN_TIDAK_SAH"),
        ({"pokok": ["NILAI_TEKNIS"]}, "POKOK_TIDAK_BERLAKU"),
        ({"uraian": "   "}, "ISIAN_TIDAK_SAH"),
        ({"uraian": "x" * 2001}, "ISIAN_TIDAK_SAH"),
        ({"dokumen": ["a"] * 11}, "ISIAN_TIDAK_SAH"),
        ({"uraian": "NIK saya 0001010101900001, mohon diperiksa."}, "ISIAN_TIDAK_SAH"),
    ],
)
async def test_what_is_sent_is_bounded_and_names_no_person(uji: Uji, isi: dict[str, object], kode: str) -> None:
    status, masalah = await uji.ajukan(isi=ISI | isi)
    assert (status, masalah["kode"]) == (422, kode)
    assert str(isi.get("uraian") or "uraian") not in str(masalah)
    assert await uji.pool.fetchval("select count(*) from penilaian.sanggah") == 0


async def test_who_has_no_result_has_nothing_to_object_to(uji: Uji) -> None:
    assert (await uji.ajukan("99000120110000001"))[1]["kode"] == "HASIL_BELUM_TERBIT"
    assert await uji.minta("GET", "/peserta/99000120110000001/sanggah", participant("99000120110000001")) == (200, [])
    async with administrator(uji.pool) as conn:
        await conn.execute("update penilaian.penutupan set selesai = false where tahap = 'PERINGKAT'")
    sendiri = await uji.sendiri()
    assert (sendiri["terbuka"], "belum terbit" in sendiri["keterangan"]) == (False, True)


async def test_an_answer_is_given_by_who_took_it_and_with_a_code_of_its_verdict(uji: Uji) -> None:
    assert (await uji.ambil(uji.panitia()))[0] == 404
    assert (await uji.ajukan())[0] == 201
    assert (await uji.jawab(uji.panitia(), DITERIMA))[1]["kode"] == "SANGGAH_BELUM_DIAMBIL"
    assert (await uji.ambil(uji.panitia()))[0] == 200
    kedua = uji.panitia("panitia-kedua")
    assert (await uji.ambil(kedua))[1]["kode"] == "SANGGAH_SUDAH_DIAMBIL"
    assert (await uji.ambil(kedua, alihkan=True))[1]["diambil_oleh"] == "panitia-kedua"
    assert (await uji.jawab(uji.panitia(), DITERIMA | {"penjelasan": "Dijawab yang pertama."}))[1]["kode"] == "SANGGAH_BELUM_DIAMBIL"
    assert (await uji.jawab(kedua, DITERIMA | {"alasan": "NILAI_SESUAI"}))[1]["kode"] == "ALASAN_TIDAK_SESUAI"
    assert (await uji.jawab(kedua, DITOLAK))[1]["status"] == "DITOLAK"
    assert "ditolak" in (await uji.sendiri())["keterangan"]


async def test_a_corrected_file_names_objections_too(uji: Uji) -> None:
    nomor = await uji.diterima()
    isi = f"peserta,kehadiran,nilai_skb\n{uji.peserta},HADIR,88.125\n".encode()
    jalan = f"/v1/kelompok/{uji.kelompok}/koreksi/berkas"
    for sanggah, status in (([nomor, nomor], 201), ([nomor + 1], 409), ([0], 422)):
        params: list[tuple[str, str | int]] = [("jenis", "SKB"), ("alasan", ALASAN), ("sumber", "skb-perbaikan.csv"), ("jumlah", 1)]
        params += [("sha256", sha256(isi).hexdigest()), *(("sanggah", satu) for satu in sanggah)]
        async with uji.client.post(jalan, params=params, data=isi, headers=headers(OFFICER, f"berkas{sanggah}".replace(" ", ""))) as answer:
            assert answer.status == status, await answer.text()
            if status == 201:
                assert (await answer.json())["sanggah"] == [nomor]


async def test_a_correction_names_accepted_objections_of_its_own_kelompok_only(uji: Uji) -> None:
    asing = await uji.orang_lain()
    _, tanda = await uji.ajukan(asing)
    (ditolak,) = await uji.orang(1)
    _, tanda_ditolak = await uji.ajukan(ditolak)
    assert (await uji.ambil(uji.panitia(), ditolak))[0] == 200
    assert (await uji.jawab(uji.panitia(), DITOLAK, ditolak))[0] == 200
    _, tanda_diam = await uji.ajukan()
    usul = {"alasan": ALASAN, "sumber": "BA 12", "perubahan": [skb(uji.peserta, 100_000)]}
    sebutan = [tanda["nomor"], tanda_ditolak["nomor"], tanda_diam["nomor"], 2_000_000]
    status, masalah = await uji.minta("POST", f"/kelompok/{uji.kelompok}/koreksi", OFFICER, usul | {"sanggah": sebutan})
    assert (status, masalah["kode"]) == (409, "SANGGAH_TIDAK_SESUAI")
    assert [(satu["kode"], satu["nilai"]) for satu in masalah["kesalahan"]] == [
        ("SANGGAH_LAIN_KELOMPOK", str(tanda["nomor"])),
        ("SANGGAH_BELUM_DITERIMA", str(tanda_ditolak["nomor"])),
        ("SANGGAH_BELUM_DITERIMA", str(tanda_diam["nomor"])),
        ("SANGGAH_LAIN_KELOMPOK", "2000000"),
    ]


async def test_lists_of_three_forms_say_the_same_to_whom_they_reach(uji: Uji) -> None:
    nomor = await uji.diterima()
    asing = await uji.orang_lain()
    await uji.ajukan(asing, ISI | {"pokok": ["STATUS", "LAINNYA"]})

    async def isi(bentuk: str, siapa: dict[str, str]) -> bytes:
        async with uji.client.get(f"/v1/sanggah/daftar.{bentuk}", headers=siapa) as answer:
            assert answer.status == 200
            return await answer.read()

    semua = [orjson.loads(baris) for baris in (await isi("ndjson", OFFICER)).splitlines()]
    assert [(satu["peserta"], satu["status"]) for satu in semua] == [(uji.peserta, "DITERIMA"), (asing, "DIAJUKAN")]
    assert [orjson.loads(baris)["nomor"] for baris in (await isi("ndjson", uji.panitia())).splitlines()] == [nomor]
    csv = (await isi("csv", OFFICER)).decode().splitlines()
    assert csv[0].split(",") == list(semua[0])
    assert [baris.split(",")[:4] for baris in csv[1:]] == [
        [str(satu["nomor"]), satu["tahap"], satu["kelompok"], satu["peserta"]] for satu in semua
    ]
    assert "STATUS+LAINNYA" in csv[2]
    for bentuk in ("ndjson", "csv", "xlsx"):
        assert URAIAN.encode() not in await isi(bentuk, OFFICER)


async def test_the_archive_has_no_words_and_no_officer(uji: Uji) -> None:
    nomor = await uji.diterima()
    async with uji.client.get("/v1/sanggah/arsip.ndjson", headers=bearer(PENERBIT.petugas(Peran.AUDITOR))) as answer:
        (satu,) = [orjson.loads(baris) for baris in (await answer.read()).splitlines()]
    bagian = next(bagian for bagian in BAGIAN if bagian.nama == "sanggah")
    assert (satu["nomor"], satu["putusan"], tuple(satu)) == (nomor, "DITERIMA", bagian.kolom)
    assert not {"panitia", URAIAN, *ISI["dokumen"], DITERIMA["penjelasan"]} & {str(isi) for isi in satu.values()}


async def test_the_words_of_the_person_stand_in_one_table_and_every_look_is_recorded(uji: Uji) -> None:
    await uji.diterima()
    status, dilihat = await uji.minta("GET", f"/peserta/{uji.peserta}/sanggah/AKHIR", uji.panitia())
    assert (status, dilihat["uraian"], dilihat["dokumen"]) == (200, URAIAN, ["BA ruang 7"])
    looks = await uji.pool.fetch("select peserta, subjek from jejak.catatan where tindakan = 'sanggah.lihat' and hasil = 'DILIHAT'")
    assert [tuple(row) for row in looks] == [(uji.peserta, "panitia")]
    tables = await uji.pool.fetch(
        """
        select format('%I.%I', table_schema, table_name) as name from information_schema.tables
        where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
        """
    )
    kata = [f"%{satu}%" for satu in (URAIAN, URAIAN.encode().hex(), *ISI["dokumen"])]
    async with administrator(uji.pool) as conn:
        holding = [
            row["name"]
            for row in tables
            if await conn.fetchval(f"select exists (select from {row['name']} as t where t::text like any($1))", kata)
        ]
    assert holding == ["penilaian.sanggah_uraian"]


async def test_the_words_go_with_the_person(uji: Uji) -> None:
    await uji.diterima()
    event = PersonErased(lamaran="A" * 26, peserta=uji.peserta, dihapus_pada=datetime(2030, 1, 1, tzinfo=UTC))
    async with unit_of_work(uji.pool) as uow:
        await usecases.terima_penghapusan(uow, terima(event, event))
    assert await uji.pool.fetchval("select count(*) from penilaian.sanggah_uraian") == 0
    sesudah = (await uji.sendiri())["sanggah"]
    assert (sesudah["uraian"], sesudah["dokumen"], sesudah["status"]) == (None, [], "DITERIMA")
