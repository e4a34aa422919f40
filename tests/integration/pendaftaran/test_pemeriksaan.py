"""The registration closes and everybody is told."""

import asyncio
import hashlib
from collections.abc import Callable
from random import Random

import asyncpg
import orjson

from services.pendaftaran.usecases.pemeriksaan import langkah
from shared.messaging import UnitOfWork, Worker, unit_of_work
from tests.support.http import SECOND_OFFICER
from tests.support.pendaftaran import DOKUMEN, SAAT, Uji, baris_formasi, berjalan, isian_lamaran, nik, tabel_csv
from tests.support.waiting import wait_for

FORMASI = [baris_formasi(f"f-{nomor}", ins_nm=f"Instansi {nomor % 3}") for nomor in range(9)]


def pelamar(nomor: int) -> dict[str, object]:
    """Person `nomor`: every seventh too old, every eleventh with the wrong study, every thirteenth without a diploma."""
    isi = isian_lamaran(nomor, formasi=f"f-{nomor % 9}")
    if nomor % 7 == 0:
        isi["tanggal_lahir"] = "1980-01-01"
    if nomor % 11 == 0:
        isi["kualifikasi"] = "S-2|S-2 LAIN"
    if nomor % 13 == 0:
        isi["dokumen"] = [satu for satu in DOKUMEN if satu != "IJAZAH"]
    return isi


BANYAK = 700
TMS = sum(1 for nomor in range(BANYAK) if 0 in (nomor % 7, nomor % 11, nomor % 13))


async def hasil_musim(uji: Uji) -> tuple[dict[str, object], list[tuple[object, ...]]]:
    """Progress, and who got which outcome and number, by NIK."""
    _, maju = await uji.kirim("GET", "/v1/seleksi-administrasi/umumkan")
    rows = await uji.baca("/v1/peserta.ndjson")
    return maju, sorted((row["nik"], row["peserta"], row["status"], str(row["alasan"])) for row in rows)


async def test_everybody_is_decided_numbered_and_published(uji: Uji) -> None:
    await uji.buka(*FORMASI)
    _, belum = await uji.kirim("GET", "/v1/seleksi-administrasi/umumkan")
    assert (belum["status"], belum["peserta_sha256"]) == ("BELUM", None)
    await uji.massal(pelamar(nomor) for nomor in range(BANYAK))
    maju = await uji.umumkan()
    assert {**maju, "peserta_sha256": ""} == {
        "status": "SELESAI", "total": BANYAK, "selesai": BANYAK, "ms": BANYAK - TMS, "tms": TMS, "peserta_sha256": ""
    }  # fmt: skip
    terbit = {satu["lamaran"]: satu for satu in await uji.kotak_keluar("application-verified")}
    assert len(terbit) == BANYAK
    baris = await uji.baca("/v1/peserta.ndjson")
    nomor_peserta = sorted(str(satu["peserta"]) for satu in baris if satu["peserta"])
    assert len(set(nomor_peserta)) == BANYAK - TMS
    assert maju["peserta_sha256"] == hashlib.sha256("".join(f"{satu}\n" for satu in nomor_peserta).encode()).hexdigest()
    for satu in baris:
        peristiwa = terbit[satu["lamaran"]]
        assert (peristiwa.get("peserta"), peristiwa["status"]) == (satu["peserta"], satu["status"])
        assert [alasan["kode"] for alasan in peristiwa["alasan"]] == satu["alasan"]  # type: ignore[attr-defined]
        assert ("urutan" in peristiwa) == (satu["status"] == "MS")
        assert str(satu["nik"]) not in str(peristiwa)
    _, ringkasan = await uji.kirim("GET", "/v1/ringkasan")
    assert ringkasan == {
        "formasi": 9, "kursi": 18, "kelompok": 3, "lamaran": BANYAK, "ms": BANYAK - TMS, "tms": TMS,
        "peserta_sha256": maju["peserta_sha256"],
    }  # fmt: skip


