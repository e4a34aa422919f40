"""Leaving, its legal cut-off, and the race with a NIP that is being issued."""

import asyncio

import asyncpg
import pytest

from services.kepegawaian import usecases
from services.kepegawaian.store import kasus as store
from services.kepegawaian.usecases import HasilLaporan
from shared.contracts.kepegawaian import CandidateResigned
from shared.errors import Rejected
from shared.messaging import unit_of_work
from tests.integration.kepegawaian.kantor import buka_kasus, isi, laporan, menunggu_kunci, mundurkan, nip, penomor, terbit, terbitkan
from tests.support.administrator import administrator
from tests.support.kepegawaian import usulan

KASUS = "select status, langkah, dapat_diganti from kepegawaian.kasus where peserta = '1'"


async def test_before_the_nip_the_next_may_follow(pool: asyncpg.Pool) -> None:
    await buka_kasus(pool, "1")
    putusan = await mundurkan(pool, "1")
    assert (putusan.langkah, putusan.dapat_diganti) == ("SEBELUM_USUL_NIP", True)
    assert await terbit(pool) == [("candidate-resigned", "1", 1)]
    event = CandidateResigned.model_validate_json(
        str((await isi(pool, "select convert_from(payload, 'utf8') from messaging.outbox"))[0][0])
    )
    assert (event.kursi, event.formasi, event.dapat_diganti, event.dasar.kode) == ("A/1", "A", True, "NIP_BELUM_TERBIT")


async def test_the_record_of_acts_hears_whom_a_report_is_about(pool: asyncpg.Pool) -> None:
    await buka_kasus(pool, "1")
    async with unit_of_work(pool) as uow:
        await usecases.catat_pengunduran(uow, laporan("1"))
        assert uow.change is not None
        assert uow.change.about == {"peserta": "1"}


async def test_after_the_nip_nobody_follows_and_the_number_is_cancelled_for_good(pool: asyncpg.Pool) -> None:
    await buka_kasus(pool, "1", "2")
    await terbitkan(pool, usulan("1"))
    putusan = await mundurkan(pool, "1")
    assert (putusan.langkah, putusan.dapat_diganti) == ("NIP_TERBIT", False)
    assert await terbit(pool) == [("nip-issued", "1", 1), ("candidate-resigned", "1", 1), ("nip-cancelled", "1", 1)]
    await terbitkan(pool, usulan("2"))
    assert await nip(pool) == {"1": "199608182025041001", "2": "199608182025041002"}
    assert await isi(pool, "select peserta, dibatalkan from pribadi.nip order by peserta") == [("1", True), ("2", False)]


async def test_after_the_decree_the_ppk_dismisses_and_the_number_stays(pool: asyncpg.Pool) -> None:
    """Perka BKN 14/2018: a CPNS is dismissed by the PPK; only a NIP without a decree is cancelled."""
    await buka_kasus(pool, "1")
    await terbitkan(pool, usulan("1"))
    await pool.execute("update kepegawaian.kasus set langkah = 'CPNS'")
    putusan = await mundurkan(pool, "1")
    assert (putusan.langkah, putusan.dapat_diganti) == ("CPNS", False)
    assert [satu[0] for satu in await terbit(pool)] == ["nip-issued", "candidate-resigned", "candidate-dismissed"]
    assert await isi(pool, "select dibatalkan from pribadi.nip") == [(False,)]


async def test_without_a_case_and_twice_are_refused(pool: asyncpg.Pool) -> None:
    await buka_kasus(pool, "1")
    with pytest.raises(Rejected) as tanpa:
        await mundurkan(pool, "9")
    await mundurkan(pool, "1")
    with pytest.raises(Rejected) as dua_kali:
        await mundurkan(pool, "1")
    assert (tanpa.value.status, dua_kali.value.status) == (404, 409)
    assert len(await terbit(pool)) == 1


