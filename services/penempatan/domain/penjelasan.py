"""Why nobody has a seat, and why somebody has none: the conditions counted, the last one in, what would have changed it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from services.penempatan.domain.jenis import Formasi, Peringkat
from services.penempatan.domain.kelayakan import Halangan, Kelayakan, Sifat
from services.penempatan.domain.ketentuan import Ketentuan
from services.penempatan.domain.kode import KodeAlasan
from services.penempatan.domain.papan import Kedudukan, Papan, Seri
from shared.alasan import Alasan
from shared.aturan.pengisian import LetakUnit
from shared.istilah import ModePengisian

Angka = tuple[tuple[str, int | str], ...]


def alasan_seri(seri: Seri, ketentuan: Ketentuan, *, kursi: int, kuota: int) -> Alasan:
    """Why seats are held: a tie that the law leaves."""
    if seri.langkah is None:
        angka: Angka = (("kuota", kuota), ("peringkat", seri.peringkat), ("seperingkat", seri.calon))
        return Alasan(KodeAlasan.SERI_TANPA_URUTAN, ketentuan.pasal_peringkat, angka)
    angka = (
        ("langkah", seri.langkah.nama),
        ("formasi", seri.formasi),
        ("kursi_kosong", kursi),
        ("peringkat_kelompok", seri.peringkat),
        ("calon", seri.calon),
    )
    return Alasan(KodeAlasan.SERI_PADA_PENGISIAN, seri.langkah.pasal, angka)


def alasan_pengisian(orang: Peringkat, tempat: Kedudukan, ketentuan: Ketentuan) -> Alasan:
    """Why this person has a seat of another formation; `tempat.langkah` is there.

    Raises:
        ValueError: the seat is one of the own formation.
    """
    langkah = tempat.langkah
    if langkah is None or orang.peringkat_kelompok is None or orang.nilai_akhir is None:
        raise ValueError(f"{orang.peserta} was not placed by a step")
    angka: list[tuple[str, int | str]] = [
        ("langkah", langkah.nama),
        ("kursi", tempat.kursi),
        ("peringkat_kelompok", orang.peringkat_kelompok),
        (ketentuan.kata.nilai, orang.nilai_akhir),
    ]
    if tempat.berikutnya is not None:
        angka.append(("peringkat_kelompok_berikutnya", tempat.berikutnya))
    return Alasan(KodeAlasan(f"PENGISIAN_{langkah.rute.value}"), langkah.pasal, tuple(angka))


class AlasanKosong:
    """Explains vacancies nobody may take, from one look at the pool that is left."""

    def __init__(self, papan: Papan, ketentuan: Ketentuan, mode: ModePengisian) -> None:
        """Count the people left by what the steps ask about."""
        self._layak = Kelayakan(ketentuan, mode)
        self._pasal = ketentuan.pengisian.pasal or ketentuan.pasal_peringkat
        self._kata = ketentuan.kata
        self._jumlah = len(papan.belum)
        self._semua: Counter[Sifat] = Counter()
        self._per_unit: defaultdict[str, Counter[Sifat]] = defaultdict(Counter)
        for orang in papan.belum:
            asal = papan.formasi[orang.formasi]
            sifat = self._layak.sifat(orang, asal)
            self._semua[sifat] += 1
            self._per_unit[asal.unit][sifat] += 1

    def untuk(self, formasi: Formasi, *, calon_sendiri: int) -> Alasan:
        """Count the people left in the pool, by the condition that each fails first; `calon_sendiri` of its own people may be placed."""
        halangan: Counter[str] = Counter()
        satu_unit = self._per_unit.get(formasi.unit, Counter[Sifat]())
        for sifat, semua in self._semua.items():
            di_unit = satu_unit[sifat]
            for letak, banyak in ((LetakUnit.SAMA, di_unit), (LetakUnit.LAIN, semua - di_unit)):
                sebab = self._layak.halangan(sifat, formasi, letak) if banyak else None
                if sebab is not None:
                    halangan[sebab.value] += banyak
        angka: Angka = (("kuota", formasi.kuota), (self._kata.calon, calon_sendiri), ("sisa_calon", self._jumlah))
        terhalang = ((h.value, halangan[h.value]) for h in Halangan if halangan[h.value])
        return Alasan(KodeAlasan.TIDAK_ADA_CALON, self._pasal, (*angka, *terhalang))


class _Terakhir(NamedTuple):
    """The last one who came into a vacancy."""

    peringkat: int
    formasi: str
    nilai: int


@dataclass(frozen=True, slots=True)
class _Ringkas:
    """How the vacancies look to people of one kind: how many are closed to them by each condition, and who came in last at the others."""

    halangan: Mapping[str, int]
    terakhir: tuple[tuple[_Terakhir, str], ...]  # with the unit, worst rank first


class AlasanTanpaKursi:
    """Explains to people without a seat what became of the vacancies of their kelompok."""

    def __init__(self, papan: Papan, ketentuan: Ketentuan, mode: ModePengisian) -> None:
        """Look at the vacancies that steps filled or left."""
        self._layak = Kelayakan(ketentuan, mode)
        self._pasal = ketentuan.pengisian.pasal or ketentuan.pasal_peringkat
        self._kata = ketentuan.kata
        self._papan = papan
        nilai = {orang.peserta: orang for orang in papan.calon}
        self._terakhir: dict[str, _Terakhir] = {}
        for peserta, tempat in papan.duduk.items():
            orang = nilai[peserta]
            if tempat.langkah is not None and orang.peringkat_kelompok is not None and orang.nilai_akhir is not None:
                satu = _Terakhir(orang.peringkat_kelompok, tempat.formasi, orang.nilai_akhir)
                self._terakhir[tempat.formasi] = max(satu, self._terakhir.get(tempat.formasi, satu))
        kode = sorted(self._terakhir.keys() | (papan.kosong.keys() - papan.tertahan.keys()))
        self._lowongan = tuple(papan.formasi[satu] for satu in kode)
        self._di_unit: defaultdict[str, list[Formasi]] = defaultdict(list)
        for formasi in self._lowongan:
            self._di_unit[formasi.unit].append(formasi)
        self._unit_lain: dict[Sifat, _Ringkas] = {}
        self._jadi: dict[tuple[Sifat, str], Alasan] = {}

    def untuk(self, orang: Peringkat) -> Alasan | None:
        """The reason, or None where the kelompok had no vacancy for anybody."""
        if not self._lowongan:
            return None
        asal = self._papan.formasi[orang.formasi]
        kunci = (self._layak.sifat(orang, asal), asal.unit)
        if kunci not in self._jadi:
            self._jadi[kunci] = self._susun(*kunci)
        return self._jadi[kunci]

    def _susun(self, sifat: Sifat, unit: str) -> Alasan:
        if sifat not in self._unit_lain:
            self._unit_lain[sifat] = self._ringkas(sifat, self._lowongan, LetakUnit.LAIN)
        lain = self._unit_lain[sifat]
        halangan = Counter(lain.halangan)
        terdekat = [next((satu for satu, di in lain.terakhir if di != unit), None)]
        if unit in self._di_unit:
            # Vacancies of the own unit were looked at as if they lay elsewhere.
            halangan.subtract(self._ringkas(sifat, self._di_unit[unit], LetakUnit.LAIN).halangan)
            satu_unit = self._ringkas(sifat, self._di_unit[unit], LetakUnit.SAMA)
            halangan.update(satu_unit.halangan)
            terdekat.append(next((satu for satu, _ in satu_unit.terakhir), None))
        angka: list[tuple[str, int | str]] = [("lowongan", len(self._lowongan))]
        angka += [(h.value, halangan[h.value]) for h in Halangan if halangan[h.value]]
        dilampaui = len(self._lowongan) - sum(halangan.values())
        if dilampaui:
            angka.append(("diisi_peringkat_lebih_baik", dilampaui))
        terakhir = max((satu for satu in terdekat if satu is not None), default=None)
        if terakhir is not None:
            angka += [
                ("formasi_terdekat", terakhir.formasi),
                ("peringkat_kelompok_terakhir", terakhir.peringkat),
                (self._kata.terakhir, terakhir.nilai),
            ]
        return Alasan(KodeAlasan.PENGISIAN_TANPA_KURSI, self._pasal, tuple(angka))

    def _ringkas(self, sifat: Sifat, lowongan: Sequence[Formasi], letak: LetakUnit) -> _Ringkas:
        halangan: Counter[str] = Counter()
        terbuka: list[tuple[_Terakhir, str]] = []
        for formasi in lowongan:
            sebab = self._layak.halangan(sifat, formasi, letak)
            if sebab is not None:
                halangan[sebab.value] += 1
            elif formasi.kode in self._terakhir:
                terbuka.append((self._terakhir[formasi.kode], formasi.unit))
        return _Ringkas(halangan, tuple(sorted(terbuka, reverse=True)))


def calon_per_formasi(peringkat: Sequence[Peringkat]) -> Counter[str]:
    """Count the people of each formation who may be placed."""
    return Counter(orang.formasi for orang in peringkat if orang.berperingkat)
