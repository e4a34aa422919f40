import re

from services.pendaftaran.domain.peserta import Calon, beri_nomor
from tests.support.pendaftaran import ATURAN, nik


def test_a_number_says_year_agency_need_type_sex_and_serial() -> None:
    calon = [Calon(nik(1), "a", "UMUM", "L"), Calon(nik(2), "b", "OAP", "P"), Calon(nik(3), "c", "DIASPORA", "L")]
    hasil = {satu.lamaran: satu.peserta for satu in beri_nomor(calon, musim="m", kode_instansi="0042", aturan=ATURAN)}
    assert all(re.fullmatch(r"24004220\d\d\d{7}", nomor) for nomor in hasil.values())
    assert {lamaran: nomor[8:10] for lamaran, nomor in hasil.items()} == {"a": "11", "b": "62", "c": "41"}
    assert sorted(nomor[10:] for nomor in hasil.values()) == ["0000001", "0000002", "0000003"]


def test_another_season_draws_another_order() -> None:
    calon = [Calon(nik(nomor), str(nomor), "UMUM", "L") for nomor in range(50)]
    urutan = [[satu.lamaran for satu in beri_nomor(calon, musim=musim, kode_instansi="0001", aturan=ATURAN)] for musim in ("m", "n")]
    assert urutan[0] != urutan[1]
    assert sorted(urutan[0]) == sorted(urutan[1])


def test_nobody_is_no_number() -> None:
    assert list(beri_nomor([], musim="m", kode_instansi="0001", aturan=ATURAN)) == []
