"""Several seasons of one installation: acts that make them, and what belongs to which."""

import asyncio
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import asyncpg
import orjson
import pytest

from services.pendaftaran.store import musim as store_musim
from services.pendaftaran.usecases import ketentuan as modul_ketentuan
from services.pendaftaran.usecases.peserta import hapus_kedaluwarsa
from services.pendaftaran.usecases.saya import nomor_diumumkan
from shared import aturan
from shared.aturan import jadwal, kuota, pendaftaran, sanggah
from shared.istilah import TahapMusim
from shared.messaging import unit_of_work
from tests.support.administrator import administrator
from tests.support.http import OFFICER, SECOND_OFFICER
from tests.support.jejak import sidik_tindakan, tersambung
from tests.support.pendaftaran import Jam, Uji, baris_formasi, berjalan, isian_lamaran, nik, pelamar, tabel_csv
from tests.support.pendaftaran.jadwal import CPNS_2024, MILIDETIK, ajukan, hari, minta, umumkan, wib
from tests.support.pendaftaran.musim import PPPK_2021, PPPK_2024, baris_pppk, isi, isian_pppk, rilis, tetapkan, usulkan

CPNS = "cpns-2024"


def _kode(masalah: dict[str, object]) -> list[str]:
    daftar = masalah["kesalahan"]
    assert isinstance(daftar, list)
    return [str(satu["kode"]) for satu in daftar]


async def test_a_season_takes_two_officers_and_is_told_to_everybody(uji: Uji) -> None:
    status, usul = await usulkan(uji, isi(PPPK_2024))
    assert (status, usul["jenis_pengadaan"], usul["tahun_anggaran"], usul["tanpa_musim"]) == (201, "PPPK", 2024, False)
    assert len(await uji.kotak_keluar("season-announced")) == 1
    async with uji.http.get("/v1/musim/usul", headers=OFFICER) as jawaban:
        assert [satu["sidik"] for satu in orjson.loads(await jawaban.read())] == [usul["sidik"]]
    assert (await rilis(uji, PPPK_2024, usul["sidik"], SECOND_OFFICER))[1]["kode"] == "PERLU_PETUGAS_LAIN"
    assert (await rilis(uji, PPPK_2024, "0" * 64))[1]["kode"] == "USUL_BERUBAH"
    assert (await rilis(uji, CPNS, usul["sidik"]))[1]["kode"] == "TIDAK_ADA_USUL"
    assert (await rilis(uji, PPPK_2024, usul["sidik"]))[0] == 200
    assert (await rilis(uji, PPPK_2024, usul["sidik"]))[1]["kode"] == "TIDAK_ADA_USUL"
    async with uji.http.get("/v1/musim") as jawaban:
        assert [satu["musim"] for satu in orjson.loads(await jawaban.read())] == [CPNS, PPPK_2024]
    terbit = (await uji.kotak_keluar("season-announced"))[-1]
    assert (terbit["musim"], terbit["versi"], terbit["keputusan"], terbit["aturan"]) == (
        *(PPPK_2024, 1, "Keputusan Uji 7/2024"),
        {"nama": PPPK_2024, "versi": 1},
    )
    await tetapkan(uji, PPPK_2024, versi=2, mode_pengisian="DENGAN_PERSETUJUAN")
    assert (await uji.kotak_keluar("season-announced"))[-1]["mode_pengisian"] == "DENGAN_PERSETUJUAN"
    acts = await sidik_tindakan(uji.pool, "musim.usul", "musim.rilis")
    assert (len(acts), acts[0].sebelum) == (4, None)
    assert tersambung(acts)


