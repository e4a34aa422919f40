"""The search for personal data finds what it must, and is silent about what is lawful."""

import json

import pytest

from shared.contracts.privacy import KnownNames, scan_personal_data

NAMES = KnownNames.of(["Siti Contoh Rahayu", "Budi", "Andi  Percobaan", "Nur'aini Contoh", ""])


def _scan(body: object, **headers: str) -> list[str]:
    raw = json.dumps(body, ensure_ascii=False).encode()
    return scan_personal_data("nip-issued", [(name, value.encode()) for name, value in headers.items()], raw, NAMES)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("0001015502990001", "NIK"),
        ("NIK: 0001015502990001.", "NIK"),
        ("NIK0001015502990001", "NIK"),
        ("0001 0155 0299 0001", "NIK"),
        ("0001.0155.0299.0001", "NIK"),
        (1234567890123456, "NIK"),
        ("/v1/orang/0001015502990001", "NIK"),
        ("199902282027041001", "NIP"),
        (199902282027041001, "NIP"),
        ("19990228 202704 1 001", "NIP"),
        ("nip=199902282027041001;", "NIP"),
        ("1999-02-28", "birth date"),
        ("2010-12-31", "birth date"),
        ("1940-01-01T00:00:00Z", "birth date"),
        ("lahir 1999/02/28 di kota", "birth date"),
        ("28-02-1999", "birth date"),
        ("28/02/1999", "birth date"),
        ("28.02.1999", "birth date"),
        ("seseorang@contoh.example", "e-mail address"),
        ("+62 812 0000 0000", "telephone number"),
        ("atas nama SITI CONTOH RAHAYU, terima kasih", "name of a person"),
        ("Andi Percobaan", "name of a person"),
        ("nur'aini contoh", "name of a person"),
    ],
)
def test_personal_data_is_found_wherever_it_hides(value: object, kind: str) -> None:
    assert _scan({"angka": {"x": [{"y": value}]}}) == [f"nip-issued angka.x[].y: {kind}"]
    assert _scan({}, ce_subject=str(value)) == [f"nip-issued header ce_subject: {kind}"]
    assert _scan({str(value): 1})[0].endswith(f": {kind}")


@pytest.mark.parametrize(
    "value",
    [
        "24900120110000001",
        24900120110000001,
        "24900120110000001/SKD",
        "/v1/pegawai/24900120110000001",
        "123456789012345",
        "999902282027041001",
        "199913282027041001",
        "202602282027041001",
        "1999022820270410011",
        "2026-03-01",
        "2027-04-01T00:00:00Z",
        "31-12-2028",
        "1939-12-31",
        "2011-01-01",
        "1999-02-30",
        "Perka BKN 14/2018 Pasal 45 ayat (4)",
        "UU 43/1999",
        "01930000-0000-7000-8000-000000000018",
        "12345678-1990-0101-1234-123456789012",
        "a1234567890123456b",
        "0f" * 32,
        "e3b0c4421990010112345678901234561996081820220410015ca495991b7852b855"[:64],
        "RSUD Budi Mulia",
        "Siti Contoh",
        "S-1|S-1 ILMU KOMPUTER",
        83_500,
        True,
        None,
        "",
    ],
)
def test_what_is_lawful_does_not_alarm(value: object) -> None:
    assert _scan({"tmt": value, "alasan": [{"angka": {"x": value}}]}, ce_id=str(value)) == []


@pytest.mark.parametrize(
    "name", ["nik", "nama", "Nama", "nama_pelamar", "tanggal_lahir", "tempat_lahir", "nip", "email", "alamat", "no_hp", "jenis_kelamin"]
)
def test_a_field_with_a_personal_name_is_found_whatever_it_holds(name: str) -> None:
    assert _scan({"peserta": "1", "rincian": [{name: "x"}]}) == [f"nip-issued rincian[].{name}: field with a personal name"]


def test_the_name_of_the_rule_set_is_not_the_name_of_a_person() -> None:
    assert _scan({"aturan": {"nama": "cpns-2024", "versi": 1}}) == []
    assert _scan({"nama": "cpns-2024"}) == ["nip-issued nama: field with a personal name"]


def test_every_finding_is_reported_once_and_without_the_value() -> None:
    found = _scan({"a": ["0001015502990001", "0001015502990002"], "0001015502990003": "1999-02-28"})
    assert found == ["nip-issued a[]: NIK", "nip-issued …: NIK", "nip-issued …: birth date"]


def test_a_body_that_is_not_json_is_scanned_as_text() -> None:
    assert scan_personal_data("t", [], b"\xff nik 0001015502990001") == ["t body: NIK"]
    assert scan_personal_data("t", [], b'"0001015502990001"') == ["t body: NIK"]
    assert scan_personal_data("t", [], None) == []


def test_digits_written_as_escapes_are_found() -> None:
    escaped = "".join(f"\\u00{ord(digit):02x}" for digit in "0001015502990001")
    assert scan_personal_data("t", [], f'{{"x": "{escaped}"}}'.encode()) == ["t x: NIK"]
