"""Correct a closed kelompok: proposed by one officer, released by another, recomputed whole, published as a new version.

An accepted objection, a corrected score file, or a tie that Panselnas has put in order. Nothing of a closed kelompok changes in any other
way (domain.md §12 no. 4, 21).
"""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import asyncpg

from services.penilaian.domain.berkas import mungkin
from services.penilaian.domain.periksa import periksa_segel
from services.penilaian.store import bagian as store_bagian
from services.penilaian.store import hasil as store_hasil
from services.penilaian.store import koreksi as store
from services.penilaian.store import masuk, penutupan
from services.penilaian.store.berkas import BarisBaru
from services.penilaian.store.hasil import FaktaSkb
from services.penilaian.store.koreksi import Bahan, Koreksi, Perubahan, Tertutup, Versi
from services.penilaian.usecases.cacat import segel_dari, tolak_cacat
from services.penilaian.usecases.hitung_ulang import Dasar, Keadaan, Usul, hitung_ulang
from services.penilaian.usecases.impor import BerkasNilai, baca_berkas, cocokkan, cocokkan_sidik, nilai_terbit
from services.penilaian.usecases.putuskan import hitung
from services.penilaian.usecases.terbit import closed, corrected, finalized, shortlisted
from shared.aturan import AturanSeleksi, JenisKebutuhan, Kehadiran
from shared.contracts.types import JenisUjian
from shared.errors import Fault, Rejected
from shared.messaging import UnitOfWork, unit_of_work


@dataclass(frozen=True, slots=True)
class Rilis:
    """What the second officer releases, and who (sorted or not) is inside the seats now and will not be: exactly those."""

    kelompok: str
    nomor: int
    kehilangan: tuple[str, ...]


async def usulkan(uow: UnitOfWork, usul: Usul, petugas: str, aturan: AturanSeleksi) -> Koreksi:
    """Compute what the correction would change and put it before a second officer; nothing else changes.

    Raises:
        Rejected: unknown kelompok, not closed, scores that cannot be, nothing that differs, an SKB result that is missing, an order of
            anything but a whole tie, or a result that breaks a property.
    """
    dasar = await _dasar(uow, usul.kelompok, aturan)
    usul = replace(usul, perubahan=_sah(usul, dasar))
    keadaan = await hitung_ulang(uow, dasar, usul)
    if not usul.perubahan and not keadaan.selisih.ubahan:
        raise Rejected("TIDAK_ADA_PERUBAHAN", "Seri ini sudah tercatat dengan urutan yang sama.", kolom="urutan_seri")
    satu = Koreksi(
        nomor=0,
        kelompok=usul.kelompok,
        versi_dasar=dasar.tertutup.versi,
        alasan=usul.alasan,
        sumber=usul.sumber,
        perubahan=usul.perubahan,
        urutan_seri=usul.urutan_seri,
        selisih=keadaan.selisih,
        diusulkan_oleh=petugas,
        diusulkan_pada=datetime.now(UTC),
        dirilis_oleh=None,
        dirilis_pada=None,
        versi=None,
    )
    return replace(satu, nomor=await store.usulkan(uow.conn, satu))


async def rilis(uow: UnitOfWork, diminta: Rilis, petugas: str, aturan: AturanSeleksi) -> Koreksi:
    """Release a proposal as the next version of the kelompok and publish it; `petugas` is not who proposed it.

    Raises:
        Rejected: no such proposal, the same officer, released before, overtaken by another version, other people lose a seat than
            named, or a result that breaks a property.
    """
    dasar = await _dasar(uow, diminta.kelompok, aturan)
    usul = await store.koreksi(uow.conn, diminta.kelompok, diminta.nomor)
    if usul is None:
        raise Rejected("KOREKSI_TIDAK_ADA", "Usul koreksi ini tidak ada.", kolom="nomor", status=404)
    _boleh(usul, petugas, dasar.tertutup)
    diusulkan = Usul(usul.kelompok, usul.alasan, usul.sumber, usul.perubahan, usul.urutan_seri)
    keadaan = await hitung_ulang(uow, dasar, diusulkan)
    if tuple(sorted(diminta.kehilangan)) != keadaan.selisih.kehilangan:
        faults = tuple(Fault("KEHILANGAN", "Peserta ini tidak lagi di dalam kuota.", nilai=satu) for satu in keadaan.selisih.kehilangan)
        pesan = f"Sebutkan dalam kehilangan tepat {len(faults)} peserta yang tidak lagi di dalam kuota; tidak ada yang dirilis."
        raise Rejected("KEHILANGAN_BELUM_DISETUJUI", pesan, kolom="kehilangan", status=409, faults=faults)
    versi, sebelumnya = dasar.tertutup.versi + 1, dasar.tertutup.sha256
    await _arsipkan(uow, dasar)
    await _terapkan(uow, usul, dasar)
    await store.simpan_urutan(uow.conn, diminta.nomor, usul.urutan_seri)
    sha256 = await _terbitkan(uow, dasar, keadaan)
    baru = Versi(dasar.kelompok, versi, sha256, sebelumnya, keadaan.baris, keadaan.selisih, usul.alasan, usul.sumber)
    await store.tandai_rilis(uow.conn, diminta.nomor, petugas, versi)
    await store.simpan_versi(uow.conn, baru, diminta.nomor)
    uow.emit(corrected(baru, aturan), sequence=versi)
    return replace(usul, selisih=keadaan.selisih, dirilis_oleh=petugas, dirilis_pada=datetime.now(UTC), versi=versi)


