"""A corrected ranking of a placed kelompok: placed again, compared, and put in force at once or after two officers have signed.

An objection that changes ranks recomputes the whole kelompok in a new version; the difference is published, and nobody loses or changes
a seat except by a signed correction (posisi 21). Until then the placed version stays in force.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import structlog

from services.penempatan import metrics
from services.penempatan.domain.jenis import Keadaan
from services.penempatan.domain.kelengkapan import Sebab, Tertahan
from services.penempatan.domain.ketentuan import Buku, Ketentuan
from services.penempatan.domain.koreksi import tempatkan_ulang
from services.penempatan.domain.penggantian import Pengunduran
from services.penempatan.domain.periksa import periksa_hasil, periksa_keadaan, periksa_koreksi
from services.penempatan.domain.peristiwa import Peristiwa, peristiwa_koreksi
from services.penempatan.domain.persetujuan import PengaruhPersetujuan, pengaruh
from services.penempatan.domain.selisih import Selisih, selisih
from services.penempatan.store import antrean, keadaan, koreksi, versi
from services.penempatan.store.koreksi import Dikoreksi
from services.penempatan.store.masukan import BarisPeringkat
from services.penempatan.store.versi import BarisVersi, TandaTangan
from services.penempatan.usecases.kesiapan import cacat, kurang, secukupnya, siapkan, terkait, tertahan
from services.penempatan.usecases.peristiwa import Asal, koreksi_terbit, tulis_pengaruh
from services.penempatan.usecases.terbitan import Perubahan, terbitkan
from shared.contracts.types import Aturan
from shared.db import guarded
from shared.messaging import UnitOfWork

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Bahan:
    """What a correction is computed from; `belum` says what is missing, where something is."""

    dikoreksi: Dikoreksi
    lama: Keadaan
    pengunduran: tuple[Pengunduran, ...]
    isi: tuple[BarisPeringkat, ...]
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


async def periksa_antrean(uow: UnitOfWork, *, buku: Buku, kelompok: int, baris: int) -> int:
    """Look at up to so many corrections in line, stopping before so many ranked people are passed; returns how many.

    Those under which nobody loses or changes a seat are put in force; the others wait for signatures, or are held back.
    """
    antre = secukupnya(await koreksi.ambil_antrean(uow.conn, kelompok), baris, lambda satu: satu.segel.jumlah)
    for bahan in await siapkan_bahan(uow, antre) if antre else ():
        nama = bahan.dikoreksi.segel.kelompok
        # Seconds of pure computation: beside the loop, so that the process keeps answering and keeps its place in the groups.
        terhitung = await asyncio.to_thread(hitung, bahan, buku)
        if isinstance(terhitung, Tertahan):
            await koreksi.tahan(uow.conn, [tertahan(nama, terhitung)])
            metrics.TERTAHAN.labels(terhitung.sebab.value).inc()
            log.warning("koreksi_tertahan", kelompok=nama, sebab=terhitung.sebab.value, rincian=terhitung.rincian)
        elif terhitung.selisih.perlu_tanda_tangan:
            await koreksi.tunggu(uow.conn, nama, terhitung.selisih)
            log.info("koreksi_menunggu", kelompok=nama, versi=bahan.dikoreksi.segel.versi)
        else:
            await berlakukan(uow, terhitung, None)
    return len(antre)


async def siapkan_bahan(uow: UnitOfWork, dikoreksi: Sequence[Dikoreksi]) -> list[Bahan]:
    """Read what corrections of these kelompok, which are locked, are computed from."""
    nama = [satu.segel.kelompok for satu in dikoreksi]
    lama = await keadaan.muat(uow.conn, {satu.segel.kelompok: satu.mode for satu in dikoreksi})
    jumlah = await antrean.hitung_baris(uow.conn, nama)
    segel = await antrean.ambil_segel(uow.conn, nama)
    tempat_lain = await antrean.diputuskan_di_tempat_lain(uow.conn, nama)
    belum: dict[str, Tertahan | None] = {}
    for satu in dikoreksi:
        kelompok = satu.segel.kelompok
        # The posts as they were placed: a correction is about people, and seats that are given are not taken away by a later post.
        formasi = tuple(lama[kelompok].formasi.values())
        belum[kelompok] = kurang(satu.segel, formasi, jumlah.get(kelompok, 0), segel[kelompok])
        if belum[kelompok] is None and kelompok in tempat_lain:
            belum[kelompok] = terkait(tempat_lain[kelompok])
    isi = await antrean.ambil_isi(uow.conn, [satu for satu in nama if belum[satu] is None])
    pergi: defaultdict[str, list[Pengunduran]] = defaultdict(list)
    for baris in await koreksi.ambil_pengunduran(uow.conn, nama):
        pergi[baris.kelompok].append(baris.mundur)
    return [
        Bahan(satu, lama[kelompok], tuple(pergi[kelompok]), tuple(isi[kelompok]), belum[kelompok])
        for satu, kelompok in zip(dikoreksi, nama, strict=True)
    ]


def hitung(bahan: Bahan, buku: Buku) -> Terhitung | Tertahan:
    """Place again, verify and compare; pure, and the same for any order of the rows."""
    return guarded(bahan.dikoreksi.segel.kelompok, lambda: _hitung(bahan, buku), partial(Tertahan, Sebab.HASIL_CACAT))


def _hitung(bahan: Bahan, buku: Buku) -> Terhitung | Tertahan:
    if bahan.belum is not None:
        return bahan.belum
    segel, lama = bahan.dikoreksi.segel, bahan.lama
    formasi = tuple(lama.formasi.values())
    siap = siapkan(segel, formasi, bahan.isi, buku)
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


async def berlakukan(uow: UnitOfWork, terhitung: Terhitung, tanda_tangan: TandaTangan | None) -> None:
    """Put a correction in force and publish what changed; the kelompok is locked."""
    segel, sebelumnya = terhitung.bahan.dikoreksi.segel, terhitung.bahan.dikoreksi.versi_ditempatkan
    aturan = Aturan(nama=segel.aturan, versi=segel.aturan_versi)
    asal = Asal(segel.kelompok, terhitung.bahan.dikoreksi.musim, aturan)
    await versi.arsipkan(uow.conn, segel.kelompok, sebelumnya)
    baris = BarisVersi(segel.kelompok, segel.versi, sebelumnya, terhitung.selisih, *(tanda_tangan or ()))
    await versi.berlakukan(uow.conn, baris, pengaruh=tulis_pengaruh(terhitung.pengaruh))
    await koreksi.hapus(uow.conn, segel.kelompok)
    await terbitkan(uow, [Perubahan(asal, terhitung.bahan.lama, terhitung.keadaan, terhitung.peristiwa)])
    uow.emit(koreksi_terbit(segel, terhitung.selisih, tanda_tangan, sebelumnya=sebelumnya, aturan=aturan), sequence=segel.versi)
    metrics.DIKOREKSI.inc()
    log.info("koreksi_berlaku", kelompok=segel.kelompok, versi=segel.versi, sebelumnya=sebelumnya)
