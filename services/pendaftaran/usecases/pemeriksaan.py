"""The registration closes, every application is judged, participants get their numbers, outcomes are published.

The work is a line of agencies. One step is one transaction on one agency: a chunk of applications judged, the numbering or the ordering of
the whole agency, or a chunk of outcomes published. A process killed at any point leaves whole steps; replicas take different agencies.
"""

import hashlib
from array import array
from collections import Counter
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Literal

from services.pendaftaran.domain.jadwal.pintu import tolak_menutup
from services.pendaftaran.domain.lamaran import SkalaIpk, tanggal_wib
from services.pendaftaran.domain.pemeriksaan import Berkas, periksa
from services.pendaftaran.domain.peserta import Calon, beri_nomor
from services.pendaftaran.domain.urutan import Sekelompok, urutkan
from services.pendaftaran.store import formasi as store_formasi
from services.pendaftaran.store import musim as store_musim
from services.pendaftaran.store import pemeriksaan as store
from services.pendaftaran.store import sanksi as store_sanksi
from services.pendaftaran.store.musim import Keadaan
from services.pendaftaran.store.pemeriksaan import BarisPutusan, CalonTertutup, PelamarTertutup, Tugas
from services.pendaftaran.store.riwayat import baca_riwayat
from services.pendaftaran.usecases import peristiwa
from services.pendaftaran.usecases.musim import Instalasi, Musim
from shared.brankas import Brankas, Tertutup
from shared.db import Conn
from shared.errors import Rejected
from shared.jejak import sidik_keadaan
from shared.kebijakan import pastikan_orang_lain
from shared.messaging import UnitOfWork

# Applications in one step: half a second of work, so that a stop or a kill costs little.
UKURAN_LANGKAH = 5000


@dataclass(frozen=True, slots=True)
class KemajuanPemeriksaan:
    """How far the document check is; once it is done, with the SHA-256 of all participant numbers, sorted and each ended by a newline."""

    status: Literal["BELUM", "MENUNGGU_RILIS", "BERJALAN", "SELESAI"]
    total: int
    selesai: int
    ms: int
    tms: int
    peserta_sha256: str | None


async def usulkan_tutup(uow: UnitOfWork, instalasi: Instalasi, kode: str | None, petugas: str, saat: datetime) -> KemajuanPemeriksaan:
    """Propose to close a registration; applications come in until another officer releases it. Once closed it changes nothing.

    Raises:
        Rejected: the calendar holds it open, no post is open, or an open post has changes that were not published.
    """
    musim, keadaan = await instalasi.tahan(uow.conn, kode, store_musim.kunci_formasi)
    if keadaan.ditutup_pada is None:
        await _pastikan_dapat_ditutup(uow.conn, musim.nama, keadaan, saat)
        await store_musim.usulkan_tutup(uow.conn, musim.nama, petugas, saat)
        uow.changed(before=_sidik(keadaan), after=_sidik(replace(keadaan, tutup_diusulkan_oleh=petugas)))
    return await kemajuan(uow.conn, musim.nama)


async def umumkan(uow: UnitOfWork, instalasi: Instalasi, kode: str | None, petugas: str, saat: datetime) -> KemajuanPemeriksaan:
    """Close the registration of a season as another officer proposed it, and start the document check; a second time changes nothing.

    Raises:
        Rejected: nothing was proposed, the same officer proposed it, or see `usulkan_tutup`.
    """
    musim, keadaan = await instalasi.tahan(uow.conn, kode, store_musim.kunci_menutup)
    if keadaan.ditutup_pada is None:
        if keadaan.tutup_diusulkan_oleh is None:
            raise Rejected("TIDAK_ADA_USUL", "Tidak ada usul penutupan pendaftaran yang menunggu rilis.", status=404)
        pastikan_orang_lain(keadaan.tutup_diusulkan_oleh, petugas, apa="Penutupan")
        await _pastikan_dapat_ditutup(uow.conn, musim.nama, keadaan, saat)
        await store_musim.tutup(uow.conn, musim.nama, musim.dasar.versi, saat)
        uow.changed(before=_sidik(keadaan), after=_sidik(replace(keadaan, ditutup_pada=saat)))
    return await kemajuan(uow.conn, musim.nama)


def _sidik(keadaan: Keadaan) -> bytes | None:
    """What closing changes: the calendar has acts of its own."""
    return sidik_keadaan([replace(keadaan, masa=None)])


