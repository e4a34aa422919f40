"""Two versions of one kelompok compared."""

from datetime import UTC, datetime

from services.penilaian.domain.koreksi import BarisVersi, Selisih, Ubahan, bandingkan
from services.penilaian.store.koreksi import Koreksi, Versi
from services.penilaian.usecases.peristiwa import peringkat_dikoreksi
from shared.aturan import load
from shared.contracts.envelope import body
from shared.contracts.penilaian import RankingCorrected

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


ATURAN = load("cpns-2024")
BATCH_BYTES = 262_144


def dikoreksi(selisih: Selisih) -> RankingCorrected:
    saat = datetime(2024, 12, 1, tzinfo=UTC)
    usul = Koreksi(1, "k", 1, "\x01" * 1000, "\x01" * 200, (), (), selisih, "satu", saat, "dua", saat, 2)
    return peringkat_dikoreksi(Versi("k", 2, "b" * 64, "a" * 64, (), selisih, 1), selisih, usul, ATURAN)


def nomor(n: int) -> str:
    return f"{n:020}"


def test_a_shift_of_a_hundred_thousand_ranks_fits_one_record() -> None:
    orang = [nomor(n) for n in range(100_000)]
    ubahan = [
        Ubahan(orang[-1], "nilai_akhir", 1, 2),
        *(Ubahan(satu, kolom, 1, 2) for satu in orang for kolom in ("peringkat", "peringkat_kelompok")),
    ]

    event = dikoreksi(Selisih(tuple(ubahan), (orang[-1],), (orang[0],)))

    assert event.ubahan[0].kolom == "nilai_akhir"
    assert len(event.ubahan) > 2_000
    assert len(event.ubahan) + event.ubahan_peringkat_lain == len(ubahan)
    assert (event.kehilangan_lain, event.masuk_lain, event.ubahan_lain) == (0, 0, 0)
    assert 240_000 < len(body(event)) < BATCH_BYTES


def test_even_seats_and_scores_of_everybody_fit_and_what_is_left_out_is_counted() -> None:
    orang = tuple(nomor(n) for n in range(8_000))
    ubahan = tuple(Ubahan(satu, kolom, 1, 2) for satu in orang for kolom in ("nilai_akhir", "peringkat"))

    event = dikoreksi(Selisih(ubahan, orang, orang))

    assert event.kehilangan == orang
    assert 0 < event.masuk_lain < len(orang)
    assert len(event.masuk) + event.masuk_lain == len(orang)
    assert (event.ubahan, event.ubahan_lain, event.ubahan_peringkat_lain) == ((), 8_000, 8_000)
    assert len(body(event)) < BATCH_BYTES
