"""Calendars of real seasons, as they were announced and as they were extended; and the acts that put one in force."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

import orjson

from services.pendaftaran.domain.jadwal import KetentuanJadwal
from shared.aturan import jadwal as aturan_jadwal
from shared.aturan import sanggah
from shared.istilah import TahapMusim
from shared.jadwal import Jadwal, Jendela, Pengecualian
from shared.kalender import WIB
from shared.kalender import load as load_kalender
from tests.support.http import OFFICER, SECOND_OFFICER
from tests.support.pendaftaran import Uji, isian_lamaran

MILIDETIK = timedelta(milliseconds=1)


def wib(teks: str) -> datetime:
    """The moment in WIB that `2024-09-10` or `2024-09-10 18:30` says."""
    return datetime.fromisoformat(teks).replace(tzinfo=WIB)


def hari(mulai: str, sampai: str | None = None) -> Jendela:
    """From the beginning of one day (or a time of it) to the end of another, in WIB."""
    akhir = wib(sampai or mulai[:10])
    return Jendela(wib(mulai), datetime.combine(akhir.date(), time(0), WIB) + timedelta(days=1) - MILIDETIK)


def ketentuan(aturan: str) -> KetentuanJadwal:
    """What calendars of a rule set are held against."""
    return KetentuanJadwal(aturan_jadwal.load(aturan), sanggah.load(aturan), load_kalender())


def jadwal(musim: str, versi: int, tahap: Mapping[TahapMusim, Jendela], *pengecualian: Pengecualian) -> Jadwal:
    """One version."""
    return Jadwal(musim, versi, tuple(tahap.items()), pengecualian)


def berikut(lama: Jadwal, tahap: Mapping[TahapMusim, Jendela], *pengecualian: Pengecualian) -> Jadwal:
    """The next version, in which these stages are other."""
    return jadwal(lama.musim, lama.versi + 1, {**dict(lama.tahap), **tahap}, *(pengecualian or lama.pengecualian))


T = TahapMusim
# Announced 19 August 2024; closing on 6 September.
CPNS_2024 = jadwal(
    "cpns-2024",
    1,
    {
        T.PENGUMUMAN: hari("2024-08-19", "2024-09-02"),
        T.PENDAFTARAN: hari("2024-08-20", "2024-09-06"),
        T.PEMERIKSAAN: hari("2024-08-20", "2024-09-13"),
        T.HASIL_ADMINISTRASI: hari("2024-09-14", "2024-09-17"),
        T.SANGGAH_ADMINISTRASI: hari("2024-09-18", "2024-09-20"),
        T.JAWABAN_ADMINISTRASI: hari("2024-09-18", "2024-09-27"),
        T.PILIHAN_BAWAAN: hari("2024-09-18", "2024-09-28"),
        T.SKD: hari("2024-10-16", "2024-11-14"),
        T.HASIL_SKD: hari("2024-11-17", "2024-11-19"),
        T.SKB: hari("2024-11-20", "2024-12-20"),
        T.HASIL_AKHIR: hari("2025-01-05", "2025-01-12"),
        T.SANGGAH_AKHIR: hari("2025-01-13", "2025-01-15"),
        T.JAWABAN_AKHIR: hari("2025-01-13", "2025-01-22"),
        T.DRH: hari("2025-01-23", "2025-02-21"),
        T.USUL_NIP: hari("2025-02-22", "2025-03-23"),
    },
)
# No real one: just ten working days from the closing to the first test (9 to 13, 17 to 20 and 23 September; the 16th is a holiday).
CPNS_2024_RAPAT = jadwal(
    "cpns-2024",
    1,
    {
        T.PENGUMUMAN: hari("2024-08-19", "2024-09-02"),
        T.PENDAFTARAN: hari("2024-08-20", "2024-09-09"),
        T.PEMERIKSAAN: hari("2024-08-20", "2024-09-09"),
        T.HASIL_ADMINISTRASI: hari("2024-09-10", "2024-09-11"),
        T.SANGGAH_ADMINISTRASI: hari("2024-09-12", "2024-09-14"),
        T.JAWABAN_ADMINISTRASI: hari("2024-09-12", "2024-09-19"),
        T.SKD: hari("2024-09-24", "2024-10-10"),
    },
)
# The stamp failed: closing on 10 September, and all that follows later.
CPNS_2024_DIPERPANJANG = berikut(
    CPNS_2024,
    {
        T.PENDAFTARAN: hari("2024-08-20", "2024-09-10"),
        T.PEMERIKSAAN: hari("2024-08-20", "2024-09-17"),
        T.HASIL_ADMINISTRASI: hari("2024-09-14", "2024-09-19"),
        T.SANGGAH_ADMINISTRASI: hari("2024-09-20", "2024-09-22"),
        T.JAWABAN_ADMINISTRASI: hari("2024-09-20", "2024-09-29"),
    },
)
# Proposals of NIP until 10 May 2025.
CPNS_2024_USUL = berikut(CPNS_2024_DIPERPANJANG, {T.USUL_NIP: hari("2025-02-22", "2025-05-10")})

# Answers of 2021 took nine and ten days where the rule gives seven; BKN's letter of the schedule is what allowed it.
SURAT_2021 = "surat BKN 18256/B-KS.04.01/SD/K/2021"
LEBIH_2021 = tuple(Pengecualian("JADWAL_JAWABAN_LEBIH", tahap, SURAT_2021) for tahap in (T.JAWABAN_ADMINISTRASI, T.JAWABAN_AKHIR))
# Opened on 30 June 2021 at 18:30; closing on 21 July, of the later stages what had to be known.
CPNS_2021 = jadwal(
    "cpns-2021",
    1,
    {
        T.PENGUMUMAN: hari("2021-06-30", "2021-07-14"),
        T.PENDAFTARAN: hari("2021-06-30 18:30", "2021-07-21"),
        T.PEMERIKSAAN: hari("2021-06-30 18:30", "2021-07-27"),
        T.HASIL_ADMINISTRASI: hari("2021-07-28", "2021-07-29"),
        T.SANGGAH_ADMINISTRASI: hari("2021-07-30", "2021-08-01"),
        T.JAWABAN_ADMINISTRASI: hari("2021-07-30", "2021-08-08"),
        T.SKD: hari("2021-08-25", "2021-10-04"),
    },
)
CPNS_2021_DIPERPANJANG = berikut(
    CPNS_2021,
    {
        T.PENDAFTARAN: hari("2021-06-30 18:30", "2021-07-26"),
        T.PEMERIKSAAN: hari("2021-06-30 18:30", "2021-08-01"),
        T.HASIL_ADMINISTRASI: hari("2021-08-02", "2021-08-03"),
        T.SANGGAH_ADMINISTRASI: hari("2021-08-04", "2021-08-06"),
        T.JAWABAN_ADMINISTRASI: hari("2021-08-04", "2021-08-15"),
        T.SKD: hari("2021-09-02", "2021-10-31"),
    },
    LEBIH_2021[0],
)
CPNS_2021_AKHIR = berikut(
    CPNS_2021_DIPERPANJANG,
    {
        T.SKB: hari("2021-11-08", "2021-12-20"),
        T.HASIL_AKHIR: hari("2021-12-23", "2021-12-24"),
        T.SANGGAH_AKHIR: hari("2021-12-25", "2021-12-27"),
        T.JAWABAN_AKHIR: hari("2021-12-25", "2022-01-06"),
        T.DRH: hari("2022-01-07", "2022-01-21"),
        T.USUL_NIP: hari("2022-01-22", "2022-02-22"),
    },
    *LEBIH_2021,
)

# Closing on 9 October 2023; objections to the SKD, and the end in January 2024.
CPNS_2023 = jadwal(
    "cpns-2023",
    1,
    {
        T.PENGUMUMAN: hari("2023-09-19", "2023-10-03"),
        T.PENDAFTARAN: hari("2023-09-20", "2023-10-09"),
        T.PEMERIKSAAN: hari("2023-09-20", "2023-10-12"),
        T.HASIL_ADMINISTRASI: hari("2023-10-13", "2023-10-16"),
        T.SANGGAH_ADMINISTRASI: hari("2023-10-17", "2023-10-19"),
        T.JAWABAN_ADMINISTRASI: hari("2023-10-17", "2023-10-26"),
        T.SKD: hari("2023-11-09", "2023-11-18"),
        T.HASIL_SKD: hari("2023-11-19", "2023-11-21"),
        T.SANGGAH_SKD: hari("2023-11-22", "2023-11-24"),
        T.JAWABAN_SKD: hari("2023-11-22", "2023-11-30"),
        T.SKB: hari("2023-12-01", "2023-12-22"),
        T.HASIL_AKHIR: hari("2024-01-04", "2024-01-10"),
        T.SANGGAH_AKHIR: hari("2024-01-11", "2024-01-13"),
        T.JAWABAN_AKHIR: hari("2024-01-11", "2024-01-20"),
        T.DRH: hari("2024-01-23", "2024-02-21"),
    },
)
CPNS_2023_DIPERPANJANG = berikut(
    CPNS_2023,
    {
        T.PENDAFTARAN: hari("2023-09-20", "2023-10-11"),
        T.PEMERIKSAAN: hari("2023-09-20", "2023-10-14"),
        T.HASIL_ADMINISTRASI: hari("2023-10-15", "2023-10-18"),
        T.SANGGAH_ADMINISTRASI: hari("2023-10-19", "2023-10-21"),
        T.JAWABAN_ADMINISTRASI: hari("2023-10-19", "2023-10-28"),
    },
)

RIWAYAT: Mapping[str, tuple[tuple[str, Jadwal], ...]] = {
    "cpns-2021": (("2021-06-30 09:00", CPNS_2021), ("2021-07-20 20:00", CPNS_2021_DIPERPANJANG), ("2021-10-30 10:00", CPNS_2021_AKHIR)),
    "cpns-2023": (("2023-09-19 08:00", CPNS_2023), ("2023-10-08 21:00", CPNS_2023_DIPERPANJANG)),
    "cpns-2024": (
        ("2024-08-19 08:00", CPNS_2024),
        ("2024-09-05 20:00", CPNS_2024_DIPERPANJANG),
        ("2025-03-20 08:00", CPNS_2024_USUL),
    ),
}
"""By rule set: when each version was signed, and what it was."""


def isi(jadwal: Jadwal, **ubah: object) -> bytes:
    """A version as an officer sends it; ends in whole seconds, as people write them."""
    tahap = {
        satu.value: {"mulai": jendela.mulai.isoformat(), "sampai": jendela.sampai.replace(microsecond=0).isoformat()}
        for satu, jendela in jadwal.tahap
    }
    kecuali = [{"aturan": satu.aturan, "tahap": satu.tahap.value, "keputusan": satu.keputusan} for satu in jadwal.pengecualian]
    return orjson.dumps({"versi": jadwal.versi, "keputusan": "Surat Uji 1/2024", "tahap": tahap, "pengecualian": kecuali} | ubah)


async def minta(uji: Uji, cara: str, jalan: str, badan: bytes = b"", kepala: Mapping[str, str] = OFFICER) -> tuple[int, dict[str, object]]:
    """Send JSON as an officer; status and JSON body."""
    return await uji.kirim(cara, jalan, badan, kepala={**kepala, "Content-Type": "application/json"})


async def usulkan(uji: Uji, jadwal: Jadwal) -> str:
    """Propose a version as one officer; its digest."""
    status, usul = await minta(uji, "POST", "/v1/jadwal/usul", isi(jadwal), SECOND_OFFICER)
    assert status == 201, usul
    return str(usul["sidik"])


async def rilis(uji: Uji, sidik: str, kepala: Mapping[str, str] = OFFICER) -> tuple[int, dict[str, object]]:
    """Release the proposal of that digest as another."""
    return await minta(uji, "POST", "/v1/jadwal/rilis", orjson.dumps({"sidik": sidik}), kepala)


async def umumkan(uji: Uji, jadwal: Jadwal) -> dict[str, object]:
    """Put a version in force."""
    status, terbit = await rilis(uji, await usulkan(uji, jadwal))
    assert status == 200, terbit
    return terbit


async def ajukan(uji: Uji, nomor: int) -> tuple[int, str | None]:
    """Apply; the status, and the code of a refusal."""
    status, jawab = await uji.kirim("POST", "/v1/lamaran", orjson.dumps(isian_lamaran(nomor)))
    return status, None if status == 201 else str(jawab["kode"])
