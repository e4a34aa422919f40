"""Events in: the newest version of each fact is kept, and kelompok that may have been waiting for it are looked at again."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from services.penempatan.domain.jenis import BERSEDIA, Kesediaan, Peringkat, baku
from services.penempatan.domain.kelengkapan import Segel
from services.penempatan.store import masukan, musim
from services.penempatan.store.jadwal import SALINAN_JADWAL
from services.penempatan.store.masukan import BarisFormasi, BarisNip, BarisPeringkat, IsiFormasi
from shared.contracts import types
from shared.contracts.event import Event
from shared.contracts.kepegawaian import NipCancelled, NipIssued
from shared.contracts.pendaftaran import FormationOpened, ScheduleAnnounced, SeasonAnnounced
from shared.contracts.penilaian import CompetencyFinalized, RankingClosed, ScoreFinalized
from shared.istilah import StatusSkb
from shared.messaging import Received, UnitOfWork, newest

E = TypeVar("E", bound=Event)


async def terima_musim(uow: UnitOfWork, batch: Sequence[Received[SeasonAnnounced]]) -> None:
    """Keep seasons, and have the kelompok that may have waited for one of them looked at again."""
    berubah = await musim.SALINAN.terima(uow.conn, batch)
    for satu in berubah:
        if satu.tanpa_musim:
            await musim.ambil_alih(uow.conn, satu.musim)
    await masukan.bangunkan(uow.conn, await musim.belum_ditempatkan(uow.conn, [satu.musim for satu in berubah]))


async def terima_jadwal(uow: UnitOfWork, batch: Sequence[Received[ScheduleAnnounced]]) -> None:
    """Keep the newest calendar of each season.

    Raises:
        Poison: one that contradicts itself.
    """
    await SALINAN_JADWAL.terima(uow.conn, batch)


async def terima_formasi(uow: UnitOfWork, batch: Sequence[Received[FormationOpened]]) -> None:
    """Keep posts that were opened or changed."""
    terbaru = _terbaru(batch, lambda event: event.versi)
    await masukan.simpan_formasi(uow.conn, [_formasi(e) for e in terbaru])
    await masukan.bangunkan(uow.conn, _kelompok(e.kelompok for e in terbaru))


async def terima_nilai(uow: UnitOfWork, batch: Sequence[Received[ScoreFinalized]]) -> None:
    """Keep final scores and ranks of people."""
    terbaru = _terbaru(batch, lambda event: event.versi)
    await masukan.simpan_peringkat(uow.conn, [BarisPeringkat(e.kelompok, _orang(e), e.versi) for e in terbaru])
    await masukan.bangunkan(uow.conn, _kelompok(e.kelompok for e in terbaru))


async def terima_kompetensi(uow: UnitOfWork, batch: Sequence[Received[CompetencyFinalized]]) -> None:
    """Keep points and ranks of people of PPPK."""
    terbaru = _terbaru(batch, lambda event: event.versi)
    await masukan.simpan_peringkat(uow.conn, [BarisPeringkat(e.kelompok, _orang_pppk(e), e.versi) for e in terbaru])
    await masukan.bangunkan(uow.conn, _kelompok(e.kelompok for e in terbaru))


async def terima_penutupan(uow: UnitOfWork, batch: Sequence[Received[RankingClosed]]) -> None:
    """Put rankings that are complete in line."""
    terbaru = _terbaru(batch, lambda event: event.versi)
    await masukan.simpan_penutupan(uow.conn, [_segel(received.event) for received in batch], [_segel(e) for e in terbaru])
    # An older seal that comes late may be the link that a newer one waits for.
    await masukan.bangunkan(uow.conn, _kelompok(e.kelompok for e in terbaru))


async def terima_nip_terbit(uow: UnitOfWork, batch: Sequence[Received[NipIssued]]) -> None:
    """Note numbers that were issued: the seats of these people no list changes any more."""
    await masukan.simpan_nip(uow.conn, [BarisNip(e.peserta, e.versi, 0) for e in _terbaru(batch, lambda event: event.versi)])


async def terima_nip_batal(uow: UnitOfWork, batch: Sequence[Received[NipCancelled]]) -> None:
    """Note numbers that were cancelled."""
    await masukan.simpan_nip(uow.conn, [BarisNip(e.peserta, 0, e.versi) for e in _terbaru(batch, lambda event: event.versi)])


def _formasi(e: FormationOpened) -> BarisFormasi:
    isi = IsiFormasi(e.formasi, e.kuota, e.jenis_kebutuhan, e.unit, e.kualifikasi, e.grup)
    return BarisFormasi(e.kelompok, isi, e.instansi, e.jabatan, e.musim, e.versi)


def _segel(e: RankingClosed) -> Segel:
    return Segel(
        kelompok=e.kelompok,
        versi=e.versi,
        jumlah=e.jumlah,
        jumlah_formasi=e.jumlah_formasi,
        jumlah_kursi=e.jumlah_kursi,
        sha256=e.sha256,
        sha256_sebelumnya=e.sha256_sebelumnya,
        aturan=e.aturan.nama,
        aturan_versi=e.aturan.versi,
    )


def _orang(e: ScoreFinalized) -> Peringkat:
    return Peringkat(
        peserta=e.peserta,
        formasi=e.formasi,
        status_skb=e.status_skb,
        nilai_akhir=e.nilai_akhir,
        peringkat=e.peringkat,
        peringkat_kelompok=e.peringkat_kelompok,
        seri=e.seri,
        jenis_kebutuhan=e.jenis_kebutuhan,
        kualifikasi=e.kualifikasi,
        memenuhi_ambang_umum=e.memenuhi_ambang_umum,
        kesediaan=_kesediaan(e.kesediaan),
    )


def _orang_pppk(e: CompetencyFinalized) -> Peringkat:
    """Attendance has the words of the SKB. Whoever has a rank reached the grades, and there are none besides those of the jabatan."""
    return Peringkat(
        peserta=e.peserta,
        formasi=e.formasi,
        status_skb=StatusSkb(e.kehadiran),
        nilai_akhir=e.total,
        peringkat=e.peringkat,
        peringkat_kelompok=e.peringkat_kelompok,
        seri=e.seri,
        jenis_kebutuhan=e.jenis_kebutuhan,
        kualifikasi=e.kualifikasi,
        memenuhi_ambang_umum=e.peringkat is not None,
        kesediaan=_kesediaan(e.kesediaan),
    )


def _kesediaan(k: types.Kesediaan | None) -> Kesediaan:
    return BERSEDIA if k is None else Kesediaan(k.jenis, frozenset(baku(unit) for unit in k.unit), frozenset(k.formasi))


def _terbaru(batch: Sequence[Received[E]], versi: Callable[[E], int]) -> list[E]:
    return newest((received.event for received in batch), key=lambda event: event.subject, version=versi)


def _kelompok(kelompok: Iterable[str]) -> list[str]:
    return sorted(set(kelompok))
