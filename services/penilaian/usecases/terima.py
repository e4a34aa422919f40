"""Apply what the bus says. Once a stage is closed its inputs may not change: a newer fact is refused, and so waits for an officer."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from services.penilaian.domain.berkas import mungkin
from services.penilaian.store import masuk
from shared.aturan import AturanSeleksi
from shared.contracts.pendaftaran import ApplicationVerified, FormationOpened
from shared.contracts.penilaian import ExamScored
from shared.contracts.types import JenisUjian, Kehadiran, StatusSkb
from shared.errors import Rejected
from shared.messaging import UnitOfWork, newest

N = TypeVar("N", masuk.NilaiSkdMasuk, masuk.NilaiSkbMasuk)
B = TypeVar("B", masuk.FormasiMasuk, masuk.PelamarMasuk, masuk.NilaiSkdMasuk, masuk.NilaiSkbMasuk)


async def terima_formasi(uow: UnitOfWork, formasi: Sequence[FormationOpened], aturan: AturanSeleksi) -> None:
    """Learn posts.

    Raises:
        Rejected: another rule set than ours, or newer than a closed SKD.
    """
    for satu in formasi:
        if satu.aturan.nama != aturan.nama:
            raise Rejected("ATURAN_LAIN", f"Formasi {satu.formasi} memakai aturan {satu.aturan.nama}; musim ini {aturan.nama}.")
    rows = _newest(
        (
            masuk.FormasiMasuk(
                satu.formasi, satu.kelompok, satu.instansi, satu.jabatan, satu.unit, satu.jenis_kebutuhan, satu.kuota, satu.versi
            )
            for satu in formasi
        ),
        lambda row: row.formasi,
    )
    if (await masuk.musim_bersama(uow.conn)).skd_ditutup:
        await _refuse_newer(uow, "formasi", "formasi", [(row.formasi, row.versi) for row in rows])
        return
    await masuk.simpan_formasi(uow.conn, rows)


async def terima_pelamar(uow: UnitOfWork, pelamar: Sequence[ApplicationVerified]) -> None:
    """Learn participants, and that somebody is none (TMS).

    Raises:
        Rejected: newer than a closed SKD.
    """
    rows = _newest((_pelamar(satu) for satu in pelamar), lambda row: row.lamaran)
    if (await masuk.musim_bersama(uow.conn)).skd_ditutup:
        await _refuse_newer(uow, "pelamar", "lamaran", [(row.lamaran, row.versi) for row in rows])
        return
    await masuk.simpan_pelamar(uow.conn, rows)


async def terima_nilai(uow: UnitOfWork, nilai: Sequence[ExamScored], aturan: AturanSeleksi) -> None:
    """Learn scores, also of people who are not known yet.

    Raises:
        Rejected: points that the SKD cannot give, other scores under a version that is known, a second SKD of somebody who chose an
            earlier year's (KepmenPANRB 344/2024), or newer than the closed stage.
    """
    for satu in nilai:
        if satu.jenis is JenisUjian.SKD and satu.kehadiran is Kehadiran.HADIR and not mungkin(satu.twk, satu.tiu, satu.tkp, aturan.skd):
            raise Rejected("NILAI_TIDAK_MUNGKIN", "Nilai SKD ini tidak mungkin menurut susunan soal. Kirim ulang versi yang benar.")
        if satu.tahun_asal is not None and (aturan.bawaan is None or satu.tahun_asal not in aturan.bawaan.tahun_asal):
            raise Rejected("BAWAAN_TAHUN", f"Aturan {aturan.nama} tidak mengenal nilai SKD tahun {satu.tahun_asal}.")
    skd_masuk = [_skd(satu) for satu in nilai if satu.jenis is JenisUjian.SKD]
    skb_masuk = [_skb(satu) for satu in nilai if satu.jenis is JenisUjian.SKB]
    skd = _newest(skd_masuk, lambda row: row.peserta)
    skb = _newest(skb_masuk, lambda row: row.peserta)
    # Two senders, one version: which is right must not depend on which came first.
    if _clash(skd_masuk, skd) or _clash(skb_masuk, skb) or await masuk.bertentangan(uow.conn, skd, skb):
        raise Rejected(
            "NILAI_BERTENTANGAN", "Ada nilai lain dengan versi yang sama. Kirim nilai yang benar dengan versi berikutnya.", status=409
        )
    if skd and await masuk.tahun_lain(uow.conn, skd):
        pesan = "Peserta memakai nilai SKD tahun lain; pilihan itu menutup SKD tahun ini dan tidak dapat diubah."
        raise Rejected("SKD_DIBAWA", pesan, status=409)
    musim = await masuk.musim_bersama(uow.conn)
    if musim.skd_ditutup:
        await _refuse_newer(uow, "nilai_skd", "peserta", [(row.peserta, row.versi) for row in skd])
    else:
        await masuk.simpan_nilai_skd(uow.conn, skd)
    if musim.peringkat_ditutup:
        await _refuse_newer(uow, "nilai_skb", "peserta", [(row.peserta, row.versi) for row in skb])
    else:
        await masuk.simpan_nilai_skb(uow.conn, skb)


def _pelamar(satu: ApplicationVerified) -> masuk.PelamarMasuk:
    if satu.peserta is None or satu.fakta is None:
        return masuk.PelamarMasuk(satu.lamaran, None, satu.formasi, satu.kelompok, None, None, None, None, None, satu.versi)
    fakta = satu.fakta
    return masuk.PelamarMasuk(
        satu.lamaran,
        satu.peserta,
        satu.formasi,
        satu.kelompok,
        fakta.tanggal_lahir,
        fakta.ipk,
        fakta.skala_ipk,
        fakta.kualifikasi,
        None if satu.kesediaan is None else satu.kesediaan.model_dump_json(),
        satu.versi,
    )


def _skd(satu: ExamScored) -> masuk.NilaiSkdMasuk:
    return masuk.NilaiSkdMasuk(satu.peserta, satu.kehadiran, satu.twk, satu.tiu, satu.tkp, satu.tahun_asal, satu.sumber, satu.versi)


def _skb(satu: ExamScored) -> masuk.NilaiSkbMasuk:
    """Whoever did not attend at all has that as the status of the SKB."""
    if satu.kehadiran is Kehadiran.HADIR and satu.status_skb is not None:
        status = satu.status_skb
    else:
        status = StatusSkb(satu.kehadiran) if satu.kehadiran is not Kehadiran.HADIR else StatusSkb.TH
    return masuk.NilaiSkbMasuk(satu.peserta, status, satu.nilai_skb, satu.sumber, satu.versi)


def _newest(rows: Iterable[B], key: Callable[[B], str]) -> list[B]:
    return newest(rows, key=key, version=lambda row: row.versi)


def _clash(rows: Sequence[N], newest: Sequence[N]) -> bool:
    """Whether a row says something else than the newest row of the same version; the source does not count."""
    kept = {row.peserta: row for row in newest}
    return any(row.versi == kept[row.peserta].versi and row[:-2] != kept[row.peserta][:-2] for row in rows)


async def _refuse_newer(uow: UnitOfWork, table: str, key: str, versions: Sequence[tuple[str, int]]) -> None:
    newer = await masuk.lebih_baru(uow.conn, table, key, versions) if versions else 0
    if newer:
        raise Rejected(
            "TAHAP_SUDAH_DITUTUP",
            f"{newer} perubahan pada {table} datang sesudah tahapnya ditutup. Hasil yang sudah ditutup tidak berubah sendiri.",
            status=409,
        )
