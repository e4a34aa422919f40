"""Corrections of a closed kelompok on a real database: two officers, a new version, the difference, the digest chain."""

from dataclasses import replace
from decimal import Decimal
from hashlib import sha256

import aiohttp
import asyncpg
import pytest

from shared.contracts.digest import BarisPeringkat, ranking_digest
from shared.contracts.penilaian import ExamScored
from tests.integration.penilaian import season as musim
from tests.integration.penilaian.season import Season, season
from tests.support.administrator import empty_outbox
from tests.support.http import OFFICER, SECOND_OFFICER, participant

KEDUA = SECOND_OFFICER
ALASAN = "Sanggah diterima menurut berita acara 12/BA/2025."


def headers(petugas: dict[str, str], kunci: str) -> dict[str, str]:
    return {**petugas, "Idempotency-Key": kunci.rjust(8, "0")}


async def closed_season(pool: asyncpg.Pool, seed: int) -> tuple[Season, str, asyncpg.Record]:
    """A season to its end, and the last ranked participant of its largest formation that has more people than seats."""
    satu = season(seed)
    await musim.whole_season(pool, satu)
    last = await pool.fetchrow(
        """
        select a.kelompok, a.peserta, a.formasi, f.kuota, b.nilai from penilaian.hasil_akhir as a
        join penilaian.formasi as f on f.formasi = a.formasi
        join penilaian.nilai_skb as b on b.peserta = a.peserta
        where a.peringkat > f.kuota order by a.peringkat - f.kuota desc, a.peserta limit 1
        """
    )
    assert last is not None
    return satu, last["kelompok"], last


def skb(peserta: str, nilai: int) -> dict[str, object]:
    return {"peserta": peserta, "jenis": "SKB", "kehadiran": "HADIR", "nilai_skb": nilai, "status_skb": "HADIR"}


