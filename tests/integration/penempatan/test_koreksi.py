"""Corrections after the placing on a real database: applied at once, or signed by two officers; published as a difference."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import asyncpg
import orjson
import pytest

from shared.aturan import StatusSkb
from shared.contracts.penempatan import PlacementCorrected, PlacementDecided
from tests.integration.penempatan.koreksi import (
    ALASAN,
    KEDUA,
    kepala,
    nip_batal,
    nip_terbit,
    pintu,
    ralat,
    rilis,
    tempatkan,
    usulkan,
)
from tests.integration.penempatan.papan import keadaan, kerjakan, kirim, kursi, mundurkan, semua_peristiwa, status, terbit
from tests.support.administrator import empty_outbox
from tests.support.http import OFFICER
from tests.support.penempatan import mundur, nilai_final, peringkat_ditutup, post, susun

FORMASI = [post("A", 2), post("B", 1, unit="V")]
NILAI: dict[str, tuple[str, int | StatusSkb]] = {
    "1": ("A", 90_000),
    "2": ("A", 80_000),
    "3": ("A", 70_000),
    "4": ("A", 60_000),
    "9": ("A", StatusSkb.TH),
}
K = susun(FORMASI, [(peserta, *isi) for peserta, isi in NILAI.items()])  # 1 and 2 in A, 3 is moved to B


def _ralat(**nilai: int | None) -> list[tuple[str, str, int | StatusSkb]]:
    """The ranking with some scores corrected; None: out of the ranking. Keys are p and the participant's number."""
    hasil: list[tuple[str, str, int | StatusSkb]] = []
    for peserta, (formasi, angka) in NILAI.items():
        baru = nilai.get(f"p{peserta}", angka)
        if baru is not None:
            hasil.append((peserta, formasi, baru))
    return hasil


@pytest.fixture
async def sidik(pool: asyncpg.Pool) -> str:
    sha256 = await tempatkan(pool, K)
    assert await kursi(pool) == {"A/1": "1", "A/2": "2", "B/1": "3"}
    await empty_outbox(pool)
    return sha256


@pytest.fixture
async def client(pool: asyncpg.Pool) -> AsyncIterator[aiohttp.ClientSession]:
    async with pintu(pool) as session:
        yield session


async def _dikoreksi(pool: asyncpg.Pool) -> list[PlacementCorrected]:
    rows = await pool.fetch("select payload from messaging.outbox where topic = 'placement-corrected' order by id")
    return [PlacementCorrected.model_validate_json(row[0]) for row in rows]


async def _json(client: aiohttp.ClientSession, jalan: str, petugas: dict[str, str] | None = None) -> Any:
    async with client.get(jalan, headers=petugas or {}) as jawaban:
        assert jawaban.status == 200, await jawaban.text()
        return orjson.loads(await jawaban.read())


async def _penjelasan(client: aiohttp.ClientSession, peserta: str) -> str:
    return str((await _json(client, f"/v1/peserta/{peserta}/penjelasan", OFFICER))["penjelasan"])


async def test_a_correction_under_which_nobody_loses_is_in_force_at_once(
    pool: asyncpg.Pool, client: aiohttp.ClientSession, sidik: str
) -> None:
    baru = await ralat(pool, susun(FORMASI, _ralat(p4=69_000)), sebelumnya=sidik)
    assert await kursi(pool) == {"A/1": "1", "A/2": "2", "B/1": "3"}
    (satu,) = await _dikoreksi(pool)
    assert (satu.versi, satu.versi_sebelumnya, satu.sha256, satu.masuk, satu.kehilangan, satu.pindah, satu.kursi, satu.alasan) == (
        *(2, 1, baru, (), (), (), (), None),
    )
    # Only 4 has other numbers in the reasons; nothing happened to a seat.
    assert await terbit(pool, "placement-decided", "vacancy-opened", "vacancy-filled") == [("placement-decided", "4", 2)]
    isi = await _json(client, "/v1/kelompok/K")
    assert (isi["versi"], isi["versi_ditempatkan"], isi["sebab"]) == (2, 2, None)
    assert await pool.fetchval("select nilai_akhir from penempatan.keputusan where peserta = '4'") == 69_000
    assert await _json(client, "/v1/koreksi", OFFICER) == []


