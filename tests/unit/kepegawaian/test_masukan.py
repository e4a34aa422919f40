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
