"""Somebody leaves: the step is decided under the lock of the case, so that a NIP that is being issued is either seen or waits."""

from services.kepegawaian.domain import Laporan, Putusan, Tolakan, putuskan
from services.kepegawaian.store import kasus as store
from services.kepegawaian.store import nip as store_nip
from shared.aturan import Alasan
from shared.aturan.pengangkatan import load
from shared.contracts import types
from shared.contracts.kepegawaian import CandidateResigned, NipCancelled
from shared.errors import Rejected
from shared.messaging import UnitOfWork

# Leaving is final, so each of these facts is said once about a person.
_SEKALI = 1


async def catat_pengunduran(uow: UnitOfWork, laporan: Laporan) -> Putusan:
    """Record that somebody left, and publish it.

    Raises:
        Rejected: 404 no case, 409 left already, 422 kind and reason contradict each other.
    """
    kasus = (await store.kunci_kasus(uow.conn, [laporan.peserta])).get(laporan.peserta)
    if kasus is None:
        raise Rejected("BELUM_DITEMPATKAN", "Peserta ini tidak mempunyai keputusan lulus.", kolom="peserta", status=404)
    putusan = putuskan(kasus, laporan, load(kasus.aturan))
    if isinstance(putusan, Tolakan):
        raise Rejected(putusan.kode, putusan.pesan, kolom=putusan.kolom, status=409 if putusan.bertentangan else 422)
    await store.catat_keluar(uow.conn, laporan, putusan)
    mundur = CandidateResigned(
        kelompok=kasus.kelompok,
        formasi=kasus.formasi,
        kursi=kasus.kursi,
        peserta=kasus.peserta,
        jenis=laporan.jenis,
        langkah=putusan.langkah,
        alasan=laporan.alasan,
        dapat_diganti=putusan.dapat_diganti,
        dasar=_alasan(putusan.dasar),
        tanggal=laporan.tanggal,
        versi=_SEKALI,
    )
    uow.emit(mundur, sequence=_SEKALI)
    if putusan.pembatalan_nip is not None:
        await store_nip.batalkan_nip(uow.conn, kasus.peserta)
        uow.emit(NipCancelled(peserta=kasus.peserta, alasan=_alasan(putusan.pembatalan_nip), versi=_SEKALI), sequence=_SEKALI)
    return putusan


def _alasan(alasan: Alasan) -> types.Alasan:
    return types.Alasan(kode=alasan.kode, pasal=alasan.pasal, angka=dict(alasan.angka))
