"""The outcome of a season in a form that two seasons can be compared by: no times, no generated ids, no NIP."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import orjson

from deploy.gladi import bentuk
from deploy.gladi.pintu import KEPEGAWAIAN, PENEMPATAN, PENILAIAN, Pintu


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


@dataclass(frozen=True, slots=True)
class Hasil:
    """Everything the four services publish at the end; `nilai` sorted by participant, `per_formasi` leads from a formation to its seats."""

    nilai: list[Nilai]
    putusan: dict[str, Putusan]
    kursi: list[bentuk.Kursi]
    kasus: dict[str, Kasus]
    tms: Counter[tuple[str, str]]
    per_formasi: dict[str, list[bentuk.Kursi]]

    def kursi_formasi(self, formasi: str) -> list[bentuk.Kursi]:
        """The seats of one formation."""
        return self.per_formasi.get(formasi, [])


def _kanonik(isi: object) -> bytes:
    return orjson.dumps(isi, option=orjson.OPT_SORT_KEYS)


def _nilai(baris: bytes) -> Nilai:
    isi = orjson.loads(baris)
    return Nilai._make([*map(isi.get, Nilai._fields[:-1]), _kanonik(isi["alasan"])])


def _putusan(baris: bytes) -> Putusan:
    isi = orjson.loads(baris)
    return Putusan._make([*map(isi.get, Putusan._fields[:-1]), _kanonik(isi["alasan"])])


def kasus(baris: bytes) -> Kasus:
    """Read a line of kepegawaian's `/v1/hasil.ndjson`."""
    isi = orjson.loads(baris)
    return Kasus._make(map(isi.get, Kasus._fields))


async def ambil(pintu: Pintu, tms: Counter[tuple[str, str]]) -> Hasil:
    """Read the results of all services over HTTP; `tms` counts by formation and reason who was not admitted."""
    nilai = await pintu.baca(PENILAIAN, "/v1/hasil.ndjson", _nilai)
    nilai.sort()
    putusan = await pintu.baca(PENEMPATAN, "/v1/hasil.ndjson", _putusan)
    kursi = sorted(await pintu.baca(PENEMPATAN, "/v1/kursi.ndjson", bentuk.kursi))
    per_formasi: dict[str, list[bentuk.Kursi]] = defaultdict(list)
    for satu_kursi in kursi:
        per_formasi[satu_kursi.formasi].append(satu_kursi)
    semua = await pintu.baca(KEPEGAWAIAN, "/v1/hasil.ndjson", kasus)
    return Hasil(nilai, {satu.peserta: satu for satu in putusan}, kursi, {satu.peserta: satu for satu in semua}, tms, dict(per_formasi))


def baris_kanonik(hasil: Hasil) -> Iterator[bytes]:
    """One line per participant, sorted by number, keys sorted; then one per formation and reason of those who were not admitted."""
    for nilai in hasil.nilai:
        baris: dict[str, object] = {**nilai._asdict(), "alasan": orjson.Fragment(nilai.alasan)}
        putusan = hasil.putusan.get(nilai.peserta)
        if putusan is not None:
            baris["penempatan"] = {
                "hasil": putusan.hasil,
                "rute": putusan.rute,
                "kode": putusan.kode,
                "formasi_tujuan": putusan.formasi_tujuan,
                "kursi": putusan.kursi,
                "alasan": orjson.Fragment(putusan.alasan),
            }
        perkara = hasil.kasus.get(nilai.peserta)
        if perkara is not None:
            baris["kepegawaian"] = {
                "kursi": perkara.kursi,
                "status": perkara.status,
                "langkah": perkara.langkah,
                "nip_terbit": perkara.nip_terbit,
            }
        yield _kanonik(baris) + b"\n"
    for (formasi, kode), banyak in sorted(hasil.tms.items()):
        yield _kanonik({"formasi": formasi, "tms": kode, "banyak": banyak}) + b"\n"


def tulis(hasil: Hasil, berkas: Path) -> str:
    """Write the canonical lines; returns the SHA-256 of the whole, hex."""
    intisari = sha256()
    with berkas.open("wb") as keluar:
        for baris in baris_kanonik(hasil):
            intisari.update(baris)
            keluar.write(baris)
    return intisari.hexdigest()
