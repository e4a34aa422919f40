"""Result files: everybody in exactly one place, mistakes where they are meant."""

from deploy.gladi import berkas
from deploy.gladi.benih import nilai_skb, nilai_skd
from deploy.gladi.berkas import KOLOM_SKB, KOLOM_SKD, Ujian
from shared.contracts.types import JenisUjian
from shared.tabular import read_table
from tests.support.gladi import BENIH, keadaan

SKD = Ujian(JenisUjian.SKD, KOLOM_SKD, keadaan(1_000).peserta)
SKB = Ujian(JenisUjian.SKB, KOLOM_SKB, keadaan(1_000).peserta)


def test_everybody_is_in_one_session_or_on_the_bus() -> None:
    for ujian in (SKD, SKB):
        semua = [peserta for isi in berkas.sesi(BENIH, ujian).values() for peserta in isi] + berkas.lewat_bus(BENIH, ujian)
        assert sorted(semua) == sorted(ujian.peserta)
        assert berkas.lewat_bus(BENIH, ujian)


def test_xlsx_says_the_same_as_csv() -> None:
    for ujian in (SKD, SKB):
        isi = [berkas.baris(BENIH, ujian, peserta) for peserta in sorted(ujian.peserta)[:200]]
        dibaca = [
            [tuple(baris.nilai[kolom] for kolom in ujian.kolom) for baris in read_table(satu.nama, satu.isi, required=ujian.kolom)]
            for satu in (berkas.csv("a", ujian.kolom, isi), berkas.xlsx("a", ujian.kolom, isi))
        ]
        assert dibaca[0] == isi
        assert dibaca[1] == isi


def test_files_and_events_carry_the_scores_of_the_person() -> None:
    for peserta, nomor in list(SKD.peserta.items())[:300]:
        skd, satu = nilai_skd(BENIH, nomor), berkas.peristiwa(BENIH, SKD, peserta)
        assert (satu.kehadiran, satu.twk, satu.tiu, satu.tkp) == tuple(skd)
        assert berkas.baris(BENIH, SKD, peserta)[1:] == tuple("" if x is None else str(x) for x in skd)
        skb, lain = nilai_skb(BENIH, nomor), berkas.peristiwa(BENIH, SKB, peserta)
        assert (lain.kehadiran, lain.nilai_skb, lain.status_skb) == tuple(skb)


def test_mistakes_are_few_and_known() -> None:
    isi = [berkas.baris(BENIH, SKD, peserta) for peserta in sorted(SKD.peserta)]
    kacau, salah = berkas.rusak(SKD, isi)
    assert salah == [2, 3, len(isi) + 2]
    assert kacau[salah[2] - 2] == isi[2]
    keliru, banyak = berkas.keliru(SKD, isi)
    assert banyak == sum(1 for satu, lain in zip(isi, keliru, strict=True) if satu != lain) == 5
