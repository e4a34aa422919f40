"""What the invariants are checked on."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from deploy.gladi import bentuk
from deploy.gladi.benih import pelamar
from deploy.gladi.bukti import Bukti, kumpulkan
from deploy.gladi.hasil import Hasil, Nilai
from deploy.gladi.musim.keadaan import Keadaan
from deploy.gladi.pintu import KEPEGAWAIAN, PENDAFTARAN, PENEMPATAN, PENILAIAN
from shared.contracts.privacy import KnownNames


class Temuan(NamedTuple):
    """One property and what violates it."""

    nomor: int
    nama: str
    pelanggaran: tuple[str, ...]

    @property
    def terpenuhi(self) -> bool:
        """Nothing violates it."""
        return not self.pelanggaran


@dataclass(frozen=True, slots=True)
class Perkara:
    """The finished season: what was sent, what the services say, and what the topics hold."""

    k: Keadaan
    hasil: Hasil
    bukti: Bukti
    pendaftaran: bentuk.RingkasanPendaftaran
    penempatan: bentuk.RingkasanPenempatan
    kepegawaian: bentuk.RingkasanKepegawaian
    karantina: dict[str, int]
    parkir: dict[str, int]
    lag: dict[str, int]
    per_formasi: dict[str, list[Nilai]]


async def siapkan(k: Keadaan, hasil: Hasil, lapor: Callable[[str, int], None]) -> Perkara:
    """Ask all doors and read all topics."""
    nama_orang = KnownNames.of(pelamar(k.rencana.benih, nomor, k.lowongan).nama for nomor in range(k.rencana.banyak))
    bukti = await kumpulkan(k.bus, nama_orang, lapor)
    karantina: dict[str, int] = {}
    parkir: dict[str, int] = {}
    lag: dict[str, int] = {}
    for layanan in (PENDAFTARAN, PENILAIAN, PENEMPATAN, KEPEGAWAIAN):
        karantina[layanan] = len((await k.pintu.tanya(layanan, "/v1/operasional/karantina?limit=1000", bentuk.Tersisih)).root)
        parkir[layanan] = len((await k.pintu.tanya(layanan, "/v1/operasional/parkir?limit=1000", bentuk.Tersisih)).root)
        lag[layanan] = sum(sum(satu.root.values()) for satu in await k.pintu.tanya_semua(layanan, "/v1/operasional/lag", bentuk.Lag))
    per_formasi: dict[str, list[Nilai]] = defaultdict(list)
    for satu in hasil.nilai:
        per_formasi[satu.formasi].append(satu)
    return Perkara(
        k,
        hasil,
        bukti,
        await k.pintu.tanya(PENDAFTARAN, "/v1/ringkasan", bentuk.RingkasanPendaftaran),
        await k.pintu.tanya(PENEMPATAN, "/v1/ringkasan", bentuk.RingkasanPenempatan),
        await k.pintu.tanya(KEPEGAWAIAN, "/v1/ringkasan", bentuk.RingkasanKepegawaian),
        karantina,
        parkir,
        lag,
        dict(per_formasi),
    )
