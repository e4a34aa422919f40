"""Who follows somebody that leaves."""

from services.penempatan.domain.jenis import Keadaan, StatusKursi, Tahap
from services.penempatan.domain.penempatan import tempatkan
from services.penempatan.domain.penggantian import Penggantian, Pengunduran, gantikan
from services.penempatan.domain.periksa import periksa_keadaan
from services.penempatan.domain.peristiwa import JenisPeristiwa
from shared.errors import Fault
from shared.istilah import Hasil, Rute
from tests.support.penempatan import KETENTUAN, keadaan, post, susun


def _awal(kuota: int, *nilai: int) -> Keadaan:
    k = susun([post("A", kuota)], [(str(n), "A", angka) for n, angka in enumerate(nilai, start=1)])
    return keadaan(k, tempatkan(k.formasi, k.peringkat, KETENTUAN))


def _pergi(awal: Keadaan, peserta: str, kursi: str, *, diganti: bool = True) -> Penggantian:
    hasil = gantikan(awal, Pengunduran(peserta, kursi, "MENGUNDURKAN_DIRI", "SEBELUM_USUL_NIP", diganti), KETENTUAN)
    assert isinstance(hasil, Penggantian)
    assert periksa_keadaan(hasil.keadaan, KETENTUAN) == ()
    return hasil


def test_the_next_in_rank_takes_the_seat() -> None:
    hasil = _pergi(_awal(1, 80_000, 70_000, 60_000), "1", "A/1")
    assert [(p.jenis, p.kursi, p.peserta, p.digantikan) for p in hasil.peristiwa] == [
        (JenisPeristiwa.DIBUKA, "A/1", None, None),
        (JenisPeristiwa.TERISI, "A/1", "2", "1"),
        (JenisPeristiwa.DIGANTI, "A/1", "2", "1"),
    ]
    (baru,) = hasil.diputuskan
    assert (baru.peserta, baru.hasil, baru.rute, baru.tahap, baru.kode) == ("2", Hasil.LULUS, Rute.PENGGANTI, Tahap.PENGGANTIAN, "P/L")
    assert hasil.keadaan.keputusan["1"].mundur


def test_after_the_nip_the_seat_is_carried_over_and_stays_empty() -> None:
    hasil = _pergi(_awal(1, 80_000, 70_000), "1", "A/1", diganti=False)
    assert [p.jenis for p in hasil.peristiwa] == [JenisPeristiwa.DIBUKA, JenisPeristiwa.DIBAWA]
    assert hasil.diputuskan == ()
    assert hasil.keadaan.kursi["A/1"].status is StatusKursi.DIBAWA


def test_what_is_said_of_a_seat_tells_neither_who_left_it_nor_how() -> None:
    for diganti in (True, False):
        hasil = _pergi(_awal(1, 80_000), "1", "A/1", diganti=diganti)
        sebab = hasil.keadaan.kursi["A/1"].alasan
        assert sebab is not None
        alasan = [p.alasan for p in hasil.peristiwa if p.peserta is None]
        assert len(alasan) == 1 + (not diganti)
        for satu in (sebab, *alasan):
            assert not {nama for nama, _ in satu.angka} & {"peserta", "jenis"}
        assert ("jenis", "MENGUNDURKAN_DIRI") in hasil.keadaan.keputusan["1"].alasan[-1].angka


def test_a_replacement_may_leave_in_turn_and_nobody_comes_back() -> None:
    satu = _pergi(_awal(1, 80_000, 70_000, 60_000), "1", "A/1")
    dua = _pergi(satu.keadaan, "2", "A/1")
    tiga = _pergi(dua.keadaan, "3", "A/1")
    assert tiga.keadaan.kursi["A/1"].status is StatusKursi.KOSONG
    assert tiga.diputuskan == ()
    assert [p.jenis for p in tiga.peristiwa] == [JenisPeristiwa.DIBUKA]


def test_a_carried_seat_is_never_filled_by_a_later_replacement() -> None:
    satu = _pergi(_awal(2, 80_000, 70_000, 60_000), "1", "A/1", diganti=False)
    dua = _pergi(satu.keadaan, "2", "A/2")
    assert dua.keadaan.kursi["A/1"].status is StatusKursi.DIBAWA
    assert dua.keadaan.kursi["A/2"].peserta == "3"


def test_a_tie_for_the_freed_seat_waits() -> None:
    hasil = _pergi(_awal(1, 80_000, 70_000, 70_000), "1", "A/1")
    assert [(k.peserta, k.hasil) for k in hasil.diputuskan] == [("2", Hasil.MENUNGGU), ("3", Hasil.MENUNGGU)]
    assert hasil.keadaan.kursi["A/1"].alasan is not None
    assert hasil.keadaan.kursi["A/1"].alasan.kode == "SERI_TANPA_URUTAN"


def test_one_more_seat_may_let_a_whole_tie_in() -> None:
    """Two seats, the second held back by a tie of two: when the first is left, both seats go to both."""
    awal = _awal(2, 80_000, 70_000, 70_000)
    assert awal.keputusan["2"].hasil is Hasil.MENUNGGU
    hasil = _pergi(awal, "1", "A/1")
    assert {k.peserta: (k.kursi, k.rute) for k in hasil.diputuskan} == {
        "2": ("A/1", Rute.PENGGANTI),
        "3": ("A/2", Rute.FORMASI_SENDIRI),
    }
    assert [p.kursi for p in hasil.peristiwa if p.jenis is JenisPeristiwa.DIGANTI] == ["A/1"]


def test_only_the_holder_of_a_seat_can_leave_it() -> None:
    awal = _awal(1, 80_000, 70_000)
    for peserta, kursi in (("2", "A/1"), ("1", "A/2"), ("9", "A/1")):
        hasil = gantikan(awal, Pengunduran(peserta, kursi, "MENGUNDURKAN_DIRI", "SEBELUM_USUL_NIP", dapat_diganti=True), KETENTUAN)
        assert isinstance(hasil, Fault)
        assert hasil.kode == "BUKAN_PEMEGANG_KURSI"
