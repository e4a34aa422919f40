"""The few words of the year's rule set that placing prints and goes by: codes, articles, filling steps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from services.penempatan.domain.kata import CPNS, PPPK, Kata
from shared.aturan import AturanSeleksi, JenisKebutuhan, Kriteria
from shared.aturan.pengangkatan import AturanPengangkatan
from shared.aturan.pengisian import AturanPengisian, JenisKursi, LangkahPengisian
from shared.aturan.pppk import AturanPppk, KriteriaPppk
from shared.aturan.sanggah import Sanggah, TahapSanggah
from shared.istilah import Hasil, Rute

# No list of any year prints a tie that the law leaves open; the word is ours.
_KODE_MENUNGGU = "MENUNGGU"
# The one word of a rule set's codes that is no outcome of its own.
_DI_BAWAH_AMBANG = "DI_BAWAH_AMBANG"


@dataclass(frozen=True, slots=True)
class Ambang:
    """The grades of a year: the code printed for who did not reach them, and their article."""

    kode: str
    pasal: str


@dataclass(frozen=True, slots=True)
class Ketentuan:
    """Codes per outcome, the filling steps and the articles of one year.

    Attributes:
        kode: the code printed for each outcome, such as P/L for LULUS in the own formation.
        pasal_peringkat: article of the final ranking and its tie-break.
        urutan: what that ranking compares, in order.
        pasal_penggantian: article of replacement before the NIP and of the seat carried over after it.
        pengisian: filling between formations.
        pasal_sanggah: article of the objection to the final result, which a corrected ranking rests on.
        ambang: None where everybody who sat the last test has a rank.
        kata: how reasons name what was compared.
    """

    kode: tuple[tuple[Hasil, str], ...]
    pasal_peringkat: str
    pasal_penggantian: str
    pengisian: AturanPengisian
    pasal_sanggah: str
    urutan: tuple[Kriteria, ...] | tuple[KriteriaPppk, ...]
    ambang: Ambang | None = None
    kata: Kata = CPNS

    def kode_dari(self, hasil: Hasil, rute: Rute | None = None) -> str:
        """The code of the year for an outcome at the final stage; a pass by filling is printed with its step (P/L-U1, P/L-2 …).

        Raises:
            KeyError: the rule set has no code for it; a rule set is whole or it is not loaded.
        """
        for langkah in self.pengisian.langkah:
            if langkah.rute is rute:
                return langkah.kode
        for milik, kode in self.kode:
            if milik is hasil:
                return kode
        raise KeyError(hasil)

    @property
    def tahapan(self) -> tuple[tuple[LangkahPengisian, ...], ...]:
        """The steps, those that run together in one tuple."""
        return tuple(tuple(satu) for _, satu in groupby(self.pengisian.langkah, key=lambda langkah: langkah.tahap))

    def jenis_kursi(self, jenis: JenisKebutuhan) -> JenisKursi:
        """Whether seats of this need type count as general ones."""
        return JenisKursi.UMUM if jenis in self.pengisian.umum else JenisKursi.KHUSUS


Buku = Mapping[tuple[str, int], Ketentuan]
"""What placing needs of every rule set, by name and version: what was placed under an older version goes on under it."""


def ketentuan_dari(
    seleksi: AturanSeleksi, pengangkatan: AturanPengangkatan, pengisian: AturanPengisian, sanggah: Iterable[Sanggah]
) -> Ketentuan:
    """Read the part of a rule set that placing needs.

    Raises:
        ValueError: the rule set names a code for an outcome that does not exist, or knows no objection to the final result.
    """
    return Ketentuan(
        kode=_kode(seleksi.kode_akhir),
        pasal_peringkat=seleksi.peringkat.pasal,
        pasal_penggantian=pengangkatan.pasal_penggantian,
        pengisian=pengisian,
        pasal_sanggah=_pasal_sanggah(sanggah),
        urutan=seleksi.peringkat.urutan,
    )


def ketentuan_pppk(pppk: AturanPppk, pengangkatan: AturanPengangkatan, pengisian: AturanPengisian, sanggah: Iterable[Sanggah]) -> Ketentuan:
    """Read the part of a PPPK rule set that placing needs.

    Raises:
        ValueError: see `ketentuan_dari`.
    """
    tercetak = dict(pppk.kode_akhir)
    return Ketentuan(
        kode=_kode((hasil, kode) for hasil, kode in pppk.kode_akhir if hasil != _DI_BAWAH_AMBANG),
        pasal_peringkat=pppk.pasal_peringkat,
        pasal_penggantian=pengangkatan.pasal_penggantian,
        pengisian=pengisian,
        pasal_sanggah=_pasal_sanggah(sanggah),
        urutan=pppk.urutan,
        ambang=Ambang(tercetak[_DI_BAWAH_AMBANG], pppk.ambang.pasal) if pppk.ambang is not None else None,
        kata=PPPK,
    )


def _kode(tercetak: Iterable[tuple[str, str]]) -> tuple[tuple[Hasil, str], ...]:
    return tuple({Hasil.MENUNGGU: _KODE_MENUNGGU, **{Hasil(hasil): kode for hasil, kode in tercetak}}.items())


def _pasal_sanggah(sanggah: Iterable[Sanggah]) -> str:
    pasal = next((satu.pasal for satu in sanggah if satu.tahap is TahapSanggah.AKHIR), None)
    if pasal is None:
        raise ValueError("no objection to the final result")
    return pasal
