"""The calendars as this service knows them."""

from shared.musim.jadwal import SalinanJadwal

SALINAN_JADWAL = SalinanJadwal("penempatan")
