"""Objections to a published result: sent by the person, taken and answered by the agency's committee, ended by a correction (posisi 21)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from services.penilaian.domain import sanggah as domain
from services.penilaian.domain.sanggah import TAHAP, JawabanSanggah, MasaSanggah, PokokSanggah, SanggahPeserta
from services.penilaian.store import sanggah as store
from services.penilaian.store.jadwal import SALINAN_JADWAL
from services.penilaian.store.musim import SALINAN, dari_peserta
from services.penilaian.store.sanggah import HitunganSanggah, UraianSanggah
from shared.aturan.sanggah import Sanggah, TahapSanggah, load
from shared.contracts.pendaftaran import PersonErased
from shared.db import Conn
from shared.errors import Fault, Rejected
from shared.jadwal import milidetik
from shared.jejak import sidik_keadaan
from shared.kebijakan import pastikan_orang_lain
from shared.messaging import Received, UnitOfWork
from shared.musim import Musim

Masa = Mapping[TahapSanggah, MasaSanggah | None]
"""When objections are open and answered, by stage."""


@dataclass(frozen=True, slots=True)
class KetentuanSanggah:
    """A season, its kind, and what its rule set says of objections."""

    musim: str
    jenis_pengadaan: str
    sanggah: tuple[Sanggah, ...]

    @classmethod
    def of(cls, musim: Musim) -> "KetentuanSanggah":
        """Those of a season as it is now.

        Raises:
            AturanTidakSah: its rule set, or the version, is not in this release.
        """
        return cls(musim.musim, musim.jenis_pengadaan, load(musim.aturan, musim.aturan_versi))

    def menurut(self, tahap: TahapSanggah) -> Sanggah | None:
        """What holds for this result; None: no objection."""
        return next((satu for satu in self.sanggah if satu.tahap is tahap), None)


class KunciSanggah(NamedTuple):
    """Names one objection: whose, and to which result."""

    peserta: str
    tahap: TahapSanggah


@dataclass(frozen=True, slots=True)
class KirimanSanggah:
    """What a person sends: about which result, what of it, in which words, with which references."""

    peserta: str
    tahap: TahapSanggah
    pokok: tuple[PokokSanggah, ...]
    uraian: str
    dokumen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SanggahBermasa:
    """An objection, and when it is answered."""

    sanggah: SanggahPeserta
    masa: MasaSanggah | None


@dataclass(frozen=True, slots=True)
class KeadaanSanggah:
    """One result of a person: what may be objected to and until when, and the objection with its words, where there is one.

    `terbit`: the person has such a result to read.
    """

    tahap: TahapSanggah
    terbit: bool
    masa: MasaSanggah | None
    pokok_boleh: tuple[PokokSanggah, ...]
    sanggah: SanggahPeserta | None
    uraian: UraianSanggah | None


@dataclass(frozen=True, slots=True)
class RingkasanSanggah:
    """Objections to one result; `terlambat`: unanswered after the last moment, or answered after it."""

    hitungan: HitunganSanggah
    terlambat: int


async def terima_penghapusan(uow: UnitOfWork, batch: Sequence[Received[PersonErased]]) -> None:
    """Erase the words of persons who were erased at registration; the objection and its answer stay without them."""
    await store.hapus_uraian(uow.conn, sorted(satu.event.peserta for satu in batch if satu.event.peserta is not None))


async def ajukan(uow: UnitOfWork, kiriman: KirimanSanggah, saat: datetime) -> SanggahBermasa:
    """Take an objection that was received at `saat`.

    Raises:
        Rejected: 404, no result is published; 409, the door is not open, or the person objected before; 422, not about this result.
    """
    ketentuan = await _ketentuan(uow.conn, kiriman.peserta)
    hasil = await store.hasil_terbit(uow.conn, kiriman.peserta, kiriman.tahap)
    if ketentuan is None or hasil is None:
        pesan = "Hasil tahap ini belum terbit untuk nomor peserta ini, jadi belum ada yang dapat disanggah."
        raise Rejected("HASIL_BELUM_TERBIT", pesan, kolom="tahap", status=404)
    masa = await _masa(uow.conn, ketentuan, kiriman.tahap)
    boleh = domain.pokok_boleh(ketentuan.jenis_pengadaan, kiriman.tahap)
    if fault := domain.tolak_mengajukan(masa, saat) or domain.tolak_pokok(kiriman.pokok, boleh):
        raise Rejected.of(fault)
    satu = SanggahPeserta(
        nomor=await store.nomor_baru(uow.conn),
        peserta=kiriman.peserta,
        tahap=kiriman.tahap,
        kelompok=hasil.kelompok,
        pokok=kiriman.pokok,
        versi_hasil=hasil.versi,
        diterima_pada=milidetik(saat),
    )
    if not await store.ajukan(uow.conn, satu, UraianSanggah(satu.peserta, satu.tahap, kiriman.uraian, kiriman.dokumen)):
        pesan = "Anda sudah mengajukan sanggah atas hasil ini. Satu orang menyanggah satu hasil satu kali."
        raise Rejected("SANGGAH_SUDAH_ADA", pesan, kolom="tahap", status=409)
    uow.changed(after=sidik_keadaan([satu]), nomor=str(satu.nomor))
    return SanggahBermasa(satu, masa)


async def milik(conn: Conn, peserta: str) -> list[KeadaanSanggah]:
    """Every result that the person's season has, with the own objections and words; nothing of a person whom nobody has told of."""
    ketentuan = await _ketentuan(conn, peserta)
    ada = {satu.tahap: satu for satu in await store.milik(conn, peserta)}
    uraian = await store.uraian(conn, peserta)
    found: list[KeadaanSanggah] = []
    for tahap in TAHAP:
        if ketentuan is not None and (boleh := domain.pokok_boleh(ketentuan.jenis_pengadaan, tahap)):
            terbit = await store.hasil_terbit(conn, peserta, tahap) is not None
            masa = await _masa(conn, ketentuan, tahap)
            found.append(KeadaanSanggah(tahap, terbit, masa, boleh, ada.get(tahap), uraian.get(tahap)))
    return found


