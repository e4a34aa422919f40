"""The policy table decides; what it does not name is forbidden."""

import pytest

from shared.kebijakan import (
    Jangkauan,
    JenisPelaku,
    KebijakanTidakSah,
    Pelaku,
    Peran,
    Sasaran,
    baca,
    kebijakan,
    putuskan,
    tindakan,
)

_TABEL = """
[tindakan."koreksi.usul"]
kalimat = "Mengusulkan"
boleh = { PANITIA_INSTANSI = "INSTANSI", PANSELNAS_PENGUSUL = "NASIONAL", PELAMAR = "SENDIRI" }
"""
USUL = baca(_TABEL)["koreksi.usul"]


def _petugas(*peran: Peran, instansi: str | None = None) -> Pelaku:
    return Pelaku("p", JenisPelaku.PETUGAS, frozenset(peran), instansi)


def _peserta(nomor: str | None) -> Pelaku:
    return Pelaku("a", JenisPelaku.PELAMAR, frozenset({Peran.PELAMAR}), peserta=nomor)


@pytest.mark.parametrize(
    ("pelaku", "sasaran", "jangkauan"),
    [
        (_petugas(Peran.PANITIA_INSTANSI, instansi="0001"), Sasaran(instansi="0001"), Jangkauan.INSTANSI),
        (_petugas(Peran.PANITIA_INSTANSI, instansi="0001"), Sasaran(instansi="0002"), None),
        (_petugas(Peran.PANITIA_INSTANSI, instansi="0001"), Sasaran(), None),
        (_petugas(Peran.PANITIA_INSTANSI, instansi="0001"), Sasaran(terbatas=True), Jangkauan.INSTANSI),
        (_petugas(Peran.PANITIA_INSTANSI), Sasaran(), None),
        (_petugas(Peran.PANITIA_INSTANSI), Sasaran(terbatas=True), None),
        (_petugas(Peran.PANSELNAS_PENGUSUL), Sasaran(instansi="0002"), Jangkauan.NASIONAL),
        (_petugas(Peran.PANITIA_INSTANSI, Peran.PANSELNAS_PENGUSUL, instansi="0001"), Sasaran(instansi="0001"), Jangkauan.NASIONAL),
        (_petugas(Peran.BKN, Peran.AUDITOR, Peran.OPERATOR), Sasaran(instansi="0001"), None),
        (_petugas(), Sasaran(), None),
        (_peserta("1"), Sasaran(instansi="0001", peserta="1"), Jangkauan.SENDIRI),
        (_peserta("1"), Sasaran(instansi="0001", peserta="2"), None),
        (_peserta(None), Sasaran(), None),
        (_peserta(None), Sasaran(terbatas=True), None),
        (_peserta(None), Sasaran(sendiri=True), Jangkauan.SENDIRI),
    ],
)
def test_reach_by_role_and_thing(pelaku: Pelaku, sasaran: Sasaran, jangkauan: Jangkauan | None) -> None:
    found = putuskan(pelaku, USUL, sasaran)
    assert (None if found is None else found.jangkauan) is jangkauan


def test_a_permission_of_an_agency_names_the_agency_and_one_of_the_nation_none() -> None:
    of_agency = putuskan(_petugas(Peran.PANITIA_INSTANSI, instansi="0001"), USUL, Sasaran(terbatas=True))
    of_nation = putuskan(_petugas(Peran.PANSELNAS_PENGUSUL, instansi="0001"), USUL, Sasaran(terbatas=True))
    assert of_agency is not None
    assert of_nation is not None
    assert (of_agency.instansi, of_nation.instansi) == ("0001", None)


@pytest.mark.parametrize(
    "salah",
    [
        "",
        '[tindakan."Satu"]\nkalimat = "x"\nterbuka = true',
        '[tindakan."a.b"]\nkalimat = "x"',
        '[tindakan."a.b"]\nkalimat = "x"\nterbuka = true\nboleh = { BKN = "NASIONAL" }',
        '[tindakan."a.b"]\nkalimat = "x"\nboleh = { DEWA = "NASIONAL" }',
        '[tindakan."a.b"]\nkalimat = "x"\nboleh = { BKN = "DUNIA" }',
        '[tindakan."a.b"]\nkalimat = "x"\nboleh = { BKN = "SENDIRI" }',
        '[tindakan."a.b"]\nkalimat = "x"\nboleh = { PELAMAR = "NASIONAL" }',
        '[tindakan."a.b"]\nkalimat = "x"\nboleh = ["BKN"]',
        '[tindakan."a.b"]\nkalimat = 1\nterbuka = true',
        '[tindakan."a.b"]\nboleh = { BKN = "NASIONAL" }',
        '[tindakan."a.b"]\nkalimat = "x"\nboleh = { BKN = "NASIONAL" }\norang_lain = "a.c"',
        '[tindakan."a.b"]\nkalimat = "x"\nboleh = { BKN = "NASIONAL" }\nbolehh = 1',
    ],
)
def test_a_table_that_contradicts_itself_starts_nothing(salah: str) -> None:
    with pytest.raises(KebijakanTidakSah):
        baca(salah)


def test_no_action_that_one_proposes_and_another_releases_has_one_role_for_both_of_panselnas() -> None:
    for satu in kebijakan().values():
        if satu.orang_lain is not None and Peran.PANSELNAS_PERILIS in satu.boleh:
            assert Peran.PANSELNAS_PENGUSUL not in satu.boleh, satu.kode


def test_an_unknown_action_is_an_error_and_not_a_door() -> None:
    with pytest.raises(KebijakanTidakSah):
        tindakan("bukan.tindakan")
