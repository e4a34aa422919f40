"""Rules changed on purpose, one at a time: each wrong rule must give another answer than the second implementation, or the proof is empty.

A mutation is one replacement in the source of one rule module, which is then loaded together with fresh copies of all the others, or one
value of a rule set.
"""

import importlib
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from shared.aturan import AturanSeleksi, Kriteria, LangkahPembulatan, Pembulatan, load
from shared.aturan.pppk import AturanPppk, KriteriaPppk
from shared.aturan.pppk import load as load_pppk
from tests.support.penilaian.kelompok import Mesin, cepat, kelompok, lambat
from tests.support.penilaian.kelompok_pppk import cepat_pppk, kelompok_pppk, lambat_pppk

PAKET = "services.penilaian.domain"
FOLDER = Path(__file__).resolve().parents[3] / "services/penilaian/domain"
ATURAN = load("cpns-2024")
PPPK = load_pppk("pppk-2024")
SEEDS = range(2_000)

# module, what stands there, what is put in its place
SUMBER: list[tuple[str, str, str]] = [
    ("integrasi", "(2 * pembilang + penyebut) // (2 * penyebut)", "pembilang // penyebut"),
    ("integrasi", "(2 * pembilang + penyebut) // (2 * penyebut)", "-(-pembilang // penyebut)"),
    ("integrasi", "seratus[0] * aturan.bobot_skd", "seratus[0] * aturan.bobot_skb"),
    ("integrasi", "seratus = _langkah(LangkahPembulatan.SKD_100, *seratus, aturan)", "pass"),
    ("integrasi", "return bulatkan(skd * PERSEN * SERIBU, aturan.skala_skd", "return bulatkan(skd * PERSEN * SERIBU, 500"),
    ("skd", "if satu.nilai < satu.batas", "if satu.nilai <= satu.batas"),
    ("skd", 'DiBawahAmbang("tiu", nilai.tiu, ambang.tiu),', ""),
    ("skd", 'DiBawahAmbang("total", nilai.total, ambang.total),', ""),
    ("skd", "aturan.ambang_batas(formasi.jenis_kebutuhan, formasi.jabatan)", "aturan.ambang_batas(AMBANG_UMUM, formasi.jabatan)"),
    ("skd", "aturan.ambang_batas(formasi.jenis_kebutuhan, formasi.jabatan)", 'aturan.ambang_batas(formasi.jenis_kebutuhan, "PENATA")'),
    ("skd", "if satu.kehadiran is not Kehadiran.HADIR:", "if satu.kehadiran is Kehadiran.DIS:"),
    ("skd", "_TIDAK_IKUT[satu.kehadiran]", "_TIDAK_IKUT[Kehadiran.DIS if satu.total else Kehadiran.TH]"),
    ("skd", "urutan, not kurang_dari_ambang(satu, ambang_umum), alasan", "urutan, True, alasan"),
    ("potong", "if peringkat <= tempat]", "if peringkat < tempat]"),
    ("potong", "for peringkat, satu in terurut if peringkat <= tempat]", "for _, satu in terurut[:tempat]]"),
    ("potong", "kuota * aturan.faktor", "kuota + aturan.faktor"),
    ("potong", "key=compared, reverse=True", "key=compared"),
    ("skb", "if found:", "if found and status is StatusSkb.TMS_1:"),
    ("skb", "if found:", "if found and status is StatusSkb.TH:"),
    ("skb", "didapat.nilai < satu.minimum", "didapat.nilai <= satu.minimum"),
    ("skb", "didapat.nilai * satu.bobot", "didapat.nilai * 50"),
    ("skb", "[satu.kode] if satu.wajib else []", "[satu.kode]"),
    ("skb", "pembilang * aturan.skala, penyebut * PERSEN,", "(pembilang // (penyebut * PERSEN)) * aturan.skala, 1 or"),
    ("peringkat", "if satu.status is not StatusSkb.HADIR or", "if satu.status is StatusSkb.DIS or"),
    ("peringkat", 'return "", satu.usia', 'return "", satu.usia and -satu.usia'),
    ("peringkat", "return satu.skala_ipk, satu.ipk", 'return "", satu.ipk'),
    ("peringkat", "Kriteria.TKP: lambda satu, _: satu.tkp", "Kriteria.TKP: lambda satu, _: satu.tiu"),
    ("peringkat", "kelompok.bersama > 1", "formasi.bersama > 1"),
    ("peringkat", "tempat = susun([satu.calon for satu in people])", "tempat = di_kelompok"),
    ("susun", "len(tempat) + 1, len(seri.calon)", "len(set(tempat.values())) + 1, len(seri.calon)"),
    ("susun", "key=pasti, reverse=True", "key=pasti"),
    ("susun", "lambda satu: satu.lunak[ke], reverse=True", "lambda satu: satu.lunak[ke]"),
    ("susun", "if any(nilai is None for _, nilai in ukuran):", "if all(nilai is None for _, nilai in ukuran):"),
    ("susun", "if len(seri.calon) == 1 or ke == len(seri.calon[0].lunak):", "if len(seri.calon) == 1 or ke == 1:"),
    ("seri", "lengkap = len(tempat) == len(seri)", "lengkap = len(putusan) == len(seri)"),
    ("seri", "len({satu.daftar for satu in putusan}) == 1", "True"),
    ("seri", "not any(True for _ in melawan_kriteria(seri))", "True"),
    ("seri", "peringkat=lama.peringkat + ke, bersama=1", "peringkat=lama.peringkat, bersama=1"),
    ("seri", "peringkat=lama.peringkat + ke, bersama=1", "peringkat=lama.peringkat + ke"),
    ("seri", "people.sort(key=lambda peserta: putusan[peserta].urutan_panselnas)", "people.sort()"),
]

