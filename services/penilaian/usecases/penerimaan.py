"""Apply what the bus says. Once a stage is closed its inputs may not change: a newer fact is refused, and so waits for an officer."""

from collections.abc import Sequence
from operator import attrgetter

from services.penilaian.domain.berkas import mungkin
from services.penilaian.store import masuk, tahap
from services.penilaian.store.masuk import (
    FORMASI,
    NILAI_SKB,
    NILAI_SKD,
    PELAMAR,
    FormasiMasuk,
    M,
    N,
    NilaiSkbMasuk,
    NilaiSkdMasuk,
    PelamarMasuk,
)
from services.penilaian.store.tahap import NamaTahap
from shared.aturan import AturanSeleksi
from shared.contracts.pendaftaran import IPK_TERTINGGI, ApplicationVerified, FaktaPelamar, FormationOpened, UrutanPelamar
from shared.contracts.penilaian import ExamScored
from shared.db import Table
from shared.errors import Rejected
from shared.istilah import JenisUjian, Kehadiran, StatusSkb
from shared.messaging import Received, UnitOfWork, newest

_VERSI = attrgetter("versi")


async def terima_formasi(uow: UnitOfWork, batch: Sequence[Received[FormationOpened]], aturan: AturanSeleksi) -> None:
    """Learn posts.

    Raises:
        Rejected: another rule set than ours, or newer than a closed SKD.
    """
    for satu in batch:
        formasi = satu.event
        if formasi.aturan.nama != aturan.nama:
            raise Rejected("ATURAN_LAIN", f"Formasi {formasi.formasi} memakai aturan {formasi.aturan.nama}; musim ini {aturan.nama}.")
    await simpan(uow, NamaTahap.SKD, FORMASI, newest((_formasi(satu.event) for satu in batch), key=attrgetter("formasi"), version=_VERSI))


async def terima_pelamar(uow: UnitOfWork, batch: Sequence[Received[ApplicationVerified]]) -> None:
    """Learn participants, and that somebody is none (TMS).

    Raises:
        Rejected: newer than a closed SKD.
    """
    await simpan(uow, NamaTahap.SKD, PELAMAR, newest((_pelamar(satu.event) for satu in batch), key=attrgetter("lamaran"), version=_VERSI))


async def terima_nilai(uow: UnitOfWork, batch: Sequence[Received[ExamScored]], aturan: AturanSeleksi) -> None:
    """Learn scores, also of people who are not known yet.

    Raises:
        Rejected: points that the SKD cannot give, other scores under a version that is known, a second SKD of somebody who chose an
            earlier year's (KepmenPANRB 344/2024), or newer than the closed stage.
    """
    nilai = [satu.event for satu in batch]
    for satu in nilai:
        if satu.jenis is JenisUjian.SKD and satu.kehadiran is Kehadiran.HADIR and not mungkin(satu.twk, satu.tiu, satu.tkp, aturan.skd):
            raise Rejected("NILAI_TIDAK_MUNGKIN", "Nilai SKD ini tidak mungkin menurut susunan soal. Kirim ulang versi yang benar.")
        if satu.tahun_asal is not None and (aturan.bawaan is None or satu.tahun_asal not in aturan.bawaan.tahun_asal):
            raise Rejected("BAWAAN_TAHUN", f"Aturan {aturan.nama} tidak mengenal nilai SKD tahun {satu.tahun_asal}.")
    skd = await sepakat(uow, NILAI_SKD, [_skd(satu) for satu in nilai if satu.jenis is JenisUjian.SKD])
    skb = await sepakat(uow, NILAI_SKB, [_skb(satu) for satu in nilai if satu.jenis is JenisUjian.SKB])
    if skd and await masuk.tahun_lain(uow.conn, skd):
        pesan = "Peserta memakai nilai SKD tahun lain; pilihan itu menutup SKD tahun ini dan tidak dapat diubah."
        raise Rejected("SKD_DIBAWA", pesan, status=409)
    await simpan(uow, NamaTahap.SKD, NILAI_SKD, skd)
    await simpan(uow, NamaTahap.PERINGKAT, NILAI_SKB, skb)