async def lihat(conn: Conn, yang: KunciSanggah) -> tuple[SanggahBermasa, UraianSanggah | None]:
    """One objection as who answers sees it, and the person's words, unless these were erased.

    Raises:
        Rejected: 404, there is none.
    """
    for satu in await store.milik(conn, yang.peserta):
        if satu.tahap is yang.tahap:
            uraian = (await store.uraian(conn, yang.peserta)).get(yang.tahap)
            return SanggahBermasa(satu, await _masa_sanggah(conn, satu)), uraian
    raise _tidak_ada()


async def ambil(uow: UnitOfWork, yang: KunciSanggah, *, petugas: str, saat: datetime, alihkan: bool) -> SanggahBermasa:
    """Take an objection in hand.

    Raises:
        Rejected: 404, there is none; 409, it is answered, or a colleague has it in hand and `alihkan` was not said.
    """
    satu = await _terkunci(uow.conn, yang)
    baru = await _ubah(uow, satu, domain.ambil(satu, petugas, saat, alihkan=alihkan))
    return SanggahBermasa(baru, await _masa_sanggah(uow.conn, satu))


async def jawab(uow: UnitOfWork, yang: KunciSanggah, jawaban: JawabanSanggah, *, petugas: str, saat: datetime) -> SanggahBermasa:
    """Answer an objection, once.

    Raises:
        Rejected: 404, there is none; 409, answered before, not in this officer's hand, or too late without a decree; 422, a code that
            does not go with the verdict.
    """
    satu = await _terkunci(uow.conn, yang)
    masa = await _masa_sanggah(uow.conn, satu)
    return SanggahBermasa(await _ubah(uow, satu, domain.jawab(satu, jawaban, petugas, saat, masa)), masa)


