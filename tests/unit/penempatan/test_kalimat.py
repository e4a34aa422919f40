"""Everybody reads why, whatever became of them, and of every open seat it is said why nobody has it."""

import random
import re
from collections.abc import Mapping
from dataclasses import replace

from services.penempatan.domain import kalimat as modul
from services.penempatan.domain.jenis import Keputusan, Kursi, StatusKursi
from services.penempatan.domain.kalimat import kalimat, kalimat_kosong, paragraf
from services.penempatan.domain.ketentuan import Ketentuan
from services.penempatan.domain.kode import KodeAlasan
from services.penempatan.domain.penempatan import tempatkan
from services.penempatan.domain.penggantian import Penggantian, Pengunduran, gantikan
from shared.alasan import Alasan
from shared.aturan import Kriteria
from shared.istilah import Hasil, JenisPengunduran, LangkahPengangkatan, ModePengisian, Rute
from tests.support.penempatan import KETENTUAN, KETENTUAN_PPPK, SEMUA_KETENTUAN, acak_kelompok, keadaan, keputusan, post, susun
from tests.support.penempatan.pppk import semusim

_PASAL = re.compile(r"\((PermenPANRB|KepmenPANRB|PP|Perka BKN) .*\)$")


def _musim(seed: int, semua_aturan: Mapping[str, Ketentuan] = SEMUA_KETENTUAN) -> tuple[list[Keputusan], list[Kursi]]:
    """A random kelompok placed, and then left by some, before and after the NIP."""
    acak = random.Random(seed)
    aturan, mode = acak.choice(sorted(semua_aturan)), acak.choice(list(ModePengisian))
    k = semusim(acak_kelompok(acak, acak.randint(1, 30), acak.randint(1, 8)), aturan, acak)
    awal = tempatkan(k.formasi, k.peringkat, semua_aturan[aturan], mode)
    semua, kini = list(awal.keputusan), keadaan(k, awal, mode)
    for langkah, dapat_diganti in (("SEBELUM_USUL_NIP", True), ("USUL_NIP", True), ("NIP_TERBIT", False), ("CPNS", False)):
        terisi = sorted((kursi.kursi, kursi.peserta) for kursi in kini.kursi.values() if kursi.peserta is not None)
        if terisi:
            kursi, peserta = acak.choice(terisi)
            ganti = gantikan(kini, Pengunduran(peserta, kursi, "MENGUNDURKAN_DIRI", langkah, dapat_diganti), semua_aturan[aturan])
            assert isinstance(ganti, Penggantian)
            kini = ganti.keadaan
    return [*semua, *kini.keputusan.values()], [*awal.kursi, *kini.kursi.values()]


def test_every_decision_and_every_open_seat_is_a_sentence_with_an_article() -> None:
    jenis: set[object] = set()
    kosong: set[str] = set()
    for seed in range(150):
        keputusan, kursi = _musim(seed)
        for k in keputusan:
            jenis.update({k.hasil, k.rute, "mundur" if k.mundur else ""})
            for satu in kalimat(k, KETENTUAN.urutan)[1:]:
                assert _PASAL.search(satu), satu
            assert not [alasan.kode for alasan in k.alasan if alasan.kode in paragraf(k, KETENTUAN.urutan)], paragraf(k, KETENTUAN.urutan)
            assert k.dasar.nilai_akhir is None or f"{k.dasar.nilai_akhir // 1000},{k.dasar.nilai_akhir % 1000:03d}" in paragraf(
                k, KETENTUAN.urutan
            )
        for bangku in kursi:
            assert (bangku.alasan is None) is (bangku.status is StatusKursi.TERISI)
            if bangku.alasan is not None:
                kosong.add(bangku.alasan.kode)
                assert _PASAL.search(kalimat_kosong(bangku.alasan))
                assert bangku.alasan.kode not in kalimat_kosong(bangku.alasan)

    assert jenis >= {*Hasil, *Rute, "mundur"}
    assert kosong == {"TIDAK_ADA_CALON", "SERI_TANPA_URUTAN", "SERI_PADA_PENGISIAN", "NIP_SUDAH_TERBIT"}


_KATA_CPNS = re.compile(r"SKB|SKD|CPNS|nilai akhir|\d,\d{3}|(?<!NI )NIP")


