"""Objections in two seasons at once, one of each kind: each has its calendar, its subjects and its list."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import asyncpg
import orjson
import pytest

from services.penilaian.usecases import penerimaan
from services.penilaian.usecases.musim import terima_musim
from services.penilaian.usecases.penutupan import KOMPETENSI, Dipilih, rilis, usulkan
from shared.jadwal import Jendela
from shared.messaging import unit_of_work
from tests.integration.penilaian import season_pppk as pppk
from tests.integration.penilaian.sanggah import ISI, MILIDETIK, Uji, akhir_hari, berjalan
from tests.integration.penilaian.season import emitted
from tests.integration.penilaian.season_pppk import BUKU, SeasonPppk
from tests.integration.penilaian.test_koreksi import ALASAN
from tests.support.http import OFFICER, SECOND_OFFICER
from tests.support.musim import musim
from tests.support.penempatan import terima

PPPK = "pppk-2024"
NILAI = {"pokok": ["NILAI_TEKNIS", "NILAI_WAWANCARA"], "uraian": "Nilai teknis saya lebih tinggi pada layar ujian."}


def bermusim() -> SeasonPppk:
    """The season whose posts name it, with participant numbers that name the agency."""
    satu = pppk.season(21, PPPK)
    orang = tuple(replace(o, peserta=f"24{satu.kelompok_dari(o.formasi)[:4]}{o.peserta[6:]}") for o in satu.orang)
    return replace(satu, formasi=tuple(f.model_copy(update={"musim": PPPK}) for f in satu.formasi), orang=orang)


async def mainkan(pool: asyncpg.Pool, satu: SeasonPppk) -> None:
    """The PPPK season to its end, beside another one."""
    async with unit_of_work(pool) as uow:
        await terima_musim(uow, terima(musim(PPPK)))
        await penerimaan.terima_formasi(uow, terima(*satu.formasi))
    await pppk.tell(pool, satu, satu.pelamar)
    await pppk.tell(pool, satu, satu.nilai)
    dipilih = Dipilih(PPPK, BUKU, datetime.now(UTC))
    async with unit_of_work(pool) as uow:
        await usulkan(uow, KOMPETENSI, dipilih, satu.pernyataan, "petugas")
        await rilis(uow, KOMPETENSI, dipilih, "perilis")
    while await pppk.decide(pool, satu):
        pass


@pytest.fixture
async def uji(pool: asyncpg.Pool) -> AsyncIterator[Uji]:
    async with berjalan(pool) as layanan:
        await mainkan(pool, bermusim())
        # The PPPK ranking is closed when it is played; the clock of the service must not be before it.
        layanan.jam.kini += timedelta(minutes=5)
        yield layanan


async def _peserta_pppk(uji: Uji) -> tuple[str, str]:
    row = await uji.pool.fetchrow(
        """
        select h.kelompok, h.peserta from penilaian.hasil_kompetensi as h join penilaian.formasi as f using (formasi)
        where h.peringkat > f.kuota order by h.peringkat desc, h.peserta limit 1
        """
    )
    assert row is not None
    return row["kelompok"], row["peserta"]


async def test_a_participant_of_pppk_objects_to_the_parts_of_the_test(uji: Uji) -> None:
    kelompok, peserta = await _peserta_pppk(uji)
    assert (await uji.ajukan(peserta, ISI))[1]["kode"] == "POKOK_TIDAK_BERLAKU"
    assert (await uji.ajukan(peserta, NILAI, "SKD"))[0] == 404
    status, tanda = await uji.ajukan(peserta, NILAI)
    assert status == 201, tanda
    sendiri = await uji.sendiri(peserta)
    assert {"NILAI_TEKNIS", "NILAI_MANAJERIAL_SOSIOKULTURAL", "NILAI_WAWANCARA"} < set(sendiri["pokok_boleh"])

    panitia = uji.panitia(instansi=kelompok[:4])
    jawaban = {"putusan": "DITERIMA", "alasan": "NILAI_KELIRU", "penjelasan": "Nilai pada layar ujian belum tercatat."}
    assert (await uji.ambil(panitia, peserta))[0] == 200
    assert (await uji.jawab(panitia, jawaban, peserta))[0] == 200
    perubahan = {"peserta": peserta, "jenis": "KOMPETENSI", "kehadiran": "HADIR"}
    perubahan |= {"teknis": 450, "manajerial_sosiokultural": 180, "wawancara": 40}  # type: ignore[dict-item]
    usul = {"alasan": ALASAN, "sumber": "BA 12", "perubahan": [perubahan], "sanggah": [tanda["nomor"]]}
    status, diusulkan = await uji.minta("POST", f"/kelompok/{kelompok}/koreksi", OFFICER, usul)
    assert status == 201, diusulkan
    isi = {"kehilangan": diusulkan["selisih"]["kehilangan"]}
    status, dirilis = await uji.minta("POST", f"/kelompok/{kelompok}/koreksi/{diusulkan['nomor']}/rilis", SECOND_OFFICER, isi)
    assert status == 200, dirilis
    assert ((await uji.sendiri(peserta))["sanggah"]["status"], dirilis["sanggah"]) == ("DIKOREKSI", [tanda["nomor"]])
    (koreksi,) = await emitted(uji.pool, "ranking-corrected")
    assert (koreksi["kelompok"], koreksi["sanggah"]) == (kelompok, [tanda["nomor"]])


async def test_each_season_has_its_own_calendar(uji: Uji) -> None:
    _, peserta = await _peserta_pppk(uji)
    kirim = Jendela(akhir_hari(uji.tutup, 9) + MILIDETIK, akhir_hari(uji.tutup, 12))
    await uji.jadwal(1, kirim, Jendela(kirim.mulai, akhir_hari(uji.tutup, 19)))
    assert (await uji.ajukan())[1]["kode"] == "SANGGAH_BELUM_DIBUKA"
    assert (await uji.ajukan(peserta, NILAI))[0] == 201
    uji.jam.kini = kirim.sampai
    assert (await uji.ajukan(isi=ISI | {"uraian": "Pada hari terakhir."}))[0] == 201
    await uji.jadwal(1, kirim, Jendela(kirim.mulai, akhir_hari(uji.tutup, 19)), PPPK)
    uji.jam.kini = kirim.mulai - MILIDETIK
    assert not (await uji.sendiri(peserta))["terbuka"]


async def test_lists_numbers_and_archive_are_of_one_season(uji: Uji) -> None:
    _, peserta = await _peserta_pppk(uji)
    assert (await uji.ajukan())[0] == 201
    assert (await uji.ajukan(peserta, NILAI))[0] == 201
    for bentuk in ("daftar.ndjson", "arsip.ndjson"):
        async with uji.client.get(f"/v1/sanggah/{bentuk}", headers=OFFICER) as answer:
            assert (answer.status, (await answer.json())["kode"]) == (422, "MUSIM_PERLU_DISEBUT")
        for kode, siapa in (("cpns-2024", uji.peserta), (PPPK, peserta)):
            async with uji.client.get(f"/v1/sanggah/{bentuk}", params={"musim": kode}, headers=OFFICER) as answer:
                assert [orjson.loads(baris)["peserta"] for baris in (await answer.read()).splitlines()] == [siapa]
    _, hitungan = await uji.minta("GET", f"/sanggah/ringkasan?musim={PPPK}", OFFICER)
    assert [(satu["tahap"], satu["diajukan"], satu["menunggu_jawaban"]) for satu in hitungan] == [("AKHIR", 1, 1)]
