"""Take a file of people who chose an earlier year's SKD: checked against this year's rules, then a score like any other."""

import asyncio
from collections.abc import Mapping
from datetime import date

import asyncpg

from services.penilaian.domain.bawaan import PilihanBawaan, periksa_bawaan
from services.penilaian.domain.berkas import baca_skd
from services.penilaian.store import masuk
from services.penilaian.store.berkas import Isi
from services.penilaian.store.masuk import FaktaPilihan
from services.penilaian.usecases.impor import BerkasNilai, FaultsOfFile, HasilImpor, Terbaca, ambil, cocokkan, sudah_diambil
from shared.aturan import AturanSeleksi
from shared.contracts.types import Kehadiran
from shared.messaging import unit_of_work
from shared.tabular import Baris, FaultList, integer, read_table, tanggal_in

KOLOM = ("peserta", "tahun_asal", "dipilih_pada", "nik_sama", "jenjang_asal", "twk", "tiu", "tkp")
_YA, _TIDAK = "YA", "TIDAK"

Pilihan = dict[str, tuple[int, PilihanBawaan]]


async def impor_bawaan(pool: asyncpg.Pool, kiriman: BerkasNilai, aturan: AturanSeleksi) -> HasilImpor:
    """Take a file, all in one transaction (KepmenPANRB 344/2024). The same content under the same name again changes nothing.

    Raises:
        Rejected: as for any score file; a choice that the rules of the year do not allow is a bad row.
        Transient: another file spoke of the same people for the first time at this moment.
    """
    async with unit_of_work(pool) as uow:
        if again := await sudah_diambil(uow, kiriman):
            return again
    pilihan, faults, jumlah = await asyncio.to_thread(_read, kiriman, aturan)
    async with unit_of_work(pool) as uow:
        fakta = await masuk.fakta_pilihan(uow.conn, list(pilihan))
        terbaca = Terbaca(_check(pilihan, fakta, aturan, faults), faults, jumlah)
        cocokkan(kiriman, terbaca)
        return await ambil(uow, kiriman, terbaca)


def _check(pilihan: Pilihan, fakta: Mapping[str, FaktaPilihan], aturan: AturanSeleksi, faults: FaultList) -> dict[str, tuple[int, Isi]]:
    good: dict[str, tuple[int, Isi]] = {}
    for peserta, (nomor, satu) in pilihan.items():
        known = fakta.get(peserta)
        if known is None:
            pesan = "Peserta ini belum dikenal. Kirim berkas sesudah hasil seleksi administrasi diumumkan."
            faults.add("PESERTA_TIDAK_DIKENAL", pesan, baris=nomor, kolom="peserta", nilai=peserta)
            continue
        ambang = aturan.ambang_batas(known.jenis_kebutuhan, known.jabatan)
        cacat = periksa_bawaan(satu, known.kualifikasi, ambang, aturan)
        for one in cacat:
            faults.add(one.kode, one.pesan, baris=nomor, kolom=one.kolom, nilai=one.nilai)
        if not cacat:
            good[peserta] = (nomor, Isi(Kehadiran.HADIR.value, satu.twk, satu.tiu, satu.tkp, None, None, satu.tahun_asal))
    return good


def _read(kiriman: BerkasNilai, aturan: AturanSeleksi) -> tuple[Pilihan, FaultsOfFile, int]:
    faults = FaultsOfFile()
    found: Pilihan = {}
    first_seen: dict[str, int] = {}
    jumlah = 0
    for baris in read_table(kiriman.nama, kiriman.isi, required=KOLOM, faults=faults):
        jumlah += 1
        satu = _pilihan(baris, aturan, faults)
        peserta = baris.nilai["peserta"]
        if first_seen.setdefault(peserta, baris.baris) != baris.baris:
            pesan = f"Peserta ini sudah ada di baris {first_seen[peserta]}. Sisakan satu baris yang benar."
            faults.add("PESERTA_GANDA", pesan, baris=baris.baris, kolom="peserta", nilai=peserta)
            # Of two rows about one person nobody can say which is right: neither is taken.
            found.pop(peserta, None)
        elif satu is not None:
            found[peserta] = (baris.baris, satu)
    return found, faults, jumlah + faults.timpang


def _pilihan(baris: Baris, aturan: AturanSeleksi, faults: FaultList) -> PilihanBawaan | None:
    before = len(faults)
    nilai, cacat = baca_skd({**baris.nilai, "kehadiran": Kehadiran.HADIR.value}, aturan.skd)
    for one in cacat:
        faults.add(one.kode, one.pesan, baris=baris.baris, kolom=one.kolom, nilai=one.nilai)
    tahun = integer(baris, "tahun_asal", 2018, aturan.tahun, faults)
    dipilih: date | None = tanggal_in(baris, "dipilih_pada", faults) if baris.nilai["dipilih_pada"] else None
    nik = baris.nilai["nik_sama"].upper()
    if nik not in {_YA, _TIDAK}:
        faults.add("SEL_BUKAN_PILIHAN", f"Isi nik_sama dengan {_YA} atau {_TIDAK}.", baris=baris.baris, kolom="nik_sama", nilai=nik)
    if len(faults) != before or nilai is None or tahun is None:
        return None
    points = (nilai.twk or 0, nilai.tiu or 0, nilai.tkp or 0)
    return PilihanBawaan(nilai.peserta, tahun, dipilih, nik == _YA, baris.nilai["jenjang_asal"], *points)
