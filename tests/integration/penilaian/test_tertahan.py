"""A result that breaks a property goes nowhere: its kelompok is held back, the others go out, and it follows when the fault is mended."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import aiohttp
import asyncpg
import pytest

from services.penilaian.domain.peringkat import HasilAkhir, peringkatkan
from services.penilaian.domain.skd import HasilFormasi, putuskan_skd
from services.penilaian.usecases import hitungan, keputusan
from services.penilaian.usecases.keputusan import segel_dari
from shared.aturan import HasilSkd
from shared.db import create_pool
from shared.errors import Rejected
from tests.integration.penilaian import season as musim
from tests.integration.penilaian.season import Season, season
from tests.integration.penilaian.test_koreksi import ALASAN, KEDUA, closed_season, headers, skb
from tests.support.http import OFFICER

SALAH = "0002-J1"
FORMASI_SALAH = "f-01"
Peringkatkan = Callable[..., tuple[HasilAkhir, ...]]


@pytest.fixture
def patched() -> Iterator[pytest.MonkeyPatch]:
    """Undone by the test itself, when the fault is mended."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def _satu_terlewat(asli: Callable[..., HasilFormasi], formasi_salah: str = FORMASI_SALAH) -> Callable[..., HasilFormasi]:
    """One formation does not call its best."""

    def salah(formasi: object, *rest: object) -> HasilFormasi:
        hasil = asli(formasi, *rest)
        if hasil.formasi != formasi_salah:
            return hasil
        terbaik = hasil.daftar[0]
        putusan = tuple(replace(one, hasil=HasilSkd.DI_LUAR_BATAS) if one.peserta == terbaik else one for one in hasil.putusan)
        return replace(hasil, daftar=hasil.daftar[1:], putusan=putusan)

    return salah


def _satu_ribu_lebih(asli: Peringkatkan) -> Peringkatkan:
    """One formation has a thousandth too much for everybody."""

    def lebih(satu: HasilAkhir) -> HasilAkhir:
        if satu.nilai is None or satu.formasi != FORMASI_SALAH:
            return satu
        return replace(satu, nilai=replace(satu.nilai, nilai_akhir=satu.nilai.nilai_akhir + 1))

    def salah(*given: object) -> tuple[HasilAkhir, ...]:
        return tuple(lebih(one) for one in asli(*given))

    return salah


def _berhenti(asli: Peringkatkan) -> Peringkatkan:
    """The rule itself fails."""

    def salah(*given: object) -> tuple[HasilAkhir, ...]:
        hasil = asli(*given)
        if any(one.formasi == FORMASI_SALAH for one in hasil):
            raise ZeroDivisionError
        return hasil

    return salah


async def _sudah_waktunya(pool: asyncpg.Pool) -> None:
    """The time of the next look has come."""
    await pool.execute("update penilaian.penutupan set coba_pada = now()")


async def _sampai_peringkat(pool: asyncpg.Pool, satu: Season) -> None:
    await musim.skd_closed(pool, satu)
    people = await musim.called(pool)
    await musim.tell(pool, satu.skb(people))
    await musim.close_ranking(pool, len(people))


async def test_a_wrong_list_is_held_back_and_the_others_go_out(
    pool: asyncpg.Pool, service_dsn: Callable[[str], str], client: aiohttp.ClientSession, patched: pytest.MonkeyPatch
) -> None:
    satu = season(21)
    patched.setattr(keputusan, "putuskan_skd", _satu_terlewat(putuskan_skd))
    await musim.skd_closed(pool, satu)

    assert {one["kelompok"] for one in await musim.emitted(pool, "skb-shortlisted")} == {one.kelompok for one in satu.formasi} - {SALAH}
    assert await pool.fetchval("select count(*) from penilaian.hasil_skd where kelompok = $1", SALAH) == 0
    assert await pool.fetchval("select count(*) from penilaian.hasil_formasi where kelompok = $1", SALAH) == 0
    async with client.get("/v1/skd/tutup") as answer:
        maju = await answer.json()
    assert (maju["status"], maju["total"], maju["selesai"], maju["tertahan"]) == ("BERJALAN", 4, 3, 1)
    async with client.get("/v1/skd/tertahan") as answer:
        assert answer.status == 401
    async with client.get("/v1/skd/tertahan", headers=OFFICER) as answer:
        (ditahan,) = await answer.json()
    assert (ditahan["kelompok"], ditahan["sebab"], ditahan["percobaan"]) == (SALAH, "HASIL_CACAT", 1)
    assert "S4 (" in ditahan["rincian"]
    with pytest.raises(Rejected, match="BELUM_LENGKAP"):
        await musim.close_ranking(pool, 0)

    # Looked at again it is still wrong, and held back since the same moment.
    await _sudah_waktunya(pool)
    assert await musim.decide_skd(pool) == 1
    assert await musim.decide_skd(pool) == 0
    async with client.get("/v1/skd/tertahan", headers=OFFICER) as answer:
        (lagi,) = await answer.json()
    assert (lagi["percobaan"], lagi["tertahan_sejak"]) == (2, ditahan["tertahan_sejak"])

    patched.undo()
    await _sudah_waktunya(pool)
    assert await musim.decide_skd(pool) == 1
    async with client.get("/v1/skd/tutup") as answer:
        assert ((await answer.json())["status"], maju["total"]) == ("SELESAI", 4)
    async with client.get("/v1/skd/tertahan", headers=OFFICER) as answer:
        assert await answer.json() == []
    await _sama_seperti_tanpa_gangguan(pool, service_dsn, satu)


