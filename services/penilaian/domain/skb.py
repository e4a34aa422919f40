"""The SKB from its parts, and what an agency may announce as parts.

PermenPANRB 27/2021 and 6/2024 Pasal 34-37: the computer test and at most a few other parts, with weights that total 100, announced
beforehand together with what is a knock-out. Whoever misses a mandatory part is absent (TH) even with a partial score; whoever fails a
knock-out part is out (TMS-1) whatever the rank. Absence goes first where both are true: a part that was not sat was not failed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import lcm

from services.penilaian.domain.integrasi import PERSEN, bulatkan
from services.penilaian.domain.kode import KodeAlasan
from shared.aturan import Alasan, AturanSkb, BatasBagian, JenisBagian, StatusSkb
from shared.errors import Fault

SKALA = 100


@dataclass(frozen=True, slots=True)
class BagianSkb:
    """One announced part of an SKB.

    Attributes:
        kode: column in the score file, lower case.
        bobot: weight in per cent.
        wajib: missing it ends the selection.
        menggugurkan: failing it ends the selection.
        minimum: least passing score in thousandths of its own scale, for a knock-out part with a score; None = the file says who failed.
        skala: the part goes from 0 to this.
    """

    kode: str
    jenis: JenisBagian
    bobot: int
    wajib: bool = True
    menggugurkan: bool = False
    minimum: int | None = None
    skala: int = SKALA


@dataclass(frozen=True, slots=True)
class HasilBagian:
    """One person's result in one part; `nilai` in thousandths of the part's scale, None = did not attend."""

    nilai: int | None
    gugur: bool = False


@dataclass(frozen=True, slots=True)
class NilaiSkb:
    """The SKB of one person: thousandths of 100, how it ended, in which part it ended early, and why."""

    nilai: int
    status: StatusSkb
    gugur_di: str
    alasan: tuple[Alasan, ...]


def gabungkan(bagian: Sequence[BagianSkb], hasil: Mapping[str, HasilBagian], aturan: AturanSkb) -> NilaiSkb:
    """Weigh the parts, sum them and round once (PermenPANRB 6/2024 Pasal 34-37; posisi 2 and 9).

    A part that is not in `hasil` was not attended. An optional part that was not attended counts nothing.
    """
    penyebut = lcm(*(satu.skala for satu in bagian))
    pembilang = 0
    tidak_hadir: list[str] = []
    gugur: list[str] = []
    for satu in bagian:
        didapat = hasil.get(satu.kode, HasilBagian(None))
        if didapat.nilai is None:
            tidak_hadir += [satu.kode] if satu.wajib else []
            continue
        pembilang += didapat.nilai * satu.bobot * (penyebut // satu.skala)
        below = satu.minimum is not None and didapat.nilai < satu.minimum
        if satu.menggugurkan and (didapat.gugur or below):
            gugur.append(satu.kode)
    # nilai / skala * 100, weighed by bobot / 100: the two hundreds cancel out.
    nilai = bulatkan(pembilang * aturan.skala, penyebut * PERSEN, aturan.cara, aturan.desimal)
    bobot = tuple((satu.kode, satu.bobot) for satu in bagian)
    gabungan = Alasan(KodeAlasan.SKB_GABUNGAN, aturan.pasal, (("nilai_skb", nilai), *bobot))
    for status, kode, found in (
        (StatusSkb.TH, KodeAlasan.SKB_TIDAK_HADIR, tidak_hadir),
        (StatusSkb.TMS_1, KodeAlasan.SKB_GUGUR_BAGIAN_WAJIB, gugur),
    ):
        if found:
            return NilaiSkb(nilai, status, found[0], (gabungan, Alasan(kode, aturan.pasal, (("bagian", found[0]),))))
    return NilaiSkb(nilai, StatusSkb.HADIR, "", (gabungan,))


def periksa_bagian(bagian: Sequence[BagianSkb], instansi: str, aturan: AturanSkb, *, persetujuan: bool = False) -> tuple[Fault, ...]:
    """Everything that the announcement of an agency may not say (PermenPANRB 27/2021; 6/2024 Pasal 34-37); empty when it holds.

    Args:
        bagian: the parts as announced.
        instansi: name of the agency, by which central and regional ones are told apart.
        aturan: rules of the year.
        persetujuan: whether the announcement names the minister's approval.
    """
    batas = aturan.batas_untuk(instansi)
    return (*_bentuk(bagian), *_bobot(bagian, batas), *_tambahan(bagian, batas, persetujuan=persetujuan))


def _bentuk(bagian: Sequence[BagianSkb]) -> list[Fault]:
    faults: list[Fault] = []
    kode = [satu.kode for satu in bagian]
    if len(set(kode)) != len(kode):
        pesan = "Setiap bagian SKB memakai kode sendiri. Ubah kode yang sama."
        faults.append(Fault("BAGIAN_GANDA", pesan, kolom="kode", nilai=", ".join(kode)[:40]))
    for satu in bagian:
        if not 1 <= satu.bobot <= PERSEN:
            faults.append(Fault("BAGIAN_BOBOT", f"Bobot {satu.kode} harus 1 sampai 100 persen.", kolom="bobot", nilai=str(satu.bobot)))
        if satu.skala < 1:
            faults.append(Fault("BAGIAN_SKALA", f"Skala {satu.kode} harus lebih dari nol.", kolom="skala", nilai=str(satu.skala)))
        if satu.minimum is not None and not (satu.menggugurkan and 0 < satu.minimum <= satu.skala * 1000):
            pesan = f"Nilai minimum {satu.kode} hanya untuk bagian yang menggugurkan, dan tidak melebihi skalanya."
            faults.append(Fault("BAGIAN_MINIMUM", pesan, kolom="minimum", nilai=str(satu.minimum)))
    return faults


def _bobot(bagian: Sequence[BagianSkb], batas: BatasBagian) -> list[Fault]:
    faults: list[Fault] = []
    jumlah = sum(satu.bobot for satu in bagian)
    if jumlah != PERSEN:
        pesan = f"Jumlah bobot {jumlah}; harus tepat 100 persen ({batas.pasal})."
        faults.append(Fault("BAGIAN_JUMLAH", pesan, kolom="bobot", nilai=str(jumlah)))
    cat = sum(satu.bobot for satu in bagian if satu.jenis is JenisBagian.CAT)
    if cat < batas.cat_minimum:
        pesan = f"Bobot CAT {cat} persen; instansi {batas.instansi} paling sedikit {batas.cat_minimum} persen ({batas.pasal})."
        faults.append(Fault("BAGIAN_CAT", pesan, kolom="bobot", nilai=str(cat)))
    return faults


def _tambahan(bagian: Sequence[BagianSkb], batas: BatasBagian, *, persetujuan: bool) -> list[Fault]:
    faults: list[Fault] = []
    tambahan = [satu for satu in bagian if satu.jenis is not JenisBagian.CAT]
    jumlah = sum(satu.bobot for satu in tambahan)
    if jumlah > batas.tambahan_maksimum:
        pesan = f"Bobot bagian selain CAT {jumlah} persen; paling banyak {batas.tambahan_maksimum} persen ({batas.pasal})."
        faults.append(Fault("BAGIAN_TAMBAHAN", pesan, kolom="bobot", nilai=str(jumlah)))
    if batas.jumlah_tambahan is not None and len(tambahan) > batas.jumlah_tambahan:
        pesan = f"Ada {len(tambahan)} bagian selain CAT; paling banyak {batas.jumlah_tambahan} ({batas.pasal})."
        faults.append(Fault("BAGIAN_TERLALU_BANYAK", pesan, kolom="bagian", nilai=str(len(tambahan))))
    for jenis, maksimum in batas.jenis_maksimum:
        bobot = sum(satu.bobot for satu in tambahan if satu.jenis is jenis)
        if bobot > maksimum:
            pesan = f"Bobot {jenis} {bobot} persen; instansi {batas.instansi} paling banyak {maksimum} persen ({batas.pasal})."
            faults.append(Fault("BAGIAN_JENIS", pesan, kolom="bobot", nilai=str(bobot)))
    perlu = sorted({satu.jenis.value for satu in tambahan if satu.jenis in batas.perlu_persetujuan})
    if perlu and not persetujuan:
        pesan = f"Bagian {', '.join(perlu)} memerlukan persetujuan Menteri; sebutkan nomornya ({batas.pasal})."
        faults.append(Fault("BAGIAN_PERSETUJUAN", pesan, kolom="persetujuan", nilai=""))
    return faults
