"""Tools as programs: Indonesian whatever library speaks, and never half a file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from services.penempatan.alat import app as penempatan
from services.penilaian.alat import app as penilaian
from shared.errors import Rejected
from shared.tools import put, run
from tests.unit.house.sources import ROOT


def _program(*arguments: str) -> subprocess.CompletedProcess[str]:
    perintah = [sys.executable, "-m", "services.penilaian", *arguments]
    return subprocess.run(perintah, cwd=ROOT, env={}, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "kalimat"),
    [
        (("perngkat",), "Perintah tidak dikenal: 'perngkat'."),
        (("peringkat",), "Belum disebut: 'MASUK'"),
        (("peringkat", "a.csv", "b.csv", "--salah"), "Pilihan tidak dikenal: --salah"),
        (("peringkat", "a.csv", "b.csv", "c.csv"), "Terlalu banyak isian"),
        (("peringkat", "a.csv", "b.csv", "--gaya", "x"), "Isi tidak sah untuk '--gaya': 'x' bukan salah satu dari"),
        (("peringkat", "a.csv", "b.csv", "--aturan", "cpns-2019"), "aturan cpns-2019 tidak ada; yang ada: cpns-2021, "),
        (("peringkat", "tidak-ada.csv", "b.csv"), "Berkas tidak-ada.csv tidak dapat dibuka"),
    ],
)
def test_what_is_wrong_with_a_command_is_said_in_indonesian(arguments: tuple[str, ...], kalimat: str) -> None:
    hasil = _program(*arguments)
    assert hasil.returncode in {1, 2}
    assert kalimat in hasil.stderr
    assert "Traceback" not in hasil.stderr


ENGLISH = ("Usage", "OPTIONS", "Options", "Arguments", "COMMAND", "ARGS", "[required]", "[default", "Show this", "path>", "str>", "bool>")


@pytest.mark.parametrize(
    ("app", "command"),
    [
        *((penilaian, satu) for satu in ((), ("peringkat",), ("potong",), ("contoh",))),
        *((penempatan, satu) for satu in ((), ("isi",), ("periksa",))),
    ],
)
def test_help_is_indonesian(
    app: typer.Typer, command: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["casn", *command, "--help"])
    with pytest.raises(SystemExit) as ended:
        run(app, "casn")
    bantuan = capsys.readouterr().out
    assert ended.value.code == 0
    assert f"Pakai: {' '.join(['casn', *command])} [PILIHAN]" in bantuan
    assert "Tampilkan keterangan ini." in bantuan
    assert [word for word in ENGLISH if word in bantuan] == []


def test_a_disk_that_is_full_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keluar = tmp_path / "h.csv"
    keluar.write_text("lama")

    def penuh(*_: object) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", penuh)
    with pytest.raises(Rejected, match="tempat penyimpanan penuh"):
        put(keluar, b"baru")
    assert [path.name for path in tmp_path.iterdir()] == ["h.csv"]
    assert keluar.read_text() == "lama"


def test_an_interruption_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def berhenti(*_: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fdopen", berhenti)
    with pytest.raises(KeyboardInterrupt):
        put(tmp_path / "h.csv", b"baru")
    assert list(tmp_path.iterdir()) == []
