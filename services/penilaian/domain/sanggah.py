"""An objection to a published result as a thing of its own: when it may be sent and answered, and what may become of it.

One person objects once to one result and only to their own (PermenPANRB 27/2021; 6/2024). The committee of the agency takes it and accepts
or refuses it; whoever answered stands beside the answer. What it accepts of scores, attendance or order waits for a correction of the
kelompok, which two other acts make (posisi 21). No act takes another one back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from shared.aturan.sanggah import Sanggah, TahapSanggah
from shared.errors import Fault
from shared.istilah import TahapMusim
from shared.jadwal import Jadwal, Jendela, milidetik
from shared.kalender import WIB, hari_wib, waktu_wib


class PokokSanggah(StrEnum):
    """What an objection is about."""

    NILAI_SKD = "NILAI_SKD"
    NILAI_SKB = "NILAI_SKB"
    NILAI_TEKNIS = "NILAI_TEKNIS"
    NILAI_MANAJERIAL_SOSIOKULTURAL = "NILAI_MANAJERIAL_SOSIOKULTURAL"
    NILAI_WAWANCARA = "NILAI_WAWANCARA"
    STATUS = "STATUS"
    PERINGKAT = "PERINGKAT"
    LAINNYA = "LAINNYA"


class PutusanSanggah(StrEnum):
    """What the committee answers."""

    DITERIMA = "DITERIMA"
    DITOLAK = "DITOLAK"


class AlasanJawaban(StrEnum):
    """Why, by code; `MENERIMA` says which of them accept."""

    NILAI_KELIRU = "NILAI_KELIRU"
    KEHADIRAN_KELIRU = "KEHADIRAN_KELIRU"
    PERINGKAT_KELIRU = "PERINGKAT_KELIRU"
    PENGUMUMAN_KELIRU = "PENGUMUMAN_KELIRU"
    NILAI_SESUAI = "NILAI_SESUAI"
    KEHADIRAN_SESUAI = "KEHADIRAN_SESUAI"
    PERINGKAT_SESUAI = "PERINGKAT_SESUAI"
    KESALAHAN_PESERTA = "KESALAHAN_PESERTA"
    BUKTI_TIDAK_CUKUP = "BUKTI_TIDAK_CUKUP"
    DI_LUAR_SANGGAH = "DI_LUAR_SANGGAH"


class StatusSanggah(StrEnum):
    """Where an objection is."""

    DIAJUKAN = "DIAJUKAN"
    DIPERIKSA = "DIPERIKSA"
    DITERIMA = "DITERIMA"
    DITOLAK = "DITOLAK"
    DIKOREKSI = "DIKOREKSI"


TAHAP: Final = (TahapSanggah.SKD, TahapSanggah.AKHIR)
"""The results of this service; the document check is registration's."""
MENUNGGU_KOREKSI: Final = frozenset({AlasanJawaban.NILAI_KELIRU, AlasanJawaban.KEHADIRAN_KELIRU, AlasanJawaban.PERINGKAT_KELIRU})
"""Accepted for one of these, it ends with a correction; `PENGUMUMAN_KELIRU` changes no result."""
MENERIMA: Final = MENUNGGU_KOREKSI | {AlasanJawaban.PENGUMUMAN_KELIRU}

_UMUM = (PokokSanggah.STATUS, PokokSanggah.PERINGKAT, PokokSanggah.LAINNYA)
_POKOK: Final[Mapping[tuple[str, TahapSanggah], tuple[PokokSanggah, ...]]] = MappingProxyType(
    {
        ("CPNS", TahapSanggah.SKD): (PokokSanggah.NILAI_SKD, *_UMUM),
        ("CPNS", TahapSanggah.AKHIR): (PokokSanggah.NILAI_SKD, PokokSanggah.NILAI_SKB, *_UMUM),
        ("PPPK", TahapSanggah.AKHIR): (
            PokokSanggah.NILAI_TEKNIS,
            PokokSanggah.NILAI_MANAJERIAL_SOSIOKULTURAL,
            PokokSanggah.NILAI_WAWANCARA,
            *_UMUM,
        ),
    }
)
_SEHARI: Final = timedelta(days=1)
_MILIDETIK: Final = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class MasaSanggah:
    """When one result may be objected to and answered about.

    Attributes:
        kirim: when an objection is taken.
        jawab_sampai: last moment of an answer without a decree; None: nothing says when.
        dasar: what this rests on, in words.
    """

    kirim: Jendela
    jawab_sampai: datetime | None
    dasar: str

    def terlambat(self, saat: datetime) -> bool:
        """Whether an answer at this moment comes too late."""
        return self.jawab_sampai is not None and self.jawab_sampai < milidetik(saat)


@dataclass(frozen=True, slots=True)
class JawabanSanggah:
    """An answer: the verdict, its code, the sentence that the person reads, and the decree that lets it come late."""

    putusan: PutusanSanggah
    alasan: AlasanJawaban
    penjelasan: str
    keputusan: str | None = None


