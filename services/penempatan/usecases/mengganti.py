"""Somebody left: free the seat, and let the next in rank take it where the law allows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from services.penempatan.domain import (
    Formasi,
    Keadaan,
    Keputusan,
    Ketentuan,
    Kursi,
    Penggantian,
    Pengunduran,
    Tolakan,
    gantikan,
    periksa_keadaan,
)
from services.penempatan.store import dasar, hasil
from services.penempatan.store.hasil import SimpananKeputusan, SimpananKursi
from services.penempatan.usecases.menempatkan import ketentuan_untuk
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
        papan.terapkan(uow, received.event, received.meta, Aturan(nama=dipakai.aturan, versi=dipakai.aturan_versi))
    papan.periksa()
    await hasil.perbarui(uow.conn, *papan.berubah())


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
        nama = sorted(kelompok)
        orang: defaultdict[str, dict[str, Keputusan]] = defaultdict(dict)
        bangku: defaultdict[str, dict[str, Kursi]] = defaultdict(dict)
        post: defaultdict[str, dict[str, Formasi]] = defaultdict(dict)
        for satu in await hasil.ambil_keputusan(uow.conn, nama):
            self._keputusan[satu.keputusan.peserta] = satu
            orang[satu.kelompok][satu.keputusan.peserta] = satu.keputusan
        for simpanan in await hasil.ambil_kursi(uow.conn, nama):
            self._kursi[simpanan.kursi.kursi] = simpanan
            bangku[simpanan.kelompok][simpanan.kursi.kursi] = simpanan.kursi
        for milik, formasi in await dasar.ambil_formasi(uow.conn, nama):
            post[milik][formasi.kode] = formasi
        self._keadaan = {satu: Keadaan(post[satu], orang[satu], bangku[satu], kelompok[satu].mode) for satu in nama}

    def terapkan(self, uow: UnitOfWork, event: CandidateResigned, meta: Meta, aturan: Aturan) -> None:
        ketentuan = ketentuan_untuk(aturan.nama, aturan.versi)
        if ketentuan is None:
            raise Rejected("ATURAN_ASING", f"Kumpulan aturan {aturan.nama} versi {aturan.versi} tidak dikenal layanan ini.")
        ganti = _ganti(self._keadaan[event.kelompok], event, ketentuan)
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


def _ganti(keadaan: Keadaan, event: CandidateResigned, ketentuan: Ketentuan) -> Penggantian:
    mundur = Pengunduran(event.peserta, event.kursi, event.jenis.value, event.langkah.value, event.dapat_diganti)
    ganti = gantikan(keadaan, mundur, ketentuan)
    if isinstance(ganti, Tolakan):
        raise Rejected(ganti.kode, ganti.pesan)
    return ganti
