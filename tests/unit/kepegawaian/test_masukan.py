"""Lists of proposals as they come in."""

import pytest

from services.kepegawaian.api.masukan import BARIS_TERBANYAK, Bentuk, baca_usulan
from shared.errors import Rejected

BARIS = b'{"peserta":"1","tanggal_lahir":"1998-05-17","jenis_kelamin":"L","tmt":"2025-03-01"}\n'


def test_a_bad_row_is_named_by_its_line_and_the_others_go_on() -> None:
    usulan, cacat = baca_usulan(BARIS + b"\n{rusak\n" + BARIS, Bentuk.NDJSON)
    assert [satu.baris for satu in usulan] == [1, 4]
    assert [(satu.kode, satu.baris) for satu in cacat] == [("ISIAN_TIDAK_SAH", 3)]


@pytest.mark.parametrize(("baris", "baik"), [(BARIS, BARIS_TERBANYAK), (b"{}\n", 0)], ids=["good", "bad"])
def test_one_row_more_than_may_come_is_refused(baris: bytes, baik: int) -> None:
    with pytest.raises(Rejected, match="TERLALU_BANYAK_BARIS"):
        baca_usulan(baris * (BARIS_TERBANYAK + 1), Bentuk.NDJSON)
    usulan, cacat = baca_usulan(baris * BARIS_TERBANYAK, Bentuk.NDJSON)
    assert (len(usulan), bool(cacat)) == (baik, not baik)


@pytest.mark.parametrize("sel", ["Bunga Uji Coba", "17-05-1998", "0001015705980001"])
@pytest.mark.parametrize("kolom", ["peserta", "tanggal_lahir", "jenis_kelamin", "tmt"])
def test_what_stood_in_the_wrong_cell_is_not_repeated(kolom: str, sel: str) -> None:
    """A stored answer would keep it."""
    isi = {"peserta": "24000120110000001", "tanggal_lahir": "1999-12-31", "jenis_kelamin": "L", "tmt": "2025-03-01", kolom: sel}
    _, cacat = baca_usulan(f"{','.join(isi)}\n{','.join(isi.values())}\n".encode(), Bentuk.CSV)
    assert not any(sel in str(satu) for satu in cacat)
    assert all(satu.kolom == kolom for satu in cacat)
