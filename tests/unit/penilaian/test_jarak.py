"""The picture of a cut counts everybody of a formation that has one."""

from services.penilaian.alat.jarak import Jarak


def test_people_stand_by_their_distance_to_the_last_one_inside() -> None:
    orang = [("A", 400, True), ("A", 390, True), ("A", 389, False), ("A", 100, False), ("B", 500, True), ("C", 300, False)]
    gambar = list(Jarak.dari(orang, 5).gambar("Jarak", 5))
    assert [(garis.split("│")[0].strip(), garis.split(" ")[-1]) for garis in gambar if "│" in garis and not garis.endswith(" 0")] == [
        ("+10 sampai <+15", "1"),
        ("0 sampai <+5", "1"),
        ("-5 sampai <0", "1"),
        ("di bawah -20", "1"),
    ]
    assert [garis.strip()[:5] for garis in gambar].index("batas") == 6


def test_where_nobody_is_outside_there_is_no_cut() -> None:
    assert list(Jarak.dari([("A", 400, True)], 5).gambar("Jarak", 5)) == []
    assert list(Jarak.dari([], 5).gambar("Jarak", 5)) == []
