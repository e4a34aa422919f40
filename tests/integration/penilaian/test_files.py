"""Score files on a real database: reconciled, versioned, refused whole or taken in part, and published only as far as they are new."""

import asyncio
from collections.abc import Mapping, Sequence
from hashlib import sha256

import asyncpg
import pytest

from services.penilaian.api.masukan import baca_nilai
from services.penilaian.domain.skb import BagianSkb
from services.penilaian.usecases.berkas import BerkasNilai, HasilImpor, Mode, NilaiTerbaca
from services.penilaian.usecases.berkas import impor as impor_berkas
from shared.contracts.penilaian import ExamScored
from shared.errors import Rejected, Transient
from shared.istilah import JenisUjian
from tests.integration.penilaian import season as musim
from tests.integration.penilaian.season import ATURAN, season

HEADER = "peserta,kehadiran,twk,tiu,tkp\n"
GOOD = ("001,HADIR,65,80,166", "002,TH,,,", "003,HADIR,150,175,225")


def kiriman(rows: tuple[str, ...], *, nama: str = "sesi-1.csv", mode: Mode = Mode.TOLAK, header: str = HEADER) -> BerkasNilai:
    isi = (header + "".join(f"{row}\n" for row in rows)).encode()
    jenis = JenisUjian.SKB if "nilai_skb" in header else JenisUjian.SKD
    return BerkasNilai("cpns-2024", nama, jenis, mode, len(rows), sha256(isi).hexdigest(), isi)


async def impor(pool: asyncpg.Pool, satu: BerkasNilai) -> HasilImpor:
    async def baca(bagian: Mapping[str, Sequence[BagianSkb]]) -> NilaiTerbaca:
        return baca_nilai(satu, ATURAN, bagian)

    return await impor_berkas(pool, satu, baca)


async def send(pool: asyncpg.Pool, *rows: str, nama: str = "sesi-1.csv", mode: Mode = Mode.TOLAK) -> HasilImpor:
    return await impor(pool, kiriman(rows, nama=nama, mode=mode))


async def said(pool: asyncpg.Pool) -> list[tuple[object, ...]]:
    """(participant, version, TWK) of every score published so far, in order."""
    return [(one["peserta"], one["versi"], one.get("twk")) for one in await musim.emitted(pool, "exam-scored")]


async def test_a_file_is_taken_and_published_once(pool: asyncpg.Pool) -> None:
    first = await send(pool, *GOOD)
    again = await send(pool, *GOOD)

    assert (first.versi, first.baris, first.diterima, first.baru, first.berubah, first.sama) == (1, 3, 3, 3, 0, 0)
    assert (again.versi, again.baris, again.diterima, again.baru, again.berubah, again.sama) == (1, 3, 3, 0, 0, 3)
    assert await said(pool) == [("001", 1, 65), ("002", 1, None), ("003", 1, 150)]
    assert [row["sequence"] for row in await pool.fetch("select sequence from messaging.outbox")] == [1, 1, 1]


async def test_what_the_sender_says_must_fit(pool: asyncpg.Pool) -> None:
    file = kiriman(GOOD)
    for wrong in (
        BerkasNilai("cpns-2024", file.nama, file.jenis, file.mode, 4, file.sha256, file.isi),
        BerkasNilai("cpns-2024", file.nama, file.jenis, file.mode, 3, sha256(b"").hexdigest(), file.isi),
    ):
        with pytest.raises(Rejected, match="REKONSILIASI"):
            await impor(pool, wrong)
    assert await said(pool) == []


async def test_a_changed_file_is_a_new_version_and_says_only_what_changed(pool: asyncpg.Pool) -> None:
    await send(pool, *GOOD)
    second = await send(pool, "003,HADIR,150,175,225", "001,HADIR,70,80,166", "002,TH,,,", "004,DIS,,,")
    third = await send(pool, *GOOD, "004,DIS,,,")

    assert (second.versi, second.baru, second.berubah, second.sama) == (2, 1, 1, 2)
    assert (third.versi, third.baru, third.berubah, third.sama) == (3, 0, 1, 3)
    assert (await said(pool))[3:] == [("004", 1, None), ("001", 2, 70), ("001", 3, 65)]


async def test_a_vanished_row_is_a_fault_and_its_score_stays(pool: asyncpg.Pool) -> None:
    await send(pool, *GOOD)
    with pytest.raises(Rejected, match="BERKAS_NILAI") as error:
        await send(pool, *GOOD[:2])
    assert [(fault.kode, "003" in fault.pesan) for fault in error.value.faults] == [("BARIS_HILANG", True)]

    partial = await send(pool, *GOOD[:2], mode=Mode.SEBAGIAN)
    assert (partial.versi, partial.diterima, [fault.kode for fault in partial.ditolak]) == (2, 2, ["BARIS_HILANG"])
    assert len(await said(pool)) == 3


BAD = (
    "001,HADIR,66,80,166",
    "002,HADIR,65,80,226",
    "003,HADIR,x,80,166",
    "004,HADIR,65,80,166",
    "005,TH,,,",
    "004,HADIR,65,80,170",
    "006,HADIR",
)


async def test_bad_rows_refuse_the_file_with_every_fault(pool: asyncpg.Pool) -> None:
    with pytest.raises(Rejected, match="BERKAS_NILAI") as error:
        await send(pool, *BAD)

    assert [(fault.baris, fault.kolom, fault.kode) for fault in error.value.faults] == [
        (2, "twk", "NILAI_TIDAK_MUNGKIN"),
        (3, "tkp", "SEL_DI_LUAR_BATAS"),
        (4, "twk", "SEL_BUKAN_BILANGAN"),
        (7, "peserta", "PESERTA_GANDA"),
        (8, None, "TABEL_BARIS_TIMPANG"),
    ]
    assert await said(pool) == []
    assert await pool.fetchval("select count(*) from penilaian.berkas") == 0


