"""Events in: the newest version of each fact is kept, and kelompok that may have been waiting for it are looked at again."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from services.penempatan.store import masukan
from shared.contracts.event import Event
from shared.contracts.pendaftaran import FormationOpened
from shared.contracts.penilaian import RankingClosed, ScoreFinalized
from shared.messaging import Received, UnitOfWork

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
    terbaru = _terbaru(batch, lambda event: event.versi)
    await masukan.simpan_penutupan(
        uow.conn,
        [
            masukan.BarisPenutupan(e.kelompok, e.jumlah, e.jumlah_formasi, e.jumlah_kursi, e.sha256, e.aturan.nama, e.aturan.versi, e.versi)
            for e in terbaru
        ],
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
    """The newest event about each subject, sorted by subject: one statement may not touch a row twice, and locks are taken in order."""
    terbaru: dict[str, E] = {}
    for received in batch:
        event = received.event
        lama = terbaru.get(event.subject)
        if lama is None or versi(event) > versi(lama):
            terbaru[event.subject] = event
    return [terbaru[subject] for subject in sorted(terbaru)]


def _kelompok(kelompok: Iterable[str]) -> list[str]:
    return sorted(set(kelompok))
