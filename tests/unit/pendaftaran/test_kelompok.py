import pytest

from services.pendaftaran.domain.kelompok import INSTANSI_MAKS, kelompok, kode_instansi, kode_jabatan, kode_jabatan_bentrok


def test_agencies_are_numbered_by_name() -> None:
    assert kode_instansi({}, ["C", "A", "B", "A"]) == {"A": "0001", "B": "0002", "C": "0003"}


def test_codes_never_change_and_new_agencies_come_after() -> None:
    assert kode_instansi({"B": "0001", "D": "0007"}, ["A", "B", "C", "D"]) == {"A": "0008", "C": "0009"}


def test_more_agencies_than_four_digits_is_an_error() -> None:
    with pytest.raises(ValueError, match="four digits"):
        kode_instansi({}, [str(nomor) for nomor in range(INSTANSI_MAKS + 1)])


def test_jabatan_code_is_fixed_for_ever() -> None:
    # printf 'CPNS|ANALIS CONTOH' | sha256sum
    assert kode_jabatan("CPNS", "ANALIS CONTOH") == "JA64142CA"
    assert kode_jabatan("CPNS", "ANALIS CONTOH") != kode_jabatan("PPPK", "ANALIS CONTOH")
    assert kelompok("0007", "J12345678") == "0007-J12345678"


def test_a_clash_of_jabatan_codes_is_found() -> None:
    assert kode_jabatan_bentrok([("CPNS", "A"), ("CPNS", "B"), ("CPNS", "A")]) == ()
    # Found by search: two texts whose digests begin with the same 32 bits.
    pasangan = (("CPNS", "JABATAN 22506"), ("CPNS", "JABATAN 75277"))
    assert kode_jabatan_bentrok([*pasangan, ("CPNS", "A")]) == (tuple(sorted(pasangan)),)
