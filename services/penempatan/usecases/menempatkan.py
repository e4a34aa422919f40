"""The worker: takes kelompok whose ranking is closed, places those that are whole, holds back those that are not; then corrections."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from services.penempatan import metrics
from services.penempatan.domain import (
    Formasi,
    Mode,
    PenempatanKelompok,
    PengaruhPersetujuan,
    Sebab,
    Tertahan,
    pengaruh,
    periksa_hasil,
    tempatkan,
)
from services.penempatan.store import antrean, dasar, hasil
from services.penempatan.store.antrean import BarisDitempatkan, BarisIsi, BarisKelompok
from services.penempatan.store.hasil import SimpananKeputusan, SimpananKursi
from services.penempatan.usecases.kesiapan import cacat, formasi_terkait, kurang, secukupnya, siapkan, terjaga, terkait, tertahan
from services.penempatan.usecases.mengoreksi import periksa_antrean
from services.penempatan.usecases.peristiwa import keputusan_terbit, riwayat_kursi, tulis_pengaruh
from shared.contracts.types import Aturan
from shared.db import BarisTertahan
from shared.messaging import UnitOfWork

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Ditempatkan:
    """A kelompok that is placed and verified."""

    kelompok: BarisKelompok
    formasi: tuple[Formasi, ...]
    penempatan: PenempatanKelompok
    mode: Mode
    pengaruh: PengaruhPersetujuan


Putusan = Ditempatkan | BarisTertahan


class Penempat:
    """The step of the worker; holds the mode of filling and the limits of one transaction and nothing else."""

    def __init__(self, *, mode: Mode = Mode.SESUAI_KEPUTUSAN, kelompok_per_transaksi: int = 200, baris_per_transaksi: int = 20_000) -> None:
        """One transaction takes up to so many kelompok, and stops adding kelompok before so many ranked people are passed."""
        self._mode = mode
        self._kelompok = kelompok_per_transaksi
        self._baris = baris_per_transaksi

    async def __call__(self, uow: UnitOfWork) -> int:
        """Place or hold back some kelompok, or look at some corrections; returns how many."""
        return await self._tempatkan(uow) or await periksa_antrean(uow, kelompok=self._kelompok, baris=self._baris)

    async def _tempatkan(self, uow: UnitOfWork) -> int:
        antre = secukupnya(await antrean.ambil_antrean(uow.conn, self._kelompok), self._baris, lambda satu: satu.jumlah)
        if not antre:
            return 0
        nama = [satu.kelompok for satu in antre]
        formasi: defaultdict[str, list[Formasi]] = defaultdict(list)
        for kelompok, satu_formasi in await antrean.ambil_formasi(uow.conn, nama):
            formasi[kelompok].append(satu_formasi)
        jumlah = await antrean.hitung_baris(uow.conn, nama)
        segel = await antrean.ambil_segel(uow.conn, nama)
        ditahan: list[BarisTertahan] = []
        lengkap: list[BarisKelompok] = []
        for satu in antre:
            belum = kurang(satu, formasi[satu.kelompok], jumlah.get(satu.kelompok, 0), segel[satu.kelompok])
            if belum is None:
                lengkap.append(satu)
            else:
                ditahan.append(tertahan(satu.kelompok, belum))
        lengkap, berbagi = await _pisahkan_terkait(uow, lengkap)
        ditahan += berbagi
        isi: defaultdict[str, list[BarisIsi]] = defaultdict(list)
        for baris in await antrean.ambil_isi(uow.conn, [satu.kelompok for satu in lengkap]):
            isi[baris.kelompok].append(baris)
        # Seconds of pure computation: beside the loop, so that the process keeps answering and keeps its place in the groups.
        putusan = await asyncio.to_thread(
            lambda: [putuskan(satu, formasi[satu.kelompok], isi[satu.kelompok], self._mode) for satu in lengkap]
        )
        ditahan += [satu for satu in putusan if isinstance(satu, BarisTertahan)]
        await _simpan(uow, [satu for satu in putusan if isinstance(satu, Ditempatkan)], ditahan)
        return len(antre)


async def _pisahkan_terkait(uow: UnitOfWork, lengkap: list[BarisKelompok]) -> tuple[list[BarisKelompok], list[BarisTertahan]]:
    """Hold back who shares a person or a post with a kelompok already placed: two kelompok cannot both decide about them."""
    nama = [satu.kelompok for satu in lengkap]
    sebab = {kelompok: formasi_terkait(lain) for kelompok, lain in (await antrean.formasi_di_tempat_lain(uow.conn, nama)).items()}
    sebab |= {kelompok: terkait(lain) for kelompok, lain in (await antrean.diputuskan_di_tempat_lain(uow.conn, nama)).items()}
    ditahan = [tertahan(kelompok, satu) for kelompok, satu in sorted(sebab.items())]
    return [satu for satu in lengkap if satu.kelompok not in sebab], ditahan


def putuskan(satu: BarisKelompok, formasi: Sequence[Formasi], isi: Sequence[BarisIsi], mode: Mode) -> Putusan:
    """Check, place and verify one kelompok whose rows are all here; pure, and the same for any order of the rows."""
    putusan = terjaga(satu.kelompok, lambda: _hitung(satu, formasi, isi, mode))
    return tertahan(satu.kelompok, putusan) if isinstance(putusan, Tertahan) else putusan


def _hitung(satu: BarisKelompok, formasi: Sequence[Formasi], isi: Sequence[BarisIsi], mode: Mode) -> Ditempatkan | Tertahan:
    siap = siapkan(satu, formasi, isi)
    if isinstance(siap, Tertahan):
        return siap
    penempatan = tempatkan(formasi, siap.peringkat, siap.ketentuan, mode)
    salah = periksa_hasil(formasi, siap.peringkat, penempatan, siap.ketentuan, mode)
    if salah:
        return cacat(Sebab.HASIL_CACAT, salah)
    beda = pengaruh(tuple(formasi), siap.peringkat, siap.ketentuan, penempatan, mode)
    return Ditempatkan(satu, tuple(formasi), penempatan, mode, beda)


async def _simpan(uow: UnitOfWork, ditempatkan: Sequence[Ditempatkan], ditahan: Sequence[BarisTertahan]) -> None:
    if ditahan:
        await antrean.tahan(uow.conn, ditahan)
        for satu in ditahan:
            metrics.TERTAHAN.labels(satu.sebab).inc()
            log.warning("kelompok_tertahan", kelompok=satu.kelompok, sebab=satu.sebab, rincian=satu.rincian)
    if not ditempatkan:
        return
    riwayat = [(d.kelompok.kelompok, riwayat_kursi(d.penempatan, kelompok=d.kelompok.kelompok)) for d in ditempatkan]
    terakhir = await hasil.ambil_alih(uow.conn, [k.peserta for d in ditempatkan for k in d.penempatan.keputusan])
    keputusan = [
        SimpananKeputusan(d.kelompok.kelompok, k, terakhir.get(k.peserta, 0) + 1) for d in ditempatkan for k in d.penempatan.keputusan
    ]
    await hasil.tulis_keputusan(uow.conn, keputusan)
    await hasil.tulis_kursi(
        uow.conn, [SimpananKursi(kelompok, kursi, hitungan) for kelompok, semua in riwayat for kursi, hitungan, _ in semua]
    )
    await dasar.tulis_formasi(uow.conn, [(d.kelompok.kelompok, f) for d in ditempatkan for f in d.formasi])
    metrics.DITEMPATKAN.inc(len(ditempatkan))
    await antrean.tandai_ditempatkan(
        uow.conn, [BarisDitempatkan(d.kelompok.kelompok, d.mode.value, tulis_pengaruh(d.pengaruh)) for d in ditempatkan]
    )
    aturan = {d.kelompok.kelompok: Aturan(nama=d.kelompok.aturan, versi=d.kelompok.aturan_versi) for d in ditempatkan}
    for kelompok, k, nomor in keputusan:
        uow.emit(keputusan_terbit(k, kelompok=kelompok, aturan=aturan[kelompok], versi=nomor), sequence=nomor)
    for _, semua in riwayat:
        for _, _, terbit in semua:
            for event in terbit:
                uow.emit(event, sequence=1)