async def _pastikan_dapat_ditutup(conn: Conn, musim: str, keadaan: Keadaan, saat: datetime) -> None:
    if (terlalu_dini := tolak_menutup(keadaan.masa, saat)) is not None:
        raise Rejected.of(terlalu_dini)
    if berubah := await store_formasi.jumlah_berubah(conn, musim):
        pesan = f"{berubah} formasi sudah diubah tetapi belum dibuka ulang. Buka dahulu, agar pelamar dinilai menurut yang diumumkan."
        raise Rejected("FORMASI_BELUM_DIBUKA", pesan, status=409)
    if not await store_formasi.ada_dibuka(conn, musim):
        raise Rejected("FORMASI_BELUM_DIBUKA", "Belum ada formasi yang dibuka; pendaftaran tidak dapat ditutup.", status=409)


async def kemajuan(conn: Conn, musim: str) -> KemajuanPemeriksaan:
    """Count how far the document check of a season is."""
    _, keadaan = await store_musim.ambil(conn, musim)
    jumlah = await store.kemajuan(conn, musim)
    return KemajuanPemeriksaan(_status(keadaan), *jumlah, peserta_sha256=keadaan.peserta_sha256)


def _status(keadaan: Keadaan) -> Literal["BELUM", "MENUNGGU_RILIS", "BERJALAN", "SELESAI"]:
    if keadaan.selesai_pada:
        return "SELESAI"
    if keadaan.ditutup_pada:
        return "BERJALAN"
    return "MENUNGGU_RILIS" if keadaan.tutup_diusulkan_oleh else "BELUM"


async def langkah(uow: UnitOfWork, instalasi: Instalasi, brankas: Brankas, saat: datetime, *, ukuran: int = UKURAN_LANGKAH) -> int:
    """Do one step of the document check of some season, under the rules that were in force when it closed.

    Returns:
        How much was done; 0 when nothing is left that nobody else holds.
    """
    tugas = await store.ambil_tugas(uow.conn)
    if tugas is None:
        return await _tutup_buku(uow.conn, saat)
    baris = await store_musim.satu(uow.conn, tugas.musim)
    musim = instalasi.musim(baris._replace(aturan_versi=tugas.aturan_versi))
    match tugas.tahap:
        case "PERIKSA":
            await _periksa(uow.conn, musim, brankas, tugas, saat=saat, ukuran=ukuran)
        case "NOMORI":
            await _nomori(uow.conn, musim, brankas, tugas)
        case "URUTKAN":
            await _urutkan(uow.conn, brankas, tugas)
        case "SIARKAN":
            await _siarkan(uow, musim, tugas, ukuran)
        case lain:
            raise ValueError(f"agency {tugas.kode_instansi} is at a stage {lain} that this version does not know")
    return 1


async def _periksa(conn: Conn, musim: Musim, brankas: Brankas, tugas: Tugas, *, saat: datetime, ukuran: int) -> None:
    rows = await store.berikutnya(conn, tugas, ukuran)
    syarat = await store_formasi.syarat(conn, sorted({row.formasi for row in rows}))
    sanksi = await store_sanksi.sampai(conn, [row.orang.siapa for row in rows])
    terbuka = await brankas.buka([row.orang for row in rows])
    status: Counter[str] = Counter()
    putusan: list[BarisPutusan] = []
    for row, (lahir, riwayat) in zip(rows, terbuka, strict=True):
        if lahir is None:
            raise LookupError(f"{row.lamaran} is in a season that is not over, and its person is gone")
        berkas = Berkas(
            tanggal_lahir=date.fromisoformat(lahir),
            tanggal_melamar=(hari := tanggal_wib(row.diterima_pada)),
            tanggal_usia=musim.tanggal_acuan_usia or hari,
            kualifikasi=row.kualifikasi,
            dokumen=frozenset(row.dokumen),
            sanksi_sampai=sanksi.get(row.orang.siapa),
            riwayat=baca_riwayat(riwayat),
        )
        hasil = periksa(berkas, syarat[row.formasi], musim.aturan)
        status[hasil.status] += 1
        putusan.append(BarisPutusan(row.lamaran, hasil.status, hasil.alasan, saat, hasil.afirmasi))
    await store.simpan_putusan(conn, putusan)
    habis = len(rows) < ukuran
    await store.majukan(
        conn,
        tugas,
        tahap="NOMORI" if habis else "PERIKSA",
        kursor="" if habis else rows[-1].lamaran,
        ms=status["MS"],
        tms=status["TMS"],
    )


