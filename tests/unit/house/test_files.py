"""What may not stand in any file of the project."""

import re

from tests.unit.house.sources import ROOT, modules, texts

LONGEST = 375  # lines; about 350 is meant, an outgrown module becomes a package
PROSE_AND_CODE = {".py", ".md", ".toml", ".sql", ".json", ".yml", ".yaml", ".sh", ".cfg", ".ini", ""}
# Written apart, so that this file does not hold them.
MACHINE = re.compile("|".join((r"(?<![\w.])/" + "work/", r"(?<![\w.])/" + "root/", "/tmp" + r"/\w")))  # noqa: S108
UNFINISHED = re.compile(r"\b(?:" + "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3, "HA" + "CK")) + r")\b")
NIK = re.compile(r"(?<![0-9A-Fa-f_.])(?!00)[0-9]{6}(?:[04][1-9]|[1256][0-9]|[37][01])(?:0[1-9]|1[0-2])[0-9]{6}(?![0-9A-Fa-f_])")
GENERATED = {ROOT / "requirements.lock"}


def test_no_module_outgrows_its_reader() -> None:
    lengths = {
        path.relative_to(ROOT): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules("services", "shared", "deploy", "tests")
    }
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    assert _where(MACHINE) == []


def test_nothing_is_left_unfinished() -> None:
    assert _where(UNFINISHED) == []


def test_no_identity_number_outside_the_invented_region_00() -> None:
    assert _where(NIK) == []


def test_the_patterns_find_what_they_look_for() -> None:
    assert MACHINE.search("open('/" + "work/main/x')")
    assert not MACHINE.search("https://contoh.example/kerja/network/x")
    assert UNFINISHED.search("# TO" + "DO later")
    assert NIK.search("nik = '3201" + "015502990001'")
    assert not NIK.search("nik = '0001015502990001'")
    assert not NIK.search("24900120110000001")


def _where(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path, text in texts()
        if path.suffix in PROSE_AND_CODE and path not in GENERATED
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
