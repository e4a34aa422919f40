"""The PPPK ranking of 2024 written a second time (PermenPANRB 6/2024 Pasal 47 ayat (3)), sharing no code with the service."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Orang:
    """One participant; points."""

    peserta: str
    formasi: str
    hadir: bool
    teknis: int
    mansos: int
    wawancara: int
    tanggal_lahir: date | None


def peringkat(orang: Sequence[Orang]) -> dict[str, int]:
    """Ranks of those of one list who sat the test."""
    hadir = [satu for satu in orang if satu.hadir]
    return {satu.peserta: 1 + sum(_lebih_baik(lain, satu, hadir) for lain in hadir) for satu in hadir}


def _nilai(satu: Orang) -> tuple[int, int, int, int]:
    return satu.teknis + satu.mansos + satu.wawancara, satu.teknis, satu.mansos, satu.wawancara


def _lebih_baik(satu: Orang, lain: Orang, semua: Sequence[Orang]) -> bool:
    if _nilai(satu) != _nilai(lain):
        return _nilai(satu) > _nilai(lain)
    if any(orang.tanggal_lahir is None for orang in semua if _nilai(orang) == _nilai(satu)):
        return False
    assert satu.tanggal_lahir is not None
    assert lain.tanggal_lahir is not None
    return satu.tanggal_lahir < lain.tanggal_lahir


def putuskan(orang: Sequence[Orang]) -> list[dict[str, object]]:
    """Everybody of one kelompok, sorted by participant number."""
    di_kelompok = peringkat(orang)
    di_formasi: dict[str, int] = {}
    for formasi in {satu.formasi for satu in orang}:
        di_formasi |= peringkat([satu for satu in orang if satu.formasi == formasi])
    return [
        {
            "peserta": satu.peserta,
            "formasi": satu.formasi,
            "total": _nilai(satu)[0] if satu.hadir else None,
            "peringkat": di_formasi.get(satu.peserta),
            "peringkat_kelompok": di_kelompok.get(satu.peserta),
            "seri": satu.hadir and list(di_kelompok.values()).count(di_kelompok[satu.peserta]) > 1,
        }
        for satu in sorted(orang, key=lambda x: x.peserta)
    ]
