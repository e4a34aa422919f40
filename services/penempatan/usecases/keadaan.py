"""Placed kelompok as they stand, read into the values of the domain."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from services.penempatan.domain import Formasi, Keadaan, Mode
from services.penempatan.store import dasar, hasil
from services.penempatan.store.hasil import SimpananKeputusan, SimpananKursi
from shared.db import Conn


@dataclass(frozen=True, slots=True)
class Termuat:
    """One kelompok: as rules see it, and what of it was published under which number."""

    keadaan: Keadaan
    keputusan: Mapping[str, SimpananKeputusan]
    kursi: Mapping[str, SimpananKursi]


async def muat(conn: Conn, mode: Mapping[str, Mode]) -> dict[str, Termuat]:
    """Read kelompok that are placed, each with the mode it was placed in; the caller holds their locks."""
    nama = sorted(mode)
    orang: defaultdict[str, dict[str, SimpananKeputusan]] = defaultdict(dict)
    bangku: defaultdict[str, dict[str, SimpananKursi]] = defaultdict(dict)
    post: defaultdict[str, dict[str, Formasi]] = defaultdict(dict)
    for satu in await hasil.ambil_keputusan(conn, nama):
        orang[satu.kelompok][satu.keputusan.peserta] = satu
    for simpanan in await hasil.ambil_kursi(conn, nama):
        bangku[simpanan.kelompok][simpanan.kursi.kursi] = simpanan
    for milik, formasi in await dasar.ambil_formasi(conn, nama):
        post[milik][formasi.kode] = formasi
    return {
        kelompok: Termuat(
            Keadaan(
                post[kelompok],
                {peserta: satu.keputusan for peserta, satu in orang[kelompok].items()},
                {nomor: satu.kursi for nomor, satu in bangku[kelompok].items()},
                mode[kelompok],
            ),
            orang[kelompok],
            bangku[kelompok],
        )
        for kelompok in nama
    }
