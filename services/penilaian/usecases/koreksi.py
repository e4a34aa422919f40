"""Correct a closed kelompok: proposed by one officer, released by another, recomputed whole, published as a new version.

An accepted objection, a corrected score file, or a tie that Panselnas has put in order. Nothing of a closed kelompok changes in any other
way (posisi 4 and 21).
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from services.penilaian.domain.buku import SemuaBuku
from services.penilaian.store import koreksi as store
from services.penilaian.store import musim, penutupan, tahap
from services.penilaian.store.koreksi import Koreksi, Versi
from services.penilaian.store.tahap import NamaTahap
from services.penilaian.usecases import peristiwa, sanggah
from services.penilaian.usecases.aturan import aturan_dari, belum_ditutup
from services.penilaian.usecases.hitungan import DasarSeleksi
from services.penilaian.usecases.kompetensi.hitungan import dasar_kompetensi
from services.penilaian.usecases.usul_koreksi import Dasar, Usul
from shared.errors import Fault, Rejected
from shared.jejak import sidik_keadaan
from shared.kebijakan import pastikan_orang_lain
from shared.messaging import UnitOfWork


@dataclass(frozen=True, slots=True)
class RilisKoreksi:
    """A release by the second officer; `kehilangan`: exactly the people who are inside the seats now and will not be, in any order."""

    kelompok: str
    nomor: int
    kehilangan: tuple[str, ...]


async def usulkan(uow: UnitOfWork, usul: Usul, petugas: str, buku: SemuaBuku) -> Koreksi:
    """Compute what the correction would change and put it before a second officer; nothing else changes.

    Raises:
        Rejected: unknown kelompok, not closed, scores that cannot be, nothing that differs, an SKB result that is missing, an order of
            anything but a whole tie, an objection that it cannot answer, or a result that breaks a property.
    """
    dasar = await _dasar(uow, usul.kelompok, buku)
    await sanggah.pastikan_dapat_dirujuk(uow.conn, usul.kelompok, usul.sanggah)
    usul = replace(usul, perubahan=dasar.sah(usul))
    hitungan = await dasar.hitung_ulang(uow, usul)
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


async def rilis(uow: UnitOfWork, diminta: RilisKoreksi, petugas: str, buku: SemuaBuku) -> Koreksi:
    """Release a proposal as the next version of the kelompok and publish it; `petugas` is not who proposed it.

    Raises:
        Rejected: no such proposal, the same officer, who answered an objection that it names, released before, overtaken by another
            version, other people lose a seat than named, or a result that breaks a property.
    """
    dasar = await _dasar(uow, diminta.kelompok, buku)
    usul = await store.koreksi(uow.conn, diminta.kelompok, diminta.nomor)
    if usul is None:
        raise Rejected("KOREKSI_TIDAK_ADA", "Usul koreksi ini tidak ada.", kolom="nomor", status=404)
    _boleh(usul, petugas, dasar)
    await sanggah.pastikan_dapat_dirujuk(uow.conn, usul.kelompok, usul.sanggah, perilis=petugas)
    diusulkan = Usul(usul.kelompok, usul.alasan, usul.sumber, usul.perubahan, usul.urutan_seri)
    hitungan = await dasar.hitung_ulang(uow, diusulkan)
    if tuple(sorted(diminta.kehilangan)) != hitungan.selisih.kehilangan:
        faults = tuple(Fault("KEHILANGAN", "Peserta ini tidak lagi di dalam kuota.", nilai=satu) for satu in hitungan.selisih.kehilangan)
        pesan = f"Sebutkan dalam kehilangan tepat {len(faults)} peserta yang tidak lagi di dalam kuota; tidak ada yang dirilis."
        raise Rejected("KEHILANGAN_BELUM_DISETUJUI", pesan, kolom="kehilangan", status=409, faults=faults)
    versi = dasar.versi + 1
    dirilis = replace(usul, selisih=hitungan.selisih, dirilis_oleh=petugas, dirilis_pada=datetime.now(UTC), versi=versi)
    await _arsipkan(uow, dasar)
    await _terapkan(uow, usul, dasar)
    await store.simpan_urutan(uow.conn, diminta.nomor, usul.urutan_seri)
    sha256 = await hitungan.terbitkan(uow)
    baru = Versi(dasar.kelompok, versi, sha256, dasar.sha256, hitungan.baris, hitungan.selisih, diminta.nomor)
    await store.tandai_rilis(uow.conn, dirilis)
    await sanggah.tandai_dikoreksi(uow.conn, usul.kelompok, usul.sanggah, usul.nomor, versi)
    uow.changed(before=sidik_keadaan([usul]), after=sidik_keadaan([dirilis]))
    await store.simpan_versi(uow.conn, baru)
    uow.emit(peristiwa.peringkat_dikoreksi(baru, hitungan.selisih, usul, dasar.aturan_peringkat), sequence=versi)
    return dirilis


async def _dasar(uow: UnitOfWork, kelompok: str, buku: SemuaBuku) -> Dasar:
    # No stage of its season may be closed between what is read here and what is written.
    await tahap.ditutup_bersama(uow.conn, (await musim.dari_kelompok(uow.conn, [kelompok])).values())
    tertutup = await penutupan.kunci(uow.conn, kelompok)
    if not tertutup.keys() & {NamaTahap.SKD, NamaTahap.KOMPETENSI}:
        raise belum_ditutup()
    if not all(satu.selesai for satu in tertutup.values()):
        raise Rejected("KELOMPOK_SEDANG_DIHITUNG", "Kelompok ini sedang dihitung. Coba lagi sebentar lagi.", status=409)
    if pppk := tertutup.get(NamaTahap.KOMPETENSI):
        return await dasar_kompetensi(uow.conn, pppk, aturan_dari(buku.pppk, pppk.aturan, pppk.aturan_versi))
    bahan = tuple(await store.bahan(uow.conn, kelompok))
    skd, peringkat = tertutup[NamaTahap.SKD], tertutup.get(NamaTahap.PERINGKAT)
    aturan = aturan_dari(buku.cpns, skd.aturan, skd.aturan_versi)
    aturan_peringkat = aturan_dari(buku.cpns, peringkat.aturan, peringkat.aturan_versi) if peringkat else aturan
    return DasarSeleksi(skd, peringkat, bahan, aturan, aturan_peringkat)


def _boleh(usul: Koreksi, petugas: str, dasar: Dasar) -> None:
    if usul.versi is not None:
        raise Rejected("KOREKSI_SUDAH_DIRILIS", f"Usul ini sudah dirilis sebagai versi {usul.versi}.", status=409)
    pastikan_orang_lain(usul.diusulkan_oleh, petugas, apa="Koreksi")
    if usul.versi_dasar != dasar.versi:
        pesan = f"Usul ini untuk versi {usul.versi_dasar}; sekarang versi {dasar.versi}. Usulkan lagi terhadap versi sekarang."
        raise Rejected("KOREKSI_USANG", pesan, status=409)


async def _arsipkan(uow: UnitOfWork, dasar: Dasar) -> None:
    """Keep the version that is replaced as it was; later ones were kept when they were made."""
    baris = await dasar.baris_kini(uow.conn)
    await store.simpan_versi(uow.conn, Versi(dasar.kelompok, dasar.versi, dasar.sha256, None, baris, None, None))


async def _terapkan(uow: UnitOfWork, usul: Koreksi, dasar: Dasar) -> None:
    """Make the corrected scores the known ones, each under its next version, and say them like any other score."""
    bernomor = dasar.bernomor(usul.perubahan)
    await store.terapkan(uow.conn, dasar.musim, usul.sumber, bernomor)
    for satu, versi in bernomor:
        uow.emit(peristiwa.nilai_ujian(usul.sumber, satu, versi), sequence=versi)
