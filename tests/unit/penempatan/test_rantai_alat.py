"""The officers' tools one after the other, each on the table that the one before wrote: cut-off, SKB, ranking, filling, verification."""

from pathlib import Path

import pytest

from services.penempatan.alat import app as penempatan
from shared.aturan import load, names
from tests.support.rantai import jalankan_alat, rantai


@pytest.mark.parametrize("akhiran", [".csv", ".xlsx"])
@pytest.mark.parametrize("aturan", names("CPNS"))
def test_every_table_is_the_input_of_the_next_tool(tmp_path: Path, aturan: str, akhiran: str) -> None:
    daftar = rantai(tmp_path, aturan, akhiran)
    kepala = f"Aturan {aturan} versi {load(aturan).versi}"
    assert daftar.ringkas.startswith(f"{kepala}: 2 kelompok ditempatkan, 0 tertahan;")
    assert any(f" {kode} " in daftar.ringkas for kode in ("P/L-1", "P/L-2", "L-1", "L-2", "P/L-U1", "P/L-U3", "P/L-E2", "P/L-E3"))
    diperiksa = jalankan_alat(penempatan, "periksa", str(daftar.formasi), str(daftar.hasil), "--aturan", aturan)
    assert diperiksa == f"{kepala}: semua sifat dipenuhi.\n"