async def test_what_is_proposed_and_may_not_be_is_refused(uji: Uji) -> None:
    for badan, status, kode in (
        (isi("cpns-2023"), 409, "MUSIM_AKAR_SAMA"),
        (isi(CPNS, versi=2), 409, "MUSIM_TIDAK_BERUBAH"),
        (isi(CPNS, versi=2, keadaan="SELESAI"), 409, "MUSIM_BELUM_SELESAI"),
        (isi(CPNS, versi=3, mode_pengisian="DENGAN_PERSETUJUAN"), 409, "MUSIM_VERSI"),
    ):
        dapat, masalah = await usulkan(uji, badan)
        assert (dapat, _kode(masalah)) == (status, [kode])
    status, masalah = await usulkan(uji, isi(CPNS, versi=2, aturan={"nama": CPNS, "versi": 99}))
    assert (status, masalah["kode"]) == (422, "ATURAN_TIDAK_DIKENAL")
    assert (await usulkan(uji, isi("Musim Baru")))[0] == 422


async def test_two_proposals_that_cannot_both_be_are_judged_again_when_released(uji: Uji) -> None:
    """Two seasons of one root: the second was lawful when it was proposed."""
    (_, satu), (_, dua) = await usulkan(uji, isi(PPPK_2024)), await usulkan(uji, isi(PPPK_2021))
    assert (await rilis(uji, PPPK_2024, satu["sidik"]))[0] == 200
    status, masalah = await rilis(uji, PPPK_2021, dua["sidik"])
    assert (status, _kode(masalah)) == (409, ["MUSIM_AKAR_SAMA"])


async def test_the_database_itself_keeps_roots_and_numbers_of_seasons_apart(uji: Uji) -> None:
    await tetapkan(uji, PPPK_2024)
    satu = """
        insert into pendaftaran.musim (musim, jenis_pengadaan, gelombang, tahun, aturan, aturan_versi, mode_pengisian, keadaan, tanpa_musim,
            versi, awalan_nomor, diumumkan_pada)
        values ('lain', $1, 1, $2, 'x', 1, 'SESUAI_KEPUTUSAN', 'BERJALAN', $3, 1, $4, now())
    """
    for nilai, indeks in (
        (("CPNS", 2021, False, "2120"), "satu_akar_satu_musim"),
        (("CPNS", 2026, False, "2430"), "satu_awalan_satu_musim"),
        (("CPNS", 2026, True, "2620"), "satu_musim_tanpa_nama"),
    ):
        with pytest.raises(asyncpg.UniqueViolationError, match=indeks):
            await uji.pool.execute(satu, *nilai)
    await uji.pool.execute(satu, "CPNS", 2026, False, "2620")


async def test_with_two_seasons_a_request_about_a_whole_one_names_it(uji: Uji) -> None:
    await tetapkan(uji, PPPK_2024)
    for cara, jalan in (
        ("GET", "/v1/ringkasan"),
        ("GET", "/v1/jadwal"),
        ("GET", "/v1/formasi.ndjson"),
        ("GET", "/v1/peserta.ndjson"),
        ("GET", "/v1/arsip/tms.ndjson"),
        ("POST", "/v1/formasi/buka"),
        ("POST", "/v1/seleksi-administrasi/tutup"),
        ("PUT", "/v1/formasi/berkas/f.csv"),
    ):
        status, masalah = await uji.kirim(cara, jalan, tabel_csv([baris_formasi()]) if cara == "PUT" else b"")
        assert (status, masalah["kode"]) == (422, "MUSIM_PERLU_DISEBUT"), jalan
        assert f"{CPNS}, {PPPK_2024}" in str(masalah["detail"])


async def dua_musim(uji: Uji, kedua: str = PPPK_2024) -> tuple[Uji, Uji]:
    """CPNS and PPPK with a post each, of one agency and one jabatan."""
    pppk = await tetapkan(uji, kedua)
    cpns = uji.pada(CPNS)
    await cpns.buka()
    await pppk.buka(baris_pppk())
    return cpns, pppk


