"""A tie that Panselnas has decided, on a real database: the corrected ranking gives the seats that were held for it."""

from dataclasses import replace

import asyncpg

from shared.aturan import StatusSkb
from shared.contracts.penempatan import PlacementCorrected
from tests.integration.penempatan.koreksi import ralat, tempatkan
from tests.integration.penempatan.papan import kursi, status
from tests.support.penempatan import Kelompok, post, susun

FORMASI = [post("A", 2), post("B", 1, unit="V")]
NILAI: list[tuple[str, str, int | StatusSkb]] = [
    ("1", "A", 90_000),
    ("2", "A", 80_000),
    ("3", "A", 80_000),
    ("4", "A", 60_000),
    ("9", "A", StatusSkb.TH),
]
SERI = susun(FORMASI, NILAI)  # 2 and 3 are equal at the last seat of A, and B waits for whoever loses it


def _diputus(k: Kelompok, *urutan: str) -> Kelompok:
    """The same ranking after these, who share one rank from 2 on, were put in order."""
    tempat = {peserta: ke for ke, peserta in enumerate(urutan, start=2)}
    baris = [
        replace(p, peringkat=tempat[p.peserta], peringkat_kelompok=tempat[p.peserta], seri=False) if p.peserta in tempat else p
        for p in k.peringkat
    ]
    return replace(k, peringkat=tuple(baris))


async def _dikoreksi(pool: asyncpg.Pool) -> list[PlacementCorrected]:
    rows = await pool.fetch("select payload from messaging.outbox where topic = 'placement-corrected' order by id")
    return [PlacementCorrected.model_validate_json(row[0]) for row in rows]


async def _hasil(pool: asyncpg.Pool) -> dict[str, str]:
    rows = await pool.fetch("select peserta, hasil from penempatan.keputusan order by peserta")
    return {row["peserta"]: row["hasil"] for row in rows}


async def test_a_tie_that_is_signed_gives_the_held_seats_at_once(pool: asyncpg.Pool) -> None:
    """No seat was anybody's, so nobody loses one and no further signature is needed."""
    sidik = await tempatkan(pool, SERI)
    assert await kursi(pool) == {"A/1": "1", "A/2": "DITAHAN", "B/1": "DITAHAN"}
    assert (await _hasil(pool))["2"] == (await _hasil(pool))["3"] == "MENUNGGU"
    await ralat(pool, _diputus(SERI, "3", "2"), sebelumnya=sidik)
    assert await kursi(pool) == {"A/1": "1", "A/2": "3", "B/1": "2"}
    (satu,) = await _dikoreksi(pool)
    assert (satu.versi, satu.masuk, satu.kehilangan, satu.pindah, satu.alasan) == (2, ("2", "3"), (), (), None)
    assert await status(pool, "K") == ("DITEMPATKAN", None)
    assert (await _hasil(pool))["2"] == (await _hasil(pool))["3"] == "LULUS"


async def test_a_correction_that_leaves_the_tie_open_leaves_the_seats_held(pool: asyncpg.Pool) -> None:
    """4 becomes equal to 2 and 3: a signed order of the two alone would name only a part, so penilaian publishes all three as tied."""
    sidik = await tempatkan(pool, SERI)
    bertiga = susun(FORMASI, [satu if satu[0] != "4" else ("4", "A", 80_000) for satu in NILAI])
    sidik = await ralat(pool, bertiga, sebelumnya=sidik)
    assert await kursi(pool) == {"A/1": "1", "A/2": "DITAHAN", "B/1": "DITAHAN"}
    await ralat(pool, _diputus(bertiga, "4", "2", "3"), sebelumnya=sidik, versi=3)
    assert await kursi(pool) == {"A/1": "1", "A/2": "4", "B/1": "2"}
    assert (await _hasil(pool))["3"] == "TIDAK_LULUS"
