"""A corrected ranking of a placed kelompok: placed again, compared, and put in force at once or after two officers have signed.

An objection that changes ranks recomputes the whole kelompok in a new version; the difference is published, and nobody loses or changes
a seat except by a signed correction (posisi 21). Until then the placed version stays in force.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog

from services.penempatan import metrics
from services.penempatan.domain import (
    Keadaan,
    Ketentuan,
    PengaruhPersetujuan,
    Pengunduran,
    Peristiwa,
    Sebab,
    Selisih,
    Tertahan,
    pengaruh,
    periksa_hasil,
    periksa_keadaan,
    periksa_koreksi,
    peristiwa_koreksi,
    selisih,
    tempatkan_ulang,
)
from services.penempatan.store import antrean, hasil, koreksi, versi
from services.penempatan.store.antrean import BarisIsi
from services.penempatan.store.hasil import SimpananKeputusan, SimpananKursi
from services.penempatan.store.koreksi import Dikoreksi
from services.penempatan.store.versi import TandaTangan
from services.penempatan.usecases.keadaan import Termuat, muat
from services.penempatan.usecases.kesiapan import cacat, kurang, secukupnya, siapkan, terjaga, terkait, tertahan
from services.penempatan.usecases.peristiwa import keputusan_terbit, koreksi_terbit, peristiwa_terbit, tulis_pengaruh
from shared.contracts.types import Aturan
from shared.messaging import UnitOfWork

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Bahan:
    """What a correction is computed from; `belum` says what is missing, where something is."""

    dikoreksi: Dikoreksi
    termuat: Termuat
    pengunduran: tuple[Pengunduran, ...]
    isi: tuple[BarisIsi, ...]
    belum: Tertahan | None


@dataclass(frozen=True, slots=True)
class Terhitung:
    """A correction computed and verified, ready to be put in force."""

    bahan: Bahan
    ketentuan: Ketentuan
    keadaan: Keadaan
    selisih: Selisih
    peristiwa: tuple[Peristiwa, ...]
    pengaruh: PengaruhPersetujuan


async def periksa_antrean(uow: UnitOfWork, *, kelompok: int, baris: int) -> int:
    """Look at up to so many corrections in line, stopping before so many ranked people are passed; returns how many.

    Those under which nobody loses or changes a seat are put in force; the others wait for signatures, or are held back.
    """
    antre = secukupnya(await koreksi.ambil_antrean(uow.conn, kelompok), baris, lambda satu: satu.segel.jumlah)
    for bahan in await siapkan_bahan(uow, antre) if antre else ():
        nama = bahan.dikoreksi.segel.kelompok
        # Seconds of pure computation: beside the loop, so that the process keeps answering and keeps its place in the groups.
        terhitung = await asyncio.to_thread(hitung, bahan)
        if isinstance(terhitung, Tertahan):
            await koreksi.tahan(uow.conn, [tertahan(nama, terhitung)])
            metrics.TERTAHAN.labels(terhitung.sebab.value).inc()
            log.warning("koreksi_tertahan", kelompok=nama, sebab=terhitung.sebab.value, rincian=terhitung.rincian)
        elif terhitung.selisih.perlu_tanda_tangan:
            await koreksi.tunggu(uow.conn, nama, terhitung.selisih)
            log.info("koreksi_menunggu", kelompok=nama, versi=bahan.dikoreksi.segel.versi)
        else:
            await terapkan(uow, terhitung, None)
    return len(antre)


async def siapkan_bahan(uow: UnitOfWork, dikoreksi: Sequence[Dikoreksi]) -> list[Bahan]:
    """Read what corrections of these kelompok, which are locked, are computed from."""
    nama = [satu.segel.kelompok for satu in dikoreksi]
    termuat = await muat(uow.conn, {satu.segel.kelompok: satu.mode for satu in dikoreksi})
    jumlah = await antrean.hitung_baris(uow.conn, nama)
    segel = await antrean.ambil_segel(uow.conn, nama)
    tempat_lain = await antrean.diputuskan_di_tempat_lain(uow.conn, nama)
    belum: dict[str, Tertahan | None] = {}
    for satu in dikoreksi:
        kelompok = satu.segel.kelompok
        # The posts as they were placed: a correction is about people, and seats that are given are not taken away by a later post.
        formasi = tuple(termuat[kelompok].keadaan.formasi.values())
        belum[kelompok] = kurang(satu.segel, formasi, jumlah.get(kelompok, 0), segel[kelompok])
        if belum[kelompok] is None and kelompok in tempat_lain:
            belum[kelompok] = terkait(tempat_lain[kelompok])
    isi: defaultdict[str, list[BarisIsi]] = defaultdict(list)
    for baris in await antrean.ambil_isi(uow.conn, [satu for satu in nama if belum[satu] is None]):
        isi[baris.kelompok].append(baris)
    pergi: defaultdict[str, list[Pengunduran]] = defaultdict(list)
    for kelompok, mundur in await koreksi.ambil_pengunduran(uow.conn, nama):
        pergi[kelompok].append(mundur)
    return [
        Bahan(satu, termuat[kelompok], tuple(pergi[kelompok]), tuple(isi[kelompok]), belum[kelompok])
        for satu, kelompok in zip(dikoreksi, nama, strict=True)
    ]


def hitung(bahan: Bahan) -> Terhitung | Tertahan:
    """Place again, verify and compare; pure, and the same for any order of the rows."""
    return terjaga(bahan.dikoreksi.segel.kelompok, lambda: _hitung(bahan))


def _hitung(bahan: Bahan) -> Terhitung | Tertahan:
    if bahan.belum is not None:
        return bahan.belum
    segel, lama = bahan.dikoreksi.segel, bahan.termuat.keadaan
    formasi = tuple(lama.formasi.values())
    siap = siapkan(segel, formasi, bahan.isi)
    if isinstance(siap, Tertahan):
        return siap
    ulang = tempatkan_ulang(lama, siap.peringkat, bahan.pengunduran, siap.ketentuan, versi=segel.versi)
    beda = selisih(lama, ulang.keadaan)
    peristiwa = peristiwa_koreksi(lama, ulang.keadaan, siap.ketentuan, versi=segel.versi)
    salah = (
        *periksa_hasil(formasi, siap.peringkat, ulang.awal, siap.ketentuan, lama.mode),
        *periksa_keadaan(ulang.keadaan, siap.ketentuan),
        *periksa_koreksi(lama, ulang.keadaan, peringkat=siap.peringkat, pengunduran=bahan.pengunduran, selisih=beda, peristiwa=peristiwa),
    )
    if salah:
        return cacat(Sebab.HASIL_CACAT, salah)
    lain = pengaruh(formasi, siap.peringkat, siap.ketentuan, ulang.awal, lama.mode)
    return Terhitung(bahan, siap.ketentuan, ulang.keadaan, beda, peristiwa, lain)


async def terapkan(uow: UnitOfWork, terhitung: Terhitung, tanda_tangan: TandaTangan | None) -> None:
    """Put a correction in force and publish what changed; the kelompok is locked."""
    segel, sebelumnya = terhitung.bahan.dikoreksi.segel, terhitung.bahan.dikoreksi.versi_ditempatkan
    aturan = Aturan(nama=segel.aturan, versi=segel.aturan_versi)
    await versi.arsipkan(uow.conn, segel.kelompok, sebelumnya)
    await versi.berlakukan(
        uow.conn,
        segel.kelompok,
        segel.versi,
        sebelumnya=sebelumnya,
        selisih=terhitung.selisih,
        pengaruh=tulis_pengaruh(terhitung.pengaruh),
        tanda_tangan=tanda_tangan,
    )
    await koreksi.hapus(uow.conn, segel.kelompok)
    kursi = _kursi(uow, terhitung)
    lama = terhitung.bahan.termuat.keputusan
    terakhir = await hasil.ambil_alih(uow.conn, [peserta for peserta in terhitung.keadaan.keputusan if peserta not in lama])
    baru, berubah = _keputusan(uow, terhitung, aturan, terakhir)
    await hasil.perbarui(uow.conn, berubah, kursi)
    await hasil.tulis_keputusan(uow.conn, baru)
    uow.emit(koreksi_terbit(segel, terhitung.selisih, tanda_tangan, sebelumnya=sebelumnya, aturan=aturan), sequence=segel.versi)
    metrics.DIKOREKSI.inc()
    log.info("koreksi_berlaku", kelompok=segel.kelompok, versi=segel.versi, sebelumnya=sebelumnya)


def _kursi(uow: UnitOfWork, terhitung: Terhitung) -> list[SimpananKursi]:
    """The seats that differ, with what was published about them."""
    kelompok, lama = terhitung.bahan.dikoreksi.segel.kelompok, terhitung.bahan.termuat.kursi
    hitungan = {nama: satu.hitungan for nama, satu in lama.items()}
    for peristiwa in terhitung.peristiwa:
        event, nomor, hitungan[peristiwa.kursi] = peristiwa_terbit(peristiwa, hitungan[peristiwa.kursi], kelompok=kelompok)
        uow.emit(event, sequence=nomor)
    semua = (SimpananKursi(kelompok, kursi, hitungan[nama]) for nama, kursi in terhitung.keadaan.kursi.items())
    return [satu for satu in semua if satu != lama[satu.kursi.kursi]]


def _keputusan(
    uow: UnitOfWork, terhitung: Terhitung, aturan: Aturan, terakhir: Mapping[str, int]
) -> tuple[list[SimpananKeputusan], list[SimpananKeputusan]]:
    """The decisions about new people, and those that differ; only what a reader would see differ is published.

    `terakhir`: number of the last decision about people who come from another kelompok.
    """
    kelompok, lama = terhitung.bahan.dikoreksi.segel.kelompok, terhitung.bahan.termuat.keputusan
    baru: list[SimpananKeputusan] = []
    berubah: list[SimpananKeputusan] = []
    for peserta, k in terhitung.keadaan.keputusan.items():
        sebelum = lama.get(peserta)
        if sebelum is not None and sebelum.keputusan == k:
            continue
        terbit = keputusan_terbit(k, kelompok=kelompok, aturan=aturan, versi=1)
        if sebelum is None:
            nomor = terakhir.get(peserta, 0) + 1
            baru.append(SimpananKeputusan(kelompok, k, nomor))
            uow.emit(terbit.model_copy(update={"versi": nomor}), sequence=nomor)
            continue
        tetap = terbit == keputusan_terbit(sebelum.keputusan, kelompok=kelompok, aturan=aturan, versi=1)
        nomor = sebelum.versi if tetap else sebelum.versi + 1
        berubah.append(SimpananKeputusan(kelompok, k, nomor))
        if not tetap:
            uow.emit(terbit.model_copy(update={"versi": nomor}), sequence=nomor)
    return baru, berubah
