"""Apply what the bus says. Once a stage is closed its inputs may not change: a newer fact is refused, and so waits for an officer."""

from collections.abc import Collection, Sequence
from operator import attrgetter

from services.penilaian.domain.berkas import mungkin
from services.penilaian.domain.buku import BukuCpns
from services.penilaian.store import masuk, musim, tahap
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
from services.penilaian.usecases.letak import LetakMusim, letak
from shared.contracts.pendaftaran import IPK_TERTINGGI, ApplicationVerified, FaktaPelamar, FormationOpened, UrutanPelamar
from shared.contracts.penilaian import ExamScored
from shared.db import Conn, Table
from shared.errors import Rejected
from shared.istilah import JenisUjian, Kehadiran, StatusSkb
from shared.messaging import Received, UnitOfWork, newest
from shared.musim import Musim

# The stages with which a season stops to take posts and people: the first of each kind of season.
AWAL = frozenset({NamaTahap.SKD, NamaTahap.KOMPETENSI})
_VERSI = attrgetter("versi")


async def terima_formasi(uow: UnitOfWork, batch: Sequence[Received[FormationOpened]]) -> None:
    """Learn posts; what names no season belongs to the one that takes such posts, as soon as that is known.

    Raises:
        Rejected: another rule set than the season's, or newer than a closed SKD or competency test.
    """
    dikenal = await musim.dikenal(uow.conn)
    tanpa = next((satu.musim for satu in dikenal.values() if satu.tanpa_musim), musim.BELUM_DIKENAL)
    rows = newest((_formasi(satu.event, tanpa) for satu in batch), key=attrgetter("formasi"), version=_VERSI)
    for row in rows:
        satu = dikenal.get(row.musim)
        # A season that is not known yet is held against its posts when it is closed.
        if satu is not None and row.aturan != satu.aturan:
            pesan = f"Formasi {row.formasi} memakai aturan {row.aturan}; musim {satu.musim} memakai {satu.aturan}."
            raise Rejected("ATURAN_LAIN", pesan)
    milik = {row.formasi: row.musim for row in rows}
    await tahap.pastikan(uow.conn, set(milik.values()))
    await simpan(uow, AWAL, FORMASI, rows, LetakMusim(milik, await tahap.ditutup_bersama(uow.conn, set(milik.values())), dikenal))


async def terima_pelamar(uow: UnitOfWork, batch: Sequence[Received[ApplicationVerified]]) -> None:
    """Learn participants, and that somebody is none (TMS).

    Raises:
        Rejected: newer than a closed SKD or competency test.
    """
    rows = newest((_pelamar(satu.event) for satu in batch), key=attrgetter("lamaran"), version=_VERSI)
    pelamar = {row.lamaran: row for row in rows}

    async def cari(conn: Conn, lamaran: Sequence[str]) -> dict[str, str]:
        people = [pelamar[satu] for satu in lamaran]
        formasi = await musim.dari_formasi(conn, [satu.formasi for satu in people])
        asing = [satu.kelompok for satu in people if satu.formasi not in formasi]
        kelompok = await musim.dari_kelompok(conn, asing) if asing else {}
        found = {satu.lamaran: formasi.get(satu.formasi) or kelompok.get(satu.kelompok) for satu in people}
        return {satu: kode for satu, kode in found.items() if kode is not None}

    await simpan(uow, AWAL, PELAMAR, rows, await letak(uow.conn, list(pelamar), cari))


