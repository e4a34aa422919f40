"""The rules under which something is decided: those of the season, or those that were in force when its stage was closed."""

from collections.abc import Mapping
from typing import TypeVar

from services.penilaian.domain.buku import Buku
from services.penilaian.store.penutupan import Penutupan
from services.penilaian.store.tahap import NamaTahap
from shared.db import BarisTertahan
from shared.errors import Rejected
from shared.musim import Musim

A = TypeVar("A")
_ASING = "ATURAN_ASING"


def aturan_dari(buku: Buku[A], nama: str, versi: int) -> A:
    """The rule set in that version.

    Raises:
        Rejected: 409, this release does not have it; nothing is decided by another one.
    """
    found = buku.get((nama, versi))
    if found is None:
        raise Rejected(_ASING, f"{_tak_dikenal(nama, versi)} Hubungi pengelola.", status=409)
    return found


def aturan_musim(buku: Buku[A], musim: Musim, jenis: str) -> A:
    """The rule set in force in a season of this kind (CPNS or PPPK).

    Raises:
        Rejected: 409, the season is of another kind, or see `aturan_dari`.
    """
    if musim.jenis_pengadaan != jenis:
        pesan = f"Musim {musim.musim} adalah musim {musim.jenis_pengadaan}; ini hanya ada pada musim {jenis}."
        raise Rejected("BUKAN_PADA_MUSIM_INI", pesan, kolom="musim", status=409)
    return aturan_dari(buku, musim.aturan, musim.aturan_versi)


def aturan_penutupan(buku: Buku[A], yang: Penutupan) -> A | BarisTertahan:
    """The rule set under which this kelompok was closed; without it the kelompok is held back."""
    found = buku.get((yang.aturan, yang.aturan_versi))
    return BarisTertahan(yang.kelompok, _ASING, _tak_dikenal(yang.aturan, yang.aturan_versi)) if found is None else found


def aturan_koreksi(buku: Buku[A], tahap: Mapping[NamaTahap, tuple[str, int]], *menurut: NamaTahap) -> A:
    """The rule set of the first of these stages that is closed, for a kelompok that is to be corrected.

    Raises:
        Rejected: 404, none of them is closed, or see `aturan_dari`.
    """
    for satu in menurut:
        if satu in tahap:
            return aturan_dari(buku, *tahap[satu])
    raise belum_ditutup()


def belum_ditutup() -> Rejected:
    """Say that a kelompok cannot be corrected yet."""
    pesan = "Kelompok ini tidak dikenal, atau SKD-nya belum ditutup; sebelum itu kirim berkas nilai biasa."
    return Rejected("KELOMPOK_BELUM_DITUTUP", pesan, kolom="kelompok", status=404)


def _tak_dikenal(nama: str, versi: int) -> str:
    return f"Kumpulan aturan {nama} versi {versi} tidak dikenal layanan ini."