async def test_a_seat_that_somebody_new_fills_needs_no_signature(pool: asyncpg.Pool) -> None:
    sidik = await tempatkan(pool, susun([post("A", 2)], [("1", "A", 90_000), ("2", "A", StatusSkb.TH)]))
    await ralat(pool, susun([post("A", 2)], [("1", "A", 90_000), ("2", "A", 80_000), ("7", "A", 10_000)]), sebelumnya=sidik)
    assert await kursi(pool) == {"A/1": "1", "A/2": "2"}
    (satu,) = await _dikoreksi(pool)
    assert (satu.masuk, satu.kehilangan) == (("2",), ())
    assert await pool.fetchval("select versi from penempatan.keputusan where peserta = '7'") == 1


async def test_a_correction_with_a_loser_waits_for_two_officers_who_name_everybody(
    pool: asyncpg.Pool, client: aiohttp.ClientSession, sidik: str
) -> None:
    """4 comes first: 1 stays, 2 goes to B, 3 is left without a seat."""
    sebelum = await _json(client, "/v1/kelompok/K/versi/1")
    baru = await ralat(pool, susun(FORMASI, _ralat(p4=95_000)), sebelumnya=sidik)
    assert await kursi(pool) == {"A/1": "1", "A/2": "2", "B/1": "3"}
    assert await terbit(pool, "placement-decided", "placement-corrected", "vacancy-opened") == []
    (tunggu,) = await _json(client, "/v1/koreksi", OFFICER)
    assert (tunggu["versi"], tunggu["versi_ditempatkan"], tunggu["masuk"], tunggu["kehilangan"], tunggu["pindah"]) == (
        2,
        1,
        ["4"],
        ["3"],
        ["2"],
    )
    assert tunggu["perpindahan"] == [{"peserta": "2", "dari": "A", "ke": "B"}]
    assert (tunggu["terikat_nip"], tunggu["diusulkan_oleh"]) == ([], None)
    ringkas = await _json(client, "/v1/ringkasan")
    assert (ringkas["koreksi_menunggu"], ringkas["tertahan"]) == (1, 0)
    tertahan = await _json(client, "/v1/kelompok/tertahan", OFFICER)
    assert [satu["sebab"] for satu in tertahan] == ["RALAT_SETELAH_PENEMPATAN"]

    assert await rilis(client, kehilangan=["3"], pindah=["2"]) == (409, "KOREKSI_BELUM_DIUSULKAN", [])
    assert await usulkan(client, kehilangan=["2"]) == 409
    assert await usulkan(client, kehilangan=["3"], pindah=["2"]) == 201
    assert (await rilis(client, kehilangan=["3"], pindah=["2"], petugas=OFFICER))[:2] == (403, "PERLU_PETUGAS_LAIN")
    assert await rilis(client) == (409, "KEHILANGAN_BELUM_DISETUJUI", ["3", "2"])
    assert await rilis(client, kehilangan=["3", "1"], pindah=["2"]) == (409, "KEHILANGAN_BELUM_DISETUJUI", ["3", "1"])
    assert (await rilis(client, versi=3, kehilangan=["3"], pindah=["2"]))[:2] == (409, "KOREKSI_USANG")
    assert await kursi(pool) == {"A/1": "1", "A/2": "2", "B/1": "3"}
    assert (await rilis(client, kehilangan=["3"], pindah=["2"]))[0] == 200
    assert (await rilis(client, kehilangan=["3"], pindah=["2"]))[0] == 200  # the same request again is answered again
    assert (await rilis(client, kehilangan=["3"], pindah=["2"], kunci="lain"))[:2] == (409, "KOREKSI_SUDAH_BERLAKU")

    assert await kursi(pool) == {"A/1": "1", "A/2": "4", "B/1": "2"}
    assert await terbit(pool, "vacancy-opened", "vacancy-filled", "vacancy-carried-over", "candidate-replaced") == [
        *(("vacancy-opened", "A/2", 1), ("vacancy-filled", "A/2", 1)),
        *(("vacancy-opened", "B/1", 2), ("vacancy-filled", "B/1", 2)),
    ]
    assert await terbit(pool, "placement-decided") == [("placement-decided", peserta, 2) for peserta in ("1", "2", "3", "4")]
    (satu,) = await _dikoreksi(pool)
    assert (satu.sha256, satu.masuk, satu.kehilangan, satu.alasan, satu.sumber) == (baru, ("4",), ("3",), ALASAN, "BA 12")
    assert [(p.peserta, p.dari, p.ke) for p in satu.pindah] == [("2", "A", "B")]
    assert [(k.kursi, k.sebelum, k.sesudah) for k in satu.kursi] == [("A/2", "2", "4"), ("B/1", "3", "2")]
    assert "petugas" not in satu.model_dump_json()

    # Old versions and the difference stay readable, and people read why.
    assert await _json(client, "/v1/kelompok/K/versi/1") == sebelum
    selisih = await _json(client, "/v1/kelompok/K/versi/2/selisih")
    assert (selisih["versi_sebelumnya"], selisih["kehilangan"], selisih["alasan"], selisih["sha256"]) == (1, ["3"], ALASAN, baru)
    kini = await _json(client, "/v1/kelompok/K/versi/2")
    assert {k["kursi"]: k["peserta"] for k in kini["kursi"]} == {"A/1": "1", "A/2": "4", "B/1": "2"}
    for jalan in ("versi/3", "versi/1/selisih"):
        async with client.get(f"/v1/kelompok/K/{jalan}") as jawaban:
            assert jawaban.status == 404
    orang = await _json(client, "/v1/peserta/3")
    assert (orang["hasil"], orang["versi"]) == ("TIDAK_LULUS", 2)
    assert "Kursi B/1 yang semula Anda peroleh beralih karena koreksi peringkat versi 2" in await _penjelasan(client, "3")


