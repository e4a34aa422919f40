"""A tie at the last seat is put in order by a signed decision: two officers, a new version, and what undoes it again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import aiohttp
import asyncpg
import pytest

from acuan.penilaian import Orang
from tests.integration.penilaian import season as musim
from tests.integration.penilaian.season import Season, season
from tests.integration.penilaian.test_koreksi import KEDUA, headers, skb
from tests.support.administrator import empty_outbox
from tests.support.http import OFFICER

KEP = "KEP 7/2025"
ALASAN = "Urutan peserta yang sama dalam semua ukuran, keputusan Panselnas."


@dataclass(frozen=True)
class Seri:
    """A season in which the first of two formations has one more best person than seats, all equal, and the second has one like them."""

    musim: Season
    kelompok: str
    kuota: int
    seri: tuple[str, ...]
    lain: str
    hampir: str

    @property
    def semua(self) -> list[str]:
        return [*self.seri, self.lain]


async def seri_di_batas(pool: asyncpg.Pool, seed: int) -> Seri:
    dasar = season(seed, people=40)
    satu, dua = [f for f in dasar.formasi if f.kelompok.startswith("0001")][:2]
    best = Orang("", satu.formasi, "HADIR", 150, 175, 225, nilai_skb=Decimal(99), ipk=Decimal("3.50"), tanggal_lahir=date(1995, 1, 1))

    def orang(n: int, **isi: object) -> Orang:
        return replace(best, peserta=f"2400002011{n:07d}", **isi)  # type: ignore[arg-type]

    seri = tuple(orang(900 + n) for n in range(satu.kuota + 1))
    lain, hampir = orang(990, formasi=dua.formasi), orang(991, nilai_skb=Decimal(98))
    semusim = replace(dasar, orang=(*dasar.orang, *seri, lain, hampir))
    await musim.whole_season(pool, semusim)
    await empty_outbox(pool)
    return Seri(semusim, satu.kelompok, satu.kuota, tuple(s.peserta for s in seri), lain.peserta, hampir.peserta)


async def usulkan(
    client: aiohttp.ClientSession,
    kelompok: str,
    urutan: Sequence[Sequence[str]],
    perubahan: Sequence[dict[str, object]] = (),
    kunci: str = "u",
) -> tuple[int, dict[str, object]]:
    isi = {"alasan": ALASAN, "sumber": KEP, "urutan_seri": urutan, "perubahan": perubahan}
    async with client.post(f"/v1/kelompok/{kelompok}/koreksi", json=isi, headers=headers(OFFICER, kunci)) as answer:
        return answer.status, await answer.json()


async def sahkan(
    client: aiohttp.ClientSession,
    kelompok: str,
    urutan: Sequence[Sequence[str]],
    perubahan: Sequence[dict[str, object]] = (),
    kunci: str = "u",
) -> dict[str, object]:
    """Proposed and released; the proposal."""
    status, usul = await usulkan(client, kelompok, urutan, perubahan, kunci)
    assert status == 201, usul
    selisih = usul["selisih"]
    assert isinstance(selisih, dict)
    path = f"/v1/kelompok/{kelompok}/koreksi/{usul['nomor']}/rilis"
    async with client.post(path, json={"kehilangan": selisih["kehilangan"]}, headers=headers(KEDUA, f"r{kunci}")) as answer:
        assert answer.status == 200, await answer.text()
    return usul


async def baris(client: aiohttp.ClientSession, kelompok: str, versi: int) -> dict[str, dict[str, object]]:
    async with client.get(f"/v1/kelompok/{kelompok}/versi/{versi}") as answer:
        return {row["peserta"]: row for row in (await answer.json())["baris"]}


def tempat(rows: dict[str, dict[str, object]], orang: Sequence[str]) -> list[tuple[object, ...]]:
    return [tuple(rows[satu][kolom] for kolom in ("peringkat", "peringkat_kelompok", "seri", "urutan_panselnas")) for satu in orang]


async def test_two_officers_settle_a_tie_at_the_last_seat(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    satu = await seri_di_batas(pool, 61)
    assert tempat(await baris(client, satu.kelompok, 1), satu.semua) == [(1, 1, True, None)] * (satu.kuota + 2)
    *dalam, luar = reversed(satu.seri)
    urutan = [*dalam, satu.lain, luar]

    usul = await sahkan(client, satu.kelompok, [urutan])
    assert (usul["urutan_seri"], usul["versi"]) == ([urutan], None)
    assert (usul["selisih"]["kehilangan"], usul["selisih"]["masuk"]) == ([luar], [])  # type: ignore[index]
    rows = await baris(client, satu.kelompok, 2)
    n = satu.kuota
    assert tempat(rows, urutan) == [*((i, i, False, i) for i in range(1, n + 1)), (1, n + 1, False, n + 1), (n + 1, n + 2, False, n + 2)]
    # The second implementation, told of the signed order, ranks the same.
    tahu = {peserta: ("daftar", ke) for ke, peserta in enumerate(urutan, start=1)}
    diputus = replace(satu.musim, orang=tuple(replace(x, putusan=tahu.get(x.peserta)) for x in satu.musim.orang)).peringkat()
    assert {p: (row["peringkat"], row["peringkat_kelompok"]) for p, row in rows.items() if row["peringkat"]} == {
        p: rank for p, rank in diputus.items() if p in rows
    }

    assert await musim.emitted(pool, "exam-scored") == []
    said = {str(one["peserta"]): one for one in await musim.emitted(pool, "score-finalized")}
    assert {(said[p]["seri"], said[p]["versi"]) for p in urutan} == {(False, 2)}
    for ke, peserta in enumerate(urutan, start=1):
        (putus,) = [a for a in said[peserta]["alasan"] if a["kode"] == "SERI_DIPUTUSKAN"]  # type: ignore[attr-defined]
        assert putus["angka"] == {"urutan": ke, "dokumen": KEP}
    (closed,) = await musim.emitted(pool, "ranking-closed")
    assert closed["versi"] == 2
    (corrected,) = await musim.emitted(pool, "ranking-corrected")
    ubahan = {(one["peserta"], one["kolom"]): (one.get("dari"), one.get("menjadi")) for one in corrected["ubahan"]}  # type: ignore[attr-defined]
    assert (ubahan[luar, "seri"], ubahan[luar, "urutan_panselnas"]) == ((True, False), (None, n + 2))
    assert (corrected["kehilangan"], corrected["sumber"]) == ([luar], KEP)
    async with client.get(f"/v1/peserta/{luar}/penjelasan", headers=OFFICER) as answer:
        assert f"Panselnas menetapkan Anda pada urutan {n + 2} dengan keputusan yang ditandatangani ({KEP})" in await answer.text()
    # The old version stays as it was, and the same order again is nothing new.
    assert tempat(await baris(client, satu.kelompok, 1), urutan) == [(1, 1, True, None)] * (n + 2)
    status, problem = await usulkan(client, satu.kelompok, [urutan], kunci="lagi")
    assert (status, problem["kode"]) == (422, "TIDAK_ADA_PERUBAHAN")
    # A mistaken order is put right by another signed one.
    await sahkan(client, satu.kelompok, [[luar, *dalam, satu.lain]], kunci="ralat")
    assert (await baris(client, satu.kelompok, 3))[luar]["peringkat"] == 1


async def test_what_is_not_exactly_a_tie_is_refused(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    satu = await seri_di_batas(pool, 62)
    asing = await pool.fetchval("select peserta from penilaian.hasil_akhir where kelompok <> $1 order by peserta limit 1", satu.kelompok)
    gagal = await pool.fetchval(
        "select peserta from penilaian.hasil_skd where kelompok = $1 and hasil = 'TIDAK_LULUS' order by peserta limit 1", satu.kelompok
    )
    assert None not in {asing, gagal}
    for ke, (urutan, kode, siapa) in enumerate(
        [
            ([list(satu.seri)], "SERI_TIDAK_LENGKAP", satu.lain),
            ([[*satu.semua, satu.hampir]], "BUKAN_SERI", satu.hampir),
            ([[*satu.semua, asing]], "BUKAN_PESERTA_SKB", asing),
            ([[*satu.semua, gagal]], "BUKAN_PESERTA_SKB", gagal),
            ([[*satu.semua, satu.lain]], "PESERTA_GANDA", satu.lain),
        ]
    ):
        status, problem = await usulkan(client, satu.kelompok, urutan, kunci=f"tolak{ke}")
        assert (status, problem["kode"]) == (422, "URUTAN_SERI_TIDAK_SAH")
        assert [(one["kode"], one["nilai"]) for one in problem["kesalahan"]] == [(kode, siapa)]  # type: ignore[attr-defined]
    tanpa_isi: list[list[list[str]]] = [[], [[]], [[satu.lain]]]
    for ke, kosong in enumerate(tanpa_isi):
        status, problem = await usulkan(client, satu.kelompok, kosong, kunci=f"kosong{ke}")
        assert (status, problem["kode"]) == (422, "ISIAN_TIDAK_SAH")
    # The tie is the one after the scores of the same proposal.
    status, problem = await usulkan(client, satu.kelompok, [satu.semua], [skb(satu.hampir, 99_000)], "nilai")
    assert (status, problem["kode"]) == (422, "URUTAN_SERI_TIDAK_SAH")
    assert [(one["kode"], one["nilai"]) for one in problem["kesalahan"]] == [("SERI_TIDAK_LENGKAP", satu.hampir)]  # type: ignore[attr-defined]
    assert await pool.fetchval("select count(*) from penilaian.koreksi") == 0


async def test_an_order_waits_for_the_ranking_to_be_closed(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    await musim.skd_closed(pool, season(63, people=40))
    kelompok = await pool.fetchval("select kelompok from penilaian.hasil_skd order by kelompok limit 1")
    status, problem = await usulkan(client, kelompok, [["1", "2"]])
    assert (status, problem["kode"]) == (409, "TAHAP_MASIH_TERBUKA")


async def test_who_joins_the_tie_later_opens_it_again_and_who_leaves_it_does_not(
    client: aiohttp.ClientSession,
    pool: asyncpg.Pool,
) -> None:
    satu = await seri_di_batas(pool, 64)
    await sahkan(client, satu.kelompok, [satu.semua], kunci="satu")
    # One of them falls behind: the others keep their order, and the place of the one says nothing.
    await sahkan(client, satu.kelompok, [], [skb(satu.semua[0], 1_000)], "dua")
    rows = await baris(client, satu.kelompok, 3)
    assert [row[1:3] for row in tempat(rows, satu.semua[1:])] == [(n, False) for n in range(1, satu.kuota + 2)]
    assert (rows[satu.semua[0]]["seri"], rows[satu.semua[0]]["urutan_panselnas"]) == (False, 1)
    # Somebody without a place becomes equal to them: nobody is put before anybody.
    await sahkan(client, satu.kelompok, [], [skb(satu.hampir, 99_000)], "tiga")
    kini = [*satu.semua[1:], satu.hampir]
    assert {row[1:3] for row in tempat(await baris(client, satu.kelompok, 4), kini)} == {(1, True)}
    # The newcomer's score and the order that then is needed may come in one proposal.
    baru = [satu.hampir, *satu.semua[1:], satu.semua[0]]
    await sahkan(client, satu.kelompok, [baru], [skb(satu.semua[0], 99_000)], "empat")
    rows = await baris(client, satu.kelompok, 5)
    assert [row[1:] for row in tempat(rows, baru)] == [(n, False, n) for n in range(1, len(baru) + 1)]


@pytest.mark.parametrize("urutan", [["x", "y"], ["1", "2" * 21]])
async def test_what_is_no_participant_number_is_refused(client: aiohttp.ClientSession, urutan: list[str]) -> None:
    status, problem = await usulkan(client, "k", [urutan])
    assert (status, problem["kode"]) == (422, "ISIAN_TIDAK_SAH")