async def _nomori(conn: Conn, musim: Musim, brankas: Brankas, tugas: Tugas) -> None:
    """Number the agency in one go: the serial of one depends on everybody else."""
    calon: list[Calon] = []
    async with aclosing(store.calon(conn, tugas)) as halaman:
        async for rows in halaman:
            terbuka = await brankas.buka([row.orang for row in rows])
            calon += [_calon(row, *isi) for row, isi in zip(rows, terbuka, strict=True)]
    bernomor = beri_nomor(calon, kunci=musim.kunci_nomor, kode_instansi=tugas.kode_instansi, aturan=musim.aturan)
    await store.simpan_peserta(conn, bernomor)
    await store.majukan(conn, tugas, tahap="URUTKAN")


def _calon(row: CalonTertutup, nik: str | None, jenis_kelamin: str | None) -> Calon:
    if nik is None or jenis_kelamin not in {"L", "P"}:
        raise LookupError(f"{row.lamaran} is in a season that is not over, and its person is gone")
    return Calon(nik, row.lamaran, row.jenis_kebutuhan, "L" if jenis_kelamin == "L" else "P")


async def _lahir(brankas: Brankas, orang: Sequence[Tertutup]) -> dict[str, date]:
    """Birth dates by pseudonym."""
    terbuka = await brankas.buka(orang)
    return {satu.siapa: date.fromisoformat(lahir) for satu, (lahir,) in zip(orang, terbuka, strict=True) if lahir is not None}


async def _urutkan(conn: Conn, brankas: Brankas, tugas: Tugas) -> None:
    """Say the places of everybody who applied to the agency: TMS too, so that who becomes MS later moves nobody.

    The places of one depend on the whole kelompok, which is held in columns: about a hundred bytes a person.
    """
    kode, kolom = "", _Kolom()
    async with aclosing(store.pelamar(conn, tugas)) as halaman:
        async for rows in halaman:
            lahir = await _lahir(brankas, [row.orang for row in rows])
            for jabatan, group in groupby(rows, key=attrgetter("kode_jabatan")):
                if jabatan != kode:
                    await store.simpan_urutan(conn, urutkan(kolom.isi()))
                    kode, kolom = jabatan, _Kolom()
                for row in group:
                    kolom.tambah(row, lahir[row.orang.siapa])
    await store.simpan_urutan(conn, urutkan(kolom.isi()))
    await store.majukan(conn, tugas, tahap="SIARKAN")


class _Kolom:
    """One kelompok while it is read."""

    def __init__(self) -> None:
        self._lamaran: list[str] = []
        self._lahir, self._ipk = array("i"), array("i")
        self._skala: list[SkalaIpk] = []

    def tambah(self, row: PelamarTertutup, lahir: date) -> None:
        self._lamaran.append(row.lamaran)
        self._lahir.append(lahir.toordinal())
        self._ipk.append(row.ipk)
        self._skala.append("IPK" if row.skala_ipk == "IPK" else "IJAZAH")

    def isi(self) -> Sekelompok:
        return Sekelompok(self._lamaran, self._lahir, self._ipk, self._skala)


async def _siarkan(uow: UnitOfWork, musim: Musim, tugas: Tugas, ukuran: int) -> None:
    rows = await store.siaran(uow.conn, tugas, ukuran)
    for row in rows:
        uow.emit(peristiwa.lamaran_diputuskan(row, musim), sequence=1)
    habis = len(rows) < ukuran
    await store.majukan(
        uow.conn,
        tugas,
        tahap="SELESAI" if habis else "SIARKAN",
        kursor="" if habis else rows[-1].lamaran,
        disiarkan=len(rows),
    )


async def _tutup_buku(conn: Conn, saat: datetime) -> int:
    """Seal all participant numbers of a season when its last agency is done, so that others can tell that they have every one."""
    buku = await store.ambil_penutupan(conn)
    if buku is None:
        return 0
    segel = hashlib.sha256()
    async for peserta in store.nomor_peserta(conn, buku):
        segel.update(f"{peserta}\n".encode())
    await store.tutup_buku(conn, buku, saat=saat, peserta_sha256=segel.hexdigest())
    return 1