async def test_the_applicant_reads_every_reason_as_a_sentence(uji: Uji) -> None:
    await uji.buka(*FORMASI)
    await uji.massal([pelamar(nomor) for nomor in (1, 77)])
    await uji.umumkan()
    lamaran = {satu["nik"]: satu["lamaran"] for satu in await uji.baca("/v1/peserta.ndjson")}
    _, ms = await uji.kirim("GET", f"/v1/lamaran/{lamaran[nik(1)]}")
    assert (ms["status"], len(str(ms["peserta"]))) == ("MS", 17)
    _, tms = await uji.kirim("GET", f"/v1/lamaran/{lamaran[nik(77)]}")
    assert (tms["status"], tms["peserta"]) == ("TMS", None)
    alasan = tms["alasan"]
    assert isinstance(alasan, list)
    assert [satu["kode"] for satu in alasan] == ["USIA_LEBIH", "KUALIFIKASI_TIDAK_SESUAI"]
    assert alasan[0]["kalimat"].startswith("Usia Anda 44 tahun pada saat melamar; paling tinggi 35 tahun")


async def test_outcomes_do_not_depend_on_arrival_chunks_or_replicas(service_dsn: Callable[[str], str]) -> None:
    hasil = []
    for putaran, ukuran in ((0, 5000), (1, 7)):
        orang = [pelamar(nomor) for nomor in range(BANYAK)]
        Random(putaran).shuffle(orang)
        async with berjalan(service_dsn("pendaftaran")) as uji:
            await uji.buka(*FORMASI)
            for awal in range(0, BANYAK, 100):
                await uji.massal(orang[awal : awal + 100])
            await uji.tutup()
            await asyncio.gather(*(uji.habiskan(ukuran=ukuran) for _ in range(1 + 2 * putaran)))
            await uji.habiskan(ukuran=ukuran)
            hasil.append(await hasil_musim(uji))
            assert len(await uji.kotak_keluar("application-verified")) == BANYAK
    assert hasil[0] == hasil[1]


async def test_a_step_that_dies_leaves_nothing_half_done(uji: Uji) -> None:
    await uji.buka(*FORMASI)
    await uji.massal(pelamar(nomor) for nomor in range(200))
    await uji.tutup()
    langkah_selesai = 0
    while True:
        # Every step is done once and thrown away before it is done for good: the same as a kill at its last moment.
        async with uji.pool.acquire() as conn:
            transaksi = conn.transaction()
            await transaksi.start()
            uow = UnitOfWork(conn)
            ada = await langkah(uow, uji.instalasi, uji.brankas, SAAT, ukuran=40)
            await uow.flush()
            await transaksi.rollback()
        async with unit_of_work(uji.pool) as uow:
            assert await langkah(uow, uji.instalasi, uji.brankas, SAAT, ukuran=40) == ada
        if not ada:
            break
        langkah_selesai += 1
    assert langkah_selesai > 12
    maju, rows = await hasil_musim(uji)
    assert (maju["status"], maju["selesai"], len(rows)) == ("SELESAI", 200, 200)
    assert len({str(satu["lamaran"]) for satu in await uji.kotak_keluar("application-verified")}) == 200
    assert len(await uji.kotak_keluar("application-verified")) == 200


async def test_the_worker_does_it_in_the_background_with_replicas(uji: Uji) -> None:
    await uji.buka(*FORMASI)
    await uji.massal(pelamar(nomor) for nomor in range(300))
    galat: list[BaseException] = []

    async def step(uow: UnitOfWork) -> int:
        return await langkah(uow, uji.instalasi, uji.brankas, SAAT, ukuran=25)

    workers = [Worker(uji.pool, name=f"uji-{nomor}", step=step, on_fatal=galat.append, poll_seconds=0.05) for nomor in range(3)]
    for worker in workers:
        await worker.start()
    try:
        await uji.tutup()

        async def selesai() -> bool:
            return (await uji.kirim("GET", "/v1/seleksi-administrasi/umumkan"))[1]["status"] == "SELESAI"

        await wait_for(selesai, what="the document check")
    finally:
        for worker in workers:
            await worker.stop()
    assert not galat
    assert len(await uji.kotak_keluar("application-verified")) == 300


async def test_closing_twice_is_closing_once(uji: Uji) -> None:
    await uji.buka()
    await uji.massal([isian_lamaran(1)])
    pertama = await uji.umumkan()
    assert await uji.umumkan() == pertama
    assert len(await uji.kotak_keluar("application-verified")) == 1