async def test_each_season_has_its_own_posts_people_closing_and_seal(uji: Uji) -> None:
    cpns, pppk = await dua_musim(uji)
    terbit = {str(satu["formasi"]): satu for satu in await uji.kotak_keluar("formation-opened")}
    assert [(satu["musim"], satu["kode_instansi"]) for satu in terbit.values()] == [(CPNS, "0001"), (PPPK_2024, "0001")]
    assert terbit["f-1"]["kelompok"] != terbit["p-1"]["kelompok"]
    hasil = await uji.massal([isian_lamaran(1), isian_lamaran(2), isian_lamaran(3, formasi="p-1")])
    assert hasil == {"diterima": 3, "sudah_ada": 0, "ditolak": []}

    status, masalah = await pppk.impor(tabel_csv([baris_pppk("f-1")]))
    assert (status, _kode(masalah)) == (422, ["FORMASI_MUSIM_LAIN"])
    await cpns.tutup()
    # The other season goes on: the agency is shared, the lock and the closing are not.
    assert (await pppk.massal([isian_lamaran(4, formasi="p-1")]))["diterima"] == 1
    campur = await uji.massal([isian_lamaran(5), isian_lamaran(6, formasi="p-1")])
    assert (campur["diterima"], [satu["kode"] for satu in campur["ditolak"]]) == (1, ["PENDAFTARAN_DITUTUP"])  # type: ignore[attr-defined]
    assert (await uji.kirim("POST", "/v1/lamaran/massal?format=ndjson", orjson.dumps(isian_lamaran(7))))[0] == 409
    await cpns.habiskan()
    maju = (await cpns.kirim("GET", "/v1/seleksi-administrasi/umumkan"))[1]
    assert (maju["status"], maju["total"], maju["ms"]) == ("SELESAI", 2, 2)
    assert (await pppk.kirim("GET", "/v1/seleksi-administrasi/umumkan"))[1]["status"] == "BELUM"
    lain = await pppk.umumkan()
    assert (lain["status"], lain["total"]) == ("SELESAI", 3)
    assert lain["peserta_sha256"] != maju["peserta_sha256"]
    assert (await cpns.kirim("GET", "/v1/seleksi-administrasi/umumkan"))[1] == maju
    for musim, formasi, banyak, awal in ((cpns, "f-1", 2, "24000120"), (pppk, "p-1", 3, "24000130")):
        rows = await musim.baca("/v1/peserta.ndjson")
        assert [satu["formasi"] for satu in rows] == [formasi] * banyak
        assert all(str(satu["peserta"] or awal).startswith(awal) for satu in rows)
        assert [satu["formasi"] for satu in await musim.baca("/v1/formasi.ndjson")] == [formasi]
        angka = (await musim.kirim("GET", "/v1/ringkasan"))[1]
        assert (angka["formasi"], angka["lamaran"]) == (1, banyak)
        assert (await musim.kirim("GET", "/v1/arsip/musim"))[1]["musim"] == musim.kueri.removeprefix("musim=")


async def test_each_season_has_its_own_calendar(service_dsn: Callable[[str], str]) -> None:
    buka, jam = dict(CPNS_2024.tahap)[TahapMusim.PENDAFTARAN], Jam(wib("2024-08-19 08:00"))
    async with berjalan(service_dsn("pendaftaran"), jam) as uji:
        cpns, pppk = await dua_musim(uji)
        jam.kini = buka.mulai
        pengumuman = (TahapMusim.PENGUMUMAN, hari("2024-08-20", "2024-09-03"))
        await umumkan(cpns, replace(CPNS_2024, tahap=(pengumuman, *CPNS_2024.tahap[1:])))
        assert (await minta(pppk, "GET", "/v1/jadwal"))[1]["kode"] == "JADWAL_BELUM_ADA"
        jam.kini = buka.sampai + MILIDETIK
        hasil = await uji.massal([isian_lamaran(1), isian_pppk(2)])
        assert (hasil["diterima"], [satu["kode"] for satu in hasil["ditolak"]]) == (1, ["PENDAFTARAN_DITUTUP"])  # type: ignore[attr-defined]
        assert await ajukan(uji, 3) == (409, "PENDAFTARAN_DITUTUP")


async def test_a_season_that_is_being_closed_holds_up_nobody_of_another(uji: Uji) -> None:
    await dua_musim(uji)
    conn: asyncpg.Connection = await asyncpg.connect(uji.dsn)
    try:
        async with conn.transaction():
            await store_musim.kunci_menutup(conn, CPNS)
            assert (await uji.kirim("POST", "/v1/lamaran", orjson.dumps(isian_pppk(1))))[0] == 201
    finally:
        await conn.close()


