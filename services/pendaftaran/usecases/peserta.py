"""Reads that show people; the door has written each look into the record of acts before it is asked here."""

from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg
import orjson
from pydantic import TypeAdapter

from services.pendaftaran.domain.kalimat import waktu_wib
from services.pendaftaran.domain.kelompok import kelompok
from services.pendaftaran.store import formasi as store_formasi
from services.pendaftaran.store import musim as store_musim
from services.pendaftaran.store import orang as store_orang
from services.pendaftaran.store import peserta as store
from services.pendaftaran.store.orang import Bidang, tertutup
from services.pendaftaran.store.peserta import DataPribadi
from services.pendaftaran.usecases import peristiwa
from shared.brankas import Brankas
from shared.db import pages
from shared.errors import Rejected
from shared.jejak import sidik_keadaan
from shared.kebijakan import retensi
from shared.messaging import UnitOfWork

# People erased in one step.
UKURAN_LANGKAH = 2000
_DATA_PRIBADI = TypeAdapter(DataPribadi)


@dataclass(frozen=True, slots=True)
class Terhapus:
    """Personal data of an application are gone since then; number and outcome stay."""

    lamaran: str
    dihapus_pada: datetime


async def data_pribadi(pool: asyncpg.Pool, brankas: Brankas, peserta: str) -> DataPribadi:
    """Read who a participant is.

    Raises:
        Rejected: there is no such participant, or their data were erased.
    """
    async with pool.acquire() as conn:
        orang = await store.data_pribadi(conn, peserta)
    if orang is None:
        raise Rejected("PESERTA_TIDAK_ADA", "Nomor peserta ini tidak ada.", kolom="peserta", status=404)
    if orang.dihapus_pada is not None:
        pesan = f"Data pribadi peserta ini sudah dihapus pada {waktu_wib(orang.dihapus_pada)}; nomor dan hasilnya tetap tercatat."
        raise Rejected("DATA_SUDAH_DIHAPUS", pesan, kolom="peserta", status=410)
    ((nama, nik, lahir, jenis_kelamin),) = await brankas.buka([orang.orang])
    return _DATA_PRIBADI.validate_python({"nama": nama, "nik": nik, "tanggal_lahir": lahir, "jenis_kelamin": jenis_kelamin})


async def daftar(pool: asyncpg.Pool, brankas: Brankas, musim: str, instansi: str | None = None) -> AsyncIterator[bytes]:
    """Every application of a season, or those of one agency, with its NIK and outcome, as NDJSON, in order of application number."""
    async with aclosing(pages(pool, store.DAFTAR, musim, instansi)) as halaman:
        async for rows in halaman:
            terbuka = await brankas.buka([tertutup(row, Bidang.NIK) for row in rows])
            yield b"".join(_baris(nik, row) for row, (nik,) in zip(rows, terbuka, strict=True))


async def hapus(uow: UnitOfWork, lamaran: str, saat: datetime) -> Terhapus:
    """Erase who sent an application (UU 27/2022 Pasal 8 and 43): the person's key and all that it sealed; a second time changes nothing.

    Number, outcome, seals and statistics stay, and so does the pseudonym: one person has one application, and a sanction has no end
    because somebody was erased.

    Raises:
        Rejected: there is no such application, or the season still needs the person.
    """
    ada = await store_orang.kunci(uow.conn, lamaran)
    if ada is None:
        raise Rejected("LAMARAN_TIDAK_ADA", "Nomor lamaran ini tidak ada.", kolom="lamaran", status=404)
    orang, terkunci, sejak = ada
    _, keadaan = await store_musim.ambil(uow.conn, await store_formasi.musim(uow.conn, terkunci.formasi))
    if keadaan.selesai_pada is None:
        pesan = "Seleksi administrasi belum selesai: data pribadi masih diperlukan untuk memutuskan lamaran ini. Coba lagi sesudahnya."
        raise Rejected("BELUM_DAPAT_DIHAPUS", pesan, kolom="lamaran", status=409)
    if sejak is None:
        await _hapus(uow, [lamaran], saat)
        tanpa = orang._replace(nik=None, nama=None, tanggal_lahir=None, jenis_kelamin=None, surel=None)
        uow.changed(before=sidik_keadaan([orang, terkunci]), after=sidik_keadaan([tanpa, terkunci]))
    return Terhapus(lamaran, sejak or saat)


async def hapus_kedaluwarsa(uow: UnitOfWork, saat: datetime, *, ukuran: int = UKURAN_LANGKAH) -> int:
    """Erase some people of seasons whose time is over (`retensi.toml`, posisi 36), as if each of them had asked.

    Returns:
        How many; 0 when nobody is left, or it is not time yet.
    """
    lama = await store_musim.selesai_sebelum(uow.conn, saat - timedelta(days=retensi()["orang"].hari))
    if not lama:
        return 0
    lamaran = await store_orang.tahan_lama(uow.conn, lama, ukuran)
    await _hapus(uow, lamaran, saat)
    return len(lamaran)


async def _hapus(uow: UnitOfWork, lamaran: Sequence[str], saat: datetime) -> None:
    """Erase, and say so to whoever else knows something of these people."""
    for satu in await store_orang.hapus(uow.conn, lamaran, saat):
        # A person is erased once, so this fact is said once.
        uow.emit(peristiwa.orang_dihapus(satu.lamaran, satu.peserta, saat), sequence=1)


def _baris(nik: str | None, row: asyncpg.Record) -> bytes:
    lamaran, peserta, formasi, kode_instansi, kode_jabatan, status, alasan = row[-7:]
    isi = {
        "nik": nik,
        "lamaran": lamaran,
        "peserta": peserta,
        "formasi": formasi,
        "kelompok": kelompok(kode_instansi, kode_jabatan),
        "status": status or "BELUM",
        "alasan": [satu["kode"] for satu in orjson.loads(alasan)] if alasan else [],
    }
    return orjson.dumps(isi, option=orjson.OPT_APPEND_NEWLINE)
