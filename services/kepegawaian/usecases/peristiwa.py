"""What appointing says on the bus."""

from datetime import date

from services.kepegawaian.domain.jenis import Kasus
from services.kepegawaian.domain.pengunduran import Laporan, Putusan
from shared.alasan import Alasan
from shared.contracts.alasan import alasan_terbit
from shared.contracts.kepegawaian import CandidateDismissed, CandidateResigned, NipCancelled, NipIssued

_VERSI = 1


def nip_terbit(kasus: Kasus, tmt: date) -> NipIssued:
    """A NIP exists; the number itself is behind `dataref` (decision 1)."""
    return NipIssued(
        peserta=kasus.peserta,
        kelompok=kasus.kelompok,
        formasi=kasus.tempat.formasi,
        tmt=tmt,
        dataref=f"/v1/pegawai/{kasus.peserta}",
        versi=_VERSI,
    )


def nip_batal(kasus: Kasus, alasan: Alasan) -> NipCancelled:
    """A NIP is cancelled; it is never used again."""
    return NipCancelled(peserta=kasus.peserta, alasan=alasan_terbit(alasan), versi=_VERSI)


def mundur(kasus: Kasus, laporan: Laporan, putusan: Putusan) -> CandidateResigned:
    """Somebody left, at which step, and whether the next in rank may follow."""
    return CandidateResigned(
        kelompok=kasus.kelompok,
        formasi=kasus.tempat.formasi,
        kursi=kasus.tempat.kursi,
        peserta=kasus.peserta,
        jenis=laporan.jenis,
        langkah=putusan.langkah,
        alasan=laporan.alasan,
        dapat_diganti=putusan.dapat_diganti,
        dasar=alasan_terbit(putusan.dasar),
        tanggal=laporan.tanggal,
        versi=_VERSI,
    )


def diberhentikan(kasus: Kasus, laporan: Laporan, alasan: Alasan) -> CandidateDismissed:
    """The PPK dismisses a CPNS."""
    return CandidateDismissed(
        peserta=kasus.peserta, formasi=kasus.tempat.formasi, alasan=alasan_terbit(alasan), tanggal=laporan.tanggal, versi=_VERSI
    )
