"""The calendar over HTTP: two officers, and the doors it opens and closes."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import orjson
import pytest

from shared.istilah import TahapMusim as T
from shared.jadwal import Pengecualian
from tests.support.http import SECOND_OFFICER
from tests.support.jejak import sidik_tindakan, tersambung
from tests.support.pendaftaran import Jam, Uji, baris_formasi, berjalan, isian_lamaran, tabel_csv
from tests.support.pendaftaran.jadwal import (
    CPNS_2024,
    CPNS_2024_DIPERPANJANG,
    MILIDETIK,
    ajukan,
    hari,
    isi,
    minta,
    rilis,
    umumkan,
    usulkan,
    wib,
)

RILIS = wib("2024-08-19 08:00")
BUKA = dict(CPNS_2024.tahap)[T.PENDAFTARAN]
PERPANJANGAN = dict(CPNS_2024_DIPERPANJANG.tahap)[T.PENDAFTARAN].sampai


@pytest.fixture
async def jam() -> Jam:
    """The clock of the service: the morning on which the season is announced."""
    return Jam(RILIS)


@pytest.fixture
async def uji(service_dsn: Callable[[str], str], jam: Jam) -> AsyncIterator[Uji]:
    """The service on a fresh database, by that clock."""
    async with berjalan(service_dsn("pendaftaran"), jam) as layanan:
        yield layanan


def kesalahan(masalah: Mapping[str, object]) -> list[tuple[str, str]]:
    daftar = masalah["kesalahan"]
    assert isinstance(daftar, list)
    return [(satu["kode"], satu["kolom"]) for satu in daftar]


async def test_a_calendar_takes_two_officers_and_is_told_to_everybody(uji: Uji) -> None:
    assert (await minta(uji, "GET", "/v1/jadwal"))[0] == 404
    assert (await minta(uji, "GET", "/v1/jadwal/usul"))[1]["kode"] == "TIDAK_ADA_USUL"
    sidik = await usulkan(uji, CPNS_2024)
    assert (await minta(uji, "GET", "/v1/jadwal/usul"))[1]["sidik"] == sidik
    assert (await minta(uji, "GET", "/v1/jadwal"))[0] == 404
    assert await uji.kotak_keluar("schedule-announced") == []
    status, masalah = await rilis(uji, sidik, SECOND_OFFICER)
    assert (status, masalah["kode"]) == (403, "PERLU_PETUGAS_LAIN")
    status, masalah = await rilis(uji, "0" * 64)
    assert (status, masalah["kode"]) == (409, "USUL_BERUBAH")
    assert (await rilis(uji, sidik))[0] == 200
    async with uji.http.get("/v1/jadwal") as jawaban:
        berlaku = orjson.loads(await jawaban.read())
    assert (berlaku["musim"], berlaku["versi"], berlaku["keputusan"]) == (uji.musim.nama, 1, "Surat Uji 1/2024")
    (daftar,) = [satu for satu in berlaku["tahap"] if satu["tahap"] == "PENDAFTARAN"]
    assert (daftar["mulai"], daftar["sampai"]) == ("2024-08-20T00:00:00+07:00", "2024-09-06T23:59:59.999000+07:00")
    (terbit,) = await uji.kotak_keluar("schedule-announced")
    assert (terbit["musim"], terbit["versi"], terbit["jenis_pengadaan"], terbit["tahun_anggaran"]) == (uji.musim.nama, 1, "CPNS", 2024)
    assert daftar["sampai"] in {satu["sampai"] for satu in terbit["tahap"]}  # type: ignore[attr-defined]
    assert (await rilis(uji, sidik))[1]["kode"] == "TIDAK_ADA_USUL"
    catatan = await uji.pool.fetch("select tindakan, hasil from jejak.catatan where tindakan like 'jadwal.%' order by id")
    assert [tuple(row) for row in catatan] == [("jadwal.usul", "DIKERJAKAN"), ("jadwal.rilis", "DITOLAK"), ("jadwal.rilis", "DIKERJAKAN")]


async def test_every_fault_is_told_and_nothing_is_kept(uji: Uji) -> None:
    rusak = replace(CPNS_2024, versi=2, tahap=tuple(satu for satu in CPNS_2024.tahap if satu[0] is not T.JAWABAN_ADMINISTRASI))
    status, masalah = await minta(uji, "POST", "/v1/jadwal/usul", isi(rusak), SECOND_OFFICER)
    assert (status, masalah["kode"]) == (422, "JADWAL_DITOLAK")
    assert kesalahan(masalah) == [("JADWAL_TAHAP_KURANG", "tahap.JAWABAN_ADMINISTRASI"), ("JADWAL_VERSI", None)]
    terbalik = {"SKD": {"mulai": "2024-10-16T00:00:00+07:00", "sampai": "2024-10-15T23:59:59+07:00"}}
    status, masalah = await minta(uji, "POST", "/v1/jadwal/usul", isi(CPNS_2024, tahap=terbalik), SECOND_OFFICER)
    assert (status, kesalahan(masalah)) == (422, [("JADWAL_JENDELA", "tahap.SKD.sampai")])
    assert (await minta(uji, "GET", "/v1/jadwal/usul"))[0] == 404


async def test_a_proposal_is_judged_again_when_it_is_released(uji: Uji, jam: Jam) -> None:
    """It waited over night: the announcement would have begun before anybody could read it."""
    sidik = await usulkan(uji, CPNS_2024)
    jam.kini = RILIS + timedelta(days=1)
    status, masalah = await rilis(uji, sidik)
    assert (status, kesalahan(masalah)) == (422, [("JADWAL_LAMPAU", "tahap.PENGUMUMAN.mulai")])
    assert await uji.kotak_keluar("schedule-announced") == []


async def test_the_proposal_that_was_read_is_the_one_that_is_released(uji: Uji) -> None:
    pertama = await usulkan(uji, CPNS_2024)
    mundur = {**dict(CPNS_2024.tahap), T.SKD: hari("2024-10-17", "2024-11-14")}
    kedua = await usulkan(uji, replace(CPNS_2024, tahap=tuple(mundur.items())))
    assert (await rilis(uji, pertama))[1]["kode"] == "USUL_BERUBAH"
    assert (await rilis(uji, kedua))[0] == 200


async def test_a_decree_that_excuses_is_kept_and_told(uji: Uji) -> None:
    tahap = {**dict(CPNS_2024.tahap), T.JAWABAN_ADMINISTRASI: hari("2024-09-18", "2024-09-29")}
    lebih = replace(CPNS_2024, tahap=tuple(tahap.items()))
    status, masalah = await minta(uji, "POST", "/v1/jadwal/usul", isi(lebih), SECOND_OFFICER)
    assert (status, kesalahan(masalah)) == (422, [("JADWAL_JAWABAN_LEBIH", "tahap.JAWABAN_ADMINISTRASI.sampai")])
    keputusan = Pengecualian("JADWAL_JAWABAN_LEBIH", T.JAWABAN_ADMINISTRASI, "Keputusan Uji 3/2024")
    terbit = await umumkan(uji, replace(lebih, pengecualian=(keputusan,)))
    harap = [{"aturan": keputusan.aturan, "tahap": "JAWABAN_ADMINISTRASI", "keputusan": keputusan.keputusan}]
    assert terbit["pengecualian"] == harap
    (peristiwa,) = await uji.kotak_keluar("schedule-announced")
    assert peristiwa["pengecualian"] == harap


async def test_an_extension_is_a_version_and_a_shorter_one_is_refused(uji: Uji, jam: Jam) -> None:
    await umumkan(uji, CPNS_2024)
    jam.kini = wib("2024-09-05 20:00")
    terbit = await umumkan(uji, CPNS_2024_DIPERPANJANG)
    assert [satu["versi"] for satu in terbit["riwayat"]] == [2, 1]  # type: ignore[attr-defined]
    assert [satu["versi"] for satu in await uji.kotak_keluar("schedule-announced")] == [1, 2]
    acts = await sidik_tindakan(uji.pool, "jadwal.usul", "jadwal.rilis")
    assert (len(acts), acts[0].sebelum) == (4, None)
    assert tersambung(acts)
    kembali = replace(CPNS_2024, versi=3)
    status, masalah = await minta(uji, "POST", "/v1/jadwal/usul", isi(kembali), SECOND_OFFICER)
    assert status == 409
    assert ("JADWAL_DIPERSINGKAT", "tahap.PENDAFTARAN.sampai") in kesalahan(masalah)


@pytest.mark.parametrize(
    ("saat", "jawab"),
    [
        (BUKA.mulai - MILIDETIK, (409, "PENDAFTARAN_BELUM_DIBUKA")),
        (BUKA.mulai, (201, None)),
        (BUKA.sampai, (201, None)),
        (BUKA.sampai + timedelta(microseconds=999), (201, None)),
        (BUKA.sampai + MILIDETIK, (409, "PENDAFTARAN_DITUTUP")),
    ],
)
async def test_the_door_of_registration_to_the_millisecond(uji: Uji, jam: Jam, saat: datetime, jawab: tuple[int, str | None]) -> None:
    await umumkan(uji, CPNS_2024)
    await uji.buka()
    jam.kini = saat
    assert await ajukan(uji, 1) == jawab
    status, massal = await uji.kirim("POST", "/v1/lamaran/massal?format=ndjson", orjson.dumps(isian_lamaran(2)))
    assert (status, massal.get("kode")) == (jawab if jawab[1] else (200, None))


async def test_a_refusal_says_until_when_and_by_what(uji: Uji, jam: Jam) -> None:
    await umumkan(uji, CPNS_2024)
    await uji.buka()
    jam.kini = BUKA.sampai + MILIDETIK
    _, masalah = await uji.kirim("POST", "/v1/lamaran", orjson.dumps(isian_lamaran(1)))
    assert "6 September 2024 pukul 23.59.59 WIB" in str(masalah["detail"])
    assert "jadwal versi 1, Surat Uji 1/2024" in str(masalah["detail"])
    assert "diterima 7 September 2024 pukul 00.00.00 WIB" in str(masalah["detail"])


async def test_no_post_comes_or_is_opened_after_the_closing(uji: Uji, jam: Jam) -> None:
    await umumkan(uji, CPNS_2024)
    await uji.buka()
    await uji.impor(tabel_csv([baris_formasi("f-2")]))
    jam.kini = BUKA.sampai + MILIDETIK
    assert (await uji.impor(tabel_csv([baris_formasi("f-3")])))[1]["kode"] == "PENDAFTARAN_DITUTUP"
    assert (await uji.kirim("POST", "/v1/formasi/buka"))[1]["kode"] == "PENDAFTARAN_DITUTUP"
    # The same file again changes nothing, and is not refused.
    assert (await uji.impor(tabel_csv([baris_formasi("f-2")])))[0] == 200


async def test_nobody_closes_before_the_calendar_does(uji: Uji, jam: Jam) -> None:
    await umumkan(uji, CPNS_2024)
    await uji.buka()
    for saat in (BUKA.mulai, BUKA.sampai, BUKA.sampai + timedelta(minutes=5)):
        jam.kini = saat
        for jalan in ("tutup", "umumkan"):
            status, masalah = await uji.kirim("POST", f"/v1/seleksi-administrasi/{jalan}", kepala=SECOND_OFFICER)
            harap = "PENDAFTARAN_MASIH_DIBUKA" if jalan == "tutup" else "TIDAK_ADA_USUL"
            assert masalah["kode"] == harap, (saat, jalan, status)
    assert "setelah 7 September 2024 pukul 00.04.59 WIB" in str(
        (await uji.kirim("POST", "/v1/seleksi-administrasi/tutup", kepala=SECOND_OFFICER))[1]["detail"]
    )
    jam.kini = BUKA.sampai + timedelta(minutes=5, milliseconds=1)
    await uji.tutup()


async def test_a_close_proposed_under_no_calendar_waits_for_one_that_came_since(uji: Uji, jam: Jam) -> None:
    await uji.buka()
    assert (await uji.kirim("POST", "/v1/seleksi-administrasi/tutup", kepala=SECOND_OFFICER))[0] == 202
    jam.kini = wib("2024-08-20 08:00")
    pengumuman = (T.PENGUMUMAN, hari("2024-08-20", "2024-09-03"))
    await umumkan(uji, replace(CPNS_2024, tahap=(pengumuman, *CPNS_2024.tahap[1:])))
    assert (await uji.kirim("POST", "/v1/seleksi-administrasi/umumkan"))[1]["kode"] == "PENDAFTARAN_MASIH_DIBUKA"


async def test_a_first_calendar_shuts_nobody_out(uji: Uji, jam: Jam) -> None:
    """Posts are open and there is no calendar: people apply. One that would open the door tomorrow is refused."""
    await uji.buka()
    status, masalah = await minta(uji, "POST", "/v1/jadwal/usul", isi(CPNS_2024), SECOND_OFFICER)
    assert (status, kesalahan(masalah)) == (409, [("JADWAL_MENUTUP_PINTU", "tahap.PENDAFTARAN.mulai")])
    assert (await ajukan(uji, 1))[0] == 201
    await uji.tutup()
    jam.kini = RILIS + timedelta(hours=1)
    assert (await minta(uji, "POST", "/v1/jadwal/usul", isi(CPNS_2024), SECOND_OFFICER))[1]["kode"] == "PENDAFTARAN_DITUTUP"


async def test_a_season_without_a_calendar_is_as_it_was(uji: Uji, jam: Jam) -> None:
    jam.kini = wib("2031-01-01")
    await uji.buka()
    assert await ajukan(uji, 1) == (201, None)
    assert (await uji.umumkan())["status"] == "SELESAI"
