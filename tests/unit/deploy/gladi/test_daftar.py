"""What the rehearsal sends is what registration reads, whichever way it goes."""

import pytest

from deploy.gladi.invented import Lowongan, pelamar
from deploy.gladi.musim.daftar import as_csv, as_json
from deploy.gladi.plan import DENGAN_PERSETUJUAN, SESUAI_KEPUTUSAN
from services.pendaftaran.api.masukan import baca_ndjson, baca_tabel
from shared.istilah import ModePengisian
from tests.support.gladi import ATURAN, SEED, formasi
from tests.support.gladi.pppk import daftar_pppk

POS = [satu._replace(unit=f'Unit "{satu.formasi}", Bidang; 1 | 2', kelompok="0001-J0") for satu in formasi()]
PPPK = daftar_pppk().lowongan


@pytest.mark.parametrize("lowongan", [Lowongan(SEED, POS, ATURAN), PPPK], ids=["CPNS", "PPPK"])
def test_a_table_and_lines_of_json_say_the_same(lowongan: Lowongan) -> None:
    orang = [pelamar(SEED, nomor, lowongan) for nomor in range(300)]
    tabel, salah_tabel = baca_tabel(as_csv(orang))
    baris, salah_baris = baca_ndjson(b"".join(as_json(satu) + b"\n" for satu in orang))
    assert (salah_tabel, salah_baris) == ([], [])
    assert [satu for _, satu in tabel] == [satu for _, satu in baris]
    terbaca = [satu.kesediaan and (satu.kesediaan.jenis.value, [*satu.kesediaan.unit], [*satu.kesediaan.formasi]) for _, satu in tabel]
    assert terbaca == [satu.kesediaan and satu.kesediaan.terbit() for satu in orang]


def test_what_a_career_says_is_read() -> None:
    orang = [pelamar(SEED, nomor, PPPK) for nomor in range(1_000_000_000, 1_000_000_300)]
    terbaca = [satu.riwayat for _, satu in baca_ndjson(b"".join(as_json(satu) + b"\n" for satu in orang))[0]]
    for satu, asli in zip(terbaca, [satu.riwayat for satu in orang], strict=True):
        assert satu is not None
        assert asli is not None
        assert {(masa.mulai, masa.sampai) for masa in satu.pengalaman} == {*asli.pengalaman}
        assert satu.str_sampai == asli.str_sampai
    assert any(satu.str_sampai for satu in terbaca if satu is not None)


def test_the_ways_of_filling_are_those_of_a_season() -> None:
    assert {SESUAI_KEPUTUSAN, DENGAN_PERSETUJUAN} == set(ModePengisian)