# --- one person, one fiscal year -------------------------------------------------------------------------------------------------------


async def berlomba(replika: Sequence[Uji], orang: range) -> list[list[int]]:
    """Each person applies to CPNS and PPPK at the same moment, at two replicas; the answers of each."""
    kiriman = [(nomor, formasi, replika[(nomor + ke) % 2]) for nomor in orang for ke, formasi in enumerate(("f-1", "p-1"))]
    jawaban = await asyncio.gather(
        *(uji.kirim("POST", "/v1/lamaran", orjson.dumps(isian_lamaran(nomor, formasi=formasi))) for nomor, formasi, uji in kiriman)
    )
    status = [satu for satu, _ in jawaban]
    return [sorted(status[awal : awal + 2]) for awal in range(0, len(status), 2)]


async def _lamaran_milik(uji: Uji, orang: int) -> int:
    return int(await uji.pool.fetchval("select count(*) from pribadi.orang where pseudonim = $1", uji.instalasi.pseudonim(nik(orang))))


async def test_one_person_in_both_kinds_at_the_same_moment_has_one_application(service_dsn: Callable[[str], str]) -> None:
    dsn = service_dsn("pendaftaran")
    # Two replicas, so that nothing inside one process can be what keeps them apart.
    async with berjalan(dsn) as satu, berjalan(dsn) as dua:
        await dua_musim(satu)
        assert await berlomba([satu, dua], range(20)) == [[201, 409]] * 20
        assert [await _lamaran_milik(satu, nomor) for nomor in range(20)] == [1] * 20
        assert len(await satu.kotak_keluar("application-submitted")) == 20


async def test_negative_control_without_the_unique_index_a_person_is_in_both_kinds(service_dsn: Callable[[str], str]) -> None:
    dsn = service_dsn("pendaftaran")
    async with berjalan(dsn) as satu, berjalan(dsn) as dua:
        await dua_musim(satu)
        async with administrator(satu.pool) as conn:
            await conn.execute("drop index pribadi.satu_orang_satu_lamaran")
        assert await berlomba([satu, dua], range(3)) == [[201, 201]] * 3
        assert await _lamaran_milik(satu, 0) == 2


async def test_who_applied_in_one_kind_is_told_so_in_the_other(uji: Uji) -> None:
    await dua_musim(uji)
    assert (await uji.kirim("POST", "/v1/lamaran", orjson.dumps(isian_lamaran(1))))[0] == 201
    status, masalah = await uji.kirim("POST", "/v1/lamaran", orjson.dumps(isian_lamaran(1, formasi="p-1")))
    assert (status, masalah["kode"]) == (409, "SUDAH_MELAMAR")
    assert "PermenPANRB 6/2024 Pasal 25 ayat (4)" in str(masalah["detail"])
    massal = await uji.massal([isian_lamaran(2), isian_lamaran(2, formasi="p-1")])
    assert (massal["diterima"], [satu["kode"] for satu in massal["ditolak"]]) == (1, ["SUDAH_MELAMAR"])  # type: ignore[attr-defined]


