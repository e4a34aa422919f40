"""Numbers are issued: cases first, counters second, both under lock and in order, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.kepegawaian.domain.nip import BatasNip, Ditolak, Usulan, beri_nomor, pilah
from services.kepegawaian.store import kasus as store
from services.kepegawaian.store import nip as store_nip
from services.kepegawaian.usecases import peristiwa
from shared.aturan import AturanTidakSah, pendaftaran, pengangkatan
from shared.istilah import LangkahPengangkatan
from shared.messaging import UnitOfWork


@dataclass(frozen=True, slots=True)
class HasilPenerbitan:
    """How many numbers are new, how many people had theirs already, and whose proposal is refused, in the order sent."""

    terbit: int
    sudah_ada: int
    ditolak: tuple[Ditolak, ...]


async def terbitkan_nip(uow: UnitOfWork, usulan: Sequence[Usulan]) -> HasilPenerbitan:
    """Issue a NIP to everybody who may have one; a person who has that very number already is counted and left alone."""
    peserta = sorted({satu.peserta for satu in usulan})
    kasus = await store.kunci_kasus(uow.conn, peserta)
    dasar = {(satu.aturan, satu.aturan_versi) for satu in kasus.values()}
    batas = {satu: batasnya for satu in dasar if (batasnya := _batas(*satu)) is not None}
    pemilahan = pilah(usulan, kasus, await store_nip.nip_peserta(uow.conn, peserta), batas)
    terakhir = await store_nip.kunci_hitungan(uow.conn, sorted({satu.awalan for satu in pemilahan.layak}))
    penomoran = beri_nomor(pemilahan.layak, terakhir)
    await store_nip.simpan_hitungan(uow.conn, penomoran.terakhir)
    await store_nip.simpan_nip(uow.conn, penomoran.terbit)
    await store.majukan(uow.conn, [baru.usulan.peserta for baru in penomoran.terbit], LangkahPengangkatan.NIP_TERBIT)
    for baru in penomoran.terbit:
        # One person has one NIP for good, so this fact is said once.
        uow.emit(peristiwa.nip_terbit(kasus[baru.usulan.peserta], baru.usulan.tmt), sequence=1)
    ditolak = sorted((*pemilahan.ditolak, *penomoran.ditolak), key=lambda satu: satu.usulan.baris)
    return HasilPenerbitan(len(penomoran.terbit), len(pemilahan.sudah_ada), tuple(ditolak))


def _batas(aturan: str, versi: int) -> BatasNip | None:
    """None where this release does not have the rule set in that version."""
    try:
        usia, tahun = pendaftaran.load(aturan, versi), pengangkatan.load(aturan, versi).tahun
    except AturanTidakSah:
        return None
    return BatasNip(tahun, max([usia.usia_maks, *(khusus.usia_maks for khusus in usia.usia_khusus)]))
