"""What the invariants are checked on."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote

from deploy.gladi import answers
from deploy.gladi.answers import BarisVersi, KursiVersi, SelisihPeringkat, Ubahan, VersiPenempatan, VersiPeringkat
from deploy.gladi.doors import KEPEGAWAIAN, PENDAFTARAN, PENEMPATAN, PENILAIAN, SERVICES, Doors
from deploy.gladi.evidence import Evidence, Nomor, collect
from deploy.gladi.hasil import Hasil, Nilai
from deploy.gladi.invented import pelamar
from deploy.gladi.musim import Musim
from deploy.gladi.musim.akhir import not_applied
from deploy.gladi.plan import Tools
from deploy.gladi.sanggah import Koreksi
from shared.contracts.privacy import KnownNames

PAGE = 1000
OF_FILES = frozenset({"formasi.impor", "nilai.kirim", "nilai.kirim_bawaan"})


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

    musim: Musim
    hasil: Hasil
    evidence: Evidence
    pendaftaran: answers.RingkasanPendaftaran
    penempatan: answers.RingkasanPenempatan
    kepegawaian: answers.RingkasanKepegawaian
    karantina: dict[str, int]
    parkir: dict[str, int]
    lag: dict[str, int]
    per_formasi: dict[str, list[Nilai]]
    riwayat: dict[Nomor, Riwayat] = field(default_factory=dict)
    acts: dict[str, int] = field(default_factory=dict)
    recorded: dict[str, int] = field(default_factory=dict)


async def gather(tools: Tools, musim: Musim, hasil: Hasil, report: Callable[[str, int], None]) -> Perkara:
    """Ask all doors and read all topics."""
    doors, plan = tools.doors, tools.plan
    known_names = KnownNames.of(pelamar(plan.seed, nomor, musim.lowongan).nama for nomor in range(plan.applicants))
    evidence = await collect(tools.bus, known_names, report)
    per_formasi: dict[str, list[Nilai]] = defaultdict(list)
    for satu in hasil.nilai:
        per_formasi[satu.formasi].append(satu)
    return Perkara(
        musim,
        hasil,
        evidence,
        await doors.ask(PENDAFTARAN, "/v1/ringkasan", answers.RingkasanPendaftaran),
        await doors.ask(PENEMPATAN, "/v1/ringkasan", answers.RingkasanPenempatan),
        await doors.ask(KEPEGAWAIAN, "/v1/ringkasan", answers.RingkasanKepegawaian),
        await _set_aside(doors, "karantina"),
        await _set_aside(doors, "parkir"),
        await not_applied(doors),
        dict(per_formasi),
        {(satu.sanggah.kelompok, satu.versi): await _riwayat(doors, satu) for satu in musim.sanggah.koreksi},
        {service: len(purposes) for service, purposes in doors.acts.items()},
        {service: await _recorded(doors, service) for service in SERVICES},
    )


async def _recorded(doors: Doors, service: str) -> int:
    """How many acts the service has recorded as done, without files: one that changes nothing is no act."""
    done, before = 0, ""
    while page := (await doors.ask(service, f"/v1/jejak?limit={PAGE}{before}", answers.Rekam)).root:
        done += sum(satu.hasil == "DIKERJAKAN" and satu.tindakan not in OF_FILES for satu in page)
        before = f"&sebelum={page[-1].nomor}"
    return done


async def _set_aside(doors: Doors, where: str) -> dict[str, int]:
    """How many records or keys are set aside there, by service."""
    path = f"/v1/operasional/{where}?limit=1000"
    return {service: len((await doors.ask(service, path, answers.Tersisih)).root) for service in SERVICES}


async def _riwayat(doors: Doors, satu: Koreksi) -> Riwayat:
    path, versi = f"/v1/kelompok/{quote(satu.sanggah.kelompok, safe='')}/versi", satu.versi
    return Riwayat(
        (await doors.ask(PENILAIAN, f"{path}/{versi - 1}", VersiPeringkat)).baris,
        (await doors.ask(PENILAIAN, f"{path}/{versi}", VersiPeringkat)).baris,
        (await doors.ask(PENILAIAN, f"{path}/{versi}/selisih", SelisihPeringkat)).ubahan,
        (await doors.ask(PENEMPATAN, f"{path}/{versi - 1}", VersiPenempatan)).kursi,
        satu.kursi,
    )
