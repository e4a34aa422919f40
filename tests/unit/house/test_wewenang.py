"""Every route names its action, every action has a route, and no route can be forgotten."""

from collections.abc import Iterator
from typing import Any

import pytest

from shared.kebijakan import Jangkauan, JenisMusim, kebijakan
from shared.web.identitas.wewenang import milik_kelompok, milik_peserta, milik_sendiri, sebatas_jangkauan
from tests.support.layanan import SERVICES, Rute, app_of_service, semua_rute

RUTE = [rute for layanan in SERVICES for rute in semua_rute(app_of_service(layanan), layanan)]

PELAKU = {"petugas", "subjek", "diusulkan_oleh", "dirilis_oleh", "proposed_by", "confirmed_by"}


def _kode(rute: Rute) -> set[str]:
    return {
        each.kode
        for each in (*(w.tindakan for w in rute.wewenang), *(t.tindakan for t in rute.terbuka), *(b.tindakan for b in rute.bila_boleh))
    }


@pytest.mark.parametrize("rute", RUTE, ids=str)
def test_a_route_names_one_action(rute: Rute) -> None:
    assert len(rute.wewenang) + len(rute.terbuka) == 1
    # What an open route says more to some is an action of its own.
    assert not rute.bila_boleh or rute.terbuka


@pytest.mark.parametrize("rute", [rute for rute in RUTE if rute.cara != "GET"], ids=str)
def test_nothing_is_changed_through_an_open_route(rute: Rute) -> None:
    # A receipt is checked by POST, so that its number stands in no address and no log.
    assert rute.wewenang or rute.jalan == "/v1/lamaran/tanda-terima/periksa"


def _isian(skema: Any, model: dict[str, Any], dilihat: set[str]) -> Iterator[str]:
    """The names of all fields that a schema can show."""
    if isinstance(skema, list):
        for satu in skema:
            yield from _isian(satu, model, dilihat)
    elif isinstance(skema, dict):
        nama = str(skema.get("$ref", "")).rpartition("/")[2]
        if nama and nama not in dilihat:
            dilihat.add(nama)
            yield from _isian(model[nama], model, dilihat)
        yield from skema.get("properties", {})
        for satu in skema.values():
            yield from _isian(satu, model, dilihat)


@pytest.mark.parametrize("layanan", SERVICES)
def test_who_acted_is_told_at_no_open_door(layanan: str) -> None:
    """The issuer's name of an officer may be a servant's number, and is for the record of acts."""
    dokumen = app_of_service(layanan).openapi()
    terbuka = [
        (jalan, jawaban)
        for jalan, cara in dokumen["paths"].items()
        for satu in cara.values()
        if "security" not in satu or {} in satu["security"]
        for jawaban in satu["responses"].values()
    ]
    assert terbuka
    ditunjuk = {jalan for jalan, jawaban in terbuka if PELAKU & set(_isian(jawaban, dokumen["components"]["schemas"], set()))}
    assert ditunjuk == set()


def test_every_action_of_the_policy_has_a_route() -> None:
    assert {kode for rute in RUTE for kode in _kode(rute)} == set(kebijakan())


@pytest.mark.parametrize("musim", JenisMusim)
def test_what_one_proposes_and_another_releases_belongs_to_the_same_seasons(musim: JenisMusim) -> None:
    semua = kebijakan()
    for satu in semua.values():
        if satu.orang_lain is not None:
            assert satu.ada_pada(musim) == semua[satu.orang_lain].ada_pada(musim), satu.kode


@pytest.mark.parametrize("rute", [rute for rute in RUTE if rute.wewenang], ids=str)
def test_where_agencies_or_persons_reach_the_route_says_whose_thing_it_is(rute: Rute) -> None:
    (satu,) = rute.wewenang
    jangkauan = set(satu.tindakan.boleh.values())
    if Jangkauan.INSTANSI in jangkauan:
        assert satu.milik in {milik_kelompok, milik_peserta, sebatas_jangkauan}
    if Jangkauan.SENDIRI in jangkauan:
        assert satu.milik in {milik_peserta, milik_sendiri}


@pytest.mark.parametrize("rute", [rute for rute in RUTE if "{kelompok}" in rute.jalan or "{peserta}" in rute.jalan], ids=str)
def test_what_stands_in_the_path_is_what_is_asked_about(rute: Rute) -> None:
    milik = [*(satu.milik for satu in rute.wewenang), *(satu.milik for satu in rute.bila_boleh)]
    assert set(milik) <= {milik_kelompok if "{kelompok}" in rute.jalan else milik_peserta}
