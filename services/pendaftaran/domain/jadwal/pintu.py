"""Whether the door of registration stands open, by server receipt (posisi 24)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from services.pendaftaran.domain.kalimat import waktu_wib
from shared.errors import Fault
from shared.jadwal import Jendela

# What was received in time is judged by then: a request's head and body may take half a minute, a bulk file some more to be read.
TENGGANG_TUTUP: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class MasaPendaftaran:
    """When registration is open: by which version of the calendar, and which decree announced it."""

    versi: int
    keputusan: str
    jendela: Jendela

    @property
    def dasar(self) -> str:
        """What a refusal rests on, in words."""
        return f"jadwal versi {self.versi}, {self.keputusan}"


def tolak_melamar(masa: MasaPendaftaran | None, saat: datetime) -> Fault | None:
    """Why an application received at this moment is not taken; None where it is, or where there is no calendar (posisi 24)."""
    if masa is None or masa.jendela.terbuka(saat):
        return None
    diterima = f"kiriman ini diterima {waktu_wib(saat)}"
    if masa.jendela.sudah_selesai(saat):
        pesan = (
            f"Pendaftaran sudah ditutup pada {waktu_wib(masa.jendela.sampai)}; {diterima} ({masa.dasar}). Periksa jadwal bila diperpanjang."
        )
        return Fault("PENDAFTARAN_DITUTUP", pesan, kolom="diterima_pada", bertentangan=True)
    pesan = f"Pendaftaran baru dibuka {waktu_wib(masa.jendela.mulai)}; {diterima} ({masa.dasar}). Kirim lagi setelah dibuka."
    return Fault("PENDAFTARAN_BELUM_DIBUKA", pesan, kolom="diterima_pada", bertentangan=True)


def tolak_formasi(masa: MasaPendaftaran | None, saat: datetime) -> Fault | None:
    """Why no post may come or change at this moment: nobody could apply for it any more (posisi 24)."""
    if masa is None or not masa.jendela.sudah_selesai(saat):
        return None
    pesan = (
        f"Pendaftaran sudah ditutup pada {waktu_wib(masa.jendela.sampai)} ({masa.dasar}): formasi tidak dapat ditambah, diubah atau "
        "dibuka. Formasi baru menunggu musim berikutnya."
    )
    return Fault("PENDAFTARAN_DITUTUP", pesan, kolom="diterima_pada", bertentangan=True)


def tolak_menutup(masa: MasaPendaftaran | None, saat: datetime) -> Fault | None:
    """Why the document check may not begin: the door stands open, or something received in time may be on its way (posisi 24)."""
    if masa is None or masa.jendela.sampai + TENGGANG_TUTUP < saat:
        return None
    pesan = (
        f"Pendaftaran terbuka sampai {waktu_wib(masa.jendela.sampai)} ({masa.dasar}). "
        f"Penutupan dapat diusulkan dan dirilis setelah {waktu_wib(masa.jendela.sampai + TENGGANG_TUTUP)}."
    )
    return Fault("PENDAFTARAN_MASIH_DIBUKA", pesan, kolom="diterima_pada", bertentangan=True)


def tolak_jadwal_pertama(masa: Jendela | None, saat: datetime) -> Fault | None:
    """Why a first calendar may not come: posts are open, so people apply already, and it would shut them out (posisi 38)."""
    if masa is not None and masa.terbuka(saat):
        return None
    pesan = (
        "Formasi sudah dibuka dan pelamar sudah dapat mengirim lamaran; jadwal pertama tidak boleh menutup pintu itu. "
        "Tetapkan pendaftaran yang sedang berlangsung pada saat jadwal dirilis, mulai hari ini."
    )
    return Fault("JADWAL_MENUTUP_PINTU", pesan, kolom="tahap.PENDAFTARAN.mulai", bertentangan=True)
