"""The door of registration, without a database: what is refused when, and what the refusal says."""

from datetime import datetime, timedelta

import pytest

from services.pendaftaran.domain.jadwal.pintu import (
    TENGGANG_TUTUP,
    MasaPendaftaran,
    tolak_formasi,
    tolak_jadwal_pertama,
    tolak_melamar,
    tolak_menutup,
)
from tests.support.pendaftaran.jadwal import MILIDETIK, hari, wib

JENDELA = hari("2024-08-20", "2024-09-06")
MASA = MasaPendaftaran(2, "Surat Uji 2/2024", JENDELA)
MULAI, SAMPAI = JENDELA.mulai, JENDELA.sampai


@pytest.mark.parametrize(
    ("saat", "melamar", "formasi", "menutup"),
    [
        (MULAI - MILIDETIK, "PENDAFTARAN_BELUM_DIBUKA", None, "PENDAFTARAN_MASIH_DIBUKA"),
        (MULAI, None, None, "PENDAFTARAN_MASIH_DIBUKA"),
        (SAMPAI, None, None, "PENDAFTARAN_MASIH_DIBUKA"),
        (SAMPAI + MILIDETIK, "PENDAFTARAN_DITUTUP", "PENDAFTARAN_DITUTUP", "PENDAFTARAN_MASIH_DIBUKA"),
        (SAMPAI + TENGGANG_TUTUP, "PENDAFTARAN_DITUTUP", "PENDAFTARAN_DITUTUP", "PENDAFTARAN_MASIH_DIBUKA"),
        (SAMPAI + TENGGANG_TUTUP + MILIDETIK, "PENDAFTARAN_DITUTUP", "PENDAFTARAN_DITUTUP", None),
    ],
)
def test_what_each_door_says_at_each_moment(saat: datetime, melamar: str | None, formasi: str | None, menutup: str | None) -> None:
    faults = [tolak(MASA, saat) for tolak in (tolak_melamar, tolak_formasi, tolak_menutup)]
    assert [fault and fault.kode for fault in faults] == [melamar, formasi, menutup]
    assert all(fault.bertentangan and fault.kolom == "diterima_pada" and "Surat Uji 2/2024" in fault.pesan for fault in faults if fault)


def test_without_a_calendar_no_door_says_anything() -> None:
    for saat in (wib("1999-01-01"), wib("2099-01-01")):
        assert [tolak(None, saat) for tolak in (tolak_melamar, tolak_formasi, tolak_menutup)] == [None] * 3


def test_what_was_received_in_time_is_judged_before_anybody_can_close() -> None:
    """The door gives a request ten seconds for its head and twenty for its body; closing waits longer than that."""
    assert timedelta(seconds=30) < TENGGANG_TUTUP


def test_a_first_calendar_must_hold_open_what_is_open() -> None:
    assert tolak_jadwal_pertama(JENDELA, MULAI) is None
    for masa, saat in ((None, MULAI), (JENDELA, MULAI - MILIDETIK), (JENDELA, SAMPAI + MILIDETIK)):
        fault = tolak_jadwal_pertama(masa, saat)
        assert fault is not None
        assert fault.kode == "JADWAL_MENUTUP_PINTU"
