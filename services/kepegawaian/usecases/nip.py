"""Numbers are issued: cases first, counters second, both under lock and in order, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.kepegawaian.domain.nip import PANJANG_AWALAN, BatasNip, Ditolak, PembuatSidik, Penomoran, Usulan, beri_nomor, pilah
from services.kepegawaian.store import kasus as store
from services.kepegawaian.store import nip as store_nip
from services.kepegawaian.store.nip import BIDANG_NIP, BarisNip
from services.kepegawaian.usecases import peristiwa
from shared.aturan import AturanTidakSah, jenis_pengadaan, pendaftaran, pengangkatan
from shared.brankas import BarisKunci, KunciOrang
from shared.db import Conn
from shared.istilah import LangkahPengangkatan
from shared.jejak import sidik_keadaan
from shared.messaging import UnitOfWork


@dataclass(frozen=True, slots=True)
class HasilPenerbitan:
    """How many numbers are new, how many people had theirs already, and whose proposal is refused, in the order sent."""

    terbit: int
    sudah_ada: int
    ditolak: tuple[Ditolak, ...]


@dataclass(frozen=True, slots=True)
class Penomor:
    """What numbers are made with: fingerprints, and data keys for as many people as are proposed."""

    sidik: PembuatSidik
    kunci: Sequence[KunciOrang]


async def terbitkan_nip(uow: UnitOfWork, penomor: Penomor, usulan: Sequence[Usulan]) -> HasilPenerbitan:
    """Issue a NIP to everybody who may have one; a person who has that very number already is counted and left alone."""
    peserta = sorted({satu.peserta for satu in usulan})
    kasus = await store.kunci_kasus(uow.conn, peserta)
    dasar = {(satu.aturan, satu.aturan_versi) for satu in kasus.values()}
    batas = {satu: batasnya for satu in dasar if (batasnya := _batas(*satu)) is not None}
    pemilahan = pilah(usulan, kasus, await store_nip.awalan_peserta(uow.conn, peserta), batas, penomor.sidik)
    penomoran = await _nomori(uow.conn, penomor, pemilahan.layak)
    await store.majukan(uow.conn, [baru.usulan.peserta for baru in penomoran.terbit], LangkahPengangkatan.NIP_TERBIT)
    # Without the number itself, which begins with a birth date.
    lama = [kasus[baru.usulan.peserta] for baru in penomoran.terbit]
    uow.changed(before=sidik_keadaan(lama), after=sidik_keadaan(replace(satu, langkah=LangkahPengangkatan.NIP_TERBIT) for satu in lama))
    for baru in penomoran.terbit:
        # One person has one NIP for good, so this fact is said once.
        uow.emit(peristiwa.nip_terbit(kasus[baru.usulan.peserta], baru.usulan.tmt), sequence=1)
    ditolak = sorted((*pemilahan.ditolak, *penomoran.ditolak), key=lambda satu: satu.usulan.baris)
    return HasilPenerbitan(len(penomoran.terbit), len(pemilahan.sudah_ada), tuple(ditolak))


async def _nomori(conn: Conn, penomor: Penomor, layak: Sequence[Usulan]) -> Penomoran:
    """Give the next serials, and store the numbers sealed."""
    sidik = {satu.awalan: penomor.sidik.awalan(satu.awalan) for satu in layak}
    terakhir = await store_nip.kunci_hitungan(conn, sorted(sidik.values()))
    penomoran = beri_nomor(layak, {awalan: terakhir[nama] for awalan, nama in sidik.items()})
    await store_nip.simpan_hitungan(conn, [(sidik[awalan], urut) for awalan, urut in penomoran.terakhir])
    berkunci = list(zip(penomoran.terbit, penomor.kunci[: len(penomoran.terbit)], strict=True))
    await store_nip.simpan_nip(
        conn,
        [tersegel(baru.usulan.peserta, baru.nip, baru.usulan.tmt, penomor.sidik, kunci) for baru, kunci in berkunci],
        [BarisKunci(baru.usulan.peserta, *kunci.terbungkus) for baru, kunci in berkunci],
    )
    return penomoran


def tersegel(peserta: str, nip: str, tmt: date, sidik: PembuatSidik, kunci: KunciOrang) -> BarisNip:
    """The row of a number."""
    return BarisNip(peserta, sidik.nip(nip), sidik.awalan(nip[:PANJANG_AWALAN]), kunci.segel(peserta, BIDANG_NIP, nip), tmt)


def _batas(aturan: str, versi: int) -> BatasNip | None:
    """None where this release does not have the rule set in that version."""
    try:
        usia, sesudah = pendaftaran.load(aturan, versi), pengangkatan.load(aturan, versi)
        pppk = jenis_pengadaan(aturan) == "PPPK"
    except AturanTidakSah:
        return None
    tertua = max([usia.usia_maks, *(khusus.usia_maks for khusus in usia.usia_khusus)])
    return BatasNip(sesudah.tahun, tertua, usia.usia_min, sesudah.digit_ni_pppk if pppk else None)