async def test_who_is_no_longer_ranked_loses_the_seat_and_is_told(pool: asyncpg.Pool, client: aiohttp.ClientSession, sidik: str) -> None:
    """2 falls below the passing grade of the SKD; 3 comes home to A, 4 is moved to B, and 9 was never there."""
    kedua = await ralat(pool, susun(FORMASI, [satu for satu in _ralat(p2=None) if satu[0] != "9"]), sebelumnya=sidik)
    assert await usulkan(client, kehilangan=["2"], pindah=["3"]) == 201
    assert (await rilis(client, kehilangan=["2"], pindah=["3"]))[0] == 200
    assert await kursi(pool) == {"A/1": "1", "A/2": "3", "B/1": "4"}
    payload = await pool.fetchval("select payload from messaging.outbox where topic = 'placement-decided' and subject = '2'")
    keputusan = PlacementDecided.model_validate_json(payload)
    assert (keputusan.hasil, keputusan.kode, keputusan.alasan[0].kode) == ("TIDAK_LULUS", "TL", "KELUAR_DARI_PERINGKAT")
    assert keputusan.alasan[0].pasal.startswith("PermenPANRB 6/2024")
    assert "tidak lagi termasuk peserta yang diperingkat" in await _penjelasan(client, "2")
    # They cannot follow anybody, and come back only by another correction.
    await mundurkan(pool, mundur("K", "A/1", "1"))
    assert await kursi(pool) == {"A/1": None, "A/2": "3", "B/1": "4"}
    await ralat(pool, susun(FORMASI, _ralat()), sebelumnya=kedua, versi=3)
    # With 2 back, 3 would have been moved to B from the start, and 4 would have followed 1 in A.
    assert await usulkan(client, versi=3, pindah=["3", "4"]) == 201
    assert (await rilis(client, versi=3, pindah=["3", "4"]))[0] == 200
    assert await kursi(pool) == {"A/1": "4", "A/2": "2", "B/1": "3"}
    assert await pool.fetchval("select count(*) from penempatan.keputusan where di_luar_peringkat") == 0


