"""What the invariants are checked on."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote

from deploy.gladi import bentuk
from deploy.gladi.benih import pelamar
from deploy.gladi.bentuk_koreksi import BarisVersi, KursiVersi, SelisihPeringkat, Ubahan, VersiPenempatan, VersiPeringkat
from deploy.gladi.bukti import Bukti, Nomor, kumpulkan
from deploy.gladi.hasil import Hasil, Nilai
from deploy.gladi.musim.keadaan import Keadaan
from deploy.gladi.pintu import KEPEGAWAIAN, PENDAFTARAN, PENEMPATAN, PENILAIAN
from deploy.gladi.sanggah import Koreksi
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


class Riwayat(NamedTuple):
    """One correction: ranking and seats before it as anybody can read them at the end of the season, both after it, and the difference.

    The seats after it are those read when it came into force.
    """

    peringkat_sebelum: tuple[BarisVersi, ...]
    peringkat_sesudah: tuple[BarisVersi, ...]
    ubahan: tuple[Ubahan, ...]
    kursi_sebelum: tuple[KursiVersi, ...]
    kursi_sesudah: tuple[KursiVersi, ...]


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
    riwayat: dict[Nomor, Riwayat] = field(default_factory=dict)


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
        {(satu.sanggah.kelompok, satu.versi): await _riwayat(k, satu) for satu in k.koreksi},
    )


async def _riwayat(k: Keadaan, satu: Koreksi) -> Riwayat:
    jalan, versi = f"/v1/kelompok/{quote(satu.sanggah.kelompok, safe='')}/versi", satu.versi
    return Riwayat(
        (await k.pintu.tanya(PENILAIAN, f"{jalan}/{versi - 1}", VersiPeringkat)).baris,
        (await k.pintu.tanya(PENILAIAN, f"{jalan}/{versi}", VersiPeringkat)).baris,
        (await k.pintu.tanya(PENILAIAN, f"{jalan}/{versi}/selisih", SelisihPeringkat)).ubahan,
        (await k.pintu.tanya(PENEMPATAN, f"{jalan}/{versi - 1}", VersiPenempatan)).kursi,
        satu.kursi,
    )