async def _dasar(uow: UnitOfWork, kelompok: str, aturan: AturanSeleksi) -> Dasar:
    # No stage may be closed between what is read here and what is written.
    await masuk.musim_bersama(uow.conn)
    tertutup = await _tertutup(uow, kelompok)
    return Dasar(kelompok, tertutup, tuple(await store.bahan(uow.conn, kelompok)), aturan)


async def _tertutup(uow: UnitOfWork, kelompok: str) -> Tertutup:
    tertutup = await store.kunci_kelompok(uow.conn, kelompok)
    if tertutup is None:
        pesan = "Kelompok ini tidak dikenal, atau SKD-nya belum ditutup; sebelum itu kirim berkas nilai biasa."
        raise Rejected("KELOMPOK_BELUM_DITUTUP", pesan, kolom="kelompok", status=404)
    if not tertutup.skd_selesai or tertutup.peringkat_selesai is False:
        raise Rejected("KELOMPOK_SEDANG_DIHITUNG", "Kelompok ini sedang dihitung. Coba lagi sebentar lagi.", status=409)
    return tertutup


def _boleh(usul: Koreksi, petugas: str, tertutup: Tertutup) -> None:
    if usul.versi is not None:
        raise Rejected("KOREKSI_SUDAH_DIRILIS", f"Usul ini sudah dirilis sebagai versi {usul.versi}.", status=409)
    if usul.diusulkan_oleh == petugas:
        raise Rejected("PERLU_PETUGAS_LAIN", "Koreksi dirilis oleh petugas lain daripada yang mengusulkan.", status=403)
    if usul.versi_dasar != tertutup.versi:
        pesan = f"Usul ini untuk versi {usul.versi_dasar}; sekarang versi {tertutup.versi}. Usulkan lagi terhadap versi sekarang."
        raise Rejected("KOREKSI_USANG", pesan, status=409)


def _sah(usul: Usul, dasar: Dasar) -> tuple[Perubahan, ...]:
    """The corrections that say something new, each possible, sorted; none only where a tie is put in order."""
    if usul.urutan_seri and not dasar.tertutup.peringkat_selesai:
        pesan = "Peringkat belum ditutup, jadi belum ada seri yang dapat diurutkan. Usulkan lagi sesudah peringkat ditutup."
        raise Rejected("TAHAP_MASIH_TERBUKA", pesan, kolom="urutan_seri", status=409)
    known = {satu.peserta: satu for satu in dasar.bahan}
    faults: list[Fault] = []
    baru: dict[tuple[str, JenisUjian], Perubahan] = {}
    for satu in usul.perubahan:
        orang = known.get(satu.peserta)
        if orang is None:
            faults.append(Fault("PESERTA_LAIN_KELOMPOK", "Peserta ini bukan dari kelompok ini.", kolom="peserta", nilai=satu.peserta))
        elif (satu.peserta, satu.jenis) in baru:
            faults.append(Fault("PESERTA_GANDA", "Peserta ini disebut dua kali.", kolom="peserta", nilai=satu.peserta))
        elif satu.jenis is JenisUjian.SKD and not _skd_mungkin(satu, dasar.aturan):
            pesan = "Nilai SKD ini tidak mungkin menurut susunan soal."
            faults.append(Fault("NILAI_TIDAK_MUNGKIN", pesan, kolom="perubahan", nilai=satu.peserta))
        elif satu.jenis is JenisUjian.SKB and dasar.tertutup.peringkat_selesai is None:
            pesan = "Peringkat belum ditutup: kirim nilai SKB sebagai berkas biasa."
            faults.append(Fault("TAHAP_MASIH_TERBUKA", pesan, kolom="perubahan", nilai=satu.peserta))
        else:
            # The choice of an earlier year's score stands; only its points are corrected.
            isi = satu.isi._replace(tahun_asal=orang.tahun_asal) if satu.jenis is JenisUjian.SKD else satu.isi
            baru[satu.peserta, satu.jenis] = satu._replace(isi=isi)
    if faults:
        raise Rejected("KOREKSI_TIDAK_SAH", f"Koreksi ditolak: {len(faults)} kesalahan.", faults=tuple(faults))
    new = tuple(satu for _, satu in sorted(baru.items()) if not _sama(satu, known[satu.peserta]))
    if not new and not usul.urutan_seri:
        raise Rejected("TIDAK_ADA_PERUBAHAN", "Semua nilai ini sudah tercatat demikian; tidak ada yang dikoreksi.", kolom="perubahan")
    return new


def _skd_mungkin(satu: Perubahan, aturan: AturanSeleksi) -> bool:
    isi = satu.isi
    return isi.kehadiran != Kehadiran.HADIR or mungkin(isi.twk, isi.tiu, isi.tkp, aturan.skd)


