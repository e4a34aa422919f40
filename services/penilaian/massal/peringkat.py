"""The final ranking of many kelompok over columns; the law is read in `domain.peringkat`."""

from dataclasses import dataclass

import numpy as np

from services.penilaian.massal.integrasi import NilaiMassal, integrasikan, skb_untuk_melebihi, skd_seratus
from services.penilaian.massal.kolom import HADIR_SKB, TIDAK_ADA, Kolom, TabelFormasi, TabelSkb, Tanda
from services.penilaian.massal.susun import Lunak, Susunan, susun
from shared.aturan import AturanSeleksi, Kriteria

_LUNAK = frozenset({Kriteria.IPK, Kriteria.USIA})


@dataclass(frozen=True, slots=True)
class PeringkatMassal:
    """The result, by participant unless said otherwise; TIDAK_ADA where somebody did not sit the SKB to its end.

    Attributes:
        skd: points.
        skd_100, skor_skd, skor_skb, nilai_akhir: thousandths; `skd_100` is there for everybody.
        peringkat, peringkat_kelompok: competition rank in the formation and in the kelompok.
        seri: shares the rank in the kelompok.
        bersama, bersama_kelompok: how many share the rank.
        penentu: place in the order of criteria of the one that parts from those before in the formation.
        beda_skala, tidak_ada: bit n is set where criterion n was passed over in the formation.
        terakhir: by formation, the row of the last one inside its seats.
        skb_perlu: the SKB score with which somebody outside the seats would have passed that one; TIDAK_ADA where there is none.
    """

    skd: Kolom
    skd_100: Kolom
    skor_skd: Kolom
    skor_skb: Kolom
    nilai_akhir: Kolom
    peringkat: Kolom
    peringkat_kelompok: Kolom
    seri: Tanda
    bersama: Kolom
    bersama_kelompok: Kolom
    penentu: Kolom
    beda_skala: Kolom
    tidak_ada: Kolom
    terakhir: Kolom
    skb_perlu: Kolom


def peringkatkan(formasi: TabelFormasi, peserta: TabelSkb, aturan: AturanSeleksi) -> PeringkatMassal:
    """Integrate and rank everybody, in each formation and in each kelompok.

    PermenPANRB 27/2021 Pasal 48 ayat (4), 6/2024 Pasal 45 ayat (4).
    """
    skd = peserta.twk + peserta.tiu + peserta.tkp
    ikut = np.flatnonzero((peserta.status == HADIR_SKB) & (peserta.nilai_skb != TIDAK_ADA))
    di = peserta.formasi[ikut]
    nilai = integrasikan(skd[ikut], peserta.nilai_skb[ikut], aturan.integrasi)
    pasti, lunak = ukuran(peserta, nilai, ikut, aturan)
    dalam = susun(di, pasti, lunak)
    kelompok = susun(formasi.kelompok[di], pasti, lunak)
    terakhir = _terakhir(formasi, di, dalam)

    def sebar(kolom: Kolom) -> Kolom:
        semua = np.full_like(skd, TIDAK_ADA)
        semua[ikut] = kolom
        return semua

    luar = np.flatnonzero(dalam.peringkat > formasi.kuota[di])
    perlu = np.full_like(di, TIDAK_ADA)
    perlu[luar] = skb_untuk_melebihi(nilai.nilai_akhir[terakhir[di[luar]]], skd[ikut[luar]], aturan.integrasi)
    return PeringkatMassal(
        skd=skd,
        skd_100=skd_seratus(skd, aturan.integrasi),
        skor_skd=sebar(nilai.skor_skd),
        skor_skb=sebar(nilai.skor_skb),
        nilai_akhir=sebar(nilai.nilai_akhir),
        peringkat=sebar(dalam.peringkat),
        peringkat_kelompok=sebar(kelompok.peringkat),
        seri=sebar(kelompok.bersama) > 1,
        bersama=sebar(dalam.bersama),
        bersama_kelompok=sebar(kelompok.bersama),
        penentu=sebar(dalam.penentu),
        beda_skala=sebar(dalam.beda_skala),
        tidak_ada=sebar(dalam.tidak_ada),
        terakhir=np.where(terakhir == TIDAK_ADA, TIDAK_ADA, ikut[terakhir]) if len(ikut) else terakhir,
        skb_perlu=sebar(perlu),
    )


def ukuran(peserta: TabelSkb, nilai: NilaiMassal, ikut: Kolom, aturan: AturanSeleksi) -> tuple[list[Kolom], list[Lunak]]:
    """Split the criteria: those that everybody has, then, from the first that may be missing on, those with a scale."""
    twk, tiu, tkp = (satu[ikut] for satu in (peserta.twk, peserta.tiu, peserta.tkp))
    selalu = {
        Kriteria.NILAI_AKHIR: nilai.nilai_akhir,
        Kriteria.SKD: twk + tiu + tkp,
        Kriteria.TKP: tkp,
        Kriteria.TIU: tiu,
        Kriteria.TWK: twk,
    }
    satu_skala, semua_ada = np.zeros_like(twk), np.ones(len(twk), dtype=np.bool_)
    ipk, usia = peserta.ipk[ikut], peserta.usia[ikut]
    mungkin = {
        Kriteria.IPK: Lunak(peserta.skala_ipk[ikut], ipk, ipk != TIDAK_ADA),
        Kriteria.USIA: Lunak(satu_skala, usia, usia != TIDAK_ADA),
    }
    urutan = aturan.peringkat.urutan
    pertama = next((n for n, kriteria in enumerate(urutan) if kriteria in _LUNAK), len(urutan))
    sisa = [mungkin[kriteria] if kriteria in _LUNAK else Lunak(satu_skala, selalu[kriteria], semua_ada) for kriteria in urutan[pertama:]]
    return [selalu[kriteria] for kriteria in urutan[:pertama]], sisa


def _terakhir(formasi: TabelFormasi, di: Kolom, dalam: Susunan) -> Kolom:
    """Find for each formation the last person inside its seats; among equals the one with the greatest number."""
    inside = dalam.urutan[dalam.peringkat[dalam.urutan] <= formasi.kuota[di[dalam.urutan]]]
    terakhir = np.full_like(formasi.kuota, TIDAK_ADA)
    terakhir[di[inside]] = inside
    return terakhir
