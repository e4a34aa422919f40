"""Many corrections at once: any order, repeats, batches and replicas come to the same. And a wrong one is never published."""

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import asyncpg
import pytest

from services.penempatan.domain.jenis import Keadaan, Peringkat
from services.penempatan.domain.ketentuan import Ketentuan
from services.penempatan.domain.koreksi import PenempatanUlang, tempatkan_ulang
from services.penempatan.domain.penggantian import Pengunduran
from services.penempatan.usecases import koreksi as koreksi_otomatis
from shared.contracts.event import Event
from shared.db import create_pool
from tests.integration.penempatan.koreksi import ralat, tempatkan
from tests.integration.penempatan.papan import keadaan, kerjakan, kirim, kursi, mundurkan, semua_peristiwa, terbit
from tests.support.administrator import empty_outbox
from tests.support.penempatan import Kelompok, acak_kelompok, mundur, nilai_final, peringkat_ditutup, post, ralat_acak, susun


@pytest.mark.parametrize("benih", range(3))
async def test_any_order_any_duplicates_any_replicas_give_the_same_corrections(service_dsn: Callable[[str], str], benih: int) -> None:
    musim = [replace(acak_kelompok(random.Random(n), 25, 7), kode=f"K{n}") for n in range(12)]
    musim = [_bernomor(k, n) for n, k in enumerate(musim)]
    # In every third the ranking is only said again.
    koreksi = [ralat_acak(k, random.Random(k.kode)) if n % 3 else k for n, k in enumerate(musim)]
    events: list[Event] = []
    for lama, baru in zip(musim, koreksi, strict=True):
        events += [nilai_final(p, baru.kode, versi=2) for p in baru.peringkat]
        events.append(peringkat_ditutup(baru, versi=2, sebelumnya=peringkat_ditutup(lama).sha256))
    async with (
        create_pool(service_dsn("penempatan"), application_name="uji") as tenang,
        create_pool(service_dsn("penempatan"), application_name="uji") as kacau,
    ):
        for pool in (tenang, kacau):
            await kirim(pool, [e for k in musim for e in semua_peristiwa(k)])
            await kerjakan(pool)
            terisi = await pool.fetch(
                "select kelompok, kursi, peserta from penempatan.kursi where peserta is not null order by kursi limit 9"
            )
            await mundurkan(pool, *(mundur(*row) for row in terisi))
            await empty_outbox(pool)
        await kirim(tenang, events)
        await kerjakan(tenang)
        acak = random.Random(benih)
        urutan = [*events, *acak.sample(events, len(events) // 3)]
        acak.shuffle(urutan)
        while urutan:
            potong = acak.randint(1, 80)
            await kirim(kacau, urutan[:potong])
            await asyncio.gather(*(kerjakan(kacau, kelompok=3) for _ in range(3)))
            del urutan[:potong]
        assert await keadaan(kacau) == await keadaan(tenang)
        assert await _antre(kacau) == await _antre(tenang)
        # Nothing is held back; what is in force waits for nobody.
        assert {row[1] for row in await _antre(tenang)} == {"MENUNGGU"}
        assert await tenang.fetchval("select count(*) from penempatan.versi_kelompok where selisih is not null") >= 4


async def _antre(pool: asyncpg.Pool) -> list[tuple[object, ...]]:
    rows = await pool.fetch("select kelompok, status, sebab, selisih from penempatan.koreksi order by kelompok")
    return [tuple(row) for row in rows]


def _bernomor(k: Kelompok, n: int) -> Kelompok:
    """The same kelompok with formations and participants that no other kelompok has."""
    nama = {f.kode: f"{n}-{f.kode}" for f in k.formasi}
    orang = tuple(
        replace(
            p,
            peserta=f"{n + 1}{p.peserta}",
            formasi=nama[p.formasi],
            kesediaan=replace(p.kesediaan, formasi=frozenset(nama[satu] for satu in p.kesediaan.formasi)),
        )
        for p in k.peringkat
    )
    return Kelompok(k.kode, tuple(replace(f, kode=nama[f.kode], urutan=0) for f in k.formasi), orang)


async def test_a_wrong_placing_again_is_held_back_and_the_placed_version_stays(pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the verification: departures are forgotten, so that somebody who left would sit again."""

    def lupa(
        lama: Keadaan, peringkat: Sequence[Peringkat], pengunduran: Sequence[Pengunduran], ketentuan: Ketentuan, *, versi: int
    ) -> PenempatanUlang:
        return tempatkan_ulang(lama, peringkat, (), ketentuan, versi=versi)

    k = susun([post("A", 1)], [("1", "A", 80_000), ("2", "A", 70_000)])
    sidik = await tempatkan(pool, k)
    await mundurkan(pool, mundur("K", "A/1", "1"))
    await empty_outbox(pool)
    monkeypatch.setattr(koreksi_otomatis, "tempatkan_ulang", lupa)
    await ralat(pool, k, sebelumnya=sidik)
    assert [tuple(row) for row in await pool.fetch("select status, sebab from penempatan.koreksi")] == [("TERTAHAN", "HASIL_CACAT")]
    assert await kursi(pool) == {"A/1": "2"}
    assert await terbit(pool, "placement-corrected", "placement-decided", "vacancy-opened") == []
    monkeypatch.undo()
    await pool.execute("update penempatan.koreksi set coba_pada = now()")
    await kerjakan(pool)
    assert await pool.fetchval("select versi_ditempatkan from penempatan.kelompok") == 2


async def test_a_correction_that_cannot_be_computed_holds_back_itself_only(pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    def gagal(
        lama: Keadaan, peringkat: Sequence[Peringkat], pengunduran: Sequence[Pengunduran], ketentuan: Ketentuan, *, versi: int
    ) -> PenempatanUlang:
        if "A" in lama.formasi:
            raise KeyError("A")
        return tempatkan_ulang(lama, peringkat, pengunduran, ketentuan, versi=versi)

    k, lain = (susun([post(kode)], [(orang, kode, 80_000)], nama) for nama, kode, orang in (("K", "A", "1"), ("L", "B", "2")))
    sidik = {satu.kode: await tempatkan(pool, satu) for satu in (k, lain)}
    monkeypatch.setattr(koreksi_otomatis, "tempatkan_ulang", gagal)
    for satu in (k, lain):
        await ralat(pool, satu, sebelumnya=sidik[satu.kode])
    assert [tuple(row) for row in await pool.fetch("select kelompok, sebab from penempatan.koreksi")] == [("K", "HASIL_CACAT")]
    assert await pool.fetchval("select versi_ditempatkan from penempatan.kelompok where kelompok = 'L'") == 2
    assert await kursi(pool) == {"A/1": "1", "B/1": "2"}
