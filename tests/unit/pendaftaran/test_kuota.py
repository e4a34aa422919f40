"""Seats set aside at planning: the least numbers, their edges, and what the loader refuses."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from services.pendaftaran.domain.kuota import Tingkat, periksa_kuota
from shared.aturan import kuota, names, read

ATURAN = kuota.load("cpns-2024")
PUSAT, DAERAH = "Kementerian Contoh", "Pemerintah Kab. Contoh"


def _temuan(instansi: str, umum: int, **khusus: int) -> list[tuple[str, int, int]]:
    assert ATURAN is not None
    hasil = periksa_kuota(instansi, {"UMUM": umum, **khusus}, ATURAN)
    assert hasil.total == umum + sum(khusus.values())
    return [(satu.kode, satu.seharusnya, satu.tersedia) for satu in hasil.temuan if satu.tingkat is Tingkat.KURANG]


def test_enough_is_enough() -> None:
    assert _temuan(PUSAT, 87, CUMLAUDE=10, DISABILITAS=2, PAPUA=1) == []
    assert _temuan(DAERAH, 98, DISABILITAS=2) == []


def test_a_regional_agency_owes_seats_for_disability_only() -> None:
    assert _temuan(DAERAH, 100) == [("DISABILITAS", 2, 0)]
    for daerah in ("Pemerintah Aceh", "Pemerintah Daerah Daerah Istimewa Yogyakarta", " pemerintah  kota Contoh"):
        assert _temuan(daerah, 100) == [("DISABILITAS", 2, 0)]


@pytest.mark.parametrize(("total", "seharusnya"), [(50, 1), (51, 2), (100, 2), (101, 3)])
def test_two_per_cent_is_rounded_up(total: int, seharusnya: int) -> None:
    assert _temuan(DAERAH, total) == [("DISABILITAS", seharusnya, 0)]


@pytest.mark.parametrize(("total", "seharusnya"), [(100, 10), (101, 11), (1, 1)])
def test_ten_per_cent_is_rounded_up(total: int, seharusnya: int) -> None:
    assert ("CUMLAUDE", seharusnya, 0) in _temuan(PUSAT, total)


@pytest.mark.parametrize(("total", "seharusnya"), [(199, 1), (200, 1), (201, 2), (1000, 2), (1001, 3), (2000, 3), (2001, 4), (9000, 4)])
def test_papua_goes_by_bands(total: int, seharusnya: int) -> None:
    assert ("PAPUA", seharusnya, 0) in _temuan(PUSAT, total)
    assert ("PAPUA", seharusnya, seharusnya - 1) in _temuan(PUSAT, total - seharusnya + 1, PAPUA=seharusnya - 1)


@pytest.mark.parametrize(("total", "disebut"), [(199, False), (200, True), (201, False), (2000, False), (2001, True), (2002, False)])
def test_numbers_that_the_text_leaves_out_are_pointed_at(total: int, disebut: bool) -> None:
    assert ATURAN is not None
    kode = {satu.kode for satu in periksa_kuota(PUSAT, {"UMUM": total}, ATURAN).temuan if satu.tingkat is Tingkat.PERINGATAN}
    assert kode == ({"PAPUA_TIDAK_DIATUR"} if disebut else set())


SALAH: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("has no end", lambda b: b["papua"][-1].update(sampai=5000)),
    ("has no end", lambda b: b["papua"][0].pop("sampai")),
    ("do not rise", lambda b: b["papua"][1].update(sampai=100)),
    ("above 100", lambda b: b.update(cumlaude_persen=101)),
    ("below 1", lambda b: b.update(disabilitas_persen=0)),
    ("whole number", lambda b: b.update(disabilitas_persen=True)),
    ("knows no catatan", lambda b: b.update(catatan="x")),
    ("knows no catatan", lambda b: b["papua"][0].update(catatan="x")),
    ("not a text", lambda b: b.update(pasal_papua="")),
    ("belong together", lambda b: b.pop("pasal_papua")),
    ("belong together", lambda b: b.update(cumlaude_persen=0)),
]


@pytest.mark.parametrize(("keluhan", "ubah"), SALAH)
def test_what_no_decree_could_mean_is_refused(keluhan: str, ubah: Callable[[dict[str, Any]], object]) -> None:
    bagian = read("cpns-2024")["kuota"]
    assert isinstance(bagian, dict)
    salah = deepcopy(bagian)
    ubah(salah)
    with pytest.raises((TypeError, ValueError), match=keluhan):
        kuota.parse(salah, ("PEMERINTAH",))


@pytest.mark.parametrize("nama", names("CPNS"))
def test_every_year_has_its_quotas(nama: str) -> None:
    aturan = kuota.load(nama)
    assert aturan is not None
    assert (aturan.cumlaude_persen, aturan.disabilitas_persen) == (10, 2)
    assert [(p.sampai, p.paling_sedikit) for p in aturan.papua] == [(200, 1), (1000, 2), (2000, 3), (None, 4)]
