"""What an act leaves is what the next act on the same thing finds: a correction, an announcement, a closing, a file."""

from hashlib import sha256

import aiohttp
import asyncpg

from services.penilaian.usecases.penutupan import SKD, rilis, usulkan
from shared.messaging import Change, unit_of_work
from tests.integration.penilaian import season as musim
from tests.integration.penilaian.season import season
from tests.integration.penilaian.test_koreksi import ALASAN, KEDUA, closed_season, headers, skb
from tests.support.http import OFFICER
from tests.support.jejak import Sidik, sidik_tindakan, tersambung


async def test_the_release_of_a_correction_finds_the_proposal(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    _, kelompok, last = await closed_season(pool, 41)
    base = f"/v1/kelompok/{kelompok}/koreksi"
    usul = {"alasan": ALASAN, "sumber": "BA 12", "perubahan": [skb(last["peserta"], 100_000)]}
    async with client.post(base, json=usul, headers=headers(OFFICER, "usul")) as answer:
        proposed = await answer.json()
    isi = {"kehilangan": proposed["selisih"]["kehilangan"]}
    async with client.post(f"{base}/{proposed['nomor']}/rilis", json=isi, headers=headers(KEDUA, "rilis")) as answer:
        assert answer.status == 200, await answer.text()
    acts = await sidik_tindakan(pool, "koreksi.usul", "koreksi.rilis", objek=f"kelompok={kelompok}&nomor={proposed['nomor']}")
    assert (len(acts), acts[0].sebelum) == (2, None)
    assert tersambung(acts)


async def test_the_release_of_a_closing_finds_the_proposal(pool: asyncpg.Pool) -> None:
    satu = season(51)
    for events in (satu.formasi, satu.pelamar, satu.skd):
        await musim.tell(pool, events)
    changes: list[Change | None] = []
    for petugas in ("satu", "dua"):
        async with unit_of_work(pool) as uow:
            await usulkan(uow, SKD, musim.DI, satu.pernyataan, petugas)
            changes.append(uow.change)
    async with unit_of_work(pool) as uow:
        await rilis(uow, SKD, musim.DI, "satu")
        changes.append(uow.change)
    assert tersambung([Sidik(change.before, change.after) for change in changes if change])
    assert len(changes) == len([change for change in changes if change and change.after]) == 3


async def test_an_announcement_finds_the_one_before(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    satu = season(51)
    await musim.tell(pool, satu.formasi)
    for ke, pengumuman in enumerate(("PENG-1/2024", "PENG-2/2024", "PENG-3/2024")):
        isi = {
            "cakupan": "INSTANSI",
            "kunci": "Instansi Uji",
            "bagian": [{"kode": "cat", "jenis": "CAT", "bobot": 100}],
            "pengumuman": pengumuman,
        }
        async with client.put("/v1/skb/bagian", json=isi, headers=headers(OFFICER, f"bagian{ke}")) as answer:
            assert answer.status == 200, await answer.text()
    acts = await sidik_tindakan(pool, "bagian.tetapkan")
    assert (len(acts), acts[0].sebelum) == (3, None)
    assert tersambung(acts)


async def test_a_score_file_finds_its_version_before(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    for twk in (100, 105):
        isi = f"peserta,kehadiran,twk,tiu,tkp\n24000120110000001,HADIR,{twk},100,180\n".encode()
        params = {"jenis": "SKD", "jumlah": "1", "sha256": sha256(isi).hexdigest()}
        for _ in range(2):
            async with client.put("/v1/nilai/berkas/sesi.csv", data=isi, params=params, headers=OFFICER) as answer:
                assert answer.status == 200, await answer.text()
    acts = await sidik_tindakan(pool, "nilai.kirim")
    assert (len(acts), acts[0].sebelum) == (2, None)
    assert tersambung(acts)