async def test_a_correction_after_a_resignation_repeats_it(pool: asyncpg.Pool, client: aiohttp.ClientSession, sidik: str) -> None:
    """1 left A/1 and 4 replaced. In the corrected ranking 1 would have been last: nobody is seated in their place twice."""
    await mundurkan(pool, mundur("K", "A/1", "1"))
    assert await kursi(pool) == {"A/1": "4", "A/2": "2", "B/1": "3"}
    lama = await pool.fetchrow("select * from penempatan.keputusan where peserta = '1'")
    await ralat(pool, susun(FORMASI, _ralat(p1=50_000)), sebelumnya=sidik)
    # 2 and 3 win A, 4 fills B: 3 and 4 change places.
    assert await usulkan(client, pindah=["3", "4"]) == 201
    assert (await rilis(client, pindah=["4", "3"]))[0] == 200
    assert await kursi(pool) == {"A/1": "3", "A/2": "2", "B/1": "4"}
    assert await pool.fetchrow("select * from penempatan.keputusan where peserta = '1'") == lama
    # The service goes on: the next to leave is followed by the corrected ranking.
    await mundurkan(pool, mundur("K", "A/2", "2"))
    assert (await kursi(pool))["A/2"] is None


async def test_a_seat_carried_over_is_taken_back_only_by_signature(pool: asyncpg.Pool, client: aiohttp.ClientSession, sidik: str) -> None:
    """1 left after the NIP. On the corrected ranking 1 has no seat to leave, so that A has two seats again."""
    await mundurkan(pool, mundur("K", "A/1", "1", dapat_diganti=False))
    assert await kursi(pool) == {"A/1": "DIBAWA", "A/2": "2", "B/1": "3"}
    await ralat(pool, susun(FORMASI, _ralat(p1=50_000)), sebelumnya=sidik)
    (tunggu,) = await _json(client, "/v1/koreksi", OFFICER)
    assert (tunggu["dibuka_kembali"], tunggu["masuk"], tunggu["pindah"]) == (["A/1"], ["4"], ["3"])
    assert await usulkan(client, pindah=["3"]) == 201
    assert (await rilis(client, pindah=["3"]))[0] == 200
    assert await kursi(pool) == {"A/1": "3", "A/2": "2", "B/1": "4"}


async def test_a_seat_with_a_nip_is_not_changed_until_the_nip_is_cancelled(
    pool: asyncpg.Pool, client: aiohttp.ClientSession, sidik: str
) -> None:
    await nip_terbit(pool, "1", "3")
    await ralat(pool, susun(FORMASI, _ralat(p4=95_000)), sebelumnya=sidik)
    (tunggu,) = await _json(client, "/v1/koreksi", OFFICER)
    assert tunggu["terikat_nip"] == ["3"]
    assert await usulkan(client, kehilangan=["3"], pindah=["2"]) == 201
    assert await rilis(client, kehilangan=["3"], pindah=["2"]) == (409, "NIP_SUDAH_TERBIT", ["3"])
    assert await kursi(pool) == {"A/1": "1", "A/2": "2", "B/1": "3"}
    assert await terbit(pool, "placement-corrected", "placement-decided") == []
    await nip_batal(pool, "3")
    assert (await rilis(client, kehilangan=["3"], pindah=["2"]))[0] == 200
    assert await kursi(pool) == {"A/1": "1", "A/2": "4", "B/1": "2"}


async def test_a_cancellation_that_comes_before_its_number_still_counts(pool: asyncpg.Pool) -> None:
    await nip_batal(pool, "1")
    await nip_terbit(pool, "1", "2")
    await nip_terbit(pool, "1")
    assert [row[0] for row in await pool.fetch("select peserta from penempatan.nip where terbit > batal")] == ["2"]


async def test_a_broken_chain_is_held_back_and_the_placed_version_stays(
    pool: asyncpg.Pool, client: aiohttp.ClientSession, sidik: str
) -> None:
    await ralat(pool, susun(FORMASI, _ralat(p4=69_000)), sebelumnya="f" * 64)
    isi = await _json(client, "/v1/kelompok/K")
    assert (isi["status"], isi["versi_ditempatkan"], isi["sebab"]) == ("DITEMPATKAN", 1, "RANTAI_PUTUS")
    assert await terbit(pool, "placement-corrected", "placement-decided") == []
    assert (await rilis(client))[:2] == (409, "RANTAI_PUTUS")
    # Resignations go on meanwhile.
    await mundurkan(pool, mundur("K", "B/1", "3"))
    assert (await kursi(pool))["B/1"] == "4"


