"""The rule set of a PPPK selection: a computer test in parts, the passing grades and added points of the year, and an order of ranking."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from shared.aturan.loading import read
from shared.aturan.periksa import periksa_komponen
from shared.aturan.seleksi import Komponen
from shared.aturan.tabel import AturanTidakSah, Tabel, only, record, table, tables, text
from shared.istilah import Afirmasi, Kehadiran


class KriteriaPppk(StrEnum):
    """What the ranking compares, best first; USIA: the earlier birth date is better."""

    TOTAL = "TOTAL"
    TEKNIS = "TEKNIS"
    MANAJERIAL_SOSIOKULTURAL = "MANAJERIAL_SOSIOKULTURAL"
    WAWANCARA = "WAWANCARA"
    USIA = "USIA"


@dataclass(frozen=True, slots=True)
class UjianPppk:
    """The test of some jabatan, in points (`maksimum` = sum of the parts).

    Attributes:
        kode: what the rule set calls it; UMUM = of everybody who has no other.
        awalan_jabatan: first words of the names of its jabatan, in capitals; empty for UMUM.
        teknis_terendah, teknis_tertinggi: between these lies the technical grade of each of its jabatan; both 0 without grades.
    """

    kode: str
    awalan_jabatan: tuple[str, ...]
    teknis: Komponen
    manajerial_sosiokultural: Komponen
    wawancara: Komponen
    maksimum: int
    pasal: str
    teknis_terendah: int = 0
    teknis_tertinggi: int = 0


@dataclass(frozen=True, slots=True)
class AmbangTeknis:
    """The technical grade of some jabatan, whose names are in capitals."""

    nilai: int
    jabatan: tuple[str, ...]
    pasal: str


@dataclass(frozen=True, slots=True)
class AmbangTahun:
    """The grades of a year: two that hold for everybody, and the technical one by jabatan, in points."""

    manajerial_sosiokultural: int
    wawancara: int
    teknis: tuple[AmbangTeknis, ...]
    pasal: str


@dataclass(frozen=True, slots=True)
class TambahanNilai:
    """Points added to the technical part.

    Attributes:
        ujian: code of the test whose participants may get them.
        usia_minimum: least age on the day of application, in completed years; None = any.
        masa_kerja_minimum: least service, in years; None = any.
        dokumen: what proves it at registration.
    """

    kode: Afirmasi
    ujian: str
    nilai: int
    pasal: str
    usia_minimum: int | None = None
    masa_kerja_minimum: int | None = None
    dokumen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AmbangPppk:
    """What one participant must reach in each part, in points."""

    teknis: int
    manajerial_sosiokultural: int
    wawancara: int
    pasal: str


@dataclass(frozen=True, slots=True)
class SyaratPppk:
    """What the participants of one jabatan sit, are held to and may get in addition; `ambang` None = the rank alone decides."""

    ujian: UjianPppk
    ambang: AmbangPppk | None
    afirmasi: tuple[TambahanNilai, ...]


class AmbangTidakDiketahui(LookupError):
    """The technical grade of a jabatan stands neither in the rule set nor beside its participants, or not in both alike.

    Attributes:
        nilai: the grade of the rule set; None where it has none.
    """

    def __init__(self, jabatan: str, nilai: int | None) -> None:
        super().__init__(f"technical grade of {jabatan!r}: {nilai}")
        self.nilai = nilai


@dataclass(frozen=True, slots=True)
class AturanPppk:
    """Everything a PPPK ranking is decided by, in points.

    Attributes:
        ujian: the test of everybody first, then those of single jabatan.
        ambang: None where the rank alone decides.
        kode_akhir: code as printed, by outcome (words of `shared.istilah.Hasil`, and DI_BAWAH_AMBANG where there are grades).
    """

    nama: str
    versi: int
    tahun: int
    ujian: tuple[UjianPppk, ...]
    ambang: AmbangTahun | None
    afirmasi: tuple[TambahanNilai, ...]
    urutan: tuple[KriteriaPppk, ...]
    pasal_peringkat: str
    kode_akhir: tuple[tuple[str, str], ...]

    def ujian_jabatan(self, jabatan: str) -> UjianPppk:
        """The test that the participants of a jabatan sit (KepmenPANRB 1127/2021, 1128/2021); `jabatan` as in `syarat`."""
        nama = baku_jabatan(jabatan)
        return next((satu for satu in self.ujian[1:] if any(_berawal(nama, awalan) for awalan in satu.awalan_jabatan)), self.ujian[0])

    def syarat(self, jabatan: str = "", ambang_teknis: int | None = None) -> SyaratPppk:
        """What holds for a jabatan (KepmenPANRB 1127/2021, 1128/2021).

        Args:
            jabatan: its name; blanks, hyphens and small letters make no difference.
            ambang_teknis: its technical grade as the annex has it, for a jabatan that the rule set does not know.

        Raises:
            AmbangTidakDiketahui: neither says the grade, both say another, or the annex cannot have it.
        """
        nama, ujian, afirmasi = baku_jabatan(jabatan), self.ujian_jabatan(jabatan), self.afirmasi_untuk(jabatan)
        if self.ambang is None:
            return SyaratPppk(ujian, None, afirmasi)
        tertulis = next((satu for satu in self.ambang.teknis if nama in satu.jabatan), None)
        nilai = ambang_teknis if tertulis is None else tertulis.nilai
        if nilai is None or (ambang_teknis is not None and ambang_teknis != nilai):
            raise AmbangTidakDiketahui(nama, None if tertulis is None else tertulis.nilai)
        if not ujian.teknis_terendah <= nilai <= ujian.teknis_tertinggi:
            raise AmbangTidakDiketahui(nama, None)
        pasal = self.ambang.pasal if tertulis is None else tertulis.pasal
        return SyaratPppk(ujian, AmbangPppk(nilai, self.ambang.manajerial_sosiokultural, self.ambang.wawancara, pasal), afirmasi)

    def afirmasi_untuk(self, jabatan: str) -> tuple[TambahanNilai, ...]:
        """What participants of a jabatan may claim (PermenPANRB 28/2021); its name as in `syarat`."""
        ujian = self.ujian_jabatan(jabatan)
        return tuple(satu for satu in self.afirmasi if satu.ujian == ujian.kode)


def baku_jabatan(nama: str) -> str:
    """The name of a jabatan as the rule set has it: capitals, no hyphens, single blanks."""
    return " ".join(nama.upper().replace("-", " ").split())


def _berawal(nama: str, awalan: str) -> bool:
    return f"{nama} ".startswith(f"{awalan} ")


@cache
def load(name: str, versi: int | None = None) -> AturanPppk:
    """The checked PPPK rule set of that name, such as pppk-2024; without `versi` the newest.

    Raises:
        AturanTidakSah: unknown name or version, missing or misspelt value, or values that contradict each other.
    """
    return parse(read(name, versi), name=name)


def parse(tabel: Tabel, *, name: str) -> AturanPppk:
    """Type and check one parsed file; sections that belong to other loaders are left alone.

    Raises:
        AturanTidakSah: see `load`.
    """
    try:
        aturan = _build(tabel)
        faults = list(_faults(aturan))
    except (KeyError, TypeError, ValueError) as error:
        raise AturanTidakSah(f"rule set {name}: {type(error).__name__}: {error}") from error
    if aturan.nama != name:
        raise AturanTidakSah(f"rule set {name}: calls itself {aturan.nama}")
    if faults:
        raise AturanTidakSah(f"rule set {name}: " + "; ".join(faults))
    return aturan


def _build(tabel: Tabel) -> AturanPppk:
    if text(tabel, "jenis_pengadaan") != "PPPK":
        raise ValueError("is no rule set of PPPK")
    text(tabel, "pasal")
    umum, peringkat, kode = dict(table(tabel, "ujian")), table(tabel, "peringkat"), table(tabel, "kode")
    ambang_batas = umum.pop("nilai_ambang_batas")
    if not isinstance(ambang_batas, bool) or ambang_batas is not ("ambang" in tabel):
        raise ValueError("[ujian] nilai_ambang_batas must say whether there is an [ambang]")
    text(kode, "pasal")
    only(peringkat, {"urutan", "pasal"}, "peringkat")
    bagian = table(umum, "komponen")
    ujian = [_ujian({"kode": "UMUM", "awalan_jabatan": [], **umum}, bagian)]
    ujian += [_ujian(satu, {**bagian, **table(satu, "komponen")}) for satu in tables(tabel, "ujian_jabatan")]
    rules: Tabel = {nama: tabel[nama] for nama in ("nama", "versi", "tahun", "afirmasi") if nama in tabel}
    ranked = {"urutan": peringkat["urutan"], "pasal_peringkat": peringkat["pasal"], "kode_akhir": kode["akhir"]}
    ambang = record(AmbangTahun, table(tabel, "ambang"), "ambang") if ambang_batas else None
    return record(AturanPppk, {**rules, **ranked}, "", ujian=tuple(ujian), ambang=ambang)


def _ujian(tabel: Tabel, bagian: Tabel) -> UjianPppk:
    sisa = {nama: satu for nama, satu in tabel.items() if nama != "komponen"}
    return record(UjianPppk, {**sisa, **{nama.lower(): satu for nama, satu in bagian.items()}}, "ujian")


def _faults(aturan: AturanPppk) -> Iterator[str]:
    for ujian in aturan.ujian:
        yield from _test(ujian)
    kode_ujian = [satu.kode for satu in aturan.ujian]
    if len(set(kode_ujian)) != len(kode_ujian) or any(not satu.awalan_jabatan for satu in aturan.ujian[1:]):
        yield "[[ujian_jabatan]] needs a code of its own and names of jabatan"
    if not aturan.urutan or len(set(aturan.urutan)) != len(aturan.urutan):
        yield "[peringkat] urutan is empty or names a criterion twice"
    wanted = {"LULUS", "TIDAK_LULUS", *(satu.value for satu in Kehadiran if satu is not Kehadiran.HADIR)}
    wanted |= {"DI_BAWAH_AMBANG"} if aturan.ambang else set()
    if not wanted <= {hasil for hasil, _ in aturan.kode_akhir}:
        yield f"[kode.akhir] must name {', '.join(sorted(wanted))}"
    yield from _points(aturan, kode_ujian)
    yield from _grades(aturan)


def _test(ujian: UjianPppk) -> Iterator[str]:
    yield from periksa_komponen(f"ujian {ujian.kode} TEKNIS", ujian.teknis)
    # Two kinds of questions, whose most points differ.
    yield from periksa_komponen(f"ujian {ujian.kode} MANAJERIAL_SOSIOKULTURAL", ujian.manajerial_sosiokultural, sebutir=False)
    yield from periksa_komponen(f"ujian {ujian.kode} WAWANCARA", ujian.wawancara)
    if sum(satu.maksimum for satu in (ujian.teknis, ujian.manajerial_sosiokultural, ujian.wawancara)) != ujian.maksimum:
        yield f"[ujian {ujian.kode}] maksimum is not the sum of its parts"


def _points(aturan: AturanPppk, ujian: list[str]) -> Iterator[str]:
    kode = [satu.kode for satu in aturan.afirmasi]
    if len(set(kode)) != len(kode):
        yield "[[afirmasi]] names one thing twice"
    for satu in aturan.afirmasi:
        if satu.nilai < 1 or satu.ujian not in ujian:
            yield f"[[afirmasi]] {satu.kode} needs points and a test that there is"
        elif satu.nilai % aturan.ujian[ujian.index(satu.ujian)].teknis.kelipatan:
            yield f"[[afirmasi]] {satu.kode} gives points between the steps of the test"


def _grades(aturan: AturanPppk) -> Iterator[str]:
    if aturan.ambang is None:
        return
    umum = aturan.ujian[0]
    if not 0 < aturan.ambang.manajerial_sosiokultural <= umum.manajerial_sosiokultural.maksimum:
        yield "[ambang] manajerial_sosiokultural is outside what the test can give"
    if not 0 < aturan.ambang.wawancara <= umum.wawancara.maksimum:
        yield "[ambang] wawancara is outside what the test can give"
    if any(not 0 < satu.teknis_terendah <= satu.teknis_tertinggi <= satu.teknis.maksimum for satu in aturan.ujian):
        yield "[ujian] teknis_terendah and teknis_tertinggi are no range of the test"
    nama = [jabatan for satu in aturan.ambang.teknis for jabatan in satu.jabatan]
    if len(set(nama)) != len(nama):
        yield "[[ambang.teknis]] names a jabatan twice"
    for jabatan in nama:
        if jabatan != baku_jabatan(jabatan):
            yield f"[[ambang.teknis]] {jabatan} must be in capitals, without hyphens"
        else:
            try:
                aturan.syarat(jabatan)
            except AmbangTidakDiketahui:
                yield f"[[ambang.teknis]] {jabatan} lies outside the range of its test"
