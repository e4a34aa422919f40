"""Codes of agencies and jabatan, which together name the kelompok."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping

INSTANSI_MAKS = 9999


def kode_instansi(sudah: Mapping[str, str], nama: Iterable[str]) -> dict[str, str]:
    """Give four-digit codes to agencies that have none: by sorted name, after the highest code given so far.

    Args:
        sudah: name -> code; these never change.
        nama: names of all agencies, with or without a code.

    Returns:
        name -> code of the newly coded ones only.

    Raises:
        ValueError: more than 9,999 agencies.
    """
    akhir = max(map(int, sudah.values()), default=0)
    baru = sorted(set(nama) - set(sudah))
    if akhir + len(baru) > INSTANSI_MAKS:
        raise ValueError(f"{akhir + len(baru)} agencies do not fit into four digits")
    return {satu: f"{nomor:04d}" for nomor, satu in enumerate(baru, start=akhir + 1)}


def kode_jabatan(akar: str, jabatan: str) -> str:
    """The letter J and the first eight hex digits of a digest over root and jabatan: equal wherever and whenever it is computed."""
    return "J" + hashlib.sha256(f"{akar}|{jabatan}".encode()).hexdigest()[:8].upper()


def kode_jabatan_bentrok(jabatan: Iterable[tuple[str, str]]) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Groups of different (root, jabatan) that would share a code; empty in every season but one in about a thousand."""
    pemilik: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for satu in jabatan:
        pemilik[kode_jabatan(*satu)].add(satu)
    return tuple(tuple(sorted(satu)) for _, satu in sorted(pemilik.items()) if len(satu) > 1)


def kelompok(instansi: str, jabatan: str) -> str:
    """The pool inside which posts may be filled from each other, from the codes of agency and jabatan."""
    return f"{instansi}-{jabatan}"
