"""Placing, filling and replacing, written a second time: slow, from the definition, without a line of the service or of its rule files.

The definition. Inside a formation people who have a rank and did not leave are compared by rank alone: of CPNS those who sat the SKB, of
PPPK those who also reached the grades of the year. Somebody has a seat when those who are at least as good,
themselves included, are no more than the seats. Somebody waits when there are more, but the strictly better ones alone would leave a seat
over. Nobody else gets anything.

Then the seats nobody of the formation can take: step by step, formation by formation in the order of the list, the same definition among
the people without a seat whom the step admits, compared by their rank in the kelompok. Somebody who waits may be gone when it comes to it:
while one of those stands before somebody else, that one waits too, until enough people stand before them who can be gone nowhere.

Own formation: PermenPANRB 27/2021 Pasal 48, PermenPANRB 6/2024 Pasal 45. Filling: PermenPANRB 27/2021 (unfilled needs),
KepmenPANRB 320/2024 diktum ke-35; PermenPANRB 28/2021 (PPPK).
Replacement: PP 11/2017 Pasal 45, Perka BKN 14/2018 and 1/2019. Ties: posisi 4.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Pos:
    kode: str
    kuota: int
    jenis: str
    unit: str
    kualifikasi: frozenset[str]
    urutan: int
    grup: str | None


@dataclass(frozen=True)
class Orang:
    nomor: str
    formasi: str
    hadir: bool
    peringkat: int | None
    peringkat_kelompok: int | None
    jenis: str
    kualifikasi: str
    umum: bool
    mau: tuple[str, frozenset[str], frozenset[str]]  # SEMUA, TIDAK or PILIHAN; units; formations


@dataclass(frozen=True)
class Pergi:
    nomor: str
    diganti: bool


@dataclass(frozen=True)
class Papan:
    """Seat -> participant for taken seats; seat -> name of the step that filled it; who waits; seats that are carried over."""

    kursi: Mapping[str, str]
    langkah: Mapping[str, str]
    menunggu: frozenset[str]
    dibawa: frozenset[str]


Syarat = Callable[[Orang, Pos, Pos], bool]  # person, own formation, formation of the seat
UMUM_2024 = {"UMUM", "NON_OAP"}


def _bukan_umum(o: Orang, asal: Pos, _: Pos) -> bool:
    return o.jenis not in UMUM_2024


def _jenis_sama(o: Orang, asal: Pos, tujuan: Pos) -> bool:
    return o.jenis == tujuan.jenis


def _jenis_lain(o: Orang, asal: Pos, tujuan: Pos) -> bool:
    return o.jenis != tujuan.jenis


def _siapa_saja(o: Orang, asal: Pos, tujuan: Pos) -> bool:
    return True


# (name, general seat, same unit, whose applicants, general grade asked); the steps of one inner list run together.
LANGKAH: dict[str, list[list[tuple[str, bool, bool, Syarat, bool]]]] = {
    "cpns-2021": [
        [("1", True, True, _bukan_umum, True)],
        [("2", False, True, _jenis_lain, True)],
        [("3-umum", True, False, _siapa_saja, True), ("3-khusus", False, False, _siapa_saja, True)],
    ],
    "cpns-2024": [
        [("U-1", True, True, _bukan_umum, True)],
        [("E-1", False, False, _jenis_sama, False)],
        [("E-2", False, True, _jenis_lain, True)],
        [("U-3", True, False, _siapa_saja, True), ("E-3", False, False, _siapa_saja, True)],
    ],
}
LANGKAH["cpns-2023"] = LANGKAH["cpns-2021"]
# PPPK 2021: the best ranked of another unit (PermenPANRB 28/2021). No text of 2024 speaks of filling.
LANGKAH["pppk-2021"] = [[("unit-lain", True, False, _siapa_saja, True)]]
LANGKAH["pppk-2024"] = []

# What the lists of each year print for somebody who was moved, by the step's name (the announcements of each year).
KODE_LANGKAH: dict[str, dict[str, str]] = {
    "cpns-2021": {"1": "P/L-1", "2": "P/L-1", "3-umum": "P/L-2", "3-khusus": "P/L-2"},
    "cpns-2023": {"1": "L-1", "2": "L-1", "3-umum": "L-2", "3-khusus": "L-2"},
    "cpns-2024": {"U-1": "P/L-U1", "E-1": "P/L-E1", "E-2": "P/L-E2", "U-3": "P/L-U3", "E-3": "P/L-E3"},
    "pppk-2021": {"unit-lain": "L-2"},
    "pppk-2024": {},
}


def boleh(langkah: tuple[str, bool, bool, Syarat, bool], o: Orang, asal: Pos, tujuan: Pos, persetujuan: bool) -> bool:
    """Whether the step admits this person to a seat of `tujuan`."""
    _, kursi_umum, satu_unit, siapa, ambang_umum = langkah
    if (tujuan.jenis in UMUM_2024) != kursi_umum or (asal.unit == tujuan.unit) != satu_unit:
        return False
    if not satu_unit and asal.grup != tujuan.grup:
        return False
    if o.kualifikasi not in tujuan.kualifikasi or (ambang_umum and not o.umum) or not siapa(o, asal, tujuan):
        return False
    kata, unit, formasi = o.mau
    return not persetujuan or kata == "SEMUA" or (kata == "PILIHAN" and (tujuan.unit in unit or tujuan.kode in formasi))


def daftar(pos: Iterable[Pos]) -> list[Pos]:
    """The official list: unit, need type, id; the place an officer gave comes first."""
    return sorted(pos, key=lambda p: (p.urutan, p.unit, p.jenis, p.kode))


def jalankan(pos: Sequence[Pos], semua: Sequence[Orang], pergi: Sequence[Pergi] = (), *, aturan: str, persetujuan: bool = False) -> Papan:
    """Place everybody, then let people go one after the other."""
    meja = _Meja(pos, semua, LANGKAH[aturan], persetujuan=persetujuan)
    meja.bagi()
    for satu in pergi:
        meja.lepas(satu)
    return Papan(dict(sorted(meja.kursi.items())), dict(sorted(meja.langkah.items())), frozenset(meja.menunggu), frozenset(meja.dibawa))


class _Meja:
    def __init__(
        self, pos: Sequence[Pos], semua: Sequence[Orang], langkah: list[list[tuple[str, bool, bool, Syarat, bool]]], *, persetujuan: bool
    ) -> None:
        self.pos = {p.kode: p for p in pos}
        self.tinggal = list(semua)
        self.tahapan = langkah
        self.persetujuan = persetujuan
        self.kursi: dict[str, str] = {}
        self.langkah: dict[str, str] = {}
        self.menunggu: set[str] = set()
        self.dibawa: set[str] = set()

    def lepas(self, satu: Pergi) -> None:
        """Somebody goes; who has no seat leaves none."""
        ditinggal = [nomor for nomor, pemilik in self.kursi.items() if pemilik == satu.nomor]
        self.tinggal = [o for o in self.tinggal if o.nomor != satu.nomor]
        for nomor in ditinggal:
            del self.kursi[nomor]
            self.langkah.pop(nomor, None)
            if not satu.diganti:
                self.dibawa.add(nomor)
        self.bagi()

    def bebas(self, kode: str) -> list[str]:
        nomor = [f"{kode}/{n}" for n in range(1, self.pos[kode].kuota + 1)]
        return [satu for satu in nomor if satu not in self.kursi and satu not in self.dibawa]

    def belum(self) -> list[Orang]:
        duduk = set(self.kursi.values())
        return [o for o in self.tinggal if o.hadir and o.nomor not in duduk]

    def bagi(self) -> None:
        """Everything that is open, once more from the beginning."""
        self.menunggu = set()
        tertahan_sendiri = {kode for kode in sorted(self.pos) if self._sendiri(kode)}
        tertahan: dict[str, int] = {}  # formation held for a tie -> people who may come into it and can be gone nowhere
        for tahap in self.tahapan:
            for pos in daftar(self.pos.values()):
                for langkah in tahap:
                    if pos.kode not in tertahan_sendiri:
                        self._antar(pos, langkah, tertahan)

    def _sendiri(self, kode: str) -> bool:
        """The formation's own people; True when a tie holds its seats."""
        bebas = self.bebas(kode)
        calon = [(o.peringkat or 0, o.nomor) for o in self.belum() if o.formasi == kode]
        dapat = sorted(c for c in calon if sum(1 for lain in calon if lain[0] <= c[0]) <= len(bebas))
        tunggu = [c for c in calon if c not in dapat and sum(1 for lain in calon if lain[0] < c[0]) < len(bebas)]
        self.kursi.update(zip(bebas, (nomor for _, nomor in dapat), strict=False))
        self.menunggu |= {nomor for _, nomor in tunggu}
        return bool(tunggu)

    def _antar(self, pos: Pos, langkah: tuple[str, bool, bool, Syarat, bool], tertahan: dict[str, int]) -> None:
        bebas = self.bebas(pos.kode)
        if not bebas:
            return
        admitted = [o for o in self.belum() if boleh(langkah, o, self.pos[o.formasi], pos, self.persetujuan)]
        calon = [(o.peringkat_kelompok or 0, o.nomor) for o in admitted]
        dapat: list[tuple[int, str]] = []
        if pos.kode not in tertahan:
            for c in sorted(calon)[: len(bebas)]:
                setidaknya_sama = [lain for lain in calon if lain[0] <= c[0]]
                if len(setidaknya_sama) <= len(bebas) and not any(nomor in self.menunggu for _, nomor in setidaknya_sama):
                    dapat.append(c)
        for nomor, (_, peserta) in zip(bebas, dapat, strict=False):
            self.kursi[nomor] = peserta
            self.langkah[nomor] = langkah[0]
        sisa = len(bebas) - len(dapat)
        lain_lain = [c for c in calon if c not in dapat]
        pasti = [c for c in lain_lain if c[1] not in self.menunggu]
        mungkin = [c for c in lain_lain if tertahan.get(pos.kode, 0) + sum(1 for p in pasti if p[0] < c[0]) < sisa]
        if mungkin:
            tertahan[pos.kode] = tertahan.get(pos.kode, 0) + sum(1 for c in mungkin if c in pasti)
            self.menunggu |= {nomor for _, nomor in mungkin}


def per_calon(pos: Sequence[Pos], semua: Sequence[Orang], *, aturan: str, persetujuan: bool = False) -> Mapping[str, str]:
    """Filling the other way round, without equal ranks: the best person chooses the first vacancy of the list; seat -> participant."""
    meja = _Meja(pos, semua, LANGKAH[aturan], persetujuan=persetujuan)
    for kode in sorted(meja.pos):
        meja._sendiri(kode)
    for tahap in meja.tahapan:
        for orang in sorted(meja.belum(), key=lambda o: o.peringkat_kelompok or 0):
            asal = meja.pos[orang.formasi]
            for tujuan in daftar(meja.pos.values()):
                if meja.bebas(tujuan.kode) and any(boleh(langkah, orang, asal, tujuan, persetujuan) for langkah in tahap):
                    meja.kursi[meja.bebas(tujuan.kode)[0]] = orang.nomor
                    break
    return dict(sorted(meja.kursi.items()))