async def terima_nilai(uow: UnitOfWork, batch: Sequence[Received[ExamScored]], buku: BukuCpns) -> None:
    """Learn scores, also of people who are not known yet.

    Raises:
        Rejected: points that the SKD cannot give, other scores under a version that is known, a second SKD of somebody who chose an
            earlier year's (KepmenPANRB 344/2024), or newer than the closed stage.
    """
    nilai = [satu.event for satu in batch]
    di = await letak(uow.conn, [satu.peserta for satu in nilai], musim.dari_peserta)
    for satu in nilai:
        _pastikan_mungkin(satu, di.musim(satu.peserta), buku)
    skd = await sepakat(uow, NILAI_SKD, [_skd(satu) for satu in nilai if satu.jenis is JenisUjian.SKD])
    skb = await sepakat(uow, NILAI_SKB, [_skb(satu) for satu in nilai if satu.jenis is JenisUjian.SKB])
    if skd and await masuk.tahun_lain(uow.conn, skd):
        pesan = "Peserta memakai nilai SKD tahun lain; pilihan itu menutup SKD tahun ini dan tidak dapat diubah."
        raise Rejected("SKD_DIBAWA", pesan, status=409)
    await simpan(uow, {NamaTahap.SKD}, NILAI_SKD, skd, di)
    await simpan(uow, {NamaTahap.PERINGKAT}, NILAI_SKB, skb, di)


def _pastikan_mungkin(satu: ExamScored, di: Musim | None, buku: BukuCpns) -> None:
    """Refuse what the test of the season cannot give.

    Which test somebody of no known season sat cannot be said yet; whatever the rules of two years have in common would refuse right points
    or take wrong ones. Such points are taken, and the closing of the season says how many of its people have impossible ones.
    """
    aturan = buku.get((di.aturan, di.aturan_versi)) if di else None
    if aturan is None:
        return
    if satu.jenis is JenisUjian.SKD and satu.kehadiran is Kehadiran.HADIR and not mungkin(satu.twk, satu.tiu, satu.tkp, aturan.skd):
        raise Rejected("NILAI_TIDAK_MUNGKIN", "Nilai SKD ini tidak mungkin menurut susunan soal. Kirim ulang versi yang benar.")
    if satu.tahun_asal is not None and (aturan.bawaan is None or satu.tahun_asal not in aturan.bawaan.tahun_asal):
        raise Rejected("BAWAAN_TAHUN", f"Aturan {aturan.nama} tidak mengenal nilai SKD tahun {satu.tahun_asal}.")


async def sepakat(uow: UnitOfWork, table: Table[N], rows: Sequence[N]) -> list[N]:
    """The newest result of everybody. Two senders, one version: which is right must not depend on which came first."""
    terbaru = newest(rows, key=attrgetter("peserta"), version=_VERSI)
    kept = {row.peserta: row for row in terbaru}
    clash = any(row.versi == kept[row.peserta].versi and _isi(row) != _isi(kept[row.peserta]) for row in rows)
    if clash or await masuk.bertentangan(uow.conn, table, terbaru):
        pesan = "Ada nilai lain dengan versi yang sama. Kirim nilai yang benar dengan versi berikutnya."
        raise Rejected("NILAI_BERTENTANGAN", pesan, status=409)
    return terbaru


async def simpan(uow: UnitOfWork, sebelum: Collection[NamaTahap], table: Table[M], rows: Sequence[M], di: LetakMusim) -> None:
    """Save what the stages that need it are open for; afterwards only repeats may come."""
    (kolom,) = table.key
    tertutup = [di.tertutup(getattr(row, kolom), sebelum) for row in rows]
    terlambat = [row for row, sudah in zip(rows, tertutup, strict=True) if sudah]
    await masuk.simpan(uow.conn, table, [row for row, sudah in zip(rows, tertutup, strict=True) if not sudah])
    if terlambat and (lebih_baru := await masuk.lebih_baru(uow.conn, table, terlambat)):
        nama = table.name.rpartition(".")[2]
        pesan = f"{lebih_baru} perubahan pada {nama} datang sesudah tahapnya ditutup. Hasil yang sudah ditutup tidak berubah sendiri."
        raise Rejected("TAHAP_SUDAH_DITUTUP", pesan, status=409)


def _isi(row: N) -> N:
    return row._replace(sumber="")


def _formasi(satu: FormationOpened, tanpa: str) -> FormasiMasuk:
    return FormasiMasuk(
        satu.formasi,
        satu.kelompok,
        satu.instansi,
        satu.jabatan,
        satu.unit,
        satu.jenis_kebutuhan,
        satu.kuota,
        satu.versi,
        tanpa if satu.musim is None else satu.musim,
        satu.aturan.nama,
    )


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
