"""What the front doors answer, as far as the season looks at it."""

from typing import NamedTuple

import orjson
from pydantic import BaseModel, ConfigDict, RootModel


class Bentuk(BaseModel):
    """Of an answer only what is looked at."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class BerkasFormasi(Bentuk):
    """Answer to a file of posts."""

    formasi: int
    kursi: int


class Buka(Bentuk):
    """Answer to opening the posts."""

    formasi: int
    kelompok: int


class Salah(Bentuk):
    """One refused row."""

    baris: int | None = None
    kode: str = ""
    kolom: str | None = None


class Massal(Bentuk):
    """Answer to a bulk upload of applications."""

    diterima: int
    sudah_ada: int
    ditolak: tuple[Salah, ...] = ()


class Masalah(Bentuk):
    """A refusal (problem+json)."""

    status: int
    kode: str = ""
    kesalahan: tuple[Salah, ...] = ()


class Kemajuan(Bentuk):
    """How far long work is; the counts of its outcome are there when it is done."""

    status: str
    total: int = 0
    selesai: int = 0
    tertahan: int = 0
    ms: int | None = None
    tms: int | None = None
    peserta_sha256: str | None = None
    lulus_ambang: int | None = None
    tidak_lulus: int | None = None
    th: int | None = None
    dis: int | None = None
    ke_skb: int | None = None


class BerkasNilai(Bentuk):
    """Answer to a file of scores."""

    versi: int
    baris: int
    diterima: int
    sama: int = 0
    ditolak: tuple[Salah, ...] = ()


class UsulNip(Bentuk):
    """Answer to proposals in bulk."""

    terbit: int
    sudah_ada: int
    ditolak: tuple[Salah, ...] = ()


class RingkasanPendaftaran(Bentuk):
    """Counts of pendaftaran."""

    formasi: int
    kursi: int
    kelompok: int
    lamaran: int
    ms: int = 0
    tms: int = 0
    peserta_sha256: str | None = None


class RingkasanPenilaian(Bentuk):
    """Counts of penilaian."""

    formasi: int = 0
    kelompok: int = 0
    peserta: int = 0


class PengaruhPersetujuan(Bentuk):
    """What asking people beforehand would change."""

    pilihan: int
    tanpa_persetujuan: int
    mendapat: int
    melepas: int
    pindah: int
    kursi_lebih_kosong: int


class KelompokDitempatkan(Bentuk):
    """One placed kelompok: how its empty seats were filled."""

    mode: str | None = None


class RingkasanPenempatan(Bentuk):
    """Counts of penempatan."""

    kelompok: int
    ditempatkan: int
    tertahan: int
    kursi: int
    terisi: int
    kosong: int
    diganti: int
    dibawa_ke_kebutuhan_berikut: int
    keputusan: int
    kode: dict[str, int]
    rute: dict[str, int]
    persetujuan: PengaruhPersetujuan


class RingkasanKepegawaian(Bentuk):
    """Counts of kepegawaian."""

    kasus: int
    dicabut: int = 0
    mundur: dict[str, int] = {}
    nip_terbit: int
    nip_batal: int


class Lag(RootModel[dict[str, int]]):
    """Records not yet applied by one replica, by topic."""


class Tersisih(RootModel[list[dict[str, object]]]):
    """Records or keys that were set aside."""


class Peserta(NamedTuple):
    """One line of pendaftaran's list of applications."""

    nik: str
    peserta: str | None
    formasi: str
    kelompok: str
    status: str
    alasan: tuple[str, ...]


class Terpanggil(NamedTuple):
    """One line of the list for SKB."""

    peserta: str
    formasi: str
    kelompok: str


class Kursi(NamedTuple):
    """One line of penempatan's list of seats; `status` is TERISI, KOSONG or DIBAWA, `peserta` is there exactly when it is TERISI."""

    kursi: str
    formasi: str
    kelompok: str
    status: str
    peserta: str | None


def peserta(baris: bytes) -> Peserta:
    """Read a line of `/v1/peserta.ndjson`."""
    isi = orjson.loads(baris)
    return Peserta(isi["nik"], isi["peserta"], isi["formasi"], isi["kelompok"], isi["status"], tuple(isi["alasan"]))


def terpanggil(baris: bytes) -> Terpanggil:
    """Read a line of `/v1/skb/daftar.ndjson`."""
    isi = orjson.loads(baris)
    return Terpanggil(isi["peserta"], isi["formasi"], isi["kelompok"])


def kursi(baris: bytes) -> Kursi:
    """Read a line of `/v1/kursi.ndjson`."""
    isi = orjson.loads(baris)
    return Kursi(isi["kursi"], isi["formasi"], isi["kelompok"], isi["status"], isi.get("peserta"))
