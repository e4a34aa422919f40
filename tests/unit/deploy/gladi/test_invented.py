"""What is invented is plausible, synthetic, and the same for the same seed."""

import csv
import io
import statistics
import subprocess
import sys
from collections import Counter
from itertools import combinations

from deploy.gladi.invented import Lowongan, berkas_formasi, jenis_kesediaan, mundur, nik, nilai_skb, nilai_skd, nomor_dari_nik, pelamar
from deploy.gladi.invented.formasi import KOLOM
from shared.istilah import AlasanMundur, JenisKesediaan, JenisPengunduran
from tests.support.gladi import ATURAN, formasi

BANYAK = 4_000


def _formasi(isi: dict[str, bytes]) -> dict[str, list[dict[str, str]]]:
    per_formasi: dict[str, list[dict[str, str]]] = {}
    for satu in isi.values():
        for baris in csv.DictReader(io.StringIO(satu.decode())):
            per_formasi.setdefault(baris["formasi_id"], []).append(baris)
    return per_formasi


def test_posts_cover_every_need_type_and_are_mostly_small() -> None:
    semua = _formasi(berkas_formasi(1, 500))
    assert len(semua) == 500
    assert {baris[0]["formasi_nm"] for baris in semua.values()} >= set(ATURAN.label_kebutuhan) - {
        "CUMLAUDE",
        "DISABILITAS",
        "PUTRA/PUTRI PAPUA",
    }
    kuota = [int(baris[0]["jumlah_formasi"]) for baris in semua.values()]
    assert sum(1 for satu in kuota if satu <= 2) > 350
    assert max(kuota) > 20


def test_rows_of_one_post_agree_and_stay_in_one_file() -> None:
    isi = berkas_formasi(1, 200)
    assert sum(len(_formasi({nama: satu})) for nama, satu in isi.items()) == 200
    for baris in _formasi(isi).values():
        assert tuple(baris[0]) == KOLOM
        assert len({tuple(satu.values())[:10] for satu in baris}) == 1
        assert len({satu["program_studi"] for satu in baris}) == len(baris)


def test_nik_are_unique_synthetic_and_lead_back() -> None:
    semua = [nik(3, nomor) for nomor in range(BANYAK)]
    assert len(set(semua)) == BANYAK
    assert all(len(satu) == 16 and satu.startswith("00") for satu in semua)
    assert [nomor_dari_nik(3, satu) for satu in semua] == list(range(BANYAK))


def test_foreign_digits_are_nobody() -> None:
    assert nomor_dari_nik(3, "0012345678901234") > 10_000_000


def test_skd_has_the_published_shape() -> None:
    semua = [nilai_skd(1, nomor) for nomor in range(BANYAK)]
    hadir = [(satu.twk or 0, satu.tiu or 0, satu.tkp or 0) for satu in semua if satu.kehadiran == "HADIR"]
    assert 0.80 < len(hadir) / BANYAK < 0.90
    total = [sum(satu) for satu in hadir]
    assert 300 < statistics.mean(total) < 335
    assert 50 < statistics.pstdev(total) < 70
    lolos = sum(1 for twk, tiu, tkp in hadir if twk >= 65 and tiu >= 80 and tkp >= 166)
    assert 0.35 < lolos / len(hadir) < 0.45
    assert all(twk % 5 == 0 and tiu % 5 == 0 and twk <= 150 and tiu <= 175 and 45 <= tkp <= 225 for twk, tiu, tkp in hadir)


def test_skb_is_in_thousandths_and_follows_ability() -> None:
    semua = [(nilai_skd(1, nomor), nilai_skb(1, nomor)) for nomor in range(BANYAK)]
    pasangan = [((a.twk or 0) + (a.tiu or 0) + (a.tkp or 0), b.nilai) for a, b in semua if a.kehadiran == "HADIR" and b.nilai is not None]
    assert all(0 <= nilai <= 100_000 for _, nilai in pasangan)
    assert statistics.correlation([a for a, _ in pasangan], [float(b) for _, b in pasangan]) > 0.3
    assert {nilai % 1000 for _, nilai in pasangan} > {0, 500}


def test_resignations_follow_the_counts_of_2024() -> None:
    semua = [satu for nomor in range(20_000) if (satu := mundur(1, nomor)) is not None]
    sebelum = [satu for satu in semua if not satu.setelah_nip]
    assert 0.06 < len(sebelum) / 20_000 < 0.12
    assert 0 < len(semua) - len(sebelum) < len(sebelum) / 5
    alasan = Counter(satu.alasan for satu in sebelum)
    assert 0.60 < alasan["LOKASI_JAUH"] / len(sebelum) < 0.71
    assert set(alasan) <= set(AlasanMundur)
    assert {satu.jenis for satu in semua} <= set(JenisPengunduran)


def test_people_moved_against_their_wish_leave_much_more_often_and_always_before_the_nip() -> None:
    biasa = {nomor: satu for nomor in range(20_000) if (satu := mundur(1, nomor)) is not None}
    tanpa_mau = {nomor: satu for nomor in range(20_000) if (satu := mundur(1, nomor, tanpa_mau=True)) is not None}
    assert biasa.keys() < tanpa_mau.keys()
    assert 0.26 < len(tanpa_mau) / 20_000 < 0.30
    assert not any(satu.setelah_nip for satu in tanpa_mau.values())
    assert all(tanpa_mau[nomor] == satu for nomor, satu in biasa.items() if not satu.setelah_nip)