NILAI: dict[str, AturanSeleksi] = {
    "two times the seats": replace(ATURAN, potong=replace(ATURAN.potong, faktor=2)),
    "TIU before TKP at the cut-off": replace(
        ATURAN, potong=replace(ATURAN.potong, urutan=(Kriteria.SKD, Kriteria.TIU, Kriteria.TKP, Kriteria.TWK))
    ),
    "weights turned round": replace(ATURAN, integrasi=replace(ATURAN.integrasi, bobot_skd=60, bobot_skb=40)),
    "no rounding of the SKD on 100": replace(
        ATURAN, integrasi=replace(ATURAN.integrasi, pembulatan=(LangkahPembulatan.SKOR_SKD, LangkahPembulatan.SKOR_SKB))
    ),
    "no rounding of the weighed scores": replace(ATURAN, integrasi=replace(ATURAN.integrasi, pembulatan=(LangkahPembulatan.SKD_100,))),
    "two decimals": replace(ATURAN, integrasi=replace(ATURAN.integrasi, desimal=2)),
    "the scale of 2019": replace(ATURAN, integrasi=replace(ATURAN.integrasi, skala_skd=500)),
    "age before GPA": replace(
        ATURAN, peringkat=replace(ATURAN.peringkat, urutan=(*ATURAN.peringkat.urutan[:5], Kriteria.USIA, Kriteria.IPK))
    ),
    "TKP and TIU exchanged": replace(
        ATURAN,
        peringkat=replace(
            ATURAN.peringkat, urutan=(Kriteria.NILAI_AKHIR, Kriteria.SKD, Kriteria.TIU, Kriteria.TKP, Kriteria.IPK, Kriteria.USIA)
        ),
    ),
    "no SKD before TKP": replace(
        ATURAN, peringkat=replace(ATURAN.peringkat, urutan=(Kriteria.NILAI_AKHIR, Kriteria.TKP, Kriteria.TIU, Kriteria.IPK, Kriteria.USIA))
    ),
    "no age": replace(ATURAN, peringkat=replace(ATURAN.peringkat, urutan=ATURAN.peringkat.urutan[:6])),
    "general grade a point higher": replace(
        ATURAN, ambang=tuple((jenis, replace(satu, tkp=satu.tkp + 1 if satu.tkp else 0)) for jenis, satu in ATURAN.ambang)
    ),
    "no grade by jabatan": replace(ATURAN, ambang_jabatan=()),
    "composite to halves even": replace(ATURAN, skb=replace(ATURAN.skb, cara=Pembulatan.SETENGAH_KE_GENAP, desimal=2)),
}