async def test_one_officer_alone_closes_nothing(uji: Uji) -> None:
    await uji.buka()
    status, masalah = await uji.kirim("POST", "/v1/seleksi-administrasi/umumkan")
    assert (status, masalah["kode"]) == (404, "TIDAK_ADA_USUL")
    status, isi = await uji.kirim("POST", "/v1/seleksi-administrasi/tutup")
    assert (status, isi["status"]) == (202, "MENUNGGU_RILIS")
    status, masalah = await uji.kirim("POST", "/v1/seleksi-administrasi/umumkan")
    assert (status, masalah["kode"]) == (403, "PERLU_PETUGAS_LAIN")
    # While it waits the door is open.
    assert (await uji.massal([isian_lamaran(1)]))["diterima"] == 1
    assert (await uji.kirim("POST", "/v1/seleksi-administrasi/umumkan", kepala=SECOND_OFFICER))[0] == 202


async def test_a_season_without_applicants_ends_too(uji: Uji) -> None:
    await uji.buka()
    maju = await uji.umumkan()
    assert (maju["status"], maju["total"], maju["peserta_sha256"]) == ("SELESAI", 0, hashlib.sha256(b"").hexdigest())


async def test_the_close_waits_for_applications_in_hand(uji: Uji) -> None:
    """An application whose transaction is open when the registration closes is in the season, not lost between."""
    await uji.buka()
    await uji.kirim("POST", "/v1/seleksi-administrasi/tutup", kepala=SECOND_OFFICER)
    conn: asyncpg.Connection = await asyncpg.connect(uji.dsn)
    transaksi = conn.transaction()
    await transaksi.start()
    from services.pendaftaran.store.musim import kunci_melamar

    await kunci_melamar(conn, uji.musim.nama)
    tutup = asyncio.create_task(uji.kirim("POST", "/v1/seleksi-administrasi/umumkan"))

    async def menunggu() -> bool:
        return bool(await uji.pool.fetchval("select exists (select from pg_locks where locktype = 'advisory' and not granted)"))

    await wait_for(menunggu, what="the close to wait")
    assert not tutup.done()
    await transaksi.commit()
    await conn.close()
    assert (await tutup)[0] == 202


async def test_the_registration_does_not_close_over_unpublished_changes_or_without_posts(uji: Uji) -> None:
    status, masalah = await uji.kirim("POST", "/v1/seleksi-administrasi/tutup")
    assert (status, masalah["kode"]) == (409, "FORMASI_BELUM_DIBUKA")
    await uji.buka()
    assert (await uji.kirim("POST", "/v1/seleksi-administrasi/tutup"))[0] == 202
    await uji.impor(tabel_csv([baris_formasi(jumlah_formasi="5")]))
    for jalan in ("tutup", "umumkan"):
        status, masalah = await uji.kirim("POST", f"/v1/seleksi-administrasi/{jalan}", kepala=SECOND_OFFICER)
        assert (status, masalah["kode"]) == (409, "FORMASI_BELUM_DIBUKA"), jalan
    await uji.kirim("POST", "/v1/formasi/buka")
    assert (await uji.umumkan())["status"] == "SELESAI"


async def test_every_look_at_personal_data_is_logged(uji: Uji) -> None:
    await uji.buka()
    await uji.massal([isian_lamaran(1)])
    await uji.umumkan()
    [baris] = await uji.baca("/v1/peserta.ndjson")
    status, orang = await uji.kirim("GET", f"/v1/peserta/{baris['peserta']}/data-pribadi")
    assert (status, orang) == (
        200,
        {"nama": "Pelamar Contoh 1", "nik": nik(1), "tanggal_lahir": "1998-05-17", "jenis_kelamin": "P"},
    )
    assert (await uji.kirim("GET", "/v1/peserta/24000120110009999/data-pribadi"))[0] == 404
    log = await uji.pool.fetch("select subjek, tindakan, peserta from jejak.catatan where hasil = 'DILIHAT' order by id")
    assert [tuple(row) for row in log] == [
        ("petugas", "peserta.daftar", None),
        ("petugas", "peserta.data_pribadi", baris["peserta"]),
        ("petugas", "peserta.data_pribadi", "24000120110009999"),
    ]
    assert orjson.dumps(orang)
