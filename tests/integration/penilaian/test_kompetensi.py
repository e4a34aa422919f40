"""PPPK on a real database: files in, closed on the whole, ranked as the second implementation ranks, sealed, and continued after a kill."""

import asyncio
import random
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

import asyncpg
import pytest

from acuan.pppk import Orang
from services.penilaian.api.masukan import baca_kompetensi
from services.penilaian.domain.pppk import PesertaPppk, peringkatkan_pppk
from services.penilaian.domain.skb import BagianSkb
from services.penilaian.domain.usia import usia
from services.penilaian.usecases.berkas import BerkasNilai, HasilImpor, Mode, NilaiTerbaca
from services.penilaian.usecases.kompetensi.keputusan import putuskan_kelompok_kompetensi
from services.penilaian.usecases.kompetensi.masukan import impor_kompetensi
from services.penilaian.usecases.musim import terima_musim
from shared.aturan.pppk import AmbangTeknis
from shared.contracts.digest import BarisPeringkat, ranking_digest
from shared.contracts.penilaian import CompetencyScored
from shared.db import create_pool
from shared.errors import Rejected
from shared.istilah import Afirmasi, Kehadiran, UjianKompetensi
from shared.messaging import unit_of_work
from tests.integration.penilaian import season_pppk as musim
from tests.integration.penilaian.season import emitted
from tests.integration.penilaian.season_pppk import SEALED, SeasonPppk, scored, season
from tests.support.musim import musim as diumumkan
from tests.support.musim import umumkan

TAHUN = pytest.mark.parametrize("aturan", ["pppk-2021", "pppk-2024"])
FIELDS = ("formasi", "teknis", "total", "memenuhi_ambang", "peringkat", "peringkat_kelompok", "seri")
HEADER = "peserta,kehadiran,teknis,manajerial_sosiokultural,wawancara\n"


def peserta_pppk(satu: Orang) -> PesertaPppk:
    """A participant as the rules take one."""
    assert satu.tanggal_lahir
    points = (satu.teknis, satu.mansos, satu.wawancara) if satu.hadir else (0, 0, 0)
    kehadiran = Kehadiran.HADIR if satu.hadir else Kehadiran.TH
    return PesertaPppk(satu.peserta, satu.formasi, kehadiran, *points, usia(satu.tanggal_lahir), frozenset(map(Afirmasi, satu.afirmasi)))


async def results(pool: asyncpg.Pool) -> tuple[list[str], list[str]]:
    """Everything decided, as text, and everything said of it, sorted: equal for equal seasons."""
    decided = [
        row["t"]
        for table in ("hasil_kompetensi", "penutupan")
        for row in await pool.fetch(f"select t::text from penilaian.{table} as t order by 1")
    ]
    said = await pool.fetch(
        """
        select topic || ' ' || key || ' ' || subject || ' ' || sequence || ' ' || convert_from(payload, 'UTF8') as said
        from messaging.outbox order by 1
        """
    )
    return decided, [row["said"] for row in said]


@TAHUN
async def test_a_whole_season_equals_the_second_implementation_and_is_sealed(pool: asyncpg.Pool, aturan: str) -> None:
    satu = season(1, aturan)
    await musim.whole_season(pool, satu)

    benar = satu.hasil()
    said = {str(one["peserta"]): one for one in await emitted(pool, "competency-finalized")}
    assert {peserta: [one.get(name) for name in FIELDS] for peserta, one in said.items()} == {
        peserta: [one[name] for name in FIELDS] for peserta, one in benar.items()
    }
    assert any(one["seri"] for one in benar.values())
    assert any(one["memenuhi_ambang"] is False for one in benar.values()) is (aturan == "pppk-2021")
    assert any("PPPK_AFIRMASI" in str(one["alasan"]) for one in said.values()) is (aturan == "pppk-2021")
    closed = {str(one["kelompok"]): one for one in await emitted(pool, "ranking-closed")}
    assert set(closed) == {one.kelompok for one in satu.formasi}
    for kelompok, seal in closed.items():
        rows = [one for one in said.values() if one["kelompok"] == kelompok]
        sealed = [BarisPeringkat._make([one.get(name) for name in SEALED]) for one in rows]
        assert (seal["jumlah"], seal["sha256"]) == (len(rows), ranking_digest(sealed))
    assert closed["0004-G3"]["jumlah"] == 0


