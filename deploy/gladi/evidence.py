"""Evidence from the topics: everything published in the season, read from the beginning by a plain Kafka client."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from deploy.gladi.topics import Bus, Record, read_topic
from shared.contracts.catalogue import TOPICS, Plane, Topic
from shared.contracts.digest import BarisPeringkat
from shared.contracts.privacy import KnownNames, scan_personal_data

_MOST_FINDINGS = 20


@dataclass(slots=True)
class TopicContent:
    """What one topic holds.

    Attributes:
        records: records, repeats included.
        unique: distinct (source, id).
        sequences: highest sequence by subject.
        personal_data: findings of personal data; place and kind only.
        broken: records that do not carry what a CloudEvents record must.
    """

    records: int = 0
    unique: int = 0
    sequences: dict[str, int] = field(default_factory=dict)
    personal_data: list[str] = field(default_factory=list)
    broken: int = 0

    @property
    def repeats(self) -> int:
        """Repeats of the same event: allowed on the bus (at least once), applied once by the services."""
        return self.records - self.unique


class Segel(NamedTuple):
    """A closed ranking as announced: rows, digest, and the digest of the version before."""

    jumlah: int
    sha256: str
    sha256_sebelumnya: str | None


class KoreksiTerbit(NamedTuple):
    """A correction as published by penempatan; `kursi` leads from a seat to its holder before and after."""

    versi_sebelumnya: int
    sha256: str
    masuk: frozenset[str]
    kehilangan: frozenset[str]
    pindah: frozenset[str]
    kursi: dict[str, tuple[str | None, str | None]]


class UbahanTerbit(NamedTuple):
    """A correction as published by penilaian: what each value of a participant was and is, and how many values are left out."""

    sha256: str | None
    sha256_sebelumnya: str | None
    ubahan: dict[tuple[str, str], tuple[object, object]]
    lain: int


# What a kelompok was decided by is said in each of these, and stays what it was (decision 26).
DECIDED = frozenset(
    {"score-finalized", "competency-finalized", "ranking-closed", "ranking-corrected", "placement-decided", "placement-corrected"}
)


class Belongings(NamedTuple):
    """What belongs to one season: its code, kelompok, formations and participants."""

    musim: AbstractSet[str]
    kelompok: AbstractSet[str]
    formasi: AbstractSet[str]
    peserta: AbstractSet[str]


Nomor = tuple[str, int]
"""Kelompok and version."""


@dataclass(slots=True)
class Evidence:
    """What the topics say and the invariants need: the highest version of everything, and all versions of the rankings."""

    topics: dict[str, TopicContent] = field(default_factory=dict)
    peringkat: dict[Nomor, dict[str, BarisPeringkat]] = field(default_factory=lambda: defaultdict(dict))
    segel: dict[str, dict[int, Segel]] = field(default_factory=lambda: defaultdict(dict))
    ubahan: dict[Nomor, UbahanTerbit] = field(default_factory=dict)
    koreksi: dict[Nomor, KoreksiTerbit] = field(default_factory=dict)
    terpanggil: dict[str, int] = field(default_factory=dict)
    verifikasi: Counter[str] = field(default_factory=Counter)
    ujian: Counter[str] = field(default_factory=Counter)
    kesediaan: dict[tuple[str, int], tuple[str, list[str], list[str]] | None] = field(default_factory=dict)
    kursi: dict[str, str | None] = field(default_factory=dict)
    mundur: Counter[str] = field(default_factory=Counter)
    boleh_diganti: int = 0
    aturan: dict[str, set[tuple[str, int]]] = field(default_factory=lambda: defaultdict(set))


async def collect(
    bus: Bus, known_names: KnownNames, seasons: Sequence[Belongings], report: Callable[[str, int], None]
) -> tuple[list[Evidence], Evidence]:
    """Read every topic to its end.

    Args:
        bus: the topics.
        known_names: names that must not be on them.
        seasons: the seasons that were played; a single one owns whatever there is.
        report: is told topic and records read so far.

    Returns:
        The evidence of each season, and what belongs to none of several.
    """
    alone = len(seasons) == 1
    evidence, others = [Evidence() for _ in seasons], Evidence()
    for topic in TOPICS:
        for one in (*evidence, others):
            one.topics[topic.name] = TopicContent()
        known: set[tuple[str, str]] = set()
        read = 0
        async for records in read_topic(bus, topic.name):
            read += len(records)
            for record in records:
                place = 0 if alone else owner(seasons, record.body)
                found = others if place is None else evidence[place]
                content = found.topics[topic.name]
                content.records += 1
                if record.id in known:
                    continue
                known.add(record.id)
                content.unique += 1
                _examine(found, content, topic, record, known_names)
            report(topic.name, read)
    return evidence, others


def owner(seasons: Sequence[Belongings], body: bytes) -> int | None:
    """The place of the season that a record speaks of, by the season, kelompok, formation or participant in it; None of none of them."""
    if not body:
        return None
    said = orjson.loads(body)
    named = [(name, code) for name in Belongings._fields if isinstance(code := said.get(name), str)]
    for place, season in enumerate(seasons):
        if any(code in getattr(season, name) for name, code in named):
            return place
    return None


def _examine(evidence: Evidence, content: TopicContent, topic: Topic, record: Record, known_names: KnownNames) -> None:
    if not all(record.id) or not record.subject or record.id[0] != topic.source or not record.body:
        content.broken += 1
        return
    if topic.plane is not Plane.INTERNAL and len(content.personal_data) < _MOST_FINDINGS:
        content.personal_data += scan_personal_data(topic.name, record.headers, record.body, known_names)
    if topic.name in _EVERY:
        _EVERY[topic.name](evidence, orjson.loads(record.body))
    if topic.name in DECIDED:
        said = orjson.loads(record.body)["aturan"]
        evidence.aturan[topic.name].add((said["nama"], said["versi"]))
    if record.sequence > content.sequences.get(record.subject, 0):
        content.sequences[record.subject] = record.sequence
        if topic.name in _NEWEST:
            _NEWEST[topic.name](evidence, record.subject, orjson.loads(record.body))


def _score_finalized(evidence: Evidence, body: Mapping[str, Any]) -> None:
    row = BarisPeringkat._make(map(body.get, BarisPeringkat._fields))
    evidence.peringkat[body["kelompok"], row.versi][row.peserta] = row
    _wish(evidence, row, body)


def _competency_finalized(evidence: Evidence, body: Mapping[str, Any]) -> None:
    parts = (body[name] for name in ("peserta", "formasi", "kehadiran"))
    row = BarisPeringkat(*parts, *map(body.get, ("total", "peringkat", "peringkat_kelompok", "versi")))
    evidence.peringkat[body["kelompok"], row.versi][row.peserta] = row
    _wish(evidence, row, body)


def _wish(evidence: Evidence, row: BarisPeringkat, body: Mapping[str, Any]) -> None:
    mau = body.get("kesediaan")
    evidence.kesediaan[row.peserta, row.versi] = None if mau is None else (mau["jenis"], sorted(mau["unit"]), sorted(mau["formasi"]))


def _ranking_closed(evidence: Evidence, body: Mapping[str, Any]) -> None:
    evidence.segel[body["kelompok"]][body["versi"]] = Segel._make(map(body.get, Segel._fields))


def _ranking_corrected(evidence: Evidence, body: Mapping[str, Any]) -> None:
    ubahan = {(one["peserta"], one["kolom"]): (one.get("dari"), one.get("menjadi")) for one in body["ubahan"]}
    lain = body.get("ubahan_lain", 0) + body.get("ubahan_peringkat_lain", 0)
    evidence.ubahan[body["kelompok"], body["versi"]] = UbahanTerbit(body.get("sha256"), body.get("sha256_sebelumnya"), ubahan, lain)


def _placement_corrected(evidence: Evidence, body: Mapping[str, Any]) -> None:
    evidence.koreksi[body["kelompok"], body["versi"]] = KoreksiTerbit(
        body["versi_sebelumnya"],
        body["sha256"],
        frozenset(body["masuk"]),
        frozenset(body["kehilangan"]),
        frozenset(one["peserta"] for one in body["pindah"]),
        {one["kursi"]: (one.get("sebelum"), one.get("sesudah")) for one in body["kursi"]},
    )


def _skb_shortlisted(evidence: Evidence, subject: str, body: Mapping[str, Any]) -> None:
    evidence.terpanggil[subject] = len(body["peserta"])


def _placement_decided(evidence: Evidence, subject: str, body: Mapping[str, Any]) -> None:
    evidence.kursi[subject] = body.get("kursi")


def _application_verified(evidence: Evidence, body: Mapping[str, Any]) -> None:
    evidence.verifikasi[body["status"]] += body["versi"] == 1


def _exam_scored(evidence: Evidence, body: Mapping[str, Any]) -> None:
    evidence.ujian[body["jenis"]] += body["versi"] == 1


def _competency_scored(evidence: Evidence, body: Mapping[str, Any]) -> None:
    evidence.ujian["KOMPETENSI"] += body["versi"] == 1


def _candidate_resigned(evidence: Evidence, body: Mapping[str, Any]) -> None:
    evidence.mundur[body["alasan"]] += 1
    evidence.boleh_diganti += body["dapat_diganti"]


_NEWEST: dict[str, Callable[[Evidence, str, Mapping[str, Any]], None]] = {
    "skb-shortlisted": _skb_shortlisted,
    "placement-decided": _placement_decided,
}
_EVERY: dict[str, Callable[[Evidence, Mapping[str, Any]], None]] = {
    "application-verified": _application_verified,
    "competency-finalized": _competency_finalized,
    "competency-scored": _competency_scored,
    "exam-scored": _exam_scored,
    "candidate-resigned": _candidate_resigned,
    "score-finalized": _score_finalized,
    "ranking-closed": _ranking_closed,
    "ranking-corrected": _ranking_corrected,
    "placement-corrected": _placement_corrected,
}
