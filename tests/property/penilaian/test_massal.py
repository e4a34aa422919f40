"""Whole nations over columns: every decision, score, rank and reason is that of the domain, kelompok by kelompok."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.penilaian import massal
from services.penilaian.domain import peringkat, skd
from services.penilaian.domain.integrasi import NilaiIntegrasi
from services.penilaian.domain.kode import KodeAlasan
from services.penilaian.domain.potong import Batas
from services.penilaian.massal.kolom import HASIL_SKD, KEHADIRAN, STATUS_SKB, TIDAK_ADA
from services.penilaian.massal.urut import urutkan
from shared.aturan import (
    AturanSeleksi,
    Integrasi,
    JenisKebutuhan,
    Kehadiran,
    Kriteria,
    LangkahPembulatan,
    Pembulatan,
    StatusSkb,
    load,
    names,
)
from tests.support.dice import DICE, SEEDED

CPNS = names("CPNS")
_QUICK = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_LONG = settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
_JABATAN = ("PENATA LAYANAN", "DOKTER AHLI PERTAMA", "RESCUER")
_USIA = (9_000, 10_768)
_BAGIAN = ("cat", "praktik")
_SKALA = ("IPK", "IJAZAH")


@dataclass(frozen=True)
class Bangsa:
    """A small nation: posts with their kelompok, and their people by number."""

    pos: tuple[skd.Formasi, ...]
    kelompok: tuple[int, ...]
    skd: dict[str, skd.PesertaSkd]
    skb: dict[str, peringkat.PesertaSkb]


def _bangsa(rng: random.Random, aturan: AturanSeleksi) -> Bangsa:
    """Few different values, so that ties of every depth happen; in some nations data are missing, or points cannot occur at all."""
    jenis = [jenis.value for jenis, _ in aturan.ambang]
    count = rng.randint(1, 6)
    pos = tuple(skd.Formasi(f"f-{n}", rng.choice(_JABATAN), rng.choice(["UMUM", "UMUM", *jenis]), rng.randint(1, 3)) for n in range(count))
    kelompok = tuple(rng.randrange(3) for _ in pos)
    lengkap, luas = rng.random() < 0.5, rng.random() < 0.2
    tes: dict[str, skd.PesertaSkd] = {}
    lanjut: dict[str, peringkat.PesertaSkb] = {}
    for number in rng.sample(range(9_000, 12_000), rng.randint(0, 40)):
        nomor, formasi = str(number), rng.choice(pos).formasi
        hadir = rng.choices(list(Kehadiran), [14, 1, 1])[0] if not luas else Kehadiran.HADIR
        if luas:
            twk, tiu, tkp = rng.randrange(30) * 5, rng.randrange(35) * 5, rng.randrange(225)
        else:
            twk, tiu, tkp = rng.choice([65, 70, 100]), rng.choice([55, 60, 80, 85, 90]), rng.choice([165, 166, 171, 176, 200])
        tes[nomor] = skd.PesertaSkd(nomor, hadir, twk, tiu, tkp, tahun_asal=rng.choice([None, None, 2023]))
        status = rng.choices(list(StatusSkb), [8, 1, 1, 1])[0]
        lanjut[nomor] = peringkat.PesertaSkb(
            nomor, formasi, twk, tiu, tkp,
            status=status,
            nilai_skb=rng.choice([0, 55_500, 70_123, 70_124, 70_125, 100_000, None if not lengkap else 70_123]),
            ipk=rng.choice([310, 350]) if lengkap or rng.random() < 0.9 else None,
            skala_ipk=rng.choices(_SKALA, [9, 1])[0],
            usia=rng.choice(_USIA) if lengkap or rng.random() < 0.9 else None,
            gugur_di="" if status is StatusSkb.HADIR else rng.choice(["", *_BAGIAN]),
        )  # fmt: skip
    return Bangsa(pos, kelompok, tes, lanjut)


def _kolom(nilai: Sequence[int]) -> massal.Kolom:
    return np.array(nilai, dtype=np.int64)


def _tabel_formasi(bangsa: Bangsa) -> massal.TabelFormasi:
    jenis = tuple(satu.value for satu in JenisKebutuhan)
    return massal.TabelFormasi(
        kelompok=_kolom(bangsa.kelompok),
        jenis=_kolom([jenis.index(pos.jenis_kebutuhan) for pos in bangsa.pos]),
        jabatan=_kolom([_JABATAN.index(pos.jabatan) for pos in bangsa.pos]),
        kuota=_kolom([pos.kuota for pos in bangsa.pos]),
        nama_jenis=jenis,
        nama_jabatan=_JABATAN,
    )


def _skd(bangsa: Bangsa, aturan: AturanSeleksi) -> tuple[dict[str, skd.HasilFormasi], dict[str, skd.HasilFormasi]]:
    """What the domain decides and what the columns say, both as values of the domain."""
    milik = {nomor: satu.formasi for nomor, satu in bangsa.skb.items()}
    domain = {
        pos.formasi: skd.putuskan_skd(pos, [satu for nomor, satu in bangsa.skd.items() if milik[nomor] == pos.formasi], aturan)
        for pos in bangsa.pos
    }
    nomor = sorted(bangsa.skd)
    urut = {pos.formasi: n for n, pos in enumerate(bangsa.pos)}
    orang = [bangsa.skd[satu] for satu in nomor]
    tabel = massal.TabelSkd(
        formasi=_kolom([urut[milik[satu]] for satu in nomor]),
        kehadiran=_kolom([KEHADIRAN.index(satu.kehadiran) for satu in orang]),
        twk=_kolom([satu.twk for satu in orang]),
        tiu=_kolom([satu.tiu for satu in orang]),
        tkp=_kolom([satu.tkp for satu in orang]),
        tahun_asal=_kolom([satu.tahun_asal or TIDAK_ADA for satu in orang]),
    )
    formasi = _tabel_formasi(bangsa)
    hasil = massal.putuskan_skd(formasi, tabel, aturan)
    alasan = list(massal.alasan_skd(formasi, tabel, hasil, aturan))
    potong = list(massal.alasan_potong(formasi, hasil, aturan))
    kolom: dict[str, skd.HasilFormasi] = {}
    for n, pos in enumerate(bangsa.pos):
        rows = [row for row in range(len(nomor)) if tabel.formasi[row] == n]
        akhir = int(hasil.terakhir[n])
        kolom[pos.formasi] = skd.HasilFormasi(
            pos.formasi,
            int(hasil.memenuhi_ambang[n]),
            tuple(nomor[row] for row in hasil.daftar if tabel.formasi[row] == n),
            None if akhir == TIDAK_ADA else Batas(orang[akhir].total, orang[akhir].tkp, orang[akhir].tiu, orang[akhir].twk),
            (potong[n],),
            tuple(
                skd.PutusanSkd(
                    nomor[row],
                    HASIL_SKD[hasil.hasil[row]],
                    None if hasil.urutan[row] == TIDAK_ADA else int(hasil.urutan[row]),
                    bool(hasil.memenuhi_ambang_umum[row]),
                    alasan[row],
                )
                for row in rows
            ),
        )
    return domain, kolom


def _akhir(bangsa: Bangsa, aturan: AturanSeleksi) -> tuple[list[peringkat.HasilAkhir], list[peringkat.HasilAkhir]]:
    kuota = {pos.formasi: pos.kuota for pos in bangsa.pos}
    urut = {pos.formasi: n for n, pos in enumerate(bangsa.pos)}
    di = {nomor: bangsa.kelompok[urut[satu.formasi]] for nomor, satu in bangsa.skb.items()}
    domain = [
        hasil
        for kelompok in set(bangsa.kelompok)
        for hasil in peringkat.peringkatkan([satu for satu in bangsa.skb.values() if di[satu.peserta] == kelompok], aturan, kuota)
    ]
    nomor = sorted(bangsa.skb)
    orang = [bangsa.skb[satu] for satu in nomor]
    tabel = massal.TabelSkb(
        formasi=_kolom([urut[satu.formasi] for satu in orang]),
        twk=_kolom([satu.twk for satu in orang]),
        tiu=_kolom([satu.tiu for satu in orang]),
        tkp=_kolom([satu.tkp for satu in orang]),
        status=_kolom([STATUS_SKB.index(satu.status) for satu in orang]),
        nilai_skb=_kolom([TIDAK_ADA if satu.nilai_skb is None else satu.nilai_skb for satu in orang]),
        ipk=_kolom([TIDAK_ADA if satu.ipk is None else satu.ipk for satu in orang]),
        skala_ipk=_kolom([_SKALA.index(satu.skala_ipk) for satu in orang]),
        usia=_kolom([TIDAK_ADA if satu.usia is None else satu.usia for satu in orang]),
        gugur_di=_kolom([_BAGIAN.index(satu.gugur_di) if satu.gugur_di else TIDAK_ADA for satu in orang]),
        nama_bagian=_BAGIAN,
    )
    formasi = _tabel_formasi(bangsa)
    hasil = massal.peringkatkan(formasi, tabel, aturan)
    kolom: list[peringkat.HasilAkhir] = []
    for row, alasan in enumerate(massal.alasan_akhir(formasi, tabel, hasil, aturan, nomor)):
        ada = hasil.peringkat[row] != TIDAK_ADA
        nilai = NilaiIntegrasi(*(int(satu[row]) for satu in (hasil.skd_100, hasil.skor_skd, hasil.skor_skb, hasil.nilai_akhir)))
        kolom.append(
            peringkat.HasilAkhir(
                nomor[row],
                orang[row].formasi,
                int(hasil.skd[row]),
                int(hasil.skd_100[row]),
                nilai if ada else None,
                int(hasil.peringkat[row]) if ada else None,
                int(hasil.peringkat_kelompok[row]) if ada else None,
                seri=bool(hasil.seri[row]),
                alasan=alasan,
                letak=_LETAK.get(alasan[-1].kode),
            )
        )
    return sorted(domain, key=lambda satu: satu.peserta), kolom


_LETAK: dict[str, peringkat.Letak] = {
    KodeAlasan.DI_DALAM_KUOTA: peringkat.Letak.DALAM,
    KodeAlasan.DI_LUAR_KUOTA: peringkat.Letak.LUAR,
    KodeAlasan.SERI_DI_BATAS_KUOTA: peringkat.Letak.SERI,
}


def _setuju(rng: random.Random, aturan: AturanSeleksi) -> None:
    bangsa = _bangsa(rng, aturan)
    domain_skd, kolom_skd = _skd(bangsa, aturan)
    assert kolom_skd == domain_skd
    domain, kolom = _akhir(bangsa, aturan)
    assert kolom == domain
    # Equality of values would let a numpy number or a bool in a reason pass.
    assert repr(kolom) == repr(domain)
    assert repr(kolom_skd) == repr(domain_skd)


@pytest.mark.parametrize("nama", CPNS)
@_QUICK
@given(rng=DICE)
def test_columns_agree_with_the_domain(nama: str, rng: random.Random) -> None:
    _setuju(rng, load(nama))


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("nama", CPNS)
@_LONG
@given(rng=SEEDED)
def test_columns_agree_with_the_domain_ten_thousand_times(nama: str, rng: random.Random) -> None:
    _setuju(rng, load(nama))


_INTEGRASI = st.builds(
    Integrasi,
    skala_skd=st.sampled_from([500, 550]),
    bobot_skd=st.just(35),
    bobot_skb=st.just(65),
    pasal=st.just("uji"),
    pembulatan=st.sets(st.sampled_from(list(LangkahPembulatan))).map(lambda satu: tuple(sorted(satu))),
    desimal=st.sampled_from([2, 3]),
    cara=st.sampled_from(list(Pembulatan)),
)


@_QUICK
@given(rng=DICE, integrasi=_INTEGRASI, urutan=st.permutations(list(Kriteria)), faktor=st.integers(1, 4))
def test_columns_follow_a_year_that_does_not_exist_yet(
    rng: random.Random, integrasi: Integrasi, urutan: list[Kriteria], faktor: int
) -> None:
    """Other weights, other rounding, a criterion that may be missing before one that everybody has: what a TOML file could say."""
    dasar = load("cpns-2024")
    _setuju(
        rng,
        replace(
            dasar,
            integrasi=integrasi,
            potong=replace(dasar.potong, faktor=faktor, urutan=(Kriteria.TKP, Kriteria.SKD)),
            peringkat=replace(dasar.peringkat, urutan=tuple(urutan)),
        ),
    )


@_QUICK
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2**50), st.integers(0, 2**40), st.sampled_from([0, 2**62])), max_size=30))
def test_columns_too_wide_for_one_word_are_sorted_alike(baris: list[tuple[int, int, int, int]]) -> None:
    baris = [*baris, *baris[:5]]
    kolom = [_kolom([satu[n] for satu in baris]) for n in range(4)]
    urut = urutkan(kolom[0], kolom[1:])
    expected = sorted(range(len(baris)), key=lambda row: (baris[row][0], *(-nilai for nilai in baris[row][1:]), row))
    terurut = [baris[row] for row in expected]

    assert urut.baris.tolist() == expected
    assert urut.seri_mulai.tolist() == [not n or satu != terurut[n - 1] for n, satu in enumerate(terurut)]
    assert urut.daftar_mulai.tolist() == [not n or satu[0] != terurut[n - 1][0] for n, satu in enumerate(terurut)]


def test_the_random_nations_reach_every_reason() -> None:
    """A generator that never makes a tie or an absence would prove nothing."""
    aturan = load("cpns-2024")
    kode: set[str] = set()
    for seed in range(300):
        bangsa = _bangsa(random.Random(seed), aturan)
        for satu in _skd(bangsa, aturan)[1].values():
            kode.update(alasan.kode for putusan in satu.putusan for alasan in (*putusan.alasan, *satu.alasan))
        kode.update(alasan.kode for hasil in _akhir(bangsa, aturan)[1] for alasan in hasil.alasan)

    assert kode == {
        "SKD_TIDAK_HADIR", "SKD_DISKUALIFIKASI", "SKD_DIBAWA", "SKD_AMBANG_TERPENUHI", "SKD_AMBANG_TOTAL", "SKD_AMBANG_TWK",
        "SKD_AMBANG_TIU", "SKD_AMBANG_TKP", "SKB_DIPANGGIL", "SKB_DI_LUAR_BATAS", "SKB_TIDAK_ADA_YANG_MEMENUHI_AMBANG",
        "SKB_NILAI_SAMA_DI_BATAS", "SKB_PERINGKAT_TERBAIK", "SKB_SEMUA_YANG_MEMENUHI_AMBANG", "SKB_TIDAK_HADIR",
        "SKB_GUGUR_BAGIAN_WAJIB", "SKB_DISKUALIFIKASI", "INTEGRASI", "PERINGKAT", "NILAI_AKHIR_SAMA", "SKALA_IPK_BERBEDA",
        "DATA_TIDAK_ADA", "DI_DALAM_KUOTA", "DI_LUAR_KUOTA", "SERI_DI_BATAS_KUOTA", "SERI",
    }  # fmt: skip


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="different length"):
        massal.TabelSkd(*(_kolom([1, 2]), _kolom([1]), _kolom([1]), _kolom([1]), _kolom([1]), _kolom([1])))


def test_a_post_without_a_seat_is_refused() -> None:
    with pytest.raises(ValueError, match="less than one seat"):
        massal.TabelFormasi(_kolom([1]), _kolom([0]), _kolom([0]), _kolom([0]), ("UMUM",), ("PENATA",))


def test_a_signed_order_of_a_tie_is_refused_and_not_left_out_in_silence() -> None:
    dua = _kolom([1, 1])
    tabel = massal.TabelSkb(dua, dua, dua, dua, dua, dua, dua, dua, dua, dua)

    assert replace(tabel, urutan_panselnas=_kolom([TIDAK_ADA, TIDAK_ADA])).urutan_panselnas is not None
    with pytest.raises(ValueError, match="signed order of a tie"):
        replace(tabel, urutan_panselnas=_kolom([TIDAK_ADA, 1]))
    with pytest.raises(ValueError, match="different length"):
        replace(tabel, urutan_panselnas=_kolom([TIDAK_ADA]))
