"""The outcome of a season in a form that two seasons can be compared by: no times, no generated ids, no NIP."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, TypeVar

import orjson

from deploy.gladi.answers import Kursi, lines_as
from deploy.gladi.doors import KEPEGAWAIAN, PENEMPATAN, PENILAIAN, Doors

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


N = TypeVar("N", Nilai, Putusan)


@dataclass(frozen=True, slots=True)
class Hasil:
    """Everything the four services publish at the end; `nilai` sorted by participant, `per_formasi` leads from a formation to its seats."""

    nilai: list[Nilai]
    putusan: dict[str, Putusan]
    kursi: list[Kursi]
    kasus: dict[str, Kasus]
    tms: Mapping[tuple[str, str], int]
    per_formasi: dict[str, list[Kursi]]


def _canonical(fields: object) -> bytes:
    return orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)


def _sealed(said: N) -> N:
    return said._replace(alasan=_canonical(said.alasan))


async def fetch(doors: Doors, tms: Mapping[tuple[str, str], int]) -> Hasil:
    """Read the results of all services over HTTP; `tms` counts by formation and reason who was not admitted."""
    baca_nilai, baca_putusan = lines_as(Nilai), lines_as(Putusan)
    nilai = await doors.read(PENILAIAN, "/v1/hasil.ndjson", lambda line: _sealed(baca_nilai(line)))
    nilai.sort()
    putusan = await doors.read(PENEMPATAN, "/v1/hasil.ndjson", lambda line: _sealed(baca_putusan(line)))
    kursi = sorted(await doors.read(PENEMPATAN, "/v1/kursi.ndjson", lines_as(Kursi)))
    per_formasi: dict[str, list[Kursi]] = defaultdict(list)
    for satu in kursi:
        per_formasi[satu.formasi].append(satu)
    cases = await doors.read(KEPEGAWAIAN, "/v1/hasil.ndjson", lines_as(Kasus))
    return Hasil(nilai, {one.peserta: one for one in putusan}, kursi, {one.peserta: one for one in cases}, tms, dict(per_formasi))


def _some(whole: Putusan | Kasus, names: Sequence[str]) -> dict[str, object]:
    return {name: getattr(whole, name) for name in names}


def canonical_lines(hasil: Hasil) -> Iterator[bytes]:
    """One line per participant, sorted by number, keys sorted; then one per formation and reason of those who were not admitted."""
    for nilai in hasil.nilai:
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