@TAHUN
async def test_order_repeats_old_versions_and_three_replicas_leave_no_trace(
    pool: asyncpg.Pool, service_dsn: Callable[[str], str], aturan: str
) -> None:
    satu = season(3, aturan)
    await musim.whole_season(pool, satu)
    rng = random.Random(3)

    async with create_pool(service_dsn("penilaian"), application_name="uji", min_size=3) as other:
        wrong = [scored(replace(one, teknis=0, hadir=True)) for one in satu.orang[:30]]
        right = [one.model_copy(update={"versi": 2}) for one in satu.nilai]
        batches = [[one] for one in (*satu.formasi, *satu.pelamar, *satu.pelamar, *right, *wrong, *right)]
        rng.shuffle(batches)
        for batch in batches:
            await musim.tell(other, satu, batch)
        await musim.close(other, satu.pernyataan)

        async def work() -> int:
            done = 0
            while count := await musim.decide(other, satu, at_most=1):
                done += count
            return done

        assert sum(await asyncio.gather(*(work() for _ in range(3)))) == 4
        assert await results(other) == await results(pool)


async def test_closing_says_what_is_missing_and_nothing_changes_afterwards(pool: asyncpg.Pool) -> None:
    satu = season(5)
    await musim.tell(pool, satu, satu.formasi[:-1])
    await musim.tell(pool, satu, satu.pelamar[1:])
    await musim.tell(pool, satu, satu.nilai[:-3])
    with pytest.raises(Rejected) as error:
        await musim.close(pool, satu.pernyataan)
    missing = {fault.kolom: fault.nilai for fault in error.value.faults}
    assert (missing["formasi"], missing["peserta"], missing["nilai_kompetensi"]) == ("9", "119", "3")
    assert "peserta_sha256" in missing

    await musim.tell_all(pool, satu)
    await musim.close(pool, satu.pernyataan)
    await musim.close(pool, satu.pernyataan)
    with pytest.raises(Rejected, match="SUDAH_DITUTUP"):
        await musim.close(pool, replace(satu.pernyataan, peserta=7))
    while await musim.decide(pool, satu):
        pass
    before = await results(pool)
    await musim.tell(pool, satu, satu.nilai)
    with pytest.raises(Rejected, match="TAHAP_SUDAH_DITUTUP"):
        await musim.tell(pool, satu, [scored(satu.orang[0], versi=2)])
    assert await results(pool) == before


async def test_a_jabatan_without_a_grade_is_held_back_with_the_reason_and_the_others_go_out(pool: asyncpg.Pool) -> None:
    satu = season(6, "pppk-2021")
    asing = tuple(
        one.model_copy(update={"jabatan": "AHLI PERTAMA - ARSIPARIS"}) if one.kelompok == "0001-G0" else one for one in satu.formasi
    )
    await musim.whole_season(pool, replace(satu, formasi=asing))

    held = await pool.fetch("select kelompok, sebab, rincian from penilaian.penutupan where not selesai")
    assert [(row["kelompok"], row["sebab"]) for row in held] == [("0001-G0", "AMBANG_TIDAK_DIKETAHUI")]
    assert "AHLI PERTAMA - ARSIPARIS" in held[0]["rincian"]
    assert {one["kelompok"] for one in await emitted(pool, "ranking-closed")} == {"0002-G1", "0003-G2", "0004-G3"}

    # The next version of the rule set brings the grade: the kelompok goes out under it, the others stay as they are.
    satu_satunya = musim.BUKU["pppk-2021", 1]
    assert satu_satunya.ambang
    nilai = AmbangTeknis(225, ("AHLI PERTAMA ARSIPARIS",), "KepmenPANRB 1128/2021 lampiran")
    kedua = replace(satu_satunya, versi=2, ambang=replace(satu_satunya.ambang, teknis=(*satu_satunya.ambang.teknis, nilai)))
    await umumkan(pool, terima_musim, diumumkan("pppk-2021", aturan_versi=2, versi=2, tanpa_musim=True))
    await pool.execute("update penilaian.penutupan set coba_pada = '-infinity'")
    async with unit_of_work(pool) as uow:
        assert await putuskan_kelompok_kompetensi(uow, {**musim.BUKU, ("pppk-2021", 2): kedua}) == 1
    versi = await pool.fetch("select kelompok, aturan_versi from penilaian.penutupan where selesai order by kelompok")
    assert [tuple(row) for row in versi] == [("0001-G0", 2), ("0002-G1", 1), ("0003-G2", 1), ("0004-G3", 1)]
    assert {one["aturan"]["versi"] for one in await emitted(pool, "competency-finalized") if one["kelompok"] == "0001-G0"} == {2}  # type: ignore[index]


