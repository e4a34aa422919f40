"""The policy table decides; what it does not name is forbidden."""

from dataclasses import replace

import pytest

from shared.aturan import names, read
from shared.errors import Rejected
from shared.kebijakan import (
    Jangkauan,
    JenisMusim,
    JenisPelaku,
    KebijakanTidakSah,
    Pelaku,
    Peran,
    Sasaran,
    baca,
    kebijakan,
    pastikan_orang_lain,
    putuskan,
    tindakan,
)

_TABEL = """
[tindakan."koreksi.usul"]
kalimat = "Mengusulkan"
musim = ["CPNS"]
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
    found = putuskan(pelaku, USUL, sasaran, JenisMusim.CPNS)
    assert (None if found is None else found.jangkauan) is jangkauan


def test_a_permission_of_an_agency_names_the_agency_and_one_of_the_nation_none() -> None:
    of_agency = putuskan(_petugas(Peran.PANITIA_INSTANSI, instansi="0001"), USUL, Sasaran(terbatas=True), None)
    of_nation = putuskan(_petugas(Peran.PANSELNAS_PENGUSUL, instansi="0001"), USUL, Sasaran(terbatas=True), None)
    assert of_agency is not None
    assert of_nation is not None
    assert (of_agency.instansi, of_nation.instansi) == ("0001", None)


@pytest.mark.parametrize("kode", ["koreksi.usul", "koreksi.rilis", "operasional.usul_buang", "operasional.setujui_buang"])
def test_what_takes_two_persons_is_done_by_no_program(kode: str) -> None:
    """Whoever runs a program has an account of their own: the two would be one person."""
    satu = tindakan(kode)
    (peran,) = {peran for peran, jangkauan in satu.boleh.items() if jangkauan is Jangkauan.NASIONAL}
    petugas = _petugas(peran)
    assert putuskan(petugas, satu, Sasaran(), JenisMusim.CPNS) is not None
    assert putuskan(replace(petugas, jenis=JenisPelaku.LAYANAN), satu, Sasaran(), JenisMusim.CPNS) is None


def test_a_program_sends_scores_under_the_role_of_a_centre() -> None:
    program = Pelaku("p", JenisPelaku.LAYANAN, frozenset({Peran.LAYANAN, Peran.PUSAT_CAT}))
    assert putuskan(program, tindakan("nilai.kirim"), Sasaran(), JenisMusim.CPNS) is not None


_SAH = {"kalimat": '"x"', "musim": '["CPNS"]', "boleh": '{ BKN = "NASIONAL" }'}


def _baris(kode: str = "a.b", **lain: str | None) -> str:
    """A row that is right but for `lain`; None leaves a word out."""
    return "\n".join([f'[tindakan."{kode}"]', *(f"{nama} = {isi}" for nama, isi in {**_SAH, **lain}.items() if isi is not None)])


def test_a_row_that_is_right_is_read() -> None:
    (satu,) = baca(_baris()).values()
    assert (dict(satu.boleh), set(satu.musim)) == ({Peran.BKN: Jangkauan.NASIONAL}, {JenisMusim.CPNS})


@pytest.mark.parametrize(
    "salah",
    [
        "",
        _baris("Satu"),
        _baris(boleh=None),
        _baris(terbuka="true"),
        _baris(boleh='{ DEWA = "NASIONAL" }'),
        _baris(boleh='{ BKN = "DUNIA" }'),
        _baris(boleh='{ BKN = "SENDIRI" }'),
        _baris(boleh='{ PELAMAR = "NASIONAL" }'),
        _baris(boleh='["BKN"]'),
        _baris(kalimat="1"),
        _baris(kalimat=None),
        _baris(musim=None),
        _baris(musim="[]"),
        _baris(musim='"CPNS"'),
        _baris(musim='["CPNS", "CPNS"]'),
        _baris(musim='["CASN"]'),
        _baris(musim='[["CPNS"]]'),
        _baris(orang_lain='"a.c"'),
        _baris(bolehh="1"),
    ],
)
def test_a_table_that_contradicts_itself_starts_nothing(salah: str) -> None:
    with pytest.raises(KebijakanTidakSah):
        baca(salah)


def test_an_action_is_nobodys_in_a_season_that_does_not_have_it() -> None:
    siapa = _petugas(Peran.PANSELNAS_PENGUSUL)
    assert putuskan(siapa, USUL, Sasaran(), JenisMusim.CPNS) is not None
    assert putuskan(siapa, USUL, Sasaran(), JenisMusim.PPPK) is None
    assert putuskan(siapa, USUL, Sasaran(), None) is not None


# The part of a rule set that each of these is about. PPPK has one test in parts, ranked as a whole.
_BAGIAN = {
    "skd.usul_tutup": "skd",
    "skd.rilis_tutup": "skd",
    "nilai.kirim_bawaan": "bawaan",
    "bagian.tetapkan": "skb",
    "bagian.baca": "skb",
    # Both kinds have this one.
    "kelompok.lihat_pengaruh": "pengisian",
}


@pytest.mark.parametrize("musim", JenisMusim)
def test_a_kind_of_season_lacks_just_the_actions_whose_part_none_of_its_rule_sets_has(musim: JenisMusim) -> None:
    ada = {bagian for nama in names(musim) for bagian in read(nama)}
    kurang = {kode for kode, bagian in _BAGIAN.items() if bagian not in ada}
    assert {kode for kode, satu in kebijakan().items() if not satu.ada_pada(musim)} == kurang


def test_no_action_that_one_proposes_and_another_releases_has_one_role_for_both_of_panselnas() -> None:
    for satu in kebijakan().values():
        if satu.orang_lain is not None and Peran.PANSELNAS_PERILIS in satu.boleh:
            assert Peran.PANSELNAS_PENGUSUL not in satu.boleh, satu.kode


def test_an_unknown_action_is_an_error_and_not_a_door() -> None:
    with pytest.raises(KebijakanTidakSah):
        tindakan("bukan.tindakan")


def test_who_proposed_does_not_release() -> None:
    pastikan_orang_lain("satu", "dua", apa="Daftar")
    with pytest.raises(Rejected, match="Daftar dirilis oleh petugas lain") as ditolak:
        pastikan_orang_lain("satu", "satu", apa="Daftar")
    assert (ditolak.value.kode, ditolak.value.status) == ("PERLU_PETUGAS_LAIN", 403)
