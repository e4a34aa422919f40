"""A signed order is taken only where it names exactly a tie that is there."""

import pytest

from services.penilaian.domain.urutan_seri import cela_urutan, seri_menurut_pasal
from shared.aturan import StatusSkb
from tests.unit.penilaian.test_rules import ATURAN, skb

ORANG = [
    *(skb("1"), skb("2"), skb("3", formasi="f-2")),
    *(skb("4", nilai=60_000), skb("5", nilai=60_000)),
    skb("6", nilai=50_000),
    skb("7", status=StatusSkb.TH),
]


@pytest.mark.parametrize(
    ("daftar", "cela"),
    [
        ([["3", "1", "2"]], []),
        ([["5", "4"], ["1", "2", "3"]], []),
        ([["1", "2"]], [("SERI_TIDAK_LENGKAP", "3", "1")]),
        ([["1"], ["2", "3"]], [*(("SERI_TIDAK_LENGKAP", n, "1") for n in "23"), ("SERI_TIDAK_LENGKAP", "1", "2")]),
        ([["4", "5", "6"]], [("BUKAN_SERI", "6")]),
        ([["4", "7", "5"]], [("BUKAN_SERI", "7")]),
        ([["4", "5", "99"]], [("BUKAN_PESERTA_SKB", "99")]),
        ([["4", "5", "4"]], [("PESERTA_GANDA", "4")]),
        ([["4", "5"], ["5", "4"]], [("PESERTA_GANDA", "4"), ("PESERTA_GANDA", "5")]),
        ([["4", "5", "1", "2", "3"]], [("SERI_LAIN", n, "4") for n in "123"]),
    ],
)
def test_the_people_named_are_exactly_one_tie(daftar: list[list[str]], cela: list[tuple[str, ...]]) -> None:
    salah = cela_urutan(daftar, ORANG, ATURAN)

    assert [(satu.kode, satu.nilai) for satu in salah] == [(kode, peserta) for kode, peserta, *_ in cela]
    assert all(lain in satu.pesan for satu, (_, _, *others) in zip(salah, cela, strict=True) for lain in others)


def test_what_was_signed_before_does_not_hide_the_tie() -> None:
    signed = [skb("1", urutan=1), skb("2", urutan=2)]

    assert cela_urutan([["2", "1"]], signed, ATURAN) == ()
    assert [[satu.peserta for satu in seri] for seri in seri_menurut_pasal([*signed, *ORANG[3:5]], ATURAN)] == [["1", "2"], ["4", "5"]]


def test_what_gpa_decides_inside_a_formation_is_not_turned_round() -> None:
    people = [skb("1", ipk=(360, "IPK")), skb("2"), skb("3", formasi="f-2", ipk=(8_000, "IJAZAH"))]

    (cela,) = cela_urutan([["2", "3", "1"]], people, ATURAN)
    assert (cela.kode, cela.nilai) == ("URUTAN_MELAWAN_UKURAN", "1")
    assert cela.pesan == "Dalam formasinya peserta ini sudah di atas peserta 2 menurut pasal. Letakkan sebelum peserta itu."
    assert cela_urutan([["1", "3", "2"]], people, ATURAN) == ()
