"""Calendars: whatever is signed, in whatever order, the calendar in force is lawful and no promise is broken.

The law is written down once more here, day by day and without a line of the domain, and holds every version that was let through.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest

from services.pendaftaran.domain.jadwal import periksa
from shared.istilah import TahapMusim as T
from shared.jadwal import Jadwal, Jendela, Pengecualian
from shared.kalender import WIB, load
from tests.support.pendaftaran.jadwal import CPNS_2024, CPNS_2024_RAPAT, MILIDETIK, berikut, ketentuan, wib

ATURAN = ketentuan("cpns-2024")
SEHARI = timedelta(days=1)
TUTUP = {satu.hari for tahun in load().tahun for satu in (*tahun.libur, *tahun.cuti_bersama)}
DIKECUALIKAN = {
    "JADWAL_PENGUMUMAN_KURANG": (T.PENGUMUMAN,),
    "JADWAL_JARAK_UJIAN": (T.SKD,),
    "JADWAL_SANGGAH_KURANG": (T.SANGGAH_AKHIR,),
    "JADWAL_SANGGAH_LEBIH": (T.SANGGAH_AKHIR,),
    "JADWAL_JAWABAN_LEBIH": (T.JAWABAN_AKHIR,),
}
PINTU = (T.PENGUMUMAN, T.PENDAFTARAN, T.SANGGAH_ADMINISTRASI, T.PILIHAN_BAWAAN, T.SANGGAH_AKHIR, T.DRH)
# What comes after what: the first is over when the second begins.
SETELAH = (
    (T.PENDAFTARAN, T.HASIL_ADMINISTRASI), (T.HASIL_ADMINISTRASI, T.SANGGAH_ADMINISTRASI), (T.PEMERIKSAAN, T.SANGGAH_ADMINISTRASI),
    (T.SANGGAH_ADMINISTRASI, T.SKD), (T.JAWABAN_ADMINISTRASI, T.SKD), (T.PILIHAN_BAWAAN, T.SKD), (T.SKD, T.HASIL_SKD), (T.HASIL_SKD, T.SKB),
    (T.SKB, T.HASIL_AKHIR), (T.HASIL_AKHIR, T.SANGGAH_AKHIR), (T.SANGGAH_AKHIR, T.DRH), (T.JAWABAN_AKHIR, T.DRH),
)  # fmt: skip
BERSAMA = (
    (T.PENGUMUMAN, T.PENDAFTARAN), (T.PENDAFTARAN, T.PEMERIKSAAN), (T.SANGGAH_ADMINISTRASI, T.JAWABAN_ADMINISTRASI),
    (T.HASIL_ADMINISTRASI, T.PILIHAN_BAWAAN), (T.SANGGAH_AKHIR, T.JAWABAN_AKHIR), (T.DRH, T.USUL_NIP),
)  # fmt: skip


def hari(saat: datetime) -> date:
    return saat.astimezone(WIB).date()


def hari_antara(dari: date, sebelum: date) -> Iterator[date]:
    while dari < sebelum:
        yield dari
        dari += SEHARI


def melanggar(jadwal: Jadwal) -> set[str]:
    """What the law says against a calendar of 2024; without regard to decrees."""
    ada = dict(jadwal.tahap)
    setelah = [ada[satu].sampai < ada[lanjut].mulai for satu, lanjut in SETELAH if {satu, lanjut} <= set(ada)]
    bersama = [
        ada[satu].mulai <= ada[lanjut].mulai and ada[satu].sampai <= ada[lanjut].sampai
        for satu, lanjut in BERSAMA
        if {satu, lanjut} <= set(ada)
    ]
    umum, tutup, tes = ada[T.PENGUMUMAN], hari(ada[T.PENDAFTARAN].sampai), hari(ada[T.SKD].mulai)
    terbit = {*hari_antara(hari(umum.mulai), hari(umum.sampai)), hari(umum.sampai)}
    kerja = [satu for satu in hari_antara(tutup, tes) if satu.weekday() < 5 and satu not in TUTUP]
    salah = {
        "URUTAN": not all((*setelah, *bersama)),
        "JADWAL_PENGUMUMAN_KURANG": len(terbit) < 15,
        "JADWAL_JARAK_UJIAN": len(kerja) < 10,
    }
    return {kode for kode, ada_salah in salah.items() if ada_salah} | melanggar_sanggah(ada)


def melanggar_sanggah(ada: dict[T, Jendela]) -> set[str]:
    salah = set()
    for kirim, jawab in ((T.SANGGAH_ADMINISTRASI, T.JAWABAN_ADMINISTRASI), (T.SANGGAH_AKHIR, T.JAWABAN_AKHIR)):
        if kirim not in ada:
            continue
        lama = ada[kirim].sampai + MILIDETIK - ada[kirim].mulai
        if lama < 3 * SEHARI:
            salah.add("JADWAL_SANGGAH_KURANG")
        if lama >= 4 * SEHARI:
            salah.add("JADWAL_SANGGAH_LEBIH")
        if hari(ada[jawab].sampai) > hari(ada[kirim].sampai) + 7 * SEHARI:
            salah.add("JADWAL_JAWABAN_LEBIH")
    return salah


def ingkar(lama: Jadwal, baru: Jadwal, saat: datetime) -> set[str]:
    """Which promises of a version its successor breaks."""
    salah = set()
    for tahap, semula in lama.tahap:
        kini = dict(baru.tahap).get(tahap)
        if kini is None:
            salah.add(f"{tahap} is gone")
            continue
        for dari, ke, berlalu in (
            (semula.mulai, kini.mulai, semula.mulai <= saat),
            (semula.sampai, kini.sampai, semula.sampai < saat),
        ):
            if dari != ke and (berlalu or ke < saat):
                salah.add(f"{tahap} moved the past")
        terbuka = semula.mulai <= saat <= semula.sampai
        if tahap in PINTU and terbuka and not all(kini.terbuka(kapan) for kapan in (saat, semula.sampai)):
            salah.add(f"{tahap} was shut")
        if tahap in PINTU and (kini.sampai < semula.sampai or kini.sampai - kini.mulai < semula.sampai - semula.mulai):
            salah.add(f"{tahap} was shortened")
        if tahap in {T.SKD, T.SKB} and kini.mulai < semula.mulai:
            salah.add(f"{tahap} came earlier")
    return salah


def usul(acak: Random, awal: Jadwal, lama: Jadwal | None, saat: datetime) -> Jadwal:
    """An act as somebody could propose it: a coherent extension, a single bound moved, or both."""
    dasar = lama or awal
    tahap = dict(dasar.tahap)
    cara = acak.random()
    if cara < 0.7:
        geser = SEHARI * acak.choice([1, 2, 3, 4, 7, 14, -1])
        tahap = {
            nama: Jendela(satu.mulai + geser * (satu.mulai > saat), max(satu.mulai, satu.sampai + geser * (satu.sampai >= saat)))
            for nama, satu in tahap.items()
        }
    if cara > 0.5:
        for nama in acak.sample(list(tahap), acak.randint(1, 2)):
            mulai = tahap[nama].mulai + SEHARI * acak.choice([0, 0, 1, -1, 3, -3])
            tahap[nama] = Jendela(
                mulai, max(mulai, tahap[nama].sampai + SEHARI * acak.choice([0, 1, 2, 4, -1]) + MILIDETIK * acak.choice([0, -1]))
            )
    if acak.random() < 0.1:
        tahap.pop(acak.choice([T.USUL_NIP, T.SKB, T.PILIHAN_BAWAAN]), None)
    kecuali = list(dasar.pengecualian)
    if acak.random() < 0.3:
        salah = melanggar(replace(dasar, tahap=tuple(tahap.items())))
        kecuali += [Pengecualian(aturan, satu, "K 1") for aturan, semua in DIKECUALIKAN.items() for satu in semua if aturan in salah]
    if acak.random() < 0.1:
        kecuali.append(Pengecualian(acak.choice(list(DIKECUALIKAN)), T.SKD, "K 2"))
    if lama is None:
        return replace(awal, tahap=tuple(tahap.items()), pengecualian=tuple(kecuali))
    return replace(berikut(lama, {}), tahap=tuple(tahap.items()), pengecualian=tuple(kecuali))


def mainkan(benih: int) -> Iterator[tuple[Jadwal | None, Jadwal, datetime, bool]]:
    """One season of acts: the version in force, the one proposed, when, and whether it was let through."""
    acak = Random(benih)
    awal = (CPNS_2024, CPNS_2024_RAPAT)[benih % 2]
    saat = wib("2024-08-19 08:00")
    lama = None
    for _ in range(30):
        baru = usul(acak, awal, lama, saat)
        sah = not periksa(baru, lama, saat, ATURAN)
        yield lama, baru, saat, sah
        lama = baru if sah else lama
        saat += acak.choice([timedelta(hours=7), SEHARI, 3 * SEHARI, 9 * SEHARI, 20 * SEHARI]) * (lama is not None)


@pytest.mark.parametrize("bagian", range(4))
def test_no_order_of_signed_acts_leads_to_an_unlawful_calendar(bagian: int) -> None:
    diterima = ditolak = dikecualikan = 0
    for benih in range(bagian * 25, bagian * 25 + 25):
        for lama, baru, saat, sah in mainkan(benih):
            salah = melanggar(baru)
            boleh = {satu.aturan for satu in baru.pengecualian}
            rusak = set() if lama is None else ingkar(lama, baru, saat)
            if sah:
                assert salah <= boleh, (benih, salah)
                assert rusak == set(), (benih, rusak)
            diterima += sah
            ditolak += not sah
            dikecualikan += sah and bool(salah)
    # Neither does everything pass, nor nothing.
    assert diterima > 60, diterima
    assert ditolak > 60, ditolak
    assert dikecualikan > 2, dikecualikan


def test_a_door_that_stands_open_is_open_at_every_later_version_until_it_was_to_close() -> None:
    dilihat = 0
    for benih in range(60):
        janji: dict[T, datetime] = {}
        for lama, baru, saat, sah in mainkan(1000 + benih):
            if not sah:
                continue
            for tahap, sampai in janji.items():
                if lama is not None and lama.terbuka(tahap, saat):
                    dilihat += 1
                    assert baru.terbuka(tahap, saat)
                    assert baru.terbuka(tahap, sampai)
            janji |= {tahap: max(janji.get(tahap, jendela.sampai), jendela.sampai) for tahap, jendela in baru.tahap if tahap in PINTU}
    assert dilihat > 50