def _sama(satu: Perubahan, orang: Bahan) -> bool:
    isi = satu.isi
    if satu.jenis is JenisUjian.SKD:
        return (isi.kehadiran, isi.twk, isi.tiu, isi.tkp) == (orang.kehadiran, orang.twk, orang.tiu, orang.tkp)
    return (isi.status or isi.kehadiran, isi.nilai_skb) == (orang.status_skb, orang.nilai_skb)


async def _arsipkan(uow: UnitOfWork, dasar: Dasar) -> None:
    """The version that is replaced is kept as it was; later ones were kept when they were made."""
    baris = await store.baris_kini(uow.conn, dasar.kelompok)
    lama = Versi(dasar.kelompok, dasar.tertutup.versi, dasar.tertutup.sha256, None, baris, None, None, None)
    await store.simpan_versi(uow.conn, lama, None)


async def _terapkan(uow: UnitOfWork, usul: Koreksi, dasar: Dasar) -> None:
    """The corrected scores become the known ones, each under its next version, and are said like any other score."""
    known = {satu.peserta: satu for satu in dasar.bahan}
    numbered = [(one, _versi(one.jenis, known[one.peserta]) + 1) for one in usul.perubahan]
    await store.terapkan(uow.conn, usul.sumber, numbered)
    for one, versi in numbered:
        uow.emit(nilai_terbit(one.jenis, usul.sumber, BarisBaru(one.peserta, one.isi, versi)), sequence=versi)


def _versi(jenis: JenisUjian, satu: Bahan) -> int:
    return satu.versi_skd if jenis is JenisUjian.SKD else satu.versi_skb


async def _terbitkan(uow: UnitOfWork, dasar: Dasar, keadaan: Keadaan) -> str | None:
    """Write the new version and publish all of it; returns the digest of its ranking, if that is closed."""
    kelompok, aturan, tertutup = dasar.kelompok, dasar.aturan, dasar.tertutup
    versi = tertutup.versi + 1
    decided = [(kelompok, satu) for satu in keadaan.skd]
    ranked = [(kelompok, asal, satu) for asal, satu in keadaan.akhir]
    await store.hapus_hasil(uow.conn, kelompok)
    await store.naikkan(uow.conn, kelompok, versi)
    await store_hasil.simpan_skd(uow.conn, decided)
    # A kelompok without participants counts none of them.
    await penutupan.selesai_skd(uow.conn, hitung(decided) or [(kelompok, 0, 0, 0, 0, 0)])
    kuota = {post.formasi: post.kuota for post in keadaan.formasi}
    for _, formasi in decided:
        uow.emit(shortlisted(kelompok, formasi, kuota[formasi.formasi], aturan, versi=versi), sequence=versi)
    if not tertutup.peringkat_selesai:
        return None
    umum = {putusan.peserta: putusan.memenuhi_ambang_umum for satu in keadaan.skd for putusan in satu.putusan}
    fakta = {
        satu.peserta: FaktaSkb(JenisKebutuhan(satu.jenis_kebutuhan), satu.kualifikasi, umum[satu.peserta], satu.kesediaan)
        for satu in dasar.bahan
    }
    await store_hasil.simpan_akhir(uow.conn, ranked, versi={kelompok: versi})
    for row in ranked:
        uow.emit(finalized(row, fakta[row[2].peserta], aturan, versi=versi), sequence=versi)
    sealed = closed(kelompok, keadaan.formasi, ranked, aturan, versi=versi, sha256_sebelumnya=tertutup.sha256)
    segel = segel_dari(sealed)
    tolak_cacat(periksa_segel(keadaan.formasi, [asal for asal, _ in keadaan.akhir], [satu for _, satu in keadaan.akhir], segel))
    uow.emit(sealed, sequence=versi)
    await store.segel(uow.conn, kelompok, len(ranked), sealed.sha256, tertutup.sha256)
    return sealed.sha256


async def dari_berkas(pool: asyncpg.Pool, kelompok: str, kiriman: BerkasNilai, aturan: AturanSeleksi) -> tuple[Perubahan, ...]:
    """The rows of a corrected score file that say something about this kelompok, all of which must be right.

    Raises:
        Rejected: not what its sender says, bad rows, or people of other kelompok.
    """
    async with unit_of_work(pool) as uow:
        cocokkan_sidik(kiriman)
        parts = await store_bagian.peserta_terkena(uow.conn) if kiriman.jenis is JenisUjian.SKB else {}
        dalam = {satu.peserta for satu in await store.bahan(uow.conn, kelompok)}
    terbaca = await asyncio.to_thread(baca_berkas, kiriman, aturan, parts)
    for peserta in sorted(terbaca.baris.keys() - dalam):
        nomor, _ = terbaca.baris[peserta]
        terbaca.faults.add("PESERTA_LAIN_KELOMPOK", "Peserta ini bukan dari kelompok ini.", baris=nomor, kolom="peserta", nilai=peserta)
    cocokkan(kiriman, terbaca)
    return tuple(Perubahan(peserta, kiriman.jenis, isi) for peserta, (_, isi) in sorted(terbaca.baris.items()))
