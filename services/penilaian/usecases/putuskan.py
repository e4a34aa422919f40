"""Decide closed kelompok, some in each transaction: a killed process leaves whole kelompok undecided, never half of one."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence

from services.penilaian.domain.peringkat import PesertaSkb, peringkatkan
from services.penilaian.domain.skd import Formasi, HasilFormasi, PesertaSkd, putuskan_skd
from services.penilaian.store import hasil as store
from services.penilaian.store import penutupan
from services.penilaian.usecases.terbit import Ranked, closed, finalized, shortlisted
from shared.aturan import AturanSeleksi, HasilSkd
from shared.messaging import UnitOfWork

# One transaction: large enough to make its fixed cost small, small enough that three replicas share the work and requests are not starved.
GROUPS_AT_ONCE = 200
PEOPLE_AT_ONCE = 10_000


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
        event = shortlisted(kelompok, satu, kuota[satu.formasi], aturan)
        uow.emit(event, sequence=event.versi)
    await penutupan.selesai_skd(uow.conn, hitung(decided))
    return len(claimed)


async def putuskan_kelompok_peringkat(uow: UnitOfWork, aturan: AturanSeleksi, *, at_most: int = GROUPS_AT_ONCE) -> int:
    """Rank `at_most` so many closed kelompok and publish; returns how many, 0 when none waits."""
    claimed = await penutupan.klaim(uow.conn, "peringkat", kelompok=at_most, peserta=PEOPLE_AT_ONCE)
    if not claimed:
        return 0
    formasi = await store.formasi_dalam(uow.conn, claimed)
    peserta, fakta = await store.peserta_skb(uow.conn, claimed)
    kuota = {satu.formasi: satu.kuota for posts in formasi.values() for satu in posts}
    ranked = await asyncio.to_thread(_peringkatkan, sorted(claimed), peserta, kuota, aturan)
    # Above 1 where the SKD of a kelompok was corrected before its ranking was closed.
    versi = await penutupan.versi_kelompok(uow.conn, claimed)
    await store.simpan_akhir(uow.conn, [row for _, rows in ranked for row in rows], versi=versi)
    selesai: list[tuple[str, int, int, str]] = []
    for kelompok, rows in ranked:
        for _, asal, satu in rows:
            event = finalized((kelompok, asal, satu), fakta[satu.peserta], aturan, versi=versi[kelompok])
            uow.emit(event, sequence=event.versi)
        sealed = closed(kelompok, formasi[kelompok], rows, aturan, versi=versi[kelompok])
        uow.emit(sealed, sequence=sealed.versi)
        selesai.append((kelompok, sealed.jumlah_formasi, sealed.jumlah_kursi, sealed.sha256))
    await penutupan.selesai_peringkat(uow.conn, selesai)
    return len(claimed)


def _putuskan_skd(
    kelompok: Sequence[str], formasi: dict[str, list[Formasi]], peserta: dict[str, list[PesertaSkd]], aturan: AturanSeleksi
) -> list[tuple[str, HasilFormasi]]:
    return [(group, putuskan_skd(satu, peserta.get(satu.formasi, []), aturan)) for group in kelompok for satu in formasi[group]]


def _peringkatkan(
    kelompok: Sequence[str], peserta: dict[str, list[PesertaSkb]], kuota: dict[str, int], aturan: AturanSeleksi
) -> list[tuple[str, list[Ranked]]]:
    ranked: list[tuple[str, list[Ranked]]] = []
    for group in kelompok:
        people = {satu.peserta: satu for satu in peserta.get(group, [])}
        ranked.append((group, [(group, people[satu.peserta], satu) for satu in peringkatkan(people.values(), aturan, kuota)]))
    return ranked


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