# The same of PPPK, by the rule set whose kelompok show it.
SUMBER_PPPK: list[tuple[str, str, str, str]] = [
    ("pppk-2021", "pppk", "if satu.kehadiran is not Kehadiran.HADIR:", "if not satu.teknis:"),
    ("pppk-2024", "pppk", "return self.teknis + self.asal.manajerial_sosiokultural + self.asal.wawancara", "return self.teknis"),
    ("pppk-2021", "pppk", "return self.teknis + self.asal", "return self.asal.teknis + self.asal"),
    ("pppk-2021", "pppk", "        if kurang:\n", "        if len(kurang) > 1:\n"),
    ("pppk-2021", "pppk", "if nilai < batas)", "if nilai <= batas)"),
    ("pppk-2021", "pppk", "nilai_teknis(satu, syarat), ambang.teknis", "satu.teknis, ambang.teknis"),
    ("pppk-2021", "pppk", "nilai_teknis(satu, syarat), ambang.teknis", "nilai_teknis(satu, syarat), 0"),
    ("pppk-2021", "pppk", "satu.manajerial_sosiokultural, ambang.manajerial_sosiokultural", "satu.manajerial_sosiokultural, 0"),
    ("pppk-2021", "pppk", "satu.wawancara, ambang.wawancara", "satu.wawancara, 0"),
    ("pppk-2021", "pppk", "satu.wawancara, ambang.wawancara", "satu.teknis, ambang.wawancara"),
    ("pppk-2021", "pppk", "return min(satu.teknis + tambahan, syarat.ujian.teknis.maksimum)", "return satu.teknis + tambahan"),
    ("pppk-2021", "pppk", "return min(satu.teknis + tambahan, syarat.ujian.teknis.maksimum)", "return satu.teknis"),
    (
        "pppk-2021",
        "pppk",
        "sum(satu_tambahan.nilai for satu_tambahan in syarat.afirmasi if satu_tambahan.kode in satu.afirmasi)",
        "max((n.nilai for n in syarat.afirmasi if n.kode in satu.afirmasi), default=0)",
    ),
    ("pppk-2021", "pppk", "if satu_tambahan.kode in satu.afirmasi)", "if satu.afirmasi)"),
    ("pppk-2021", "pppk", "memenuhi_ambang=False", "memenuhi_ambang=None"),
    ("pppk-2021", "pppk", "memenuhi_ambang=None if syarat.ambang is None else True", "memenuhi_ambang=None"),
    ("pppk-2024", "pppk", "memenuhi_ambang=None if syarat.ambang is None else True", "memenuhi_ambang=True"),
    ("pppk-2021", "pppk", 'return "", satu.teknis', 'return "", satu.asal.teknis'),
    ("pppk-2024", "pppk", 'return "", satu.asal.usia', 'return "", satu.asal.usia and -satu.asal.usia'),
    ("pppk-2024", "pppk", 'return "", satu.asal.usia', 'return "", satu.asal.usia or 0'),
    ("pppk-2024", "pppk", 'return "", satu.asal.manajerial_sosiokultural', 'return "", 0'),
    ("pppk-2024", "pppk", 'return "", satu.asal.manajerial_sosiokultural', 'return "", -satu.asal.manajerial_sosiokultural'),
    ("pppk-2024", "pppk", "seri = kelompok.bersama > 1", "seri = formasi.bersama > 1"),
    ("pppk-2024", "pppk", "tempat = susun([calon[satu.asal.peserta] for satu in people])", "tempat = di_kelompok"),
    ("pppk-2024", "pppk", "di_kelompok = dengan_putusan(di_kelompok, putusan)", "pass"),
    ("pppk-2024", "pppk", "if tempat.peringkat > kuota:", "if tempat.peringkat >= kuota:"),
    ("pppk-2024", "pppk", "if kuota < tempat.peringkat + tempat.bersama - 1 else", "if tempat.bersama > 1 else"),
    ("pppk-2021", "pppk", "if kuota < tempat.peringkat + tempat.bersama - 1 else", "if False else"),
    ("pppk-2024", "pppk", "for satu in lulus if satu.asal.putusan_seri}", "for satu in lulus if satu.asal.putusan_seri and False}"),
    ("pppk-2021", "susun", "len(tempat) + 1, len(seri.calon)", "len(set(tempat.values())) + 1, len(seri.calon)"),
    ("pppk-2021", "susun", "lambda satu: satu.lunak[ke], reverse=True", "lambda satu: satu.lunak[ke]"),
    ("pppk-2024", "susun", "if any(nilai is None for _, nilai in ukuran):", "if all(nilai is None for _, nilai in ukuran):"),
    ("pppk-2024", "seri", "lengkap = len(tempat) == len(seri)", "lengkap = len(putusan) == len(seri)"),
    ("pppk-2024", "seri", "len({satu.daftar for satu in putusan}) == 1", "True"),
    ("pppk-2024", "seri", "not any(True for _ in melawan_kriteria(seri))", "True"),
    ("pppk-2021", "seri", "people.sort(key=lambda peserta: putusan[peserta].urutan_panselnas)", "people.sort()"),
]