def test_wishes_have_the_meant_shares_and_name_other_posts_of_the_pool() -> None:
    lowongan = Lowongan(7, [satu._replace(kelompok="0001-J0") for satu in formasi()], ATURAN)
    semua = [pelamar(7, nomor, lowongan) for nomor in range(BANYAK)]
    jenis = Counter(None if satu.kesediaan is None else satu.kesediaan.jenis for satu in semua)
    assert jenis == Counter(jenis_kesediaan(7, nomor) for nomor in range(BANYAK))
    assert 0.62 < jenis[None] / BANYAK < 0.74
    for satu in (JenisKesediaan.TIDAK, JenisKesediaan.PILIHAN):
        assert 0.11 < jenis[satu] / BANYAK < 0.14
    assert jenis[JenisKesediaan.SEMUA] > 0
    banyak: Counter[int] = Counter()
    for orang in semua:
        mau = orang.kesediaan
        if mau is None or mau.jenis is not JenisKesediaan.PILIHAN:
            assert mau is None or (mau.unit, mau.formasi) == ((), ())
            continue
        banyak[len(mau.unit) + len(mau.formasi)] += 1
        assert orang.formasi not in mau.formasi
        assert lowongan.unit(orang.formasi) not in mau.unit
        assert all(mau.mencakup("lain", unit.lower()) for unit in mau.unit)
        assert all(mau.mencakup(satu, "lain") for satu in mau.formasi)
        assert not mau.mencakup("lain", "lain")
    assert set(banyak) == {1, 2, 3}


def test_alone_in_the_pool_the_own_post_is_all_that_can_be_named() -> None:
    sendiri = formasi()[0]
    lowongan = Lowongan(7, [sendiri], ATURAN)
    mau = [satu for nomor in range(200) if (satu := pelamar(7, nomor, lowongan).kesediaan) and satu.jenis is JenisKesediaan.PILIHAN]
    assert mau
    assert all((*satu.unit, *satu.formasi) in {(sendiri.unit,), (sendiri.formasi,)} for satu in mau)


def test_some_central_agencies_group_their_units_and_no_regional_one_does() -> None:
    kepala = [baris[0] for baris in _formasi(berkas_formasi(1, 500)).values()]
    daerah = {baris["grup"] for baris in kepala if baris["ins_nm"].startswith("Pemerintah")}
    pusat = Counter(bool(baris["grup"]) for baris in kepala if not baris["ins_nm"].startswith("Pemerintah"))
    assert daerah == {""}
    assert min(pusat[True], pusat[False]) > 20
    assert {baris["grup"] for baris in kepala} == {"", "WILAYAH 1", "WILAYAH 2"}


def test_posts_of_one_pool_mostly_accept_a_study_in_common() -> None:
    kelompok: dict[tuple[str, str], list[set[str]]] = {}
    for baris in _formasi(berkas_formasi(1, 500)).values():
        kelompok.setdefault((baris[0]["ins_nm"], baris[0]["jabatan_nm"]), []).append({satu["program_studi"] for satu in baris})
    pasangan = [bool(satu & dua) for isi in kelompok.values() for satu, dua in combinations(isi, 2)]
    assert 0.45 < sum(pasangan) / len(pasangan) < 0.85
    satu_studi = sum(len(studi) == 1 for isi in kelompok.values() for studi in isi)
    assert 0.40 < satu_studi / 500 < 0.60


def test_a_person_keeps_everything_whatever_the_hash_seed() -> None:
    kode = (
        "from deploy.gladi.invented import *;from shared.aturan.pendaftaran import load;"
        f"l=Lowongan(7,{formasi()!r},load('cpns-2024'));print(pelamar(7,42,l),nilai_skd(7,42),nilai_skb(7,42),mundur(7,42))"
    )
    keluaran = {
        subprocess.run([sys.executable, "-c", kode], env={"PYTHONHASHSEED": hash_seed}, check=True, capture_output=True).stdout
        for hash_seed in ("0", "1", "4711")
    }
    assert len(keluaran) == 1


def test_mail_goes_nowhere_and_to_one_person_each() -> None:
    lowongan = Lowongan(7, formasi(), ATURAN)
    surel = [pelamar(7, nomor, lowongan).surel for nomor in range(100)]
    assert surel.count(None) == 10
    assert len(set(surel)) == 91
    assert all(satu is None or satu.endswith(".invalid") for satu in surel)


def test_documents_are_those_the_rule_set_asks_for() -> None:
    lowongan = Lowongan(7, [satu._replace(jenis_kebutuhan="DIASPORA") for satu in formasi()], ATURAN)
    lengkap = max((pelamar(7, nomor, lowongan).dokumen for nomor in range(20)), key=len)
    assert set(lengkap) == {*ATURAN.dokumen_wajib, *ATURAN.dokumen_kebutuhan["DIASPORA"]}
