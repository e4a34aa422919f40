"""A closed kelompok of PPPK is corrected by two officers, its ties are put in order by a signed decision, and every version stays."""

from dataclasses import replace
from datetime import date

import asyncpg
import pytest

from acuan.pppk import Orang
from services.penilaian.context import Context
from services.penilaian.store import koreksi as store
from services.penilaian.store.berkas import Isi
from services.penilaian.store.koreksi import Koreksi, Perubahan
from services.penilaian.usecases import koreksi
from services.penilaian.usecases.koreksi import RilisKoreksi
from services.penilaian.usecases.usul_koreksi import Usul
from shared.contracts.digest import BarisPeringkat, ranking_digest
from shared.contracts.penilaian import CompetencyScored
from shared.errors import Rejected
from shared.istilah import JenisUjian, Kehadiran, UjianKompetensi
from shared.messaging import unit_of_work
from tests.integration.penilaian import season_pppk as musim
from tests.integration.penilaian.season import emitted
from tests.integration.penilaian.season_pppk import SEALED, SeasonPppk, season
from tests.support.administrator import empty_outbox

ALASAN = "Sanggah diterima menurut berita acara 12/BA/2025."
NAMES = ("formasi", "teknis", "total", "memenuhi_ambang", "peringkat", "peringkat_kelompok", "seri")


BUKU = Context(1).semua_buku


def nilai(peserta: str, teknis: int | None, mansos: int | None = 150, wawancara: int | None = 30) -> Perubahan:
    if teknis is None:
        return Perubahan(peserta, UjianKompetensi.KOMPETENSI, Isi(Kehadiran.DIS))
    isi = Isi(Kehadiran.HADIR, teknis=teknis, manajerial_sosiokultural=mansos, wawancara=wawancara)
    return Perubahan(peserta, UjianKompetensi.KOMPETENSI, isi)


async def usulkan(
    pool: asyncpg.Pool, satu: SeasonPppk, kelompok: str, *perubahan: Perubahan, urutan: tuple[tuple[str, ...], ...] = ()
) -> Koreksi:
    async with unit_of_work(pool) as uow:
        return await koreksi.usulkan(uow, Usul(kelompok, ALASAN, "BA 12", perubahan, urutan), "petugas", BUKU)


async def rilis(pool: asyncpg.Pool, satu: SeasonPppk, usul: Koreksi, petugas: str = "perilis") -> Koreksi:
    async with unit_of_work(pool) as uow:
        return await koreksi.rilis(uow, RilisKoreksi(usul.kelompok, usul.nomor, usul.selisih.kehilangan), petugas, BUKU)


def terakhir(satu: SeasonPppk) -> tuple[str, Orang]:
    """The kelompok and the worst ranked participant who sat the test of a formation with more people than seats."""
    kuota = {one.formasi: one.kuota for one in satu.formasi}
    luar = [one for one in satu.hasil().values() if isinstance(one["peringkat"], int) and one["peringkat"] > kuota[str(one["formasi"])]]
    chosen = max(luar, key=lambda one: (one["peringkat"], one["peserta"]))
    return satu.kelompok_dari(str(chosen["formasi"])), next(one for one in satu.orang if one.peserta == chosen["peserta"])


async def said(pool: asyncpg.Pool) -> dict[str, dict[str, object]]:
    return {str(one["peserta"]): one for one in await emitted(pool, "competency-finalized")}


@pytest.mark.parametrize("aturan", ["pppk-2021", "pppk-2024"])
async def test_a_correction_is_computed_whole_and_said_as_the_next_version(pool: asyncpg.Pool, aturan: str) -> None:
    satu = season(21, aturan)
    await musim.whole_season(pool, satu)
    kelompok, last = terakhir(satu)
    (before,) = [one for one in await emitted(pool, "ranking-closed") if one["kelompok"] == kelompok]
    async with pool.acquire() as conn:
        first = await store.versi(conn, kelompok, 1)
    await empty_outbox(pool)

    usul = await usulkan(pool, satu, kelompok, nilai(last.peserta, 450, 180, 40))
    assert last.peserta in usul.selisih.masuk
    with pytest.raises(Rejected, match="PERLU_PETUGAS_LAIN"):
        await rilis(pool, satu, usul, "petugas")
    released = await rilis(pool, satu, usul)
    with pytest.raises(Rejected, match="KOREKSI_SUDAH_DIRILIS"):
        await rilis(pool, satu, usul)

    # The second implementation, told of the corrected points, ranks the same.
    better = replace(last, teknis=450, mansos=180, wawancara=40)
    corrected = replace(satu, orang=tuple(better if one.peserta == last.peserta else one for one in satu.orang))
    benar = corrected.hasil()
    rows = await said(pool)
    assert {peserta: [one.get(name) for name in NAMES] for peserta, one in rows.items()} == {
        peserta: [one[name] for name in NAMES] for peserta, one in benar.items() if peserta in rows
    }
    (closed,) = await emitted(pool, "ranking-closed")
    sealed = [BarisPeringkat._make([one.get(name) for name in SEALED]) for one in rows.values()]
    assert (closed["versi"], closed["jumlah"], closed["sha256"]) == (2, len(rows), ranking_digest(sealed))
    assert closed["sha256_sebelumnya"] == before["sha256"]
    (corrected_said,) = await emitted(pool, "ranking-corrected")
    assert (corrected_said["versi"], corrected_said["alasan"], corrected_said["sha256"]) == (2, ALASAN, closed["sha256"])
    changed = {
        "peserta": last.peserta,
        "kolom": "total",
        "dari": satu.hasil()[last.peserta]["total"],
        "menjadi": benar[last.peserta]["total"],
    }
    assert changed in corrected_said["ubahan"]  # type: ignore[operator]
    (scored,) = await emitted(pool, "competency-scored")
    assert (scored["peserta"], scored["teknis"], scored["versi"], scored["sumber"]) == (last.peserta, 450, 2, "BA 12")
    # The own event comes back and changes nothing; the old version stays as it was.
    await musim.tell(pool, satu, [CompetencyScored.model_validate(scored)])
    async with pool.acquire() as conn:
        assert await store.versi(conn, kelompok, 1) == first
        second = await store.versi(conn, kelompok, 2)
    assert first is not None
    assert second is not None
    assert (second.sha256, second.sha256_sebelumnya, second.koreksi) == (closed["sha256"], first.sha256, released.nomor)


