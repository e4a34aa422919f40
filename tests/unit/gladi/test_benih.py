"""What is invented is plausible, synthetic, and the same for the same seed."""

import csv
import io
import statistics
import subprocess
import sys
from collections import Counter

from deploy.gladi.benih import Lowongan, berkas_formasi, mundur, nik, nilai_skb, nilai_skd, nomor_dari_nik, pelamar
from deploy.gladi.benih.formasi import KOLOM
from shared.contracts.types import AlasanMundur, JenisPengunduran
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


def test_a_person_keeps_everything_whatever_the_hash_seed() -> None:
    kode = (
        "from tests.support.gladi import *;from deploy.gladi.benih import *;"
        "l=Lowongan(7,formasi(),ATURAN);print(pelamar(7,42,l),nilai_skd(7,42),nilai_skb(7,42),mundur(7,42))"
    )
    keluaran = {
        subprocess.run([sys.executable, "-c", kode], env={"PYTHONHASHSEED": hash_seed}, check=True, capture_output=True).stdout
        for hash_seed in ("0", "1", "4711")
    }
    assert len(keluaran) == 1


def test_documents_are_those_the_rule_set_asks_for() -> None:
    lowongan = Lowongan(7, [satu._replace(jenis_kebutuhan="DIASPORA") for satu in formasi()], ATURAN)
    lengkap = max((pelamar(7, nomor, lowongan).dokumen for nomor in range(20)), key=len)
    assert set(lengkap) == {*ATURAN.dokumen_wajib, *ATURAN.dokumen_kebutuhan["DIASPORA"]}
