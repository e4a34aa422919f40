"""A person opens what is theirs by their own login, and sees who else did."""

from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from joserfc.jwk import KeySet, OKPKey

from shared.web.identitas.participants import ParticipantSigner
from tests.support.http import OFFICER, client_of
from tests.support.pendaftaran import Uji, aplikasi, isian_lamaran, nik, pelamar, setelan_pendaftaran

SAYA, LAIN = pelamar(nik(1)), pelamar(nik(2))


@pytest.fixture
async def musim(uji: Uji) -> Uji:
    """Two people with numbers."""
    await uji.buka()
    await uji.massal([isian_lamaran(1), isian_lamaran(2)])
    await uji.umumkan()
    return uji


async def _nomor(uji: Uji, orang: int) -> tuple[str, str]:
    [baris] = [satu for satu in await uji.baca("/v1/peserta.ndjson") if satu["nik"] == nik(orang)]
    return str(baris["lamaran"]), str(baris["peserta"])


async def test_one_s_own_application_opens_and_another_s_does_not(musim: Uji) -> None:
    lamaran, _ = await _nomor(musim, 1)
    for jalan in (f"/v1/lamaran/{lamaran}", f"/v1/lamaran/{lamaran}/tanda-terima"):
        assert (await musim.kirim("GET", jalan, kepala=SAYA))[0] == 200
        assert (await musim.kirim("GET", jalan, kepala=LAIN))[0] == 404


async def test_a_person_sees_who_looked_at_them(musim: Uji) -> None:
    _, peserta = await _nomor(musim, 1)
    assert (await musim.kirim("GET", f"/v1/peserta/{peserta}/data-pribadi", kepala=OFFICER))[0] == 200
    for kepala, dilihat in ((SAYA, [peserta, None]), (LAIN, [None]), (pelamar(nik(3)), [])):
        async with musim.http.get("/v1/saya/jejak", headers=kepala) as jawaban:
            assert jawaban.status == 200
            rows = await jawaban.json()
        assert [row["peserta"] for row in rows] == dilihat
        assert all((row["subjek"], row["hasil"]) == ("petugas", "DILIHAT") for row in rows)


async def test_an_applicant_s_number_is_theirs_from_the_announcement_on(uji: Uji) -> None:
    await uji.buka()
    await uji.massal([isian_lamaran(1)])
    async with uji.http.get("/v1/saya/jejak", headers=SAYA) as jawaban:
        assert (jawaban.status, await jawaban.json()) == (200, [])


async def test_writes_of_registration_are_written_down(musim: Uji) -> None:
    rows = await musim.pool.fetch("select tindakan, objek from jejak.catatan where hasil = 'DIKERJAKAN' order by id")
    assert [tuple(row) for row in rows] == [
        ("formasi.impor", "nama=formasi.csv"),
        ("formasi.buka", ""),
        ("lamaran.ajukan_massal", ""),
        ("seleksi_administrasi.usul_tutup", ""),
        ("seleksi_administrasi.rilis_tutup", ""),
    ]


async def test_to_change_a_login_for_a_number_is_an_act(musim: Uji, tmp_path: Path) -> None:
    _, peserta = await _nomor(musim, 1)
    key = OKPKey.generate_key("Ed25519", {"kid": "uji", "use": "sig"})
    berkas = tmp_path / "kunci.json"
    berkas.write_bytes(orjson.dumps(KeySet([key]).as_dict(private=True)))
    berkas.chmod(0o600)
    app, context = aplikasi(setelan_pendaftaran(musim.dsn))
    app.state.context, app.state.pool = replace(context, penanda=ParticipantSigner(berkas)), musim.pool
    async with client_of(app) as http:
        for kepala, status in ((SAYA, 200), (pelamar(nik(3)), 404)):
            async with http.post("/v1/saya/token-peserta", headers=kepala) as jawaban:
                assert jawaban.status == status
    rows = await musim.pool.fetch("select subjek, peserta from jejak.catatan where tindakan = 'saya.token_peserta'")
    assert [row["peserta"] for row in rows] == [peserta]
