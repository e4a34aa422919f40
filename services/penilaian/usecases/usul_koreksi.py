"""What every correction has, whatever the kelompok is ranked by: the proposal, the state it starts from, and what is computed of it."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.penilaian.domain.koreksi import BarisKelompok, Selisih
from services.penilaian.domain.periksa import HASIL_CACAT, SIFAT
from services.penilaian.store.berkas import Ujian
from services.penilaian.store.koreksi import Perubahan
from shared.alasan import Pelanggaran, rincian
from shared.aturan import AturanSeleksi
from shared.aturan.pppk import AturanPppk
from shared.db import Conn
from shared.errors import Fault, Rejected
from shared.messaging import UnitOfWork

_CONTOH = 20


@dataclass(frozen=True, slots=True)
class Usul:
    """An officer's proposal about one kelompok: why, on which document, and the corrected scores.

    Attributes:
        urutan_seri: ties that Panselnas has put in order in the document `sumber`; each list names one whole tie, the best first.
        sanggah: numbers of the accepted objections that it answers.
    """

    kelompok: str
    alasan: str
    sumber: str
    perubahan: tuple[Perubahan, ...]
    urutan_seri: tuple[tuple[str, ...], ...] = ()
    sanggah: tuple[int, ...] = ()


class Hitungan(Protocol):
    """A kelompok computed again as the workers would decide it."""

    @property
    def selisih(self) -> Selisih:
        """How it differs from what is published."""

    @property
    def baris(self) -> BarisKelompok:
        """Its rows, by participant number."""

    async def terbitkan(self, uow: UnitOfWork) -> str | None:
        """Write it as the next version and publish all of it; returns the digest of its ranking, if that is closed.

        Raises:
            Rejected: 409 HASIL_CACAT, the seal does not fit the rows.
        """


class Dasar(Protocol):
    """The state that a correction starts from."""

    @property
    def kelompok(self) -> str:
        """The kelompok that is corrected."""

    @property
    def versi(self) -> int:
        """The version that is published now."""

    @property
    def sha256(self) -> str | None:
        """The digest of the ranking, once that is closed."""

    @property
    def musim(self) -> str:
        """The code of its season."""

    @property
    def aturan_peringkat(self) -> AturanSeleksi | AturanPppk:
        """The rules that were in force when its last stage was closed."""

    def sah(self, usul: Usul) -> tuple[Perubahan, ...]:
        """The corrections that say something new, each possible, sorted; none only where a tie is put in order.

        Raises:
            Rejected: 422 with every correction that cannot be, or none says anything new.
        """

    def bernomor(self, perubahan: Sequence[Perubahan]) -> list[tuple[Perubahan, int]]:
        """Each correction with the version that it gives the score."""

    async def baris_kini(self, conn: Conn) -> BarisKelompok:
        """The rows that are published now, by participant number."""

    async def hitung_ulang(self, uow: UnitOfWork, usul: Usul) -> Hitungan:
        """Compute the whole kelompok again from the corrected scores and signed orders.

        Raises:
            Rejected: a result is missing, an order does not name exactly a tie that is there after the corrected scores, or the result
                breaks a property.
        """


def perubahan_baru(
    usul: Usul, people: Collection[str], cela: Callable[[Perubahan], Fault | None], sama: Callable[[Perubahan], bool]
) -> tuple[Perubahan, ...]:
    """The corrections of a proposal that say something new, sorted; none only where a tie is put in order.

    Args:
        usul: the proposal.
        people: participants of the kelompok.
        cela: what is wrong with a correction, if anything is.
        sama: whether a correction says what is known.

    Raises:
        Rejected: 422 with every fault, or nothing is new.
    """
    faults: list[Fault] = []
    baru: dict[tuple[str, Ujian], Perubahan] = {}
    for satu in usul.perubahan:
        if satu.peserta not in people:
            faults.append(Fault("PESERTA_LAIN_KELOMPOK", "Peserta ini bukan dari kelompok ini.", kolom="peserta", nilai=satu.peserta))
        elif (satu.peserta, satu.jenis) in baru:
            faults.append(Fault("PESERTA_GANDA", "Peserta ini disebut dua kali.", kolom="peserta", nilai=satu.peserta))
        elif fault := cela(satu):
            faults.append(fault)
        else:
            baru[satu.peserta, satu.jenis] = satu
    if faults:
        raise Rejected("KOREKSI_TIDAK_SAH", f"Koreksi ditolak: {len(faults)} kesalahan.", faults=tuple(faults))
    new = tuple(satu for _, satu in sorted(baru.items()) if not sama(satu))
    if not new and not usul.urutan_seri:
        raise Rejected("TIDAK_ADA_PERUBAHAN", "Semua nilai ini sudah tercatat demikian; tidak ada yang dikoreksi.", kolom="perubahan")
    return new


def tempat_menurut_usul(usul: Usul) -> Iterable[tuple[str, str, int]]:
    """Everybody in the signed orders of a proposal: participant, list and place in it."""
    for daftar, people in enumerate(usul.urutan_seri, start=1):
        for urutan, peserta in enumerate(people, start=1):
            yield peserta, f"usul/{daftar}", urutan


def tolak_urutan(faults: Sequence[Fault]) -> None:
    """Let pass signed orders in which nothing was found.

    Raises:
        Rejected: 422 URUTAN_SERI_TIDAK_SAH with the faults.
    """
    if faults:
        raise Rejected("URUTAN_SERI_TIDAK_SAH", f"Urutan seri ditolak: {len(faults)} kesalahan.", kolom="urutan_seri", faults=tuple(faults))


def tolak_cacat(salah: Sequence[Pelanggaran]) -> None:
    """Let pass what breaks no property.

    Raises:
        Rejected: 409 HASIL_CACAT with the properties.
    """
    if salah:
        faults = tuple(Fault(satu.sifat, SIFAT[satu.sifat], kolom="sifat", nilai=satu.tentang) for satu in salah[:_CONTOH])
        pesan = f"Hasil koreksi tidak lolos pemeriksaan dan tidak disimpan: {rincian(salah)}. Laporkan kepada pengelola layanan."
        raise Rejected(HASIL_CACAT, pesan, kolom="perubahan", status=409, faults=faults)
