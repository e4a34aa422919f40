"""Random kelompok of PPPK for both years, and both implementations' answers as canonical JSON; the same way as `kelompok`."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from hypothesis import strategies as st

from acuan import pppk as acuan
from services.penilaian.domain import pppk
from services.penilaian.domain.periksa import periksa_pppk
from services.penilaian.domain.usia import usia
from shared.aturan import Kehadiran
from shared.aturan.pppk import AturanPppk
from shared.istilah import Afirmasi
from tests.support.dice import Throw, seeded, thrown
from tests.support.penilaian.kelompok import Mesin, canonical

_LAHIR = (date(1980, 2, 28), date(1985, 12, 31))


@dataclass(frozen=True)
class KelompokPppk:
    """One random kelompok of PPPK: its jabatan, the technical grade that the rule set may lack, seats where they are known, its people."""

    jabatan: str
    ambang_teknis: int | None
    kuota: dict[str, int]
    orang: tuple[acuan.Orang, ...]


# A jabatan whose grade the rule set has and one whose grade stands beside it, of teachers and of others.
_JABATAN_PPPK = {
    "pppk-2021": (("GURU KELAS SD", None), ("GURU SOSIOLOGI SMA", 320), ("AHLI PERTAMA - PUSTAKAWAN", None), ("ARSIPARIS", 225)),
    "pppk-2024": (("ARSIPARIS", None),),
}
# Per cents of the maximum and a step below the grade: who is short of it reaches it by what is added.
_TEKNIS = {"pppk-2021": (320, 315, 225, 220, 245, 270, 450), "pppk-2024": (295, 300, 305)}
_MANSOS = {"pppk-2021": (130, 129, 131, 150), "pppk-2024": (145, 150)}
_WAWANCARA = {"pppk-2021": (24, 23, 25), "pppk-2024": (25, 30)}


def kelompok_pppk(rng: random.Random, aturan: str = "pppk-2024", most: int = 14) -> KelompokPppk:
    """A kelompok of up to `most` people, by this dice."""
    return _kelompok_pppk(seeded(rng), aturan, most)


def acak_pppk(aturan: str, most: int = 14) -> st.SearchStrategy[KelompokPppk]:
    """The same, shrinking to the fewest and plainest people."""
    return thrown(lambda throw: _kelompok_pppk(throw, aturan, most))


def _kelompok_pppk(throw: Throw, aturan: str, most: int) -> KelompokPppk:
    """One person after another behind a throw of which 0 says "no more", as in `_kelompok`."""
    jabatan, ambang = throw(lambda rng: rng.choice(_JABATAN_PPPK[aturan]))
    orang: list[acuan.Orang] = []
    while len(orang) < most and (lagi := throw(lambda rng: _satu_pppk(rng, aturan, orang))):
        orang.append(lagi)
    kuota = throw(lambda rng: {formasi: banyak for formasi in ("f-1", "f-2") if (banyak := rng.choice((1, 1, 2, 3, 0)))})
    return KelompokPppk(jabatan, ambang, kuota, throw(lambda rng: _diputuskan_pppk(rng, orang)))


def _satu_pppk(rng: random.Random, aturan: str, lain: Sequence[acuan.Orang]) -> acuan.Orang | None:
    """Somebody; often like somebody before in all but one thing; or nobody any more."""
    if not rng.randrange(10):
        return None
    nomor = f"{24_000_000 + len(lain)}"
    satu = acuan.Orang(
        nomor,
        rng.choice(["f-1", "f-2"]),
        rng.randrange(10) < 9,
        rng.choice(_TEKNIS[aturan]),
        rng.choice(_MANSOS[aturan]),
        rng.choice(_WAWANCARA[aturan]),
        rng.choice((*_LAHIR * 5, None)),
        frozenset(rng.choice(((), (), ("USIA_35",), ("THK_II",), ("USIA_35", "THK_II"), ("DISABILITAS",), ("SERTIFIKAT_PENDIDIK",)))),
    )
    # As many throws for everybody, of which 0 says the plainest.
    ke, asal = rng.randrange(12), rng.choice([satu, *lain[::-1]])
    if ke < 6 or asal is satu:
        return satu
    beda: dict[str, object]
    match ke - 6:
        case 0:
            beda = {"tanggal_lahir": satu.tanggal_lahir}
        case 1:
            beda = {"mansos": asal.mansos - 1, "wawancara": asal.wawancara + 1}
        case 2:
            beda = {"teknis": max(0, asal.teknis - 5), "mansos": min(asal.mansos + 5, 180)}
        case 3:
            beda = {"afirmasi": satu.afirmasi}
        case 4:
            beda = {"tanggal_lahir": None}
        case _:
            beda = {}
    return replace(asal, peserta=nomor, formasi=satu.formasi, **beda)  # type: ignore[arg-type]


def _diputuskan_pppk(rng: random.Random, orang: Sequence[acuan.Orang]) -> tuple[acuan.Orang, ...]:
    """Signed orders for some who are equal in points: of whole ties, of parts, of people whom age parts, of two lists at once."""
    sama: defaultdict[object, list[acuan.Orang]] = defaultdict(list)
    for satu in orang:
        sama[satu.teknis, satu.mansos, satu.wawancara, satu.afirmasi].append(satu)
    putusan: dict[str, tuple[str, int]] = {}
    for nomor, people in enumerate(sama.values()):
        if len(people) == 1 or rng.randrange(10) < 3:
            continue
        putusan.update((satu.peserta, (f"daftar-{nomor}", tempat)) for tempat, satu in enumerate(rng.sample(people, len(people)), start=1))
        salah = rng.choice(people).peserta
        match rng.randrange(10):
            case 7:
                del putusan[salah]
            case 8:
                putusan[salah] = (f"daftar-{nomor}", 1)
            case 9:
                putusan[salah] = ("daftar-lain", rng.randint(1, 5))
            case _:
                pass
    return tuple(replace(satu, putusan=putusan.get(satu.peserta)) for satu in orang)


def lambat_pppk(satu: KelompokPppk, aturan: str) -> bytes:
    """What the second implementation decides."""
    menurut = acuan.ujian(aturan, satu.jabatan, satu.ambang_teknis)
    assert menurut is not None
    return canonical(acuan.putuskan(satu.orang, menurut, satu.kuota))


KOLOM_PPPK = ("peserta", "formasi", "teknis", "total", "memenuhi_ambang", "peringkat", "peringkat_kelompok", "seri", "letak")


def cepat_pppk(satu: KelompokPppk, aturan: AturanPppk, mesin: Mesin | None = None) -> bytes:
    """What the service's rules decide."""
    m = mesin or Mesin()
    people = [as_pppk(orang, m) for orang in satu.orang]
    hasil = m.pppk.peringkatkan_pppk(people, aturan, aturan.syarat(satu.jabatan, satu.ambang_teknis), satu.kuota)
    return canonical([{nama: getattr(one, nama) for nama in KOLOM_PPPK} for one in hasil])


