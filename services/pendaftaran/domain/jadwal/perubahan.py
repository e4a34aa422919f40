"""What a new version may not do to what was announced: move the past, shorten a promise, take a stage away (posisi 38)."""

from collections.abc import Iterator
from datetime import datetime, time

from services.pendaftaran.domain.jadwal.cela import Batas, Cela, nama, waktu
from services.pendaftaran.domain.kalimat import waktu_wib
from shared.istilah import TahapMusim
from shared.jadwal import PINTU, UJIAN, Jadwal, Jendela, milidetik
from shared.kalender import WIB, hari_wib


def cela_perubahan(baru: Jadwal, lama: Jadwal | None, saat: datetime) -> Iterator[Cela]:
    """Everything in which a version goes back on the one before it, at the moment it is signed (posisi 38)."""
    yield from _versi(baru, lama)
    dahulu = {} if lama is None else dict(lama.tahap)
    for tahap, _ in baru.tahap:
        if tahap not in dahulu:
            yield from _tahap_baru(baru, tahap, saat)
    for tahap, semula in dahulu.items():
        jendela = baru.jendela(tahap)
        if jendela is None:
            pesan = f"{nama(tahap)} sudah diumumkan dan tidak ada lagi di jadwal ini. Isi waktunya; tahap hanya dapat digeser."
            yield Cela("JADWAL_TAHAP_HILANG", tahap, pesan, bertentangan=True)
        else:
            yield from _lampau(tahap, jendela, semula, saat)
            yield from _janji(tahap, jendela, semula, saat)


def lampau(lama: Jadwal | None, baru: Jadwal, tahap: TahapMusim, batas: Batas, saat: datetime) -> bool:
    """Whether a bound was announced, has passed and is what it was: it happened, and is not judged again (posisi 38)."""
    semula = None if lama is None else lama.jendela(tahap)
    jendela = baru.jendela(tahap)
    if semula is None or jendela is None:
        return False
    return _berlalu(semula, batas, saat) and _batas(semula, batas) == _batas(jendela, batas)


def _versi(baru: Jadwal, lama: Jadwal | None) -> Iterator[Cela]:
    berikut = 1 if lama is None else lama.versi + 1
    if baru.versi != berikut:
        pesan = (
            f"Usul ini dibuat untuk versi {baru.versi}, padahal versi berikutnya adalah {berikut}. Baca jadwal terbaru dan usulkan lagi."
        )
        yield Cela("JADWAL_VERSI", None, pesan, bertentangan=True)
    if lama is not None and baru.musim != lama.musim:
        pesan = f"Jadwal ini milik musim {lama.musim}, bukan {baru.musim}."
        yield Cela("JADWAL_MUSIM", None, pesan, bertentangan=True)


def _tahap_baru(baru: Jadwal, tahap: TahapMusim, saat: datetime) -> Iterator[Cela]:
    """What nobody announced yet cannot have begun before the day of its announcement, nor be over."""
    jendela = dict(baru.tahap)[tahap]
    hari_ini = datetime.combine(hari_wib(saat), time(0), WIB)
    if jendela.mulai < hari_ini:
        pesan = f"{nama(tahap)} dimulai {waktu(baru, tahap, 'mulai')}, sebelum hari ini. Mulai hari ini atau sesudahnya."
        yield Cela("JADWAL_LAMPAU", tahap, pesan, "mulai")
    if jendela.sudah_selesai(saat):
        pesan = f"{nama(tahap)} sudah lewat pada saat jadwal ini ditetapkan. Tetapkan waktu selesai yang belum lewat."
        yield Cela("JADWAL_LAMPAU", tahap, pesan, "sampai")


def _lampau(tahap: TahapMusim, jendela: Jendela, semula: Jendela, saat: datetime) -> Iterator[Cela]:
    """A bound that has passed stays, and none is put where it would have passed."""
    for batas in ("mulai", "sampai"):
        dari, ke = _batas(semula, batas), _batas(jendela, batas)
        if dari == ke:
            continue
        if _berlalu(semula, batas, saat):
            pesan = f"{nama(tahap)} sudah {_KATA[batas]} {waktu_wib(dari)}; yang sudah terjadi tidak dapat digeser. Kembalikan waktunya."
            yield Cela("JADWAL_LAMPAU", tahap, pesan, batas, bertentangan=True)
        elif _berlalu(jendela, batas, saat):
            pesan = f"{nama(tahap)} digeser ke {waktu_wib(ke)}, yang sudah lewat. Tetapkan waktu yang belum lewat."
            yield Cela("JADWAL_LAMPAU", tahap, pesan, batas, bertentangan=True)


def _janji(tahap: TahapMusim, jendela: Jendela, semula: Jendela, saat: datetime) -> Iterator[Cela]:
    """A door stays open until it was to close, and as long; nobody sits a test before the day that was announced."""
    if tahap in UJIAN and jendela.mulai < semula.mulai and not semula.sudah_mulai(saat):
        pesan = (
            f"{nama(tahap)} sudah diumumkan mulai {waktu_wib(semula.mulai)} dan tidak dapat dimajukan. Tetapkan waktu itu atau sesudahnya."
        )
        yield Cela("JADWAL_UJIAN_DIMAJUKAN", tahap, pesan, "mulai", bertentangan=True)
    if tahap not in PINTU or semula.sudah_selesai(saat):
        return
    if jendela.sampai < semula.sampai:
        pesan = (
            f"{nama(tahap)} sudah dijanjikan sampai {waktu_wib(semula.sampai)} dan tidak dapat dipersingkat. "
            "Tetapkan waktu itu atau sesudahnya."
        )
        yield Cela("JADWAL_DIPERSINGKAT", tahap, pesan, "sampai", bertentangan=True)
    elif jendela.lama < semula.lama:
        pesan = f"{nama(tahap)} menjadi lebih singkat daripada yang diumumkan. Geser waktu selesainya sejauh waktu mulainya, atau lebih."
        yield Cela("JADWAL_DIPERSINGKAT", tahap, pesan, "sampai", bertentangan=True)


_KATA: dict[Batas, str] = {"mulai": "dimulai", "sampai": "selesai"}


def _batas(jendela: Jendela, batas: Batas) -> datetime:
    return jendela.mulai if batas == "mulai" else jendela.sampai


def _berlalu(jendela: Jendela, batas: Batas, saat: datetime) -> bool:
    return jendela.mulai <= milidetik(saat) if batas == "mulai" else jendela.sampai < milidetik(saat)
