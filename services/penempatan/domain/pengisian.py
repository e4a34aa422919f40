"""Filling between formations: seats that nobody of their own formation can take go to the best ranked of the kelompok whom a step admits.

Tahap by tahap, vacancy by vacancy in the order of the official list, the best candidate gets the first vacancy (PermenPANRB 27/2021 on
seats not filled; KepmenPANRB 320/2024 diktum ke-35; posisi 11, 12 and 13). Best means rank in the kelompok: final score and the whole
tie-break. Own winners never move, nobody is displaced, and somebody who is placed leaves the pool (posisi 17).

Where the law leaves a tie, nobody is chosen: the seats are held, and so is everybody who may come into them if Panselnas decides one way
or the other. What is decided here is therefore right under every decision that can follow.
"""

from collections import defaultdict
from collections.abc import Iterator
from heapq import merge
from itertools import groupby
from operator import itemgetter

from services.penempatan.domain.jenis import Formasi, Peringkat
from services.penempatan.domain.kelayakan import Kelayakan, Sifat
from services.penempatan.domain.ketentuan import Ketentuan
from services.penempatan.domain.papan import Kedudukan, Papan, Seri
from shared.aturan.pengisian import LangkahPengisian, LetakUnit
from shared.istilah import ModePengisian

_Orang = tuple[int, str, str]  # rank in the kelompok, participant, unit of the own formation


def isi_antar_formasi(papan: Papan, ketentuan: Ketentuan, mode: ModePengisian) -> Papan:
    """Fill what is still open, step by step."""
    belum = papan.belum
    lowongan = sorted((papan.formasi[kode] for kode in papan.kosong if kode not in papan.tertahan), key=lambda f: f.dalam_daftar)
    if not lowongan or not belum:
        return papan
    pengisi = _Pengisi(papan, belum, Kelayakan(ketentuan, mode))
    for tahap in ketentuan.tahapan:
        for formasi in lowongan:
            pengisi.isi(formasi, tahap)
    return pengisi.papan()


class _Antre:
    """People of one `Sifat` in order of rank; `mulai` passes over those at the head who have a seat by now."""

    __slots__ = ("mulai", "orang")

    def __init__(self) -> None:
        self.orang: list[_Orang] = []
        self.mulai = 0


class _Kumpulan:
    """The pool, so arranged that a vacancy looks only at people who may take it."""

    def __init__(self, belum: tuple[Peringkat, ...], papan: Papan, layak: Kelayakan) -> None:
        self._layak = layak
        self._semua: defaultdict[Sifat, _Antre] = defaultdict(_Antre)
        self._per_unit: defaultdict[str, defaultdict[Sifat, _Antre]] = defaultdict(lambda: defaultdict(_Antre))
        self.pergi: set[str] = set()
        urut = sorted((orang.peringkat_kelompok, orang.peserta, orang) for orang in belum if orang.peringkat_kelompok is not None)
        for peringkat, peserta, orang in urut:
            asal = papan.formasi[orang.formasi]
            sifat = layak.sifat(orang, asal)
            satu = (peringkat, peserta, asal.unit)
            self._semua[sifat].orang.append(satu)
            self._per_unit[asal.unit][sifat].orang.append(satu)

    def berhak(self, formasi: Formasi, langkah: LangkahPengisian) -> Iterator[_Orang]:
        """People without a seat whom the step admits to `formasi`, best rank first."""
        if langkah.unit is LetakUnit.LAIN:
            dari = self._semua
        elif formasi.unit in self._per_unit:
            dari = self._per_unit[formasi.unit]
        else:
            return iter(())
        return merge(*(self._sisa(antre, formasi, langkah) for sifat, antre in dari.items() if self._layak.berhak(sifat, formasi, langkah)))

    def _sisa(self, antre: _Antre, formasi: Formasi, langkah: LangkahPengisian) -> Iterator[_Orang]:
        while antre.mulai < len(antre.orang) and antre.orang[antre.mulai][1] in self.pergi:
            antre.mulai += 1
        for tempat in range(antre.mulai, len(antre.orang)):
            satu = antre.orang[tempat]
            if satu[1] not in self.pergi and (langkah.unit is LetakUnit.SAMA or satu[2] != formasi.unit):
                yield satu


