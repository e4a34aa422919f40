"""Take a file of people who chose an earlier year's SKD: checked against this year's rules, then a score like any other."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import asyncpg

from services.penilaian.domain.bawaan import PilihanBawaan, periksa_bawaan
from services.penilaian.store import masuk
from services.penilaian.store.berkas import Isi
from services.penilaian.store.jadwal import SALINAN_JADWAL
from services.penilaian.store.masuk import FaktaPilihan
from services.penilaian.usecases.berkas import BerkasNilai, Catat, HasilImpor, NilaiTerbaca, impor_diperiksa
from shared.aturan import AturanSeleksi
from shared.istilah import Kehadiran
from shared.jadwal import Jadwal
from shared.messaging import UnitOfWork
from shared.tabular import FaultList


@dataclass(frozen=True, slots=True)
class PilihanTerbaca:
    """The good rows by participant with their row numbers, all faults, and how many data rows there were."""

    baris: dict[str, tuple[int, PilihanBawaan]]
    faults: FaultList
    jumlah: int


async def impor_bawaan(
    pool: asyncpg.Pool,
    kiriman: BerkasNilai,
    baca: Callable[[], Awaitable[PilihanTerbaca]],
    aturan: AturanSeleksi,
    catat: Catat | None = None,
) -> HasilImpor:
    """Take a file, all in one transaction, also the act (`catat`; KepmenPANRB 344/2024). The same content again changes nothing.

    Raises:
        Rejected: as for any score file; a choice that the rules of the year do not allow is a bad row.
        Transient: another file spoke of the same people for the first time at this moment.
    """

    async def periksa(uow: UnitOfWork, pilihan: PilihanTerbaca) -> NilaiTerbaca:
        fakta = await masuk.fakta_pilihan(uow.conn, list(pilihan.baris))
        jadwal = await SALINAN_JADWAL.ambil(uow.conn, kiriman.musim)
        return NilaiTerbaca(_diperiksa(pilihan, fakta, aturan, jadwal), pilihan.faults, pilihan.jumlah)

    return await impor_diperiksa(pool, kiriman, baca, periksa, catat)


def _diperiksa(
    pilihan: PilihanTerbaca, fakta: Mapping[str, FaktaPilihan], aturan: AturanSeleksi, jadwal: Jadwal | None
) -> dict[str, tuple[int, Isi]]:
    """The choices that this year's rules allow; the faults of the others are noted."""
    good: dict[str, tuple[int, Isi]] = {}
    for peserta, (nomor, satu) in pilihan.baris.items():
        known = fakta.get(peserta)
        if known is None:
            pesan = "Peserta ini belum dikenal. Kirim berkas sesudah hasil seleksi administrasi diumumkan."
            pilihan.faults.add("PESERTA_TIDAK_DIKENAL", pesan, baris=nomor, kolom="peserta", nilai=peserta)
            continue
        ambang = aturan.ambang_batas(known.jenis_kebutuhan, known.jabatan)
        faults = periksa_bawaan(satu, known.kualifikasi, ambang, aturan, jadwal)
        for fault in faults:
            pilihan.faults.add(fault.kode, fault.pesan, baris=nomor, kolom=fault.kolom, nilai=fault.nilai)
        if not faults:
            good[peserta] = (nomor, Isi(Kehadiran.HADIR, satu.twk, satu.tiu, satu.tkp, tahun_asal=satu.tahun_asal))
    return good
