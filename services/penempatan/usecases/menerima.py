"""Events in: the newest version of each fact is kept, and kelompok that may have been waiting for it are looked at again."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from services.penempatan.store import masukan
from shared.contracts.event import Event
from shared.contracts.kepegawaian import NipCancelled, NipIssued
from shared.contracts.pendaftaran import FormationOpened
from shared.contracts.penilaian import RankingClosed, ScoreFinalized
from shared.messaging import Received, UnitOfWork, newest

E = TypeVar("E", bound=Event)


async def terima_formasi(uow: UnitOfWork, batch: Sequence[Received[FormationOpened]]) -> None:
    """Posts, opened or changed."""
    terbaru = _terbaru(batch, lambda event: event.versi)
    await masukan.simpan_formasi(
        uow.conn,
        [
            masukan.BarisFormasi(
                *(e.formasi, e.kelompok, e.instansi, e.jabatan, e.unit, e.jenis_kebutuhan.value, e.kuota),
                *(json.dumps(e.kualifikasi), e.grup, e.versi),
            )
            for e in terbaru
        ],
    )
    await masukan.bangunkan(uow.conn, _kelompok(e.kelompok for e in terbaru))


async def terima_nilai(uow: UnitOfWork, batch: Sequence[Received[ScoreFinalized]]) -> None:
    """Final scores and ranks of people."""
    terbaru = _terbaru(batch, lambda event: event.versi)
    await masukan.simpan_peringkat(uow.conn, [_peringkat(e) for e in terbaru])
    await masukan.bangunkan(uow.conn, _kelompok(e.kelompok for e in terbaru))


async def terima_penutupan(uow: UnitOfWork, batch: Sequence[Received[RankingClosed]]) -> None:
    """Rankings that are complete."""
    await masukan.simpan_segel(uow.conn, [_penutupan(received.event) for received in batch])
    terbaru = _terbaru(batch, lambda event: event.versi)
    await masukan.simpan_penutupan(uow.conn, [_penutupan(e) for e in terbaru])
    # An older seal that comes late may be the link that a newer one waits for.
    await masukan.bangunkan(uow.conn, _kelompok(e.kelompok for e in terbaru))


async def terima_nip_terbit(uow: UnitOfWork, batch: Sequence[Received[NipIssued]]) -> None:
    """Numbers that were issued: whose seat no list changes any more."""
    await masukan.simpan_nip(uow.conn, terbit=[(e.peserta, e.versi) for e in _terbaru(batch, lambda event: event.versi)])


async def terima_nip_batal(uow: UnitOfWork, batch: Sequence[Received[NipCancelled]]) -> None:
    """Numbers that were cancelled."""
    await masukan.simpan_nip(uow.conn, batal=[(e.peserta, e.versi) for e in _terbaru(batch, lambda event: event.versi)])


def _penutupan(e: RankingClosed) -> masukan.BarisPenutupan:
    return masukan.BarisPenutupan(
        kelompok=e.kelompok,
        jumlah=e.jumlah,
        jumlah_formasi=e.jumlah_formasi,
        jumlah_kursi=e.jumlah_kursi,
        sha256=e.sha256,
        aturan=e.aturan.nama,
        aturan_versi=e.aturan.versi,
        versi=e.versi,
        sha256_sebelumnya=e.sha256_sebelumnya,
    )


def _peringkat(e: ScoreFinalized) -> masukan.BarisPeringkat:
    return masukan.BarisPeringkat(
        peserta=e.peserta,
        kelompok=e.kelompok,
        formasi=e.formasi,
        jenis_kebutuhan=e.jenis_kebutuhan.value,
        kualifikasi=e.kualifikasi,
        memenuhi_ambang_umum=e.memenuhi_ambang_umum,
        status_skb=e.status_skb.value,
        nilai_akhir=e.nilai_akhir,
        peringkat=e.peringkat,
        peringkat_kelompok=e.peringkat_kelompok,
        seri=e.seri,
        kesediaan=None if e.kesediaan is None else e.kesediaan.model_dump_json(),
        versi=e.versi,
    )


def _terbaru(batch: Sequence[Received[E]], versi: Callable[[E], int]) -> list[E]:
    return newest((received.event for received in batch), key=lambda event: event.subject, version=versi)


def _kelompok(kelompok: Iterable[str]) -> list[str]:
    return sorted(set(kelompok))