async def test_what_cannot_be_is_refused(pool: asyncpg.Pool) -> None:
    satu = season(22)
    kelompok, last = terakhir(satu)
    with pytest.raises(Rejected, match="KELOMPOK_BELUM_DITUTUP"):
        await usulkan(pool, satu, kelompok, nilai(last.peserta, 300))
    await musim.whole_season(pool, satu)
    for wrong, kode in (
        (nilai(last.peserta, 301), "NILAI_TIDAK_MUNGKIN"),
        (nilai(last.peserta, 300, 150, 41), "NILAI_TIDAK_MUNGKIN"),
        (nilai("999", 300), "PESERTA_LAIN_KELOMPOK"),
        (Perubahan(last.peserta, JenisUjian.SKD, Isi(Kehadiran.TH)), "UJIAN_LAIN"),
    ):
        with pytest.raises(Rejected) as error:
            await usulkan(pool, satu, kelompok, wrong)
        assert (error.value.kode, [fault.kode for fault in error.value.faults]) == ("KOREKSI_TIDAK_SAH", [kode])
    with pytest.raises(Rejected, match="TIDAK_ADA_PERUBAHAN"):
        await usulkan(pool, satu, kelompok, nilai(last.peserta, last.teknis, last.mansos, last.wawancara))


async def test_a_tie_over_the_last_seat_is_put_in_order_and_opened_again(pool: asyncpg.Pool) -> None:
    dasar = season(23)
    satu, dua = [one for one in dasar.formasi if one.kelompok == "0001-G0"][:2]
    best = Orang("", satu.formasi, True, 450, 180, 40, date(1985, 1, 1))
    seri = tuple(replace(best, peserta=f"2400003011{900 + n:07d}") for n in range(satu.kuota + 1))
    lain = replace(best, peserta="24000030110000990", formasi=dua.formasi)
    semusim = replace(dasar, orang=(*dasar.orang, *seri, lain))
    await musim.whole_season(pool, semusim)
    await empty_outbox(pool)
    semua = [one.peserta for one in (*seri, lain)]

    with pytest.raises(Rejected) as error:
        await usulkan(pool, semusim, "0001-G0", urutan=((*semua[:-1], "999"),))
    assert {fault.kode for fault in error.value.faults} == {"BUKAN_PESERTA_KELOMPOK", "SERI_TIDAK_LENGKAP"}
    urutan = tuple(reversed(semua))
    usul = await usulkan(pool, semusim, "0001-G0", urutan=(urutan,))
    assert usul.selisih.kehilangan == (seri[0].peserta,)
    await rilis(pool, semusim, usul)

    tahu = {peserta: ("daftar", ke) for ke, peserta in enumerate(urutan, start=1)}
    benar = replace(semusim, orang=tuple(replace(one, putusan=tahu.get(one.peserta)) for one in semusim.orang)).hasil()
    rows = await said(pool)
    assert {peserta: [one.get(name) for name in NAMES] for peserta, one in rows.items()} == {
        peserta: [one[name] for name in NAMES] for peserta, one in benar.items() if peserta in rows
    }
    assert [rows[peserta]["seri"] for peserta in urutan] == [False] * len(urutan)
    assert await emitted(pool, "competency-scored") == []
    with pytest.raises(Rejected, match="TIDAK_ADA_PERUBAHAN"):
        await usulkan(pool, semusim, "0001-G0", urutan=(urutan,))

    # Somebody who was not in the list becomes equal: the tie is open again, and flagged.
    other = next(one for one in dasar.orang if one.formasi == dua.formasi and one.hadir and one.tanggal_lahir == date(1985, 1, 1))
    await rilis(pool, semusim, await usulkan(pool, semusim, "0001-G0", nilai(other.peserta, 450, 180, 40)))
    async with pool.acquire() as conn:
        third = await store.versi(conn, "0001-G0", 3)
    assert third is not None
    assert {one.seri for one in third.baris if one.peserta in {*semua, other.peserta}} == {True}
