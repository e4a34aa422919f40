"""Random kelompok of every rule set: the checks find nothing in a right result, and find a wrong rule by the property it breaks."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.penilaian.domain.periksa import periksa_peringkat, periksa_skd
from shared.aturan import AturanSeleksi, Kriteria, LangkahPembulatan, load, names
from shared.aturan.pppk import AturanPppk, KriteriaPppk
from shared.aturan.pppk import load as load_pppk
from tests.support.penilaian.kelompok import Kelompok, acak, kelompok, terhitung
from tests.support.penilaian.kelompok_pppk import acak_pppk, kelompok_pppk, langgaran_pppk

_QUICK = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CPNS = names("CPNS")
ATURAN = load("cpns-2024")
SEEDS = range(400)


def dilanggar(k: Kelompok, nama: str, dipakai: AturanSeleksi) -> set[str]:
    """The properties that a kelompok decided by the rules `dipakai` breaks under the rules of the year."""
    benar, satu = load(nama), terhitung(k, dipakai)
    salah = (
        *periksa_skd(satu.formasi, satu.pelamar, satu.skd, benar, satu.jumlah),
        *periksa_peringkat(satu.dipanggil, satu.akhir, benar, len(satu.dipanggil)),
    )
    return {one.sifat for one in salah}


@pytest.mark.parametrize("nama", CPNS)
@_QUICK
@given(data=st.data())
def test_a_right_result_breaks_nothing(nama: str, data: st.DataObject) -> None:
    assert dilanggar(data.draw(acak(nama)), nama, load(nama)) == set()


def _potong(**nilai: object) -> AturanSeleksi:
    return replace(ATURAN, potong=replace(ATURAN.potong, **nilai))  # type: ignore[arg-type]


def _integrasi(**nilai: object) -> AturanSeleksi:
    return replace(ATURAN, integrasi=replace(ATURAN.integrasi, **nilai))  # type: ignore[arg-type]


def _urutan(*urutan: Kriteria) -> AturanSeleksi:
    return replace(ATURAN, peringkat=replace(ATURAN.peringkat, urutan=urutan))


_AWAL = ATURAN.peringkat.urutan[:5]
SALAH: list[tuple[str, str, AturanSeleksi]] = [
    ("two times the seats", "S6", _potong(faktor=2)),
    ("four times the seats", "S5", _potong(faktor=4)),
    ("TIU before TKP at the cut-off", "S4", _potong(urutan=(Kriteria.SKD, Kriteria.TIU, Kriteria.TKP, Kriteria.TWK))),
    ("the cut-off by the total alone", "S5", _potong(urutan=(Kriteria.SKD,))),
    ("nobody has a special grade", "S3", replace(ATURAN, ambang=tuple((jenis, ATURAN.ambang[0][1]) for jenis, _ in ATURAN.ambang))),
    ("no grade by jabatan", "S3", replace(ATURAN, ambang_jabatan=())),
    ("the SKD on 100 not rounded", "P2", _integrasi(pembulatan=(LangkahPembulatan.SKOR_SKD, LangkahPembulatan.SKOR_SKB))),
    ("the weighed scores not rounded", "P2", _integrasi(pembulatan=(LangkahPembulatan.SKD_100,))),
    ("two decimals", "P2", _integrasi(desimal=2)),
    ("weights turned round", "P2", _integrasi(bobot_skd=60, bobot_skb=40)),
    ("age before GPA", "P4", _urutan(*_AWAL, Kriteria.USIA, Kriteria.IPK)),
    ("TWK before TIU", "P4", _urutan(*_AWAL[:3], Kriteria.TWK, Kriteria.TIU, Kriteria.IPK, Kriteria.USIA)),
    ("age is forgotten", "P5", _urutan(*ATURAN.peringkat.urutan[:-1])),
    ("GPA is forgotten", "P4", _urutan(*_AWAL, Kriteria.USIA)),
]


@pytest.mark.parametrize(("sifat", "aturan"), [pytest.param(sifat, aturan, id=nama) for nama, sifat, aturan in SALAH])
def test_a_wrong_rule_is_found(sifat: str, aturan: AturanSeleksi) -> None:
    assert any(sifat in dilanggar(kelompok(random.Random(seed), "cpns-2024"), "cpns-2024", aturan) for seed in SEEDS)


@pytest.mark.parametrize("nama", names("PPPK"))
@_QUICK
@given(data=st.data())
def test_a_right_result_of_pppk_breaks_nothing(nama: str, data: st.DataObject) -> None:
    assert langgaran_pppk(data.draw(acak_pppk(nama)), load_pppk(nama), load_pppk(nama)) == set()


LAMA, BARU = load_pppk("pppk-2021"), load_pppk("pppk-2024")
assert LAMA.ambang is not None
_P = KriteriaPppk
SALAH_PPPK: list[tuple[str, str, AturanPppk]] = [
    ("nobody is held against a grade", "T3", replace(LAMA, ambang=None)),
    ("a grade a point higher", "T3", replace(LAMA, ambang=replace(LAMA.ambang, wawancara=25))),
    ("a grade a point lower", "T3", replace(LAMA, ambang=replace(LAMA.ambang, manajerial_sosiokultural=129))),
    ("nothing is added", "T2", replace(LAMA, afirmasi=())),
    ("the technical part before the total", "T4", replace(BARU, urutan=(_P.TEKNIS, _P.TOTAL, *BARU.urutan[2:]))),
    (
        "the interview before the managerial part",
        "T4",
        replace(BARU, urutan=(_P.TOTAL, _P.WAWANCARA, _P.MANAJERIAL_SOSIOKULTURAL, _P.TEKNIS, _P.USIA)),
    ),
    ("age is forgotten", "T5", replace(BARU, urutan=BARU.urutan[:4])),
    ("age before the points", "T4", replace(LAMA, urutan=(_P.USIA, *LAMA.urutan[:4]))),
]


@pytest.mark.parametrize(("sifat", "aturan"), [pytest.param(sifat, aturan, id=nama) for nama, sifat, aturan in SALAH_PPPK])
def test_a_wrong_rule_of_pppk_is_found(sifat: str, aturan: AturanPppk) -> None:
    groups = (kelompok_pppk(random.Random(seed), aturan.nama) for seed in SEEDS)
    assert any(sifat in langgaran_pppk(satu, aturan, load_pppk(aturan.nama)) for satu in groups)
