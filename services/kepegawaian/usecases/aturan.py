"""The rules under which a case is decided: those of its decision, also when a newer version has come."""

from services.kepegawaian.domain.kode import NI_PPPK, NIP, KodeNomor
from shared.aturan import AturanTidakSah, jenis_pengadaan
from shared.aturan.pengangkatan import AturanPengangkatan, load
from shared.errors import Rejected


def aturan_kasus(nama: str, versi: int) -> AturanPengangkatan:
    """The section `[pengangkatan]` of the rule set in this version.

    Raises:
        Rejected: 409, this release does not have it; nothing is decided by another one.
    """
    try:
        return load(nama, versi)
    except AturanTidakSah as error:
        pesan = f"Kumpulan aturan {nama} versi {versi} tidak dikenal layanan ini. Hubungi pengelola."
        raise Rejected("ATURAN_ASING", pesan, status=409) from error


def kode_nomor(nama: str) -> KodeNomor:
    """The words of the kind of selection that a known rule set is of."""
    return NI_PPPK if jenis_pengadaan(nama) == "PPPK" else NIP
