"""Random tables: what our own tools write of them is whole under `periksa-…`, whatever the list leaves out; two ranks exchanged are not."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest

from services.penilaian.alat.pemeriksaan import Temuan, periksa_daftar_peringkat, periksa_daftar_skd
from services.penilaian.alat.pemeriksaan_pppk import periksa_daftar_pppk
from services.penilaian.alat.pemeringkatan import peringkatkan_tabel
from services.penilaian.alat.pemeringkatan_pppk import peringkatkan_tabel as peringkatkan_pppk
from services.penilaian.alat.pemotongan import potong_tabel
from shared.aturan import load
from shared.aturan.pppk import load as load_pppk
from shared.tabular import write_csv
from shared.tools import Session

CPNS, PPPK = load("cpns-2024"), {nama: load_pppk(nama) for nama in ("pppk-2021", "pppk-2024")}
Tabel = list[dict[str, str]]
SEEDS = range(25)


def _skd(acak: Random) -> Tabel:
    jenis = [acak.choice(("UMUM", "UMUM", "CUMLAUDE", "PAPUA")) for _ in range(4)]
    return [
        {
            "peserta": str(10**9 + n),
            "formasi": f"F{pos}",
            "kuota": str(1 + pos % 2),
            "jenis_kebutuhan": jenis[pos],
            "kehadiran": kehadiran,
            **dict.fromkeys(("twk", "tiu", "tkp"), ""),
            **(
                {"twk": acak.choice(("65", "70", "60")), "tiu": acak.choice(("80", "85")), "tkp": acak.choice(("166", "171", "165"))}
                if not kehadiran
                else {}
            ),
        }
        for n in range(acak.randint(1, 40))
        for pos in [acak.randrange(4)]
        for kehadiran in [acak.choice(("", "", "", "", "TH", "DIS"))]
    ]


def _skb(acak: Random) -> Tabel:
    return [
        {
            "peserta": str(10**9 + n),
            "formasi": f"F{pos}",
            "kelompok": f"K{pos % 2}",
            "kuota": str(1 + pos % 3),
            "twk": acak.choice(("65", "70")),
            "tiu": acak.choice(("80", "85")),
            "tkp": acak.choice(("166", "171")),
            "skb": "" if status else acak.choice(("70", "70.5", "69.125")),
            "status_skb": status,
            "ipk": acak.choice(("3.50", "3.49", "80.50", "")),
            "tanggal_lahir": acak.choice(("1990-01-01", "1990-01-02", "")),
        }
        for n in range(acak.randint(1, 40))
        for pos in [acak.randrange(4)]
        for status in [acak.choice(("", "", "", "", "TH", "TMS-1"))]
    ]


def _pppk(acak: Random) -> Tabel:
    return [
        {
            "peserta": str(10**9 + n),
            "formasi": f"F{pos}",
            "kelompok": f"K{pos % 2}",
            "kuota": str(1 + pos % 3),
            "jabatan": "GURU KELAS SD",
            "teknis": "" if kehadiran else acak.choice(("320", "315", "270", "400")),
            "manajerial_sosiokultural": "" if kehadiran else acak.choice(("130", "129", "135")),
            "wawancara": "" if kehadiran else acak.choice(("24", "23", "29")),
            "kehadiran": kehadiran,
            "tanggal_lahir": acak.choice(("1980-01-01", "1980-01-02", "")),
        }
        for n in range(acak.randint(1, 40))
        for pos in [acak.randrange(4)]
        for kehadiran in [acak.choice(("", "", "", "", "TH", "DIS"))]
    ]


def _tulis(path: Path, tabel: Sequence[dict[str, str]], tanpa: Sequence[str] = ()) -> Path:
    kolom = [nama for nama in tabel[0] if nama not in tanpa]
    path.write_bytes(write_csv([[row[nama] for nama in kolom] for row in tabel], kolom))
    return path


def _dibuat(tmp_path: Path, tabel: Tabel, alat: Callable[[Path, Path, Session], object]) -> Tabel:
    """What our tool writes of it, without the reasons."""
    masuk, keluar = _tulis(tmp_path / "masuk.csv", tabel), tmp_path / "hasil.csv"
    with Session(overwrite=True) as session:
        alat(masuk, keluar, session)
    with keluar.open(encoding="utf-8", newline="") as file:
        return [{kolom: isi for kolom, isi in row.items() if kolom != "alasan"} for row in csv.DictReader(file)]


def _sifat(temuan: Sequence[Temuan]) -> set[str]:
    return {satu.pelanggaran.sifat for satu in temuan}


@pytest.mark.parametrize("seed", SEEDS)
def test_lists_after_the_skd(tmp_path: Path, seed: int) -> None:
    daftar = _dibuat(tmp_path, _skd(Random(seed)), lambda masuk, keluar, session: potong_tabel(masuk, keluar, CPNS, session))
    for tanpa in ((), ("kehadiran",)):
        with Session() as session:
            assert periksa_daftar_skd(_tulis(tmp_path / "daftar.csv", daftar, tanpa), CPNS, session) == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_rankings(tmp_path: Path, seed: int) -> None:
    daftar = _dibuat(tmp_path, _skb(Random(seed)), lambda masuk, keluar, session: peringkatkan_tabel(masuk, keluar, CPNS, session))
    for tanpa in (
        (),
        ("ipk",),
        ("tanggal_lahir",),
        ("peringkat_kelompok",),
        ("seri", "skd_100"),
        ("ipk", "tanggal_lahir", "peringkat_kelompok"),
    ):
        with Session() as session:
            assert periksa_daftar_peringkat(_tulis(tmp_path / "daftar.csv", daftar, tanpa), CPNS, session) == (), tanpa


@pytest.mark.parametrize("nama", PPPK)
@pytest.mark.parametrize("seed", SEEDS)
def test_rankings_of_pppk(tmp_path: Path, seed: int, nama: str) -> None:
    aturan = PPPK[nama]
    daftar = _dibuat(tmp_path, _pppk(Random(seed)), lambda masuk, keluar, session: peringkatkan_pppk(masuk, keluar, aturan, session))
    for tanpa in ((), ("tanggal_lahir",), ("peringkat_kelompok",), ("seri", "total"), ("kehadiran",), ("keterangan", "memenuhi_ambang")):
        with Session() as session:
            assert periksa_daftar_pppk(_tulis(tmp_path / "daftar.csv", daftar, tanpa), aturan, session) == (), tanpa


def _tukar(daftar: Tabel, acak: Random) -> bool:
    """Exchange two different ranks of one formation; whether there are any."""
    peringkat = [(row["formasi"], int(row["peringkat"]), row) for row in daftar if row["peringkat"]]
    berbeda = [(a, b) for formasi, atas, a in peringkat for lain, bawah, b in peringkat if formasi == lain and atas < bawah]
    if berbeda:
        satu, lain = acak.choice(berbeda)
        satu["peringkat"], lain["peringkat"] = lain["peringkat"], satu["peringkat"]
    return bool(berbeda)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_ranks_exchanged_are_found(tmp_path: Path, seed: int) -> None:
    acak, aturan = Random(seed), PPPK["pppk-2024"]
    cpns = _dibuat(tmp_path, _skb(acak), lambda masuk, keluar, session: peringkatkan_tabel(masuk, keluar, CPNS, session))
    if _tukar(cpns, acak):
        with Session() as session:
            assert _sifat(periksa_daftar_peringkat(_tulis(tmp_path / "daftar.csv", cpns), CPNS, session)) & {"P4", "P5"}
    pppk = _dibuat(tmp_path, _pppk(acak), lambda masuk, keluar, session: peringkatkan_pppk(masuk, keluar, aturan, session))
    if _tukar(pppk, acak):
        with Session() as session:
            assert _sifat(periksa_daftar_pppk(_tulis(tmp_path / "daftar.csv", pppk), aturan, session)) & {"T4", "T5"}


def test_most_tables_have_ranks_to_exchange(tmp_path: Path) -> None:
    ada = 0
    for seed in SEEDS:
        isi = _pppk(Random(seed))
        daftar = _dibuat(tmp_path, isi, lambda masuk, keluar, session: peringkatkan_pppk(masuk, keluar, PPPK["pppk-2024"], session))
        ada += _tukar(daftar, Random(seed))
    assert ada > len(SEEDS) // 2
