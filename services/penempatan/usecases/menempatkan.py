"""The worker: takes kelompok whose ranking is closed, places those that are whole, holds back those that are not."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from services.penempatan import metrics
from services.penempatan.domain import (
    Formasi,
    Ketentuan,
    Pelanggaran,
    PenempatanKelompok,
    Penutupan,
    Peringkat,
    Sebab,
    StatusKursi,
    StatusSkb,
    Tertahan,
    ketentuan_dari,
    periksa_hasil,
    periksa_kelengkapan,
    periksa_masukan,
    tempatkan,
)
from services.penempatan.store import antrean, hasil
from services.penempatan.store.antrean import BarisIsi, BarisKelompok, BarisTertahan
from services.penempatan.store.hasil import Hitungan, SimpananKeputusan, SimpananKursi
from services.penempatan.usecases.peristiwa import keputusan_terbit, kursi_dibuka
from shared.aturan import AturanTidakSah, load
from shared.aturan.pengangkatan import load as load_pengangkatan
from shared.contracts.digest import BarisPeringkat, ranking_digest
from shared.contracts.types import Aturan
from shared.messaging import UnitOfWork

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Ditempatkan:
    """A kelompok that is placed and verified."""

    kelompok: BarisKelompok
    penempatan: PenempatanKelompok


Putusan = Ditempatkan | BarisTertahan


class Penempat:
    """The step of the worker; holds the limits of one transaction and nothing else."""

    def __init__(self, *, kelompok_per_transaksi: int = 200, baris_per_transaksi: int = 20_000) -> None:
        """One transaction takes up to so many kelompok, and stops adding kelompok before so many ranked people are passed."""
        self._kelompok = kelompok_per_transaksi
        self._baris = baris_per_transaksi

    async def __call__(self, uow: UnitOfWork) -> int:
        """Place or hold back some kelompok; returns how many."""
        antre = _secukupnya(await antrean.ambil_antrean(uow.conn, self._kelompok), self._baris)
        if not antre:
            return 0
        nama = [satu.kelompok for satu in antre]
        formasi: defaultdict[str, list[Formasi]] = defaultdict(list)
        for kelompok, kode, kuota in await antrean.ambil_formasi(uow.conn, nama):
            formasi[kelompok].append(Formasi(kode, kuota))
        jumlah = await antrean.hitung_baris(uow.conn, nama)
        tertahan: list[BarisTertahan] = []
        lengkap: list[BarisKelompok] = []
        for satu in antre:
            kurang = _kurang(satu, formasi[satu.kelompok], jumlah.get(satu.kelompok, 0))
            if kurang is None:
                lengkap.append(satu)
            else:
                tertahan.append(BarisTertahan(satu.kelompok, kurang.sebab.value, kurang.rincian))
        isi: defaultdict[str, list[BarisIsi]] = defaultdict(list)
        for baris in await antrean.ambil_isi(uow.conn, [satu.kelompok for satu in lengkap]):
            isi[baris.kelompok].append(baris)
        # Seconds of pure computation: beside the loop, so that the process keeps answering and keeps its place in the groups.
        putusan = await asyncio.to_thread(lambda: [putuskan(satu, formasi[satu.kelompok], isi[satu.kelompok]) for satu in lengkap])
        tertahan += [satu for satu in putusan if isinstance(satu, BarisTertahan)]
        await _simpan(uow, [satu for satu in putusan if isinstance(satu, Ditempatkan)], tertahan)
        return len(antre)


def _secukupnya(antre: Sequence[BarisKelompok], paling_banyak: int) -> list[BarisKelompok]:
    """The head of the line, of so many rows; the first one whatever its size."""
    jumlah = 0
    diambil: list[BarisKelompok] = []
    for satu in antre:
        jumlah += satu.jumlah
        if diambil and jumlah > paling_banyak:
            break
        diambil.append(satu)
    return diambil


def _penutupan(satu: BarisKelompok) -> Penutupan:
    return Penutupan(satu.jumlah, satu.jumlah_formasi, satu.jumlah_kursi, satu.sha256)


def _kurang(satu: BarisKelompok, formasi: Sequence[Formasi], baris: int) -> Tertahan | None:
    return periksa_kelengkapan(_penutupan(satu), formasi=len(formasi), kursi=sum(f.kuota for f in formasi), baris=baris)


def putuskan(satu: BarisKelompok, formasi: Sequence[Formasi], isi: Sequence[BarisIsi]) -> Putusan:
    """Check, place and verify one kelompok whose rows are all here; pure, and the same for any order of the rows."""
    ketentuan = ketentuan_untuk(satu.aturan, satu.aturan_versi)
    if ketentuan is None:
        rincian = f"kumpulan aturan {satu.aturan} versi {satu.aturan_versi} tidak dikenal layanan ini"
        return BarisTertahan(satu.kelompok, Sebab.ATURAN_ASING.value, rincian)
    sidik = ranking_digest(
        BarisPeringkat(b.peserta, b.formasi, b.status_skb, b.nilai_akhir, b.peringkat, b.peringkat_kelompok, b.versi) for b in isi
    )
    kursi = sum(f.kuota for f in formasi)
    kurang = periksa_kelengkapan(_penutupan(satu), formasi=len(formasi), kursi=kursi, baris=len(isi), sidik=sidik)
    if kurang is not None:
        return BarisTertahan(satu.kelompok, kurang.sebab.value, kurang.rincian)
    peringkat = [
        Peringkat(b.peserta, b.formasi, StatusSkb(b.status_skb), b.nilai_akhir, b.peringkat, b.peringkat_kelompok, b.seri) for b in isi
    ]
    cacat = periksa_masukan(formasi, peringkat)
    if cacat:
        return _cacat(satu.kelompok, Sebab.MASUKAN_CACAT, cacat)
    penempatan = tempatkan(formasi, peringkat, ketentuan)
    cacat = periksa_hasil(formasi, peringkat, penempatan, ketentuan)
    return _cacat(satu.kelompok, Sebab.HASIL_CACAT, cacat) if cacat else Ditempatkan(satu, penempatan)


def ketentuan_untuk(aturan: str, versi: int) -> Ketentuan | None:
    """The words of a rule set, or None when this release does not know it in that version."""
    try:
        seleksi = load(aturan)
        return ketentuan_dari(seleksi, load_pengangkatan(aturan)) if seleksi.versi == versi else None
    except AturanTidakSah:
        return None


def _cacat(kelompok: str, sebab: Sebab, cacat: Sequence[Pelanggaran]) -> BarisTertahan:
    contoh = ", ".join(f"{satu.sifat} ({satu.tentang})" for satu in cacat[:5])
    return BarisTertahan(kelompok, sebab.value, f"{len(cacat)} sifat tidak dipenuhi: {contoh}")


async def _simpan(uow: UnitOfWork, ditempatkan: Sequence[Ditempatkan], tertahan: Sequence[BarisTertahan]) -> None:
    if tertahan:
        await antrean.tahan(uow.conn, tertahan)
        for satu in tertahan:
            metrics.TERTAHAN.labels(satu.sebab).inc()
            log.warning("kelompok_tertahan", kelompok=satu.kelompok, sebab=satu.sebab, rincian=satu.rincian)
    if not ditempatkan:
        return
    keputusan = [SimpananKeputusan(d.kelompok.kelompok, k, 1) for d in ditempatkan for k in d.penempatan.keputusan]
    kursi = [
        SimpananKursi(d.kelompok.kelompok, k, Hitungan(dibuka=0 if k.status is StatusKursi.TERISI else 1))
        for d in ditempatkan
        for k in d.penempatan.kursi
    ]
    await hasil.tulis_keputusan(uow.conn, keputusan)
    await hasil.tulis_kursi(uow.conn, kursi)
    metrics.DITEMPATKAN.inc(len(ditempatkan))
    await antrean.tandai_ditempatkan(uow.conn, [d.kelompok.kelompok for d in ditempatkan])
    for d in ditempatkan:
        kelompok, aturan = d.kelompok.kelompok, Aturan(nama=d.kelompok.aturan, versi=d.kelompok.aturan_versi)
        for k in d.penempatan.keputusan:
            uow.emit(keputusan_terbit(k, kelompok=kelompok, aturan=aturan, versi=1), sequence=1)
        for bangku in d.penempatan.kursi:
            if bangku.alasan is not None:
                uow.emit(kursi_dibuka(bangku.kursi, bangku.alasan, kelompok=kelompok, versi=1), sequence=1)