@dataclass(frozen=True, slots=True)
class SanggahPeserta:
    """One objection, without the words of the person, which are kept apart and seen by fewer.

    Attributes:
        nomor: names it in corrections and publications.
        pokok: what it is about, each once.
        versi_hasil: version of the kelompok that was read when it was sent.
        diterima_pada: server time of receipt, in whole milliseconds.
        koreksi, versi: the correction that answers it, and the version of the kelompok which that made.
    """

    nomor: int
    peserta: str
    tahap: TahapSanggah
    kelompok: str
    pokok: tuple[PokokSanggah, ...]
    versi_hasil: int
    diterima_pada: datetime
    diambil_oleh: str | None = None
    diambil_pada: datetime | None = None
    putusan: PutusanSanggah | None = None
    alasan: AlasanJawaban | None = None
    penjelasan: str | None = None
    keputusan: str | None = None
    dijawab_oleh: str | None = None
    dijawab_pada: datetime | None = None
    koreksi: int | None = None
    versi: int | None = None

    @property
    def status(self) -> StatusSanggah:
        """Where it is."""
        if self.versi is not None:
            return StatusSanggah.DIKOREKSI
        if self.putusan is not None:
            return StatusSanggah(self.putusan)
        return StatusSanggah.DIAJUKAN if self.diambil_oleh is None else StatusSanggah.DIPERIKSA

    @property
    def menunggu_koreksi(self) -> bool:
        """Whether it was accepted and the result is still to be corrected."""
        return self.alasan in MENUNGGU_KOREKSI and self.versi is None


def pokok_boleh(jenis_pengadaan: str, tahap: TahapSanggah) -> tuple[PokokSanggah, ...]:
    """What an objection may be about; nothing where seasons of this kind have no such result."""
    return _POKOK.get((jenis_pengadaan, tahap), ())


def masa_sanggah(tahap: TahapSanggah, jadwal: Jadwal | None, ketentuan: Sanggah | None, terbit: datetime | None) -> MasaSanggah | None:
    """When the result may be objected to; None: never, or nobody has said when.

    A season with a calendar goes by it alone. One without goes by the days of its rule set, counted from the closing of the stage, each to
    the end of the day in WIB (posisi 47).

    Args:
        tahap: the result.
        jadwal: the calendar of the season, where it has one.
        ketentuan: what the rule set says of this result; None: no objection.
        terbit: when the stage was closed.

    Source: PermenPANRB 27/2021; surat BKN 18256/B-KS.04.01/SD/K/2021; PermenPANRB 6/2024; surat BKN 5900/B-KS.04.01/SD/K/2024.
    """
    if jadwal is not None:
        kirim = jadwal.jendela(TahapMusim(f"SANGGAH_{tahap}"))
        jawab = jadwal.jendela(TahapMusim(f"JAWABAN_{tahap}"))
        if kirim is None:
            return None
        if jawab is not None:
            sampai: datetime | None = jawab.sampai
        else:
            sampai = _akhir_hari(kirim.sampai, ketentuan.hari_menjawab) if ketentuan else None
        return MasaSanggah(kirim, sampai, f"jadwal versi {jadwal.versi}")
    if ketentuan is None or terbit is None:
        return None
    kirim = Jendela(milidetik(terbit), _akhir_hari(terbit, ketentuan.hari_mengajukan))
    return MasaSanggah(kirim, _akhir_hari(kirim.sampai, ketentuan.hari_menjawab), ketentuan.pasal)


def tolak_mengajukan(masa: MasaSanggah | None, saat: datetime) -> Fault | None:
    """Why an objection received at this moment is not taken; None where it is (posisi 24)."""
    if masa is None:
        pesan = "Masa sanggah atas hasil ini tidak ada, atau waktunya belum ditetapkan. Periksa jadwal musim ini."
        return Fault("SANGGAH_TIDAK_ADA", pesan, kolom="tahap", bertentangan=True)
    if masa.kirim.terbuka(saat):
        return None
    diterima = f"kiriman ini diterima {waktu_wib(saat)}"
    if masa.kirim.sudah_selesai(saat):
        pesan = f"Masa sanggah sudah ditutup pada {waktu_wib(masa.kirim.sampai)}; {diterima} ({masa.dasar})."
        return Fault("SANGGAH_DITUTUP", pesan, kolom="diterima_pada", bertentangan=True)
    pesan = f"Masa sanggah baru dibuka {waktu_wib(masa.kirim.mulai)}; {diterima} ({masa.dasar}). Kirim lagi setelah dibuka."
    return Fault("SANGGAH_BELUM_DIBUKA", pesan, kolom="diterima_pada", bertentangan=True)


