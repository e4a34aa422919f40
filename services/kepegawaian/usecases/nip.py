"""Numbers are issued: cases first, counters second, both under lock and in order, in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.kepegawaian.domain.jenis import Kasus
from services.kepegawaian.domain.nip import PANJANG_AWALAN, BatasNip, Ditolak, PembuatSidik, Penomoran, Usulan, beri_nomor, pilah
from services.kepegawaian.store import kasus as store
from services.kepegawaian.store import nip as store_nip
from services.kepegawaian.store.jadwal import SALINAN_JADWAL
from services.kepegawaian.store.musim import SALINAN
from services.kepegawaian.store.nip import BIDANG_NIP, BarisNip
from services.kepegawaian.usecases import peristiwa
from shared.aturan import AturanTidakSah, jenis_pengadaan, pendaftaran, pengangkatan
from shared.brankas import BarisKunci, KunciOrang
from shared.db import Conn
from shared.errors import Fault
from shared.istilah import LangkahPengangkatan, TahapMusim
from shared.jejak import sidik_keadaan
from shared.messaging import UnitOfWork
from shared.musim.jadwal import di_luar_masa


@dataclass(frozen=True, slots=True)
class HasilPenerbitan:
    """How many numbers are new, how many people had theirs already, and whose proposal is refused, in the order sent."""

    terbit: int
    sudah_ada: int
    ditolak: tuple[Ditolak, ...]


@dataclass(frozen=True, slots=True)
class Penomor:
    """What numbers are made with: fingerprints, data keys for as many people as are proposed, and the moment the proposal was received."""

    sidik: PembuatSidik
    kunci: Sequence[KunciOrang]
    saat: datetime


async def terbitkan_nip(uow: UnitOfWork, penomor: Penomor, usulan: Sequence[Usulan]) -> HasilPenerbitan:
    """Issue a NIP to everybody who may have one; a person who has that very number already is counted and left alone.

    New numbers are given while the season's calendar has proposals (USUL_NIP), where it says when that is.
    """
    peserta = sorted({satu.peserta for satu in usulan})
    kasus = await store.kunci_kasus(uow.conn, peserta)
    dasar = {(satu.aturan, satu.aturan_versi) for satu in kasus.values()}
    batas = {satu: batasnya for satu in dasar if (batasnya := _batas(*satu)) is not None}
    pemilahan = pilah(usulan, kasus, await store_nip.awalan_peserta(uow.conn, peserta), batas, penomor.sidik)
    pada_masa, di_luar = _menurut_masa(pemilahan.layak, kasus, await _tutup(uow.conn, kasus.values(), penomor.saat))
    penomoran = await _nomori(uow.conn, penomor, pada_masa)
    await store.majukan(uow.conn, [baru.usulan.peserta for baru in penomoran.terbit], LangkahPengangkatan.NIP_TERBIT)
    # Without the number itself, which begins with a birth date.
    lama = [kasus[baru.usulan.peserta] for baru in penomoran.terbit]
    uow.changed(before=sidik_keadaan(lama), after=sidik_keadaan(replace(satu, langkah=LangkahPengangkatan.NIP_TERBIT) for satu in lama))
    for baru in penomoran.terbit:
        # One person has one NIP for good, so this fact is said once.
        uow.emit(peristiwa.nip_terbit(kasus[baru.usulan.peserta], baru.usulan.tmt), sequence=1)
    ditolak = sorted((*pemilahan.ditolak, *di_luar, *penomoran.ditolak), key=lambda satu: satu.usulan.baris)
    return HasilPenerbitan(len(penomoran.terbit), len(pemilahan.sudah_ada), tuple(ditolak))


async def _tutup(conn: Conn, kasus: Iterable[Kasus], saat: datetime) -> dict[str | None, Fault]:
    """The seasons of these cases in which no number is proposed at this moment, and why."""
    bawaan = next((satu.musim for satu in await SALINAN.semua(conn) if satu.tanpa_musim), None)
    found: dict[str | None, Fault] = {}
    for musim in {satu.musim for satu in kasus}:
        nama = musim or bawaan
        jendela = None if nama is None else await SALINAN_JADWAL.jendela(conn, nama, TahapMusim.USUL_NIP)
        if (sebab := di_luar_masa(jendela, TahapMusim.USUL_NIP, saat)) is not None:
            found[musim] = sebab
    return found


def _menurut_masa(
    layak: Sequence[Usulan], kasus: Mapping[str, Kasus], tutup: Mapping[str | None, Fault]
) -> tuple[list[Usulan], list[Ditolak]]:
    """Proposals that come in time, and the others with the reason."""
    pada_masa = [satu for satu in layak if kasus[satu.peserta].musim not in tutup]
    return pada_masa, [Ditolak(satu, tutup[musim]) for satu in layak if (musim := kasus[satu.peserta].musim) in tutup]


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
