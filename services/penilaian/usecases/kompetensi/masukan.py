"""Points of the competency test: taken from files, and as the bus says them."""

from collections.abc import Mapping, Sequence

import asyncpg

from services.penilaian.domain.buku import BukuPppk
from services.penilaian.domain.pppk import BagianPppk, tak_mungkin_di_jabatan
from services.penilaian.store import masuk, musim
from services.penilaian.store.masuk import NILAI_KOMPETENSI, NilaiKompetensiMasuk
from services.penilaian.store.tahap import NamaTahap
from services.penilaian.usecases.berkas import BerkasNilai, Catat, HasilImpor, NilaiTerbaca, Pembaca, impor_diperiksa
from services.penilaian.usecases.letak import letak
from services.penilaian.usecases.penerimaan import sepakat, simpan
from shared.aturan.pppk import AturanPppk
from shared.contracts.penilaian import CompetencyScored
from shared.errors import Rejected
from shared.messaging import Received, UnitOfWork


async def impor_kompetensi(
    pool: asyncpg.Pool,
    kiriman: BerkasNilai,
    baca: Pembaca,
    aturan: AturanPppk,
    catat: Catat | None = None,
) -> HasilImpor:
    """Take a file, all in one transaction, also the act (`catat`). The same content under the same name again changes nothing.

    Raises:
        Rejected: as for any score file; points that the test of the own jabatan cannot give are a bad row.
        Transient: another file spoke of the same people for the first time at this moment.
    """

    async def periksa(uow: UnitOfWork, terbaca: NilaiTerbaca) -> NilaiTerbaca:
        jabatan = await masuk.jabatan_peserta(uow.conn, list(terbaca.baris))
        return _diperiksa(terbaca, jabatan, aturan)

    return await impor_diperiksa(pool, kiriman, lambda: baca({}), periksa, catat)


async def terima_kompetensi(uow: UnitOfWork, batch: Sequence[Received[CompetencyScored]], buku: BukuPppk) -> None:
    """Learn points, also of people who are not known yet.

    Raises:
        Rejected: points that the test cannot give, others under a version that is known, or newer than the closed ranking.
    """
    rows = [_masuk(satu.event) for satu in batch]
    di = await letak(uow.conn, [satu.peserta for satu in rows], musim.dari_peserta)
    jabatan = await masuk.jabatan_peserta(uow.conn, [satu.peserta for satu in rows])
    for satu in rows:
        nilai = bagian(satu.teknis, satu.manajerial_sosiokultural, satu.wawancara)
        season = di.musim(satu.peserta)
        aturan = buku.get((season.aturan, season.aturan_versi)) if season else None
        if nilai is not None and aturan is not None and tak_mungkin_di_jabatan(nilai, jabatan.get(satu.peserta), aturan):
            pesan = "Nilai kompetensi ini tidak mungkin menurut susunan soal. Kirim ulang versi yang benar."
            raise Rejected("NILAI_TIDAK_MUNGKIN", pesan)
    await simpan(uow, {NamaTahap.KOMPETENSI}, NILAI_KOMPETENSI, await sepakat(uow, NILAI_KOMPETENSI, rows), di)


def bagian(teknis: int | None, manajerial_sosiokultural: int | None, wawancara: int | None) -> BagianPppk | None:
    """The points of who sat the test; None of anybody else."""
    if teknis is None or manajerial_sosiokultural is None or wawancara is None:
        return None
    return BagianPppk(teknis, manajerial_sosiokultural, wawancara)


def _diperiksa(terbaca: NilaiTerbaca, jabatan: Mapping[str, str], aturan: AturanPppk) -> NilaiTerbaca:
    """The rows that the test of the own jabatan can give; the faults of the others are noted."""
    good = dict(terbaca.baris)
    for peserta, (nomor, isi) in terbaca.baris.items():
        nilai = bagian(isi.teknis, isi.manajerial_sosiokultural, isi.wawancara)
        salah = tak_mungkin_di_jabatan(nilai, jabatan.get(peserta), aturan) if nilai is not None else ()
        for kolom in salah:
            pesan = f"Nilai {kolom} ini tidak mungkin menurut susunan soal jabatan peserta. Periksa berkas asal dari pusat CAT."
            terbaca.faults.add("NILAI_TIDAK_MUNGKIN", pesan, baris=nomor, kolom=kolom, nilai=str(getattr(isi, kolom)))
        if salah:
            del good[peserta]
    return NilaiTerbaca(good, terbaca.faults, terbaca.jumlah)


def _masuk(satu: CompetencyScored) -> NilaiKompetensiMasuk:
    return NilaiKompetensiMasuk(
        satu.peserta, satu.kehadiran, satu.teknis, satu.manajerial_sosiokultural, satu.wawancara, satu.sumber, satu.versi
    )
