"""The SKB from its parts, by example, and what each year lets an agency announce."""

import pytest

from services.penilaian.domain.skb import BagianSkb, HasilBagian, gabungkan, periksa_bagian
from shared.aturan import JenisBagian, StatusSkb, load

A2021, A2024 = load("cpns-2021").skb, load("cpns-2024").skb
PUSAT, DAERAH = "Mahkamah Agung RI", "Pemerintah Kab. Jember"


def bagian(**bobot: int) -> list[BagianSkb]:
    """Parts by kind and weight: cat=50, and so on."""
    return [BagianSkb(jenis, JenisBagian(jenis.upper()), persen) for jenis, persen in bobot.items()]


@pytest.mark.parametrize(
    ("bobot", "instansi", "kode_2021", "kode_2024"),
    [
        ({"cat": 100}, PUSAT, [], []),
        ({"cat": 60, "tpa": 40}, PUSAT, ["BAGIAN_PERSETUJUAN"], []),
        ({"cat": 50, "praktik": 35, "tpa": 15}, PUSAT, ["BAGIAN_PERSETUJUAN"], []),
        ({"cat": 70, "wawancara": 30}, PUSAT, [], ["BAGIAN_JENIS"]),
        ({"cat": 69, "wawancara": 31}, PUSAT, ["BAGIAN_JENIS"], ["BAGIAN_JENIS"]),
        ({"cat": 90, "wawancara": 10}, PUSAT, [], []),
        ({"cat": 79, "sertifikat": 21}, PUSAT, ["BAGIAN_JENIS"], []),
        (
            {"cat": 49, "wawancara": 10, "sertifikat": 41},
            PUSAT,
            ["BAGIAN_CAT", "BAGIAN_TAMBAHAN", "BAGIAN_JENIS"],
            ["BAGIAN_CAT", "BAGIAN_TAMBAHAN"],
        ),
        (
            {"cat": 60, "wawancara": 10, "sertifikat": 10, "praktik": 10, "tpa": 10},
            PUSAT,
            ["BAGIAN_PERSETUJUAN"],
            ["BAGIAN_TERLALU_BANYAK"],
        ),
        ({"cat": 60, "praktik": 40}, DAERAH, [], []),
        ({"cat": 59, "praktik": 41}, DAERAH, ["BAGIAN_CAT", "BAGIAN_TAMBAHAN"], ["BAGIAN_CAT", "BAGIAN_TAMBAHAN"]),
        ({"cat": 80, "praktik": 10, "tpa": 10}, DAERAH, ["BAGIAN_TERLALU_BANYAK"], ["BAGIAN_TERLALU_BANYAK"]),
        ({"cat": 95, "wawancara": 5}, DAERAH, ["BAGIAN_JENIS"], ["BAGIAN_JENIS"]),
        ({"cat": 60, "tpa": 30}, PUSAT, ["BAGIAN_JUMLAH", "BAGIAN_PERSETUJUAN"], ["BAGIAN_JUMLAH"]),
    ],
)
def test_what_may_be_announced(bobot: dict[str, int], instansi: str, kode_2021: list[str], kode_2024: list[str]) -> None:
    parts = bagian(**bobot)

    assert [satu.kode for satu in periksa_bagian(parts, instansi, A2021)] == kode_2021
    assert [satu.kode for satu in periksa_bagian(parts, instansi, A2024)] == kode_2024


def test_an_announcement_that_contradicts_itself() -> None:
    parts = [
        BagianSkb("cat", JenisBagian.CAT, 100),
        BagianSkb("cat", JenisBagian.CAT, 0),
        BagianSkb("lain", JenisBagian.CAT, 0, skala=0),
        BagianSkb("lagi", JenisBagian.CAT, 0, minimum=1000),
    ]
    kode = [satu.kode for satu in periksa_bagian(parts, PUSAT, A2024)]
    assert kode == ["BAGIAN_GANDA", "BAGIAN_BOBOT", "BAGIAN_BOBOT", "BAGIAN_SKALA", "BAGIAN_BOBOT", "BAGIAN_MINIMUM"]


def test_parts_are_weighed_and_rounded_once_halves_up() -> None:
    parts = bagian(cat=50, praktik=35, tpa=15)
    hasil = {"cat": HasilBagian(70_001), "praktik": HasilBagian(60_000), "tpa": HasilBagian(80_000)}

    # 35.0005 + 21 + 12; rounding each part first would lose the half.
    assert gabungkan(parts, hasil, A2024).nilai == 68_001
    assert gabungkan(parts, {**hasil, "cat": HasilBagian(70_000)}, A2024).nilai == 68_000
    thirds = [BagianSkb("cat", JenisBagian.CAT, 50, skala=300), BagianSkb("tpa", JenisBagian.TPA, 50, skala=7)]
    assert gabungkan(thirds, {"cat": HasilBagian(100_000), "tpa": HasilBagian(1_000)}, A2024).nilai == 23_810


def test_a_mandatory_part_missed_is_absence_even_with_a_partial_score() -> None:
    parts = bagian(cat=60, praktik=40)
    missed = gabungkan(parts, {"cat": HasilBagian(100_000)}, A2024)

    assert (missed.nilai, missed.status, missed.gugur_di) == (60_000, StatusSkb.TH, "praktik")
    assert [satu.kode for satu in missed.alasan] == ["SKB_GABUNGAN", "SKB_TIDAK_HADIR"]


def test_an_optional_part_missed_counts_nothing() -> None:
    parts = [BagianSkb("cat", JenisBagian.CAT, 80), BagianSkb("sertifikat", JenisBagian.SERTIFIKAT, 20, wajib=False)]

    assert gabungkan(parts, {"cat": HasilBagian(50_000)}, A2024) == gabungkan(
        parts, {"cat": HasilBagian(50_000), "sertifikat": HasilBagian(0)}, A2024
    )


def test_a_failed_knock_out_part_ends_it_whatever_the_score() -> None:
    parts = [
        BagianSkb("cat", JenisBagian.CAT, 60),
        BagianSkb("praktik", JenisBagian.PRAKTIK, 30, menggugurkan=True, minimum=60_000),
        BagianSkb("psikotes", JenisBagian.PSIKOTES, 10, menggugurkan=True),
    ]
    top = {"cat": HasilBagian(100_000), "praktik": HasilBagian(60_000), "psikotes": HasilBagian(100_000)}

    assert gabungkan(parts, top, A2024).status is StatusSkb.HADIR
    low = gabungkan(parts, {**top, "praktik": HasilBagian(59_999)}, A2024)
    assert (low.status, low.gugur_di) == (StatusSkb.TMS_1, "praktik")
    failed = gabungkan(parts, {**top, "psikotes": HasilBagian(100_000, gugur=True)}, A2024)
    assert (failed.status, failed.gugur_di, failed.nilai) == (StatusSkb.TMS_1, "psikotes", 88_000)
    # A part that was not sat was not failed: absence goes first.
    both = gabungkan(parts, {"cat": HasilBagian(1), "praktik": HasilBagian(0)}, A2024)
    assert (both.status, both.gugur_di) == (StatusSkb.TH, "psikotes")
    # Failing a part that knocks nobody out ends nothing.
    assert (
        gabungkan(bagian(cat=60, praktik=40), {"cat": HasilBagian(1), "praktik": HasilBagian(1, gugur=True)}, A2024).status
        is StatusSkb.HADIR
    )
