"""Decide closed kelompok, some in each transaction: a killed process leaves whole kelompok undecided, never half of one.

Every result is checked (docs/verifikasi.md) before anything of it is saved or said; a kelompok that fails is held back, the others go out.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import structlog

from services.penilaian import metrics
from services.penilaian.domain.periksa import HASIL_CACAT, periksa_peringkat, periksa_segel, periksa_skd
from services.penilaian.domain.peringkat import PesertaSkb, peringkatkan
from services.penilaian.domain.skd import Formasi, HasilFormasi, PesertaSkd, putuskan_skd
from services.penilaian.store import hasil as store
from services.penilaian.store import penutupan, tertahan
from services.penilaian.store.tertahan import TahapTutup
from services.penilaian.usecases.cacat import cacat, segel_dari
from services.penilaian.usecases.terbit import Ranked, closed, finalized, shortlisted
from shared.aturan import AturanSeleksi, HasilSkd
from shared.contracts.penilaian import RankingClosed
from shared.db import BarisTertahan
from shared.messaging import UnitOfWork

# One transaction: large enough to make its fixed cost small, small enough that three replicas share the work and requests are not starved.
GROUPS_AT_ONCE = 200
PEOPLE_AT_ONCE = 10_000

T = TypeVar("T")
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Terdaftar:
    """A kelompok whose SKD is decided and verified."""

    kelompok: str
    formasi: tuple[HasilFormasi, ...]


@dataclass(frozen=True, slots=True)
class Diperingkat:
    """A kelompok that is ranked, sealed and verified."""

    kelompok: str
    baris: tuple[Ranked, ...]
    segel: RankingClosed


async def putuskan_kelompok_skd(uow: UnitOfWork, aturan: AturanSeleksi, *, at_most: int = GROUPS_AT_ONCE) -> int:
    """Decide the SKD of `at_most` so many closed kelompok and say who goes on, or hold them back; returns how many, 0 when none waits."""
    claimed = await penutupan.klaim(uow.conn, "skd", kelompok=at_most, peserta=PEOPLE_AT_ONCE)
    if not claimed:
        return 0
    formasi = await store.formasi_dalam(uow.conn, list(claimed))
    peserta = await store.peserta_skd(uow.conn, list(claimed))

    def satu_kelompok(kelompok: str) -> Terdaftar | BarisTertahan:
        return _putuskan_skd(kelompok, formasi[kelompok], peserta, aturan, claimed[kelompok])

    # In a thread: the loop must go on answering requests and heartbeats.
    putusan = await asyncio.to_thread(lambda: [_terjaga(kelompok, satu_kelompok) for kelompok in sorted(claimed)])
    await _tahan(uow, "skd", [satu for satu in putusan if isinstance(satu, BarisTertahan)])
    decided = [(satu.kelompok, post) for satu in putusan if isinstance(satu, Terdaftar) for post in satu.formasi]
    await store.simpan_skd(uow.conn, decided)
    kuota = {satu.formasi: satu.kuota for posts in formasi.values() for satu in posts}
    for kelompok, satu in decided:
        event = shortlisted(kelompok, satu, kuota[satu.formasi], aturan)
        uow.emit(event, sequence=event.versi)
    await penutupan.selesai_skd(uow.conn, hitung(decided))
    return len(claimed)


async def putuskan_kelompok_peringkat(uow: UnitOfWork, aturan: AturanSeleksi, *, at_most: int = GROUPS_AT_ONCE) -> int:
    """Rank `at_most` so many closed kelompok and publish, or hold them back; returns how many, 0 when none waits."""
    claimed = await penutupan.klaim(uow.conn, "peringkat", kelompok=at_most, peserta=PEOPLE_AT_ONCE)
    if not claimed:
        return 0
    formasi = await store.formasi_dalam(uow.conn, list(claimed))
    peserta, fakta = await store.peserta_skb(uow.conn, list(claimed))
    # Above 1 where the SKD of a kelompok was corrected before its ranking was closed.
    versi = await penutupan.versi_kelompok(uow.conn, list(claimed))

    def satu_kelompok(kelompok: str) -> Diperingkat | BarisTertahan:
        people = peserta.get(kelompok, [])
        return _peringkatkan((kelompok, versi[kelompok]), formasi[kelompok], people, aturan, claimed[kelompok])

    putusan = await asyncio.to_thread(lambda: [_terjaga(kelompok, satu_kelompok) for kelompok in sorted(claimed)])
    await _tahan(uow, "peringkat", [satu for satu in putusan if isinstance(satu, BarisTertahan)])
    ranked = [satu for satu in putusan if isinstance(satu, Diperingkat)]
    await store.simpan_akhir(uow.conn, [row for satu in ranked for row in satu.baris], versi=versi)
    selesai: list[tuple[str, int, int, str]] = []
    for satu in ranked:
        for row in satu.baris:
            event = finalized(row, fakta[row[2].peserta], aturan, versi=versi[satu.kelompok])
            uow.emit(event, sequence=event.versi)
        uow.emit(satu.segel, sequence=satu.segel.versi)
        selesai.append((satu.kelompok, satu.segel.jumlah_formasi, satu.segel.jumlah_kursi, satu.segel.sha256))
    await penutupan.selesai_peringkat(uow.conn, selesai)
    return len(claimed)


def _putuskan_skd(
    kelompok: str, formasi: Sequence[Formasi], peserta: Mapping[str, Sequence[PesertaSkd]], aturan: AturanSeleksi, jumlah: int
) -> Terdaftar | BarisTertahan:
    decided = tuple(putuskan_skd(satu, peserta.get(satu.formasi, []), aturan) for satu in formasi)
    salah = periksa_skd(formasi, peserta, decided, aturan, jumlah)
    return cacat(kelompok, salah) if salah else Terdaftar(kelompok, decided)


def _peringkatkan(
    yang: tuple[str, int], formasi: Sequence[Formasi], peserta: Sequence[PesertaSkb], aturan: AturanSeleksi, jumlah: int
) -> Diperingkat | BarisTertahan:
    kelompok, versi = yang
    people = {satu.peserta: satu for satu in peserta}
    hasil = peringkatkan(people.values(), aturan, {satu.formasi: satu.kuota for satu in formasi})
    salah = periksa_peringkat(peserta, hasil, aturan, jumlah)
    if salah:
        return cacat(kelompok, salah)
    rows = tuple((kelompok, people[satu.peserta], satu) for satu in hasil)
    sealed = closed(kelompok, formasi, rows, aturan, versi=versi)
    salah = periksa_segel(formasi, peserta, hasil, segel_dari(sealed))
    return cacat(kelompok, salah) if salah else Diperingkat(kelompok, rows, sealed)


def _terjaga(kelompok: str, hitung_satu: Callable[[str], T]) -> T | BarisTertahan:
    """The result of a pure computation about one kelompok; one that fails holds back this kelompok and not the whole nation."""
    try:
        return hitung_satu(kelompok)
    except Exception as error:
        log.exception("hitungan_gagal", kelompok=kelompok)
        rinci = f"perhitungan berhenti karena {type(error).__name__}; perlu diperiksa pengelola"
        return BarisTertahan(kelompok, HASIL_CACAT, rinci)


async def _tahan(uow: UnitOfWork, tahap: TahapTutup, ditahan: Sequence[BarisTertahan]) -> None:
    if not ditahan:
        return
    await tertahan.tahan(uow.conn, tahap, ditahan)
    for satu in ditahan:
        metrics.TERTAHAN.labels(tahap, satu.sebab).inc()
        log.warning("kelompok_tertahan", tahap=tahap, kelompok=satu.kelompok, sebab=satu.sebab, rincian=satu.rincian)


def hitung(decided: Iterable[tuple[str, HasilFormasi]]) -> list[tuple[str, int, int, int, int, int]]:
    """Counts of each kelompok: reached the grade, did not, TH, DIS, goes on to the SKB."""
    counts: dict[str, Counter[HasilSkd]] = {}
    for kelompok, satu in decided:
        counts.setdefault(kelompok, Counter()).update(putusan.hasil for putusan in satu.putusan)
    return [
        (
            kelompok,
            count[HasilSkd.LULUS] + count[HasilSkd.DI_LUAR_BATAS],
            count[HasilSkd.TIDAK_LULUS],
            count[HasilSkd.TH],
            count[HasilSkd.DIS],
            count[HasilSkd.LULUS],
        )
        for kelompok, count in counts.items()
    ]
