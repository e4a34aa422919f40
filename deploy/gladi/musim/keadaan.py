"""What a season knows of itself while it is played."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from deploy.gladi.benih import Formasi, Lowongan
from deploy.gladi.papan import Papan
from deploy.gladi.pintu import Pintu
from deploy.gladi.saringan import Dilewati
from deploy.gladi.topik import Bus


@dataclass(frozen=True, slots=True)
class Rencana:
    """What is to be played.

    Attributes:
        musim: name of the season; part of every idempotency key.
        benih: seed of everything invented.
        acak: seed of the orders in which things are sent; must not change the outcome.
        banyak: applicants.
        berkas: files of posts, name to raw content.
        aturan: name of the rule set that the services run.
        dilewati: posts left out of the files, because the rule set does not know their need type; by its label.
    """

    musim: str
    benih: int
    acak: int
    banyak: int
    berkas: Mapping[str, bytes]
    aturan: str
    dilewati: Mapping[str, Dilewati] = field(default_factory=dict)


@dataclass(slots=True)
class Keadaan:
    """The season so far. `peserta` leads from participant number to person."""

    rencana: Rencana
    pintu: Pintu
    papan: Papan
    bus: Bus
    lowongan: Lowongan
    kursi: int = 0
    kelompok: int = 0
    lamaran: int = 0
    peserta: dict[str, int] = field(default_factory=dict)
    formasi_peserta: dict[str, str] = field(default_factory=dict)
    tms: Counter[tuple[str, str]] = field(default_factory=Counter)
    ms: int = 0
    peserta_sha256: str = ""
    skd: dict[str, int] = field(default_factory=dict)
    terpanggil: dict[str, str] = field(default_factory=dict)
    terisi_awal: int = 0
    antar_formasi: dict[str, int] = field(default_factory=dict)
    kode_awal: dict[str, int] = field(default_factory=dict)
    mundur: dict[str, str] = field(default_factory=dict)
    mundur_setelah_nip: int = 0
    putaran: int = 0
    nip: int = 0
    tunda: list[float] = field(default_factory=list)
    ditolak_sengaja: int = 0

    @property
    def formasi(self) -> list[Formasi]:
        """All posts, sorted by id."""
        return self.lowongan.formasi