async def test_a_missing_link_is_waited_for(pool: asyncpg.Pool, sidik: str) -> None:
    """Version 3 is here before the seal of version 2."""
    dua, tiga = susun(FORMASI, _ralat(p4=68_000)), susun(FORMASI, _ralat(p4=69_000))
    tutup_dua = peringkat_ditutup(dua, versi=2, sebelumnya=sidik)
    await ralat(pool, tiga, sebelumnya=tutup_dua.sha256, versi=3)
    assert await pool.fetchval("select sebab from penempatan.koreksi") == "RANTAI_PUTUS"
    await kirim(pool, [tutup_dua])
    await kerjakan(pool)
    assert await pool.fetchval("select versi_ditempatkan from penempatan.kelompok") == 3
    assert [(satu.versi, satu.versi_sebelumnya) for satu in await _dikoreksi(pool)] == [(3, 1)]


async def test_rows_that_are_late_are_waited_for(pool: asyncpg.Pool, sidik: str) -> None:
    baru = susun(FORMASI, _ralat(p4=69_000))
    await kirim(pool, [*(nilai_final(p, "K", versi=2) for p in baru.peringkat[1:]), peringkat_ditutup(baru, versi=2, sebelumnya=sidik)])
    await kerjakan(pool)
    assert await pool.fetchval("select sebab from penempatan.koreksi") == "BARIS_KURANG"
    await kirim(pool, [nilai_final(baru.peringkat[0], "K", versi=2)])
    await kerjakan(pool)
    assert await pool.fetchval("select versi_ditempatkan from penempatan.kelompok") == 2


async def test_before_the_first_placing_the_newest_version_is_placed_and_nothing_is_corrected(pool: asyncpg.Pool) -> None:
    await kirim(pool, semua_peristiwa(K)[1:])  # a post is missing
    await kerjakan(pool)
    assert await status(pool, "K") == ("TERTAHAN", "FORMASI_KURANG")
    await ralat(pool, susun(FORMASI, _ralat(p4=95_000, p1=None)), sebelumnya=peringkat_ditutup(K).sha256)
    await kirim(pool, semua_peristiwa(K)[:1])
    await kerjakan(pool)
    assert await kursi(pool) == {"A/1": "4", "A/2": "2", "B/1": "3"}
    assert await terbit(pool, "placement-corrected") == []
    assert await pool.fetchval("select versi_ditempatkan from penempatan.kelompok") == 2
    assert await pool.fetchval("select count(*) from penempatan.keputusan where peserta = '1'") == 0


async def test_the_first_placing_looks_at_the_chain_as_well(pool: asyncpg.Pool) -> None:
    await kirim(pool, [peringkat_ditutup(K)])
    await kirim(pool, semua_peristiwa(K, versi=2))
    await kerjakan(pool)
    assert await status(pool, "K") == ("TERTAHAN", "RANTAI_PUTUS")


async def test_a_resignation_meanwhile_makes_the_proposal_fall_when_other_people_are_concerned(
    pool: asyncpg.Pool, client: aiohttp.ClientSession, sidik: str
) -> None:
    await ralat(pool, susun(FORMASI, _ralat(p4=95_000)), sebelumnya=sidik)
    assert await usulkan(client, kehilangan=["3"], pindah=["2"]) == 201
    await mundurkan(pool, mundur("K", "B/1", "3"))  # 4 follows in B, and has a seat now
    assert (await rilis(client, kehilangan=["3"], pindah=["2"]))[:2] == (409, "KOREKSI_SEDANG_DIHITUNG")
    await kerjakan(pool)
    assert (await rilis(client, kehilangan=["3"], pindah=["2"]))[:2] == (409, "KOREKSI_BELUM_DIUSULKAN")
    (tunggu,) = await _json(client, "/v1/koreksi", OFFICER)
    assert (tunggu["kehilangan"], tunggu["pindah"]) == ([], ["2", "4"])
    async with client.post(
        "/v1/kelompok/K/koreksi/2/usul",
        json={"alasan": ALASAN, "sumber": "BA 13", "pindah": ["4", "2"]},
        headers=kepala(KEDUA, "usul-kedua"),
    ) as jawaban:
        assert jawaban.status == 201
    assert (await rilis(client, pindah=["2", "4"], petugas=OFFICER))[0] == 200
    assert await kursi(pool) == {"A/1": "1", "A/2": "4", "B/1": "2"}


