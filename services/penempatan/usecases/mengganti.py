"""Somebody left: free the seat, and let the next in rank take it where the law allows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from services.penempatan.domain import (
    Keadaan,
    Ketentuan,
    Penggantian,
    Pengunduran,
    Tolakan,
    gantikan,
    keluar_tanpa_kursi,
    periksa_keadaan,
)
from services.penempatan.store import hasil, koreksi, versi
from services.penempatan.store.hasil import SimpananKeputusan, SimpananKursi
from services.penempatan.usecases.keadaan import muat
from services.penempatan.usecases.kesiapan import ketentuan_untuk
from services.penempatan.usecases.peristiwa import keputusan_terbit, peristiwa_terbit
from shared.contracts.envelope import Meta
from shared.contracts.kepegawaian import CandidateResigned
from shared.contracts.types import Aturan
from shared.errors import Rejected
from shared.messaging import Received, UnitOfWork


async def terapkan_pengunduran(uow: UnitOfWork, batch: Sequence[Received[CandidateResigned]]) -> None:
    """Apply resignations in the order received, under the locks of their kelompok.

    Raises:
        Rejected: somebody who has no such seat, or a result that breaks a property; nothing of the batch is applied.
    """
    aturan = await hasil.kunci_kelompok(uow.conn, sorted({received.event.kelompok for received in batch}))
    papan = _Papan()
    await papan.muat(uow, aturan)
    for received in batch:
        dipakai = aturan.get(received.event.kelompok)
        if dipakai is None:
            pesan = f"Kelompok {received.event.kelompok} belum ditempatkan, padahal ada laporan pengunduran diri."
            raise Rejected("KELOMPOK_BELUM_DITEMPATKAN", pesan)
        await papan.terapkan(uow, received.event, received.meta, Aturan(nama=dipakai.aturan, versi=dipakai.aturan_versi))
    papan.periksa()
    await hasil.perbarui(uow.conn, *papan.berubah())
    await koreksi.catat_pengunduran(uow.conn, ((r.event.kelompok, _pengunduran(r.event)) for r in batch))
    # A correction under way rests on who has left.
    await koreksi.hitung_lagi(uow.conn, sorted(aturan))


class _Papan:
    """The kelompok a batch touches, as they stand after each resignation, and what has changed in them."""

    def __init__(self) -> None:
        self._keputusan: dict[str, SimpananKeputusan] = {}
        self._kursi: dict[str, SimpananKursi] = {}
        self._keadaan: dict[str, Keadaan] = {}
        self._ketentuan: dict[str, Ketentuan] = {}
        self._keputusan_berubah: set[str] = set()
        self._kursi_berubah: set[str] = set()

    async def muat(self, uow: UnitOfWork, kelompok: Mapping[str, hasil.Ditempatkan]) -> None:
        for nama, satu in (await muat(uow.conn, {nama: satu.mode for nama, satu in kelompok.items()})).items():
            self._keadaan[nama] = satu.keadaan
            self._keputusan.update(satu.keputusan)
            self._kursi.update(satu.kursi)

    async def terapkan(self, uow: UnitOfWork, event: CandidateResigned, meta: Meta, aturan: Aturan) -> None:
        ketentuan = ketentuan_untuk(aturan.nama, aturan.versi)
        if ketentuan is None:
            raise Rejected("ATURAN_ASING", f"Kumpulan aturan {aturan.nama} versi {aturan.versi} tidak dikenal layanan ini.")
        ganti = await _ganti(uow, self._keadaan[event.kelompok], event, ketentuan)
        self._keadaan[event.kelompok] = ganti.keadaan
        self._ketentuan[event.kelompok] = ketentuan
        self._catat_kursi(uow, ganti, event.kelompok, meta)
        self._catat_keputusan(uow, ganti, event, meta, aturan)

    def periksa(self) -> None:
        """Hold what came out against the properties, once for each kelompok touched.

        Raises:
            Rejected: a property does not hold.
        """
        for kelompok, ketentuan in sorted(self._ketentuan.items()):
            cacat = periksa_keadaan(self._keadaan[kelompok], ketentuan)
            if cacat:
                contoh = ", ".join(f"{satu.sifat} ({satu.tentang})" for satu in cacat[:5])
                pesan = f"Penggantian pada kelompok {kelompok} tidak memenuhi sifat {contoh}; perlu diperiksa pengelola."
                raise Rejected("HASIL_CACAT", pesan)

    def berubah(self) -> tuple[list[SimpananKeputusan], list[SimpananKursi]]:
        return [self._keputusan[nama] for nama in sorted(self._keputusan_berubah)], [
            self._kursi[nama] for nama in sorted(self._kursi_berubah)
        ]

    def _catat_kursi(self, uow: UnitOfWork, ganti: Penggantian, kelompok: str, meta: Meta) -> None:
        for peristiwa in ganti.peristiwa:
            lama = self._kursi[peristiwa.kursi]
            event, nomor, hitungan = peristiwa_terbit(peristiwa, lama.hitungan, kelompok=kelompok)
            self._kursi[peristiwa.kursi] = lama._replace(hitungan=hitungan)
            uow.emit(event, sequence=nomor, cause=meta)
        terjadi = {peristiwa.kursi for peristiwa in ganti.peristiwa}
        for nama, kursi in ganti.keadaan.kursi.items():
            lama = self._kursi[nama]
            if nama in terjadi or lama.kursi != kursi:
                self._kursi[nama] = lama._replace(kursi=kursi)
                self._kursi_berubah.add(nama)

    def _catat_keputusan(self, uow: UnitOfWork, ganti: Penggantian, event: CandidateResigned, meta: Meta, aturan: Aturan) -> None:
        mundur = self._keputusan[event.peserta]
        self._keputusan[event.peserta] = mundur._replace(keputusan=ganti.keadaan.keputusan[event.peserta])
        self._keputusan_berubah.add(event.peserta)
        for keputusan in ganti.diputuskan:
            lama = self._keputusan[keputusan.peserta]
            baru = SimpananKeputusan(lama.kelompok, keputusan, lama.versi + 1)
            self._keputusan[keputusan.peserta] = baru
            self._keputusan_berubah.add(keputusan.peserta)
            uow.emit(keputusan_terbit(keputusan, kelompok=lama.kelompok, aturan=aturan, versi=baru.versi), sequence=baru.versi, cause=meta)


async def _ganti(uow: UnitOfWork, keadaan: Keadaan, event: CandidateResigned, ketentuan: Ketentuan) -> Penggantian:
    mundur, keputusan = _pengunduran(event), keadaan.keputusan.get(event.peserta)
    if (
        keputusan is not None
        and not keputusan.mundur
        and keputusan.kursi != event.kursi
        and await versi.pernah_memegang(uow.conn, event.kelompok, event.peserta, event.kursi)
    ):
        # The report and a correction crossed: whoever leaves, leaves what the correction gave, if anything.
        if keputusan.kursi is None:
            return keluar_tanpa_kursi(keadaan, event.peserta, ketentuan)
        mundur = replace(mundur, kursi=keputusan.kursi)
    ganti = gantikan(keadaan, mundur, ketentuan)
    if isinstance(ganti, Tolakan):
        raise Rejected(ganti.kode, ganti.pesan)
    return ganti


def _pengunduran(event: CandidateResigned) -> Pengunduran:
    return Pengunduran(event.peserta, event.kursi, event.jenis.value, event.langkah.value, event.dapat_diganti)
