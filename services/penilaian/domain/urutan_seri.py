"""Whether a signed order names exactly the ties that are there.

PermenPANRB 27/2021 Pasal 48 ayat (4), 6/2024 Pasal 45 ayat (4); posisi 4: Panselnas decides among those whom no criterion parts,
and among nobody else.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from services.penilaian.domain.peringkat import PesertaSkb, peringkatkan
from services.penilaian.domain.seri import PutusanSeri, SatuSeri, melawan_kriteria, urutan_seri
from shared.aturan import AturanSeleksi
from shared.errors import Fault

_PESAN = {
    "BUKAN_PESERTA_SKB": "Peserta ini bukan peserta SKB kelompok ini. Keluarkan dari urutan.",
    "PESERTA_GANDA": "Peserta ini disebut dua kali. Sebut setiap peserta sekali.",
    "BUKAN_SERI": "Peserta ini tidak sama dengan siapa pun dalam semua ukuran. Keluarkan dari urutan.",
    "SERI_LAIN": "Peserta ini tidak seri dengan peserta {lain}. Buat urutan tersendiri untuk setiap seri.",
    "SERI_TIDAK_LENGKAP": "Peserta ini seri dengan peserta {lain} tetapi belum diurutkan. Urutkan semua yang seri, atau tidak seorang pun.",
    "URUTAN_MELAWAN_UKURAN": "Dalam formasinya peserta ini sudah di atas peserta {lain} menurut pasal. Letakkan sebelum peserta itu.",
    "URUTAN_GANDA": "Urutan ini sudah dipakai peserta {lain} yang seri dengannya. Beri setiap peserta urutan sendiri.",
}


def _cela(kode: str, peserta: str, lain: str = "") -> Fault:
    """The fault of the place of `peserta`, with the way out; `lain` is the other person it is about."""
    return Fault(kode, _PESAN[kode].format(lain=lain), kolom="urutan_seri", nilai=peserta)


def seri_menurut_pasal(peserta: Iterable[PesertaSkb], aturan: AturanSeleksi) -> tuple[tuple[SatuSeri, ...], ...]:
    """The ties of one kelompok as the criteria leave them, whatever was signed before (PermenPANRB 6/2024 Pasal 45 ayat (4)).

    Each with its people by number, the best tie first; their places are those that `peserta` carry.
    """
    people = {satu.peserta: satu for satu in peserta}
    sama: defaultdict[int, list[SatuSeri]] = defaultdict(list)
    for hasil in peringkatkan([replace(satu, putusan_seri=None) for satu in people.values()], aturan):
        if hasil.seri and hasil.peringkat is not None and hasil.peringkat_kelompok is not None:
            satu = SatuSeri(hasil.peserta, hasil.formasi, hasil.peringkat, people[hasil.peserta].putusan_seri)
            sama[hasil.peringkat_kelompok].append(satu)
    return tuple(tuple(sama[peringkat]) for peringkat in sorted(sama))


def cela_urutan(daftar: Sequence[Sequence[str]], peserta: Iterable[PesertaSkb], aturan: AturanSeleksi) -> tuple[Fault, ...]:
    """Find what keeps these lists, each the best first, from settling whole ties of one kelompok (PermenPANRB 6/2024 Pasal 45 ayat (4)).

    Args:
        daftar: each list names everybody of one tie and nobody else.
        peserta: all of the kelompok who were called to the SKB.
        aturan: rules of the year.
    """
    people = {satu.peserta: satu for satu in peserta}
    di = {satu.peserta: sama for sama in seri_menurut_pasal(people.values(), aturan) for satu in sama}
    sebutan = Counter(nomor for urutan in daftar for nomor in urutan)
    cela: list[Fault] = [_cela("PESERTA_GANDA", nomor) for nomor in sorted(sebutan) if sebutan[nomor] > 1]
    for urutan in daftar:
        dikenal = [nomor for nomor in dict.fromkeys(urutan) if nomor in di]
        for nomor in dict.fromkeys(urutan):
            if nomor not in people:
                cela.append(_cela("BUKAN_PESERTA_SKB", nomor))
            elif nomor not in di:
                cela.append(_cela("BUKAN_SERI", nomor))
            elif di[nomor] is not di[dikenal[0]]:
                cela.append(_cela("SERI_LAIN", nomor, dikenal[0]))
        cela += _satu_seri(dikenal, di[dikenal[0]]) if dikenal else []
    return tuple(cela)


def cela_tempat(peserta: Sequence[PesertaSkb], aturan: AturanSeleksi) -> tuple[Fault, ...]:
    """Find what keeps the places that people of one kelompok carry from settling whole ties (PermenPANRB 6/2024 Pasal 45 ayat (4)).

    Places are those of one list; somebody who did not sit the SKB to its end carries none either.
    """
    bertempat = {satu.peserta: satu.putusan_seri for satu in peserta if satu.putusan_seri}
    if not bertempat:
        return ()
    daftar: list[list[str]] = []
    cela: list[Fault] = []
    seri = seri_menurut_pasal(peserta, aturan)
    for sama in seri:
        diurutkan = sorted((satu for satu in sama if satu.putusan), key=urutan_seri)
        cela += [_cela("URUTAN_GANDA", b.peserta, a.peserta) for a, b in pairwise(diurutkan) if urutan_seri(a) == urutan_seri(b)]
        daftar.append([satu.peserta for satu in diurutkan])
    daftar += [[peserta] for peserta in sorted(bertempat.keys() - {satu.peserta for sama in seri for satu in sama})]
    return (*cela, *cela_urutan([urutan for urutan in daftar if urutan], peserta, aturan))


def _satu_seri(urutan: Sequence[str], seri: Sequence[SatuSeri]) -> list[Fault]:
    """Find the people who are missing from the order of one tie, and those whom it turns round."""
    tempat = {nomor: ke for ke, nomor in enumerate(urutan, start=1)}
    ditempatkan = [replace(satu, putusan=PutusanSeri("", tempat[satu.peserta], "")) for satu in seri if satu.peserta in tempat]
    kurang = [_cela("SERI_TIDAK_LENGKAP", satu.peserta, urutan[0]) for satu in seri if satu.peserta not in tempat]
    return kurang + [_cela("URUTAN_MELAWAN_UKURAN", atas, bawah) for bawah, atas in melawan_kriteria(ditempatkan)]