async def test_another_year_is_another_application(uji: Uji) -> None:
    cpns, lama = await dua_musim(uji, PPPK_2021)
    for isi_lamaran in (isian_lamaran(1), isian_pppk(1)):
        assert (await uji.kirim("POST", "/v1/lamaran", orjson.dumps(isi_lamaran)))[0] == 201
    assert await _lamaran_milik(uji, 1) == 2
    for musim in (cpns, lama):
        await musim.umumkan()
    milik = {str(satu["formasi"]): satu for musim in (cpns, lama) for satu in await musim.baca("/v1/peserta.ndjson")}
    for satu in milik.values():
        assert (await uji.kirim("GET", f"/v1/lamaran/{satu['lamaran']}", kepala=pelamar(nik(1))))[0] == 200
        assert (await uji.kirim("GET", f"/v1/lamaran/{satu['lamaran']}", kepala=pelamar(nik(2))))[0] == 404
    # Both numbers are the person's: looks at either are shown, and a login is changed for the newer one unless the other is asked for.
    for satu in milik.values():
        assert (await uji.kirim("GET", f"/v1/peserta/{satu['peserta']}/data-pribadi"))[0] == 200
    async with uji.http.get("/v1/saya/jejak", headers=pelamar(nik(1))) as jawaban:
        dilihat = {satu["peserta"] for satu in await jawaban.json()} - {None}
    assert dilihat == {satu["peserta"] for satu in milik.values()}
    async with uji.pool.acquire() as conn:
        terbit = await nomor_diumumkan(conn, uji.instalasi, nik(1))
    assert [(satu.musim, satu.peserta) for satu in terbit] == [(CPNS, milik["f-1"]["peserta"]), (PPPK_2021, milik["p-1"]["peserta"])]
    # One of the two is erased: the other stays readable, under a key of its own.
    assert (await uji.kirim("DELETE", f"/v1/peserta/lamaran/{milik['p-1']['lamaran']}"))[0] == 200
    assert [satu["nik"] for musim in (cpns, lama) for satu in await musim.baca("/v1/peserta.ndjson")] == [nik(1), None]
    assert await uji.pool.fetchval("select count(*) from kunci.orang") == 1


async def test_people_are_erased_by_the_time_of_their_own_season(uji: Uji) -> None:
    cpns, pppk = await dua_musim(uji)
    await uji.massal([isian_lamaran(1), isian_lamaran(2, formasi="p-1")])
    await cpns.umumkan()
    akhir = await uji.pool.fetchval("select selesai_pada + interval '1826 days' from pendaftaran.musim where musim = $1", CPNS)
    async with unit_of_work(uji.pool) as uow:
        assert await hapus_kedaluwarsa(uow, akhir) == 1
    assert [satu["nik"] for satu in await pppk.baca("/v1/peserta.ndjson")] == [nik(2)]


# --- versions of rules side by side ----------------------------------------------------------------------------------------------------


@pytest.fixture
def versi_dua(tmp_path: Path) -> Iterator[None]:
    """An installation that has a second version of cpns-2024 besides, under which nobody over 20 may apply."""
    teks = aturan.source(CPNS)
    for pola, ganti in ((r"(?m)^versi = 1$", "versi = 2"), (r"(?m)^usia_maks = 35$", "usia_maks = 20")):
        teks, kali = re.subn(pola, ganti, teks, count=1)
        assert kali == 1
    (tmp_path / "cpns-2024.v2.toml").write_text(teks, encoding="utf-8")
    aturan.add_folder(tmp_path)
    yield
    aturan.add_folder(None)
    for ingatan in (aturan.load, pendaftaran.load, jadwal.load, sanggah.load, kuota.load, modul_ketentuan.ketentuan):
        ingatan.cache_clear()


@pytest.mark.parametrize(("naik", "usia"), [("sebelum", 20), ("sesudah", 35)])
async def test_a_season_is_checked_under_the_rules_in_force_when_it_closed(uji: Uji, versi_dua: None, naik: str, usia: int) -> None:
    async def naikkan() -> None:
        await tetapkan(uji, CPNS, versi=2, aturan={"nama": CPNS, "versi": 2})

    await uji.buka()
    await uji.massal([isian_lamaran(1)])
    if naik == "sebelum":
        await naikkan()
        # Files are read in another process, which must not need that version.
        await uji.buka(baris_formasi(), baris_formasi("f-2"))
    await uji.tutup()
    if naik == "sesudah":
        await naikkan()
    await uji.habiskan()
    (putusan,) = await uji.kotak_keluar("application-verified")
    assert putusan["aturan"] == {"nama": CPNS, "versi": 2 if naik == "sebelum" else 1}
    assert [satu["angka"]["usia_maks"] for satu in putusan["alasan"]] == [usia]  # type: ignore[attr-defined]
    dapat, masalah = await usulkan(uji, isi(CPNS, versi=3, aturan={"nama": CPNS, "versi": 1}))
    assert (dapat, _kode(masalah)) == (409, ["MUSIM_ATURAN_TURUN"])