async def sepakat(uow: UnitOfWork, table: Table[N], rows: Sequence[N]) -> list[N]:
    """The newest result of everybody. Two senders, one version: which is right must not depend on which came first."""
    terbaru = newest(rows, key=attrgetter("peserta"), version=_VERSI)
    kept = {row.peserta: row for row in terbaru}
    clash = any(row.versi == kept[row.peserta].versi and _isi(row) != _isi(kept[row.peserta]) for row in rows)
    if clash or await masuk.bertentangan(uow.conn, table, terbaru):
        pesan = "Ada nilai lain dengan versi yang sama. Kirim nilai yang benar dengan versi berikutnya."
        raise Rejected("NILAI_BERTENTANGAN", pesan, status=409)
    return terbaru


async def simpan(uow: UnitOfWork, sebelum: NamaTahap, table: Table[M], rows: Sequence[M]) -> None:
    """Save while the stage that needs it is open; afterwards only repeats may come."""
    if sebelum not in await tahap.ditutup_bersama(uow.conn):
        await masuk.simpan(uow.conn, table, rows)
    elif lebih_baru := await masuk.lebih_baru(uow.conn, table, rows):
        nama = table.name.rpartition(".")[2]
        pesan = f"{lebih_baru} perubahan pada {nama} datang sesudah tahapnya ditutup. Hasil yang sudah ditutup tidak berubah sendiri."
        raise Rejected("TAHAP_SUDAH_DITUTUP", pesan, status=409)


def _isi(row: N) -> N:
    return row._replace(sumber="")


def _formasi(satu: FormationOpened) -> FormasiMasuk:
    return FormasiMasuk(satu.formasi, satu.kelompok, satu.instansi, satu.jabatan, satu.unit, satu.jenis_kebutuhan, satu.kuota, satu.versi)


def _pelamar(satu: ApplicationVerified) -> PelamarMasuk:
    urutan = satu.urutan if satu.fakta is None else _urutan(satu.fakta)
    if satu.peserta is None or urutan is None:
        return PelamarMasuk(satu.lamaran, None, satu.formasi, satu.kelompok, None, None, None, None, None, satu.versi)
    return PelamarMasuk(
        satu.lamaran,
        satu.peserta,
        satu.formasi,
        satu.kelompok,
        urutan.usia,
        urutan.ijazah,
        urutan.skala_ipk,
        urutan.kualifikasi,
        None if satu.kesediaan is None else satu.kesediaan.model_dump_json(),
        satu.versi,
        frozenset(satu.afirmasi or ()),
    )


def _urutan(fakta: FaktaPelamar) -> UrutanPelamar:
    """The facts of records of before as places that nobody shares but equals; migration 0007 counts alike."""
    return UrutanPelamar(
        usia=fakta.tanggal_lahir.toordinal(),
        ijazah=IPK_TERTINGGI + 1 - fakta.ipk,
        skala_ipk=fakta.skala_ipk,
        kualifikasi=fakta.kualifikasi,
    )


def _skd(satu: ExamScored) -> NilaiSkdMasuk:
    return NilaiSkdMasuk(satu.peserta, satu.kehadiran, satu.twk, satu.tiu, satu.tkp, satu.tahun_asal, satu.sumber, satu.versi)


def _skb(satu: ExamScored) -> NilaiSkbMasuk:
    """Somebody who did not attend at all has that as the status of the SKB."""
    if satu.kehadiran is Kehadiran.HADIR and satu.status_skb is not None:
        status = satu.status_skb
    else:
        status = StatusSkb(satu.kehadiran) if satu.kehadiran is not Kehadiran.HADIR else StatusSkb.TH
    return NilaiSkbMasuk(satu.peserta, status, satu.nilai_skb, satu.sumber, satu.versi)
