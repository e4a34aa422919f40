"""What placement works under, read once when the process starts."""

from dataclasses import dataclass, field

from services.penempatan.domain.ketentuan import Buku, ketentuan_dari, ketentuan_pppk
from services.penempatan.settings import Settings
from shared.aturan import load, names, versions
from shared.aturan.pengangkatan import AturanPengangkatan
from shared.aturan.pengangkatan import load as load_pengangkatan
from shared.aturan.pengisian import AturanPengisian
from shared.aturan.pengisian import load as load_pengisian
from shared.aturan.pppk import load as load_pppk
from shared.aturan.sanggah import Sanggah
from shared.aturan.sanggah import load as load_sanggah
from shared.jam import Jam


def _baca_buku() -> Buku:
    """Every rule set of either kind in every version that can be loaded.

    Raises:
        AturanTidakSah: one of them contradicts itself.
    """
    cpns = {(nama, versi): ketentuan_dari(load(nama, versi), *_bagian(nama, versi)) for nama in names("CPNS") for versi in versions(nama)}
    pppk = {
        (nama, versi): ketentuan_pppk(load_pppk(nama, versi), *_bagian(nama, versi)) for nama in names("PPPK") for versi in versions(nama)
    }
    return {**cpns, **pppk}


def _bagian(nama: str, versi: int) -> tuple[AturanPengangkatan, AturanPengisian, tuple[Sanggah, ...]]:
    """The parts that both kinds have alike."""
    return load_pengangkatan(nama, versi), load_pengisian(nama, versi), load_sanggah(nama, versi)


@dataclass(frozen=True, slots=True)
class Context:
    """The rule sets, the limits of one transaction of the placing job, and the clock."""

    buku: Buku = field(default_factory=_baca_buku)
    kelompok_per_transaksi: int = 200
    baris_per_transaksi: int = 20_000
    worker_poll_seconds: float = 0.2
    jam: Jam = field(default_factory=Jam)

    @classmethod
    def of(cls, settings: Settings) -> "Context":
        """Build the context from the settings."""
        return cls(
            kelompok_per_transaksi=settings.kelompok_per_transaksi,
            baris_per_transaksi=settings.baris_per_transaksi,
            worker_poll_seconds=settings.worker_poll_seconds,
            jam=Jam(settings.geser_jam),
        )
