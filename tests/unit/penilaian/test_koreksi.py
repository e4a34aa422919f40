"""Two versions of one kelompok compared."""

from services.penilaian.domain.koreksi import BarisVersi, Ubahan, bandingkan

LAMA = [
    BarisVersi("1", "f", "LULUS", "HADIR", 80_000, 1, 1),
    BarisVersi("2", "f", "LULUS", "HADIR", 70_000, 2, 2),
    BarisVersi("3", "f", "DI_LUAR_BATAS"),
]


def test_nothing_differs() -> None:
    assert bandingkan(LAMA, reversed(LAMA), {"f": 1}) == bandingkan([], [], {})


def test_who_comes_in_who_loses_and_every_value() -> None:
    baru = [
        BarisVersi("1", "f", "LULUS", "HADIR", 80_000, 2, 2),
        BarisVersi("2", "f", "LULUS", "HADIR", 80_001, 1, 1),
        BarisVersi("3", "f", "DI_LUAR_BATAS"),
    ]
    selisih = bandingkan(LAMA, baru, {"f": 1})

    assert (selisih.masuk, selisih.kehilangan) == (("2",), ("1",))
    assert selisih.ubahan[0] == Ubahan("1", "peringkat", 1, 2)
    assert Ubahan("2", "nilai_akhir", 70_000, 80_001) in selisih.ubahan
    assert len(selisih.ubahan) == 5


def test_a_person_of_one_version_only() -> None:
    selisih = bandingkan(LAMA, LAMA[1:], {"f": 2})

    assert selisih.kehilangan == ("1",)
    assert selisih.ubahan[0] == Ubahan("1", "formasi", "f", None)