async def test_a_newer_seal_takes_the_place_of_one_that_waits(pool: asyncpg.Pool, client: aiohttp.ClientSession, sidik: str) -> None:
    dua = await ralat(pool, susun(FORMASI, _ralat(p4=95_000)), sebelumnya=sidik)
    assert await usulkan(client, kehilangan=["3"], pindah=["2"]) == 201
    await ralat(pool, susun(FORMASI, _ralat(p4=61_000)), sebelumnya=dua, versi=3)
    assert await kursi(pool) == {"A/1": "1", "A/2": "2", "B/1": "3"}
    assert [(satu.versi, satu.versi_sebelumnya) for satu in await _dikoreksi(pool)] == [(3, 1)]
    assert (await rilis(client, kehilangan=["3"], pindah=["2"]))[:2] == (404, "KOREKSI_TIDAK_ADA")


async def test_a_report_that_crosses_a_correction_is_applied_to_what_the_person_has_now(
    pool: asyncpg.Pool, client: aiohttp.ClientSession, sidik: str
) -> None:
    """2 was moved from A/2 to B/1 and 3 lost B/1; both reports still name the old seat."""
    await ralat(pool, susun(FORMASI, _ralat(p4=95_000)), sebelumnya=sidik)
    assert await usulkan(client, kehilangan=["3"], pindah=["2"]) == 201
    assert (await rilis(client, kehilangan=["3"], pindah=["2"]))[0] == 200
    await mundurkan(pool, mundur("K", "B/1", "3"))
    await mundurkan(pool, mundur("K", "A/2", "2"))
    assert await kursi(pool) == {"A/1": "1", "A/2": "4", "B/1": None}
    assert "keluar dari seleksi" in await _penjelasan(client, "3")
    assert [row[0] for row in await pool.fetch("select peserta from penempatan.pengunduran order by urutan")] == ["3", "2"]


async def test_free_text_with_an_identity_number_is_refused(client: aiohttp.ClientSession) -> None:
    isi = {"alasan": "Sanggah 00010155" + "02990001 diterima", "sumber": "BA 12", "kehilangan": [], "pindah": []}
    async with client.post("/v1/kelompok/K/koreksi/2/usul", json=isi, headers=kepala(OFFICER, "pribadi")) as jawaban:
        (salah,) = (await jawaban.json())["kesalahan"]
        assert (jawaban.status, salah["kolom"]) == (422, "alasan")
        assert "NIK" in salah["pesan"]
    async with client.get("/v1/koreksi") as jawaban:
        assert jawaban.status == 401


async def test_the_same_seal_and_rows_again_change_nothing(pool: asyncpg.Pool, sidik: str) -> None:
    baru = susun(FORMASI, _ralat(p4=69_000))
    await ralat(pool, baru, sebelumnya=sidik)
    sebelum = await keadaan(pool)
    await ralat(pool, baru, sebelumnya=sidik)
    await tempatkan(pool, K)
    assert await keadaan(pool) == sebelum


async def test_two_officers_who_release_at_once_release_once(pool: asyncpg.Pool, client: aiohttp.ClientSession, sidik: str) -> None:
    await ralat(pool, susun(FORMASI, _ralat(p4=95_000)), sebelumnya=sidik)
    assert await usulkan(client, kehilangan=["3"], pindah=["2"]) == 201
    hasil = await asyncio.gather(*(rilis(client, kehilangan=["3"], pindah=["2"], kunci=f"rilis{n}") for n in range(4)))
    assert sorted(status for status, _, _ in hasil) == [200, 409, 409, 409]
    assert {kode for _, kode, _ in hasil if kode} == {"KOREKSI_SUDAH_BERLAKU"}
    assert len(await _dikoreksi(pool)) == 1
