import hmac
import re

from services.pendaftaran.domain.lamaran import kunci_nomor_peserta
from services.pendaftaran.domain.peserta import Calon, beri_nomor
from tests.support.pendaftaran import ATURAN, nik


def test_a_number_says_year_agency_need_type_sex_and_serial() -> None:
    calon = [Calon(nik(1), "a", "UMUM", "L"), Calon(nik(2), "b", "OAP", "P"), Calon(nik(3), "c", "DIASPORA", "L")]
    hasil = {satu.lamaran: satu.peserta for satu in beri_nomor(calon, kunci=b"m", kode_instansi="0042", aturan=ATURAN)}
    assert all(re.fullmatch(r"24004220\d\d\d{7}", nomor) for nomor in hasil.values())
    assert {lamaran: nomor[8:10] for lamaran, nomor in hasil.items()} == {"a": "11", "b": "62", "c": "41"}
    assert sorted(nomor[10:] for nomor in hasil.values()) == ["0000001", "0000002", "0000003"]


def test_another_season_draws_another_order() -> None:
    calon = [Calon(nik(nomor), str(nomor), "UMUM", "L") for nomor in range(50)]
    urutan = [[satu.lamaran for satu in beri_nomor(calon, kunci=musim, kode_instansi="0001", aturan=ATURAN)] for musim in (b"m", b"n")]
    assert urutan[0] != urutan[1]
    assert sorted(urutan[0]) == sorted(urutan[1])


def test_nobody_is_no_number() -> None:
    assert list(beri_nomor([], kunci=b"m", kode_instansi="0001", aturan=ATURAN)) == []


def test_who_is_behind_a_number_cannot_be_computed_without_the_secret() -> None:
    """The guess: rank a known NIK under the public name of the season; it once found the right one of twenty in 92 of 100."""
    kunci = kunci_nomor_peserta(b"rahasia", "cpns-2024")
    tepat = 0
    for putaran in range(50):
        orang = [nik(putaran * 1000 + nomor) for nomor in range(20)]
        calon = [Calon(satu, satu, "UMUM", "L") for satu in orang]
        nomor = {satu.lamaran: int(satu.peserta[10:]) for satu in beri_nomor(calon, kunci=kunci, kode_instansi="0001", aturan=ATURAN)}
        tebakan = sorted(orang, key=lambda satu: hmac.digest(b"cpns-2024", satu.encode(), "sha256"))
        tepat += sum(nomor[satu] == tempat for tempat, satu in enumerate(tebakan, start=1))
    assert tepat < 100, "one of twenty is chance: about 50 of 1,000"


def test_every_season_and_every_installation_draws_by_its_own_secret() -> None:
    assert len({kunci_nomor_peserta(kunci, musim) for kunci in (b"a", b"b") for musim in ("m", "n")} | {b"a"}) == 5
