"""Somebody leaves: the step is decided under the lock of the case, so that a NIP that is being issued is either seen or waits."""

from dataclasses import dataclass, replace

from services.kepegawaian.domain.jenis import StatusKasus
from services.kepegawaian.domain.pengunduran import Laporan, putuskan
from services.kepegawaian.store import kasus as store
from services.kepegawaian.store import nip as store_nip
from services.kepegawaian.store import penghapusan as store_hapus
from services.kepegawaian.usecases import peristiwa
from services.kepegawaian.usecases.aturan import aturan_kasus, kode_nomor
from shared.errors import Fault, Rejected
from shared.istilah import LangkahPengangkatan
from shared.jejak import sidik_keadaan
from shared.messaging import UnitOfWork

# Leaving is final, so each of these facts is said once about a person.
_SEKALI = 1


@dataclass(frozen=True, slots=True)
class HasilLaporan:
    """What a report led to: at which step it met the case, and whether the next in rank may follow."""

    peserta: str
    langkah: LangkahPengangkatan
    dapat_diganti: bool


async def catat_pengunduran(uow: UnitOfWork, laporan: Laporan) -> HasilLaporan:
    """Record that somebody left, and publish it.

    Raises:
        Rejected: 404 no case, 409 left already, 409 unknown rule set, 422 kind and reason contradict each other.
    """
    kasus = (await store.kunci_kasus(uow.conn, [laporan.peserta])).get(laporan.peserta)
    if kasus is None:
        raise Rejected("BELUM_DITEMPATKAN", "Peserta ini tidak mempunyai keputusan lulus.", kolom="peserta", status=404)
    putusan = putuskan(kasus, laporan, aturan_kasus(kasus.aturan, kasus.aturan_versi), kode_nomor(kasus.aturan))
    if isinstance(putusan, Fault):
        raise Rejected.of(putusan)
    keluar = replace(kasus, status=StatusKasus.MUNDUR, dapat_diganti=putusan.dapat_diganti)
    uow.changed(before=sidik_keadaan([kasus]), after=sidik_keadaan([keluar]), peserta=laporan.peserta)
    await store.catat_keluar(uow.conn, laporan, putusan)
    uow.emit(peristiwa.mundur(kasus, laporan, putusan), sequence=_SEKALI)
    if putusan.pembatalan_nip is not None:
        await store_nip.batalkan_nip(uow.conn, kasus.peserta)
        await store_hapus.hapus_yang_batal(uow.conn, [kasus.peserta])
        uow.emit(peristiwa.nip_batal(kasus, putusan.pembatalan_nip), sequence=_SEKALI)
    if putusan.pemberhentian is not None:
        uow.emit(peristiwa.diberhentikan(kasus, laporan, putusan.pemberhentian), sequence=_SEKALI)
    return HasilLaporan(kasus.peserta, putusan.langkah, putusan.dapat_diganti)