async def test_who_left_gets_no_nip(pool: asyncpg.Pool) -> None:
    await buka_kasus(pool, "1")
    await mundurkan(pool, "1")
    hasil = await terbitkan(pool, usulan("1"))
    assert [satu.sebab.kode for satu in hasil.ditolak] == ["SUDAH_KELUAR"]


async def test_a_resignation_that_comes_while_the_nip_is_issued_sees_the_nip(pool: asyncpg.Pool) -> None:
    await buka_kasus(pool, "1")
    async with unit_of_work(pool) as kantor:
        assert (await usecases.terbitkan_nip(kantor, await penomor(), [usulan("1")])).terbit == 1
        pengunduran: asyncio.Task[HasilLaporan] = asyncio.create_task(mundurkan(pool, "1"))
        await menunggu_kunci(pool, pengunduran)
        assert not pengunduran.done()
    assert (await pengunduran).dapat_diganti is False
    assert await isi(pool, KASUS) == [("MUNDUR", "NIP_TERBIT", False)]


async def test_a_nip_asked_for_while_somebody_leaves_is_refused(pool: asyncpg.Pool) -> None:
    await buka_kasus(pool, "1")
    async with unit_of_work(pool) as kantor:
        assert (await usecases.catat_pengunduran(kantor, laporan("1"))).dapat_diganti
        penerbitan = asyncio.create_task(terbitkan(pool, usulan("1")))
        await menunggu_kunci(pool, penerbitan)
        assert not penerbitan.done()
    assert (await penerbitan).terbit == 0
    assert await isi(pool, KASUS) == [("MUNDUR", "SEBELUM_USUL_NIP", True)]
    assert await isi(pool, "select count(*) from pribadi.nip") == [(0,)]


async def test_control_without_the_row_lock_both_decide_and_only_the_constraint_is_left(
    pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: with the lock off the NIP is decided on a case that is being left; the database refuses the impossible state."""
    monkeypatch.setattr(store, "KUNCI_KASUS", "")
    await buka_kasus(pool, "1")
    async with unit_of_work(pool) as kantor:
        assert (await usecases.catat_pengunduran(kantor, laporan("1"))).dapat_diganti
        penerbitan = asyncio.create_task(terbitkan(pool, usulan("1")))
        await menunggu_kunci(pool, penerbitan)
    with pytest.raises(asyncpg.CheckViolationError, match="tidak_diganti_setelah_nip"):
        await penerbitan
    assert await isi(pool, KASUS) == [("MUNDUR", "SEBELUM_USUL_NIP", True)]


async def test_control_without_lock_and_constraint_somebody_is_replaced_and_has_a_nip(
    pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: without either guard the forbidden state is reached, so the two tests above prove something."""
    monkeypatch.setattr(store, "KUNCI_KASUS", "")
    async with administrator(pool) as conn:
        await conn.execute("alter table kepegawaian.kasus drop constraint tidak_diganti_setelah_nip")
    await buka_kasus(pool, "1")
    async with unit_of_work(pool) as kantor:
        await usecases.catat_pengunduran(kantor, laporan("1"))
        penerbitan = asyncio.create_task(terbitkan(pool, usulan("1")))
        await menunggu_kunci(pool, penerbitan)
    assert (await penerbitan).terbit == 1
    assert await isi(pool, KASUS) == [("MUNDUR", "NIP_TERBIT", True)]


@pytest.mark.parametrize("putaran", range(3))
async def test_many_at_once_never_both_replaceable_and_numbered(pool: asyncpg.Pool, putaran: int) -> None:
    peserta = [str(n) for n in range(1, 21)]
    await buka_kasus(pool, *peserta)
    await asyncio.gather(
        *(mundurkan(pool, satu) for satu in peserta),
        *(terbitkan(pool, *(usulan(satu) for satu in peserta[awal::4])) for awal in range(4)),
    )
    keadaan = await isi(
        pool, "select k.dapat_diganti, n.peserta is not null, n.dibatalkan from kepegawaian.kasus k left join pribadi.nip n using (peserta)"
    )
    assert set(keadaan) <= {(True, False, None), (False, True, True)}
    assert len(keadaan) == 20
