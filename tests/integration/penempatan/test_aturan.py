"""A rule set gets a new version in mid-season: what was placed under the old one goes on under the old one."""

from dataclasses import replace

import asyncpg
import pytest

from services.penempatan.domain.ketentuan import Buku
from services.penempatan.store import baca
from shared.contracts.pendaftaran import FormationOpened
from shared.contracts.penempatan import PlacementDecided
from shared.contracts.penilaian import RankingClosed
from shared.contracts.types import Aturan
from shared.errors import Rejected
from tests.integration.penempatan.koreksi import pintu, ralat, rilis, tempatkan, usulkan
from tests.integration.penempatan.papan import (
    kerjakan,
    kerjakan_saja,
    kirim,
    kursi,
    mundurkan,
    musim_diumumkan,
    rilis_semua,
    semua_peristiwa,
    status,
)
from tests.support.http import OFFICER
from tests.support.musim import musim
from tests.support.penempatan import ATURAN, BUKU, KETENTUAN, TERAP, mundur, peringkat_ditutup, post, susun

NILAI = [("1", "A", 80_000), ("2", "A", 70_000), ("3", "A", 60_000)]
K = susun([post("A")], NILAI)
L = susun([post("Z")], [("7", "Z", 80_000), ("8", "Z", 70_000)], "L")
BARU = Aturan(nama=ATURAN, versi=TERAP.versi + 1)
# The codes printed by the new version are others, so that it can be told which one was gone by.
LAIN = replace(KETENTUAN, kode=tuple((hasil, f"{kode}-B") for hasil, kode in KETENTUAN.kode))
DUA: Buku = {**BUKU, (BARU.nama, BARU.versi): LAIN}
HANYA_BARU: Buku = {kunci: satu for kunci, satu in DUA.items() if kunci != (TERAP.nama, TERAP.versi)}


async def _putusan(pool: asyncpg.Pool, peserta: str) -> list[tuple[str, int]]:
    """Codes of the decisions published about somebody, each with the version of the rules."""
    query = "select payload from messaging.outbox where topic = 'placement-decided' and subject = $1 order by sequence"
    semua = [PlacementDecided.model_validate_json(row["payload"]) for row in await pool.fetch(query, peserta)]
    return [(satu.kode, satu.aturan.versi) for satu in semua]


async def test_both_versions_live_side_by_side(pool: asyncpg.Pool) -> None:
    await tempatkan(pool, K)
    await kirim(pool, [*semua_peristiwa(L)[:-1], peringkat_ditutup(L).model_copy(update={"aturan": BARU})])
    await kerjakan(pool, buku=DUA)
    await mundurkan(pool, mundur("K", "A/1", "1"), mundur("L", "Z/1", "7"), buku=DUA)
    assert await kursi(pool) == {"A/1": "2", "Z/1": "8"}
    assert await _putusan(pool, "2") == [("TL", TERAP.versi), ("P/L", TERAP.versi)]
    assert await _putusan(pool, "8") == [("TL-B", BARU.versi), ("P/L-B", BARU.versi)]


