"""The worker's step: kelompok whose ranking is closed are placed when they are whole and held back when not; then corrections."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import structlog

from services.penempatan import metrics
from services.penempatan.domain.jenis import Formasi, Keadaan, PenempatanKelompok
from services.penempatan.domain.kelengkapan import Sebab, Segel, Tertahan
from services.penempatan.domain.ketentuan import Buku
from services.penempatan.domain.penempatan import tempatkan
from services.penempatan.domain.periksa import periksa_hasil
from services.penempatan.domain.peristiwa import peristiwa_penempatan
from services.penempatan.domain.persetujuan import PengaruhPersetujuan, pengaruh
from services.penempatan.store import antrean, keadaan, musim
from services.penempatan.store.antrean import BarisDitempatkan
from services.penempatan.store.masukan import BarisPeringkat
from services.penempatan.usecases.kesiapan import Cara, cacat, cara, formasi_terkait, kurang, secukupnya, siapkan, terkait, tertahan
from services.penempatan.usecases.koreksi import periksa_antrean
from services.penempatan.usecases.peristiwa import Asal, tulis_pengaruh
from services.penempatan.usecases.terbitan import Perubahan, terbitkan
from shared.contracts.types import Aturan
from shared.db import BarisTertahan, guarded
from shared.messaging import UnitOfWork

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Penempatan:
    """A kelompok that is placed and verified."""

    segel: Segel
    formasi: tuple[Formasi, ...]
    hasil: PenempatanKelompok
    cara: Cara
    pengaruh: PengaruhPersetujuan


async def tempatkan_antrean(uow: UnitOfWork, *, buku: Buku, kelompok: int, baris: int) -> int:
    """Place or hold back some kelompok, or look at some corrections; returns how many.

    Args:
        uow: of the worker.
        buku: every rule set that can be placed under.
        kelompok: one transaction takes up to so many kelompok.
        baris: it stops adding kelompok before so many ranked people are passed.
    """
    antre = secukupnya(await antrean.ambil_antrean(uow.conn, kelompok), baris, lambda satu: satu.jumlah)
    if not antre:
        return await periksa_antrean(uow, buku=buku, kelompok=kelompok, baris=baris)
    nama = [segel.kelompok for segel in antre]
    formasi = await antrean.ambil_formasi(uow.conn, nama)
    jumlah = await antrean.hitung_baris(uow.conn, nama)
    semua = await antrean.ambil_segel(uow.conn, nama)
    belum = {s.kelompok: kurang(s, formasi[s.kelompok], jumlah.get(s.kelompok, 0), semua[s.kelompok]) for s in antre}
    bagaimana: dict[str, Cara] = {}
    for satu, milik in (await musim.dari_kelompok(uow.conn, [satu for satu in nama if belum[satu] is None])).items():
        boleh = cara(milik)
        if isinstance(boleh, Tertahan):
            belum[satu] = boleh
        else:
            bagaimana[satu] = boleh
    belum |= await _terkait(uow, [satu for satu in nama if belum[satu] is None])
    lengkap = [segel for segel in antre if belum[segel.kelompok] is None]
    isi = await antrean.ambil_isi(uow.conn, [segel.kelompok for segel in lengkap])
    # Seconds of pure computation: beside the loop, so that the process keeps answering and keeps its place in the groups.
    putusan = await asyncio.to_thread(
        lambda: [putuskan(s, formasi[s.kelompok], isi[s.kelompok], buku, bagaimana[s.kelompok]) for s in lengkap]
    )
    ditahan = [tertahan(kelompok, satu) for kelompok, satu in belum.items() if satu is not None]
    await _tahan(uow, [*ditahan, *(satu for satu in putusan if isinstance(satu, BarisTertahan))])
    await _berlakukan(uow, [satu for satu in putusan if isinstance(satu, Penempatan)])
    return len(antre)


async def _terkait(uow: UnitOfWork, nama: Sequence[str]) -> dict[str, Tertahan]:
    """Those that share a person or a post with a kelompok already placed: two kelompok cannot both decide about them."""
    sebab = {kelompok: formasi_terkait(lain) for kelompok, lain in (await antrean.formasi_di_tempat_lain(uow.conn, nama)).items()}
    return sebab | {kelompok: terkait(lain) for kelompok, lain in (await antrean.diputuskan_di_tempat_lain(uow.conn, nama)).items()}


def putuskan(segel: Segel, formasi: Sequence[Formasi], isi: Sequence[BarisPeringkat], buku: Buku, cara: Cara) -> Penempatan | BarisTertahan:
    """Check, place and verify one kelompok whose rows are all here; pure, and the same for any order of the rows."""
    putusan = guarded(segel.kelompok, lambda: _hitung(segel, formasi, isi, buku, cara), partial(Tertahan, Sebab.HASIL_CACAT))
    return tertahan(segel.kelompok, putusan) if isinstance(putusan, Tertahan) else putusan


def _hitung(segel: Segel, formasi: Sequence[Formasi], isi: Sequence[BarisPeringkat], buku: Buku, cara: Cara) -> Penempatan | Tertahan:
    siap = siapkan(segel, formasi, isi, buku)
    if isinstance(siap, Tertahan):
        return siap
    hasil = tempatkan(formasi, siap.peringkat, siap.ketentuan, cara.mode)
    salah = periksa_hasil(formasi, siap.peringkat, hasil, siap.ketentuan, cara.mode)
    if salah:
        return cacat(Sebab.HASIL_CACAT, salah)
    beda = pengaruh(tuple(formasi), siap.peringkat, siap.ketentuan, hasil, cara.mode)
    return Penempatan(segel, tuple(formasi), hasil, cara, beda)


async def _tahan(uow: UnitOfWork, ditahan: Sequence[BarisTertahan]) -> None:
    if ditahan:
        await antrean.tahan(uow.conn, ditahan)
    for satu in ditahan:
        metrics.TERTAHAN.labels(satu.sebab).inc()
        log.warning("kelompok_tertahan", kelompok=satu.kelompok, sebab=satu.sebab, rincian=satu.rincian)


async def _berlakukan(uow: UnitOfWork, ditempatkan: Sequence[Penempatan]) -> None:
    if not ditempatkan:
        return
    await terbitkan(uow, [_perubahan(satu) for satu in ditempatkan])
    await keadaan.tulis_dasar(uow.conn, ((satu.segel.kelompok, f) for satu in ditempatkan for f in satu.formasi))
    baris = [BarisDitempatkan(satu.segel.kelompok, satu.cara.musim, satu.cara.mode, tulis_pengaruh(satu.pengaruh)) for satu in ditempatkan]
    await antrean.tandai_ditempatkan(uow.conn, baris)
    metrics.DITEMPATKAN.inc(len(ditempatkan))


def _perubahan(satu: Penempatan) -> Perubahan:
    """From nothing to the first state of a kelompok."""
    post = {f.kode: f for f in satu.formasi}
    sesudah = Keadaan(post, {k.peserta: k for k in satu.hasil.keputusan}, {k.kursi: k for k in satu.hasil.kursi}, satu.cara.mode)
    asal = Asal(satu.segel.kelompok, satu.cara.musim, Aturan(nama=satu.segel.aturan, versi=satu.segel.aturan_versi))
    return Perubahan(asal, Keadaan(post, {}, {}, satu.cara.mode), sesudah, tuple(peristiwa_penempatan(satu.hasil)))