def tolak_pokok(pokok: Iterable[PokokSanggah], boleh: tuple[PokokSanggah, ...]) -> Fault | None:
    """Why these are not what an objection to this result may be about; None where they are."""
    if lain := [satu for satu in pokok if satu not in boleh]:
        pesan = f"Pokok ini tidak berlaku untuk hasil ini: {', '.join(lain)}. Yang berlaku: {', '.join(boleh) or 'tidak ada'}."
        return Fault("POKOK_TIDAK_BERLAKU", pesan, kolom="pokok")
    return None


def ambil(satu: SanggahPeserta, petugas: str, saat: datetime, *, alihkan: bool) -> SanggahPeserta | Fault:
    """Take it in hand; of what a colleague has in hand only on purpose (`alihkan`)."""
    if satu.putusan is not None:
        return _sudah_dijawab(satu)
    if satu.diambil_oleh == petugas:
        return satu
    if satu.diambil_oleh is not None and not alihkan:
        pesan = "Sanggah ini sedang diperiksa petugas lain. Ambil alih dengan alihkan: true bila memang perlu."
        return Fault("SANGGAH_SUDAH_DIAMBIL", pesan, kolom="alihkan", bertentangan=True)
    return replace(satu, diambil_oleh=petugas, diambil_pada=milidetik(saat))


def jawab(satu: SanggahPeserta, jawaban: JawabanSanggah, petugas: str, saat: datetime, masa: MasaSanggah | None) -> SanggahPeserta | Fault:
    """Answer it, once: whoever has it in hand, in time, or later on a decree (PermenPANRB 6/2024; posisi 24)."""
    if satu.putusan is not None:
        return _sudah_dijawab(satu)
    if satu.diambil_oleh != petugas:
        pesan = "Ambil sanggah ini lebih dahulu: yang menjawab adalah petugas yang memeriksanya."
        return Fault("SANGGAH_BELUM_DIAMBIL", pesan, bertentangan=True)
    if (jawaban.alasan in MENERIMA) != (jawaban.putusan is PutusanSanggah.DITERIMA):
        pesan = f"Alasan {jawaban.alasan} bukan alasan untuk putusan {jawaban.putusan}."
        return Fault("ALASAN_TIDAK_SESUAI", pesan, kolom="alasan")
    if masa is not None and masa.jawab_sampai is not None and masa.terlambat(saat) and jawaban.keputusan is None:
        pesan = f"Masa jawab sudah lewat pada {waktu_wib(masa.jawab_sampai)} ({masa.dasar}). Sebut nomor keputusan yang memperpanjangnya."
        return Fault("SANGGAH_JAWABAN_LEWAT", pesan, kolom="keputusan", bertentangan=True)
    return replace(
        satu,
        putusan=jawaban.putusan,
        alasan=jawaban.alasan,
        penjelasan=jawaban.penjelasan,
        keputusan=jawaban.keputusan,
        dijawab_oleh=petugas,
        dijawab_pada=milidetik(saat),
    )


def tolak_rujukan(satu: SanggahPeserta | None, nomor: int, kelompok: str) -> Fault | None:
    """Why a correction of the kelompok may not name this objection as one that it answers; None where it may (posisi 21)."""
    if satu is None or satu.kelompok != kelompok:
        return Fault("SANGGAH_LAIN_KELOMPOK", "Sanggah ini bukan dari kelompok ini.", kolom="sanggah", nilai=str(nomor), bertentangan=True)
    if satu.versi is not None:
        pesan = f"Sanggah ini sudah dijawab dengan koreksi versi {satu.versi}."
        return Fault("SANGGAH_SUDAH_DIKOREKSI", pesan, kolom="sanggah", nilai=str(nomor), bertentangan=True)
    if not satu.menunggu_koreksi:
        pesan = "Sanggah ini tidak menunggu koreksi: belum dijawab, ditolak, atau diterima tanpa perubahan hasil."
        return Fault("SANGGAH_BELUM_DITERIMA", pesan, kolom="sanggah", nilai=str(nomor), bertentangan=True)
    return None


def koreksi(satu: SanggahPeserta, nomor: int, kelompok: str, versi: int) -> SanggahPeserta | Fault:
    """Mark it as answered by correction `nomor` of the kelompok, which made `versi`."""
    return tolak_rujukan(satu, satu.nomor, kelompok) or replace(satu, koreksi=nomor, versi=versi)


def _sudah_dijawab(satu: SanggahPeserta) -> Fault:
    return Fault("SANGGAH_SUDAH_DIJAWAB", f"Sanggah ini sudah dijawab: {satu.putusan}. Jawaban tidak diubah.", bertentangan=True)


def _akhir_hari(saat: datetime, hari: int) -> datetime:
    """The last millisecond of the day in WIB so many days after that of the moment."""
    return datetime.combine(hari_wib(saat) + _SEHARI * (hari + 1), time(), WIB) - _MILIDETIK
