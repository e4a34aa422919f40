"""Evidence from the topics: everything published in the season, read from the beginning by a plain Kafka client."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from deploy.gladi.topik import Bus, Rekaman, baca_topik
from shared.contracts.catalogue import TOPICS, Plane, Topic
from shared.contracts.digest import BarisPeringkat
from shared.contracts.privacy import KnownNames, scan_personal_data

_PALING_BANYAK_TEMUAN = 20


@dataclass(slots=True)
class IsiTopik:
    """What one topic holds.

    Attributes:
        rekaman: records, repeats included.
        unik: distinct (source, id).
        urutan: highest sequence by subject.
        pribadi: findings of personal data; place and kind only.
        rusak: records that do not carry what a CloudEvents record must.
    """

    rekaman: int = 0
    unik: int = 0
    urutan: dict[str, int] = field(default_factory=dict)
    pribadi: list[str] = field(default_factory=list)
    rusak: int = 0

    @property
    def ganda(self) -> int:
        """Repeats of the same event: allowed on the bus (at least once), applied once by the services."""
        return self.rekaman - self.unik


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


Nomor = tuple[str, int]
"""Kelompok and version."""


@dataclass(slots=True)
class Bukti:
    """What the topics say, as far as the invariants need it; of several versions the highest stands, of rankings all do."""

    topik: dict[str, IsiTopik] = field(default_factory=dict)
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


async def kumpulkan(bus: Bus, nama_orang: KnownNames, lapor: Callable[[str, int], None]) -> Bukti:
    """Read every topic to its end. `lapor` is told topic and records read so far."""
    bukti = Bukti()
    for topic in TOPICS:
        isi = bukti.topik[topic.name] = IsiTopik()
        dikenal: set[tuple[str, str]] = set()
        async for rekaman in baca_topik(bus, topic.name):
            for satu in rekaman:
                isi.rekaman += 1
                if satu.id in dikenal:
                    continue
                dikenal.add(satu.id)
                _periksa(bukti, isi, topic, satu, nama_orang)
            lapor(topic.name, isi.rekaman)
        isi.unik = len(dikenal)
    return bukti


def _periksa(bukti: Bukti, isi: IsiTopik, topic: Topic, satu: Rekaman, nama_orang: KnownNames) -> None:
    if not all(satu.id) or not satu.subjek or satu.id[0] != topic.source or not satu.isi:
        isi.rusak += 1
        return
    if topic.plane is not Plane.INTERNAL and len(isi.pribadi) < _PALING_BANYAK_TEMUAN:
        isi.pribadi += scan_personal_data(topic.name, satu.kepala, satu.isi, nama_orang)
    if topic.name in _SETIAP:
        _SETIAP[topic.name](bukti, orjson.loads(satu.isi))
    if satu.urutan > isi.urutan.get(satu.subjek, 0):
        isi.urutan[satu.subjek] = satu.urutan
        if topic.name in _TERBARU:
            _TERBARU[topic.name](bukti, satu.subjek, orjson.loads(satu.isi))


def _score_finalized(bukti: Bukti, isi: Mapping[str, Any]) -> None:
    baris = BarisPeringkat(
        isi["peserta"],
        isi["formasi"],
        isi["status_skb"],
        isi.get("nilai_akhir"),
        isi.get("peringkat"),
        isi.get("peringkat_kelompok"),
        isi["versi"],
    )
    bukti.peringkat[isi["kelompok"], baris.versi][baris.peserta] = baris
    mau = isi.get("kesediaan")
    bukti.kesediaan[baris.peserta, baris.versi] = None if mau is None else (mau["jenis"], sorted(mau["unit"]), sorted(mau["formasi"]))


def _ranking_closed(bukti: Bukti, isi: Mapping[str, Any]) -> None:
    bukti.segel[isi["kelompok"]][isi["versi"]] = Segel(isi["jumlah"], isi["sha256"], isi.get("sha256_sebelumnya"))


def _ranking_corrected(bukti: Bukti, isi: Mapping[str, Any]) -> None:
    ubahan = {(satu["peserta"], satu["kolom"]): (satu.get("dari"), satu.get("menjadi")) for satu in isi["ubahan"]}
    lain = isi.get("ubahan_lain", 0) + isi.get("ubahan_peringkat_lain", 0)
    bukti.ubahan[isi["kelompok"], isi["versi"]] = UbahanTerbit(isi.get("sha256"), isi.get("sha256_sebelumnya"), ubahan, lain)


def _placement_corrected(bukti: Bukti, isi: Mapping[str, Any]) -> None:
    bukti.koreksi[isi["kelompok"], isi["versi"]] = KoreksiTerbit(
        isi["versi_sebelumnya"],
        isi["sha256"],
        frozenset(isi["masuk"]),
        frozenset(isi["kehilangan"]),
        frozenset(satu["peserta"] for satu in isi["pindah"]),
        {satu["kursi"]: (satu.get("sebelum"), satu.get("sesudah")) for satu in isi["kursi"]},
    )


def _skb_shortlisted(bukti: Bukti, subjek: str, isi: Mapping[str, Any]) -> None:
    bukti.terpanggil[subjek] = len(isi["peserta"])


def _placement_decided(bukti: Bukti, subjek: str, isi: Mapping[str, Any]) -> None:
    bukti.kursi[subjek] = isi.get("kursi")


def _application_verified(bukti: Bukti, isi: Mapping[str, Any]) -> None:
    bukti.verifikasi[isi["status"]] += isi["versi"] == 1


def _exam_scored(bukti: Bukti, isi: Mapping[str, Any]) -> None:
    bukti.ujian[isi["jenis"]] += isi["versi"] == 1


def _candidate_resigned(bukti: Bukti, isi: Mapping[str, Any]) -> None:
    bukti.mundur[isi["alasan"]] += 1
    bukti.boleh_diganti += isi["dapat_diganti"]


_TERBARU: dict[str, Callable[[Bukti, str, Mapping[str, Any]], None]] = {
    "skb-shortlisted": _skb_shortlisted,
    "placement-decided": _placement_decided,
}
_SETIAP: dict[str, Callable[[Bukti, Mapping[str, Any]], None]] = {
    "application-verified": _application_verified,
    "exam-scored": _exam_scored,
    "candidate-resigned": _candidate_resigned,
    "score-finalized": _score_finalized,
    "ranking-closed": _ranking_closed,
    "ranking-corrected": _ranking_corrected,
    "placement-corrected": _placement_corrected,
}
