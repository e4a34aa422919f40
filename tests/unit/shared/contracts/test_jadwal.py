"""A calendar that went over the bus is open and closed at the same moments."""

from datetime import UTC, datetime

import pytest

from shared.contracts.jadwal import baca_jadwal, pengecualian_terbit, tahap_terbit
from shared.contracts.pendaftaran import ScheduleAnnounced
from shared.contracts.types import Aturan
from shared.errors import Poison
from shared.istilah import TahapMusim as T
from shared.jadwal import Jadwal
from tests.support.pendaftaran.jadwal import CPNS_2021_AKHIR, CPNS_2024_DIPERPANJANG, MILIDETIK


def terbit(jadwal: Jadwal) -> ScheduleAnnounced:
    return ScheduleAnnounced(
        musim=jadwal.musim,
        jenis_pengadaan="CPNS",
        tahun_anggaran=2024,
        aturan=Aturan(nama="cpns-2024", versi=1),
        tahap=tahap_terbit(jadwal),
        pengecualian=pengecualian_terbit(jadwal),
        keputusan="Surat Uji 1/2024",
        diumumkan_pada=datetime(2024, 9, 5, 13, tzinfo=UTC),
        versi=jadwal.versi,
    )


@pytest.mark.parametrize("jadwal", [CPNS_2024_DIPERPANJANG, CPNS_2021_AKHIR], ids=["cpns-2024", "cpns-2021"])
def test_what_is_read_is_what_was_announced(jadwal: Jadwal) -> None:
    tiba = ScheduleAnnounced.model_validate_json(terbit(jadwal).model_dump_json())
    assert baca_jadwal(tiba) == jadwal
    for tahap, jendela in jadwal.tahap:
        assert [baca_jadwal(tiba).terbuka(tahap, saat) for saat in (jendela.sampai, jendela.sampai + MILIDETIK)] == [True, False]


def test_a_calendar_that_contradicts_itself_is_not_read() -> None:
    baik = terbit(CPNS_2024_DIPERPANJANG).model_dump(mode="json")
    for rusak in (
        [*baik["tahap"], baik["tahap"][0]],
        [{"tahap": T.SKD, "mulai": "2024-09-02T00:00:00Z", "sampai": "2024-09-01T00:00:00Z"}],
    ):
        with pytest.raises(Poison, match=r"twice|before the beginning"):
            baca_jadwal(ScheduleAnnounced.model_validate(baik | {"tahap": rusak}))