def test_whoever_applied_for_pppk_reads_of_points_and_of_no_test_of_cpns() -> None:
    urutan = KETENTUAN_PPPK["pppk-2021"].urutan
    semua: set[str] = set()
    for seed in range(150):
        keputusan, kursi = _musim(seed, KETENTUAN_PPPK)
        for k in keputusan:
            semua.update(alasan.kode for alasan in k.alasan)
            teks = paragraf(k, urutan)
            assert not _KATA_CPNS.search(teks), teks
            assert all(_PASAL.search(satu) for satu in kalimat(k, urutan)[1:]), teks
            assert k.dasar.nilai_akhir is None or f"{k.dasar.nilai_akhir} poin" in teks
        for bangku in kursi:
            if bangku.alasan is not None:
                semua.add(bangku.alasan.kode)
                assert not _KATA_CPNS.search(kalimat_kosong(bangku.alasan)), kalimat_kosong(bangku.alasan)
    assert semua >= {"DI_BAWAH_AMBANG", "TIDAK_HADIR_UJIAN", "DISKUALIFIKASI", "NI_PPPK_SUDAH_TERBIT", "PENGISIAN_UMUM_DARI_UNIT_LAIN"}
    assert not semua & {"TIDAK_HADIR_SKB", "GUGUR_SYARAT_SKB", "NIP_SUDAH_TERBIT"}


def test_every_way_of_leaving_is_told_without_its_code() -> None:
    k = susun([post("A")], [("1", "A", 90_000)])
    kini = keadaan(k, tempatkan(k.formasi, k.peringkat, KETENTUAN))
    for jenis in JenisPengunduran:
        for langkah in LangkahPengangkatan:
            ganti = gantikan(kini, Pengunduran("1", "A/1", jenis.value, langkah.value, langkah is not LangkahPengangkatan.CPNS), KETENTUAN)
            assert isinstance(ganti, Penggantian)
            teks = paragraf(ganti.keadaan.keputusan["1"], KETENTUAN.urutan)
            assert "Instansi melaporkan bahwa " in teks
            assert "_" not in teks


def test_a_tie_says_how_many_are_equal_and_who_decides() -> None:
    k = susun([post("A")], [("1", "A", 90_000), ("2", "A", 90_000)])
    assert kalimat(keputusan(tempatkan(k.formasi, k.peringkat, KETENTUAN), "1"), KETENTUAN.urutan)[1] == (
        "Peringkat Anda 1 pada formasi dengan 1 kursi; nilai akhir Anda 90,000. Sebanyak 2 peserta sama pada semua kriteria peringkat, "
        "dan kursi tidak cukup untuk semuanya. Siapa yang mendapat kursi ditentukan oleh keputusan Panselnas yang ditandatangani. "
        "(PermenPANRB 6/2024 Pasal 45 ayat (4))"
    )


def test_what_decides_between_equal_scores_is_the_order_of_the_year() -> None:
    """Another year compares otherwise, and is told otherwise; without its rule set no order is named."""
    sama = (("peringkat", 2), ("kuota", 1), ("nilai_akhir", 80_000), ("nilai_terakhir_lulus", 80_000))
    k = keputusan(tempatkan((post("A"),), susun([post("A")], [("1", "A", 90_000), ("2", "A", 80_000)]).peringkat, KETENTUAN), "2")
    k = replace(k, alasan=(Alasan(KodeAlasan.PERINGKAT_DI_LUAR_KUOTA, "uji", sama),))
    for urutan, disebut in (
        (KETENTUAN.urutan, "oleh SKD, TKP, TIU, TWK, IPK atau nilai ijazah, lalu usia."),
        ((Kriteria.NILAI_AKHIR, Kriteria.IPK, Kriteria.SKD), "oleh IPK atau nilai ijazah, lalu SKD."),
        ((Kriteria.NILAI_AKHIR, Kriteria.USIA), "oleh usia."),
        ((), "oleh kriteria peringkat yang berikutnya."),
    ):
        assert disebut in paragraf(k, urutan)


def test_every_code_of_a_reason_has_its_sentence() -> None:
    """Two are said of seats on the bus only."""
    hanya_terbit = {KodeAlasan.TIDAK_TERISI_FORMASI_SENDIRI, KodeAlasan.KOREKSI_PERINGKAT}
    terkatakan = {
        *modul._ALASAN,
        *modul._DARI,
        *modul._KHUSUS,
        *modul._KURSI,
        KodeAlasan.PERINGKAT_DI_LUAR_KUOTA,
        KodeAlasan.TIDAK_ADA_CALON,
    }
    assert terkatakan == set(KodeAlasan) - hanya_terbit
