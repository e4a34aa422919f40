"""The calendars that the rehearsal announces are lawful, each version at the moment at which it is signed."""

import pytest

from deploy.gladi.jadwal import KALENDER, Kalender
from deploy.gladi.musim.masa import SISA
from services.pendaftaran.api.jadwal import JadwalMasuk, _baca
from services.pendaftaran.domain.jadwal import periksa
from tests.support.pendaftaran.jadwal import ketentuan


@pytest.mark.parametrize("aturan", sorted(KALENDER))
def test_both_versions_may_be_announced(aturan: str) -> None:
    kalender: Kalender = KALENDER[aturan]
    pertama, kedua = (_baca(JadwalMasuk.model_validate_json(kalender.versi(nomor)), "uji") for nomor in (1, 2))
    assert periksa(pertama, None, kalender.diumumkan, ketentuan(aturan)) == ()
    saat = kalender.pendaftaran.sampai - SISA
    assert periksa(kedua, pertama, saat, ketentuan(aturan)) == ()
    assert kalender.akhir > kalender.pendaftaran.sampai
