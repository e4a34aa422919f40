"""Versions of a rule set live side by side for as long as their files are there."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.aturan import AturanTidakSah, add_folder, load, loading, names, pengangkatan, pengisian, sanggah, source, versions

NAMA = "cpns-2024"
KINI = load(NAMA).versi


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The rule sets of this package, of which one got a second version."""
    for path in Path(loading.__file__).parent.glob("*.toml"):
        shutil.copy(path, tmp_path)
    lama = (tmp_path / f"{NAMA}.toml").read_text(encoding="utf-8")
    (tmp_path / "lama").mkdir()
    (tmp_path / "lama" / f"{NAMA}.v{KINI}.toml").write_text(lama, encoding="utf-8")
    baru = lama.replace(f"\nversi = {KINI}\n", f"\nversi = {KINI + 1}\n").replace("P/L-U1", "P/L-V1")
    assert baru != lama
    (tmp_path / f"{NAMA}.toml").write_text(baru, encoding="utf-8")
    monkeypatch.setattr(loading, "_FOLDER", tmp_path)
    for module in (loading, pengangkatan, pengisian, sanggah):
        monkeypatch.setattr(module, "load", module.load.__wrapped__)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_the_newest_is_the_one_that_is_meant_and_older_ones_can_be_asked_for() -> None:
    assert NAMA in names("CPNS")
    assert versions(NAMA) == (KINI, KINI + 1)
    assert [loading.load(NAMA, versi).versi for versi in (None, KINI, KINI + 1)] == [KINI + 1, KINI, KINI + 1]
    kode = [pengisian.load(NAMA, versi).langkah[0].kode for versi in (None, KINI, KINI + 1)]
    assert kode == ["P/L-V1", "P/L-U1", "P/L-V1"]
    assert pengangkatan.load(NAMA, KINI) == pengangkatan.load(NAMA, KINI + 1)
    assert sanggah.load(NAMA, KINI) == sanggah.load(NAMA)


def test_a_version_that_is_not_there_or_calls_itself_another_is_refused(folder: Path) -> None:
    with pytest.raises(AturanTidakSah, match=f"has no version {KINI + 2}"):
        loading.load(NAMA, KINI + 2)
    shutil.copy(folder / f"{NAMA}.toml", folder / "lama" / f"{NAMA}.v{KINI}.toml")
    with pytest.raises(AturanTidakSah, match=f"calls itself version {KINI + 1}"):
        loading.load(NAMA, KINI)


def test_every_rule_set_of_this_package_has_the_version_it_says() -> None:
    for nama in names("CPNS"):
        assert load(nama).versi in versions(nama)


@pytest.fixture
def tambahan(tmp_path: Path) -> Iterator[Path]:
    """A folder with a second version of one rule set, and a draft of a year that is not in this package."""
    lama = source(NAMA)
    for nama, versi in ((NAMA, KINI + 1), ("cpns-2031", 1), ("cpns-2031", 2)):
        teks = lama.replace(f"\nversi = {KINI}\n", f"\nversi = {versi}\n").replace(f'nama = "{NAMA}"', f'nama = "{nama}"')
        (tmp_path / f"{nama}.v{versi}.toml").write_text(teks, encoding="utf-8")
    yield tmp_path
    add_folder(None)


def test_a_further_folder_adds_versions_and_drafts_and_replaces_none(tambahan: Path) -> None:
    add_folder(tambahan)
    assert (versions(NAMA), versions("cpns-2031")) == ((KINI, KINI + 1), (1, 2))
    assert [load(NAMA, versi).versi for versi in (None, KINI, KINI + 1)] == [KINI, KINI, KINI + 1]
    assert load("cpns-2031").versi == 2
    assert "cpns-2031" in names("CPNS")
    assert "cpns-2031" not in names("PPPK")
    add_folder(None)
    assert (versions(NAMA), "cpns-2031" in names()) == ((KINI,), False)


@pytest.mark.parametrize(
    ("nama", "teks", "sebab"),
    [
        ("cpns-2031.v3.toml", None, "calls itself cpns-2031 version 2"),
        (f"{NAMA}.toml", None, "calls itself"),
        (f"{NAMA}.v{KINI}.toml", source(NAMA) + "# another text\n", "differs from"),
    ],
)
def test_a_further_file_that_says_otherwise_is_refused(tambahan: Path, nama: str, teks: str | None, sebab: str) -> None:
    (tambahan / nama).write_text((tambahan / "cpns-2031.v2.toml").read_text() if teks is None else teks)
    with pytest.raises(AturanTidakSah, match=sebab):
        add_folder(tambahan)


def test_a_further_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AturanTidakSah, match="no folder"):
        add_folder(tmp_path / "tidak-ada")
