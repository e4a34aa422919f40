"""Result files: everybody in exactly one place, mistakes where they are meant."""

import pytest

from deploy.gladi import score_files
from deploy.gladi.invented import nilai_kompetensi, nilai_skb, nilai_skd
from deploy.gladi.score_files import Ujian
from shared.aturan import pppk
from shared.tabular import read_table
from tests.support.gladi import SEED, daftar_peserta

NOMOR = daftar_peserta(1_000).nomor
TES = pppk.load("pppk-2024").syarat("GURU KELAS SD AHLI PERTAMA").ujian
SKD = score_files.skd(SEED, NOMOR)
SKB = score_files.skb(SEED, NOMOR)
KOMPETENSI = score_files.kompetensi(NOMOR, lambda peserta: nilai_kompetensi(SEED, NOMOR[peserta], TES))
SEMUA = (SKD, SKB, KOMPETENSI)


def test_everybody_is_in_one_session_or_in_the_make_up() -> None:
    for ujian in SEMUA:
        semua = [peserta for rows in score_files.sessions(SEED, ujian).values() for peserta in rows] + score_files.make_up(SEED, ujian)
        assert sorted(semua) == sorted(ujian.peserta)
        assert score_files.make_up(SEED, ujian)


def test_xlsx_says_the_same_as_csv() -> None:
    for ujian in SEMUA:
        rows = [score_files.row(ujian, peserta) for peserta in sorted(ujian.peserta)[:200]]
        dibaca = [
            [tuple(row.nilai[column] for column in ujian.columns) for row in read_table(one.name, one.content, required=ujian.columns)]
            for one in (score_files.csv("a", ujian.columns, rows), score_files.xlsx("a", ujian.columns, rows))
        ]
        assert dibaca[0] == rows
        assert dibaca[1] == rows


def test_files_carry_the_scores_of_the_person() -> None:
    for peserta, nomor in list(SKD.peserta.items())[:300]:
        skd, skb = nilai_skd(SEED, nomor), nilai_skb(SEED, nomor)
        assert score_files.row(SKD, peserta)[1:] == tuple("" if x is None else str(x) for x in skd)
        assert score_files.row(SKB, peserta)[1:] == (skb.kehadiran, score_files.thousandths(skb.nilai), skb.status)


@pytest.mark.parametrize("ujian", SEMUA, ids=lambda ujian: ujian.jenis)
def test_mistakes_are_few_and_known(ujian: Ujian) -> None:
    rows = [score_files.row(ujian, peserta) for peserta in sorted(ujian.peserta)]
    kacau, salah = score_files.impossible(ujian, rows)
    assert salah == [2, 3, len(rows) + 2]
    assert kacau[salah[2] - 2] == rows[2]
    wrong, count = score_files.wrong(ujian, rows)
    assert count == sum(1 for one, lain in zip(rows, wrong, strict=True) if one != lain) == 5