async def test_or_the_good_rows_are_taken_as_a_named_part(pool: asyncpg.Pool) -> None:
    part = await send(pool, *BAD, mode=Mode.SEBAGIAN)
    again = await send(pool, *BAD, mode=Mode.SEBAGIAN)

    # Of two rows about 004 nobody can say which is right.
    assert (part.baris, part.diterima, len(part.ditolak)) == (7, 1, 5)
    assert (again.versi, again.diterima, again.ditolak) == (1, 1, part.ditolak)
    assert await said(pool) == [("005", 1, None)]


async def test_two_files_may_agree_about_a_person_but_not_differ(pool: asyncpg.Pool) -> None:
    await send(pool, *GOOD)
    agree = await send(pool, GOOD[0], nama="sesi-2.csv")
    assert (agree.versi, agree.sama) == (1, 1)

    with pytest.raises(Rejected, match="BERKAS_NILAI") as error:
        await send(pool, "001,HADIR,65,80,200", "009,TH,,,", nama="sesi-3.csv")
    assert [(fault.kode, fault.baris) for fault in error.value.faults] == [("NILAI_BERKAS_LAIN", 2)]
    part = await send(pool, "001,HADIR,65,80,200", "009,TH,,,", nama="sesi-3.csv", mode=Mode.SEBAGIAN)
    assert (part.diterima, part.baru) == (1, 1)


async def test_the_same_file_at_once_is_taken_once(pool: asyncpg.Pool) -> None:
    taken = await asyncio.gather(*(send(pool, *GOOD) for _ in range(3)))

    assert sorted(one.baru for one in taken) == [0, 0, 3]
    assert len(await said(pool)) == 3


async def test_different_files_about_the_same_people_at_once_never_both_win(pool: asyncpg.Pool) -> None:
    files = [send(pool, *(f"{n:03d},HADIR,65,80,{tkp}" for n in range(500)), nama=f"sesi-{tkp}.csv") for tkp in (170, 171, 172)]
    outcomes = await asyncio.gather(*files, return_exceptions=True)

    assert sum(isinstance(one, HasilImpor) for one in outcomes) == 1
    assert all(isinstance(one, HasilImpor | Rejected | Transient) for one in outcomes)
    assert len(await said(pool)) == 500


async def test_skb_files(pool: asyncpg.Pool) -> None:
    header = "Peserta;Kehadiran;Nilai_SKB;Status_SKB\n".lower()
    rows = ("001;HADIR;83,5;", "002;HADIR;22.0;TH", "003;HADIR;70.123;TMS-1", "004;TH;;")
    taken = await impor(pool, kiriman(rows, header=header))

    assert taken.diterima == 4
    assert [
        (one["peserta"], one.get("nilai_skb"), one.get("status_skb"), one["sumber"]) for one in await musim.emitted(pool, "exam-scored")
    ] == [
        ("001", 83_500, "HADIR", "sesi-1.csv"),
        ("002", 22_000, "TH", "sesi-1.csv"),
        ("003", 70_123, "TMS-1", "sesi-1.csv"),
        ("004", None, None, "sesi-1.csv"),
    ]


async def test_closing_waits_for_rows_on_their_way_and_then_files_are_refused(pool: asyncpg.Pool) -> None:
    satu = season(21)
    await musim.tell(pool, satu.formasi)
    await musim.tell(pool, satu.pelamar)
    rows = tuple(
        f"{one.peserta},{one.kehadiran},{one.twk},{one.tiu},{one.tkp}" if one.kehadiran == "HADIR" else f"{one.peserta},{one.kehadiran},,,"
        for one in satu.orang
    )
    await send(pool, *rows)
    first = [ExamScored.model_validate(one) for one in await musim.emitted(pool, "exam-scored")]
    await musim.tell(pool, first)
    hadir = next(n for n, one in enumerate(satu.orang) if one.kehadiran == "HADIR")
    changed = (*rows[:hadir], f"{satu.orang[hadir].peserta},HADIR,150,175,225", *rows[hadir + 1 :])
    await send(pool, *changed)

    with pytest.raises(Rejected) as error:
        await musim.close_skd(pool, satu.pernyataan)
    assert [(fault.kolom, fault.nilai) for fault in error.value.faults] == [("berkas_skd", "1")]

    await musim.tell(pool, [ExamScored.model_validate(one) for one in (await musim.emitted(pool, "exam-scored"))[len(first) :]])
    await musim.close_skd(pool, satu.pernyataan)
    with pytest.raises(Rejected, match="TAHAP_SUDAH_DITUTUP"):
        await send(pool, *rows)
    # What was taken before is still answered.
    assert (await send(pool, *changed)).versi == 2


async def test_a_score_from_elsewhere_that_differs_from_the_file_holds_the_closing(pool: asyncpg.Pool) -> None:
    satu = season(22)
    await musim.tell(pool, satu.formasi)
    await musim.tell(pool, satu.pelamar)
    await musim.tell(pool, satu.skd)
    await send(pool, f"{satu.orang[0].peserta},HADIR,150,175,225")

    with pytest.raises(Rejected) as error:
        await musim.close_skd(pool, satu.pernyataan)
    assert [(fault.kolom, fault.nilai) for fault in error.value.faults] == [("berkas_skd", "1")]
