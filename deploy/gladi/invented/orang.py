"""Synthetic applicants. Number `i` is the same person in every order and every batch."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from itertools import accumulate
from math import exp
from typing import NamedTuple

from deploy.gladi.invented.draws import Draws
from deploy.gladi.invented.kesediaan import Kesediaan, kesediaan
from deploy.gladi.invented.names import nama_orang
from deploy.gladi.invented.ragam import Jenis
from deploy.gladi.invented.riwayat import Riwayat, berizin, riwayat
from shared.aturan.pendaftaran import AturanPendaftaran

# Region code 00 belongs to no region, so none of these can be somebody's NIK.
_WILAYAH = "00"
_MODULUS = 10**14
_PENGALI = 38_196_601_125_013  # coprime with 10**14: one number, one NIK, and back
_BALIK = pow(_PENGALI, -1, _MODULUS)

_JENJANG_SEKOLAH = ("SLTA", "SMK", "SLTP", "SMA", "MA/")
HARI_PENUTUPAN = date(2024, 9, 6)


class Formasi(NamedTuple):
    """One post as the front door publishes it."""

    formasi: str
    kelompok: str
    instansi: str
    jenis_kebutuhan: str
    kualifikasi: tuple[str, ...]
    kuota: int
    unit: str = ""
    jabatan: str = ""


# Where the mail of invented people would go: RFC 2606 keeps it from everybody.
SURAT = "surat.invalid"


class Pelamar(NamedTuple):
    """One application. `ipk` in hundredths; `skala_ipk` is IPK (scale 4) or IJAZAH (scale 100)."""

    nomor: int
    nik: str
    nama: str
    tanggal_lahir: date
    jenis_kelamin: str
    formasi: str
    kualifikasi: str
    ipk: int
    skala_ipk: str
    dokumen: tuple[str, ...]
    kesediaan: Kesediaan | None = None
    riwayat: Riwayat | None = None

    @property
    def teks_ipk(self) -> str:
        """`ipk` as it is written in an application, such as 3.79."""
        return f"{self.ipk // 100}.{self.ipk % 100:02d}"

    @property
    def surel(self) -> str | None:
        """An address that no post office serves; one person in ten has none."""
        return f"{self.nama.lower().replace(' ', '.')}.{self.nomor}@{SURAT}" if self.nomor % 10 else None


class Lowongan:
    """All posts of the season, with how much each of them draws applicants (a power law: competition is very uneven).

    Attributes:
        formasi: the posts, sorted by id.
        jenis: kind of the season.
        kursi: all their seats.
        kelompok: how many pools of agency and jabatan they make.
        studi: every study that one of them accepts, sorted.
    """

    __slots__ = ("_aturan", "_formasi", "_kelompok", "_kumulatif", "formasi", "jenis", "kelompok", "kursi", "studi")

    def __init__(self, seed: int, formasi: Iterable[Formasi], aturan: AturanPendaftaran, jenis: Jenis = Jenis.CPNS) -> None:
        """Sort the posts by id, so that the order in which they were read changes nothing; `aturan` says which documents they ask for."""
        self._aturan = aturan
        self.jenis = jenis
        self.formasi = sorted(formasi)
        self.studi = sorted({studi for satu in self.formasi for studi in satu.kualifikasi})
        self._formasi = {satu.formasi: satu for satu in self.formasi}
        self._kelompok: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for satu in self.formasi:
            self._kelompok[satu.kelompok].append((satu.formasi, satu.unit))
        self.kursi = sum(satu.kuota for satu in self.formasi)
        self.kelompok = len(self._kelompok)
        self._kumulatif = list(accumulate(_daya_tarik(seed, satu) for satu in self.formasi))

    def choose(self, draws: Draws) -> Formasi:
        """The post that this person applies for."""
        return self.formasi[draws.weighted(self._kumulatif)]

    def unit(self, formasi: str) -> str:
        """The unit of a post."""
        return self._formasi[formasi].unit

    def kelompok_dari(self, formasi: str) -> str:
        """The kelompok of a post."""
        return self._formasi[formasi].kelompok

    def jabatan(self, formasi: str) -> str:
        """The jabatan of a post."""
        return self._formasi[formasi].jabatan

    def tujuan(self, formasi: Formasi) -> list[tuple[str, str]]:
        """The other posts of the pool as (formasi, unit), sorted; the post itself where there is no other."""
        lain = [satu for satu in self._kelompok[formasi.kelompok] if satu[0] != formasi.formasi]
        return lain or [(formasi.formasi, formasi.unit)]

    def dokumen(self, formasi: Formasi) -> tuple[str, ...]:
        """What an applicant of this post hands in."""
        umum = (*self._aturan.dokumen_wajib, *self._aturan.dokumen_kebutuhan.get(formasi.jenis_kebutuhan, ()))
        kerja = (self._aturan.dokumen_pengalaman,) if self._aturan.dokumen_pengalaman else ()
        izin = (self._aturan.registrasi.dokumen,) if self._aturan.registrasi is not None and self.berizin(formasi) else ()
        return (*umum, *kerja, *izin)

    def berizin(self, formasi: Formasi) -> bool:
        """Whether applicants of this post need a registration (STR)."""
        return berizin(self._aturan, formasi.jabatan)


def _daya_tarik(seed: int, formasi: Formasi) -> float:
    """Weight of a post: more seats draw more people, less than in proportion; a few posts are besieged, some nearly ignored."""
    draws = Draws(seed, "minat", formasi.formasi)
    return float(formasi.kuota**0.75 * min(draws.pareto(1.5), 25.0) * exp(draws.normal(0.0, 0.9)))


def nik(seed: int, nomor: int) -> str:
    """The synthetic NIK of person `nomor`: 16 digits, region code 00, unique."""
    return f"{_WILAYAH}{(nomor * _PENGALI + seed * 7_919) % _MODULUS:014d}"


def nomor_dari_nik(seed: int, teks: str) -> int:
    """Inverse of `nik`; for digits that are nobody's NIK a number far beyond any season."""
    return (int(teks[2:]) - seed * 7_919) * _BALIK % _MODULUS


