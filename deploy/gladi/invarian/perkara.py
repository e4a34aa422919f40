"""What the invariants are checked on."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple
from urllib.parse import quote

from deploy.gladi import answers
from deploy.gladi.answers import BarisVersi, KursiVersi, SelisihPeringkat, Ubahan, VersiPenempatan, VersiPeringkat
from deploy.gladi.doors import KEPEGAWAIAN, PENDAFTARAN, PENEMPATAN, PENILAIAN, SERVICES, Doors
from deploy.gladi.evidence import Belongings, Evidence, Nomor, collect
from deploy.gladi.hasil import Hasil, Nilai
from deploy.gladi.musim import Musim
from deploy.gladi.musim.akhir import not_applied
from deploy.gladi.plan import Tools
from deploy.gladi.sanggah import Koreksi
from deploy.gladi.topics import Bus
from shared.contracts.privacy import KnownNames

PAGE = 1000
# Files, of which one that changes nothing is no act; tokens, of which a repeat is another.
NOT_COUNTED = frozenset({"formasi.impor", "nilai.kirim", "nilai.kirim_bawaan", "saya.token_peserta"})


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


class Platform(NamedTuple):
    """What is counted over all seasons, by service: records set aside or not yet applied, acts acknowledged and acts recorded."""

    karantina: Mapping[str, int] = {}
    parkir: Mapping[str, int] = {}
    lag: Mapping[str, int] = {}
    acts: Mapping[str, int] = {}
    recorded: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Perkara:
    """The finished season: what was sent, what the services say, and what the topics hold."""

    musim: Musim
    hasil: Hasil
    evidence: Evidence
    pendaftaran: answers.RingkasanPendaftaran
    penempatan: answers.RingkasanPenempatan
    kepegawaian: answers.RingkasanKepegawaian
    platform: Platform
    per_formasi: dict[str, list[Nilai]]
    riwayat: dict[Nomor, Riwayat] = field(default_factory=dict)


class Played(NamedTuple):
    """A season that was played, with what it was played through and what came of it."""

    tools: Tools
    musim: Musim
    hasil: Hasil

    @property
    def belongings(self) -> Belongings:
        """What on the topics speaks of this season."""
        formasi = self.musim.lowongan.formasi
        return Belongings(
            frozenset({self.musim.plan.musim}),
            frozenset(satu.kelompok for satu in formasi),
            frozenset(satu.formasi for satu in formasi),
            self.musim.peserta.nomor.keys(),
        )

    def names(self) -> Iterator[str]:
        """The name of everybody who applied."""
        return (self.musim.pelamar(nomor).nama for nomor in self.musim.plan.persons)


async def gather(played: Sequence[Played], bus: Bus, report: Callable[[str, int], None]) -> tuple[list[Perkara], Evidence]:
    """Ask all doors and read all topics; returns each season, and what on the topics belongs to none of several."""
    known_names = KnownNames.of(chain.from_iterable(one.names() for one in played))
    evidence, others = await collect(bus, known_names, [one.belongings for one in played], report)
    platform = await _platform([one.tools.doors for one in played])
    return [await _perkara(one, found, platform) for one, found in zip(played, evidence, strict=True)], others


async def _platform(doors: Sequence[Doors]) -> Platform:
    """The state of the services, whatever they work on; `doors` are those of all seasons."""
    first = doors[0]
    return Platform(
        await _set_aside(first, "karantina"),
        await _set_aside(first, "parkir"),
        await not_applied(first),
        {service: sum(len(each.acts[service]) for each in doors) for service in SERVICES},
        {service: await _recorded(first, service) for service in SERVICES},
    )


async def _perkara(played: Played, evidence: Evidence, platform: Platform) -> Perkara:
    doors, musim, hasil = played.tools.doors, played.musim, played.hasil
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
        platform,
        dict(per_formasi),
        {(satu.sanggah.kelompok, satu.versi): await _riwayat(doors, satu) for satu in musim.sanggah.koreksi},
    )


async def _recorded(doors: Doors, service: str) -> int:
    """How many acts the service has recorded as done, without those that are not counted."""
    done, before = 0, ""
    while page := (await doors.ask(service, f"/v1/jejak?limit={PAGE}{before}", answers.Rekam)).root:
        done += sum(satu.hasil == "DIKERJAKAN" and satu.tindakan not in NOT_COUNTED for satu in page)
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
