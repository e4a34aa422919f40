"""Objections to the final result that the agency accepts: whose score was wrong, what is right, and what must follow.

Chosen from what was published and the seed alone, so neither order nor replicas change them. Each has a kelompok of its own.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import chain, zip_longest
from math import isqrt
from typing import NamedTuple

from acuan.terbitan import daftar_skb, integrasi
from deploy.gladi.answers import KursiVersi
from deploy.gladi.hasil import Hasil, Nilai, Putusan
from deploy.gladi.invented import Draws, Formasi, NilaiSkb, NilaiSkd

_SETENGAH = 500  # thousandths: half a point of the SKB, as centres print it
# Below every passing grade of every year: the answers of somebody else were read under this number.
SKD_ORANG_LAIN = NilaiSkd("HADIR", 30, 40, 100)
_PALING_BANYAK = 6


class Macam(StrEnum):
    """What an accepted objection does."""

    PINDAH = "PINDAH"  # somebody without a seat comes before a colleague who was moved to another formation
    KEMBALI = "KEMBALI"  # somebody who was moved comes inside the seats of the own formation
    GUGUR = "GUGUR"  # somebody with a seat is below the passing grade after all
    MASUK = "MASUK"  # the best one outside the seats comes in, the last one inside goes out
    PERINGKAT = "PERINGKAT"  # ranks change, seats do not


class Sanggah(NamedTuple):
    """One accepted objection, which becomes one version of its kelompok.

    Attributes:
        macam: what it does.
        kelompok: agency and jabatan.
        skd: corrected SKD by participant.
        skb: corrected or new SKB by participant.
        keluar: who is no longer called to the SKB.
        dipanggil: who is called to the SKB by it; their results are in `skb`.
        masuk: who must have a seat afterwards and had none.
        kehilangan: who must have lost theirs.
        pindah: whose seat must be one of another formation.
        pasti: whether these are all; otherwise the filling may move more people.
    """

    macam: Macam
    kelompok: str
    skd: Mapping[str, NilaiSkd] = {}
    skb: Mapping[str, NilaiSkb] = {}
    keluar: tuple[str, ...] = ()
    dipanggil: tuple[str, ...] = ()
    masuk: tuple[str, ...] = ()
    kehilangan: tuple[str, ...] = ()
    pindah: tuple[str, ...] = ()
    pasti: bool = False


class Koreksi(NamedTuple):
    """What became of an accepted objection: the published difference of seats, who was signed for, and the seats right after."""

    sanggah: Sanggah
    versi: int
    masuk: tuple[str, ...]
    kehilangan: tuple[str, ...]
    pindah: tuple[str, ...]
    ditandatangani_kehilangan: tuple[str, ...]
    ditandatangani_pindah: tuple[str, ...]
    kursi: tuple[KursiVersi, ...] = ()

    @property
    def seperti_diharapkan(self) -> bool:
        """Whether who came in and who went out are those whom the law leaves no choice about."""
        satu = self.sanggah
        harap = [set(isi) for isi in (satu.masuk, satu.kehilangan, satu.pindah)]
        nyata = [set(isi) for isi in (self.masuk, self.kehilangan, self.pindah)]
        return harap == nyata if satu.pasti else all(a <= b for a, b in zip(harap, nyata, strict=True))


class Pengumuman:
    """The published final result, by kelompok and formation, and what the season knows of its people."""

    def __init__(self, formasi: Sequence[Formasi], hasil: Hasil, studi: Callable[[str], str], nilai_skb: Callable[[str], NilaiSkb]) -> None:
        """`studi` and `nilai_skb` lead from a participant to the verified study and to the SKB result, sat or yet to be sat."""
        self.studi, self.nilai_skb = studi, nilai_skb
        self.putusan = hasil.putusan
        self.kelompok: defaultdict[str, list[Formasi]] = defaultdict(list)
        for satu in formasi:
            self.kelompok[satu.kelompok].append(satu)
        self._semua: defaultdict[str, list[Nilai]] = defaultdict(list)
        for nilai in hasil.nilai:
            self._semua[nilai.formasi].append(nilai)
        self._silang: defaultdict[str, list[Putusan]] = defaultdict(list)
        for putusan in hasil.putusan.values():
            if putusan.formasi_tujuan not in (None, putusan.formasi_asal):
                self._silang[putusan.kelompok].append(putusan)
        self._lowong = {satu.kelompok for satu in hasil.kursi if satu.peserta is None}

    def tanpa_pengisian(self, kelompok: str) -> bool:
        """Whether every seat is held by the own best ranked: then nobody who goes out can be moved elsewhere."""
        return kelompok not in self._lowong and kelompok not in self._silang

    def dipindah(self, kelompok: str) -> list[Putusan]:
        """Those who have a seat of another formation, by participant."""
        return sorted(self._silang.get(kelompok, ()))

    def peringkat(self, formasi: Formasi) -> list[Nilai]:
        """Those who sat the SKB of a formation, the best first."""
        hadir = [nilai for nilai in self._semua.get(formasi.formasi, ()) if nilai.peringkat is not None]
        return sorted(hadir, key=lambda nilai: (nilai.peringkat or 0, nilai.peserta))

    def terakhir_duduk(self, formasi: Formasi) -> str | None:
        """The last in rank among those who have a seat of their own formation."""
        duduk = [satu.peserta for satu in self.peringkat(formasi) if self.putusan[satu.peserta].formasi_tujuan == formasi.formasi]
        return duduk[-1] if duduk else None

    def panggilan_baru(self, formasi: Formasi, keluar: str) -> tuple[str, ...]:
        """Those who are called to the SKB when `keluar` turns out to be below the passing grade."""
        semua = self._semua.get(formasi.formasi, ())
        kini = {nilai.peserta for nilai in semua if nilai.status_skb is not None}
        return tuple(sorted(daftar_skb([nilai for nilai in semua if nilai.peserta != keluar], formasi.kuota) - kini))


def banyak_per_macam(kelompok: int) -> int:
    """Accepted objections of each kind in a season of that many kelompok: one in a small season, six at most."""
    return min(_PALING_BANYAK, max(1, isqrt(kelompok) // 7))


def choose(seed: int, pengumuman: Pengumuman) -> list[list[Sanggah]]:
    """The accepted objections of the season, one list for each kelompok concerned, in the order in which its versions follow."""
    banyak = banyak_per_macam(len(pengumuman.kelompok))
    terpakai: set[str] = set()
    hasil: list[list[Sanggah]] = []
    # The rarest first: each kelompok is taken once.
    for macam, cari in _CARI.items():
        pertama = (next(cari(pengumuman, kelompok), None) for kelompok in sorted(pengumuman.kelompok) if kelompok not in terpakai)
        calon = [kasus for kasus in pertama if kasus is not None]
        diambil = _selang_seling(_diundi(seed, macam, calon))[:banyak]
        terpakai.update(kasus[0].kelompok for kasus in diambil)
        hasil += diambil
    return hasil


def _diundi(seed: int, macam: Macam, calon: Sequence[list[Sanggah]]) -> list[list[Sanggah]]:
    return sorted(calon, key=lambda kasus: Draws(seed, f"sanggah-{macam}", kasus[0].kelompok).uniform())


def _selang_seling(calon: Sequence[list[Sanggah]]) -> list[list[Sanggah]]:
    """Those that call somebody new to the SKB and those that do not, in turn."""
    dengan = [kasus for kasus in calon if kasus[0].dipanggil]
    tanpa = [kasus for kasus in calon if not kasus[0].dipanggil]
    return [kasus for kasus in chain.from_iterable(zip_longest(dengan, tanpa)) if kasus is not None]


def _naikkan(nilai: Nilai, lewat: int) -> NilaiSkb | None:
    """The lowest SKB, in half points, with which this person's final score is above `lewat`; None where 100 is not enough."""
    if nilai.nilai_skb is None or nilai.skd is None:
        return None
    for skb in range((nilai.nilai_skb // _SETENGAH + 1) * _SETENGAH, 100_001, _SETENGAH):
        if integrasi(nilai.skd, skb)[2] > lewat:
            return NilaiSkb("HADIR", skb, "HADIR")
    return None


def _masuk(p: Pengumuman, kelompok: str) -> Iterator[list[Sanggah]]:
    """The best one outside the seats had a better SKB than was recorded."""
    for formasi in p.kelompok[kelompok] if p.tanpa_pengisian(kelompok) else ():
        urut = p.peringkat(formasi)
        if len(urut) <= formasi.kuota or urut[formasi.kuota].peringkat != formasi.kuota + 1:
            continue
        terakhir, calon = urut[formasi.kuota - 1], urut[formasi.kuota]
        skb = _naikkan(calon, terakhir.nilai_akhir or 0)
        if skb is not None:
            masuk, kehilangan = (calon.peserta,), (terakhir.peserta,)
            yield [Sanggah(Macam.MASUK, kelompok, skb={calon.peserta: skb}, masuk=masuk, kehilangan=kehilangan, pasti=True)]


def _tukar_peringkat(p: Pengumuman, kelompok: str) -> Iterator[list[Sanggah]]:
    """The second of a formation overtakes the first; then the first objects as well, and is first again. Both keep their seats."""
    for formasi in p.kelompok[kelompok] if p.tanpa_pengisian(kelompok) else ():
        urut = p.peringkat(formasi)
        if formasi.kuota < 2 or len(urut) < 2:
            continue
        pertama, kedua = urut[:2]
        skb = _naikkan(kedua, pertama.nilai_akhir or 0)
        balas = _naikkan(pertama, _akhir(kedua, skb)) if skb is not None else None
        if skb is not None and balas is not None:
            yield [
                Sanggah(Macam.PERINGKAT, kelompok, skb={siapa.peserta: isi}, pasti=True) for siapa, isi in ((kedua, skb), (pertama, balas))
            ]


def _gugur(p: Pengumuman, kelompok: str) -> Iterator[list[Sanggah]]:
    """The SKD of the last one with a seat of the own formation was somebody else's; first where that calls another one to the SKB."""
    tanpa_panggilan: list[Sanggah] = []
    for formasi in p.kelompok[kelompok]:
        siapa = p.terakhir_duduk(formasi)
        if siapa is None:
            continue
        baru = p.panggilan_baru(formasi, siapa)
        skb = {satu: p.nilai_skb(satu) for satu in baru}
        satu = Sanggah(Macam.GUGUR, kelompok, skd={siapa: SKD_ORANG_LAIN}, skb=skb, keluar=(siapa,), dipanggil=baru, kehilangan=(siapa,))
        if baru:
            yield [satu]
        else:
            tanpa_panggilan.append(satu)
    yield from ([satu] for satu in tanpa_panggilan)


def _pindah(p: Pengumuman, kelompok: str) -> Iterator[list[Sanggah]]:
    """Somebody without a seat comes before a colleague of the same formation and study who was moved, but not before those inside."""
    for asal, urut, letak in _dipindah(p, kelompok):
        dipindah, batas = urut[letak], urut[asal.kuota - 1].nilai_akhir or 0
        for nilai in urut[letak + 1 :] if asal.jenis_kebutuhan == "UMUM" else ():
            skb = _naikkan(nilai, dipindah.nilai_akhir or 0)
            if skb is None or _akhir(nilai, skb) >= batas or p.studi(nilai.peserta) != p.studi(dipindah.peserta):
                continue
            if p.putusan[nilai.peserta].hasil == "TIDAK_LULUS":
                yield [Sanggah(Macam.PINDAH, kelompok, skb={nilai.peserta: skb})]


def _kembali(p: Pengumuman, kelompok: str) -> Iterator[list[Sanggah]]:
    """Somebody who was moved comes before the last one inside the seats of their common formation."""
    for asal, urut, letak in _dipindah(p, kelompok):
        skb = _naikkan(urut[letak], urut[asal.kuota - 1].nilai_akhir or 0)
        if skb is not None:
            siapa = urut[letak].peserta
            yield [Sanggah(Macam.KEMBALI, kelompok, skb={siapa: skb}, pindah=(siapa,))]


def _dipindah(p: Pengumuman, kelompok: str) -> Iterator[tuple[Formasi, list[Nilai], int]]:
    """Everybody who was moved: the own formation, all of its ranking, and the place in it, which is behind the last seat."""
    formasi = {satu.formasi: satu for satu in p.kelompok[kelompok]}
    for putusan in p.dipindah(kelompok):
        asal = formasi[putusan.formasi_asal]
        urut = p.peringkat(asal)
        letak = next((nomor for nomor, nilai in enumerate(urut) if nilai.peserta == putusan.peserta), 0)
        # Where equals of the last one inside wait for a decision, somebody is moved from among them: not a case to expect anything of.
        if letak >= asal.kuota and urut[asal.kuota].peringkat == asal.kuota + 1:
            yield asal, urut, letak


def _akhir(nilai: Nilai, skb: NilaiSkb) -> int:
    """The final score with that SKB, in thousandths."""
    return integrasi(nilai.skd or 0, skb.nilai or 0)[2]


_CARI: dict[Macam, Callable[[Pengumuman, str], Iterator[list[Sanggah]]]] = {
    Macam.PINDAH: _pindah,
    Macam.KEMBALI: _kembali,
    Macam.GUGUR: _gugur,
    Macam.MASUK: _masuk,
    Macam.PERINGKAT: _tukar_peringkat,
}
