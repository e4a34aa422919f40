"""Registration: outcomes follow from the data, never from the order in which it came."""

from dataclasses import replace
from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from services.pendaftaran.domain.formasi import Tercatat, bandingkan
from services.pendaftaran.domain.kelompok import kode_instansi
from services.pendaftaran.domain.kesediaan import Kesediaan, Tujuan, nyatakan, tidak_dikenal
from services.pendaftaran.domain.lamaran import nomor_lamaran
from services.pendaftaran.domain.pemeriksaan import Berkas, Syarat, periksa
from services.pendaftaran.domain.peserta import Calon, beri_nomor
from services.pendaftaran.domain.tabel_formasi import BarisFormasi, KetentuanTabel, baca_baris, susun
from shared.istilah import JenisKesediaan
from tests.support.pendaftaran import ATURAN, HARI_INI, KUALIFIKASI, baris_formasi, lamaran, nik

JENIS = sorted(ATURAN.digit_kebutuhan)
NOMOR = st.integers(0, 10**14 - 1)


def orang(nomor: int) -> Calon:
    return Calon(nik(nomor), f"lamaran-{nomor}", JENIS[nomor % len(JENIS)], "L" if nomor % 2 else "P")


@given(st.sets(NOMOR, max_size=40).flatmap(lambda semua: st.tuples(st.permutations(sorted(semua)), st.permutations(sorted(semua)))))
def test_participant_numbers_do_not_depend_on_arrival(urutan: tuple[list[int], list[int]]) -> None:
    pertama, kedua = (
        {satu.lamaran: satu.peserta for satu in beri_nomor(map(orang, masuk), kunci=b"m", kode_instansi="0001", aturan=ATURAN)}
        for masuk in urutan
    )
    assert pertama == kedua
    assert len(set(pertama.values())) == len(pertama)
    assert sorted(int(nomor[-7:]) for nomor in pertama.values()) == list(range(1, len(pertama) + 1))


BARIS = st.builds(
    lambda formasi, studi: baris_formasi(f"f-{formasi}", jumlah_formasi=str(formasi + 1), program_studi=f"S-1 {studi}"),
    st.integers(0, 3),
    st.integers(0, 9),
)


def baca(rows: list[dict[str, str]]) -> list[BarisFormasi]:
    hasil = [baca_baris(baris, row, KetentuanTabel("CPNS", ATURAN.label_kebutuhan, None)) for baris, row in enumerate(rows, start=2)]
    assert all(isinstance(satu, BarisFormasi) for satu in hasil)
    return [satu for satu in hasil if isinstance(satu, BarisFormasi)]


@given(st.lists(BARIS, max_size=25), st.randoms(use_true_random=False))
def test_an_import_is_idempotent_and_blind_to_the_order_of_rows(rows: list[dict[str, str]], acak: Random) -> None:
    formasi, faults = susun(baca(rows))
    assert not faults
    kocok = list(rows)
    acak.shuffle(kocok)
    assert susun(baca([*kocok, *rows]))[0] == formasi
    tercatat = {satu.isian.formasi: Tercatat(satu.sidik, "m", satu.identitas, 1) for satu in formasi}
    selisih, faults = bandingkan("m", formasi, tercatat)
    assert (selisih.tulis, selisih.sama, faults) == ((), len(formasi), ())


@given(st.lists(st.sets(st.text("ABC", min_size=1, max_size=3), max_size=6), max_size=5))
def test_a_code_of_an_agency_never_changes(gelombang: list[set[str]]) -> None:
    kode: dict[str, str] = {}
    for nama in gelombang:
        sebelum = dict(kode)
        kode |= kode_instansi(kode, nama)
        assert sebelum.items() <= kode.items()
    assert sorted(kode.values()) == [f"{nomor:04d}" for nomor in range(1, len(kode) + 1)]


@given(
    st.dates(date(1950, 1, 1), date(2015, 1, 1)),
    st.sets(st.sampled_from(ATURAN.dokumen_wajib)),
    st.booleans(),
    st.one_of(st.none(), st.dates(date(2024, 1, 1), date(2025, 1, 1))),
    st.sampled_from(JENIS),
)
def test_the_check_is_total_and_tms_exactly_when_a_requirement_failed(
    lahir: date, dokumen: set[str], sesuai: bool, sanksi: date | None, jenis: str
) -> None:
    berkas = Berkas(lahir, HARI_INI, HARI_INI, KUALIFIKASI if sesuai else "X|Y", frozenset(dokumen), sanksi)
    hasil = periksa(berkas, Syarat("ANALIS", jenis, frozenset({KUALIFIKASI})), ATURAN)
    kode = [alasan.kode for alasan in hasil.alasan]
    assert len(kode) == len(set(kode)) >= 1
    assert (hasil.status == "MS") == (kode == ["MEMENUHI_SYARAT"])
    assert ("KUALIFIKASI_TIDAK_SESUAI" in kode) == (not sesuai)
    assert ("DALAM_SANKSI" in kode) == (sanksi is not None and sanksi >= HARI_INI)


NAMA = st.text("ab ~;|", min_size=1, max_size=6).filter(str.strip)


@given(
    st.lists(NAMA, min_size=1, max_size=8), st.lists(st.sampled_from(["f-1", "f-2", "f-3"]), max_size=6), st.randoms(use_true_random=False)
)
def test_a_statement_is_the_same_in_every_order_and_survives_being_read_again(unit: list[str], formasi: list[str], acak: Random) -> None:
    satu = nyatakan(JenisKesediaan.PILIHAN, unit, formasi)
    assert isinstance(satu, Kesediaan)
    acak.shuffle(unit)
    assert nyatakan(JenisKesediaan.PILIHAN, [nama.upper() for nama in unit] * 2, [*reversed(formasi), *formasi]) == satu
    assert nyatakan(satu.jenis, satu.unit, satu.formasi) == satu
    assert tidak_dikenal(satu, Tujuan(frozenset(satu.unit), frozenset(satu.formasi))) == ()
    # Whatever one takes away from what there is, is named.
    hilang = acak.choice([*satu.unit, *satu.formasi])
    asing = tidak_dikenal(satu, Tujuan(frozenset(satu.unit) - {hilang}, frozenset(satu.formasi) - {hilang}))
    assert [salah.nilai for salah in asing] == [hilang]


@given(st.lists(st.tuples(st.sampled_from(JenisKesediaan), st.lists(st.sampled_from("AB")), st.lists(st.sampled_from("AB"))), max_size=12))
def test_two_different_statements_never_share_an_application_number(pernyataan: list[tuple[JenisKesediaan, list[str], list[str]]]) -> None:
    baca_ = (nyatakan(*satu) for satu in pernyataan)
    semua = {satu for satu in baca_ if isinstance(satu, Kesediaan)}
    nomor = {nomor_lamaran(b"kunci-rahasia-untuk-uji", "m", replace(lamaran(), kesediaan=satu)) for satu in semua}
    assert len(nomor) == len(semua)
