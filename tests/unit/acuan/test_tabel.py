"""Lists that cannot be computed again are refused by row; none of their cells is guessed."""

import pytest

from acuan.banding_nilai import banding_peringkat
from acuan.tabel import TidakTerbaca, baca

KEPALA = "peserta,formasi,kelompok,twk,tiu,tkp,skb,nilai_akhir,peringkat"
SATU, DUA = "1,A,K,115,145,191,68,73.600,1", "2,A,K,100,95,182,64,65.818,2"


@pytest.mark.parametrize(
    ("daftar", "kalimat"),
    [
        ((KEPALA, SATU, SATU), "baris 3: peserta 1 sudah ada di baris 2"),
        ((KEPALA, SATU, "2,A,K,100"), "baris 3: berisi 4 sel, padahal judul berisi 9"),
        ((KEPALA, SATU, f"{DUA},9"), "baris 3: berisi 10 sel"),
        ((f"{KEPALA},skb", f"{SATU},1"), "kolom skb ada lebih dari satu"),
        ((KEPALA, SATU.replace(",68,", ",#N/A,"), DUA), "baris 2: kolom skb harus angka, tertulis '#N/A'"),
        ((f"{KEPALA},ipk", f"{SATU},tidak ada"), "baris 2: kolom ipk harus angka"),
    ],
)
def test_a_list_that_is_torn_or_doubled_is_refused(daftar: tuple[str, ...], kalimat: str) -> None:
    with pytest.raises(TidakTerbaca) as ditolak:
        list(banding_peringkat(baca("p.csv", [f"{satu}\n" for satu in daftar]), {}, "cpns-2024"))
    assert kalimat in str(ditolak.value)


def test_empty_cells_beyond_the_header_say_nothing() -> None:
    daftar = baca("p.csv", [f"{satu},,\n" if satu != KEPALA else f"{satu}\n" for satu in (KEPALA, SATU, DUA)])
    assert list(banding_peringkat(daftar, {}, "cpns-2024")) == []
