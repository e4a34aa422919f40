"""Published lists after people left: what the service publishes the reference computes alike, and a wrong successor is named."""

import csv
import io
import random
from collections.abc import Iterable, Sequence

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from acuan.banding_kursi import Terbitan
from acuan.tabel import Daftar, baca
from services.penempatan.domain.jenis import Keadaan
from services.penempatan.domain.penempatan import tempatkan
from shared.istilah import ModePengisian
from tests.support.penempatan import PER_ATURAN, Kelompok, keadaan, kelompok, pengunduran_acak
from tests.support.penempatan.pppk import semusim

HASIL = (
    *("peserta", "formasi", "status_skb", "peringkat", "peringkat_kelompok", "jenis_kebutuhan", "kualifikasi", "memenuhi_ambang_umum"),
    *("kesediaan", "kode", "formasi_tujuan", "kursi", "mundur"),
)
Sel = Sequence[object]


def _daftar(nama: str, kolom: Sequence[str], isi: Iterable[Sel]) -> Daftar | None:
    teks = io.StringIO(newline="")
    csv.writer(teks, lineterminator="\n").writerows([kolom, *isi])
    rows = teks.getvalue().splitlines(keepends=True)
    return baca(f"{nama}.csv", rows) if len(rows) > 1 else None


def _formasi(k: Kelompok) -> Iterable[Sel]:
    for f in k.formasi:
        yield f.kode, k.kode, f.unit, f.jenis_kebutuhan.value, ";".join(f.kualifikasi), f.kuota, f.urutan, f.grup or ""


def _hasil(kini: Keadaan) -> Iterable[Sel]:
    for satu in kini.keputusan.values():
        p = satu.dasar
        umum, mundur = ("YA" if benar else "TIDAK" for benar in (p.memenuhi_ambang_umum, satu.mundur))
        mau = ";".join((*p.kesediaan.unit, *p.kesediaan.formasi)) or p.kesediaan.jenis.value
        pokok = (p.peserta, p.formasi, p.status_skb.value, p.peringkat or "", p.peringkat_kelompok or "", p.jenis_kebutuhan.value)
        yield *pokok, p.kualifikasi, umum, mau, satu.kode, satu.formasi_tujuan or "", satu.kursi or "", mundur


def _kursi(kini: Keadaan) -> Iterable[Sel]:
    for satu in kini.kursi.values():
        yield satu.kursi, satu.formasi, satu.status.tercetak.value, satu.peserta or "", satu.pendahulu or ""


@given(kelompok(), st.sampled_from(sorted(PER_ATURAN)), st.sampled_from(list(ModePengisian)), st.data())
@settings(max_examples=200, deadline=None)
def test_lists_after_resignations_are_computed_alike(k: Kelompok, aturan: str, mode: ModePengisian, data: st.DataObject) -> None:
    assume(k.peringkat)
    ketentuan, k = PER_ATURAN[aturan], semusim(k, aturan, random.Random(len(k.peringkat)))
    kini = keadaan(k, tempatkan(k.formasi, k.peringkat, ketentuan, mode), mode)
    pergi: list[Sel] = []
    pengganti: list[Sel] = []
    for siapa, ganti in pengunduran_acak(data, kini, ketentuan, paling_banyak=5):
        kini = ganti.keadaan
        pergi.append((siapa.peserta, "YA" if siapa.dapat_diganti else "TIDAK"))
        if kini.kursi[siapa.kursi].peserta is not None:
            pengganti.append((siapa.kursi, siapa.peserta, kini.kursi[siapa.kursi].peserta))

    def terbitan(pengganti: Sequence[Sel]) -> Terbitan:
        formasi = _daftar(
            "formasi", ("formasi", "kelompok", "unit", "jenis_kebutuhan", "kualifikasi", "kuota", "urutan", "grup"), _formasi(k)
        )
        hasil = _daftar("hasil", HASIL, _hasil(kini))
        kursi = _daftar("kursi", ("kursi", "formasi", "status", "peserta", "pendahulu"), _kursi(kini))
        keluar = _daftar("pengunduran", ("peserta", "dapat_diganti"), pergi)
        ganti = _daftar("pengganti", ("kursi", "digantikan", "pengganti"), pengganti)
        assert formasi is not None
        assert hasil is not None
        return Terbitan(formasi, hasil, None, kursi, keluar, ganti, aturan, mode is ModePengisian.DENGAN_PERSETUJUAN)

    assert list(terbitan(pengganti).banding()) == []
    if pengganti:
        kursi_pertama, digantikan, _ = pengganti[0]
        beda = list(terbitan([(kursi_pertama, digantikan, "0"), *pengganti[1:]]).banding())
        assert [(satu.siapa, satu.kolom, satu.tertulis) for satu in beda] == [(f"digantikan {digantikan}", "pengganti", "0")]
    if len(pengganti) > 1:
        beda = list(terbitan(pengganti[1:]).banding())
        assert [(satu.siapa, satu.kolom, satu.tertulis) for satu in beda] == [(f"digantikan {pengganti[0][1]}", "pengganti", "")]