def as_pppk(satu: acuan.Orang, m: Mesin) -> pppk.PesertaPppk:
    """The person as the service's PPPK ranking sees it."""
    peserta: pppk.PesertaPppk = m.pppk.PesertaPppk(
        satu.peserta,
        satu.formasi,
        Kehadiran.HADIR if satu.hadir else Kehadiran.TH,
        satu.teknis,
        satu.mansos,
        satu.wawancara,
        None if satu.tanggal_lahir is None else usia(satu.tanggal_lahir),
        frozenset(map(Afirmasi, satu.afirmasi)),
        m.seri.PutusanSeri(*satu.putusan, "KEP 1/2025") if satu.putusan else None,
    )
    return peserta


def langgaran_pppk(satu: KelompokPppk, dipakai: AturanPppk, benar: AturanPppk) -> set[str]:
    """The properties that a kelompok decided by the rules `dipakai` breaks under the right ones."""
    people = [as_pppk(orang, Mesin()) for orang in satu.orang]
    hasil = pppk.peringkatkan_pppk(people, dipakai, dipakai.syarat(satu.jabatan, satu.ambang_teknis), satu.kuota)
    return {one.sifat for one in periksa_pppk(people, hasil, benar, benar.syarat(satu.jabatan, satu.ambang_teknis), satu.kuota)}
