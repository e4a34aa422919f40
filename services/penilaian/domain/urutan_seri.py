"""Whether a signed order names exactly the ties that are there.

PermenPANRB 27/2021 Pasal 48 ayat (4), 6/2024 Pasal 45 ayat (4); posisi 4: Panselnas decides among those whom no criterion parts,
and among nobody else.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from services.penilaian.domain.peringkat import HasilAkhir, PesertaSkb, peringkatkan
from services.penilaian.domain.pppk import HasilPppk, PesertaPppk, peringkatkan_pppk
from services.penilaian.domain.seri import PutusanSeri, SatuSeri, melawan_kriteria, urutan_seri
from shared.aturan import AturanSeleksi
from shared.aturan.pppk import AturanPppk, SyaratPppk
from shared.errors import Fault

_PESAN = {
    "BUKAN_PESERTA_SKB": "Peserta ini bukan peserta SKB kelompok ini. Keluarkan dari urutan.",
    "BUKAN_PESERTA_KELOMPOK": "Peserta ini bukan dari kelompok ini. Keluarkan dari urutan.",
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
    hasil = peringkatkan([replace(satu, putusan_seri=None) for satu in people.values()], aturan)
    return _seri(hasil, {nomor: satu.putusan_seri for nomor, satu in people.items()})


def seri_pppk(peserta: Iterable[PesertaPppk], aturan: AturanPppk, syarat: SyaratPppk) -> tuple[tuple[SatuSeri, ...], ...]:
    """Do the same as `seri_menurut_pasal` for PPPK (PermenPANRB 6/2024 Pasal 47 ayat (3))."""
    people = {satu.peserta: satu for satu in peserta}
    hasil = peringkatkan_pppk([replace(satu, putusan_seri=None) for satu in people.values()], aturan, syarat)
    return _seri(hasil, {nomor: satu.putusan_seri for nomor, satu in people.items()})


def _seri(hasil: Iterable[HasilAkhir | HasilPppk], putusan: Mapping[str, PutusanSeri | None]) -> tuple[tuple[SatuSeri, ...], ...]:
    sama: defaultdict[int, list[SatuSeri]] = defaultdict(list)
    for satu in hasil:
        if satu.seri and satu.peringkat is not None and satu.peringkat_kelompok is not None:
            sama[satu.peringkat_kelompok].append(SatuSeri(satu.peserta, satu.formasi, satu.peringkat, putusan[satu.peserta]))
    return tuple(tuple(sama[peringkat]) for peringkat in sorted(sama))


def cela_urutan(daftar: Sequence[Sequence[str]], peserta: Iterable[PesertaSkb], aturan: AturanSeleksi) -> tuple[Fault, ...]:
    """Find what keeps these lists, each the best first, from settling whole ties of one kelompok (PermenPANRB 6/2024 Pasal 45 ayat (4)).

    Args:
        daftar: each list names everybody of one tie and nobody else.
        peserta: all of the kelompok who were called to the SKB.
        aturan: rules of the year.
    """
    people = {satu.peserta: satu for satu in peserta}
    return _cela_daftar(daftar, people, seri_menurut_pasal(people.values(), aturan))


def cela_urutan_pppk(
    daftar: Sequence[Sequence[str]], peserta: Iterable[PesertaPppk], aturan: AturanPppk, syarat: SyaratPppk
) -> tuple[Fault, ...]:
    """Do the same as `cela_urutan` for PPPK (PermenPANRB 6/2024 Pasal 47 ayat (3))."""
    people = {satu.peserta: satu for satu in peserta}
    return _cela_daftar(daftar, people, seri_pppk(people.values(), aturan, syarat), asing="BUKAN_PESERTA_KELOMPOK")


def _cela_daftar(
    daftar: Sequence[Sequence[str]], people: Collection[str], seri: Sequence[Sequence[SatuSeri]], *, asing: str = "BUKAN_PESERTA_SKB"
) -> tuple[Fault, ...]:
    di = {satu.peserta: sama for sama in seri for satu in sama}
    sebutan = Counter(nomor for urutan in daftar for nomor in urutan)
    cela: list[Fault] = [_cela("PESERTA_GANDA", nomor) for nomor in sorted(sebutan) if sebutan[nomor] > 1]
    for urutan in daftar:
        dikenal = [nomor for nomor in dict.fromkeys(urutan) if nomor in di]
        for nomor in dict.fromkeys(urutan):
            if nomor not in people:
                cela.append(_cela(asing, nomor))
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
    bertempat = {satu.peserta for satu in peserta if satu.putusan_seri}
    return _cela_bertempat(bertempat, seri_menurut_pasal(peserta, aturan)) if bertempat else ()


def cela_tempat_pppk(peserta: Sequence[PesertaPppk], aturan: AturanPppk, syarat: SyaratPppk) -> tuple[Fault, ...]:
    """Do the same as `cela_tempat` for PPPK (PermenPANRB 6/2024 Pasal 47 ayat (3))."""
    bertempat = {satu.peserta for satu in peserta if satu.putusan_seri}
    return _cela_bertempat(bertempat, seri_pppk(peserta, aturan, syarat)) if bertempat else ()


def _cela_bertempat(bertempat: set[str], seri: Sequence[Sequence[SatuSeri]]) -> tuple[Fault, ...]:
    daftar: list[list[str]] = []
    cela: list[Fault] = []
    for sama in seri:
        diurutkan = sorted((satu for satu in sama if satu.putusan), key=urutan_seri)
        cela += [_cela("URUTAN_GANDA", b.peserta, a.peserta) for a, b in pairwise(diurutkan) if urutan_seri(a) == urutan_seri(b)]
        daftar.append([satu.peserta for satu in diurutkan])
    di_seri = {satu.peserta for sama in seri for satu in sama}
    daftar += [[peserta] for peserta in sorted(bertempat - di_seri)]
    return (*cela, *_cela_daftar([urutan for urutan in daftar if urutan], bertempat | di_seri, seri))


def _satu_seri(urutan: Sequence[str], seri: Sequence[SatuSeri]) -> list[Fault]:
    """Find the people who are missing from the order of one tie, and those whom it turns round."""
    tempat = {nomor: ke for ke, nomor in enumerate(urutan, start=1)}
    ditempatkan = [replace(satu, putusan=PutusanSeri("", tempat[satu.peserta], "")) for satu in seri if satu.peserta in tempat]
    kurang = [_cela("SERI_TIDAK_LENGKAP", satu.peserta, urutan[0]) for satu in seri if satu.peserta not in tempat]
    return kurang + [_cela("URUTAN_MELAWAN_UKURAN", atas, bawah) for bawah, atas in melawan_kriteria(ditempatkan)]
