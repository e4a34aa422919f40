"""The rule set of one selection as frozen values; all numbers are integers, every part carries its article."""

from dataclasses import dataclass
from enum import StrEnum

from shared.aturan.instansi import jenis_instansi
from shared.istilah import JenisBagian, JenisInstansi, JenisKebutuhan


class Kriteria(StrEnum):
    """What a rank or a cut-off may compare, best first; USIA: the earlier birth date is better."""

    NILAI_AKHIR = "NILAI_AKHIR"
    SKD = "SKD"
    TKP = "TKP"
    TIU = "TIU"
    TWK = "TWK"
    IPK = "IPK"
    USIA = "USIA"


class LangkahPembulatan(StrEnum):
    """The steps of the integration that may be rounded."""

    SKD_100 = "skd_100"
    SKOR_SKD = "skor_skd"
    SKOR_SKB = "skor_skb"


class Pembulatan(StrEnum):
    """Where an exact half goes."""

    SETENGAH_KE_ATAS = "setengah_ke_atas"
    SETENGAH_KE_GENAP = "setengah_ke_genap"


class HasilSkd(StrEnum):
    """Where somebody stands after the SKD; DI_LUAR_BATAS: reached the passing grade, not among the best three times the seats."""

    LULUS = "LULUS"
    DI_LUAR_BATAS = "DI_LUAR_BATAS"
    TIDAK_LULUS = "TIDAK_LULUS"
    TH = "TH"
    DIS = "DIS"


@dataclass(frozen=True, slots=True)
class Komponen:
    """One part of the SKD: number of questions, range of points, and the step between possible scores."""

    soal: int
    minimum: int
    maksimum: int
    kelipatan: int


@dataclass(frozen=True, slots=True)
class SusunanSkd:
    """Composition of the SKD, in points (`maksimum` = sum of the parts)."""

    twk: Komponen
    tiu: Komponen
    tkp: Komponen
    maksimum: int
    pasal: str


@dataclass(frozen=True, slots=True)
class AmbangBatas:
    """A passing grade: lower bounds in points, 0 where the article sets none."""

    kode: str
    pasal: str
    total: int = 0
    twk: int = 0
    tiu: int = 0
    tkp: int = 0


@dataclass(frozen=True, slots=True)
class AmbangJabatan:
    """A passing grade that replaces the grade called `menggantikan` for the named jabatan."""

    menggantikan: str
    awalan_jabatan: tuple[str, ...]
    ambang: AmbangBatas

    def berlaku(self, jabatan: str) -> bool:
        """True when the name of the jabatan begins with one of the listed names, whole words only."""
        nama = " ".join(jabatan.upper().split()) + " "
        return any(nama.startswith(f"{awalan} ") for awalan in self.awalan_jabatan)


@dataclass(frozen=True, slots=True)
class Potong:
    """The cut-off to the SKB: `faktor` times the seats, ties in `urutan`."""

    faktor: int
    urutan: tuple[Kriteria, ...]
    pasal: str


@dataclass(frozen=True, slots=True)
class Integrasi:
    """Weights in per cent and the SKD scale in points.

    Attributes:
        pembulatan: the steps that are rounded; a step not named is carried on exactly, the sum is rounded in any case.
        desimal: decimals that a rounded step keeps, at most 3.
    """

    skala_skd: int
    bobot_skd: int
    bobot_skb: int
    pasal: str
    pembulatan: tuple[LangkahPembulatan, ...]
    desimal: int
    cara: Pembulatan


@dataclass(frozen=True, slots=True)
class BatasBagian:
    """What an agency of one kind may announce as SKB, weights in per cent.

    Attributes:
        cat_minimum: least weight of the computer test.
        jenis_maksimum: most weight of single kinds; 0 forbids the kind.
        tambahan_maksimum: most weight of all parts besides the computer test together.
        jumlah_tambahan: most parts besides the computer test; None = no article limits them.
        perlu_persetujuan: kinds that need the minister's approval, which the announcement must name.
    """

    instansi: JenisInstansi
    cat_minimum: int
    jenis_maksimum: tuple[tuple[JenisBagian, int], ...]
    tambahan_maksimum: int
    jumlah_tambahan: int | None
    perlu_persetujuan: tuple[JenisBagian, ...]
    pasal: str


@dataclass(frozen=True, slots=True)
class AturanSkb:
    """How an SKB is put together from parts.

    Attributes:
        skala: the composite and every part not said otherwise go from 0 to this.
        desimal: decimals of the composite, at most 3; rounded once.
        awalan_daerah: see `shared.aturan.instansi`.
    """

    skala: int
    desimal: int
    cara: Pembulatan
    awalan_daerah: tuple[str, ...]
    batas: tuple[BatasBagian, ...]
    pasal: str

    def batas_untuk(self, instansi: str) -> BatasBagian:
        """The bounds for the agency of that name."""
        jenis = jenis_instansi(instansi, self.awalan_daerah)
        return next(satu for satu in self.batas if satu.instansi is jenis)


@dataclass(frozen=True, slots=True)
class Bawaan:
    """Using the SKD of an earlier year, one of `tahun_asal`, instead of sitting this year's; when it is chosen the calendar says."""

    tahun_asal: tuple[int, ...]
    pasal: str


@dataclass(frozen=True, slots=True)
class UrutanPeringkat:
    """The order of comparison of the final ranking."""

    urutan: tuple[Kriteria, ...]
    pasal: str


@dataclass(frozen=True, slots=True)
class AturanSeleksi:
    """Everything the scoring of one year and kind is decided by.

    Attributes:
        nama: name of the rule set, such as cpns-2024.
        versi: raised whenever a value of a published rule set is corrected.
        bawaan: None where no article lets an earlier year's SKD count.
        kode_skd: code as printed after the SKD, by outcome.
        kode_akhir: code as printed at the end, by outcome (words of `shared.istilah.Hasil`).
    """

    nama: str
    versi: int
    jenis_pengadaan: str
    tahun: int
    skd: SusunanSkd
    ambang: tuple[tuple[JenisKebutuhan, AmbangBatas], ...]
    ambang_jabatan: tuple[AmbangJabatan, ...]
    potong: Potong
    integrasi: Integrasi
    peringkat: UrutanPeringkat
    kode_skd: tuple[tuple[HasilSkd, str], ...]
    kode_akhir: tuple[tuple[str, str], ...]
    skb: AturanSkb
    bawaan: Bawaan | None = None

    def ambang_batas(self, jenis_kebutuhan: str, jabatan: str) -> AmbangBatas:
        """The passing grade of a need type in a jabatan; an exception by jabatan replaces the general grade only.

        Raises:
            KeyError: the rule set does not know the need type.
        """
        jenis = dict(self.ambang)[JenisKebutuhan(jenis_kebutuhan)]
        for khusus in self.ambang_jabatan:
            if khusus.menggantikan == jenis.kode and khusus.berlaku(jabatan):
                return khusus.ambang
        return jenis