class _Pengisi:
    """One run over the vacancies; `_tersisa` and `_pasti` are about formations held by a tie of this run.

    `_tersisa` counts the seats held, `_pasti` how many people who certainly have no other seat may come into them: once these are enough,
    the seats will be taken in this tahap whatever is decided, and concern nobody else.
    """

    def __init__(self, papan: Papan, belum: tuple[Peringkat, ...], layak: Kelayakan) -> None:
        self._papan = papan
        self._layak = layak
        self._kumpulan = _Kumpulan(belum, papan, layak)
        self._kosong = dict(papan.kosong)
        self._duduk = dict(papan.duduk)
        self._menunggu = dict(papan.menunggu)
        self._tertahan = dict(papan.tertahan)
        self._pasti: dict[str, int] = {}

    def isi(self, formasi: Formasi, tahap: tuple[LangkahPengisian, ...]) -> None:
        """Offer the open seats of one formation to those whom this tahap admits."""
        langkah = self._layak.langkah(tahap, formasi)
        kursi = self._kosong.get(formasi.kode, ())
        if langkah is None or not kursi or self._pasti.get(formasi.kode, -1) >= len(kursi):
            return
        kelas = groupby(self._kumpulan.berhak(formasi, langkah), key=itemgetter(0))
        dapat: list[str] = []
        tertahan = formasi.kode in self._tertahan
        berikutnya: int | None = None
        for peringkat, kelompok_peringkat in kelas:
            orang = tuple(peserta for _, peserta, _ in kelompok_peringkat)
            berikutnya = peringkat
            if len(dapat) == len(kursi):
                break
            berikutnya = None
            if tertahan or len(orang) > len(kursi) - len(dapat) or any(satu in self._menunggu for satu in orang):
                self._tempatkan(formasi, langkah, dapat, peringkat)
                self._tahan(formasi, langkah, peringkat, orang, kelas)
                return
            dapat.extend(orang)
            self._kumpulan.pergi.update(orang)
        self._tempatkan(formasi, langkah, dapat, berikutnya)

    def papan(self) -> Papan:
        """The board after the run."""
        asal = self._papan
        return Papan(asal.formasi, asal.calon, self._kosong, self._duduk, self._menunggu, self._tertahan)

    def _tempatkan(self, formasi: Formasi, langkah: LangkahPengisian, dapat: list[str], berikutnya: int | None) -> None:
        if not dapat:
            return
        kursi = self._kosong.pop(formasi.kode)
        for nomor, peserta in zip(kursi, dapat, strict=False):
            self._duduk[peserta] = Kedudukan(nomor, formasi.kode, langkah.rute, langkah, berikutnya)
        if len(dapat) < len(kursi):
            self._kosong[formasi.kode] = kursi[len(dapat) :]

    def _tahan(
        self,
        formasi: Formasi,
        langkah: LangkahPengisian,
        peringkat: int,
        orang: tuple[str, ...],
        kelas: Iterator[tuple[int, Iterator[_Orang]]],
    ) -> None:
        """Hold what is left of the formation for this class and for whoever may come into it after them."""
        sisa = len(self._kosong[formasi.kode])
        pasti = self._pasti.get(formasi.kode, 0)
        calon: list[str] = []
        while orang:
            calon.extend(orang)
            pasti += sum(1 for satu in orang if satu not in self._menunggu)
            orang = ()
            if pasti < sisa:
                orang = next((tuple(peserta for _, peserta, _ in isi) for _, isi in kelas), ())
        self._pasti[formasi.kode] = pasti
        seri = self._tertahan.setdefault(formasi.kode, Seri(formasi.kode, peringkat, len(calon), langkah))
        for satu in calon:
            self._menunggu.setdefault(satu, seri)
