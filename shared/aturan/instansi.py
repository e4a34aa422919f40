"""Which agencies are regional: one list in every rule set, for the bounds of the SKB and for the seats to be set aside alike."""

from shared.aturan.tabel import Tabel, texts
from shared.istilah import JenisInstansi

_KUNCI = "awalan_instansi_daerah"


def awalan_daerah(tabel: Tabel) -> tuple[str, ...]:
    """First words, in capitals, of the names of regional agencies; every other agency is a central one.

    Raises:
        KeyError, TypeError: there is no such list of texts.
        ValueError: it is empty, or one of them is not a single word in capitals.
    """
    awalan = texts(tabel, _KUNCI)
    if not awalan:
        raise ValueError(f"{_KUNCI} is empty: nobody could tell a regional agency")
    if any(satu != satu.upper() or len(satu.split()) != 1 for satu in awalan):
        raise ValueError(f"{_KUNCI} names single words in capitals")
    return awalan


def jenis_instansi(instansi: str, awalan: tuple[str, ...]) -> JenisInstansi:
    """Whether the agency of that name is a regional or a central one."""
    words = instansi.upper().split()
    return JenisInstansi.DAERAH if words and words[0] in awalan else JenisInstansi.PUSAT