async def test_a_correction_needs_two_officers_and_becomes_a_version(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    satu, kelompok, last = await closed_season(pool, 41)
    base = f"/v1/kelompok/{kelompok}"
    before = await (await client.get(f"{base}/versi/1")).json()
    usul = {"alasan": ALASAN, "sumber": "BA 12", "perubahan": [skb(last["peserta"], 100_000)]}
    async with client.post(f"{base}/koreksi", json=usul, headers=headers(OFFICER, "usul")) as answer:
        assert answer.status == 201, await answer.text()
        proposed = await answer.json()
    assert (proposed["versi"], proposed["diusulkan_oleh"]) == (None, "petugas")
    assert last["peserta"] in proposed["selisih"]["masuk"]
    kehilangan = proposed["selisih"]["kehilangan"]
    assert len(kehilangan) == 1
    assert await (await client.get(f"{base}/versi/1")).json() == before

    rilis = f"{base}/koreksi/{proposed['nomor']}/rilis"
    async with client.post(rilis, json={"kehilangan": kehilangan}, headers=headers(OFFICER, "sama")) as answer:
        assert (answer.status, (await answer.json())["kode"]) == (403, "PERLU_PETUGAS_LAIN")
    async with client.post(rilis, json={}, headers=headers(KEDUA, "buta")) as answer:
        problem = await answer.json()
        assert (answer.status, problem["kode"]) == (409, "KEHILANGAN_BELUM_DISETUJUI")
        assert [one["nilai"] for one in problem["kesalahan"]] == kehilangan
    async with client.post(rilis, json={"kehilangan": kehilangan}, headers=headers(KEDUA, "rilis")) as answer:
        assert answer.status == 200, await answer.text()
        released = await answer.json()
    assert (released["versi"], released["dirilis_oleh"]) == (2, "petugas-kedua")
    async with client.post(rilis, json={"kehilangan": kehilangan}, headers=headers(KEDUA, "lagi")) as answer:
        assert (answer.status, (await answer.json())["kode"]) == (409, "KOREKSI_SUDAH_DIRILIS")

    # The second implementation, told of the corrected score, ranks the same.
    corrected = replace(satu, orang=tuple(replace(x, nilai_skb=Decimal(100)) if x.peserta == last["peserta"] else x for x in satu.orang))
    ranks = corrected.peringkat()
    after = await (await client.get(f"{base}/versi/2")).json()
    assert {row["peserta"]: (row["peringkat"], row["peringkat_kelompok"]) for row in after["baris"] if row["peringkat"]} == {
        row["peserta"]: ranks[row["peserta"]] for row in after["baris"] if row["peserta"] in ranks
    }
    # The old version stays as it was, and the chain of digests holds.
    assert await (await client.get(f"{base}/versi/1")).json() == before
    assert after["sha256_sebelumnya"] == before["sha256"] != after["sha256"]
    difference = await (await client.get(f"{base}/versi/2/selisih")).json()
    assert (difference["kehilangan"], difference["alasan"]) == (kehilangan, ALASAN)
    assert "diusulkan_oleh" not in difference


async def test_everything_of_the_kelompok_is_said_again(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    _, kelompok, last = await closed_season(pool, 42)
    await empty_outbox(pool)
    before = await pool.fetchval("select sha256 from penilaian.penutupan where tahap = 'PERINGKAT' and kelompok = $1", kelompok)
    await _correct(client, kelompok, [skb(last["peserta"], 99_999)])

    [scored] = await musim.emitted(pool, "exam-scored")
    assert (scored["peserta"], scored["nilai_skb"], scored["versi"], scored["sumber"]) == (last["peserta"], 99_999, 2, "BA 12")
    short = await musim.emitted(pool, "skb-shortlisted")
    assert {one["versi"] for one in short} == {2}
    assert {str(one["kelompok"]) for one in short} == {kelompok}
    final = await musim.emitted(pool, "score-finalized")
    [closed] = await musim.emitted(pool, "ranking-closed")
    assert {one["versi"] for one in final} == {2}
    assert musim.stated(final) == musim.wished(final)
    assert any(musim.stated(final).values())
    assert (closed["jumlah"], closed["versi"], closed["sha256_sebelumnya"]) == (len(final), 2, before)
    rows = (
        BarisPeringkat(
            str(one["peserta"]),
            str(one["formasi"]),
            str(one["status_skb"]),
            one.get("nilai_akhir"),  # type: ignore[arg-type]
            one.get("peringkat"),  # type: ignore[arg-type]
            one.get("peringkat_kelompok"),  # type: ignore[arg-type]
            2,
        )
        for one in final
    )
    assert ranking_digest(rows) == closed["sha256"]
    [corrected] = await musim.emitted(pool, "ranking-corrected")
    difference = await (await client.get(f"/v1/kelompok/{kelompok}/versi/2/selisih")).json()
    assert (corrected["versi"], corrected["versi_sebelumnya"], corrected["alasan"], corrected["sumber"]) == (2, 1, ALASAN, "BA 12")
    assert (corrected["sha256"], corrected["sha256_sebelumnya"]) == (closed["sha256"], before)
    assert (corrected["masuk"], corrected["kehilangan"]) == (difference["masuk"], difference["kehilangan"])
    # Nothing of so small a difference is left out; the ranks come last.
    assert sorted(_values(corrected["ubahan"])) == sorted(_values(difference["ubahan"]))
    assert next(kolom for _, kolom, _, _ in _values(corrected["ubahan"])) == "nilai_akhir"
    assert corrected["ubahan_peringkat_lain"] == 0
    sequences = await pool.fetch("select distinct sequence from messaging.outbox")
    assert [row["sequence"] for row in sequences] == [2]


def _values(ubahan: object) -> list[tuple[str, ...]]:
    assert isinstance(ubahan, list)
    return [tuple(str(one.get(name)) for name in ("peserta", "kolom", "dari", "menjadi")) for one in ubahan]


@pytest.mark.parametrize("teks", ["Sanggah 0001010101900001 diterima.", "daftar skd0001010101900001.csv", "hubungi a.b@contoh.example"])
async def test_a_text_that_names_a_person_is_refused_because_it_is_published(
    client: aiohttp.ClientSession, pool: asyncpg.Pool, teks: str
) -> None:
    usul = {"alasan": ALASAN, "sumber": "BA 12", "perubahan": [skb("1", 1)]}
    for kolom in ("alasan", "sumber"):
        body = {**usul, kolom: teks}
        async with client.post("/v1/kelompok/x/koreksi", json=body, headers=headers(OFFICER, f"pribadi{kolom}")) as answer:
            problem = await answer.json()
        assert (answer.status, problem["kode"]) == (422, "ISIAN_TIDAK_SAH")
        assert "diterbitkan" in problem["kesalahan"][0]["pesan"]
        assert teks not in str(problem)
        query = {"jenis": "SKB", "alasan": ALASAN, "sumber": "BA 12", "jumlah": "1", "sha256": "0" * 64, kolom: teks}
        kunci = headers(OFFICER, f"berkas{kolom}")
        async with client.post("/v1/kelompok/x/koreksi/berkas", params=query, data=b"x", headers=kunci) as answer:
            assert (answer.status, (await answer.json())["kesalahan"][0]["kolom"]) == (422, kolom)


async def test_a_correction_before_the_ranking_is_closed_has_no_digest(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    satu = season(49)
    await musim.skd_closed(pool, satu)
    row = await pool.fetchrow("select kelompok, peserta from penilaian.hasil_skd where hasil = 'TIDAK_LULUS' order by peserta limit 1")
    assert row is not None
    best = {"peserta": row["peserta"], "jenis": "SKD", "kehadiran": "HADIR", "twk": 150, "tiu": 175, "tkp": 225}
    await _correct(client, row["kelompok"], [best])
    [corrected] = await musim.emitted(pool, "ranking-corrected")
    assert "sha256" not in corrected
    assert "sha256_sebelumnya" not in corrected
    changed = {"peserta": row["peserta"], "kolom": "hasil_skd", "dari": "TIDAK_LULUS", "menjadi": "LULUS"}
    assert changed in corrected["ubahan"]  # type: ignore[operator]


async def _correct(client: aiohttp.ClientSession, kelompok: str, perubahan: list[dict[str, object]], kunci: str = "a") -> dict[str, object]:
    usul = {"alasan": ALASAN, "sumber": "BA 12", "perubahan": perubahan}
    async with client.post(f"/v1/kelompok/{kelompok}/koreksi", json=usul, headers=headers(OFFICER, f"u{kunci}")) as answer:
        assert answer.status == 201, await answer.text()
        proposed = await answer.json()
    body = {"kehilangan": proposed["selisih"]["kehilangan"]}
    path = f"/v1/kelompok/{kelompok}/koreksi/{proposed['nomor']}/rilis"
    async with client.post(path, json=body, headers=headers(KEDUA, f"r{kunci}")) as answer:
        assert answer.status == 200, await answer.text()
        released: dict[str, object] = await answer.json()
    return released


async def test_a_second_correction_follows_the_first_and_overtakes_an_older_proposal(
    client: aiohttp.ClientSession, pool: asyncpg.Pool
) -> None:
    _, kelompok, last = await closed_season(pool, 43)
    base = f"/v1/kelompok/{kelompok}/koreksi"
    usul = {"alasan": ALASAN, "sumber": "BA 9", "perubahan": [skb(last["peserta"], 12_345)]}
    async with client.post(base, json=usul, headers=headers(OFFICER, "tua")) as answer:
        old = await answer.json()
    first = await _correct(client, kelompok, [skb(last["peserta"], 100_000)], "1")
    async with client.post(
        f"{base}/{old['nomor']}/rilis", json={"kehilangan": old["selisih"]["kehilangan"]}, headers=headers(KEDUA, "usang")
    ) as answer:
        assert (answer.status, (await answer.json())["kode"]) == (409, "KOREKSI_USANG")
    second = await _correct(client, kelompok, [skb(last["peserta"], 0)], "2")
    assert (first["versi"], second["versi"]) == (2, 3)
    chain = [await (await client.get(f"/v1/kelompok/{kelompok}/versi/{n}")).json() for n in (1, 2, 3)]
    assert [one["sha256_sebelumnya"] for one in chain] == [None, chain[0]["sha256"], chain[1]["sha256"]]
    listed = await (await client.get(base, headers=OFFICER)).json()
    assert [one["versi"] for one in listed] == [None, 2, 3]


async def test_an_skd_that_lets_somebody_in_needs_their_skb(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    await musim.whole_season(pool, season(44))
    row = await pool.fetchrow("select kelompok, peserta from penilaian.hasil_skd where hasil = 'TIDAK_LULUS' order by peserta limit 1")
    assert row is not None
    best = {"peserta": row["peserta"], "jenis": "SKD", "kehadiran": "HADIR", "twk": 150, "tiu": 175, "tkp": 225}
    usul = {"alasan": ALASAN, "sumber": "BA 12", "perubahan": [best]}
    async with client.post(f"/v1/kelompok/{row['kelompok']}/koreksi", json=usul, headers=headers(OFFICER, "kurang")) as answer:
        assert (answer.status, (await answer.json())["kode"]) == (409, "NILAI_SKB_BELUM_ADA")
    await _correct(client, row["kelompok"], [best, skb(row["peserta"], 90_000)])
    async with client.get(f"/v1/peserta/{row['peserta']}") as answer:
        one = await answer.json()
    assert (one["kode_skd"], one["skd"], one["status_skb"]) == ("P/L", 550, "HADIR")


@pytest.mark.parametrize(
    ("perubahan", "kode"),
    [
        ({"twk": 66}, "KOREKSI_TIDAK_SAH"),
        ({"peserta": "99"}, "KOREKSI_TIDAK_SAH"),
    ],
)
async def test_what_cannot_be_is_refused(
    client: aiohttp.ClientSession, pool: asyncpg.Pool, perubahan: dict[str, object], kode: str
) -> None:
    _, kelompok, last = await closed_season(pool, 45)
    body = {"peserta": last["peserta"], "jenis": "SKD", "kehadiran": "HADIR", "twk": 65, "tiu": 80, "tkp": 166, **perubahan}
    usul = {"alasan": ALASAN, "sumber": "BA 12", "perubahan": [body]}
    async with client.post(f"/v1/kelompok/{kelompok}/koreksi", json=usul, headers=headers(OFFICER, "salah")) as answer:
        assert (answer.status, (await answer.json())["kode"]) == (422, kode)
    same = {"alasan": ALASAN, "sumber": "BA 12", "perubahan": [skb(last["peserta"], last["nilai"])]}
    async with client.post(f"/v1/kelompok/{kelompok}/koreksi", json=same, headers=headers(OFFICER, "sama")) as answer:
        assert (answer.status, (await answer.json())["kode"]) == (422, "TIDAK_ADA_PERUBAHAN")
    async with client.post("/v1/kelompok/x/koreksi", json=same, headers=headers(OFFICER, "asing")) as answer:
        assert answer.status == 404
    async with client.post(f"/v1/kelompok/{kelompok}/koreksi", json=same, headers=headers({}, "siapa")) as answer:
        assert answer.status == 401


async def test_a_corrected_file_is_a_proposal_too(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    _, kelompok, last = await closed_season(pool, 46)
    body = f"peserta,kehadiran,nilai_skb\n{last['peserta']},HADIR,88.125\n".encode()
    query = {"jenis": "SKB", "alasan": ALASAN, "sumber": "skb-perbaikan.csv", "jumlah": "1", "sha256": sha256(body).hexdigest()}
    async with client.post(
        f"/v1/kelompok/{kelompok}/koreksi/berkas", params=query, data=body, headers=headers(OFFICER, "berkas")
    ) as answer:
        assert answer.status == 201, await answer.text()
        proposed = await answer.json()
    assert any(one["peserta"] == last["peserta"] and one["kolom"] == "nilai_akhir" for one in proposed["selisih"]["ubahan"])
    assert proposed["sumber"] == "skb-perbaikan.csv"


async def test_the_own_event_of_a_correction_changes_nothing_when_it_comes_back(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    _, kelompok, last = await closed_season(pool, 47)
    await empty_outbox(pool)
    await _correct(client, kelompok, [skb(last["peserta"], 77_777)])
    [scored] = await musim.emitted(pool, "exam-scored")
    await musim.tell(pool, [ExamScored.model_validate(scored)])
    assert await pool.fetchval("select nilai from penilaian.nilai_skb where peserta = $1", last["peserta"]) == 77_777


async def test_the_paragraph_is_for_its_own_number_and_for_officers(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    _, _, last = await closed_season(pool, 48)
    path = f"/v1/peserta/{last['peserta']}"
    async with client.get(f"{path}/penjelasan") as answer:
        assert answer.status == 401
    mine = participant(last["peserta"])
    async with client.get(f"{path}/penjelasan", headers=mine) as answer:
        own = await answer.json()
    assert "di luar" in own["penjelasan"]
    assert "\n" not in own["penjelasan"]
    other = await pool.fetchval("select peserta from penilaian.hasil_skd where peserta <> $1 limit 1", last["peserta"])
    async with client.get(f"/v1/peserta/{other}/penjelasan", headers=mine) as answer:
        assert answer.status == 403
    async with client.get(f"{path}/penjelasan", headers=OFFICER) as answer:
        assert await answer.json() == own
