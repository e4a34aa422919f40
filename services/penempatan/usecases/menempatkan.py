"""The worker: takes kelompok whose ranking is closed, places those that are whole, holds back those that are not."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from services.penempatan import metrics
from services.penempatan.domain import (
    Formasi,
    JenisKebutuhan,
    Ketentuan,
    Mode,
    Pelanggaran,
    PenempatanKelompok,
    PengaruhPersetujuan,
    Penutupan,
    Peringkat,
    Sebab,
    StatusSkb,
    Tertahan,
    ketentuan_dari,
    pengaruh,
    periksa_hasil,
    periksa_kelengkapan,
    periksa_masukan,
    tempatkan,
)
from services.penempatan.store import antrean, dasar, hasil
from services.penempatan.store.antrean import BarisDitempatkan, BarisIsi, BarisKelompok, BarisTertahan
from services.penempatan.store.hasil import SimpananKeputusan, SimpananKursi
from services.penempatan.usecases.peristiwa import keputusan_terbit, riwayat_kursi, tulis_pengaruh
from shared.aturan import AturanTidakSah, load
from shared.aturan.pengangkatan import load as load_pengangkatan
from shared.aturan.pengisian import load as load_pengisian
from shared.contracts.digest import BarisPeringkat, ranking_digest
from shared.contracts.types import Aturan
from shared.messaging import UnitOfWork

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Ditempatkan:
    """A kelompok that is placed and verified."""

    kelompok: BarisKelompok
    formasi: tuple[Formasi, ...]
    penempatan: PenempatanKelompok
    mode: Mode
    pengaruh: PengaruhPersetujuan


Putusan = Ditempatkan | BarisTertahan


class Penempat:
    """The step of the worker; holds the mode of filling and the limits of one transaction and nothing else."""

    def __init__(self, *, mode: Mode = Mode.SESUAI_KEPUTUSAN, kelompok_per_transaksi: int = 200, baris_per_transaksi: int = 20_000) -> None:
        """One transaction takes up to so many kelompok, and stops adding kelompok before so many ranked people are passed."""
        self._mode = mode
        self._kelompok = kelompok_per_transaksi
        self._baris = baris_per_transaksi

    async def __call__(self, uow: UnitOfWork) -> int:
        """Place or hold back some kelompok; returns how many."""
        antre = _secukupnya(await antrean.ambil_antrean(uow.conn, self._kelompok), self._baris)
        if not antre:
            return 0
        nama = [satu.kelompok for satu in antre]
        formasi: defaultdict[str, list[Formasi]] = defaultdict(list)
        for kelompok, satu_formasi in await antrean.ambil_formasi(uow.conn, nama):
            formasi[kelompok].append(satu_formasi)
        jumlah = await antrean.hitung_baris(uow.conn, nama)
        tertahan: list[BarisTertahan] = []
        lengkap: list[BarisKelompok] = []
        for satu in antre:
            kurang = _kurang(satu, formasi[satu.kelompok], jumlah.get(satu.kelompok, 0))
            if kurang is None:
                lengkap.append(satu)
            else:
                tertahan.append(BarisTertahan(satu.kelompok, kurang.sebab.value, kurang.rincian))
        lengkap, terkait = await _pisahkan_terkait(uow, lengkap)
        tertahan += terkait
        isi: defaultdict[str, list[BarisIsi]] = defaultdict(list)
        for baris in await antrean.ambil_isi(uow.conn, [satu.kelompok for satu in lengkap]):
            isi[baris.kelompok].append(baris)
        # Seconds of pure computation: beside the loop, so that the process keeps answering and keeps its place in the groups.
        putusan = await asyncio.to_thread(
            lambda: [putuskan(satu, formasi[satu.kelompok], isi[satu.kelompok], self._mode) for satu in lengkap]
        )
        tertahan += [satu for satu in putusan if isinstance(satu, BarisTertahan)]
        await _simpan(uow, [satu for satu in putusan if isinstance(satu, Ditempatkan)], tertahan)
        return len(antre)


async def _pisahkan_terkait(uow: UnitOfWork, lengkap: list[BarisKelompok]) -> tuple[list[BarisKelompok], list[BarisTertahan]]:
    """Hold back who shares a person with a kelompok already placed: two kelompok cannot both decide about somebody."""
    tempat_lain = await antrean.diputuskan_di_tempat_lain(uow.conn, [satu.kelompok for satu in lengkap])
    tertahan = [
        BarisTertahan(kelompok, Sebab.TERKAIT.value, f"ada peserta yang sudah diputuskan dalam kelompok {lain}")
        for kelompok, lain in sorted(tempat_lain.items())
    ]
    return [satu for satu in lengkap if satu.kelompok not in tempat_lain], tertahan


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


def putuskan(satu: BarisKelompok, formasi: Sequence[Formasi], isi: Sequence[BarisIsi], mode: Mode) -> Putusan:
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
    peringkat = tuple(_peringkat(baris) for baris in isi)
    cacat = periksa_masukan(formasi, peringkat)
    if cacat:
        return _cacat(satu.kelompok, Sebab.MASUKAN_CACAT, cacat)
    penempatan = tempatkan(formasi, peringkat, ketentuan, mode)
    cacat = periksa_hasil(formasi, peringkat, penempatan, ketentuan, mode)
    if cacat:
        return _cacat(satu.kelompok, Sebab.HASIL_CACAT, cacat)
    beda = pengaruh(tuple(formasi), peringkat, ketentuan, penempatan, mode)
    return Ditempatkan(satu, tuple(formasi), penempatan, mode, beda)


def _peringkat(b: BarisIsi) -> Peringkat:
    return Peringkat(
        peserta=b.peserta,
        formasi=b.formasi,
        status_skb=StatusSkb(b.status_skb),
        nilai_akhir=b.nilai_akhir,
        peringkat=b.peringkat,
        peringkat_kelompok=b.peringkat_kelompok,
        seri=b.seri,
        jenis_kebutuhan=JenisKebutuhan(b.jenis_kebutuhan),
        kualifikasi=b.kualifikasi,
        memenuhi_ambang_umum=b.memenuhi_ambang_umum,
        kesediaan=dasar.kesediaan_dari(b.kesediaan),
    )


def ketentuan_untuk(aturan: str, versi: int) -> Ketentuan | None:
    """The words of a rule set, or None when this release does not know it in that version."""
    try:
        seleksi = load(aturan)
        return ketentuan_dari(seleksi, load_pengangkatan(aturan), load_pengisian(aturan)) if seleksi.versi == versi else None
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
    riwayat = [(d.kelompok.kelompok, riwayat_kursi(d.penempatan, kelompok=d.kelompok.kelompok)) for d in ditempatkan]
    await hasil.tulis_keputusan(
        uow.conn, [SimpananKeputusan(d.kelompok.kelompok, k, 1) for d in ditempatkan for k in d.penempatan.keputusan]
    )
    await hasil.tulis_kursi(
        uow.conn, [SimpananKursi(kelompok, kursi, hitungan) for kelompok, semua in riwayat for kursi, hitungan, _ in semua]
    )
    await dasar.tulis_formasi(uow.conn, [(d.kelompok.kelompok, f) for d in ditempatkan for f in d.formasi])
    metrics.DITEMPATKAN.inc(len(ditempatkan))
    await antrean.tandai_ditempatkan(
        uow.conn, [BarisDitempatkan(d.kelompok.kelompok, d.mode.value, tulis_pengaruh(d.pengaruh)) for d in ditempatkan]
    )
    for d in ditempatkan:
        aturan = Aturan(nama=d.kelompok.aturan, versi=d.kelompok.aturan_versi)
        for k in d.penempatan.keputusan:
            uow.emit(keputusan_terbit(k, kelompok=d.kelompok.kelompok, aturan=aturan, versi=1), sequence=1)
    for _, semua in riwayat:
        for _, _, terbit in semua:
            for event in terbit:
                uow.emit(event, sequence=1)
