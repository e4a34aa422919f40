"""Across seasons each property holds for two that were played right, and names what is broken in two that were not."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from deploy.gladi.evidence import Evidence, TopicContent
from deploy.gladi.invarian import Antar, antar, check_across
from deploy.gladi.invented import nik
from tests.support.gladi import SEED, perkara
from tests.support.gladi.pppk import perkara_pppk


def bersama() -> Antar:
    """A CPNS and a PPPK season, played right."""
    semua = [perkara(), perkara_pppk()]
    orang = {p.musim.plan.musim: [(nik(SEED, nomor), peserta) for peserta, nomor in p.musim.peserta.nomor.items()] for p in semua}
    lain = Evidence(topics={"formation-opened": TopicContent()})
    return Antar(semua, orang, lain, {"uji": 20, "uji-pppk": 20}, {"uji": 20, "uji-pppk": 20})


def _sama_orang(a: Antar) -> Antar:
    """The first of PPPK is the first of CPNS."""
    pppk = [*a.orang["uji-pppk"]]
    pppk[0] = (a.orang["uji"][0][0], pppk[0][1])
    return replace(a, orang={**a.orang, "uji-pppk": pppk})


def _dua_kursi(a: Antar) -> Antar:
    """Somebody with a seat of CPNS is the one with a seat of PPPK."""
    duduk = [next(satu.peserta for satu in p.hasil.kursi if satu.peserta) for p in a.perkara]
    siapa = {peserta: nomor for nomor, peserta in a.orang["uji"]}[duduk[0]]
    return replace(a, orang={**a.orang, "uji-pppk": [(siapa if p == duduk[1] else nomor, p) for nomor, p in a.orang["uji-pppk"]]})


def _tak_terdaftar(a: Antar) -> Antar:
    return replace(a, orang={**a.orang, "uji": a.orang["uji"][1:]})


def _lolos(a: Antar) -> Antar:
    return replace(a, ditolak={**a.ditolak, "uji": 19})


def _kode_sama(a: Antar) -> Antar:
    return replace(a, perkara=[a.perkara[0], a.perkara[0]])


def _tak_bermusim(a: Antar) -> Antar:
    return replace(a, lain=Evidence(topics={"formation-opened": TopicContent(records=1, unique=1)}))


def test_two_seasons_played_right_violate_nothing() -> None:
    assert [(satu.nama, satu.pelanggaran) for satu in check_across(bersama()) if not satu.terpenuhi] == []
    assert len(check_across(bersama())) == 5


def test_one_season_has_nothing_across() -> None:
    a = bersama()
    assert check_across(replace(a, perkara=a.perkara[:1])) == []


@pytest.mark.parametrize(
    ("rusak", "aturan"),
    [
        (_sama_orang, antar.satu_lamaran_setahun),
        (_tak_terdaftar, antar.satu_lamaran_setahun),
        (_dua_kursi, antar.satu_kursi_antar_musim),
        (_lolos, antar.coba_dua_jenis_ditolak),
        (_kode_sama, antar.kode_terpisah),
        (_tak_bermusim, antar.setiap_peristiwa_bermusim),
    ],
)
def test_what_is_broken_is_named(rusak: Callable[[Antar], Antar], aturan: Callable[[Antar], Iterator[str]]) -> None:
    assert list(aturan(bersama())) == []
    assert list(aturan(rusak(bersama())))