async def test_a_version_raised_by_the_season_between_placing_and_leaving_holds_for_new_kelompok_only(pool: asyncpg.Pool) -> None:
    """Replacements, explanations and corrections of K go on under the old version; L, sealed afterwards, is placed under the new one."""
    sidik = await tempatkan(pool, K)
    await mundurkan(pool, mundur("K", "A/1", "1"), buku=DUA)
    await musim_diumumkan(pool, musim(aturan_versi=BARU.versi, versi=2))
    await kirim(pool, [*semua_peristiwa(L)[:-1], peringkat_ditutup(L).model_copy(update={"aturan": BARU})])
    await rilis_semua(pool, "cpns-2024")
    await kerjakan_saja(pool, buku=DUA)
    await mundurkan(pool, mundur("K", "A/1", "2"), mundur("L", "Z/1", "7"), buku=DUA)
    assert await kursi(pool) == {"A/1": "3", "Z/1": "8"}
    assert await _putusan(pool, "3") == [("TL", TERAP.versi), ("P/L", TERAP.versi)]
    assert await _putusan(pool, "8") == [("TL-B", BARU.versi), ("P/L-B", BARU.versi)]
    # An objection corrects K under the version that its seal names, which is still the old one.
    ralat_k = susun([post("A")], [*NILAI, ("4", "A", 75_000)])
    await kirim(pool, [e for e in semua_peristiwa(ralat_k, versi=2) if not isinstance(e, FormationOpened | RankingClosed)])
    await kirim(pool, [peringkat_ditutup(ralat_k, versi=2, sebelumnya=sidik)])
    await kerjakan_saja(pool, buku=DUA)
    async with pintu(pool) as client:
        assert await usulkan(client, kehilangan=["3"]) == 201
        assert (await rilis(client, kehilangan=["3"]))[0] == 200
        mengapa = await (await client.get("/v1/peserta/4/penjelasan", headers=OFFICER)).json()
    assert await kursi(pool) == {"A/1": "4", "Z/1": "8"}
    assert (await _putusan(pool, "4"), mengapa["versi_aturan"]) == ([("P/L", TERAP.versi)], TERAP.versi)


async def test_without_the_file_of_the_old_version_nothing_is_replaced_by_guess(pool: asyncpg.Pool) -> None:
    """The control: it is the old version that is gone by, and where it is missing nothing is."""
    await tempatkan(pool, K)
    with pytest.raises(Rejected) as ditolak:
        await mundurkan(pool, mundur("K", "A/1", "1"), buku=HANYA_BARU)
    assert ditolak.value.kode == "ATURAN_ASING"
    assert await kursi(pool) == {"A/1": "1"}


async def test_people_read_of_the_rules_they_were_placed_under_also_while_a_newer_seal_waits(pool: asyncpg.Pool) -> None:
    sidik = await tempatkan(pool, K)
    berubah = susun([post("A")], [("1", "A", 10_000), *NILAI[1:]])
    segel = peringkat_ditutup(berubah, versi=2, sebelumnya=sidik).model_copy(update={"aturan": BARU})
    await kirim(pool, [*semua_peristiwa(berubah, versi=2)[1:-1], segel])
    await kerjakan(pool, buku=DUA)
    assert await pool.fetchval("select status from penempatan.koreksi") == "MENUNGGU"
    assert await status(pool, "K") == ("DITEMPATKAN", None)
    async with pintu(pool) as client:
        mengapa = await (await client.get("/v1/peserta/3/penjelasan", headers=OFFICER)).json()
    assert (mengapa["versi_aturan"], f"versi {TERAP.versi}." in mengapa["penjelasan"]) == (TERAP.versi, True)
    async with pool.acquire() as conn:
        assert await baca.aturan_kelompok(conn, "K") == (ATURAN, TERAP.versi)


async def test_a_second_correction_leaves_alone_whom_it_does_not_concern(pool: asyncpg.Pool) -> None:
    """What the first correction took is kept as state: read back from the database it is the same, and nothing is said twice."""
    sidik = await tempatkan(pool, K)
    # 2 comes before 1, and then 3 is corrected without any effect on a seat.
    pertama = susun([post("A")], [("1", "A", 65_000), *NILAI[1:]])
    sidik = await ralat(pool, pertama, sebelumnya=sidik)
    async with pintu(pool) as client:
        assert await usulkan(client, kehilangan=["1"]) == 201
        assert (await rilis(client, kehilangan=["1"]))[0] == 200
    sebelum = await _putusan(pool, "1")
    await ralat(pool, susun([post("A")], [("1", "A", 65_000), ("2", "A", 70_000), ("3", "A", 50_000)]), sebelumnya=sidik, versi=3)
    assert await pool.fetchval("select versi_ditempatkan from penempatan.kelompok") == 3
    assert await pool.fetchval("select beralih_dari from penempatan.keputusan where peserta = '1'") == "A/1"
    assert await _putusan(pool, "1") == sebelum