def kiriman(satu: SeasonPppk, *rows: str, nama: str = "sesi-1.csv", mode: Mode = Mode.TOLAK) -> tuple[SeasonPppk, BerkasNilai]:
    isi = (HEADER + "".join(f"{row}\n" for row in rows)).encode()
    return satu, BerkasNilai(satu.aturan.nama, nama, UjianKompetensi.KOMPETENSI, mode, len(rows), sha256(isi).hexdigest(), isi)


async def send(pool: asyncpg.Pool, yang: tuple[SeasonPppk, BerkasNilai]) -> HasilImpor:
    satu, file = yang

    async def baca(_bagian: Mapping[str, Sequence[BagianSkb]]) -> NilaiTerbaca:
        return baca_kompetensi(file, satu.aturan)

    return await impor_kompetensi(pool, file, baca, satu.aturan)


async def test_files_are_versioned_and_say_only_what_changed(pool: asyncpg.Pool) -> None:
    satu = season(7)
    good = ("001,HADIR,300,150,30", "002,TH,,,", "003,DIS,,,0")
    first = await send(pool, kiriman(satu, *good))
    again = await send(pool, kiriman(satu, *good))
    second = await send(pool, kiriman(satu, "001,HADIR,305,150,30", *good[1:]))

    assert (first.versi, first.baru, again.baru, again.sama) == (1, 3, 0, 3)
    assert (second.versi, second.baru, second.berubah, second.sama) == (2, 0, 1, 2)
    said = [(one["peserta"], one["versi"], one.get("teknis"), one["kehadiran"]) for one in await emitted(pool, "competency-scored")]
    assert said == [("001", 1, 300, "HADIR"), ("002", 1, None, "TH"), ("003", 1, None, "DIS"), ("001", 2, 305, "HADIR")]
    with pytest.raises(Rejected) as error:
        await send(pool, kiriman(satu, "001,HADIR,310,150,30", nama="sesi-2.csv"))
    assert [(fault.kode, fault.baris) for fault in error.value.faults] == [("NILAI_BERKAS_LAIN", 2)]


async def test_points_are_held_against_the_test_of_the_own_jabatan(pool: asyncpg.Pool) -> None:
    satu = season(8, "pppk-2021")
    await musim.tell(pool, satu, satu.formasi)
    await musim.tell(pool, satu, satu.pelamar)
    jabatan = {one.formasi: one.jabatan for one in satu.formasi}
    guru = next(one.peserta for one in satu.orang if jabatan[one.formasi] == "GURU KELAS SD")
    lain = next(one.peserta for one in satu.orang if jabatan[one.formasi].startswith("AHLI PERTAMA"))
    rows = [f"{peserta},HADIR,{teknis},150,30" for peserta, teknis in ((guru, 500), (lain, 455), ("999", 500), ("998", 301))]
    part = await send(pool, kiriman(satu, *rows, mode=Mode.SEBAGIAN))

    assert [(fault.kode, fault.baris, fault.kolom) for fault in part.ditolak] == [
        ("NILAI_TIDAK_MUNGKIN", 3, "teknis"),
        ("NILAI_TIDAK_MUNGKIN", 5, "teknis"),
    ]
    assert [one["peserta"] for one in await emitted(pool, "competency-scored")] == sorted([guru, "999"])
    impossible = next(one for one in satu.orang if one.peserta == lain)
    with pytest.raises(Rejected, match="NILAI_TIDAK_MUNGKIN"):
        await musim.tell(pool, satu, [scored(replace(impossible, teknis=455, hadir=True))])


async def test_closing_waits_for_rows_on_their_way_and_then_files_are_refused(pool: asyncpg.Pool) -> None:
    satu = season(9)
    await musim.tell_all(pool, satu)
    hadir = next(one for one in satu.orang if one.hadir)
    sent = kiriman(satu, f"{hadir.peserta},HADIR,{hadir.teknis + 5},{hadir.mansos},{hadir.wawancara}")
    await send(pool, sent)
    with pytest.raises(Rejected) as error:
        await musim.close(pool, satu.pernyataan)
    assert [(fault.kolom, fault.nilai) for fault in error.value.faults] == [("berkas_kompetensi", "1")]

    (said,) = [CompetencyScored.model_validate(one) for one in await emitted(pool, "competency-scored")]
    with pytest.raises(Rejected, match="NILAI_BERTENTANGAN"):
        await musim.tell(pool, satu, [said])
    await musim.tell(pool, satu, [said.model_copy(update={"versi": 2})])
    await musim.close(pool, satu.pernyataan)
    with pytest.raises(Rejected, match="TAHAP_SUDAH_DITUTUP"):
        await send(pool, kiriman(satu, f"{hadir.peserta},TH,,,"))
    assert (await send(pool, sent)).versi == 1


