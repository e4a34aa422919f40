"""The higher version that a rehearsal raises to is one that every service can load, and its decisions could be told apart."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.gladi.raised import next_version, raised, write_raised
from shared.aturan import add_folder, jadwal, load, names, pendaftaran, pengangkatan, pppk, read, sanggah, source, versions


@pytest.fixture(autouse=True)
def nothing_added() -> Iterator[None]:
    """Leave no folder behind for other tests."""
    yield
    add_folder(None)


@pytest.mark.parametrize("name", names())
def test_the_next_version_is_known_beside_the_newest(name: str, tmp_path: Path) -> None:
    number = next_version(name)
    write_raised(name, tmp_path)
    add_folder(tmp_path)
    assert versions(name)[-1] == number
    assert read(name)["versi"] == number - 1
    kind = pppk.load if name.startswith("pppk") else load
    assert kind(name, number).versi == number
    for section in (jadwal, pendaftaran, pengangkatan, sanggah):
        section.load(name, number)


@pytest.mark.parametrize("name", names())
def test_nothing_else_than_the_number_and_a_code_differs(name: str) -> None:
    lama, baru = tomllib.loads(source(name)), tomllib.loads(raised(name))
    assert baru["kode"]["akhir"]["LULUS"] == f"{lama['kode']['akhir']['LULUS']}/V{next_version(name)}"
    lama["versi"], lama["kode"]["akhir"]["LULUS"] = baru["versi"], baru["kode"]["akhir"]["LULUS"]
    assert baru == lama
