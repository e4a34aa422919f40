"""What the rehearsal sends is what registration reads, whichever way it goes; how seats are filled reaches penempatan."""

from deploy.gladi.invented import Lowongan, pelamar
from deploy.gladi.musim.daftar import as_csv, as_json
from deploy.gladi.place import _environment
from deploy.gladi.plan import DENGAN_PERSETUJUAN, SESUAI_KEPUTUSAN
from deploy.gladi.programme import Programme
from services.pendaftaran.api.masukan import baca_ndjson, baca_tabel
from shared.istilah import ModePengisian
from tests.support.gladi import ATURAN, SEED, formasi


def test_a_table_and_lines_of_json_say_the_same() -> None:
    pos = [satu._replace(unit=f'Unit "{satu.formasi}", Bidang; 1 | 2', kelompok="0001-J0") for satu in formasi()]
    lowongan = Lowongan(SEED, pos, ATURAN)
    orang = [pelamar(SEED, nomor, lowongan) for nomor in range(300)]
    tabel, salah_tabel = baca_tabel(as_csv(orang))
    baris, salah_baris = baca_ndjson(b"".join(as_json(satu) + b"\n" for satu in orang))
    assert (salah_tabel, salah_baris) == ([], [])
    assert [satu for _, satu in tabel] == [satu for _, satu in baris]
    terbaca = [satu.kesediaan and (satu.kesediaan.jenis.value, [*satu.kesediaan.unit], [*satu.kesediaan.formasi]) for _, satu in tabel]
    assert terbaca == [satu.kesediaan and satu.kesediaan.terbit() for satu in orang]


def test_the_way_of_filling_is_one_that_penempatan_knows() -> None:
    for persetujuan, mode in ((False, SESUAI_KEPUTUSAN), (True, DENGAN_PERSETUJUAN)):
        assert ModePengisian(_environment(Programme(("cpns-2024",), 1, 0, 100, persetujuan))["MODE_PENGISIAN"]) == mode
