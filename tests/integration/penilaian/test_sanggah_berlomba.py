"""Objections at the same moment, each with its control, and what the database itself refuses."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from services.penilaian.domain.sanggah import SanggahPeserta
from services.penilaian.store import sanggah as store
from shared.db import Conn
from tests.integration.penilaian.sanggah import DITERIMA, DITOLAK, ISI, Uji, berjalan
from tests.integration.penilaian.test_koreksi import ALASAN, skb
from tests.support.administrator import administrator
from tests.support.http import OFFICER, participant
from tests.support.jejak import sidik_tindakan


@pytest.fixture
async def uji(pool: asyncpg.Pool) -> AsyncIterator[Uji]:
    async with berjalan(pool) as layanan:
        yield layanan


async def test_the_database_knows_no_answer_without_an_officer_and_no_foreign_correction(uji: Uji) -> None:
    nomor = await uji.diterima()
    _, diusulkan = await uji.minta(
        "POST", f"/kelompok/{uji.kelompok}/koreksi", OFFICER, {"alasan": ALASAN, "sumber": "BA 12", "perubahan": [skb(uji.peserta, 1)]}
    )
    async with administrator(uji.pool) as conn:
        for salah in ("dijawab_oleh = null", "diambil_oleh = null, diambil_pada = null", "dijawab_oleh = 'lain'", "putusan = null"):
            with pytest.raises(asyncpg.CheckViolationError):
                await conn.execute(f"update penilaian.sanggah set {salah} where nomor = $1", nomor)
        for salah in ("putusan = 'DITOLAK', koreksi = $2, versi = 2", "koreksi = $2"):
            with pytest.raises(asyncpg.CheckViolationError):
                await conn.execute(f"update penilaian.sanggah set {salah} where nomor = $1", nomor, diusulkan["nomor"])
        with pytest.raises(asyncpg.ForeignKeyViolationError):
            await conn.execute(
                "update penilaian.sanggah set kelompok = '0009-J9', koreksi = $2, versi = 2 where nomor = $1", nomor, diusulkan["nomor"]
            )
        await conn.execute("update penilaian.sanggah set koreksi = $2, versi = 2 where nomor = $1", nomor, diusulkan["nomor"])


async def _dua_kali(uji: Uji) -> tuple[list[int], int]:
    jalan = f"/peserta/{uji.peserta}/sanggah/AKHIR"
    jawaban = await asyncio.gather(*(uji.minta("POST", jalan, participant(uji.peserta), ISI, f"perangkat-{n}") for n in range(2)))
    return sorted(status for status, _ in jawaban), await uji.pool.fetchval("select count(*) from penilaian.sanggah")


async def test_one_person_objects_once_from_two_devices_at_the_same_moment(uji: Uji) -> None:
    assert await _dua_kali(uji) == ([201, 409], 1)


async def test_negative_control_without_the_key_there_are_two(uji: Uji) -> None:
    async with administrator(uji.pool) as conn:
        await conn.execute("alter table penilaian.sanggah drop constraint sanggah_pkey cascade")
        await conn.execute("alter table penilaian.sanggah_uraian drop constraint sanggah_uraian_pkey")
    assert await _dua_kali(uji) == ([201, 201], 2)


async def _dua_jawaban(uji: Uji) -> list[int]:
    assert (await uji.ajukan())[0] == 201
    assert (await uji.ambil(uji.panitia()))[0] == 200
    return sorted(status for status, _ in await asyncio.gather(*(uji.jawab(uji.panitia(), isi) for isi in (DITERIMA, DITOLAK))))


async def test_of_two_answers_at_the_same_moment_one_stands(uji: Uji) -> None:
    assert await _dua_jawaban(uji) == [200, 409]
    acts = await sidik_tindakan(uji.pool, "sanggah.jawab", objek=f"peserta={uji.peserta}")
    assert len(acts) == 1


async def test_negative_control_without_the_row_lock_both_answer(uji: Uji, monkeypatch: pytest.MonkeyPatch) -> None:
    berdua = asyncio.Barrier(2)
    terkunci = store.terkunci

    async def tanpa_kunci(conn: Conn, peserta: str, tahap: Any) -> SanggahPeserta | None:
        found = await store.SANGGAH.select(conn, "where t.peserta = $1 and t.tahap = $2", peserta, tahap)
        if found[0].diambil_oleh is None:
            return await terkunci(conn, peserta, tahap)
        await berdua.wait()
        return found[0]

    monkeypatch.setattr(store, "terkunci", tanpa_kunci)
    assert await _dua_jawaban(uji) == [200, 200]
