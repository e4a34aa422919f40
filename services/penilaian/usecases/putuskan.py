"""Decide closed kelompok, some in each transaction: a killed process leaves whole kelompok undecided, never half of one."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence

from services.penilaian.domain.peringkat import HasilAkhir, PesertaSkb, peringkatkan
from services.penilaian.domain.skd import Formasi, HasilFormasi, PesertaSkd, putuskan_skd
from services.penilaian.store import hasil as store
from services.penilaian.store import penutupan
from services.penilaian.store.hasil import FaktaSkb
from shared.aturan import Alasan, AturanSeleksi, HasilSkd
from shared.contracts import types
from shared.contracts.digest import BarisPeringkat, ranking_digest
from shared.contracts.penilaian import BatasSkb, RankingClosed, ScoreFinalized, SkbShortlisted
from shared.messaging import UnitOfWork

# One transaction: large enough to make its fixed cost small, small enough that three replicas share the work and requests are not starved.
GROUPS_AT_ONCE = 200
PEOPLE_AT_ONCE = 10_000
VERSI_PERTAMA = 1


async def putuskan_kelompok_skd(uow: UnitOfWork, aturan: AturanSeleksi, *, at_most: int = GROUPS_AT_ONCE) -> int:
    """Decide the SKD of `at_most` so many closed kelompok and say who goes on; returns how many, 0 when none waits."""
    claimed = await penutupan.klaim(uow.conn, "skd", kelompok=at_most, peserta=PEOPLE_AT_ONCE)
    if not claimed:
        return 0
    formasi = await store.formasi_dalam(uow.conn, claimed)
    peserta = await store.peserta_skd(uow.conn, claimed)
    # In a thread: the loop must go on answering requests and heartbeats.
    decided = await asyncio.to_thread(_putuskan_skd, sorted(claimed), formasi, peserta, aturan)
    await store.simpan_skd(uow.conn, decided)
    kuota = {satu.formasi: satu.kuota for posts in formasi.values() for satu in posts}
    for kelompok, satu in decided:
        event = _shortlisted(kelompok, satu, kuota[satu.formasi], aturan)
        uow.emit(event, sequence=event.versi)
    await penutupan.selesai_skd(uow.conn, _hitung(decided))
    return len(claimed)


async def putuskan_kelompok_peringkat(uow: UnitOfWork, aturan: AturanSeleksi, *, at_most: int = GROUPS_AT_ONCE) -> int:
    """Rank `at_most` so many closed kelompok and publish; returns how many, 0 when none waits."""
    claimed = await penutupan.klaim(uow.conn, "peringkat", kelompok=at_most, peserta=PEOPLE_AT_ONCE)
    if not claimed:
        return 0
    formasi = await store.formasi_dalam(uow.conn, claimed)
    peserta, fakta = await store.peserta_skb(uow.conn, claimed)
    ranked = await asyncio.to_thread(_peringkatkan, sorted(claimed), peserta, aturan)
    await store.simpan_akhir(uow.conn, [row for _, rows in ranked for row in rows], versi=VERSI_PERTAMA)
    selesai: list[tuple[str, int, int, str]] = []
    for kelompok, rows in ranked:
        for _, asal, satu in rows:
            event = _finalized((kelompok, asal, satu), fakta[satu.peserta], aturan)
            uow.emit(event, sequence=event.versi)
        closed = _closed(kelompok, formasi[kelompok], rows, aturan)
        uow.emit(closed, sequence=closed.versi)
        selesai.append((kelompok, closed.jumlah_formasi, closed.jumlah_kursi, closed.sha256))
    await penutupan.selesai_peringkat(uow.conn, selesai)
    return len(claimed)


Ranked = tuple[str, PesertaSkb, HasilAkhir]


def _putuskan_skd(
    kelompok: Sequence[str], formasi: dict[str, list[Formasi]], peserta: dict[str, list[PesertaSkd]], aturan: AturanSeleksi
) -> list[tuple[str, HasilFormasi]]:
    return [(group, putuskan_skd(satu, peserta.get(satu.formasi, []), aturan)) for group in kelompok for satu in formasi[group]]


def _peringkatkan(kelompok: Sequence[str], peserta: dict[str, list[PesertaSkb]], aturan: AturanSeleksi) -> list[tuple[str, list[Ranked]]]:
    ranked: list[tuple[str, list[Ranked]]] = []
    for group in kelompok:
        people = {satu.peserta: satu for satu in peserta.get(group, [])}
        ranked.append((group, [(group, people[satu.peserta], satu) for satu in peringkatkan(people.values(), aturan)]))
    return ranked


def _hitung(decided: Iterable[tuple[str, HasilFormasi]]) -> list[tuple[str, int, int, int, int, int]]:
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


def _shortlisted(kelompok: str, satu: HasilFormasi, kuota: int, aturan: AturanSeleksi) -> SkbShortlisted:
    return SkbShortlisted(
        kelompok=kelompok,
        formasi=satu.formasi,
        kuota=kuota,
        memenuhi_ambang=satu.memenuhi_ambang,
        batas=BatasSkb(skd=satu.batas.skd, tkp=satu.batas.tkp, tiu=satu.batas.tiu, twk=satu.batas.twk) if satu.batas else None,
        peserta=satu.daftar,
        alasan=_alasan(satu.alasan),
        aturan=_aturan(aturan),
        versi=VERSI_PERTAMA,
    )


def _finalized(ranked: Ranked, fakta: FaktaSkb, aturan: AturanSeleksi) -> ScoreFinalized:
    kelompok, asal, satu = ranked
    nilai = satu.nilai
    return ScoreFinalized(
        kelompok=kelompok,
        formasi=satu.formasi,
        peserta=satu.peserta,
        jenis_kebutuhan=fakta.jenis_kebutuhan,
        kualifikasi=fakta.kualifikasi,
        twk=asal.twk,
        tiu=asal.tiu,
        tkp=asal.tkp,
        skd=satu.skd,
        skd_100=satu.skd_100,
        status_skb=asal.status,
        nilai_skb=asal.nilai_skb,
        skor_skd=nilai.skor_skd if nilai else None,
        skor_skb=nilai.skor_skb if nilai else None,
        nilai_akhir=nilai.nilai_akhir if nilai else None,
        peringkat=satu.peringkat,
        peringkat_kelompok=satu.peringkat_kelompok,
        seri=satu.seri,
        memenuhi_ambang_umum=fakta.memenuhi_ambang_umum,
        alasan=_alasan(satu.alasan),
        aturan=_aturan(aturan),
        versi=VERSI_PERTAMA,
    )


def _closed(kelompok: str, formasi: Sequence[Formasi], rows: Sequence[Ranked], aturan: AturanSeleksi) -> RankingClosed:
    sealed = (
        BarisPeringkat(
            peserta=satu.peserta,
            formasi=satu.formasi,
            status_skb=asal.status,
            nilai_akhir=satu.nilai.nilai_akhir if satu.nilai else None,
            peringkat=satu.peringkat,
            peringkat_kelompok=satu.peringkat_kelompok,
            versi=VERSI_PERTAMA,
        )
        for _, asal, satu in rows
    )
    return RankingClosed(
        kelompok=kelompok,
        jumlah=len(rows),
        jumlah_formasi=len(formasi),
        jumlah_kursi=sum(satu.kuota for satu in formasi),
        sha256=ranking_digest(sealed),
        aturan=_aturan(aturan),
        versi=VERSI_PERTAMA,
    )


def _alasan(alasan: Iterable[Alasan]) -> tuple[types.Alasan, ...]:
    return tuple(types.Alasan(kode=satu.kode, pasal=satu.pasal, angka=dict(satu.angka)) for satu in alasan)


def _aturan(aturan: AturanSeleksi) -> types.Aturan:
    return types.Aturan(nama=aturan.nama, versi=aturan.versi)