async def test_points_that_came_before_their_season_are_held_against_its_tests_when_it_is_closed(pool: asyncpg.Pool) -> None:
    satu = season(10, "pppk-2021")
    jabatan = {one.formasi: one.jabatan for one in satu.formasi}
    lain = next(one for one in satu.orang if one.hadir and not jabatan[one.formasi].startswith("GURU"))
    mustahil = [scored(replace(one, teknis=455) if one is lain else one) for one in satu.orang]
    await musim.tell(pool, satu, mustahil)
    await musim.tell(pool, satu, satu.formasi)
    await musim.tell(pool, satu, satu.pelamar)
    with pytest.raises(Rejected) as error:
        await musim.close(pool, satu.pernyataan)
    assert [(fault.kolom, fault.nilai) for fault in error.value.faults] == [("nilai_mungkin", "1")]
    await musim.tell(pool, satu, [scored(lain, versi=2)])
    await musim.close(pool, satu.pernyataan)


_HELD = """
import asyncio, sys
from shared.db import create_pool
from shared.messaging import unit_of_work
from services.penilaian.context import Context
from services.penilaian.usecases.kompetensi import keputusan

async def main() -> None:
    async with create_pool(sys.argv[1], application_name="korban", min_size=1) as pool:
        async with unit_of_work(pool) as uow:
            print(await keputusan.putuskan_kelompok_kompetensi(uow, Context(1).buku_pppk, at_most=2), flush=True)
            await asyncio.Event().wait()

asyncio.run(main())
"""


@pytest.mark.fault
async def test_a_worker_killed_half_way_leaves_no_trace(pool: asyncpg.Pool, service_dsn: Callable[[str], str]) -> None:
    satu = season(11, "pppk-2021")
    await musim.whole_season(pool, satu)
    dsn = service_dsn("penilaian")
    async with create_pool(dsn, application_name="uji", min_size=1) as other:
        await musim.tell_all(other, satu)
        await musim.close(other, satu.pernyataan)
        assert await musim.decide(other, satu, at_most=1) == 1
        victim = await asyncio.create_subprocess_exec(sys.executable, "-c", _HELD, dsn, stdout=subprocess.PIPE)
        assert victim.stdout is not None
        assert await victim.stdout.readline() == b"2\n"
        victim.kill()
        await victim.wait()
        # The server notices a dead client within moments; until then its rows are skipped, not lost.
        async with other.acquire() as conn, conn.transaction():
            await conn.fetch("select 1 from penilaian.penutupan where tahap = 'KOMPETENSI' for update")
        while await musim.decide(other, satu):
            pass
        assert await results(other) == await results(pool)


@pytest.mark.parametrize("seed", range(40, 46))
async def test_in_whatever_order_facts_arrive_the_service_says_what_the_rules_rank(pool: asyncpg.Pool, seed: int) -> None:
    satu = season(seed, ("pppk-2021", "pppk-2024")[seed % 2], people=40)
    rng = random.Random(seed)
    earlier = [one.model_copy(update={"kuota": 1}) for one in satu.formasi]
    posts = [one.model_copy(update={"versi": 2}) for one in satu.formasi]
    points = [one.model_copy(update={"versi": 3}) for one in satu.nilai]
    old = [scored(replace(one, teknis=rng.randrange(0, 455, 5)), versi=2) for one in satu.orang]
    batches = [[one] for one in (*earlier, *posts, *satu.pelamar, *satu.pelamar, *points, *old, *points)]
    rng.shuffle(batches)
    for batch in batches:
        await musim.tell(pool, satu, batch)
    await musim.close(pool, satu.pernyataan)
    while await musim.decide(pool, satu, at_most=rng.randint(1, 3)):
        pass

    said = {str(one["peserta"]): one for one in await emitted(pool, "competency-finalized")}
    for kelompok in {one.kelompok for one in satu.formasi}:
        posts_of = [one for one in satu.formasi if one.kelompok == kelompok]
        kuota = {one.formasi: one.kuota for one in posts_of}
        people = [peserta_pppk(one) for one in satu.orang if one.formasi in kuota]
        for one in peringkatkan_pppk(people, satu.aturan, satu.aturan.syarat(posts_of[0].jabatan), kuota):
            row = said.pop(one.peserta)
            assert [row.get(name) for name in FIELDS] == [getattr(one, name) for name in FIELDS]
            assert [alasan["kode"] for alasan in row["alasan"]] == [alasan.kode for alasan in one.alasan]  # type: ignore[attr-defined]
    assert said == {}
