"""The rule sets and this process's limits, read once when the process starts."""

from dataclasses import dataclass, field

from services.penilaian.domain.buku import BukuCpns, BukuPppk, SemuaBuku
from services.penilaian.settings import Settings
from shared.aturan import load, names, versions
from shared.aturan.pppk import load as load_pppk
from shared.jam import Jam


def _baca_buku() -> BukuCpns:
    """Every CPNS rule set in every version that can be loaded.

    Raises:
        AturanTidakSah: one of them contradicts itself.
    """
    return {(nama, versi): load(nama, versi) for nama in names("CPNS") for versi in versions(nama)}


def _baca_buku_pppk() -> BukuPppk:
    """Every PPPK rule set in every version that can be loaded.

    Raises:
        AturanTidakSah: one of them contradicts itself.
    """
    return {(nama, versi): load_pppk(nama, versi) for nama in names("PPPK") for versi in versions(nama)}


@dataclass(frozen=True, slots=True)
class Context:
    """The rule sets and this process's limits.

    Attributes:
        upload_max_bytes: largest score file.
        worker_poll_seconds: how often closed stages are looked at.
        buku: the rule sets of CPNS.
        buku_pppk: those of PPPK.
        jam: the clock by which moments are judged.
    """

    upload_max_bytes: int
    worker_poll_seconds: float = 0.2
    buku: BukuCpns = field(default_factory=_baca_buku)
    buku_pppk: BukuPppk = field(default_factory=_baca_buku_pppk)
    jam: Jam = field(default_factory=Jam)

    @property
    def semua_buku(self) -> SemuaBuku:
        """The rule sets of both kinds."""
        return SemuaBuku(self.buku, self.buku_pppk)

    @classmethod
    def of(cls, settings: Settings) -> "Context":
        """Build the context from the settings.

        Raises:
            AturanTidakSah: a rule set contradicts itself.
        """
        return cls(settings.upload_max_bytes, settings.worker_poll_seconds, jam=Jam(settings.geser_jam))
