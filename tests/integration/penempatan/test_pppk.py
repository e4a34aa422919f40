"""A PPPK season beside a CPNS season: placed on points, filled as its year says, replaced, corrected, and told in its own words."""

from dataclasses import replace

import asyncpg
import pytest

from shared.contracts.penempatan import PlacementDecided
from shared.contracts.penilaian import RankingClosed
from tests.integration.penempatan.koreksi import pintu, rilis, usulkan
from tests.integration.penempatan.papan import (
    kerjakan_saja,
    kirim,
    kursi,
    mundurkan,
    musim_diumumkan,
    rilis_semua,
    semua_peristiwa,
    semua_peristiwa_pppk,
    status,
)
from tests.support.http import OFFICER
from tests.support.musim import musim
from tests.support.penempatan import Kelompok, mundur, post, susun

CPNS = susun([post("Z", 1)], [("91", "Z", 80_000), ("92", "Z", 70_000)], "L")


def _pppk(*nilai: tuple[str, str, int]) -> Kelompok:
    """Two posts in two units; 14 sat the test below the grades."""
    k = susun([post("A", 1, unit="U1"), post("B", 2, unit="U2")], nilai, "K")
    di_bawah = susun(k.formasi, [("14", "B", 300)]).peringkat[0]
    tanpa = replace(di_bawah, peringkat=None, peringkat_kelompok=None, memenuhi_ambang_umum=False)
    return replace(k, peringkat=(*k.peringkat, tanpa))


K = _pppk(("11", "A", 500), ("12", "A", 480), ("13", "A", 460), ("15", "B", 470))
TANPA_14 = replace(K, peringkat=K.peringkat[:-1])


async def _tempatkan(pool: asyncpg.Pool, k: Kelompok, aturan: str) -> None:
    await musim_diumumkan(pool, musim(), musim(aturan))
    await kirim(pool, semua_peristiwa_pppk(k, aturan))
    await rilis_semua(pool, aturan)
    await kerjakan_saja(pool)


async def _putusan(pool: asyncpg.Pool) -> dict[str, tuple[str, str]]:
    rows = await pool.fetch("select payload from messaging.outbox where topic = 'placement-decided' order by sequence")
    return {satu.peserta: (satu.kode, str(satu.musim)) for satu in (PlacementDecided.model_validate_json(row["payload"]) for row in rows)}


async def _penjelasan(pool: asyncpg.Pool, peserta: str) -> str:
    async with pintu(pool) as client, client.get(f"/v1/peserta/{peserta}/penjelasan", headers=OFFICER) as answer:
        return str((await answer.json())["penjelasan"])


async def test_it_is_filled_from_another_unit_in_2021(pool: asyncpg.Pool) -> None:
    await _tempatkan(pool, K, "pppk-2021")
    assert await kursi(pool) == {"A/1": "11", "B/1": "15", "B/2": "12"}
    assert await _putusan(pool) == {
        "11": ("L", "pppk-2021"),
        "12": ("L-2", "pppk-2021"),
        "13": ("P", "pppk-2021"),
        "14": ("TL", "pppk-2021"),
        "15": ("L", "pppk-2021"),
    }
    assert "jumlah nilai Anda 480 poin" in await _penjelasan(pool, "12")
    assert "tidak mencapai nilai ambang batas jabatan ini" in await _penjelasan(pool, "14")
    for peserta in ("11", "12", "13", "14", "15"):
        penjelasan = await _penjelasan(pool, peserta)
        assert not [kata for kata in ("SKB", "SKD", "nilai akhir", "CPNS") if kata in penjelasan], penjelasan


async def test_seats_stay_empty_in_2024_which_has_no_grades(pool: asyncpg.Pool) -> None:
    await _tempatkan(pool, TANPA_14, "pppk-2024")
    assert await kursi(pool) == {"A/1": "11", "B/1": "15", "B/2": None}
    assert (await _putusan(pool))["12"] == ("TL", "pppk-2024")
    kosong = await pool.fetchval("select alasan ->> 'kode' from penempatan.kursi where kursi = 'B/2'")
    assert kosong == "TIDAK_ADA_CALON"


@pytest.mark.parametrize(("dapat_diganti", "sesudah"), [(True, "13"), (False, "DIBAWA")])
async def test_whoever_leaves_is_replaced_until_the_ni_is_issued(pool: asyncpg.Pool, dapat_diganti: bool, sesudah: str) -> None:
    await _tempatkan(pool, K, "pppk-2021")
    await mundurkan(pool, mundur("K", "A/1", "11", dapat_diganti=dapat_diganti))
    assert (await kursi(pool))["A/1"] == sesudah
    pasal = await pool.fetchval("select alasan ->> 'pasal' from penempatan.kursi where kursi = 'A/1'")
    assert pasal == (None if dapat_diganti else "Perka BKN 1/2019")


async def test_a_corrected_ranking_is_placed_again_when_two_have_signed(pool: asyncpg.Pool) -> None:
    await _tempatkan(pool, K, "pppk-2021")
    ralat = _pppk(("11", "A", 400), ("12", "A", 480), ("13", "A", 460), ("15", "B", 470))
    (segel,) = [e for e in semua_peristiwa_pppk(K) if isinstance(e, RankingClosed)]
    await kirim(pool, semua_peristiwa_pppk(ralat, versi=2, sebelumnya=segel.sha256))
    await kerjakan_saja(pool)
    async with pintu(pool) as client:
        assert await usulkan(client, kehilangan=["11"], pindah=["12"]) == 201
        assert (await rilis(client, kehilangan=["11"], pindah=["12"]))[0] == 200
    assert await kursi(pool) == {"A/1": "12", "B/1": "15", "B/2": "13"}
    assert "Kursi A/1 yang semula Anda peroleh beralih" in await _penjelasan(pool, "11")


async def test_beside_a_cpns_season_it_comes_to_what_it_comes_to_alone(pool: asyncpg.Pool) -> None:
    await _tempatkan(pool, K, "pppk-2021")
    sendiri = await pool.fetch("select * from penempatan.keputusan order by peserta")
    await kirim(pool, semua_peristiwa(CPNS))
    assert await status(pool, "L") == ("MENUNGGU", None)
    await rilis_semua(pool, "cpns-2024")
    await kerjakan_saja(pool)
    assert await kursi(pool) == {"A/1": "11", "B/1": "15", "B/2": "12", "Z/1": "91"}
    assert await pool.fetch("select * from penempatan.keputusan where kelompok = 'K' order by peserta") == sendiri


async def test_points_that_do_not_fit_the_seal_are_held_back(pool: asyncpg.Pool) -> None:
    await musim_diumumkan(pool, musim(), musim("pppk-2021"))
    semua = semua_peristiwa_pppk(K)
    await kirim(pool, [e.model_copy(update={"total": 501}) if getattr(e, "peserta", "") == "11" else e for e in semua])
    await rilis_semua(pool, "pppk-2021")
    await kerjakan_saja(pool)
    assert await status(pool, "K") == ("TERTAHAN", "SIDIK_BERBEDA")
    assert await kursi(pool) == {}


async def test_a_test_without_a_rank_is_a_fault_where_the_year_has_no_grades(pool: asyncpg.Pool) -> None:
    await _tempatkan(pool, K, "pppk-2024")
    assert await status(pool, "K") == ("TERTAHAN", "MASUKAN_CACAT")
    assert await kursi(pool) == {}
