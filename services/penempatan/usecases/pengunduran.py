"""Somebody left: free the seat, and let the next in rank take it where the law allows."""

from collections.abc import Sequence
from dataclasses import replace

from services.penempatan.domain.jenis import Keadaan
from services.penempatan.domain.ketentuan import Buku, Ketentuan
from services.penempatan.domain.penggantian import Penggantian, Pengunduran, gantikan, keluar_tanpa_kursi
from services.penempatan.domain.periksa import periksa_keadaan
from services.penempatan.store import keadaan, koreksi, versi
from services.penempatan.store.keadaan import Ditempatkan
from services.penempatan.store.koreksi import BarisPengunduran
from services.penempatan.usecases.peristiwa import Asal
from services.penempatan.usecases.terbitan import Perubahan, terbitkan
from shared.alasan import rincian
from shared.contracts.kepegawaian import CandidateResigned
from shared.contracts.types import Aturan
from shared.errors import Fault, Rejected
from shared.messaging import Received, UnitOfWork


async def terapkan_pengunduran(uow: UnitOfWork, batch: Sequence[Received[CandidateResigned]], *, buku: Buku) -> None:
    """Apply resignations in the order received, under the locks of their kelompok, each by the rule set its kelompok was placed under.

    One resignation loads and verifies its whole kelompok: whether the right one follows is a property of everybody in it.

    Raises:
        Rejected: somebody who has no such seat, or a result that breaks a property; nothing of the batch is applied.
    """
    nama = sorted({received.event.kelompok for received in batch})
    terkunci = await keadaan.kunci(uow.conn, nama)
    ketentuan = {kelompok: _ketentuan(kelompok, terkunci.get(kelompok), buku) for kelompok in nama}
    kini = await keadaan.muat(uow.conn, {kelompok: satu.mode for kelompok, satu in terkunci.items()})
    perubahan: list[Perubahan] = []
    for received in batch:
        kelompok = received.event.kelompok
        ganti = await _ganti(uow, kini[kelompok], received.event, ketentuan[kelompok])
        satu = terkunci[kelompok]
        asal = Asal(kelompok, satu.musim, Aturan(nama=satu.aturan, versi=satu.aturan_versi))
        perubahan.append(Perubahan(asal, kini[kelompok], ganti.keadaan, ganti.peristiwa, received.meta))
        kini[kelompok] = ganti.keadaan
    for kelompok in nama:
        salah = periksa_keadaan(kini[kelompok], ketentuan[kelompok])
        if salah:
            pesan = f"Penggantian pada kelompok {kelompok} perlu diperiksa pengelola: {rincian(salah)}."
            raise Rejected("HASIL_CACAT", pesan)
    await terbitkan(uow, perubahan)
    await koreksi.catat_pengunduran(uow.conn, [BarisPengunduran(r.event.kelompok, _pengunduran(r.event)) for r in batch])
    # A correction under way rests on who has left.
    await koreksi.hitung_lagi(uow.conn, nama)


def _ketentuan(kelompok: str, satu: Ditempatkan | None, buku: Buku) -> Ketentuan:
    if satu is None:
        pesan = f"Kelompok {kelompok} belum ditempatkan, padahal ada laporan pengunduran diri."
        raise Rejected("KELOMPOK_BELUM_DITEMPATKAN", pesan)
    ketentuan = buku.get((satu.aturan, satu.aturan_versi))
    if ketentuan is None:
        raise Rejected("ATURAN_ASING", f"Kumpulan aturan {satu.aturan} versi {satu.aturan_versi} tidak dikenal layanan ini.")
    return ketentuan


async def _ganti(uow: UnitOfWork, kini: Keadaan, event: CandidateResigned, ketentuan: Ketentuan) -> Penggantian:
    mundur, keputusan = _pengunduran(event), kini.keputusan.get(event.peserta)
    if (
        keputusan is not None
        and not keputusan.mundur
        and keputusan.kursi != event.kursi
        and await versi.pernah_memegang(uow.conn, event.kelompok, event.peserta, event.kursi)
    ):
        # The report and a correction crossed: whoever leaves, leaves what the correction gave, if anything.
        if keputusan.kursi is None:
            return keluar_tanpa_kursi(kini, event.peserta, ketentuan)
        mundur = replace(mundur, kursi=keputusan.kursi)
    ganti = gantikan(kini, mundur, ketentuan)
    if isinstance(ganti, Fault):
        raise Rejected.of(ganti)
    return ganti


def _pengunduran(event: CandidateResigned) -> Pengunduran:
    return Pengunduran(event.peserta, event.kursi, event.jenis.value, event.langkah.value, event.dapat_diganti)
