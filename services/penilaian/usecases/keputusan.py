"""Decide closed kelompok, some in each transaction: a killed process leaves whole kelompok undecided, never half of one.

Every result is checked (docs/verifikasi.md) before anything of it is saved or said; a kelompok that fails is held back, the others go out.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

import structlog

from services.penilaian import metrics
from services.penilaian.domain.buku import BukuCpns
from services.penilaian.domain.periksa import HASIL_CACAT, Segel, periksa_peringkat, periksa_segel, periksa_skd
from services.penilaian.domain.peringkat import PesertaSkb, peringkatkan
from services.penilaian.domain.skd import Formasi, HasilFormasi, PesertaSkd, putuskan_skd
from services.penilaian.store import hasil as store
from services.penilaian.store import penutupan
from services.penilaian.store.penutupan import Penutupan
from services.penilaian.store.tahap import NamaTahap
from services.penilaian.usecases.aturan import aturan_penutupan
from services.penilaian.usecases.peristiwa import (
    Berperingkat,
    aturan_diumumkan,
    nilai_ditetapkan,
    peringkat_ditutup,
    skb_diumumkan,
    tersegel,
)
from shared.alasan import Pelanggaran, rincian
from shared.aturan import AturanSeleksi, HasilSkd
from shared.contracts.penilaian import RankingClosed
from shared.contracts.types import Aturan
from shared.db import BarisTertahan, guarded
from shared.messaging import UnitOfWork

# One transaction: large enough to make its fixed cost small, small enough that three replicas share the work and requests are not starved.
GROUPS_AT_ONCE = 200
PEOPLE_AT_ONCE = 10_000
HITUNGAN_SKD = ("lulus_ambang", "tidak_lulus", "th", "dis", "ke_skb")
KOLOM_SEGEL = ("jumlah_formasi", "jumlah_kursi", "sha256")

T = TypeVar("T")
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Terdaftar:
    """A kelompok whose SKD is decided and verified."""

    kelompok: str
    formasi: tuple[HasilFormasi, ...]
    aturan: Aturan


@dataclass(frozen=True, slots=True)
class Diperingkat(Generic[T]):
    """A kelompok that is ranked, sealed and verified."""

    kelompok: str
    baris: tuple[T, ...]
    segel: RankingClosed


async def putuskan_kelompok_skd(uow: UnitOfWork, buku: BukuCpns, *, at_most: int = GROUPS_AT_ONCE) -> int:
    """Decide the SKD of at most `at_most` closed kelompok and say who goes on, or hold them back; returns how many, 0 when none waits."""
    claimed = await penutupan.klaim(uow.conn, NamaTahap.SKD, kelompok=at_most, peserta=PEOPLE_AT_ONCE)
    if not claimed:
        return 0
    formasi = await store.formasi_dalam(uow.conn, list(claimed))
    peserta = await store.peserta_skd(uow.conn, list(claimed))

    def satu_kelompok(kelompok: str) -> Terdaftar | BarisTertahan:
        aturan = aturan_penutupan(buku, claimed[kelompok])
        return aturan if isinstance(aturan, BarisTertahan) else _putuskan_skd(claimed[kelompok], formasi[kelompok], peserta, aturan)

    terdaftar = await hitung_kelompok(uow, NamaTahap.SKD, sorted(claimed), satu_kelompok)
    await store.simpan_skd(uow.conn, [(satu.kelompok, hasil) for satu in terdaftar for hasil in satu.formasi])
    kuota = {satu.formasi: satu.kuota for posts in formasi.values() for satu in posts}
    for satu in terdaftar:
        for hasil in satu.formasi:
            event = skb_diumumkan(satu.kelompok, hasil, kuota[hasil.formasi], satu.aturan, versi=claimed[satu.kelompok].versi)
            uow.emit(event, sequence=event.versi)
    selesai = [hitung(claimed[satu.kelompok], satu.formasi) for satu in terdaftar]
    await penutupan.tandai_selesai(uow.conn, selesai, only=HITUNGAN_SKD)
    return len(claimed)


async def putuskan_kelompok_peringkat(uow: UnitOfWork, buku: BukuCpns, *, at_most: int = GROUPS_AT_ONCE) -> int:
    """Rank at most `at_most` closed kelompok and publish, or hold them back; returns how many, 0 when none waits."""
    claimed = await penutupan.klaim(uow.conn, NamaTahap.PERINGKAT, kelompok=at_most, peserta=PEOPLE_AT_ONCE)
    if not claimed:
        return 0
    formasi = await store.formasi_dalam(uow.conn, list(claimed))
    peserta, fakta = await store.peserta_skb(uow.conn, list(claimed))
    # Above 1 where the SKD of a kelompok was corrected before its ranking was closed.
    versi = {kelompok: satu.versi for kelompok, satu in claimed.items()}

    def satu_kelompok(kelompok: str) -> Diperingkat[Berperingkat] | BarisTertahan:
        yang = claimed[kelompok]
        aturan = aturan_penutupan(buku, yang)
        return aturan if isinstance(aturan, BarisTertahan) else _peringkatkan(yang, formasi[kelompok], peserta.get(kelompok, []), aturan)

    diperingkat = await hitung_kelompok(uow, NamaTahap.PERINGKAT, sorted(claimed), satu_kelompok)
    await store.simpan_akhir(uow.conn, [baris for satu in diperingkat for baris in satu.baris], versi=versi)
    selesai: list[Penutupan] = []
    for satu in diperingkat:
        for baris in satu.baris:
            event = nilai_ditetapkan(baris, fakta[baris[2].peserta], satu.segel.aturan, versi=versi[satu.kelompok])
            uow.emit(event, sequence=event.versi)
        uow.emit(satu.segel, sequence=satu.segel.versi)
        selesai.append(disegel(claimed[satu.kelompok], satu.segel))
    await penutupan.tandai_selesai(uow.conn, selesai, only=KOLOM_SEGEL)
    return len(claimed)


def _putuskan_skd(
    yang: Penutupan, formasi: Sequence[Formasi], peserta: Mapping[str, Sequence[PesertaSkd]], aturan: AturanSeleksi
) -> Terdaftar | BarisTertahan:
    diputuskan = tuple(putuskan_skd(satu, peserta.get(satu.formasi, []), aturan) for satu in formasi)
    salah = periksa_skd(formasi, peserta, diputuskan, aturan, yang.peserta)
    return cacat(yang.kelompok, salah) if salah else Terdaftar(yang.kelompok, diputuskan, aturan_diumumkan(aturan))


def _peringkatkan(
    yang: Penutupan, formasi: Sequence[Formasi], peserta: Sequence[PesertaSkb], aturan: AturanSeleksi
) -> Diperingkat[Berperingkat] | BarisTertahan:
    people = {satu.peserta: satu for satu in peserta}
    hasil = peringkatkan(people.values(), aturan, {satu.formasi: satu.kuota for satu in formasi})
    salah = periksa_peringkat(peserta, hasil, aturan, yang.peserta)
    if salah:
        return cacat(yang.kelompok, salah)
    baris = tuple((yang.kelompok, people[satu.peserta], satu) for satu in hasil)
    segel = peringkat_ditutup(yang.kelompok, formasi, tersegel(baris, yang.versi), aturan, versi=yang.versi)
    salah = periksa_segel(formasi, peserta, hasil, segel_dari(segel))
    return cacat(yang.kelompok, salah) if salah else Diperingkat(yang.kelompok, baris, segel)


async def hitung_kelompok(uow: UnitOfWork, tahap: NamaTahap, claimed: Sequence[str], satu: Callable[[str], T | BarisTertahan]) -> list[T]:
    """What came of each kelompok; those of which nothing sound came are held back."""
    # In a thread: the loop must go on answering requests and heartbeats.
    putusan = await asyncio.to_thread(lambda: [guarded(k, partial(satu, k), partial(BarisTertahan, k, HASIL_CACAT)) for k in claimed])
    ditahan = [lain for lain in putusan if isinstance(lain, BarisTertahan)]
    if ditahan:
        await penutupan.tahan(uow.conn, tahap, ditahan)
    for lain in ditahan:
        metrics.TERTAHAN.labels(tahap.lower(), lain.sebab).inc()
        log.warning("kelompok_tertahan", tahap=tahap.lower(), kelompok=lain.kelompok, sebab=lain.sebab, rincian=lain.rincian)
    return [lain for lain in putusan if not isinstance(lain, BarisTertahan)]


def cacat(kelompok: str, salah: Sequence[Pelanggaran]) -> BarisTertahan:
    """Hold back a result that breaks properties."""
    return BarisTertahan(kelompok, HASIL_CACAT, rincian(salah))


def hitung(yang: Penutupan, formasi: Iterable[HasilFormasi]) -> Penutupan:
    """The kelompok with the counts of its decided SKD: reached the grade, did not, TH, DIS, goes on to the SKB."""
    count = Counter(putusan.hasil for satu in formasi for putusan in satu.putusan)
    return yang._replace(
        selesai=True,
        lulus_ambang=count[HasilSkd.LULUS] + count[HasilSkd.DI_LUAR_BATAS],
        tidak_lulus=count[HasilSkd.TIDAK_LULUS],
        th=count[HasilSkd.TH],
        dis=count[HasilSkd.DIS],
        ke_skb=count[HasilSkd.LULUS],
    )


def disegel(yang: Penutupan, segel: RankingClosed) -> Penutupan:
    """The kelompok with the seal of its ranking."""
    return yang._replace(selesai=True, jumlah_formasi=segel.jumlah_formasi, jumlah_kursi=segel.jumlah_kursi, sha256=segel.sha256)


def segel_dari(segel: RankingClosed) -> Segel:
    """The published seal as it is checked."""
    return Segel(segel.jumlah, segel.jumlah_formasi, segel.jumlah_kursi, segel.sha256, segel.versi)
