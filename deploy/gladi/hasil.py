"""The outcome of a season in a form that two seasons can be compared by: no times, no generated ids, no NIP."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, TypeVar

import orjson

from deploy.gladi.answers import Kursi, lines_as
from deploy.gladi.doors import KEPEGAWAIAN, PENEMPATAN, PENILAIAN, Doors
from deploy.gladi.invented import Jenis

# What of a decision and of a case stands in a line of the outcome.
_PENEMPATAN = ("hasil", "rute", "kode", "formasi_tujuan", "kursi")
_KEPEGAWAIAN = ("kursi", "status", "langkah", "nip_terbit")


class Nilai(NamedTuple):
    """What penilaian publishes of one participant; scores of the integration in thousandths, `alasan` as canonical JSON."""

    peserta: str
    formasi: str
    kelompok: str
    hasil_skd: str
    twk: int | None
    tiu: int | None
    tkp: int | None
    skd: int | None
    status_skb: str | None
    nilai_skb: int | None
    skor_skd: int | None
    skor_skb: int | None
    nilai_akhir: int | None
    peringkat: int | None
    peringkat_kelompok: int | None
    alasan: bytes


class NilaiPppk(NamedTuple):
    """What penilaian publishes of one participant of a PPPK season, in points; `alasan` as canonical JSON."""

    peserta: str
    formasi: str
    kelompok: str
    kehadiran: str
    teknis: int | None
    manajerial_sosiokultural: int | None
    wawancara: int | None
    total: int | None
    memenuhi_ambang: bool | None
    peringkat: int | None
    peringkat_kelompok: int | None
    seri: bool | None
    alasan: bytes


class Putusan(NamedTuple):
    """What penempatan publishes of one ranked person, as it stands at the end."""

    peserta: str
    kelompok: str
    formasi_asal: str
    hasil: str
    rute: str | None
    kode: str
    formasi_tujuan: str | None
    kursi: str | None
    alasan: bytes


class Kasus(NamedTuple):
    """What kepegawaian publishes of one case."""

    peserta: str
    kelompok: str
    formasi: str
    kursi: str
    status: str
    langkah: str | None
    nip_terbit: bool


N = TypeVar("N", Nilai, NilaiPppk, Putusan)


@dataclass(frozen=True, slots=True)
class Hasil:
    """Everything the four services publish of a season at its end.

    Attributes:
        nilai: scores of a CPNS season, by participant.
        kompetensi: points of a PPPK season, by participant.
        per_formasi: the seats of each formation.
    """

    nilai: list[Nilai]
    putusan: dict[str, Putusan]
    kursi: list[Kursi]
    kasus: dict[str, Kasus]
    tms: Mapping[tuple[str, str], int]
    per_formasi: dict[str, list[Kursi]]
    kompetensi: list[NilaiPppk] = field(default_factory=list)


def _canonical(fields: object) -> bytes:
    return orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)


def _sealed(said: N) -> N:
    return said._replace(alasan=_canonical(said.alasan))


async def fetch(doors: Doors, tms: Mapping[tuple[str, str], int], jenis: Jenis = Jenis.CPNS) -> Hasil:
    """Read the results of all services over HTTP; `tms` counts by formation and reason who was not admitted."""
    nilai = await _nilai(doors, Nilai) if jenis is Jenis.CPNS else []
    kompetensi = await _nilai(doors, NilaiPppk) if jenis is Jenis.PPPK else []
    baca_putusan = lines_as(Putusan)
    putusan = await doors.read(PENEMPATAN, "/v1/hasil.ndjson", lambda line: _sealed(baca_putusan(line)))
    kursi = sorted(await doors.read(PENEMPATAN, "/v1/kursi.ndjson", lines_as(Kursi)))
    per_formasi: dict[str, list[Kursi]] = defaultdict(list)
    for satu in kursi:
        per_formasi[satu.formasi].append(satu)
    cases = {one.peserta: one for one in await doors.read(KEPEGAWAIAN, "/v1/hasil.ndjson", lines_as(Kasus))}
    return Hasil(nilai, {one.peserta: one for one in putusan}, kursi, cases, tms, dict(per_formasi), kompetensi)


async def _nilai(doors: Doors, bentuk: Callable[..., N]) -> list[N]:
    baca = lines_as(bentuk)
    return sorted(await doors.read(PENILAIAN, "/v1/hasil.ndjson", lambda line: _sealed(baca(line))))


def _some(whole: Putusan | Kasus, names: Sequence[str]) -> dict[str, object]:
    return {name: getattr(whole, name) for name in names}


def canonical_lines(hasil: Hasil) -> Iterator[bytes]:
    """One line per participant, sorted by number, keys sorted; then one per formation and reason of those who were not admitted."""
    semua: list[Nilai | NilaiPppk] = [*hasil.nilai, *hasil.kompetensi]
    for nilai in semua:
        line: dict[str, object] = {**nilai._asdict(), "alasan": orjson.Fragment(nilai.alasan)}
        putusan = hasil.putusan.get(nilai.peserta)
        if putusan is not None:
            line["penempatan"] = {**_some(putusan, _PENEMPATAN), "alasan": orjson.Fragment(putusan.alasan)}
        case = hasil.kasus.get(nilai.peserta)
        if case is not None:
            line["kepegawaian"] = _some(case, _KEPEGAWAIAN)
        yield _canonical(line) + b"\n"
    for (formasi, kode), count in sorted(hasil.tms.items()):
        yield _canonical({"formasi": formasi, "tms": kode, "banyak": count}) + b"\n"


def write(hasil: Hasil, file: Path) -> str:
    """Write the canonical lines; returns the SHA-256 of the whole, hex."""
    digest = sha256()
    with file.open("wb") as out:
        for line in canonical_lines(hasil):
            digest.update(line)
            out.write(line)
    return digest.hexdigest()