async def pastikan_dapat_dirujuk(conn: Conn, kelompok: str, nomor: Sequence[int], *, perilis: str | None = None) -> None:
    """Refuse a correction of the kelompok that names other objections than those of its own which wait for one (posisi 21).

    Args:
        conn: of the open transaction, which holds the objections from here on.
        kelompok: the kelompok that is corrected.
        nomor: the objections that the correction would answer.
        perilis: who releases it, where that is what is asked: nobody who answered one of them.

    Raises:
        Rejected: 409 with each of them; 403, the same officer answered one.
    """
    ada = await store.bernomor(conn, nomor)
    if faults := tuple(fault for satu in nomor if (fault := domain.tolak_rujukan(ada.get(satu), satu, kelompok))):
        pesan = f"Koreksi menyebut {len(faults)} sanggah yang tidak dapat dijawabnya."
        raise Rejected("SANGGAH_TIDAK_SESUAI", pesan, kolom="sanggah", status=409, faults=faults)
    for satu in ada.values():
        if perilis is not None and satu.dijawab_oleh is not None:
            pastikan_orang_lain(satu.dijawab_oleh, perilis, apa=f"Koreksi atas sanggah nomor {satu.nomor}")


async def tandai_dikoreksi(conn: Conn, kelompok: str, nomor: Sequence[int], koreksi: int, versi: int) -> None:
    """Mark these objections as answered by the correction that was just released.

    Raises:
        Rejected: see `pastikan_dapat_dirujuk`.
    """
    ada = await store.bernomor(conn, nomor)
    await store.perbarui(conn, [_atau_tolak(domain.koreksi(satu, koreksi, kelompok, versi)) for satu in ada.values()])


async def masa_semua(conn: Conn, ketentuan: KetentuanSanggah) -> Masa:
    """When objections are open and answered in a season, by stage."""
    return {tahap: await _masa(conn, ketentuan, tahap) for tahap in TAHAP}


async def ringkasan(conn: Conn, ketentuan: KetentuanSanggah, saat: datetime) -> list[RingkasanSanggah]:
    """Objections of a season in numbers, by stage."""
    found: list[RingkasanSanggah] = []
    for satu in await store.hitung(conn, ketentuan.musim):
        masa = await _masa(conn, ketentuan, satu.tahap)
        lewat = 0
        if masa is not None and masa.jawab_sampai is not None:
            lewat = await store.terlambat(conn, ketentuan.musim, satu.tahap, masa.jawab_sampai)
            lewat += satu.menunggu_jawaban if masa.terlambat(saat) else 0
        found.append(RingkasanSanggah(satu, lewat))
    return found


async def _ketentuan(conn: Conn, peserta: str) -> KetentuanSanggah | None:
    """Those of the person's season; None while nobody has told of the person or of the season."""
    kode = (await dari_peserta(conn, [peserta])).get(peserta)
    return next((KetentuanSanggah.of(satu) for satu in await SALINAN.semua(conn) if satu.musim == kode), None)


async def _masa(conn: Conn, ketentuan: KetentuanSanggah, tahap: TahapSanggah) -> MasaSanggah | None:
    jadwal, terbit = await SALINAN_JADWAL.ambil(conn, ketentuan.musim), await store.terbit(conn, ketentuan.musim, tahap)
    return domain.masa_sanggah(tahap, jadwal, ketentuan.menurut(tahap), terbit)


async def _masa_sanggah(conn: Conn, satu: SanggahPeserta) -> MasaSanggah | None:
    ketentuan = await _ketentuan(conn, satu.peserta)
    return None if ketentuan is None else await _masa(conn, ketentuan, satu.tahap)


async def _terkunci(conn: Conn, yang: KunciSanggah) -> SanggahPeserta:
    satu = await store.terkunci(conn, yang.peserta, yang.tahap)
    if satu is None:
        raise _tidak_ada()
    return satu


async def _ubah(uow: UnitOfWork, lama: SanggahPeserta, baru: SanggahPeserta | Fault) -> SanggahPeserta:
    satu = _atau_tolak(baru)
    if satu != lama:
        await store.perbarui(uow.conn, [satu])
        uow.changed(before=sidik_keadaan([lama]), after=sidik_keadaan([satu]))
    return satu


def _atau_tolak(satu: SanggahPeserta | Fault) -> SanggahPeserta:
    if isinstance(satu, Fault):
        raise Rejected.of(satu)
    return satu


def _tidak_ada() -> Rejected:
    return Rejected("SANGGAH_TIDAK_ADA", "Tidak ada sanggah peserta ini atas hasil tahap itu.", kolom="tahap", status=404)