class _Usia(NamedTuple):
    """Between which ages, in years, most people are, a few are too old, and very few too young."""

    biasa: tuple[int, int]
    lanjut: tuple[int, int]
    muda: tuple[int, int]


# PermenPANRB 27/2021 asks for 18 to 35, PP 49/2018 for 20 to one year before retirement.
_USIA = {Jenis.CPNS: _Usia((20, 34), (36, 42), (16, 17)), Jenis.PPPK: _Usia((23, 54), (59, 63), (17, 19))}


def _tanggal_lahir(draws: Draws, usia: _Usia) -> date:
    if draws.chance(0.02):
        tahun = usia.lanjut
    elif draws.chance(0.004):
        tahun = usia.muda
    else:
        tahun = usia.biasa
    return HARI_PENUTUPAN - timedelta(days=draws.integer(*(satu * 365 for satu in tahun)))


def pelamar(seed: int, nomor: int, lowongan: Lowongan) -> Pelamar:
    """Person `nomor` of season `seed` and the application that this person sends."""
    draws = Draws(seed, "pelamar", nomor)
    formasi = lowongan.choose(draws)
    studi = draws.choose(lowongan.studi) if draws.chance(0.07) else draws.choose(formasi.kualifikasi)
    sekolah = studi.startswith(_JENJANG_SEKOLAH)
    ipk = min(max(round(draws.normal(8_100, 520)), 6_000), 9_900) if sekolah else min(max(round(draws.normal(342, 27)), 250), 400)
    dokumen = lowongan.dokumen(formasi)
    if draws.chance(0.06):
        hilang = draws.choose(dokumen)
        dokumen = tuple(satu for satu in dokumen if satu != hilang)
    return Pelamar(
        nomor,
        nik(seed, nomor),
        nama_orang(draws),
        _tanggal_lahir(draws, _USIA[lowongan.jenis]),
        draws.choose("LP"),
        formasi.formasi,
        studi,
        ipk,
        "IJAZAH" if sekolah else "IPK",
        dokumen,
        kesediaan(seed, nomor, partial(lowongan.tujuan, formasi)),
        riwayat(seed, nomor, HARI_PENUTUPAN, izin=lowongan.berizin(formasi)) if lowongan.jenis is Jenis.PPPK else None,
    )
