"""What a correction says on the bus, however large the kelompok is."""

from services.penempatan.domain.kelengkapan import Segel
from services.penempatan.domain.selisih import PergantianKursi, Perpindahan, Selisih
from services.penempatan.store.versi import TandaTangan
from services.penempatan.usecases.peristiwa import koreksi_terbit
from shared.contracts.envelope import body
from tests.support.penempatan import TERAP

BATCH_BYTES = 262_144
SEGEL = Segel("K", 2, 20_000, 1, 20_000, "a" * 64, "b" * 64, TERAP.nama, TERAP.versi)
ALASAN = TandaTangan("x" * 1000, "y" * 200, "satu", "dua")


def test_a_correction_of_every_seat_of_a_large_kelompok_fits_one_record_and_what_is_left_out_is_counted() -> None:
    orang = [f"{n:020}" for n in range(20_000)]
    berbeda = Selisih(
        masuk=tuple(orang[:4_000]),
        kehilangan=tuple(orang[4_000:8_000]),
        pindah=tuple(Perpindahan(satu, "F" * 36, "G" * 36) for satu in orang[8_000:8_100]),
        kursi=tuple(PergantianKursi(f"{'F' * 36}/{n}", satu, orang[-n]) for n, satu in enumerate(orang, start=1)),
    )

    event = koreksi_terbit(SEGEL, berbeda, ALASAN, sebelumnya=1, aturan=TERAP)

    assert len(body(event)) < BATCH_BYTES
    assert (event.kehilangan, len(event.pindah), event.masuk) == (berbeda.kehilangan, 100, berbeda.masuk)
    assert (event.kehilangan_lain, event.pindah_lain, event.masuk_lain) == (None, None, None)
    assert event.kursi_lain is not None
    assert len(event.kursi) + event.kursi_lain == 20_000


def test_whoever_loses_a_seat_is_named_first() -> None:
    orang = tuple(f"{n:020}" for n in range(9_000))
    event = koreksi_terbit(SEGEL, Selisih(masuk=orang, kehilangan=orang), ALASAN, sebelumnya=1, aturan=TERAP)
    assert event.kehilangan == orang
    assert len(event.masuk) + (event.masuk_lain or 0) == 9_000
    assert event.masuk_lain
    assert len(body(event)) < BATCH_BYTES