@pytest.mark.parametrize("cacat", [(_satu_ribu_lebih, "P2 ("), (_berhenti, "ZeroDivisionError")])
async def test_a_wrong_ranking_is_held_back_and_the_others_go_out(
    pool: asyncpg.Pool,
    service_dsn: Callable[[str], str],
    client: aiohttp.ClientSession,
    patched: pytest.MonkeyPatch,
    cacat: tuple[Callable[[Peringkatkan], Peringkatkan], str],
) -> None:
    salah, sebab = cacat
    satu = season(22)
    await _sampai_peringkat(pool, satu)
    patched.setattr(keputusan, "peringkatkan", salah(peringkatkan))
    while await musim.decide_ranking(pool):
        pass

    said = {one["kelompok"] for topic in ("score-finalized", "ranking-closed") for one in await musim.emitted(pool, topic)}
    assert said == {one.kelompok for one in satu.formasi} - {SALAH}
    assert await pool.fetchval("select count(*) from penilaian.hasil_akhir where kelompok = $1", SALAH) == 0
    async with client.get("/v1/peringkat/tutup") as answer:
        maju = await answer.json()
    assert (maju["status"], maju["selesai"], maju["tertahan"]) == ("BERJALAN", 3, 1)
    async with client.get("/v1/peringkat/tertahan", headers=OFFICER) as answer:
        (ditahan,) = await answer.json()
    assert (ditahan["kelompok"], ditahan["sebab"]) == (SALAH, "HASIL_CACAT")
    assert sebab in ditahan["rincian"]

    patched.undo()
    await _sudah_waktunya(pool)
    assert await musim.decide_ranking(pool) == 1
    await _sama_seperti_tanpa_gangguan(pool, service_dsn, satu)


def _bertukar(asli: Peringkatkan) -> Peringkatkan:
    """The first and the last of the kelompok change their ranks in it."""

    def salah(*given: object) -> tuple[HasilAkhir, ...]:
        hasil = asli(*given)
        ada = [one.peringkat_kelompok for one in hasil if one.peringkat_kelompok is not None]
        tukar = {min(ada): max(ada), max(ada): min(ada)}
        return tuple(replace(one, peringkat_kelompok=tukar.get(one.peringkat_kelompok or 0, one.peringkat_kelompok)) for one in hasil)

    return salah


async def test_a_correction_with_a_wrong_result_is_refused_twice(
    pool: asyncpg.Pool, client: aiohttp.ClientSession, patched: pytest.MonkeyPatch
) -> None:
    _, kelompok, last = await closed_season(pool, 23)
    base = f"/v1/kelompok/{kelompok}/koreksi"
    usul = {"alasan": ALASAN, "sumber": "BA 12", "perubahan": [skb(last["peserta"], last["nilai"] + 1)]}
    before, said = await musim.results(pool)
    patched.setattr(hitungan, "peringkatkan", _bertukar(peringkatkan))
    async with client.post(base, json=usul, headers=headers(OFFICER, "salah")) as answer:
        problem = await answer.json()
    assert (answer.status, problem["kode"]) == (409, "HASIL_CACAT")
    assert "P4" in {one["kode"] for one in problem["kesalahan"]}
    assert await pool.fetchval("select count(*) from penilaian.koreksi") == 0

    patched.undo()
    async with client.post(base, json=usul, headers=headers(OFFICER, "benar")) as answer:
        proposed = await answer.json()
    rilis, isi = f"{base}/{proposed['nomor']}/rilis", {"kehilangan": proposed["selisih"]["kehilangan"]}
    patched.setattr(hitungan, "segel_dari", lambda sealed: replace(segel_dari(sealed), jumlah=0))
    async with client.post(rilis, json=isi, headers=headers(KEDUA, "segel")) as answer:
        problem = await answer.json()
    assert (answer.status, problem["kode"], [one["kode"] for one in problem["kesalahan"]]) == (409, "HASIL_CACAT", ["P7"])
    patched.setattr(hitungan, "putuskan_skd", _satu_terlewat(putuskan_skd, formasi_salah=last["formasi"]))
    async with client.post(rilis, json=isi, headers=headers(KEDUA, "lagi")) as answer:
        problem = await answer.json()
    assert (answer.status, problem["kode"]) == (409, "HASIL_CACAT")
    assert "S4" in {one["kode"] for one in problem["kesalahan"]}
    assert await musim.results(pool) == (before, said)

    patched.undo()
    async with client.post(rilis, json=isi, headers=headers(KEDUA, "jadi")) as answer:
        assert (answer.status, (await answer.json())["versi"]) == (200, 2)


async def _sama_seperti_tanpa_gangguan(pool: asyncpg.Pool, service_dsn: Callable[[str], str], satu: Season) -> None:
    """The season to its end here and, undisturbed, elsewhere: nothing of the waiting stays."""
    if not await pool.fetchval("select exists (select from penilaian.penutupan where tahap = 'PERINGKAT')"):
        people = await musim.called(pool)
        await musim.tell(pool, satu.skb(people))
        await musim.close_ranking(pool, len(people))
        while await musim.decide_ranking(pool):
            pass
    await _sudah_waktunya(pool)
    async with create_pool(service_dsn("penilaian"), application_name="uji", min_size=1) as other:
        await musim.whole_season(other, satu)
        await _sudah_waktunya(other)
        query = "select tahap, kelompok, selesai, sebab, rincian, tertahan_sejak, percobaan from penilaian.penutupan order by 1, 2"
        assert await pool.fetch(query) == await other.fetch(query)
        for table in ("hasil_formasi", "hasil_skd", "hasil_akhir"):
            query = f"select t::text from penilaian.{table} as t order by 1"
            assert await pool.fetch(query) == await other.fetch(query)
        for topic in ("skb-shortlisted", "score-finalized", "ranking-closed"):
            assert sorted(map(str, await musim.emitted(pool, topic))) == sorted(map(str, await musim.emitted(other, topic)))
