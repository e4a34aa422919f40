"""What follows when a result breaks a numbered property (docs/verifikasi.md): it is not published."""

from collections.abc import Sequence

from services.penilaian.domain.periksa import HASIL_CACAT, SIFAT, Pelanggaran, Segel, rincian
from shared.contracts.penilaian import RankingClosed
from shared.db import BarisTertahan
from shared.errors import Fault, Rejected

_CONTOH = 20


def cacat(kelompok: str, salah: Sequence[Pelanggaran]) -> BarisTertahan:
    """The kelompok as it is held back, the first few properties by name."""
    return BarisTertahan(kelompok, HASIL_CACAT, rincian(salah))


def tolak_cacat(salah: Sequence[Pelanggaran]) -> None:
    """Let pass what breaks nothing.

    Raises:
        Rejected: 409 HASIL_CACAT with the properties.
    """
    if salah:
        faults = tuple(Fault(satu.sifat, SIFAT[satu.sifat], kolom="sifat", nilai=satu.tentang) for satu in salah[:_CONTOH])
        pesan = f"Hasil koreksi tidak lolos pemeriksaan dan tidak disimpan: {rincian(salah)}. Laporkan kepada pengelola layanan."
        raise Rejected(HASIL_CACAT, pesan, kolom="perubahan", status=409, faults=faults)


def segel_dari(sealed: RankingClosed) -> Segel:
    """What the published seal says, to be checked."""
    return Segel(sealed.jumlah, sealed.jumlah_formasi, sealed.jumlah_kursi, sealed.sha256, sealed.versi)
