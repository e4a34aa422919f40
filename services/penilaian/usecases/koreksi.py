"""Correct a closed kelompok: proposed by one officer, released by another, recomputed whole, published as a new version.

An accepted objection, a corrected score file, or a tie that Panselnas has put in order. Nothing of a closed kelompok changes in any other
way (posisi 4 and 21).
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from services.penilaian.domain.berkas import mungkin
from services.penilaian.domain.periksa import periksa_segel
from services.penilaian.store import hasil as store_hasil
from services.penilaian.store import koreksi as store
from services.penilaian.store import penutupan, tahap
from services.penilaian.store.berkas import Ujian
from services.penilaian.store.hasil import FaktaSkb
from services.penilaian.store.koreksi import Bahan, Koreksi, Perubahan, Versi
from services.penilaian.store.tahap import NamaTahap
from services.penilaian.usecases import peristiwa, sanggah
from services.penilaian.usecases.hitungan import Dasar, HitunganKelompok, Usul, hitung_ulang, tolak_cacat
from services.penilaian.usecases.keputusan import HITUNGAN_SKD, disegel, hitung, segel_dari
from shared.aturan import AturanSeleksi, JenisKebutuhan, Kehadiran
from shared.errors import Fault, Rejected
from shared.istilah import JenisUjian
from shared.jejak import sidik_keadaan
from shared.kebijakan import pastikan_orang_lain
from shared.messaging import UnitOfWork


@dataclass(frozen=True, slots=True)
class RilisKoreksi:
    """A release by the second officer; `kehilangan`: exactly the people who are inside the seats now and will not be, in any order."""

    kelompok: str
    nomor: int
    kehilangan: tuple[str, ...]


async def usulkan(uow: UnitOfWork, usul: Usul, petugas: str, aturan: AturanSeleksi) -> Koreksi:
    """Compute what the correction would change and put it before a second officer; nothing else changes.

    Raises:
        Rejected: unknown kelompok, not closed, scores that cannot be, nothing that differs, an SKB result that is missing, an order of
            anything but a whole tie, an objection that it cannot answer, or a result that breaks a property.
    """
    dasar = await _dasar(uow, usul.kelompok, aturan)
    await sanggah.pastikan_dapat_dirujuk(uow.conn, usul.kelompok, usul.sanggah)
    usul = replace(usul, perubahan=_sah(usul, dasar))
    hitungan = await hitung_ulang(uow, dasar, usul)
    if not usul.perubahan and not hitungan.selisih.ubahan:
        raise Rejected("TIDAK_ADA_PERUBAHAN", "Seri ini sudah tercatat dengan urutan yang sama.", kolom="urutan_seri")
    satu = Koreksi(
        nomor=await store.nomor_baru(uow.conn),
        kelompok=usul.kelompok,
        versi_dasar=dasar.versi,
        alasan=usul.alasan,
        sumber=usul.sumber,
        perubahan=usul.perubahan,
        urutan_seri=usul.urutan_seri,
        selisih=hitungan.selisih,
        diusulkan_oleh=petugas,
        diusulkan_pada=datetime.now(UTC),
        dirilis_oleh=None,
        dirilis_pada=None,
        versi=None,
        sanggah=usul.sanggah,
    )
    await store.usulkan(uow.conn, satu)
    uow.changed(after=sidik_keadaan([satu]), nomor=str(satu.nomor))
    return satu


async def rilis(uow: UnitOfWork, diminta: RilisKoreksi, petugas: str, aturan: AturanSeleksi) -> Koreksi:
    """Release a proposal as the next version of the kelompok and publish it; `petugas` is not who proposed it.

    Raises:
        Rejected: no such proposal, the same officer, who answered an objection that it names, released before, overtaken by another
            version, other people lose a seat than named, or a result that breaks a property.
    """
    dasar = await _dasar(uow, diminta.kelompok, aturan)
    usul = await store.koreksi(uow.conn, diminta.kelompok, diminta.nomor)
    if usul is None:
        raise Rejected("KOREKSI_TIDAK_ADA", "Usul koreksi ini tidak ada.", kolom="nomor", status=404)
    _boleh(usul, petugas, dasar)
    await sanggah.pastikan_dapat_dirujuk(uow.conn, usul.kelompok, usul.sanggah, perilis=petugas)
    diusulkan = Usul(usul.kelompok, usul.alasan, usul.sumber, usul.perubahan, usul.urutan_seri)
    hitungan = await hitung_ulang(uow, dasar, diusulkan)
    if tuple(sorted(diminta.kehilangan)) != hitungan.selisih.kehilangan:
        faults = tuple(Fault("KEHILANGAN", "Peserta ini tidak lagi di dalam kuota.", nilai=satu) for satu in hitungan.selisih.kehilangan)
        pesan = f"Sebutkan dalam kehilangan tepat {len(faults)} peserta yang tidak lagi di dalam kuota; tidak ada yang dirilis."
        raise Rejected("KEHILANGAN_BELUM_DISETUJUI", pesan, kolom="kehilangan", status=409, faults=faults)
    versi = dasar.versi + 1
    dirilis = replace(usul, selisih=hitungan.selisih, dirilis_oleh=petugas, dirilis_pada=datetime.now(UTC), versi=versi)
    await _arsipkan(uow, dasar)
    await _terapkan(uow, usul, dasar)
    await store.simpan_urutan(uow.conn, diminta.nomor, usul.urutan_seri)
    sha256 = await _terbitkan(uow, dasar, hitungan)
    baru = Versi(dasar.kelompok, versi, sha256, dasar.sha256, hitungan.baris, hitungan.selisih, diminta.nomor)
    await store.tandai_rilis(uow.conn, dirilis)
    await sanggah.tandai_dikoreksi(uow.conn, usul.kelompok, usul.sanggah, usul.nomor, versi)
    uow.changed(before=sidik_keadaan([usul]), after=sidik_keadaan([dirilis]))
    await store.simpan_versi(uow.conn, baru)
    uow.emit(peristiwa.peringkat_dikoreksi(baru, hitungan.selisih, usul, aturan), sequence=versi)
    return dirilis


async def _dasar(uow: UnitOfWork, kelompok: str, aturan: AturanSeleksi) -> Dasar:
    # No stage may be closed between what is read here and what is written.
    await tahap.ditutup_bersama(uow.conn)
    tertutup = await penutupan.kunci(uow.conn, kelompok)
    if NamaTahap.SKD not in tertutup:
        pesan = "Kelompok ini tidak dikenal, atau SKD-nya belum ditutup; sebelum itu kirim berkas nilai biasa."
        raise Rejected("KELOMPOK_BELUM_DITUTUP", pesan, kolom="kelompok", status=404)
    if not all(satu.selesai for satu in tertutup.values()):
        raise Rejected("KELOMPOK_SEDANG_DIHITUNG", "Kelompok ini sedang dihitung. Coba lagi sebentar lagi.", status=409)
    bahan = tuple(await store.bahan(uow.conn, kelompok))
    return Dasar(tertutup[NamaTahap.SKD], tertutup.get(NamaTahap.PERINGKAT), bahan, aturan)


def _boleh(usul: Koreksi, petugas: str, dasar: Dasar) -> None:
    if usul.versi is not None:
        raise Rejected("KOREKSI_SUDAH_DIRILIS", f"Usul ini sudah dirilis sebagai versi {usul.versi}.", status=409)
    pastikan_orang_lain(usul.diusulkan_oleh, petugas, apa="Koreksi")
    if usul.versi_dasar != dasar.versi:
        pesan = f"Usul ini untuk versi {usul.versi_dasar}; sekarang versi {dasar.versi}. Usulkan lagi terhadap versi sekarang."
        raise Rejected("KOREKSI_USANG", pesan, status=409)


def _sah(usul: Usul, dasar: Dasar) -> tuple[Perubahan, ...]:
    """The corrections that say something new, each possible, sorted; none only where a tie is put in order."""
    if usul.urutan_seri and dasar.peringkat is None:
        pesan = "Peringkat belum ditutup, jadi belum ada seri yang dapat diurutkan. Usulkan lagi sesudah peringkat ditutup."
        raise Rejected("TAHAP_MASIH_TERBUKA", pesan, kolom="urutan_seri", status=409)
    known = {satu.peserta: satu for satu in dasar.bahan}
    faults: list[Fault] = []
    baru: dict[tuple[str, Ujian], Perubahan] = {}
    for satu in usul.perubahan:
        orang = known.get(satu.peserta)
        if orang is None:
            faults.append(Fault("PESERTA_LAIN_KELOMPOK", "Peserta ini bukan dari kelompok ini.", kolom="peserta", nilai=satu.peserta))
        elif (satu.peserta, satu.jenis) in baru:
            faults.append(Fault("PESERTA_GANDA", "Peserta ini disebut dua kali.", kolom="peserta", nilai=satu.peserta))
        elif satu.jenis is JenisUjian.SKD and not _skd_mungkin(satu, dasar.aturan):
            pesan = "Nilai SKD ini tidak mungkin menurut susunan soal."
            faults.append(Fault("NILAI_TIDAK_MUNGKIN", pesan, kolom="perubahan", nilai=satu.peserta))
        elif satu.jenis is JenisUjian.SKB and dasar.peringkat is None:
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
    """Keep the version that is replaced as it was; later ones were kept when they were made."""
    baris = await store.baris_kini(uow.conn, dasar.kelompok)
    await store.simpan_versi(uow.conn, Versi(dasar.kelompok, dasar.versi, dasar.sha256, None, baris, None, None))


async def _terapkan(uow: UnitOfWork, usul: Koreksi, dasar: Dasar) -> None:
    """Make the corrected scores the known ones, each under its next version, and say them like any other score."""
    known = {satu.peserta: satu for satu in dasar.bahan}
    bernomor = [(satu, _versi(satu.jenis, known[satu.peserta]) + 1) for satu in usul.perubahan]
    await store.terapkan(uow.conn, usul.sumber, bernomor)
    for satu, versi in bernomor:
        uow.emit(peristiwa.nilai_ujian(usul.sumber, satu, versi), sequence=versi)


def _versi(jenis: Ujian, satu: Bahan) -> int:
    return satu.versi_skd if jenis is JenisUjian.SKD else satu.versi_skb


async def _terbitkan(uow: UnitOfWork, dasar: Dasar, hitungan: HitunganKelompok) -> str | None:
    """Write the new version and publish all of it; returns the digest of its ranking, if that is closed."""
    kelompok, aturan = dasar.kelompok, dasar.aturan
    versi = dasar.versi + 1
    await store_hasil.hapus(uow.conn, kelompok)
    await penutupan.naikkan(uow.conn, kelompok, versi)
    await store_hasil.simpan_skd(uow.conn, [(kelompok, satu) for satu in hitungan.skd])
    await penutupan.tandai_selesai(uow.conn, [hitung(dasar.skd, hitungan.skd)], only=HITUNGAN_SKD)
    kuota = {satu.formasi: satu.kuota for satu in hitungan.formasi}
    for satu in hitungan.skd:
        uow.emit(peristiwa.skb_diumumkan(kelompok, satu, kuota[satu.formasi], aturan, versi=versi), sequence=versi)
    if dasar.peringkat is None:
        return None
    umum = {putusan.peserta: putusan.memenuhi_ambang_umum for satu in hitungan.skd for putusan in satu.putusan}
    fakta = {
        satu.peserta: FaktaSkb(JenisKebutuhan(satu.jenis_kebutuhan), satu.kualifikasi, umum[satu.peserta], satu.kesediaan)
        for satu in dasar.bahan
    }
    berperingkat = [(kelompok, asal, satu) for asal, satu in hitungan.akhir]
    await store_hasil.simpan_akhir(uow.conn, berperingkat, versi={kelompok: versi})
    for baris in berperingkat:
        uow.emit(peristiwa.nilai_ditetapkan(baris, fakta[baris[2].peserta], aturan, versi=versi), sequence=versi)
    tersegel = peristiwa.tersegel(berperingkat, versi)
    segel = peristiwa.peringkat_ditutup(kelompok, hitungan.formasi, tersegel, aturan, versi=versi, sha256_sebelumnya=dasar.sha256)
    asal, akhir = [asal for asal, _ in hitungan.akhir], [satu for _, satu in hitungan.akhir]
    tolak_cacat(periksa_segel(hitungan.formasi, asal, akhir, segel_dari(segel)))
    uow.emit(segel, sequence=versi)
    disimpan = disegel(dasar.peringkat, segel)._replace(peserta=len(berperingkat), sha256_sebelumnya=dasar.sha256)
    await penutupan.tandai_selesai(uow.conn, [disimpan], only=("peserta", "sha256", "sha256_sebelumnya"))
    return segel.sha256
