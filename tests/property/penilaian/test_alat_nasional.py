"""A table ranked column by column is the table ranked row by row, to the byte."""

from pathlib import Path
from random import Random

import pytest

from services.penilaian.alat import pemeringkatan
from services.penilaian.alat.nasional import peringkatkan_nasional
from shared.aturan import load
from shared.errors import Rejected
from shared.tabular import write_csv
from shared.tools import Session

KOLOM = (
    "peserta",
    "formasi",
    "kelompok",
    "twk",
    "tiu",
    "tkp",
    "skb",
    "ipk",
    "tanggal_lahir",
    "kuota",
    "status_skb",
    "jenis_kebutuhan",
    "skd",
)


def _tabel(acak: Random, banyak: int) -> list[list[str]]:
    """Few different scores, so that ties of every depth occur; some people are absent, some cells are empty."""
    rows = []
    for nomor in acak.sample(range(10**15, 10**16), banyak):
        pos = acak.randrange(9)
        butir = (acak.choice((65, 70)), acak.choice((80, 85)), acak.choice((166, 167)))
        status = acak.choices(("HADIR", "", "TH", "TMS-1", "DIS"), (8, 4, 1, 1, 1))[0]
        ipk = acak.choice(("3.50", "3,5", "3.49", "80.50", ""))
        lahir = acak.choice(("1990-01-01", "1 Januari 1990", "02-01-1990", ""))
        rows.append([str(nomor), f"F{pos}", f"K{pos % 3}", *map(str, butir), acak.choice(("70", "70.5", "69,125")), ipk, lahir])
        rows[-1] += [str(1 + pos % 4), status, acak.choice(("UMUM", "")) if sum(butir) > 310 else "", acak.choice((str(sum(butir)), ""))]
    return rows


def _hasil(tmp_path: Path, rows: list[list[str]], monkeypatch: pytest.MonkeyPatch, sejak: int) -> tuple[bytes, list[str]]:
    masuk, keluar = tmp_path / "m.csv", tmp_path / "h.csv"
    masuk.write_bytes(write_csv(rows, KOLOM))
    monkeypatch.setattr(pemeringkatan, "SEJAK_MASSAL", sejak)
    with Session(overwrite=True) as session:
        ringkasan = pemeringkatan.peringkatkan_tabel(masuk, keluar, load("cpns-2024"), session)
    return keluar.read_bytes(), list(ringkasan.jarak.gambar("Jarak", 1))


@pytest.mark.parametrize("seed", range(12))
def test_both_ways_write_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    rows = _tabel(Random(seed), 5 + 20 * seed)
    terpakai: list[bool] = []
    asli = peringkatkan_nasional

    def dicatat(*args: object, **kwargs: object) -> object:
        hasil = asli(*args, **kwargs)  # type: ignore[arg-type]
        terpakai.append(hasil is not None)
        return hasil

    monkeypatch.setattr(pemeringkatan, "peringkatkan_nasional", dicatat)
    satu_satu = _hasil(tmp_path, rows, monkeypatch, 10**9)
    assert _hasil(tmp_path, rows, monkeypatch, 0) == satu_satu
    assert terpakai == [True]


@pytest.mark.parametrize(
    ("kolom", "isi"), [(0, ""), (3, "66"), (5, "x"), (6, ""), (7, "8.5"), (8, "2096-01-01"), (9, "99"), (2, "K9"), (11, "X"), (12, "1")]
)
def test_a_fault_is_named_as_row_by_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kolom: int, isi: str) -> None:
    rows = _tabel(Random(3), 60)
    rows[30][10] = "HADIR"
    rows[30][kolom] = isi
    said = []
    for sejak in (10**9, 0):
        with pytest.raises(Rejected) as caught:
            _hasil(tmp_path, rows, monkeypatch, sejak)
        said.append([(fault.kode, fault.baris, fault.kolom) for fault in caught.value.faults])
    assert said[0] == said[1] != []
