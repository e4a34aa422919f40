"""What happened to seats: placed (PermenPANRB 27/2021 Pasal 48), left and taken (Perka BKN 14/2018), changed by a corrected ranking."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from services.penempatan.domain.jenis import Keadaan, PenempatanKelompok, StatusKursi
from services.penempatan.domain.ketentuan import Ketentuan
from services.penempatan.domain.kode import KodeAlasan
from shared.alasan import Alasan
from shared.istilah import Rute


class JenisPeristiwa(StrEnum):
    """What happened to a seat."""

    DIBUKA = "DIBUKA"
    DIBAWA = "DIBAWA"
    TERISI = "TERISI"
    DIGANTI = "DIGANTI"


@dataclass(frozen=True, slots=True)
class Peristiwa:
    """One thing that happened to one seat; `peserta` is who takes it, `digantikan` who had it before."""

    jenis: JenisPeristiwa
    kursi: str
    alasan: Alasan
    peserta: str | None = None
    digantikan: str | None = None
    rute: Rute | None = None


def peristiwa_penempatan(hasil: PenempatanKelompok) -> Iterator[Peristiwa]:
    """Events of a kelompok just placed: a seat without a holder opens; a seat that a step gave to another formation opens and is filled."""
    oleh = {k.kursi: k for k in hasil.keputusan if k.kursi is not None and k.formasi_tujuan != k.formasi_asal}
    for kursi in hasil.kursi:
        pengisi = oleh.get(kursi.kursi)
        if kursi.status.terbuka and kursi.alasan is not None:
            yield Peristiwa(JenisPeristiwa.DIBUKA, kursi.kursi, kursi.alasan)
        elif pengisi is not None:
            alasan = pengisi.alasan[-1]
            yield Peristiwa(JenisPeristiwa.DIBUKA, kursi.kursi, Alasan(KodeAlasan.TIDAK_TERISI_FORMASI_SENDIRI, alasan.pasal))
            yield Peristiwa(JenisPeristiwa.TERISI, kursi.kursi, alasan, pengisi.peserta, None, pengisi.rute)


def peristiwa_koreksi(lama: Keadaan, baru: Keadaan, ketentuan: Ketentuan, *, versi: int) -> tuple[Peristiwa, ...]:
    """Events of a correction to `versi`, formation by formation: a seat that changes hands opens, then is filled."""
    return tuple(_peristiwa_koreksi(lama, baru, ketentuan, versi))


def _peristiwa_koreksi(lama: Keadaan, baru: Keadaan, ketentuan: Ketentuan, versi: int) -> Iterator[Peristiwa]:
    for kursi in sorted(baru.kursi.values(), key=lambda k: (k.formasi, k.nomor)):
        dulu = lama.kursi[kursi.kursi]
        if (dulu.peserta, dulu.status.terbuka) == (kursi.peserta, kursi.status.terbuka):
            continue
        if not dulu.status.terbuka:
            sebab = Alasan(KodeAlasan.KOREKSI_PERINGKAT, ketentuan.pasal_sanggah, (("versi", versi),))
            yield Peristiwa(JenisPeristiwa.DIBUKA, kursi.kursi, sebab)
        if kursi.peserta is not None:
            pemegang = baru.keputusan[kursi.peserta]
            yield Peristiwa(JenisPeristiwa.TERISI, kursi.kursi, pemegang.alasan[-1], kursi.peserta, None, pemegang.rute)
        elif kursi.status is StatusKursi.DIBAWA and kursi.alasan is not None:
            yield Peristiwa(JenisPeristiwa.DIBAWA, kursi.kursi, kursi.alasan)
