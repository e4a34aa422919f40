"""The table of periods: each topic in one row with the catalogue's days, and no row that says nothing."""

import pytest

from shared.contracts.catalogue import BY_NAME
from shared.kebijakan import KebijakanTidakSah, retensi
from shared.kebijakan.retensi import baca_retensi

BARIS = """
[retensi.satu]
kalimat = "Satu"
hari = 7
sejak = "ditulis"
dasar = "posisi 36"
tempat = ["a.satu"]
"""


def test_every_topic_stands_in_one_row_with_the_days_of_the_catalogue() -> None:
    hari = {topik: satu.hari for satu in retensi().values() for topik in satu.topik}
    assert hari == {nama: topik.retention_days for nama, topik in BY_NAME.items()}


@pytest.mark.parametrize(
    ("lama", "baru"),
    [
        ("hari = 7", "hari = 0"),
        ("hari = 7", "hari = -2"),
        ("hari = 7", "hari = true"),
        ("hari = 7", 'hari = "7"'),
        ("hari = 7", ""),
        ('kalimat = "Satu"', 'kalimat = ""'),
        ('tempat = ["a.satu"]', ""),
        ('tempat = ["a.satu"]', 'tempat = "a.satu"'),
        ('tempat = ["a.satu"]', 'tempat = ["a.satu", "a.satu"]'),
        ("sejak", "kapan"),
        ("[retensi.satu]", "[retensi]"),
        ("[retensi.satu]", "[lain.satu]"),
        ("hari = 7", "hari 7"),
    ],
)
def test_a_row_that_says_less_or_more_is_refused(lama: str, baru: str) -> None:
    assert baca_retensi(BARIS)["satu"].tempat == ("a.satu",)
    with pytest.raises(KebijakanTidakSah):
        baca_retensi(BARIS.replace(lama, baru, 1))