LAMA = load_pppk("pppk-2021")
assert LAMA.ambang is not None
NILAI_PPPK: dict[str, AturanPppk] = {
    "grade of the interview a point higher": replace(LAMA, ambang=replace(LAMA.ambang, wawancara=25)),
    "grade of the managerial part a point lower": replace(LAMA, ambang=replace(LAMA.ambang, manajerial_sosiokultural=129)),
    "technical grades a step higher": replace(
        LAMA, ambang=replace(LAMA.ambang, teknis=tuple(replace(satu, nilai=satu.nilai + 5) for satu in LAMA.ambang.teknis))
    ),
    "no grades in the year of grades": replace(LAMA, ambang=None),
    "nothing added": replace(LAMA, afirmasi=()),
    "15 and 10 per cent of 450": replace(LAMA, afirmasi=tuple(replace(satu, nilai=satu.nilai * 9 // 10) for satu in LAMA.afirmasi)),
    "added for everybody": replace(LAMA, afirmasi=tuple(replace(satu, ujian="UMUM") for satu in LAMA.afirmasi)),
    "teachers with the test of others": replace(LAMA, ujian=(LAMA.ujian[0], replace(LAMA.ujian[1], teknis=LAMA.ujian[0].teknis))),
    "technical before the total": replace(PPPK, urutan=(KriteriaPppk.TEKNIS, KriteriaPppk.TOTAL, *PPPK.urutan[2:])),
    "interview before managerial": replace(
        PPPK,
        urutan=(KriteriaPppk.TOTAL, KriteriaPppk.TEKNIS, KriteriaPppk.WAWANCARA, KriteriaPppk.MANAJERIAL_SOSIOKULTURAL, KriteriaPppk.USIA),
    ),
    "no technical part": replace(PPPK, urutan=(KriteriaPppk.TOTAL, *PPPK.urutan[2:])),
    "no age": replace(PPPK, urutan=PPPK.urutan[:4]),
}


@contextmanager
def mutated(nama: str, lama: str, baru: str) -> Iterator[Mesin]:
    """The rule modules, all loaded anew, one of them from changed source; the real ones are back afterwards."""
    source = (FOLDER / f"{nama}.py").read_text(encoding="utf-8")
    assert lama in source, f"{nama}: the mutation no longer finds {lama!r}"
    kept = {name: module for name, module in sys.modules.items() if name.startswith(f"{PAKET}.")}
    paket = sys.modules[PAKET]
    for name in kept:
        del sys.modules[name]
    try:
        module = ModuleType(f"{PAKET}.{nama}")
        sys.modules[module.__name__] = module
        exec(compile(source.replace(lama, baru), f"<mutated {nama}>", "exec"), module.__dict__)  # noqa: S102 - our own source
        setattr(paket, nama, module)
        yield Mesin(*(importlib.import_module(f"{PAKET}.{name}") for name in ("skd", "skb", "peringkat", "pppk", "seri")))
    finally:
        for name in [name for name in sys.modules if name.startswith(f"{PAKET}.")]:
            del sys.modules[name]
        sys.modules.update(kept)
        for name, module in kept.items():
            setattr(paket, name.rpartition(".")[2], module)


def _caught(aturan: AturanSeleksi, mesin: Mesin | None = None) -> bool:
    for seed in SEEDS:
        satu = kelompok(random.Random(seed), "cpns-2024")
        try:
            fast = cepat(satu, aturan, mesin)
        except (TypeError, ValueError):
            return mesin is not None  # a mutation that compares what cannot be compared
        if fast != lambat(satu, "cpns-2024"):
            return True
    return False


def _caught_pppk(aturan: AturanPppk, mesin: Mesin | None = None) -> bool:
    for seed in SEEDS:
        satu = kelompok_pppk(random.Random(seed), aturan.nama)
        try:
            fast = cepat_pppk(satu, aturan, mesin)
        except (TypeError, ValueError):
            return mesin is not None  # a mutation that compares what cannot be compared
        if fast != lambat_pppk(satu, aturan.nama):
            return True
    return False


def test_without_a_mutation_nothing_is_caught() -> None:
    assert not _caught(ATURAN)
    assert not _caught_pppk(PPPK)
    assert not _caught_pppk(LAMA)


@pytest.mark.parametrize(("nama", "lama", "baru"), SUMBER, ids=[f"{nama}-{n}" for n, (nama, _, _) in enumerate(SUMBER)])
def test_a_wrong_rule_is_caught(nama: str, lama: str, baru: str) -> None:
    with mutated(nama, lama, baru) as mesin:
        assert _caught(ATURAN, mesin)


@pytest.mark.parametrize("aturan", NILAI.values(), ids=NILAI)
def test_a_wrong_value_is_caught(aturan: AturanSeleksi) -> None:
    assert _caught(aturan)


@pytest.mark.parametrize("aturan", NILAI_PPPK.values(), ids=NILAI_PPPK)
def test_a_wrong_value_of_pppk_is_caught(aturan: AturanPppk) -> None:
    assert _caught_pppk(aturan)


@pytest.mark.parametrize(
    ("aturan", "nama", "lama", "baru"), SUMBER_PPPK, ids=[f"pppk-{nama}-{n}" for n, (_, nama, _, _) in enumerate(SUMBER_PPPK)]
)
def test_a_wrong_rule_of_pppk_is_caught(aturan: str, nama: str, lama: str, baru: str) -> None:
    with mutated(nama, lama, baru) as mesin:
        assert _caught_pppk(load_pppk(aturan), mesin)
